"""Mistakes that only bits can show: networks that are accurate and not identical.

They pass at level 1, and only the comparison of bits sees them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import gmpy2

from onehidden_conformance.mistakes.base import SUMS, SUMS_OVER_ROWS, UPDATED, Mistake
from onehidden_conformance.numbers.comparison import IDENTICAL
from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import BINARY64

EXTENDED = gmpy2.context(precision=64)
"""The 64 bits of an 80-bit register."""


class FusedMultiplyAdd(Mistake):
    """Products were added without being rounded first.

    A compiler or a BLAS has fused a * b + c into one operation. Switch contraction off (-ffp-contract=off).
    """

    name = "fused-multiply-add"
    steps = SUMS
    level = IDENTICAL

    def dot(self, a: Vector, b: Vector) -> float:
        """Round once for two operations."""
        total = 0.0
        for x, y in zip(a, b, strict=True):
            total = float(BINARY64.fma(gmpy2.mpfr(x), gmpy2.mpfr(y), gmpy2.mpfr(total)))
        return total


class PairwiseSummation(Mistake):
    """Sums were taken in halves, as NumPy's sum does.

    More accurate and other bits: the order is from first to last.
    """

    name = "pairwise-summation"
    steps = SUMS
    level = IDENTICAL

    def fold(self, terms: Iterable[float]) -> float:
        """Halve, and halve again."""
        terms = list(terms)
        if len(terms) < 3:
            return super().fold(terms)
        half = len(terms) // 2
        return self.fold(terms[:half]) + self.fold(terms[half:])


class RightToLeft(Mistake):
    """Sums were taken from the last term to the first."""

    name = "right-to-left"
    steps = SUMS
    level = IDENTICAL

    def fold(self, terms: Iterable[float]) -> float:
        """Begin at the end."""
        return super().fold(list(terms)[::-1])


class ExactSummation(Mistake):
    """Sums were rounded once, at their end.

    math.fsum does, and so, nearly, do sums in 80-bit registers (R's sum and colSums) and Python's own sum since 3.12.
    """

    name = "exact-summation"
    steps = SUMS
    level = IDENTICAL

    def fold(self, terms: Iterable[float]) -> float:
        """Round at the end."""
        terms = list(terms)
        return math.fsum(terms) if all(map(math.isfinite, terms)) else super().fold(terms)


class NoBlocks(Mistake):
    """A sum over more than 4096 rows was taken in one go.

    Blocks of 4096 rows come first, then their sums (SPEC.md 5.4).
    """

    name = "no-blocks"
    steps = ("loss", *SUMS_OVER_ROWS)
    level = IDENTICAL

    def fold_over_rows(self, terms: Vector) -> float:
        """Go straight on."""
        return self.fold(terms)

    def dot_over_rows(self, a: Vector, b: Vector) -> float:
        """Go straight on."""
        return self.dot(a, b)


class BiasFirst(Mistake):
    """The sum began with the bias; it is added when the product is complete."""

    name = "bias-first"
    steps = ("hidden_layer_input", "output_layer_input")
    level = IDENTICAL

    def hidden_layer_input(self, s: Any) -> Matrix:
        """Begin with the bias."""
        return self.product_from(s.X, s.wh, s.bh)

    def output_layer_input(self, s: Any) -> Matrix:
        """Begin with the bias."""
        return self.product_from(self.last_layer(s), s.wout, s.bout)

    def product_from(self, A: Matrix, B: Matrix, bias: Vector | None) -> Matrix:
        """(bias + first product) + second product, and so on."""
        if bias is None:
            return self.product(A, B)
        return self.product([[1.0, *row] for row in A], [bias, *B])


class TwoBranchSigmoid(Mistake):
    """The sigmoid of negative numbers was computed as exp(z) / (1 + exp(z)).

    This form is known as the stable one. 1 / (1 + exp(-z)) needs no second: an infinite exp(-z) gives the right 0.
    """

    name = "two-branch-sigmoid"
    steps = ("hidden_layer_activations", "output")
    level = IDENTICAL

    def activation(self, name: str, z: float) -> float:
        """Branch at 0."""
        if name == "sigmoid" and z < 0.0:
            e = self.exp(z)
            return e / (1.0 + e)
        return super().activation(name, z)


class ReciprocalExp(Mistake):
    """The exponential function is off by a unit in the last place now and then, as those of most libraries are."""

    name = "reciprocal-exp"
    steps = ("hidden_layer_activations", "output")
    level = IDENTICAL

    def exp(self, x: float) -> float:
        """Round twice, as 1 / exp(-x)."""
        e = super().exp(-x)
        return 1.0 / e if e > 0.0 else math.inf


class FlushToZero(Mistake):
    """Subnormal products became 0.

    The process flushes them; a library that was compiled with -ffast-math may have switched that on.
    """

    name = "flush-to-zero"
    steps = SUMS
    level = IDENTICAL

    def dot(self, a: Vector, b: Vector) -> float:
        """Flush what is below the smallest normal number."""
        products = [x * y for x, y in zip(a, b, strict=True)]
        return self.fold([0.0 if abs(p) < 2.0**-1022 else p for p in products])


class ReciprocalMean(Mistake):
    """With reduction "mean" the sums were multiplied by 1 / n; they are divided by n, which rounds once."""

    name = "reciprocal-mean"
    steps = SUMS_OVER_ROWS
    level = IDENTICAL

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Round 1 / n, and the product again."""
        if s.network.reduction == "sum":
            return super().gradient(s, sums)
        reciprocal = 1.0 / self.divisor(s)
        return [-(x * reciprocal) for x in sums]


class SeveralAccumulators(Mistake):
    """Sums were taken in four lanes, term by term in turn, and the lanes added at the end.

    Vectorised loops and most BLAS libraries do this. The order is from first to last, in one sum.
    """

    name = "several-accumulators"
    steps = SUMS
    level = IDENTICAL

    def fold(self, terms: Iterable[float]) -> float:
        """Deal the terms out to four sums."""
        terms = list(terms)
        lanes = [super(SeveralAccumulators, self).fold(terms[lane::4]) for lane in range(4)]
        return super().fold(lanes)


class ExtendedPrecision(Mistake):
    """Sums were kept in registers of 80 bits and rounded at their end, as by R's sum and colSums."""

    name = "extended-precision"
    steps = SUMS
    level = IDENTICAL

    def fold(self, terms: Iterable[float]) -> float:
        """Add with 64 bits."""
        total = gmpy2.mpfr(0)
        for term in terms:
            total = EXTENDED.add(total, gmpy2.mpfr(term))
        return float(BINARY64.plus(total))


class FusedUpdate(Mistake):
    """The update was fused: w - grad * learning_rate with one rounding. It takes two, one for each operation."""

    name = "fused-update"
    steps = UPDATED
    level = IDENTICAL

    def updated(self, s: Any, w: float, grad: float) -> float:
        """fma(-grad, learning_rate, w)."""
        return float(BINARY64.fma(gmpy2.mpfr(-grad), gmpy2.mpfr(s.learning_rate), gmpy2.mpfr(w)))


class OtherSlopes(Mistake):
    """The slopes were computed as a - a^2 and (1 - a) (1 + a): equal on paper, and rounded otherwise."""

    name = "other-slopes"
    steps = ("slope_output_layer", "slope_hidden_layer")
    level = IDENTICAL

    def slope(self, name: str, a: float) -> float:
        """Compute the same polynomials otherwise."""
        if name == "sigmoid":
            return a - (a * a)
        return (1.0 - a) * (1.0 + a) if name == "tanh" else super().slope(name, a)


class ZeroWithoutSign(Mistake):
    """A gradient of -0 came out as +0, because the sign was changed by subtraction from 0.

    0 - x is +0 where x is +0, and -x is -0. The digest of the parameters tells them apart.
    """

    name = "zero-without-sign"
    steps = SUMS_OVER_ROWS
    level = IDENTICAL

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Subtract from 0."""
        return [0.0 + x for x in super().gradient(s, sums)]


class SoftmaxByReciprocal(Mistake):
    """Softmax multiplied by 1 / sum; it divides by the sum, which rounds once."""

    name = "softmax-by-reciprocal"
    steps = ("output",)
    level = IDENTICAL

    def softmax(self, z: Vector) -> Vector:
        """Round 1 / sum, and the product again."""
        m = self.largest(z)
        powers = [self.exp(x - m) for x in z]
        reciprocal = 1.0 / self.fold(powers)
        return [e * reciprocal for e in powers]


class SoftmaxByLogarithms(Mistake):
    """Softmax was computed as exp(z - m - log(sum)), from its logarithm.

    Libraries do this where they need the logarithm anyway. It is as accurate, and has other bits.
    """

    name = "softmax-by-logarithms"
    steps = ("output",)
    level = IDENTICAL

    def softmax(self, z: Vector) -> Vector:
        """Divide by subtracting a logarithm."""
        m = self.largest(z)
        moved = [x - m for x in z]
        logarithm = self.log(self.fold([self.exp(x) for x in moved]))
        return [self.exp(x - logarithm) for x in moved]


class WeightOfZeroWithSign(Mistake):
    """A row of weight 0 kept the sign of its error: -0 where it must be +0."""

    name = "weight-of-zero-with-sign"
    steps = ("d_output",)
    level = IDENTICAL

    def d_output(self, s: Any) -> Matrix:
        """Multiply always."""
        if s.sample_weight is None:
            return super().d_output(s)
        rows = zip(s.error, s.slope_output_layer, s.sample_weight, strict=True)
        return [[(e * a) * w for e, a in zip(error, slope, strict=True)] for error, slope, w in rows]


class WeightsBeforeSlope(Mistake):
    """Step 7 multiplied by the slope last: (error * weight) * slope, and it is (error * slope) * weight."""

    name = "weights-before-slope"
    steps = ("d_output",)
    level = IDENTICAL

    def d_output(self, s: Any) -> Matrix:
        """Multiply in another order."""
        if s.sample_weight is None:
            return super().d_output(s)
        rows = zip(s.error, s.slope_output_layer, s.sample_weight, strict=True)
        return [[(e * w) * a for e, a in zip(error, slope, strict=True)] for error, slope, w in rows]
