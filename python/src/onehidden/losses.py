"""The losses, summed over all samples and outputs (SPEC.md 3.6, 3.7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic import Arithmetic


@dataclass(frozen=True)
class Loss:
    """One loss: its value from y, output and error, and whether its derivative cancels the output's slope (3.10)."""

    value: Callable[[Array, Array, Array, Arithmetic], float]
    cancels_slope: bool


def squared_error(y: Array, output: Array, error: Array, arithmetic: Arithmetic) -> float:  # noqa: ARG001 - all losses are called alike
    """total(error * error) / 2."""
    return arithmetic.sum_of_squares(error) / 2.0


def binary_cross_entropy(y: Array, output: Array, error: Array, arithmetic: Arithmetic) -> float:  # noqa: ARG001 - all losses are called alike
    """total(-((y * log(output)) + ((1 - y) * log(1 - output)))), infinite where the output is certain and wrong."""
    likelihood = weighted_log(y, output, arithmetic)
    likelihood += weighted_log(1.0 - y, 1.0 - output, arithmetic)
    return arithmetic.total(np.negative(likelihood, out=likelihood))


def weighted_log(weight: Array, p: Array, arithmetic: Arithmetic) -> Array:
    """weight * log(p), and 0 where the weight is 0: there the log of 1 is taken, since 0 * log(0) would be NaN."""
    return weight * arithmetic.log(np.where(weight == 0.0, 1.0, p))


LOSSES = {
    "squared_error": Loss(squared_error, cancels_slope=False),
    "binary_cross_entropy": Loss(binary_cross_entropy, cancels_slope=True),
}
