"""Gradients that are right up to a factor: doubled, averaged twice or by the wrong number, times another rate."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes.base import SUMS_OVER_ROWS, Mistake, scaled
from onehidden_conformance.numbers.tensors import Matrix, Vector


class GradientDoubled(Mistake):
    """The gradient is twice what it should be.

    It is that of the full sum of squares, and the loss is one half of it: the half cancels the 2 of the derivative.
    """

    name = "gradient-doubled"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Keep the 2."""
        return scaled(super().d_output(s), 2.0)  # type: ignore[no-any-return]


class DoubledInError(GradientDoubled):
    """The error is already doubled."""

    form = "in the error"

    def error(self, s: Any) -> Matrix:
        """Keep the 2."""
        return scaled(super().error(s), 2.0)  # type: ignore[no-any-return]

    def loss(self, s: Any) -> float:
        """The loss is right."""
        s.error = scaled(s.error, 0.5)
        loss = super().loss(s)
        s.error = scaled(s.error, 2.0)
        return loss

    def d_output(self, s: Any) -> Matrix:
        """The 2 is in it."""
        return Mistake.d_output(self, s)


class DoubledInGradients(GradientDoubled):
    """The gradients are doubled at the end."""

    form = "in the gradients"

    def d_output(self, s: Any) -> Matrix:
        """No 2 yet."""
        return Mistake.d_output(self, s)

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Keep the 2."""
        return scaled(super().gradient(s, sums), 2.0)  # type: ignore[no-any-return]


class DoubledInEveryLayer(Mistake):
    """The 2 of the derivative was multiplied in once in every layer.

    It belongs to the loss: once, at the output. The hidden layer has it already, with what comes back.
    """

    name = "gradient-doubled-in-every-layer"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Once."""
        return scaled(super().d_output(s), 2.0)  # type: ignore[no-any-return]

    def d_hidden_layer(self, s: Any) -> Matrix:
        """And again."""
        return scaled(super().d_hidden_layer(s), 2.0)  # type: ignore[no-any-return]


class HiddenGradientDoubled(Mistake):
    """The gradient of the hidden layer is twice what it should be.

    A factor of 2 that belongs to the loss was multiplied in at the hidden layer once more.
    """

    name = "hidden-gradient-doubled"
    steps = ("d_hidden_layer",)

    def d_hidden_layer(self, s: Any) -> Matrix:
        """Double it."""
        return scaled(super().d_hidden_layer(s), 2.0)  # type: ignore[no-any-return]


class GradientHalved(Mistake):
    """The gradient is half of what it should be: it was divided by 2 once too often."""

    name = "gradient-halved"
    steps = SUMS_OVER_ROWS

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide by 2."""
        return scaled(super().gradient(s, sums), 0.5)  # type: ignore[no-any-return]


class HalvedInDelta(GradientHalved):
    """The delta is halved."""

    form = "in the delta"

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Halved already."""
        return Mistake.gradient(self, s, sums)

    def d_output(self, s: Any) -> Matrix:
        """Divide by 2."""
        return scaled(super().d_output(s), 0.5)  # type: ignore[no-any-return]


class RateInBothDeltas(Mistake):
    """The learning rate was multiplied into the deltas of both layers, so that the hidden layer learns with its square.

    What comes back to the hidden layer has the rate already. Multiply it in once, when the parameters are updated.
    """

    name = "rate-in-both-deltas"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Multiply it in."""
        return scaled(super().d_output(s), s.learning_rate)  # type: ignore[no-any-return]

    def d_hidden_layer(self, s: Any) -> Matrix:
        """Multiply it in again."""
        return scaled(super().d_hidden_layer(s), s.learning_rate)  # type: ignore[no-any-return]

    def updated(self, s: Any, w: float, grad: float) -> float:
        """It is in the gradients."""
        del s
        return w - grad


class RateAgainInHiddenDelta(RateInBothDeltas):
    """The rate is in the hidden delta and in the update."""

    form = "in the hidden delta and in the update"

    def d_output(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.d_output(self, s)

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Right."""
        return Mistake.updated(self, s, w, grad)


class MeanTakenTwice(Mistake):
    """The gradients were divided by the number of samples twice: in the delta, and again in the gradient."""

    name = "mean-taken-twice"
    steps = ("d_output", *SUMS_OVER_ROWS)

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide by n^2, whatever the reduction."""
        times = s.n * (1.0 if s.network.reduction == "mean" else float(s.n))
        return [x / times for x in super().gradient(s, sums)]


class MeanTakenTwiceInDelta(MeanTakenTwice):
    """Once in the delta of the output layer, where it shows."""

    form = "in the delta and in the gradient"

    def d_output(self, s: Any) -> Matrix:
        """Divide."""
        return scaled(super().d_output(s), 1.0 / s.n)  # type: ignore[no-any-return]

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide again."""
        return [-(x / s.n) for x in sums]


