"""Ways of computing that SPEC.md does not allow, besides those in `mistakes`.

A vector that says that it hunts one of them is refused by the generator unless its bits show it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import gmpy2

from onehidden_conformance.numbers.tensors import Vector
from onehidden_conformance.oracle import BINARY64, Oracle


class FirstTerm(Oracle):
    """Sums that begin with the first term instead of +0."""

    def fold(self, terms: Iterable[float]) -> float:
        """Add from the first term on."""
        first, *others = terms
        total = first
        for term in others:
            total = total + term
        return total


class DividedRate(Oracle):
    """Means by a learning rate divided by n."""

    def gradient(self, _s: Any, sums: Vector) -> Vector:
        """Keep the sums."""
        return [-x for x in sums]

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Use the learning rate divided by n."""
        rate: float = s.learning_rate / s.n
        return w - (grad * rate)


class OtherSlopes(Oracle):
    """a - a^2 for the sigmoid, (1 - a) (1 + a) for the tanh."""

    def slope(self, name: str, a: float) -> float:
        """Compute the same polynomials otherwise."""
        if name == "sigmoid":
            return a - (a * a)
        return (1.0 - a) * (1.0 + a) if name == "tanh" else super().slope(name, a)


class FusedUpdate(Oracle):
    """w - grad * learning_rate with one rounding."""

    def updated(self, s: Any, w: float, grad: float) -> float:
        """fma(-grad, learning_rate, w)."""
        return float(BINARY64.fma(-grad, s.learning_rate, w))


class NearlyRight(Oracle):
    """exp and tanh in 100 bits, rounded to 53 afterwards."""

    def exp(self, x: float) -> float:
        """Round twice."""
        return rounded_twice(gmpy2.exp, x)

    def tanh(self, x: float) -> float:
        """Round twice."""
        return rounded_twice(gmpy2.tanh, x)


class ZeroGradientWithoutSign(Oracle):
    """A gradient that is +0 where it must be -0."""

    def gradient(self, _s: Any, sums: Vector) -> Vector:
        """0 - x instead of -x."""
        return [0.0 - x for x in sums]


def rounded_twice(function: Any, x: float) -> float:
    """Evaluate in 100 bits, then round to binary64."""
    with gmpy2.context(precision=100):
        return float(function(gmpy2.mpfr(x)))
