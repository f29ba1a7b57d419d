"""Errors propagated back through the network, and the slopes that they are multiplied by."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes.backward import ActivatedTwice, SlopeOfInput
from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import elementwise


class WeightsOfOneNeuron(Mistake):
    """The error of every hidden neuron was carried back through the weights of one and the same neuron.

    An index stands still inside the loop. Neuron j needs row j of `wout`, its own outgoing weights.
    """

    name = "weights-of-one-neuron"
    steps = ("error_at_hidden_layer",)
    row = 1

    def weights_back(self, s: Any) -> Matrix:
        """Repeat a row."""
        weights = super().weights_back(s)
        return [weights[min(self.row, len(weights) - 1)]] * len(weights)


class WeightsOfFirstNeuron(WeightsOfOneNeuron):
    """The first."""

    form = "the first"
    row = 0


class WeightsOfLastNeuron(WeightsOfOneNeuron):
    """The last."""

    form = "the last"
    row = 10**9


class ErrorDividedByWeights(Mistake):
    """The error was divided by the outgoing weights on its way back, and it must be multiplied by them."""

    name = "error-divided-by-weights"
    steps = ("error_at_hidden_layer",)

    def turned(self, weights: Matrix) -> Matrix:
        """Invert the weights."""
        return super().turned([[1.0 / w if w else float("inf") for w in row] for row in weights])


class ErrorDividedAndAveraged(ErrorDividedByWeights):
    """The mean over the outputs, not the sum."""

    form = "and averaged over the outputs"

    def error_at_hidden_layer(self, s: Any) -> Matrix:
        """The mean over the outputs."""
        k = len(s.wout[0])
        return [[x / k for x in row] for row in super().error_at_hidden_layer(s)]


class ErrorThroughHiddenWeights(Mistake):
    """The error was carried back to the hidden layer through `wh`; the weights between it and the output are `wout`."""

    name = "error-through-hidden-weights"
    steps = ("error_at_hidden_layer",)

    def error_at_hidden_layer(self, s: Any) -> Matrix:
        """As many of its rows as there are outputs."""
        common = min(len(s.wh), len(s.wout[0]))
        sent = [row[:common] for row in self.sent_back(s)]
        return self.product(sent, s.wh[:common])


class SlopeInHiddenDeltaOnly(Mistake):
    """The output layer learned from the plain error, without its slope, and only what went back had it.

    Multiply the error by the slope once, as `d_output`, and use that for both.
    """

    name = "output-slope-in-hidden-delta-only"
    steps = ("d_output", "grad_wout", "grad_bout")

    def d_output(self, s: Any) -> Matrix:
        """Without the slope."""
        return s.error  # type: ignore[no-any-return]

    def sent_back(self, s: Any) -> Matrix:
        """With it."""
        return Mistake.d_output(self, s)


class SigmoidSlopeForAll(Mistake):
    """The slope was a * (1 - a) whatever the activation function: that is the sigmoid's.

    tanh has 1 - a * a, relu 1 above 0 and 0 elsewhere, the identity 1.
    """

    name = "sigmoid-slope-for-all"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope(self, name: str, a: float) -> float:
        """Know one slope."""
        del name
        return super().slope("sigmoid", a)


class SlopeOfSigmoidOnly(Mistake):
    """The slope was 1 for every activation function but the sigmoid: the others were taken to be linear."""

    name = "slope-of-sigmoid-only"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope(self, name: str, a: float) -> float:
        """Know one slope."""
        return super().slope(name, a) if name == "sigmoid" else 1.0


class TanhSlopeNotSquared(Mistake):
    """The slope of tanh was taken to be 1 - a, and it is 1 - a * a."""

    name = "tanh-slope-not-squared"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope(self, name: str, a: float) -> float:
        """Forget the square."""
        return 1.0 - a if name == "tanh" else super().slope(name, a)


class TanhSlopeForSigmoid(Mistake):
    """The slope of the sigmoid was taken to be that of tanh.

    It is a * (1 - a); 1 - a * a belongs to tanh.
    """

    name = "tanh-slope-for-sigmoid"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope(self, name: str, a: float) -> float:
        """Know one slope for both."""
        return super().slope("tanh" if name == "sigmoid" else name, a)


class ActivationForSlope(Mistake):
    """The delta was multiplied by the activation where the slope of the activation function belongs."""

    name = "activation-for-slope"
    steps = ("slope_output_layer", "slope_hidden_layer")

    def slope(self, name: str, a: float) -> float:
        """Take the activation."""
        del name
        return a


class ActivationForHiddenSlope(ActivationForSlope):
    """Only in the hidden layer."""

    form = "in the hidden layer only"

    def slope_output_layer(self, s: Any) -> Matrix:
        """Right."""
        return right_slope_of_output(self, s)


class ActivationForOutputSlope(ActivationForSlope):
    """Only in the output layer."""

    form = "in the output layer only"

    def slope_hidden_layer(self, s: Any) -> Matrix:
        """Right."""
        return right_slope_of_hidden(self, s)


class TwiceInHiddenLayer(ActivatedTwice):
    """Only in the hidden layer."""

    form = "in the hidden layer only"

    def slope_output_layer(self, s: Any) -> Matrix:
        """Right."""
        return right_slope_of_output(self, s)


class TwiceInOutputLayer(ActivatedTwice):
    """Only in the output layer."""

    form = "in the output layer only"

    def slope_hidden_layer(self, s: Any) -> Matrix:
        """Right."""
        return right_slope_of_hidden(self, s)


class SlopeOfHiddenInput(SlopeOfInput):
    """Only in the hidden layer."""

    form = "in the hidden layer only"

    def slope_output_layer(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.slope_output_layer(self, s)


class SlopeOfOutputInput(SlopeOfInput):
    """Only in the output layer."""

    form = "in the output layer only"

    def slope_hidden_layer(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.slope_hidden_layer(self, s)


def right_slope_of_output(mistake: Mistake, s: Any) -> Matrix:
    """The slopes of the output layer with the right formula."""
    if s.network.loss.endswith("_cross_entropy"):
        return elementwise(lambda _: 1.0, s.output)
    return elementwise(lambda a: Mistake.slope(mistake, s.network.output_activation, a), s.output)


def right_slope_of_hidden(mistake: Mistake, s: Any) -> Matrix:
    """The slopes of the hidden layer with the right formula."""
    return elementwise(lambda a: Mistake.slope(mistake, s.network.hidden_activation, a), s.hidden_layer_activations)


class ActivationForSlopeWithCrossEntropy(Mistake):
    """The error was multiplied by the output, though the cross-entropy leaves nothing to multiply it by.

    After softmax or the sigmoid the derivative of the cross-entropy is output - y.
    """

    name = "output-times-error"
    steps = ("slope_output_layer",)

    def slope_output_layer(self, s: Any) -> Matrix:
        """Take the output."""
        return s.output  # type: ignore[no-any-return]


class SlopeAdded(Mistake):
    """The slope of the output layer was added to the error, and it must be multiplied by it."""

    name = "slope-added"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Add."""
        return elementwise(lambda error, slope: error + slope, s.error, s.slope_output_layer)


