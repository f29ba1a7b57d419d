"""Findings beyond right and wrong: the first wrong step, known mistakes, fingerprints, agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onehidden_conformance.findings.agreement import INCOMPARABLE, Agreement, agreement
from onehidden_conformance.findings.diagnosis import diagnose
from onehidden_conformance.findings.divergence import first_divergence
from onehidden_conformance.findings.fingerprint import fingerprint
from onehidden_conformance.findings.trainings import drifts, horizons
from onehidden_conformance.implementations import Implementation
from onehidden_conformance.judging.judge import FAILED, Verdict
from onehidden_conformance.reports.lines import Line, Vector, shortened

Answers = Sequence[tuple[Vector, Sequence[Verdict]]]
Made = Mapping[str, Sequence[tuple[Vector, Verdict]]]
NO_MADE: Made = {}


def what_is_wrong(verdict: Verdict, vector: Vector, level: int) -> Line:
    """One line that names the fault, what else is known about it, and the steps that are wrong by themselves."""
    has_steps = vector["kind"] in ("step", "update") and bool(verdict.steps)
    divergence = first_divergence(vector, verdict.steps, level) if verdict.status == FAILED and has_steps else None
    if divergence is None:
        return {"culprit": shortened(verdict.reason), "details": "", "own_faults": []}
    return {
        "culprit": shortened(divergence.line()),
        "details": shortened(divergence.details()),
        "own_faults": list(divergence.own_faults),
    }


def lines(
    answers: Answers,
    implementations: Sequence[Implementation],
    level: int | None,
    made: Made = NO_MADE,
    fingerprints: bool = True,
) -> Iterator[Line]:
    """What was found out about each implementation, then about all of them together.

    `made` are the vectors that were made for an implementation, by its name: they are evidence for its mistakes.
    """
    vectors = [vector for vector, _ in answers]
    verdicts = {
        implementation.name: [given[index] for _, given in answers]
        for index, implementation in enumerate(implementations)
    }
    for implementation in implementations:
        yield {
            "type": "implementation",
            "implementation": implementation.name,
            **(fingerprint_of(implementation) if fingerprints else NOT_ASKED_FOR),
            "matches": matches(
                [*vectors, *(vector for vector, _ in made.get(implementation.name, ()))],
                [*verdicts[implementation.name], *(verdict for _, verdict in made.get(implementation.name, ()))],
            ),
            "drifts": drifts(vectors, verdicts[implementation.name], level or implementation.level),
        }
    yield from horizons(vectors, verdicts, implementations)
    found = agreement({name: given for name, given in verdicts.items() if any(v.steps or v.trained for v in given)})
    if len(found.implementations) > 1 and found.vectors:
        yield agreement_line(found)


def agreement_line(found: Agreement) -> Line:
    """The implementations against each other; null where two cannot be compared."""
    distances = [[found.ulp[a, b] for b in found.implementations] for a in found.implementations]
    return {
        "type": "agreement",
        "implementations": list(found.implementations),
        "vectors": len(found.vectors),
        "classes": [list(members) for members in found.classes],
        "ulp": [[None if ulp == INCOMPARABLE else ulp for ulp in row] for row in distances],
    }


NOT_ASKED_FOR: Line = {"fingerprint": "", "reasons": ""}


def fingerprint_of(implementation: Implementation) -> Line:
    """How an implementation calculates, and what each conclusion rests on."""
    found = fingerprint(implementation)
    return {"fingerprint": shortened(found.line()), "reasons": shortened(found.details())}


def matches(vectors: Sequence[Vector], verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """The known mistakes that explain an implementation's failures, the best first."""
    if all(verdict.status != FAILED for verdict in verdicts):
        return []
    answered = {verdict.vector: answer for verdict in verdicts if (answer := verdict.trained or verdict.steps)}
    return [
        {name: getattr(match, name) for name in ("mistake", "matched", "of", "explanation", "identical", "kind")}
        for match in diagnose(answered, vectors)
    ]
