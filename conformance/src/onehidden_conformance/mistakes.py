"""Wrong networks that people write, each one or two steps away from the right one.

They are testees (`--testee mistake:NAME`): whoever doubts that the suite would notice can look. The text of each is
for the person who made the mistake. Where the bits are all that changes, `level` is 2: such a network is accurate, it
passes at level 1, and only the comparison of bits sees it.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable
from typing import Any, ClassVar

import gmpy2
import numpy as np

from onehidden_conformance.comparison import ACCURATE, IDENTICAL
from onehidden_conformance.oracle import BINARY64, Oracle, Training, elementwise, transpose
from onehidden_conformance.tensors import Matrix, Vector

SUMS_OVER_ROWS = ("grad_wout", "grad_wh", "grad_bout", "grad_bh")
SUMS = ("hidden_layer_input", "output_layer_input", "loss", "error_at_hidden_layer", *SUMS_OVER_ROWS)


class Mistake(Oracle):
    """An oracle that errs.

    Attributes
    ----------
    name : str
        What the mistake is called.
    steps : tuple of str
        The steps at which it shows first; the first of them is where it is made.
    level : int
        The lowest level at which it is seen.
    """

    name: ClassVar[str]
    steps: ClassVar[tuple[str, ...]]
    level: ClassVar[int] = ACCURATE

    @classmethod
    def explanation(cls) -> str:
        """What is wrong, and how to mend it."""
        return inspect.getdoc(cls) or ""


# ---- mistakes in a step ----------------------------------------------------------------------------------------------


class BiasPerSample(Mistake):
    """Every sample has learned a bias of its own.

    A bias vector was laid into a matrix column by column, so that it runs down the samples, and it was updated with
    row sums. Add it to every row, and update it with column sums. The R listing of "Understanding and coding neural
    networks from scratch" does this; its three samples and three hidden neurons hide it.
    """

    name = "bias-per-sample"
    steps = ("hidden_layer_input", "output_layer_input", "grad_bout", "grad_bh")

    def hidden_layer_input(self, s: Any) -> Matrix:
        """Add the bias down the columns."""
        return add_by_column(self.product(s.X, s.wh), s.bh)

    def output_layer_input(self, s: Any) -> Matrix:
        """Add the bias down the columns."""
        return add_by_column(self.product(self.last_layer(s), s.wout), s.bout)

    def column_sums(self, A: Matrix) -> Vector:
        """Sum the rows, and repeat or cut them to the length of the bias, as R does."""
        sums = [self.fold(row) for row in A]
        return [sums[column % len(sums)] for column in range(len(A[0]))]

    def total(self, A: Matrix) -> float:
        """The loss is right."""
        return self.fold(Oracle.column_sums(self, A))


class ColumnMajorWeights(Mistake):
    """The weights were read column by column, and they are written row by row.

    R and Fortran keep matrices by columns, C and NumPy by rows. Say `byrow = TRUE` in R, or transpose.
    """

    name = "column-major-weights"
    steps = ("hidden_layer_input", "output_layer_input")

    def product(self, A: Matrix, B: Matrix) -> Matrix:
        """Multiply by B with its numbers in the wrong places."""
        numbers = np.array(B).ravel().reshape(np.shape(B), order="F")
        return super().product(A, numbers.tolist())


class UpdatedWoutInStep8(Mistake):
    """The error was carried back to the hidden layer through weights that were already updated.

    Step 8 needs the `wout` with which the output was computed. Compute all gradients first, then update.
    """

    name = "updated-wout-in-step-8"
    steps = ("error_at_hidden_layer",)

    def error_at_hidden_layer(self, s: Any) -> Matrix:
        """Use the updated weights."""
        updated = elementwise(lambda w, grad: self.updated(s, w, grad), s.wout, self.grad_wout(s))
        return self.product(s.d_output, transpose(updated))


class SlopeOfInput(Mistake):
    """The slope was computed from the layer's input, and the formula is for its activation.

    The sigmoid's slope is a * (1 - a) where a is the sigmoid's value.
    """

    name = "slope-of-input"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope_hidden_layer(self, s: Any) -> Matrix:
        """Take the input for the activation."""
        return elementwise(lambda z: self.slope(s.network.hidden_activation, z), s.hidden_layer_input)

    def slope_output_layer(self, s: Any) -> Matrix:
        """Take the input for the activation."""
        if s.network.loss == "binary_cross_entropy":
            return super().slope_output_layer(s)
        return elementwise(lambda z: self.slope(s.network.output_activation, z), s.output_layer_input)


class SigmoidSlopeForTanh(Mistake):
    """The slope of tanh was taken to be that of the sigmoid.

    It is 1 - a * a; a * (1 - a) belongs to the sigmoid.
    """

    name = "sigmoid-slope-for-tanh"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope(self, name: str, a: float) -> float:
        """Know one slope for both."""
        return super().slope("sigmoid" if name == "tanh" else name, a)


class ReluSlopeAtZero(Mistake):
    """The slope of relu at 0 was taken to be 1.

    A unit that is exactly off passes nothing back: the slope is 1 only where the activation is above 0.
    """

    name = "relu-slope-at-zero"
    steps = ("slope_hidden_layer", "slope_output_layer")

    def slope(self, name: str, a: float) -> float:
        """Compare with >= in place of >."""
        return 1.0 if name == "relu" and a >= 0.0 else super().slope(name, a)


class SlopeWithCrossEntropy(Mistake):
    """The slope of the sigmoid was multiplied in, though binary cross-entropy has cancelled it.

    After a sigmoid the derivative of this loss is y - output, and `slope_output_layer` is 1.
    """

    name = "slope-with-cross-entropy"
    steps = ("slope_output_layer",)

    def slope_output_layer(self, s: Any) -> Matrix:
        """Forget about the loss."""
        return elementwise(lambda a: self.slope(s.network.output_activation, a), s.output)


class ErrorReversed(Mistake):
    """The error was computed as output - y.

    It is y - output here; with the other sign the update climbs.
    """

    name = "error-reversed"
    steps = ("error",)

    def error(self, s: Any) -> Matrix:
        """Subtract the wrong way round."""
        return elementwise(lambda y, output: output - y, s.y, s.output)


class FullSumOfSquares(Mistake):
    """The loss is twice what it should be.

    It is one half of the sum of squares: the half cancels the 2 of the derivative. R's nnet reports the full sum.
    """

    name = "full-sum-of-squares"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """Leave the half out."""
        return super().loss(s) * (1.0 if s.network.loss == "binary_cross_entropy" else 2.0)


class ClippedLogarithm(Mistake):
    """The output was kept away from 0 and 1 before its logarithm was taken.

    Deep learning libraries clip at 1e-7 or so to avoid infinite losses. An infinite loss is reported as it is here, and
    a very small one too.
    """

    name = "clipped-logarithm"
    steps = ("loss",)

    def cross_entropy(self, y: float, output: float) -> float:
        """Clip first."""
        return super().cross_entropy(y, min(max(output, 1e-7), 1.0 - 1e-7))


class LearningRateTwice(Mistake):
    """The learning rate was multiplied in at step 7, and again in the update.

    It belongs to step 12 alone. A picture in "Understanding and coding neural networks from scratch" has it in step 7.
    """

    name = "learning-rate-twice"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Scale by the learning rate."""
        return elementwise(lambda d: d * s.learning_rate, super().d_output(s))