class SlopeSubtracted(SlopeAdded):
    """With output - y as the error."""

    form = "to output - y"

    def d_output(self, s: Any) -> Matrix:
        """-(output - y + slope)."""
        return elementwise(lambda error, slope: error - slope, s.error, s.slope_output_layer)


class OutputSlopeTwice(Mistake):
    """The slope of the output layer was multiplied in twice."""

    name = "output-slope-twice"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Multiply again."""
        return elementwise(lambda delta, slope: delta * slope, super().d_output(s), s.slope_output_layer)


class HiddenSlopeTwice(Mistake):
    """The slope of the hidden layer was multiplied in twice."""

    name = "hidden-slope-twice"
    steps = ("d_hidden_layer",)

    def d_hidden_layer(self, s: Any) -> Matrix:
        """Multiply again."""
        return elementwise(lambda delta, slope: delta * slope, super().d_hidden_layer(s), s.slope_hidden_layer)


class ReluSlopeOfError(Mistake):
    """The slope of relu was taken from the sign of the error that came back, and it depends on the activation.

    `d[d <= 0] = 0` sets the wrong elements to 0: it must be those where the activation is 0.
    """

    name = "relu-slope-of-error"
    steps = ("d_hidden_layer",)

    def d_hidden_layer(self, s: Any) -> Matrix:
        """Let only positive errors pass."""
        if s.network.hidden_activation != "relu":
            return super().d_hidden_layer(s)
        return elementwise(lambda error: error if error > 0.0 else 0.0, s.error_at_hidden_layer)
