"""Where an implementation goes wrong: the first wrong step, and the steps that are wrong by themselves.

A wrong step makes all later ones wrong. So every step is also computed anew from the implementation's own earlier
steps: a step that differs from that is wrong by itself, whatever came before it. At level 2 the step must have the
same bits, at level 1 it must lie within the error bound of this one step (SPEC.md, section 9, with E = 0 for its
inputs).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from onehidden_conformance.bounds.balls import BallSteps, exact, flat_balls, parameter_balls, within
from onehidden_conformance.bounds.rounding import precisely
from onehidden_conformance.judging.answers import Vector, bounds, expected_answer, network_of
from onehidden_conformance.numbers.bits import Array, ulp_distance
from onehidden_conformance.numbers.comparison import IDENTICAL, against_bound, compare, decimal, element, first_true
from onehidden_conformance.numbers.tensors import to_value
from onehidden_conformance.numbers.words import difference_in_words
from onehidden_conformance.oracle import PARAMETERS, NetworkValues, Oracle, start
from onehidden_conformance.oracle.habits import layer_biases

ORDER = (
    *("hidden_layer_input", "hidden_layer_activations", "output_layer_input", "output", "error", "loss"),
    *("slope_output_layer", "d_output", "grad_wout", "grad_bout"),
    *("slope_hidden_layer", "error_at_hidden_layer", "d_hidden_layer", "grad_wh", "grad_bh"),
    *("updated_wout", "updated_bout", "updated_wh", "updated_bh"),
)
"""The steps in the order in which they can be computed at the earliest: the output layer has its gradients first."""

LARGEST = 3_000
"""Numbers of X beyond which the steps are not computed anew one by one."""


@dataclass(frozen=True)
class WrongElement:
    """One wrong element of a step: where it is, what it is, and what it should be.

    Attributes
    ----------
    step : str
        The step.
    indices : tuple of int
        Counted from 0; empty for a scalar.
    got, expected : float
        Both numbers.
    bound : float or None
        How far apart they may be at level 1; None where there is no bound.
    """

    step: str
    indices: tuple[int, ...]
    got: float
    expected: float
    bound: float | None

    def __str__(self) -> str:
        share = self.share
        times = "" if share is None else f", {share:.3g} times the bound"
        name = element(self.step, self.indices)
        apart = difference_in_words(self.got, self.expected)
        return f"{name} is {decimal(self.got)} and should be {decimal(self.expected)}: {apart}{times}"

    @property
    def share(self) -> float | None:
        """|got - expected| / bound, where that is a number."""
        if not self.bound:
            return None
        share = abs(self.got - self.expected) / self.bound
        return share if math.isfinite(share) else None


@dataclass(frozen=True)
class Divergence:
    """Where the steps of an implementation leave what a vector expects.

    Attributes
    ----------
    vector : str
        The vector's id.
    step : str
        The first wrong step when every step is fed the implementation's own results.
    own_faults : tuple of str
        The steps that are wrong by themselves.
    worst : WrongElement or None
        The worst element of `step`; None if its shape is wrong.
    wrong, elements : int
        How many elements of `step` are wrong, of how many.
    fault : str
        Why a step cannot be compared.
    remark : str
        Why no step was found to be wrong by itself.
    """

    vector: str
    step: str
    own_faults: tuple[str, ...]
    worst: WrongElement | None
    wrong: int
    elements: int
    fault: str = ""
    remark: str = ""

    def line(self) -> str:
        """The culprit in one line."""
        return f"{self.step} is the first wrong step: {self.worst or self.fault}"

    def details(self) -> str:
        """Everything else, line by line."""
        return "\n".join(self.detail_lines())

    def detail_lines(self) -> Iterator[str]:
        """What more there is to say."""
        yield f"in {self.vector}"
        yield f"{self.wrong} of {self.elements} elements of {self.step} are wrong"
        if self.own_faults:
            yield f"wrong by itself, whatever came before: {', '.join(self.own_faults)}"
            yield "the other steps are right for what they were given"
        else:
            yield self.remark or "no step could be found to be wrong by itself"
        if self.worst and self.worst.bound is not None:
            yield f"allowed at level 1: {self.worst.bound:.3g} from the expected value"


def first_divergence(vector: Vector, steps: Mapping[str, object], level: int) -> Divergence | None:
    """Find the first wrong step of an update, and the steps that are wrong by themselves.

    Parameters
    ----------
    vector : mapping
        Of the kind `step` or `update`, or a checkpoint as `answers.parts` gives it.
    steps : mapping of arrays
        What the implementation has given, by the names of SPEC.md, section 3; it need not show all.
    level : int
        2 compares bits, 1 allows the error bounds.

    Returns
    -------
    Divergence or None
        None if all is right.

    Examples
    --------
    >>> from onehidden_conformance.vectors import reading
    >>> from onehidden_conformance.judging.answers import answer
    >>> from onehidden_conformance.mistakes import MISTAKES
    >>> vector = reading.load("shapes/all-different")
    >>> first_divergence(vector, answer(MISTAKES["mean-for-sum"](), vector), level=1).own_faults
    ('grad_wout', 'grad_bout', 'grad_wh', 'grad_bh')
    """
    expected, limits = expected_answer(vector), bounds(vector)
    for name in sorted(set(expected) & set(steps), key=ORDER.index):
        comparison = compare(name, steps[name], expected[name], limits[name], level)
        if comparison.fault:
            got = np.asarray(steps[name], dtype=np.float64)
            faults = own_faults(vector, steps, level)
            if got.shape != expected[name].shape:
                return Divergence(vector["id"], name, faults, None, got.size, got.size, comparison.fault)
            wrong = wrong_elements(got, expected[name], limits[name], level)
            worst = worst_element(name, got, expected[name], limits[name], wrong)
            remark = "" if can_be_taken_apart(vector) else "the vector is too large to be taken apart step by step"
            return Divergence(vector["id"], name, faults, worst, int(wrong.sum()), wrong.size, remark=remark)
    return None


def wrong_elements(got: Array, expected: Array, bound: Array | None, level: int) -> Any:
    """Which elements are wrong at a level."""
    if level == IDENTICAL or bound is None:
        return (ulp_distance(got, expected) > 0) | np.isnan(got)
    return ~against_bound(got, expected, bound)[0]


def worst_element(name: str, got: Array, expected: Array, bound: Array | None, wrong: Any) -> WrongElement:
    """The wrong element that is the most bounds away, or the most ulp if all are within."""
    ulps = ulp_distance(got, expected)
    shares = np.zeros(got.shape) if bound is None else against_bound(got, expected, bound)[1]
    badness = np.where(wrong, np.nan_to_num(shares, nan=np.inf), -1.0)
    ties = wrong & (badness == badness.max())
    worst = first_true(ties & (ulps == ulps[ties].max()))
    limit = None if bound is None or not np.isfinite(bound[worst]) else float(bound[worst])
    return WrongElement(name, worst, float(got[worst]), float(expected[worst]), limit)


# ---- steps that are wrong by themselves ------------------------------------------------------------------------------


def own_faults(vector: Vector, steps: Mapping[str, object], level: int) -> tuple[str, ...]:
    """Compute every step from the implementation's own earlier steps, and name those that differ.

    A step that the implementation does not show is computed too, so that the next one that it shows is judged for
    both. After a step that cannot be computed with (another shape, NaN, an infinity) nothing more can be said.
    """
    if not can_be_taken_apart(vector):
        return ()
    by_bits = level == IDENTICAL and "weight_decay" not in vector and not layer_biases(network_of(vector))
    return tuple((exact_faults if by_bits else inexact_faults)(vector, steps))


def can_be_taken_apart(vector: Vector) -> bool:
    """Whether a vector is small enough for every step to be computed anew with its bounds."""
    return len(vector.get("X", {"bits": ()})["bits"]) <= LARGEST


def exact_faults(vector: Vector, steps: Mapping[str, object]) -> Iterator[str]:
    """Steps that have other bits than those computed from the implementation's steps before."""
    s, oracle = inputs(vector), Oracle()
    for name in names(vector):
        right = given(vector, name) if name in vector.get("gradients", {}) else oracle.run([name], s)[name]
        got = steps.get(name)
        if got is not None and name in expected_answer(vector):
            value = np.asarray(got, dtype=np.float64)
            if value.shape != np.shape(right) or ulp_distance(value, right).any() or np.isnan(value).any():
                yield name
            if value.shape != np.shape(right) or not usable(name, value):
                return
            right = value.tolist()
        setattr(s, name, right)