class OutputSlopeMissing(Mistake):
    """The error went back through the output layer as if its activation were linear.

    Multiply it by `slope_output_layer`.
    """

    name = "output-slope-missing"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Skip the slope."""
        return s.error  # type: ignore[no-any-return]


class HiddenSlopeMissing(Mistake):
    """The error went back through the hidden layer as if its activation were linear.

    Multiply `error_at_hidden_layer` by `slope_hidden_layer`.
    """

    name = "hidden-slope-missing"
    steps = ("d_hidden_layer",)

    def d_hidden_layer(self, s: Any) -> Matrix:
        """Skip the slope."""
        return s.error_at_hidden_layer  # type: ignore[no-any-return]


class MeanForSum(Mistake):
    """The gradients were divided by the number of samples, though the reduction is the sum."""

    name = "mean-for-sum"
    steps = SUMS_OVER_ROWS

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide always."""
        return [-(x / s.n) for x in sums]


class OutputErrorForHiddenBias(Mistake):
    """The hidden bias was given the gradient of the output bias.

    `grad_bh` sums `d_hidden_layer`. A derivation in "Understanding and coding neural networks from scratch" names the
    output layer's delta for both.
    """

    name = "output-error-for-hidden-bias"
    steps = ("grad_bh",)

    def grad_bh(self, s: Any) -> Vector:
        """Sum the wrong layer."""
        sums = self.gradient(s, self.column_sums(s.d_output))
        return [sums[neuron % len(sums)] for neuron in range(len(s.bh))]