class MeanOfHiddenLayerTwice(Mistake):
    """The gradients of the hidden layer were divided by the number of samples twice.

    The delta of the output layer was divided already, and what comes back from it needs no second division.
    """

    name = "hidden-mean-taken-twice"
    steps = ("d_output", "d_hidden_layer", "grad_wh", "grad_bh")

    def grad_wh(self, s: Any) -> Matrix:
        """Divide once more."""
        return scaled(super().grad_wh(s), 1.0 / s.n)  # type: ignore[no-any-return]

    def grad_bh(self, s: Any) -> Vector:
        """Divide once more."""
        return scaled(super().grad_bh(s), 1.0 / s.n)  # type: ignore[no-any-return]


class GradientOfMeanOfSquares(Mistake):
    """The gradient is that of the mean of squares, 2 / n times the sum of errors, and the loss is half the sum."""

    name = "gradient-of-mean-of-squares"
    steps = SUMS_OVER_ROWS

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """2 / n."""
        times = 2.0 / s.n if s.network.reduction == "sum" else 1.0
        return scaled(super().gradient(s, sums), times)  # type: ignore[no-any-return]


class GradientOfMeanInDelta(GradientOfMeanOfSquares):
    """The 2 / n is in the delta."""

    form = "in the delta"

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """In it already."""
        return Mistake.gradient(self, s, sums)

    def d_output(self, s: Any) -> Matrix:
        """2 / n."""
        return scaled(super().d_output(s), 2.0 / s.n if s.network.reduction == "sum" else 1.0)  # type: ignore[no-any-return]


class GradientOfMeanOverElements(Mistake):
    """The gradient is that of the mean of squares over all outputs, 2 / (n k) times the sum, as mse_loss has it."""

    name = "gradient-of-mean-over-elements"
    steps = SUMS_OVER_ROWS

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """2 / (n k)."""
        n = s.n if s.network.reduction == "sum" else 1.0
        return scaled(super().gradient(s, sums), 2.0 / (n * len(s.wout[0])))  # type: ignore[no-any-return]


class MeanOverFeatures(Mistake):
    """The gradients were divided by the number of columns of X, and the mean is over its rows."""

    name = "mean-over-features"
    steps = SUMS_OVER_ROWS

    def divisor(self, s: Any) -> float:
        """Count the columns."""
        return float(len(s.X[0]))

    def loss(self, s: Any) -> float:
        """The loss is right."""
        return super().loss(s) * (self.divisor(s) / Mistake.divisor(self, s) if s.network.reduction == "mean" else 1.0)


class TargetDividedAlone(Mistake):
    """Only the targets were divided by the number of samples: output - y / n where (output - y) / n was meant.

    A division binds more tightly than a difference: put the difference in parentheses.
    """

    name = "target-divided-alone"
    steps = ("error", "d_output")

    def error(self, s: Any) -> Matrix:
        """y / n - output."""
        return [[y / s.n - o for y, o in zip(*rows, strict=True)] for rows in zip(s.y, s.output, strict=True)]

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide nothing else."""
        del s
        return [-x for x in sums]


class TargetDividedInDelta(TargetDividedAlone):
    """The error and the loss are right."""

    form = "in the delta"

    def error(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.error(self, s)

    def d_output(self, s: Any) -> Matrix:
        """Divide the targets here."""
        slopes = zip(s.slope_output_layer, TargetDividedAlone.error(self, s), strict=True)
        return [[e * a for a, e in zip(slope, error, strict=True)] for slope, error in slopes]


class BiasUpdatedInLoop(Mistake):
    """The biases were updated once for every weight: their update stands inside the loop over the weights.

    The output bias then moves h times as far as it should, the hidden bias d times. Take it out of the inner loop.
    """

    name = "bias-updated-in-loop-over-weights"
    steps = ("updated_bh", "updated_bout")

    def updated_bh(self, s: Any) -> Vector:
        """Once for every input."""
        return [w - len(s.X[0]) * s.learning_rate * grad for w, grad in zip(s.bh, s.grad_bh, strict=True)]

    def updated_bout(self, s: Any) -> Vector:
        """Once for every hidden neuron."""
        times = len(self.last_layer(s)[0]) * s.learning_rate
        return [w - times * grad for w, grad in zip(s.bout, s.grad_bout, strict=True)]
