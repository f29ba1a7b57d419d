"""Mistakes on the way back from the error to the gradients."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes.base import SUMS_OVER_ROWS, Mistake
from onehidden_conformance.numbers.tensors import Matrix, Vector, flat
from onehidden_conformance.oracle import elementwise


class ErrorReversed(Mistake):
    """The error was computed as output - y.

    It is y - output here; with the other sign the update climbs.
    """

    name = "error-reversed"
    steps = ("error",)

    def error(self, s: Any) -> Matrix:
        """Subtract the wrong way round."""
        return elementwise(lambda y, output: output - y, s.y, s.output)


class UpdatedWoutInStep8(Mistake):
    """The error was carried back to the hidden layer through weights that were already updated.

    Step 8 needs the `wout` with which the output was computed. Compute all gradients first, then update.
    """

    name = "updated-wout-in-step-8"
    looks_ahead = True
    steps = ("error_at_hidden_layer",)

    def weights_back(self, s: Any) -> Matrix:
        """Use the updated weights."""
        return elementwise(lambda w, grad: self.updated(s, w, grad), s.wout, self.grad_wout(s))


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
        if s.network.loss.endswith("_cross_entropy"):
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
        if s.network.loss == "categorical_cross_entropy":
            return super().slope_output_layer(s)
        return elementwise(lambda a: self.slope(s.network.output_activation, a), s.output)


class SlopeWithSoftmax(Mistake):
    """a * (1 - a) was multiplied in after softmax, though categorical cross-entropy has cancelled it.

    That is the diagonal of softmax's derivative, and not even all of it. Together with this loss the derivative is y -
    output, and `slope_output_layer` is 1.
    """

    name = "slope-with-softmax"
    steps = ("slope_output_layer",)

    def slope_output_layer(self, s: Any) -> Matrix:
        """Take the sigmoid's formula."""
        if s.network.output_activation != "softmax":
            return super().slope_output_layer(s)
        return elementwise(lambda a: self.slope("sigmoid", a), s.output)


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
        n = self.divisor(s)
        return [-(x / n) for x in sums]


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


class ActivatedTwice(Mistake):
    """The slope was computed from the activation put through the activation function once more.

    The function that was used computes f(z) * (1 - f(z)) from z, and it was given f(z). The formulas here start from
    the activation: a * (1 - a).
    """

    name = "activated-twice"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope(self, name: str, a: float) -> float:
        """Apply the activation function again."""
        return super().slope(name, self.activation(name, a))


class OutputSlopeForHiddenLayer(Mistake):
    """The hidden layer was given the slope formula of the output layer's activation."""

    name = "output-slope-for-hidden-layer"
    steps = ("slope_hidden_layer",)

    def slope_hidden_layer(self, s: Any) -> Matrix:
        """Take the formula of the other layer."""
        return elementwise(lambda a: self.slope(s.network.output_activation, a), s.hidden_layer_activations)


class ErrorForDelta(Mistake):
    """The plain error was carried back to the hidden layer, without the slope of the output layer.

    Step 8 starts from `d_output`, not from `error`. Some short listings do without, and still learn.
    """

    name = "error-for-delta"
    steps = ("error_at_hidden_layer",)

    def sent_back(self, s: Any) -> Matrix:
        """Start from the error."""
        return s.error  # type: ignore[no-any-return]


class ReshapeForTranspose(Mistake):
    """`wout` was reshaped where it had to be transposed.

    Both give the shape that fits, but reshaping leaves the numbers in their old order. Use .T in NumPy, t() in R.
    """

    name = "reshape-for-transpose"
    steps = ("error_at_hidden_layer",)

    def turned(self, weights: Matrix) -> Matrix:
        """Fill the shape of the transpose row by row."""
        numbers, h = flat(weights), len(weights)
        return [numbers[at : at + h] for at in range(0, len(numbers), h)]


class InputForActivation(Mistake):
    """`grad_wout` was computed from what went into the hidden layer, and needs what came out of it."""

    name = "input-for-activation"
    steps = ("grad_wout",)

    def grad_wout(self, s: Any) -> Matrix:
        """Take the layer's input."""
        inputs = s.X if s.wh is None else s.hidden_layer_input
        return [self.gradient(s, row) for row in self.product_over_rows(inputs, s.d_output)]


class SumForMean(Mistake):
    """The gradients were not divided by the number of samples, though the reduction is the mean."""

    name = "sum-for-mean"
    steps = SUMS_OVER_ROWS

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide never."""
        del s
        return [-x for x in sums]


class MeanOverElements(Mistake):
    """The gradients were divided by the number of all outputs, n * k, and the mean is over the n samples.

    PyTorch's losses with reduction "mean" do this. With one output neuron there is no difference.
    """

    name = "mean-over-elements"
    steps = SUMS_OVER_ROWS

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide by k as well."""
        k = len(s.wout[0])
        return [x / k if s.network.reduction == "mean" else x for x in super().gradient(s, sums)]


class BiasGradientAveraged(Mistake):
    """The gradients of the biases are means over the samples, and those of the weights are sums.

    A product sums over the samples by itself, and mean() was written for the biases where sum() had to stand.
    """

    name = "bias-gradient-averaged"
    steps = ("grad_bout", "grad_bh")

    def grad_bout(self, s: Any) -> Vector:
        """Divide once more."""
        return [x / s.n for x in super().grad_bout(s)]

    def grad_bh(self, s: Any) -> Vector:
        """Divide once more."""
        return [x / s.n for x in super().grad_bh(s)]
