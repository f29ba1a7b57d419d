"""The losses: their terms, one for each sample and output (SPEC.md 3.6, 3.7, 3.20)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic


@dataclass(frozen=True)
class Loss:
    """A loss function.

    Attributes
    ----------
    terms : callable
        The terms from y, output and error; the loss is their total divided by `divisor`.
    divisor : float
        2 where the derivative of a term has a factor 2.
    output_activation : str or None
        The output activation that the loss needs; its slope then cancels against the loss's derivative (3.10).
    """

    terms: Callable[[Array, Array, Array, Arithmetic], Array]
    divisor: float
    output_activation: str | None


def squared_error(y: Array, output: Array, error: Array, arithmetic: Arithmetic) -> Array:  # noqa: ARG001 - all losses are called alike
    """error * error."""
    return error * error


def binary_cross_entropy(y: Array, output: Array, error: Array, arithmetic: Arithmetic) -> Array:  # noqa: ARG001 - all losses are called alike
    """-((y * log(output)) + ((1 - y) * log(1 - output))), infinite where the output is certain and wrong."""
    likelihood = weighted_log(y, output, arithmetic)
    likelihood += weighted_log(1.0 - y, 1.0 - output, arithmetic)
    return np.negative(likelihood, out=likelihood)


def categorical_cross_entropy(y: Array, output: Array, error: Array, arithmetic: Arithmetic) -> Array:  # noqa: ARG001 - all losses are called alike
    """-(y * log(output)), infinite where the output of the row's class is 0."""
    likelihood = weighted_log(y, output, arithmetic)
    return np.negative(likelihood, out=likelihood)


def weighted_log(weight: Array, p: Array, arithmetic: Arithmetic) -> Array:
    """weight * log(p), and 0 where the weight is 0: log(1) is used there, since 0 * log(0) would be NaN."""
    return weight * arithmetic.log(np.where(weight == 0.0, 1.0, p))


# The kernels know each by its position here.
LOSSES = {
    "squared_error": Loss(squared_error, 2.0, None),
    "binary_cross_entropy": Loss(binary_cross_entropy, 1.0, "sigmoid"),
    "categorical_cross_entropy": Loss(categorical_cross_entropy, 1.0, "softmax"),
}