def inexact_faults(vector: Vector, steps: Mapping[str, object]) -> Iterator[str]:
    """Steps that lie outside the error bounds of what the implementation's steps before amount to."""
    with precisely():
        s = ball_inputs(vector)
        for name in names(vector):
            balls = getattr(s, name, None) or getattr(BallSteps(), name)(s)
            got = steps.get(name)
            if got is not None and name in expected_answer(vector):
                value = np.asarray(got, dtype=np.float64)
                shape = expected_answer(vector)[name].shape
                fits = value.shape == shape
                pairs = zip(flat_balls(balls), value.ravel().tolist(), strict=True) if fits else []
                if not fits or not all(right_alone(name, ball, number) for ball, number in pairs):
                    yield name
                if not fits or not usable(name, value):
                    return
                balls = parameter_balls(value.tolist())
            setattr(s, name, balls)


def right_alone(name: str, ball: Any, number: float) -> bool:
    """Whether a number lies within E; only a loss may be infinite."""
    return within(ball, number) and (name == "loss" or math.isfinite(number))


def usable(name: str, value: Array) -> bool:
    """Whether later steps can be computed from this one; nothing is computed from the loss."""
    return name == "loss" or bool(np.isfinite(value).all())


def names(vector: Vector) -> list[str]:
    """The steps that a vector expects, in the order in which they are computed."""
    return [name for name in ORDER if name in vector["expected"]]


def given(vector: Vector, name: str) -> Any:
    """A gradient that an update starts from."""
    return to_value(vector["gradients"][name])


def inputs(vector: Vector) -> SimpleNamespace:
    """What the steps start from, in plain numbers: steps 0 and 1, or gradients."""
    network = network_of(vector)
    X, y = (to_value(vector[name]) if name in vector else None for name in ("X", "y"))
    rate: Any = to_value(vector["learning_rate"])
    weights = to_value(vector["sample_weight"]) if "sample_weight" in vector else None
    s = start(network, X or [[]], y, rate, sample_weight=weights)  # type: ignore[arg-type]
    for name in vector.get("gradients", {}):
        setattr(s, name, given(vector, name))
    return s


def ball_inputs(vector: Vector) -> SimpleNamespace:
    """The same, as numbers that are exact."""
    s = inputs(vector)
    network: NetworkValues = s.network
    for name in (*PARAMETERS, "X", "y", "sample_weight", *vector.get("gradients", {})):
        setattr(s, name, parameter_balls(getattr(s, name)))
    s.network, s.learning_rate = network, exact(s.learning_rate)
    if "weight_decay" in vector:
        s.decay = exact(float(to_value(vector["weight_decay"]))), vector["decay_in"]  # type: ignore[arg-type]
    return s
