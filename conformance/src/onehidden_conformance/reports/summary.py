"""One implementation of a run at a glance: its verdict, how much of it was tested, and what it is called in short.

Every view says the same of it, because every view takes it from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import short_names
from onehidden_conformance.reports.record import Report, counts
from onehidden_conformance.reports.verdict import BELIED, DID_NOT_RUN, ENDED_BADLY, MADE

CONFORMING, NOT_CONFORMING, TOO_LITTLE = "conforming", "not conforming", "too little tested"
AS_KNOWN = "as expected, with known failures"
BROKE, NO_START, NOTHING_RAN, FAULT = "broke the protocol", "did not start", "nothing ran", "a fault of the suite"
COLORS = {CONFORMING: "green", TOO_LITTLE: "yellow", AS_KNOWN: "yellow", NOTHING_RAN: "yellow"}
"""Green is only what was tested enough; whatever is not here is red."""


@dataclass(frozen=True)
class Summary:
    """One implementation of a run.

    Attributes
    ----------
    name, short : str
        What it was asked for by, and the same without folders and interpreter.
    level : int
        At which it was judged.
    outcome : str
        "conforming", "as expected, with known failures", "not conforming", "too little tested", "broke the protocol",
        "did not start", "nothing ran" or "a fault of the suite".
    counts : mapping of int
        Its vectors by status, and `known`, the failures that are excused.
    published : pair of int
        Vectors of the fixtures that it answered, of those that there are.
    made : int
        Vectors made to measure that it answered.
    coverage : mapping
        What the report tells of it; empty if nothing.
    """

    name: str
    short: str
    level: int
    outcome: str
    counts: Mapping[str, int]
    published: tuple[int, int]
    made: int
    coverage: Line

    @property
    def color(self) -> str:
        """Green, yellow or red."""
        return COLORS.get(self.outcome, "red")

    @property
    def ran(self) -> int:
        """Vectors that it answered, or broke on."""
        return self.published[0] + self.made

    def result(self) -> str:
        """What came of the vectors that ran, in words."""
        wrong = self.counts["failed"] + self.counts["error"] + self.counts.get("fault", 0) - self.counts["known"]
        known = f", {self.counts['known']} fail as is known" if self.counts["known"] else ""
        if wrong:
            return f"{wrong} of {self.ran} vectors that ran are wrong{known}"
        return f"{self.counts['passed']} of {self.ran} vectors that ran passed{known}" if self.ran else ""

    def tested(self) -> Iterator[str]:
        """How much was tested, part by part."""
        made = f" and {self.made} made to measure" if self.made else ""
        yield f"{self.published[0]} of {self.published[1]} vectors{made}"
        combinations = self.coverage.get("combinations", [])
        if combinations:
            covered = len(combinations) - len(self.coverage["uncovered"])
            yield f"{covered} of {len(combinations)} declared combinations"
        mistakes = self.coverage.get("mistakes", {"all": 0})
        if mistakes["all"]:
            yield f"{mistakes['seen']} of {mistakes['all']} known mistakes would have been seen"


def summaries(report: Report) -> list[Summary]:
    """Those of all implementations, in their order."""
    names = [line["name"] for line in report.header["implementations"]]
    shorts = short_names(names)
    return [summary(report, line, shorts[line["name"]]) for line in report.header["implementations"]]


def summary(report: Report, implementation: Line, short: str) -> Summary:
    """That of one implementation."""
    name = implementation["name"]
    verdicts = report.of(name)
    ran = [line["vector"] for line in verdicts if line["status"] != "skipped"]
    made = sum(vector.startswith(MADE) for vector in ran)
    return Summary(
        name=name,
        short=short,
        level=implementation["level"],
        outcome=outcome(report, implementation, verdicts),
        counts={**counts(verdicts), "known": sum(bool(line["known"]) for line in verdicts)},
        published=(len(ran) - made, report.header["fixtures"]),
        made=made,
        coverage=report.findings.get(name, {}).get("coverage") or {},
    )


def outcome(report: Report, implementation: Line, verdicts: Sequence[Line]) -> str:
    """The verdict on one implementation; what is worst of it counts."""
    name = implementation["name"]
    bad = {line["status"] for line in verdicts if line["kind"] and not line["known"]}
    if implementation["problem"]:
        return NO_START
    faults = report.footer["faults"]
    if any(fault.startswith((f"{name}{ENDED_BADLY}", f"{name}{BELIED}")) for fault in faults) and "fault" not in bad:
        return BROKE
    for status, word in {"fault": FAULT, "error": BROKE, "failed": NOT_CONFORMING}.items():
        if status in bad:
            return word
    if any(fault.startswith(f"{name}, ") and fault.endswith(DID_NOT_RUN) for fault in faults):
        return NOT_CONFORMING
    if all(line["status"] == "skipped" for line in verdicts):
        return NOTHING_RAN
    coverage = report.findings.get(name, {}).get("coverage") or {}
    if coverage.get("verdict") == TOO_LITTLE:
        return TOO_LITTLE
    return AS_KNOWN if any(line["known"] for line in verdicts) else CONFORMING


# ---- skips -----------------------------------------------------------------------------------------------------------


def skips(verdicts: Sequence[Line]) -> dict[str, int]:
    """Why vectors were skipped, and how many for each reason, the most frequent first."""
    reasons = [line["reason"] for line in verdicts if line["status"] == "skipped"]
    found = {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
