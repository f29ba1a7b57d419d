"""The verdict on a run: its exit code and its one line, for the command and pytest alike.

A report is enough to compute both, so that a saved one cannot claim what its verdicts do not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import cut, short_name, shown
from onehidden_conformance.reports.record import Report

ALL_AS_EXPECTED, NOT_CONFORMING, USAGE, BROKEN, NOTHING_RAN, TOO_LITTLE, SUITE_FAULT = range(7)
"""Exit codes."""

OUTCOMES = {
    NOT_CONFORMING: "NOT CONFORMING",
    BROKEN: "AN IMPLEMENTATION BROKE",
    NOTHING_RAN: "NOTHING RAN",
    TOO_LITTLE: "TOO LITTLE TESTED",
    SUITE_FAULT: "A FAULT OF THE SUITE",
}


def exit_code(report: Report, faults: Sequence[str]) -> int:
    """The exit code; a breakdown counts more than a failure, and that more than a run of nothing."""
    failed = unexcused(report)
    if any(line["status"] == "fault" for line in failed):
        return SUITE_FAULT
    if any(line["problem"] for line in report.header["implementations"]):
        return BROKEN
    if any(line["status"] == "error" for line in failed):
        return BROKEN
    if any(ENDED_BADLY in fault or BELIED in fault for fault in faults):
        return BROKEN
    if failed or any(fault.startswith("known failure") or fault.endswith(DID_NOT_RUN) for fault in faults):
        return NOT_CONFORMING
    if faults:
        return NOTHING_RAN
    return TOO_LITTLE if list(too_little(report)) and not is_partial(report) else ALL_AS_EXPECTED


ENDED_BADLY = " did not end as it should: "
"""Within a fault: how a program behaved when it was told to stop."""
BELIED = " belies its declaration: "
"""Within a fault: what was declared is not what was answered."""
DID_NOT_RUN = ", did not run"
"""The end of a fault: a vector was chosen, and no verdict came."""


def unexcused(report: Report) -> list[Line]:
    """The failures that no file of known failures excuses."""
    return [line for line in report.verdicts if line["kind"] and not line["known"]]


def too_little(report: Report) -> Iterator[str]:
    """The implementations that were tested too little, with what is missing."""
    for name, found in report.findings.items():
        coverage = found.get("coverage") or {}
        if coverage.get("verdict") == "too little tested":
            yield f"{name}: {'; '.join(coverage.get('missing', []))}"


def verdict(report: Report) -> str:
    """The run in one line.

    It counts vectors: those that every implementation passed, of those that there are.
    """
    code = report.footer["exit_code"]
    if code in OUTCOMES:
        return f"{OUTCOMES[code]}: {first_of(list(complaints(report)))}"
    word = word_of(report)
    claim = f"{passed(report)}, {who(report)}, {what(report)}{left_out(report)}"
    return f"PARTIAL RUN, {word.lower()} so far: {claim}" if is_partial(report) else f"{word}: {claim}"


def word_of(report: Report) -> str:
    """What a run without faults is called."""
    identical = any(line["level"] == 2 for line in report.header["implementations"])
    return "IDENTICAL" if identical and not any(line["known"] for line in report.verdicts) else "ALL AS EXPECTED"


def complaints(report: Report) -> Iterator[str]:
    """Whatever keeps a run from conforming, the first culprit first."""
    for line in unexcused(report):
        yield f"{short_name(line['implementation'])}, {shown(line['vector'])}, {cut(shown(line['culprit']))}"
    yield from (cut(shown(fault)) for fault in report.footer["faults"])
    yield from too_little(report)


def first_of(texts: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" (and {len(texts) - 1} more)" if len(texts) > 1 else ""
    return f"{texts[0]}{more}" if texts else "nothing ran"


def passed(report: Report) -> str:
    """How many vectors passed, or fail as is known, wherever they ran; those made to measure are counted apart."""
    wrong = {line["vector"] for line in report.verdicts if line["status"] != "passed" and not line["known"]}
    right = {line["vector"] for line in report.verdicts} - wrong
    made = sum(vector.startswith(MADE) for vector in right)
    more = f" and {made} made to measure" if made else ""
    return f"{len(right) - made} of {report.header['fixtures']} vectors{more}"


MADE = "made/"
"""How the names of vectors begin that are made to measure."""


def is_partial(report: Report) -> bool:
    """Whether vectors were left out on purpose."""
    published = sum(not vector.startswith(MADE) for vector in report.vectors)
    pairs = published * len(report.header["implementations"])
    verdicts = sum(not line["vector"].startswith(MADE) for line in report.verdicts)
    return published < report.header["fixtures"] or verdicts < pairs


def left_out(report: Report) -> str:
    """How many vectors an implementation skipped, and how many failures are known."""
    counts = {
        "skipped": len({line["vector"] for line in report.verdicts if line["status"] == "skipped"}),
        "known failures": sum(bool(line["known"]) for line in report.verdicts),
    }
    return "".join(f"; {count} {name}" for name, count in counts.items() if count)


# ---- words -----------------------------------------------------------------------------------------------------------

LANGUAGES = {"python": "Python", "r": "R"}
MODES = {
    "": "in reproducible arithmetic",
    "reproducible": "in reproducible arithmetic",
    "compiled": "with compiled kernels",
    "interpreted": "with interpreted kernels",
    "blas": "in blas arithmetic",
}


def who(report: Report) -> str:
    """The implementations; ours by their languages."""
    names = [line["name"] for line in report.header["implementations"]]
    return " and ".join(dict.fromkeys(short_name(language_of(name)) for name in names))


def what(report: Report) -> str:
    """What the implementations have kept."""
    *others, last = dict.fromkeys(claim(line) for line in report.header["implementations"])
    return f"{', '.join(others)} and {last}" if others else last


def claim(implementation: Line) -> str:
    """What one implementation has kept."""
    kept = "every bit" if implementation["level"] == 2 else "every bound"
    return f"{kept} {how(implementation['name'])}".rstrip()


def language_of(name: str) -> str:
    """The language of one of our packages; anybody else's name as it is."""
    kind, _, mode = name.partition(":")
    return LANGUAGES.get(kind, name) if mode in MODES else name


def how(name: str) -> str:
    """How one of our packages computes; of anybody else nothing is known."""
    kind, _, mode = name.partition(":")
    return MODES.get(mode, "") if kind in (*LANGUAGES, "rscript") else ""
