"""Mistakes in biases alone: the weights are right."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes.base import Mistake, scaled
from onehidden_conformance.mistakes.forward import BiasMissing
from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import transpose


class BiasOfLastSample(Mistake):
    """The biases were given the deltas of the last sample, and they need the sum over all samples.

    A loop over the samples has assigned where it had to add, or the last row was taken for the sum.
    """

    name = "bias-of-last-sample"
    steps = ("grad_bout", "grad_bh")
    row = -1

    def column_sums(self, A: Matrix) -> Vector:
        """One row, but for the loss."""
        return A[self.row]

    def total(self, A: Matrix) -> float:
        """The loss is right."""
        return self.fold(Mistake.column_sums(self, A))


class BiasOfFirstSample(BiasOfLastSample):
    """The biases were given the deltas of the first sample, and they need the sum over all samples.

    That is right for one sample only.
    """

    name = "bias-of-first-sample"
    row = 0


class OneBiasGradientPerLayer(Mistake):
    """The gradient of a bias was summed over the neurons of the layer too, so that all of its biases move alike.

    Every neuron has a bias and a gradient of its own: sum over the samples only (axis=0 in NumPy, colSums in R).
    """

    name = "one-bias-gradient-per-layer"
    steps = ("grad_bout", "grad_bh")

    def grad_bout(self, s: Any) -> Vector:
        """One number."""
        return one_for_all(super().grad_bout(s))

    def grad_bh(self, s: Any) -> Vector:
        """One number."""
        return one_for_all(super().grad_bh(s))


class OneHiddenBiasGradient(OneBiasGradientPerLayer):
    """Only in the hidden layer."""

    form = "in the hidden layer only"

    def grad_bout(self, s: Any) -> Vector:
        """Right."""
        return Mistake.grad_bout(self, s)


class OneOutputBiasGradient(OneBiasGradientPerLayer):
    """Only in the output layer."""

    form = "in the output layer only"

    def grad_bh(self, s: Any) -> Vector:
        """Right."""
        return Mistake.grad_bh(self, s)


class OneMeanBiasGradient(OneBiasGradientPerLayer):
    """The mean over neurons and samples (np.mean without an axis)."""

    form = "the mean of all deltas of the layer"

    def gradient_of_mean(self, s: Any, gradient: Vector) -> Vector:
        """The mean."""
        n = 1.0 if s.network.reduction == "mean" else s.n
        return scaled(one_for_all(gradient), 1.0 / (len(gradient) * n))  # type: ignore[no-any-return]

    def grad_bout(self, s: Any) -> Vector:
        """The mean."""
        return self.gradient_of_mean(s, Mistake.grad_bout(self, s))

    def grad_bh(self, s: Any) -> Vector:
        """The mean."""
        return self.gradient_of_mean(s, Mistake.grad_bh(self, s))


class OneAveragedBiasGradient(OneBiasGradientPerLayer):
    """The sum over neurons and samples, divided by n though the reduction is the sum."""

    form = "divided by n"

    def grad_bout(self, s: Any) -> Vector:
        """The sum over neurons of the mean."""
        return scaled(super().grad_bout(s), 1.0 / s.n)  # type: ignore[no-any-return]

    def grad_bh(self, s: Any) -> Vector:
        """The sum over neurons of the mean."""
        return scaled(super().grad_bh(s), 1.0 / s.n)  # type: ignore[no-any-return]


def one_for_all(gradient: Vector) -> Vector:
    """The sum of a vector in each of its places."""
    return [sum(gradient)] * len(gradient)


class BiasKeptPerSample(Mistake):
    """Every sample has a bias of its own, which learns from that sample and from all neurons of the layer at once.

    The biases are a matrix with a row for each sample, and row sums of the deltas were subtracted from it. There is
    one bias for each neuron and all samples: a vector, and column sums. What is shown here is the first row.
    """

    name = "bias-kept-per-sample"
    steps = ("grad_bout", "grad_bh")

    def column_sums(self, A: Matrix) -> Vector:
        """The sum of the first row."""
        return one_for_all(A[0])

    def total(self, A: Matrix) -> float:
        """The loss is right."""
        return self.fold(Mistake.column_sums(self, A))


class HiddenBiasMissing(BiasMissing):
    """Only in the hidden layer."""

    form = "in the hidden layer only"

    def output_layer_input(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.output_layer_input(self, s)


class OutputBiasMissing(BiasMissing):
    """Only in the output layer."""

    form = "in the output layer only"

    def hidden_layer_input(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.hidden_layer_input(self, s)


class BiasSubtracted(Mistake):
    """The biases were subtracted from the layers' inputs, as thresholds are; here they are added.

    It does no harm if their gradients change the sign too and the adapter hands over minus the bias.
    """

    name = "bias-subtracted"
    steps = ("hidden_layer_input", "output_layer_input")

    def hidden_layer_input(self, s: Any) -> Matrix:
        """Subtract."""
        return less(self.product(s.X, s.wh), s.bh)

    def output_layer_input(self, s: Any) -> Matrix:
        """Subtract."""
        return less(self.product(self.last_layer(s), s.wout), s.bout)


class ThresholdSubtracted(BiasSubtracted):
    """Their gradients have the other sign too."""

    form = "with their own gradients"

    def grad_bout(self, s: Any) -> Vector:
        """The derivative of what is subtracted."""
        return scaled(super().grad_bout(s), -1.0)  # type: ignore[no-any-return]

    def grad_bh(self, s: Any) -> Vector:
        """The derivative of what is subtracted."""
        return scaled(super().grad_bh(s), -1.0)  # type: ignore[no-any-return]


def less(A: Matrix, bias: Vector | None) -> Matrix:
    """Subtract a bias from every row."""
    return A if bias is None else [[a - b for a, b in zip(row, bias, strict=True)] for row in A]


class HiddenBiasNeverUpdated(Mistake):
    """The hidden bias stayed as it was, and the other parameters learned: step 12 is for all four."""

    name = "hidden-bias-never-updated"
    steps = ("updated_bh",)

    def updated_bh(self, s: Any) -> Vector:
        """Leave it."""
        return s.bh  # type: ignore[no-any-return]


class OutputBiasNeverUpdated(Mistake):
    """The output bias stayed as it was, and the other parameters learned: step 12 is for all four."""

    name = "output-bias-never-updated"
    steps = ("updated_bout",)

    def updated_bout(self, s: Any) -> Vector:
        """Leave it."""
        return s.bout  # type: ignore[no-any-return]


class BiasClimbs(Mistake):
    """The biases moved the wrong way: their gradients were added, and those of the weights subtracted."""

    name = "bias-climbs"
    steps = ("updated_bh", "updated_bout")

    def updated_bh(self, s: Any) -> Vector:
        """Climb."""
        return [w + s.learning_rate * grad for w, grad in zip(s.bh, s.grad_bh, strict=True)]

    def updated_bout(self, s: Any) -> Vector:
        """Climb."""
        return [w + s.learning_rate * grad for w, grad in zip(s.bout, s.grad_bout, strict=True)]


class BiasGradientWithoutSlope(Mistake):
    """The gradients of the biases were summed from the errors, before these were multiplied by the slopes.

    Biases learn from the same deltas as weights: sum `d_output` and `d_hidden_layer`.
    """

    name = "bias-gradient-without-slope"
    steps = ("grad_bout", "grad_bh")

    def grad_bout(self, s: Any) -> Vector:
        """Sum the error."""
        return self.gradient(s, self.column_sums(s.error))

    def grad_bh(self, s: Any) -> Vector:
        """Sum the error that came back."""
        return self.gradient(s, self.column_sums(s.error_at_hidden_layer))


class BiasGradientTimesInputs(Mistake):
    """The gradients of the biases were multiplied by the layer's inputs, as those of the weights are.

    The input of a bias is 1. Sum the deltas over the samples, not the gradient of the weights over the inputs.
    """

    name = "bias-gradient-times-inputs"
    steps = ("grad_bout", "grad_bh")

    def grad_bout(self, s: Any) -> Vector:
        """Sum the weights' gradient."""
        return [sum(column) for column in transpose(self.grad_wout(s))]

    def grad_bh(self, s: Any) -> Vector:
        """Sum the weights' gradient."""
        return [sum(column) for column in transpose(self.grad_wh(s))]


