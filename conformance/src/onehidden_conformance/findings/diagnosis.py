"""Which known mistake explains the answers of a wrong implementation, if one does.

A mistake is named only if it predicts every answer that there is: those on which it differs from the right network,
which are the evidence, and also all others. Bits are compared first, for an implementation that calculates as SPEC.md
says apart from its mistake; otherwise each number must lie in the mistake's band of rounding errors (see
`perturbation`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from onehidden_conformance.findings.perturbation import TWO_U, band, distance
from onehidden_conformance.implementations import Trained
from onehidden_conformance.judging.answers import (
    LEFT_OUT,
    WORDS,
    Answer,
    Vector,
    answer,
    answer_of_training,
    bounds,
    expected_answer,
    updates_of,
)
from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.numbers.bits import Array, ulp_distance
from onehidden_conformance.numbers.comparison import IDENTICAL
from onehidden_conformance.numbers.tensors import to_array

Answers: TypeAlias = Mapping[str, "Mapping[str, object] | Trained"]
Evidence: TypeAlias = list[tuple[Vector, Answer]]

LARGEST_TRAINING = 3_000
"""Numbers that a training may go through; larger ones are no evidence, for they take long and rounding errors grow."""

LARGEST_BAND = 3_000
"""Numbers of a vector whose rounding errors are tried; larger ones are compared roughly unless bits agree."""

BANDS = 16.0
"""How many Monte Carlo bands a number may be away from what a mistake predicts."""


@dataclass(frozen=True)
class Match:
    """A mistake that explains all answers.

    Attributes
    ----------
    mistake : str
        Its name.
    matched, of : int
        Vectors that tell it from the right network and agree with it, of how many that could. These are equal: what
        agrees in part is not reported.
    explanation : str
        What is wrong, and how to mend it.
    identical : bool
        Whether all bits agree.
    """

    mistake: str
    matched: int
    of: int
    explanation: str
    identical: bool

    def line(self) -> str:
        """The match in one line."""
        bits = ", bit for bit" if self.identical else ""
        return f"matches `{self.mistake}` on {self.matched} of {self.of} vectors{bits}: {first_line(self.explanation)}"


def diagnose(answers: Answers, vectors: Iterable[Vector]) -> list[Match]:
    """Find the mistakes that explain what an implementation has answered.

    Parameters
    ----------
    answers : mapping
        By the vector's id: the steps that the implementation has given, as many as it shows, or its training.
    vectors : iterable of vectors
        Those of the answers; others are ignored.

    Returns
    -------
    list of Match
        The one with the most evidence first; several if the vectors cannot tell them apart; none if no mistake
        explains everything.
    """
    evidence = evidence_of(answers, vectors)
    if all(identical(given, expected_answer(vector)) for vector, given in evidence):
        return []
    predicted = {mistake: predictions(mistake, evidence) for mistake in MISTAKES.values()}
    possible = {mistake: answers for mistake, answers in predicted.items() if answers is not None}
    for match in (exact_match, close_match):
        found = [match(mistake, evidence, answers) for mistake, answers in possible.items()]
        matches = [match for match in found if match is not None]
        if matches:
            return sorted(matches, key=lambda match: -match.of)
    return []


def lines(matches: Sequence[Match]) -> list[str]:
    """What was found, in words; no lines if nothing was."""
    if len(matches) < 2:
        return [match.line() for match in matches]
    names = ", ".join(f"`{match.mistake}`" for match in matches)
    return [f"these vectors cannot tell apart: {names}", *(match.line() for match in matches)]


def first_line(text: str) -> str:
    """The first line of a text."""
    return text.partition("\n")[0]


def evidence_of(answers: Answers, vectors: Iterable[Vector]) -> Evidence:
    """Vectors with their answers, the small ones first: they rule out most mistakes in no time."""
    usable = [
        (vector, in_one_form(answers[vector["id"]]))
        for vector in vectors
        if vector["id"] in answers and vector["kind"] not in LEFT_OUT
        if vector["kind"] != "training" or work(vector) <= LARGEST_TRAINING
    ]
    return sorted(((v, given) for v, given in usable if given), key=lambda pair: work(pair[0]))


def in_one_form(given: Mapping[str, object] | Trained) -> Answer:
    """Steps as arrays, a training as its parts."""
    if isinstance(given, Trained):
        return answer_of_training(given)
    return {name: value if name in WORDS else np.asarray(value, dtype=np.float64) for name, value in given.items()}


def work(vector: Vector) -> int:
    """Numbers to go through, about."""
    return updates_of(vector) * len(vector.get("X", {"bits": [""]})["bits"])


def predictions(mistake: type[Mistake], evidence: Evidence) -> list[Answer] | None:
    """A mistake's answers to all vectors; None as soon as the implementation answered something else."""
    predicted = []
    for vector, given in evidence:
        predicted.append(answer(mistake(), vector))
        names, cancelled = comparable(given, predicted[-1]), 1e-9 * largest([*predicted[-1].values(), *inputs(vector)])
        if not set(given) & set(predicted[-1]):
            return None
        if any(far_off(given[name], predicted[-1][name], cancelled) for name in names):
            return None
    return predicted


