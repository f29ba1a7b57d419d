"""Single precision judged in its own right: the bounds of section 9 with u = 2^-24 and eta = 2^-126 (SPEC 9.27).

A network that computes in single precision throughout, or anywhere between single and double, stays within them. What
does not fit into single precision (a number above 3.4e38 on the way) is not judged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from onehidden_conformance.bounds.limits import bound
from onehidden_conformance.bounds.operations import Ball, flat_balls
from onehidden_conformance.bounds.rounding import SINGLE, precisely, rounding_to
from onehidden_conformance.bounds.vectors import balls_of_vector
from onehidden_conformance.numbers.bits import Array

Vector = Mapping[str, Any]


class Limits(NamedTuple):
    """The true values of a step, and how far from them an answer may lie: infinity where any number passes."""

    values: Array
    bounds: Array


def single_precision(vector: Vector) -> dict[str, Limits] | None:
    """The true values of every step of a vector, and their bounds for a network in single precision.

    Parameters
    ----------
    vector : mapping
        Of the kind `step` or `update`, a checkpoint as `answers.parts` gives it, or a short training with bounds.

    Returns
    -------
    dict or None
        None if the vector does not fit into single precision, or is of another kind.

    Examples
    --------
    >>> from onehidden_conformance.vectors import reading
    >>> limits = single_precision(reading.load("article/one-iteration"))
    >>> bool(1e-8 < limits["output"].bounds.max() < 1e-6)
    True
    """
    with rounding_to(SINGLE):
        balls = balls_of_vector(vector)
        if not balls or not all(fits(ball) for step in balls.values() for ball in flat_balls(step)):
            return None
        return {name: limits(step, vector["expected"][name]["shape"]) for name, step in balls.items()}


def fits(ball: Ball | None) -> bool:
    """Whether whatever is computed here stays below the largest number of single precision."""
    return ball is None or bool(ball.m <= SINGLE.largest)


def limits(balls: Any, shape: Any) -> Limits:
    """The values and bounds of one step."""
    with precisely():
        pairs = [value_and_bound(ball) for ball in flat_balls(balls)]
    values, bounds = (np.array(column, dtype=np.float64).reshape(shape) for column in zip(*pairs, strict=True))
    return Limits(values, bounds)


def value_and_bound(ball: Ball | None) -> tuple[float, float]:
    """One true value as a double, and its bound around that."""
    if ball is None:
        return math.nan, math.inf
    value = float(ball.x)
    limit = bound(ball, value)
    return value, math.inf if limit is None else limit


def right_digits(vector: Vector, steps: Mapping[str, Any], limits: Mapping[str, Limits] | None = None) -> int | None:
    """How many decimal digits are right in steps that are right in single precision; None if they are not.

    The fewest of all steps that are shown, each relative to its largest element.

    Parameters
    ----------
    vector : mapping
        As for `single_precision`.
    steps : mapping of arrays
        What a network gave, by the names of the vector's steps; those that it does not show are not judged.
    limits : mapping, optional
        What `single_precision` gave for this vector, if that is there already.

    Examples
    --------
    >>> from onehidden_conformance.vectors import reading
    >>> vector = reading.load("article/one-iteration")
    >>> limits = single_precision(vector)
    >>> rounded = {name: step.values.astype(np.float32) for name, step in limits.items()}
    >>> right_digits(vector, rounded, limits)
    7
    >>> right_digits(vector, {"output": 1 - limits["output"].values}, limits) is None
    True
    """
    limits = single_precision(vector) if limits is None else limits
    shown = {name: np.asarray(step, dtype=np.float64) for name, step in steps.items() if name in (limits or {})}
    if not limits or not shown or not all(is_within(step, limits[name]) for name, step in shown.items()):
        return None
    return min(digits(step, limits[name].values) for name, step in shown.items())


def is_within(step: Array, limits: Limits) -> bool:
    """Whether a step has the right shape, and every element lies within its bound; only a loss may be infinite."""
    if step.shape != limits.values.shape or np.isnan(step).any():
        return False
    with np.errstate(invalid="ignore"):
        return bool(((np.abs(step - limits.values) <= limits.bounds) | np.isinf(limits.bounds)).all())


def digits(step: Array, values: Array) -> int:
    """How many decimal digits of a step are right, relative to its largest element: 16 where there is no difference."""
    known = np.isfinite(values) & np.isfinite(step)
    largest = np.abs(values[known]).max(initial=0.0)
    difference = np.abs(step[known] - values[known]).max(initial=0.0)
    if difference == 0.0 or largest == 0.0:
        return 16
    return max(0, min(16, math.floor(-math.log10(difference / largest))))
