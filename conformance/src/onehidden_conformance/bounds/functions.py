"""Activations, slopes, logarithms and losses of balls, in every form that people write (9.11 to 9.18, 9.26)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gmpy2
from gmpy2 import mpfr

from onehidden_conformance.bounds.operations import (
    NOTHING,
    ONE,
    ZERO,
    Ball,
    change,
    minus,
    negated,
    times,
    total,
    widened,
)
from onehidden_conformance.bounds.rounding import gamma, smallest, unit

COARSE = 2**13
"""Roundings that an activation may be off, relative to itself, where it is made of a difference (9.11)."""
OTHER_FORM = 16
"""Roundings of a slope that is computed from the layer's input (9.12)."""
MOST = 1000
"""Differences of logarithms beyond which an exponential is below eta, and its relative error of no account (9.17)."""


def activation(name: str, z: Ball) -> Ball:
    """9.11."""
    f = ACTIVATIONS[name]
    moved = change(f, z)
    return Ball(f(z.x), moved + evaluation_error(name, z, moved))


def sigmoid(z: Any) -> Any:
    """1 / (1 + exp(-z))."""
    return 1 / (1 + gmpy2.exp(-z))


ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": sigmoid,
    "tanh": lambda z: gmpy2.tanh(z),
    "relu": lambda z: max(z, NOTHING),
    "identity": lambda z: z,
}


def evaluation_error(name: str, z: Ball, moved: Any) -> Any:
    """Error r of evaluating an activation itself (9.11)."""
    u = unit()
    if name == "sigmoid":
        # 1 - sigmoid(t) is sigmoid(-t), which loses nothing where the sigmoid is almost 1.
        upper, lower_complement = sigmoid(z.x + z.e), sigmoid(-(z.x - z.e))
        return upper * (lower_complement * 4 * u + 2 * u) * (1 + 16 * u) + by_differences(upper)
    if name == "tanh":
        upper = abs(gmpy2.tanh(z.x)) + moved
        return 8 * u * upper + by_differences(upper)
    return NOTHING


def by_differences(upper: Any) -> Any:
    """What forms lose in which numbers near 1 cancel, as far as 40 bits stay right; and underflow (9.11)."""
    return unit() * min(mpfr(6), COARSE * upper) + smallest()


def softmax(z: Sequence[Ball]) -> list[Ball]:
    """9.17: softmax of one row, evaluated in any order, the maximum subtracted or not, or by logarithms."""
    u = unit()
    spans = [min(max(other.x + other.e for other in z) - (a.x - a.e), mpfr(MOST)) for a in z]
    relative = [4 * u + 2 * u * span for span in spans]
    upper = [share(z, j, 1) for j in range(len(z))]
    of_sum = total(p * r for p, r in zip(upper, relative, strict=True)) + gamma(len(z))
    of_logarithm = 4 * u + 5 * u * max(a.m for a in z)
    return [softmax_ball(z, j, upper[j], relative[j] + of_sum + of_logarithm) for j in range(len(z))]


def softmax_ball(z: Sequence[Ball], j: int, upper: Any, relative: Any) -> Ball:
    """One output, from its largest value and the relative error of its evaluation."""
    x, lower = share(z, j, 0), share(z, j, -1)
    return Ball(x, max(upper - x, x - lower) + upper * relative * (1 + 2**-10) + 2 * smallest())


def share(z: Sequence[Ball], j: int, side: int) -> Any:
    """exp(z_j) of the row's sum: its true value (0), the largest (1) or smallest (-1) that errors of z can make."""
    at = z[j].x + side * z[j].e
    others = [other.x - side * other.e for i, other in enumerate(z) if i != j]
    return 1 / (1 + total(gmpy2.exp(other - at) for other in others))


# --- slopes -----------------------------------------------------------------------------------------------------------


def slope(name: str, a: Ball) -> Ball:
    """9.12."""
    if name == "sigmoid":
        return in_any_form(times(a, minus(ONE, a)), a)
    if name == "tanh":
        return in_any_form(minus(ONE, times(a, a)), a)
    if name == "relu":
        undecided = a.x - a.e <= 0 < a.x + a.e
        return Ball(mpfr(a.x > 0), mpfr(undecided))
    return ONE


def in_any_form(of: Ball, a: Ball) -> Ball:
    """A slope that may be computed from the layer's input, or as a - (a * a), or as (1 - a) * (1 + a)."""
    return widened(of, unit() * (OTHER_FORM * of.m + a.m * a.m) + smallest())


# --- losses -----------------------------------------------------------------------------------------------------------


def logarithm(p: Ball) -> Ball | None:
    """9.13; None where there is no bound."""
    if p.x - p.e <= 0:
        return None
    moved, x = change(gmpy2.log, p), gmpy2.log(p.x)
    return Ball(x, moved + 8 * unit() * (abs(x) + moved))


def cross_entropy(y: Ball, output: Ball, z: Ball) -> Ball | None:
    """Binary cross-entropy of one element (3.7), from the output or from the layer's input z."""
    terms = [weighted_log(y, output), weighted_log(minus(ONE, y), minus(ONE, output))]
    if None in terms:
        return None
    return widened(minus(negated(terms[0]), terms[1]), 4 * unit() * z.m)  # type: ignore[arg-type]


def categorical_cross_entropy(y: Ball, output: Ball, largest: Any) -> Ball | None:
    """Categorical cross-entropy of one element (3.20), `largest` of the row's inputs in size."""
    term = weighted_log(y, output)
    return None if term is None else widened(negated(term), 4 * unit() * y.m * largest)


def weighted_log(weight: Ball, p: Ball) -> Ball | None:
    """weight * log(p), 0 where the weight is 0 (3.7)."""
    if weight.x == 0:
        return ZERO
    log = logarithm(p)
    return None if log is None else times(weight, log)


def weighted_term(term: Ball | None, weight: Ball) -> Ball | None:
    """A term of the loss times its row's weight, 0 where that is 0 (3.21, 3.23)."""
    if weight.x == 0:
        return ZERO
    return None if term is None else times(term, weight)


def by_quotient(d: Ball, y: Ball, output: Ball) -> Ball:
    """9.26: d_output of binary cross-entropy, where it is computed as the quotient that the slope cancels."""
    terms = y.m * minus(ONE, output).m + minus(ONE, y).m * output.m
    return widened(d, 8 * unit() * terms)


def by_jacobian(row: Sequence[Ball], y: Sequence[Ball], output: Sequence[Ball]) -> list[Ball]:
    """9.26: d_output of a row of softmax, where it is computed by the whole matrix of slopes."""
    of_targets, factor = total(target.m for target in y), gamma(len(row) + 6)
    pairs = zip(row, y, output, strict=True)
    return [widened(d, factor * (target.m + o.m * of_targets)) for d, target, o in pairs]