class WeightsAveragedBiasesSummed(Mistake):
    """The gradients of the weights are means over the samples, and those of the biases sums: all should be sums."""

    name = "weights-averaged-biases-summed"
    steps = ("grad_wout", "grad_wh")

    def grad_wout(self, s: Any) -> Matrix:
        """Divide."""
        return scaled(super().grad_wout(s), 1.0 / s.n if s.network.reduction == "sum" else 1.0)  # type: ignore[no-any-return]

    def grad_wh(self, s: Any) -> Matrix:
        """Divide."""
        return scaled(super().grad_wh(s), 1.0 / s.n if s.network.reduction == "sum" else 1.0)  # type: ignore[no-any-return]


class BiasGradientNotAveraged(Mistake):
    """The gradients of the biases are sums over the samples, and those of the weights means: all should be means."""

    name = "bias-gradient-not-averaged"
    steps = ("grad_bout", "grad_bh")

    def grad_bout(self, s: Any) -> Vector:
        """Do not divide."""
        return scaled(super().grad_bout(s), factor_of_mean(self, s))  # type: ignore[no-any-return]

    def grad_bh(self, s: Any) -> Vector:
        """Do not divide."""
        return scaled(super().grad_bh(s), factor_of_mean(self, s))  # type: ignore[no-any-return]


class WeightGradientNotAveraged(Mistake):
    """The gradients of the biases are means over the samples and those of the weights sums; the reduction is the mean.

    mean() takes care of the biases, and the matrix product sums: divide it by n.
    """

    name = "weight-gradient-not-averaged"
    steps = ("grad_wout", "grad_wh")

    def grad_wout(self, s: Any) -> Matrix:
        """Do not divide."""
        return scaled(super().grad_wout(s), factor_of_mean(self, s))  # type: ignore[no-any-return]

    def grad_wh(self, s: Any) -> Matrix:
        """Do not divide."""
        return scaled(super().grad_wh(s), factor_of_mean(self, s))  # type: ignore[no-any-return]


def factor_of_mean(mistake: Mistake, s: Any) -> float:
    """What undoes the mean."""
    return mistake.divisor(s) if s.network.reduction == "mean" else 1.0
