"""Whether an oracle that errs explains the answers of an implementation: roughly first, then within rounding errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onehidden_conformance.findings.diagnosis.evidence import Case, comparable, identical, largest
from onehidden_conformance.findings.perturbation import RUNS, TWO_U, distance, perturbed
from onehidden_conformance.judging.answers import WORDS, Answer
from onehidden_conformance.mistakes import Mistake
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.comparison import IDENTICAL
from onehidden_conformance.oracle import Oracle

BANDS = 16.0
"""How many Monte Carlo bands a number may be away from what a mistake predicts."""

LARGEST_BAND = 3_000
"""Numbers of a vector whose rounding errors are tried; larger ones are compared roughly unless bits agree."""

MOST_BANDS = 40
"""Vectors whose rounding errors are tried for one oracle; the others are compared roughly."""


@dataclass(frozen=True)
class Precision:
    """An arithmetic: twice its unit roundoff, and what it rounds to 0 or to infinity."""

    two_u: float
    smallest: float
    largest: float

    @property
    def rough(self) -> float:
        """How far apart two numbers are, relative to the largest of a tensor, when no rounding can explain it."""
        return self.two_u * 2.0**22 if self.two_u == TWO_U else 2.0**-10

    @property
    def cancelled(self) -> float:
        """What may be left where larger numbers have cancelled."""
        return self.two_u * 2.0**8

    @property
    def times(self) -> float:
        """How much larger rounding errors are than those of binary64."""
        return self.two_u / TWO_U


class Right(Mistake):
    """A right network."""

    is_right = True


DOUBLE = Precision(TWO_U, 0.0, np.inf)
SINGLE = Precision(2.0**-23, 2.0**-120, 2.0**120)


@dataclass(frozen=True)
class Fit:
    """An oracle that explains all cases, and how well."""

    kinds: tuple[type[Oracle], ...]
    telling: int
    identical: bool


def fit(kinds: Sequence[type[Mistake]], cases: Sequence[Case], precision: Precision = DOUBLE) -> Fit | None:
    """Whether one of several forms of a mistake explains every case."""
    for kind in kinds:
        found = fit_of_form(kind, cases, precision)
        if found is not None:
            return found
    return None


def fit_of_form(kind: type[Mistake], cases: Sequence[Case], precision: Precision) -> Fit | None:
    """Whether an oracle explains every case, right or wrong."""
    if kind.undone("output", np.zeros(0)) is not None:
        kind, cases = Right, [case.read_by(kind) for case in cases]
    chosen, judged = [], []
    exact, close = True, may_be_close(kind, cases)
    for case in cases:
        form, exact_here, close_here = best_form(kind, case, precision)
        if case.is_update and not close_here and kind.is_guessed(case.rows):
            continue
        exact, close = exact and exact_here, close and close_here
        if form is None or not (exact or close):
            return None
        chosen.append(form)
        judged.append(case)
    telling = sum(not case.identical for case in judged)
    if exact:
        return Fit(tuple(chosen), telling, True) if telling else None
    if not kind.is_right and all(
        identical(case.expected, case.predicted(form)) for case, form in zip(judged, chosen, strict=True)
    ):
        return None
    return verified(kind, chosen, judged, precision)


def may_be_close(kind: type[Mistake], cases: Sequence[Case]) -> bool:
    """Whether a mistake may be seen without its bits: it is more than rounding, and something may be out of bounds."""
    return (kind.level != IDENTICAL or kind.kind == "training") and any(
        case.wrong or not case.bounded for case in cases
    )


def best_form(kind: type[Mistake], case: Case, precision: Precision) -> tuple[type[Oracle] | None, bool, bool]:
    """The oracle of a mistake that fits a case best; whether all bits agree; whether they agree roughly."""
    best: tuple[type[Oracle] | None, bool, bool] = (None, False, False)
    for form in kind.of_rows(case.rows) if case.is_update else [kind]:
        predicted = case.predicted(form)
        if not set(case.given) & set(predicted):
            continue
        if identical(case.given, predicted):
            return form, True, True
        if best[0] is None or not best[2]:
            best = (form, False, is_near(kind, case, predicted, precision))
    return best


def is_near(kind: type[Mistake], case: Case, predicted: Answer, precision: Precision) -> bool:
    """Whether rounding errors might explain the differences, and the prediction the wrong results."""
    names = comparable(case.given, predicted)
    if (
        case.wrong
        and not kind.is_right
        and not any(differs_at_all(case, name, predicted[name]) for name in case.wrong & set(predicted))
    ):
        return False
    return not any(far_off(case, name, predicted[name], precision) for name in names)


def differs_at_all(case: Case, name: str, predicted: Any) -> bool:
    """Whether a prediction differs from the right answer, by a share of the bound that counts."""
    expected, limit = case.expected[name], case.limits.get(name)
    if limit is None or np.shape(expected) != np.shape(predicted):
        return True
    return bool((distance(predicted, expected) > 0.25 * np.nan_to_num(limit, posinf=np.inf)).any())


def far_off(case: Case, name: str, predicted: Array, precision: Precision) -> bool:
    """Whether no rounding errors need be computed to see that this is something else.

    The remainder after larger numbers have cancelled may be all error, and so may an infinity.
    """
    given = case.given[name]
    if np.shape(given) != np.shape(predicted):
        return True
    apart = distance(given, predicted)
    most = precision.rough * largest([predicted]) + precision.cancelled * case.size
    most += 1e3 * precision.times * case.slack.get(name, 0.0)
    return bool((np.isfinite(apart) & (apart > most)).any())


# ---- within rounding errors ------------------------------------------------------------------------------------------


def verified(
    kind: type[Mistake], forms: Sequence[type[Oracle]], cases: Sequence[Case], precision: Precision
) -> Fit | None:
    """Compare number by number, within what rounding errors can do; the vectors that tell most come first."""
    pairs = sorted(zip(cases, forms, strict=True), key=lambda pair: not pair[0].wrong)
    telling = 0
    for number, (case, form) in enumerate(pairs):
        told = bool(case.wrong) and (precision is DOUBLE or kind.is_right)
        if number < MOST_BANDS and case.work <= LARGEST_BAND:
            within, seen = agrees(case, form, precision)
            if not within:
                return None
            told = told or seen
        telling += told
    return Fit(tuple(forms), telling, False) if telling else None


def agrees(case: Case, form: type[Oracle], precision: Precision) -> tuple[bool, bool]:
    """Whether a case is as predicted within rounding errors; whether it tells that from the right answer."""
    predicted = case.predicted(form)
    if (
        case.bounded
        and precision is DOUBLE
        and all_within(case, predicted, least_tolerances(case, predicted, precision))
    ):
        return True, False
    tolerances = tolerances_of(form, case, precision)
    return all_within(case, predicted, tolerances), is_told(case, predicted, tolerances, precision)


def all_within(case: Case, predicted: Answer, tolerances: Mapping[str, Array]) -> bool:
    """Whether every number lies within its tolerance."""
    names = [name for name in comparable(case.given, predicted) if not is_undefined(case, name, predicted)]
    if "loss" in names and (np.isnan(case.given["loss"]) & ~np.isnan(predicted["loss"])).any():
        return False  # however large a loss is, it is a number where 0 * log(0) is 0
    return not any((distance(case.given[name], predicted[name]) > tolerances[name]).any() for name in names)


def is_told(case: Case, predicted: Answer, tolerances: Mapping[str, Array], precision: Precision) -> bool:
    """Whether a prediction differs from the right answer, where the wrong results do not show that."""
    names = comparable(case.given, predicted)
    return not (case.bounded and precision is DOUBLE) and any(
        differs(case, name, predicted[name], tolerances[name]) for name in names
    )


def is_undefined(case: Case, name: str, predicted: Answer) -> bool:
    """Whether a loss is infinite or NaN because of an output that ought not to be 0, 1 or NaN: it may be anything."""
    if name != "loss" or "output" not in predicted or np.isfinite(case.given[name]).all():
        return False
    outputs, right = predicted["output"], case.expected.get("output")
    wrong = ~np.isfinite(outputs) | (outputs <= 0.0) | (outputs >= 1.0)
    return bool((wrong if right is None or right.shape != outputs.shape else wrong & (outputs != right)).any())


def tolerances_of(form: type[Oracle], case: Case, precision: Precision) -> dict[str, Array]:
    """How far an implementation with this mistake may be from what it predicts."""
    least = least_tolerances(case, case.predicted(form), precision)
    return {name: BANDS * moved + least[name] for name, moved in band(form, case, precision).items()}


def least_tolerances(case: Case, predicted: Answer, precision: Precision) -> dict[str, Array]:
    """How far off any implementation may be: its last roundings, and the errors that are always allowed."""
    return {
        name: 8.0 * precision.two_u * np.abs(np.nan_to_num(predicted[name])) + allowed(case, name, precision)
        for name in comparable(case.given, predicted)
    }


def allowed(case: Case, name: str, precision: Precision) -> Array | float:
    """Always allowed: the bound of the right answer, whose order of sums is free."""
    limit = case.limits.get(name)
    given: Any = case.given.get(name)
    if limit is None or np.shape(limit) != np.shape(given):
        return precision.smallest
    return np.where(np.isfinite(limit), limit, 0.0) * precision.times + precision.smallest


def band(form: type[Oracle], case: Case, precision: Precision) -> dict[str, Array]:
    """How far each number of a prediction moves at most by other roundings."""
    still = case.predicted(form)
    names = [name for name in still if name not in WORDS and name in case.given]
    bands = {name: np.zeros(np.shape(still[name])) for name in names}
    for seed in range(RUNS):
        other = case.compute(perturbed(form, seed, precision.two_u))
        for name in names:
            bands[name] = np.maximum(bands[name], distance(other.get(name), still[name]))
    return bands


def differs(case: Case, name: str, predicted: Array, tolerance: Array) -> bool:
    """Whether a mistake predicts another answer than the right one, whatever the rounding errors of either."""
    expected, limit = case.expected.get(name), case.limits.get(name)
    if expected is None or expected.shape != predicted.shape:
        return expected is not None
    return bool((distance(predicted, expected) > (tolerance if limit is None else limit) + tolerance).any())
