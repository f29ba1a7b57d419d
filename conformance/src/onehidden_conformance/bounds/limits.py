"""From a ball to the bound of an expected value, as the fixtures hold it (SPEC 8.3, 9.2, 9.3)."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, Context, Decimal
from typing import Any

import gmpy2
from gmpy2 import mpfr

from onehidden_conformance.bounds.operations import Ball, flat_balls
from onehidden_conformance.bounds.rounding import U, precisely
from onehidden_conformance.numbers.tensors import Tensor, Value, flat, to_tensor


def bound(ball: Ball | None, expected: float) -> float | None:
    """B = E + |expected - x| (9.3), rounded up to three digits; None where any number passes."""
    with precisely():
        if ball is None or not gmpy2.is_finite(mpfr(expected)):
            return None
        # The factor outweighs the rounding of E itself and of the text read back as a double.
        rounded = round_up((ball.e + abs(mpfr(expected) - ball.x)) * (1 + 8 * U))
        return rounded if math.isfinite(rounded) else None


def round_up(value: Any, digits: int = 3) -> float:
    """Round up to so many decimal digits, so that the fixtures stay short."""
    if value == 0:
        return 0.0
    upper = Context(prec=digits, rounding=ROUND_CEILING)
    return float(upper.create_decimal(Decimal(f"{value:.40e}")))


def bounded_tensor(expected: Value, balls: Any) -> Tensor:
    """Make an expected tensor with its bounds (SPEC 8.3); what lies outside E is refused."""
    pairs = list(zip(flat_balls(balls), flat(expected), strict=True))
    outside = [number for ball, number in pairs if not within(ball, number)]
    if outside:
        raise ValueError(f"{outside[0]!r} is farther from the true value than E")
    return {**to_tensor(expected), "bound": [bound(ball, number) for ball, number in pairs]}


def within(ball: Ball | None, number: float) -> bool:
    """Tell whether a number lies within E of the true value (9.2); a loss may be infinite."""
    with precisely():
        return ball is None or number == math.inf or bool(abs(mpfr(number) - ball.x) <= ball.e)
