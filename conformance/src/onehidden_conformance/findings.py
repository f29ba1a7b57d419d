"""What a run finds out beyond right and wrong: the first wrong step, known mistakes, fingerprints, agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from onehidden_conformance.agreement import INCOMPARABLE, Agreement, agreement
from onehidden_conformance.diagnosis import diagnose
from onehidden_conformance.divergence import first_divergence
from onehidden_conformance.fingerprint import fingerprint
from onehidden_conformance.judge import FAILED, Verdict
from onehidden_conformance.lines import Line, Vector, shortened
from onehidden_conformance.testees import Testee
from onehidden_conformance.trainings import drifts, horizons

Answers = Sequence[tuple[Vector, Sequence[Verdict]]]


def what_is_wrong(verdict: Verdict, vector: Vector, level: int) -> Line:
    """One line that names what is wrong, what else is known about it, and the steps that are wrong by themselves."""
    has_steps = vector["kind"] in ("step", "update") and bool(verdict.steps)
    divergence = first_divergence(vector, verdict.steps, level) if verdict.status == FAILED and has_steps else None
    if divergence is None:
        return {"culprit": shortened(verdict.reason), "details": "", "own_faults": []}
    return {
        "culprit": shortened(divergence.line()),
        "details": shortened(divergence.details()),
        "own_faults": list(divergence.own_faults),
    }


def lines(answers: Answers, testees: Sequence[Testee], level: int | None) -> Iterator[Line]:
    """What was found out about each testee, then about all of them together."""
    vectors = [vector for vector, _ in answers]
    verdicts = {testee.name: [given[index] for _, given in answers] for index, testee in enumerate(testees)}
    for testee in testees:
        yield {
            "type": "testee",
            "testee": testee.name,
            **fingerprint_of(testee),
            "matches": matches(vectors, verdicts[testee.name]),
            "drifts": drifts(vectors, verdicts[testee.name], level or testee.level),
        }
    yield from horizons(vectors, verdicts, testees)
    found = agreement({name: given for name, given in verdicts.items() if any(v.steps or v.trained for v in given)})
    if len(found.testees) > 1 and found.vectors:
        yield agreement_line(found)


def agreement_line(found: Agreement) -> Line:
    """The testees against each other; null where two cannot be compared."""
    distances = [[found.ulp[a, b] for b in found.testees] for a in found.testees]
    return {
        "type": "agreement",
        "testees": list(found.testees),
        "vectors": len(found.vectors),
        "classes": [list(members) for members in found.classes],
        "ulp": [[None if ulp == INCOMPARABLE else ulp for ulp in row] for row in distances],
    }


def fingerprint_of(testee: Testee) -> Line:
    """How a testee calculates, and what each conclusion rests on."""
    found = fingerprint(testee)
    return {"fingerprint": shortened(found.line()), "reasons": shortened(found.details())}


def matches(vectors: Sequence[Vector], verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """The known mistakes that explain a testee's failures, the best first."""
    if all(verdict.status != FAILED for verdict in verdicts):
        return []
    answered = {verdict.vector: answer for verdict in verdicts if (answer := verdict.trained or verdict.steps)}
    return [
        {name: getattr(match, name) for name in ("mistake", "matched", "of", "explanation", "identical")}
        for match in diagnose(answered, vectors)
    ]
