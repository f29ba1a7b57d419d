"""Mistakes in the loss: the network learns correctly, but the reported loss is wrong."""

from __future__ import annotations

import math
from typing import Any

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import elementwise


class FullSumOfSquares(Mistake):
    """The loss is twice what it should be.

    It is one half of the sum of squares: the half cancels the 2 of the derivative. R's nnet reports the full sum.
    """

    name = "full-sum-of-squares"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """Leave the half out."""
        return super().loss(s) * (2.0 if s.network.loss == "squared_error" else 1.0)


class ClippedLogarithm(Mistake):
    """The output was kept away from 0 and 1 before its logarithm was taken.

    Deep learning libraries clip at 1e-7 or so to avoid infinite losses. Here an infinite loss is reported as such, and
    so is a very small one.
    """

    name = "clipped-logarithm"
    steps = ("loss",)

    def cross_entropy(self, y: float, output: float) -> float:
        """Clip first."""
        return super().cross_entropy(y, min(max(output, 1e-7), 1.0 - 1e-7))


class LossNotAveraged(Mistake):
    """The loss was not divided by the number of samples, though the reduction is the mean."""

    name = "loss-not-averaged"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """Undo the division."""
        return super().loss(s) * (self.divisor(s) if s.network.reduction == "mean" else 1.0)


class LossAveraged(Mistake):
    """The loss was divided by the number of samples, though the reduction is the sum.

    The mean of squares is what most libraries report; the gradients here belong to the sum.
    """

    name = "loss-averaged"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """Divide always."""
        return super().loss(s) / (self.divisor(s) if s.network.reduction == "sum" else 1.0)


class HalfOfCrossEntropy(Mistake):
    """Only y * log(output) was counted, and a target of 0 then costs nothing.

    That is the loss of classes that exclude each other. The binary one has (1 - y) * log(1 - output) as well.
    """

    name = "half-of-cross-entropy"
    steps = ("loss",)

    def cross_entropy(self, y: float, output: float) -> float:
        """Forget the second term."""
        return -self.weighted_log(y, output)


class ZeroTimesLogarithm(Mistake):
    """The loss is NaN where an output is exactly 0 or 1, because 0 * log(0) was computed as 0 * (-infinity).

    A product whose left factor is 0 is 0 here: leave the logarithm out where its weight is 0.
    """

    name = "zero-times-logarithm"
    steps = ("loss",)

    def weighted_log(self, weight: float, p: float) -> float:
        """Multiply always."""
        return weight * self.log(p)


class LogarithmOfBase10(Mistake):
    """The logarithm was the common one, of base 10.

    LOG in a spreadsheet and log10 are; the cross-entropy needs the natural logarithm, LN there and log elsewhere.
    """

    name = "logarithm-of-base-10"
    steps = ("loss",)

    def log(self, x: float) -> float:
        """Change the base."""
        return super().log(x) / math.log(10.0)


class LossAveragedOverOutputs(Mistake):
    """The categorical cross-entropy was divided by the number of classes, too.

    A mean over all elements of y * log(output) does that. The sum over the classes is the loss of one sample; the mean
    is over samples.
    """

    name = "loss-averaged-over-outputs"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """Divide by k."""
        k = len(s.wout[0])
        return super().loss(s) / (k if s.network.loss == "categorical_cross_entropy" else 1.0)


class BothHalvesForClasses(Mistake):
    """(1 - y) * log(1 - output) was counted after softmax, too.

    That belongs to binary cross-entropy, whose outputs are independent. Classes that exclude each other have y *
    log(output) alone.
    """

    name = "both-halves-for-classes"
    steps = ("loss",)

    def categorical_cross_entropy(self, y: float, output: float) -> float:
        """Take the binary formula."""
        return self.cross_entropy(y, output)


class LogarithmOfLargestOnly(Mistake):
    """The categorical cross-entropy looked at the class with the largest target only.

    Targets are numbers that add up to 1, and each has its share in the loss.
    """

    name = "logarithm-of-largest-only"
    steps = ("loss",)

    def loss_terms(self, s: Any) -> Matrix:
        """Make the targets labels."""
        if s.network.loss != "categorical_cross_entropy":
            return super().loss_terms(s)
        labels = [[float(j == row.index(max(row))) for j in range(len(row))] for row in s.y]
        return elementwise(self.categorical_cross_entropy, labels, s.output)
