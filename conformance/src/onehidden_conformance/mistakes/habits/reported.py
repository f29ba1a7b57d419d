"""Losses that do not belong to the gradient: each may be right, and they are of different functions."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.mistakes.losses import ClippedLogarithm
from onehidden_conformance.oracle import elementwise


class LossOfMeanSquares(Mistake):
    """The loss is the mean of squares over the samples, not halved; the gradient belongs to half the sum.

    The loss is then 2 / n times the one whose gradient is used: what is learned is right, what is reported is not.
    """

    name = "loss-is-mean-of-squares"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """2 / n."""
        times = 2.0 / (s.n if s.network.reduction == "sum" else 1.0)
        return super().loss(s) * (times if s.network.loss == "squared_error" else 1.0)


class LossOfMeanOfElements(LossOfMeanSquares):
    """The mean over all elements."""

    form = "over all elements"

    def loss(self, s: Any) -> float:
        """2 / (n k)."""
        return super().loss(s) / (len(s.wout[0]) if s.network.loss == "squared_error" else 1.0)


class LossOverOutputs(Mistake):
    """The loss was divided by the number of output neurons, too: it is a mean over the elements.

    The sum over the outputs of a sample is the loss of that sample.
    """

    name = "loss-divided-by-outputs"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """Divide by k."""
        return super().loss(s) / (1.0 if s.network.loss == "categorical_cross_entropy" else len(s.wout[0]))


class LossOverElements(LossOverOutputs):
    """By n k."""

    form = "and by the number of samples"

    def loss(self, s: Any) -> float:
        """Divide by n k."""
        return Mistake.loss(self, s) / (len(s.wout[0]) * (s.n if s.network.reduction == "sum" else 1.0))


class LossNegated(Mistake):
    """The loss is negative: it is the log-likelihood, or its minus was forgotten."""

    name = "loss-negated"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """Change the sign."""
        return -super().loss(s)


class RootOfLoss(Mistake):
    """The loss is a root mean square error, which is not what the gradient descends."""

    name = "root-of-mean-square"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """The root of the mean of squares."""
        return math.sqrt(self.total(elementwise(lambda e: e * e, s.error)) / (s.n * len(s.wout[0])))


class RootOfSampleMean(RootOfLoss):
    """The mean over samples."""

    form = "over the samples"

    def loss(self, s: Any) -> float:
        """The root of the mean of squares."""
        return math.sqrt(self.total(elementwise(lambda e: e * e, s.error)) / s.n)


class AbsoluteErrorReported(Mistake):
    """The loss is the mean absolute error, which is not what the gradient descends."""

    name = "absolute-error-for-loss"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """The mean of |error|."""
        return self.mean_absolute_error(s.error)


class AbsoluteErrorsSummed(AbsoluteErrorReported):
    """The sum."""

    form = "summed"

    def loss(self, s: Any) -> float:
        """The sum of |error|."""
        return self.total(elementwise(abs, s.error))


class SquaredErrorReported(Mistake):
    """The loss that is reported is half the sum of squares, and the gradient is that of the cross-entropy."""

    name = "squared-error-reported"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """The other loss."""
        return of_other_loss(self, s, "squared_error")


class CrossEntropyReported(Mistake):
    """The loss that is reported is the cross-entropy, and the gradient is that of half the sum of squares."""

    name = "cross-entropy-reported"
    steps = ("loss",)

    def loss(self, s: Any) -> float:
        """The other loss, where the output lies between 0 and 1."""
        inside = all(0.0 < o < 1.0 for row in s.output for o in row) and s.network.output_activation == "sigmoid"
        return of_other_loss(self, s, "binary_cross_entropy") if inside else super().loss(s)


def of_other_loss(mistake: Mistake, s: Any, loss: str) -> float:
    """The loss of the same outputs by another function."""
    network = s.network
    s.network = replace(network, loss=loss)
    value = Mistake.loss(mistake, s)
    s.network = network
    return value


class ClippedAt15(ClippedLogarithm):
    """Clipped at 1e-15."""

    form = "at 1e-15"
    edge = 1e-15

    def cross_entropy(self, y: float, output: float) -> float:
        """Clip first."""
        return Mistake.cross_entropy(self, y, min(max(output, self.edge), 1.0 - self.edge))

    def categorical_cross_entropy(self, y: float, output: float) -> float:
        """Clip first."""
        return Mistake.categorical_cross_entropy(self, y, min(max(output, self.edge), 1.0 - self.edge))


class ClippedAt12(ClippedAt15):
    """Clipped at 1e-12."""

    form = "at 1e-12"
    edge = 1e-12


class ClippedAt10(ClippedAt15):
    """Clipped at 1e-10."""

    form = "at 1e-10"
    edge = 1e-10


class ClippedAt9(ClippedAt15):
    """Clipped at 1e-9."""

    form = "at 1e-9"
    edge = 1e-9


class ClippedAt8(ClippedAt15):
    """Clipped at 1e-8."""

    form = "at 1e-8"
    edge = 1e-8


class ClippedAt7(ClippedAt15):
    """Clipped at 1e-7, also for classes."""

    form = "at 1e-7, also for classes"
    edge = 1e-7


class AddedInLogarithm(ClippedLogarithm):
    """A small number was added to the output before its logarithm was taken."""

    form = "by adding 1e-8"
    added = 1e-8

    def cross_entropy(self, y: float, output: float) -> float:
        """Add on both sides."""
        certain = self.weighted_log(y, output + self.added)
        return -(certain + self.weighted_log(1.0 - y, 1.0 - output + self.added))

    def categorical_cross_entropy(self, y: float, output: float) -> float:
        """Add."""
        return Mistake.categorical_cross_entropy(self, y, output + self.added)


ADDED = [
    type(
        f"AddedInLogarithm{exponent}",
        (AddedInLogarithm,),
        {"added": 10.0**-exponent, "form": f"by adding 1e-{exponent}"},
    )
    for exponent in (6, 7, 9, 10, 12, 15)
]
globals().update({kind.__name__: kind for kind in ADDED})
