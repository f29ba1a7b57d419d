"""The activation functions and their slopes (SPEC.md 2.6 to 2.10).

A slope is computed from the activation a = f(z), which the backward pass already has; z * (1 - z) is a classic mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic


@dataclass(frozen=True)
class Activation:
    """An activation function: f(z), its slope from a = f(z), its lowest and highest values, and how it is shown.

    The formulas are of z and of a; `says` tells what it does in plain words.
    """

    value: Callable[[Array, Arithmetic], Array]
    slope: Callable[[Array], Array]
    lowest: float
    highest: float
    formula: str
    slope_formula: str
    says: str


def sigmoid_value(z: Array, arithmetic: Arithmetic) -> Array:
    """1 / (1 + exp(-z)), computed in place of -z."""
    a = arithmetic.exp(-z)
    a += 1.0
    return np.divide(1.0, a, out=a)


def sigmoid_slope(a: Array) -> Array:
    """a * (1 - a)."""
    slope = 1.0 - a
    slope *= a
    return slope


def tanh_value(z: Array, arithmetic: Arithmetic) -> Array:
    """tanh(z)."""
    return arithmetic.tanh(z)


def tanh_slope(a: Array) -> Array:
    """1 - (a * a)."""
    slope = a * a
    return np.subtract(1.0, slope, out=slope)


def relu_value(z: Array, arithmetic: Arithmetic) -> Array:  # noqa: ARG001 - all activations are called alike
    """z where z > 0, else +0: a comparison, since libraries differ in the maximum of +0 and -0."""
    return np.where(z > 0.0, z, 0.0)


def relu_slope(a: Array) -> Array:
    """1 where a > 0, else 0."""
    return np.where(a > 0.0, 1.0, 0.0)


def identity_value(z: Array, arithmetic: Arithmetic) -> Array:  # noqa: ARG001 - all activations are called alike
    """z itself."""
    return z


def identity_slope(a: Array) -> Array:
    """1."""
    return np.ones(a.shape)


def softmax_value(z: Array, arithmetic: Arithmetic) -> Array:
    """exp(z - m) divided by its sum over the row, where m is the row's largest element, which avoids overflow."""
    e = arithmetic.exp(z - row_maxima(z))
    return np.divide(e, row_sums(e), out=e)


def row_maxima(z: Array) -> Array:
    """The largest element of each row, by comparisons, since libraries differ in the maximum of +0 and -0."""
    largest = z[:, :1]
    for j in range(1, z.shape[1]):
        largest = np.where(z[:, j : j + 1] > largest, z[:, j : j + 1], largest)
    return largest


def row_sums(e: Array) -> Array:
    """The left fold of each row. It may start at the first element, since none is -0."""
    total = e[:, :1]
    for j in range(1, e.shape[1]):
        total = total + e[:, j : j + 1]
    return total


ACTIVATIONS = {
    "sigmoid": Activation(
        value=sigmoid_value,
        slope=sigmoid_slope,
        lowest=0.0,
        highest=1.0,
        formula="1 / (1 + exp(-z))",
        slope_formula="a * (1 - a)",
        says="The sigmoid squeezes each number into the range from 0 to 1.",
    ),
    "tanh": Activation(
        value=tanh_value,
        slope=tanh_slope,
        lowest=-1.0,
        highest=1.0,
        formula="tanh(z)",
        slope_formula="1 - (a * a)",
        says="The tanh squeezes each number into the range from -1 to 1.",
    ),
    "relu": Activation(
        value=relu_value,
        slope=relu_slope,
        lowest=0.0,
        highest=np.inf,
        formula="z where above 0, else 0",
        slope_formula="1 where a is above 0, else 0",
        says="What is above 0 passes; everything else becomes 0.",
    ),
    "identity": Activation(
        value=identity_value,
        slope=identity_slope,
        lowest=-np.inf,
        highest=np.inf,
        formula="z",
        slope_formula="1",
        says="The identity leaves each number as it is.",
    ),
}

# The slope of softmax is never used: it cancels against the derivative of its loss.
SOFTMAX = Activation(
    value=softmax_value,
    slope=identity_slope,
    lowest=0.0,
    highest=1.0,
    formula="exp(z - m) / s",
    slope_formula="1",
    says="Row by row: m is the row's largest, s the sum of its exponentials.",
)

# The kernels know each by its position here.
OUTPUT_ACTIVATIONS = {**ACTIVATIONS, "softmax": SOFTMAX}
