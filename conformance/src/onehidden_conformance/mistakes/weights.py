"""Mistakes with sample weights."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes.base import SUMS_OVER_ROWS, Mistake
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle import NetworkValues, elementwise


class WeightsIgnored(Mistake):
    """The sample weights were not used at all."""

    name = "weights-ignored"
    steps = ("loss", "d_output")

    def weighted_terms(self, s: Any, terms: Matrix) -> Matrix:
        """Leave the loss as it is."""
        del s
        return terms

    def d_output(self, s: Any) -> Matrix:
        """Leave step 7 as it is."""
        return unweighted(s)


class WeightsInLossOnly(Mistake):
    """The sample weights were applied to the loss, and not to its derivative.

    What is learned is then what would be learned without weights. Step 7 needs them.
    """

    name = "weights-in-loss-only"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Forget the weights."""
        return unweighted(s)


class WeightsInGradientOnly(Mistake):
    """The sample weights were applied to step 7, and not to the loss that is reported."""

    name = "weights-in-gradient-only"
    steps = ("loss",)

    def weighted_terms(self, s: Any, terms: Matrix) -> Matrix:
        """Forget the weights."""
        del s
        return terms


class WeightsTwice(Mistake):
    """The sample weights were multiplied into the error and again in step 7."""

    name = "weights-twice"
    steps = ("d_output",)

    def d_output(self, s: Any) -> Matrix:
        """Multiply once more."""
        d_output = super().d_output(s)
        if s.sample_weight is None:
            return d_output
        return self.weighted(s, d_output)


class WeightsNormalised(Mistake):
    """The sample weights were scaled so that their mean is 1.

    They are factors as they are given: twice the weight is twice the loss when the reduction is the sum.
    """

    name = "weights-normalised"
    steps = ("loss", "d_output")

    def step(
        self,
        network: NetworkValues,
        X: Matrix,
        y: Matrix,
        learning_rate: float,
        sample_weight: Vector | None = None,
    ) -> dict[str, Value]:
        """Scale first."""
        if sample_weight is not None:
            mean = self.fold_over_rows(sample_weight) / len(sample_weight)
            sample_weight = [weight / mean for weight in sample_weight]
        return super().step(network, X, y, learning_rate, sample_weight)


class MeanOverCount(Mistake):
    """The mean was divided by the number of samples, and with sample weights it is divided by their sum."""

    name = "mean-over-count"
    steps = ("loss", *SUMS_OVER_ROWS)

    def divisor(self, s: Any) -> float:
        """Count the rows."""
        return float(s.n)


class WeightOfZeroTimesLoss(Mistake):
    """The loss is NaN where a sample of weight 0 has an infinite one, because 0 * infinity was computed.

    A sample whose weight is 0 takes no part: its term is 0.
    """

    name = "weight-of-zero-times-loss"
    steps = ("loss",)

    def weighted_terms(self, s: Any, terms: Matrix) -> Matrix:
        """Multiply always."""
        if s.sample_weight is None:
            return terms
        return [[term * weight for term in row] for row, weight in zip(terms, s.sample_weight, strict=True)]


def unweighted(s: Any) -> Matrix:
    """Step 7 without weights."""
    return elementwise(lambda error, slope: error * slope, s.error, s.slope_output_layer)