def inputs(vector: Vector) -> list[Array]:
    """The numbers that a vector gives."""
    given = {**vector.get("network", {}), **vector.get("gradients", {}), "X": vector.get("X")}
    return [to_array(tensor) for tensor in given.values() if isinstance(tensor, dict)]


def comparable(given: Answer, predicted: Answer) -> list[str]:
    """The tensors that both have."""
    return [name for name in given if name in predicted and name not in WORDS]


def far_off(given: Any, predicted: Array, cancelled: float) -> bool:
    """Whether no rounding errors need be computed to see that this is something else.

    What is left where larger numbers have cancelled may be all error, and so may an infinity.
    """
    if np.shape(given) != np.shape(predicted):
        return True
    apart = distance(given, predicted)
    return bool((np.isfinite(apart) & (apart > 1e-3 * largest([predicted]) + cancelled)).any())


def largest(tensors: Iterable[Any]) -> float:
    """The largest finite magnitude."""
    arrays = [np.abs(tensor) for tensor in tensors if isinstance(tensor, np.ndarray)]
    return max((float(a[np.isfinite(a)].max(initial=0.0)) for a in arrays), default=0.0)


def matched(mistake: type[Mistake], telling: int, identical: bool) -> Match | None:
    """A match, if any vector could tell."""
    return Match(mistake.name, telling, telling, mistake.explanation(), identical) if telling else None


# ---- bit for bit -----------------------------------------------------------------------------------------------------


def exact_match(mistake: type[Mistake], evidence: Evidence, predicted: Sequence[Answer]) -> Match | None:
    """A mistake whose answers have all the bits of the implementation's."""
    if not all(identical(given, answers) for (_, given), answers in zip(evidence, predicted, strict=True)):
        return None
    return matched(mistake, sum(not identical(given, expected_answer(vector)) for vector, given in evidence), True)


def identical(given: Answer, predicted: Answer) -> bool:
    """Whether all that is given has the predicted bits; what only one of them has is not compared."""
    return all(same_bits(name, given[name], predicted[name]) for name in given if name in predicted)


def same_bits(name: str, a: Any, b: Any) -> bool:
    """Whether two tensors, or lists of digests, are equal bit by bit."""
    if name in WORDS:
        return bool(a == b)
    return np.shape(a) == np.shape(b) and not ulp_distance(a, b).any()


# ---- within rounding errors ------------------------------------------------------------------------------------------


def close_match(mistake: type[Mistake], evidence: Evidence, predicted: Sequence[Answer]) -> Match | None:
    """A mistake that predicts the answers up to rounding; a mistake that is only rounding cannot."""
    if mistake.level == IDENTICAL and mistake.kind != "training":
        return None
    telling = 0
    for (vector, given), answers in zip(evidence, predicted, strict=True):
        if work(vector) > LARGEST_BAND:
            continue
        tolerances = tolerances_of(mistake, vector, answers)
        names = comparable(given, answers)
        if any((distance(given[name], answers[name]) > tolerances[name]).any() for name in names):
            return None
        telling += any(differs(name, answers[name], vector, tolerances[name]) for name in names)
    return matched(mistake, telling, False)


def tolerances_of(mistake: type[Mistake], vector: Vector, predicted: Answer) -> dict[str, Array]:
    """How far an implementation with this mistake may be from what it predicts."""
    bands = band(mistake, vector)
    return {name: BANDS * bands[name] + 8.0 * TWO_U * np.abs(np.nan_to_num(predicted[name])) for name in bands}


def differs(name: str, predicted: Array, vector: Vector, tolerance: Array) -> bool:
    """Whether a mistake predicts something else than what is right, whatever the rounding errors of either."""
    expected, limits = expected_answer(vector).get(name), bounds(vector).get(name)
    if expected is None or expected.shape != predicted.shape:
        return expected is not None
    limit = tolerance if limits is None else limits
    return bool((distance(predicted, expected) > limit + tolerance).any())