class UpdateClimbs(Mistake):
    """The gradient was added, and it must be subtracted.

    The gradient points to where the loss grows. The rule w + rate * dE/dw, which some derivations end in, is right only
    for minus the gradient.
    """

    name = "update-climbs"
    steps = ("updated_wh", "updated_bh", "updated_wout", "updated_bout")

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Add."""
        return super().updated(s, w, -grad)


class BiasNeverUpdated(Mistake):
    """The biases stayed as they were: step 12 is for them too."""

    name = "bias-never-updated"
    steps = ("updated_bh", "updated_bout")

    def updated_bh(self, s: Any) -> Vector:
        """Leave it."""
        return s.bh  # type: ignore[no-any-return]

    def updated_bout(self, s: Any) -> Vector:
        """Leave it."""
        return s.bout  # type: ignore[no-any-return]


class SinglePrecision(Mistake):
    """The exponential function was computed in single precision.

    A float32 somewhere in the chain is enough: look at the types of constants, inputs and library calls.
    """

    name = "single-precision"
    steps = ("hidden_layer_activations", "output")

    def exp(self, x: float) -> float:
        """Round to float32."""
        with np.errstate(all="ignore"):
            return float(np.float32(super().exp(x)))


class TanhByExponentials(Mistake):
    """tanh was computed as (e^2z - 1) / (e^2z + 1).

    Near 0 the subtraction cancels nearly all digits, and for large z both sides overflow. Use a library's tanh.
    """

    name = "tanh-by-exponentials"
    steps = ("hidden_layer_activations", "output")

    def tanh(self, x: float) -> float:
        """Go by the textbook."""
        e = self.exp(2.0 * x)
        return (e - 1.0) / (e + 1.0)


class BatchesIgnored(Mistake):
    """Every update used all rows, whatever the batches were."""

    name = "batches-ignored"
    steps = ("digest",)
    level = IDENTICAL  # level 1 judges single updates only

    def train(self, network: Any, X: Any, y: Any, learning_rate: float, epochs: int, batches: Any = "full") -> Training:
        """Use all rows."""
        del batches
        return super().train(network, X, y, learning_rate, epochs, "full")


# ---- accurate, with other bits ---------------------------------------------------------------------------------------


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
        return [-(x * (1.0 / s.n)) for x in sums]


MISTAKES: dict[str, type[Mistake]] = {mistake.name: mistake for mistake in Mistake.__subclasses__()}


def add_by_column(A: Matrix, bias: Vector | None) -> Matrix:
    """Lay the bias into a matrix of A's shape column by column, as often as it fits, and add that."""
    if bias is None:
        return A
    n = len(A)
    return [
        [a + bias[(row + column * n) % len(bias)] for column, a in enumerate(numbers)] for row, numbers in enumerate(A)
    ]
