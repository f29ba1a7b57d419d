"""The twelve steps of SPEC.md, section 3; the arithmetic to compute them in is an argument.

Nothing is checked here: the public functions check first and compute afterwards. The numbers beside the lines are
those of the table of twelve steps.
"""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.network.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from onehidden.network.losses import LOSSES
from onehidden.network.network import Network


class Steps(TypedDict, total=False):
    """Steps 2 to 11 by name; those of an absent hidden layer or bias are missing."""

    hidden_layer_input: Array
    hidden_layer_activations: Array
    output_layer_input: Array
    output: Array
    error: Array
    loss: float
    slope_output_layer: Array
    slope_hidden_layer: Array
    d_output: Array
    error_at_hidden_layer: Array
    d_hidden_layer: Array
    grad_wout: Array
    grad_wh: Array
    grad_bout: Array
    grad_bh: Array


def forward_pass(network: Network, X: Array, arithmetic: Arithmetic) -> Steps:
    """Steps 2 to 4: from the samples to the output."""
    steps = Steps()
    A = X
    if network.wh is not None:
        f = ACTIVATIONS[network.hidden_activation]
        steps["hidden_layer_input"] = affine(X, network.wh, network.bh, arithmetic)  # 2
        A = f.value(steps["hidden_layer_input"], arithmetic)
        steps["hidden_layer_activations"] = A  # 3
    g = OUTPUT_ACTIVATIONS[network.output_activation]
    steps["output_layer_input"] = affine(A, network.wout, network.bout, arithmetic)  # 4
    steps["output"] = g.value(steps["output_layer_input"], arithmetic)
    return steps


def error_pass(network: Network, y: Array, steps: Steps, sample_weight: Array | None, arithmetic: Arithmetic) -> Steps:
    """Step 5: how far the output is from the targets."""
    output = steps["output"]
    error = y - output
    loss = LOSSES[network.loss]
    terms = weighted(loss.terms(y, output, error, arithmetic), sample_weight)
    total = arithmetic.total(terms) / loss.divisor
    steps["error"] = error  # 5
    steps["loss"] = total / sample_count(network, y, sample_weight, arithmetic)
    return steps


def backward_pass(
    network: Network, X: Array, steps: Steps, sample_weight: Array | None, arithmetic: Arithmetic
) -> Steps:
    """Steps 6 to 11: from the error to the gradients of all parameters."""
    g = OUTPUT_ACTIVATIONS[network.output_activation]
    cancels = LOSSES[network.loss].output_activation is not None
    n = sample_count(network, X, sample_weight, arithmetic)
    output, error = steps["output"], steps["error"]
    steps["slope_output_layer"] = np.ones(output.shape) if cancels else g.slope(output)  # 6
    d_output = weighted(error * steps["slope_output_layer"], sample_weight)
    steps["d_output"] = d_output  # 7
    A = X if network.wh is None else steps["hidden_layer_activations"]
    if network.wh is not None:
        f = ACTIVATIONS[network.hidden_activation]
        steps["slope_hidden_layer"] = f.slope(A)  # 6
        error_at_hidden_layer = arithmetic.product_by_transpose(d_output, network.wout)
        d_hidden_layer = error_at_hidden_layer * steps["slope_hidden_layer"]
        steps["error_at_hidden_layer"] = error_at_hidden_layer  # 8
        steps["d_hidden_layer"] = d_hidden_layer  # 9
        steps["grad_wh"] = gradient(arithmetic.product_over_rows(X, d_hidden_layer), n)  # 10
        if network.bh is not None:
            steps["grad_bh"] = gradient(arithmetic.column_sums(d_hidden_layer), n)  # 11
    steps["grad_wout"] = gradient(arithmetic.product_over_rows(A, d_output), n)  # 10
    if network.bout is not None:
        steps["grad_bout"] = gradient(arithmetic.column_sums(d_output), n)  # 11
    return steps


def gradient_step(network: Network, steps: Steps, learning_rate: float) -> Network:
    """Step 12: every parameter from its old value and its gradient."""
    return network.with_parameters(
        wh=None if network.wh is None else updated(network.wh, steps["grad_wh"], learning_rate),
        bh=None if network.bh is None else updated(network.bh, steps["grad_bh"], learning_rate),
        wout=updated(network.wout, steps["grad_wout"], learning_rate),
        bout=None if network.bout is None else updated(network.bout, steps["grad_bout"], learning_rate),
    )


def affine(A: Array, w: Array, b: Array | None, arithmetic: Arithmetic) -> Array:
    """(A . w) + b, the bias added to every row, in place of the product."""
    Z = arithmetic.product(A, w)
    if b is not None:
        Z += b
    return Z


def weighted(terms: Array, sample_weight: Array | None) -> Array:
    """terms * sample_weight, row by row; 0 where the weight is 0, since infinity times 0 is NaN."""
    if sample_weight is None:
        return terms
    weight = sample_weight[:, None]
    return np.where(weight == 0.0, 0.0, terms * weight)


def sample_count(network: Network, samples: Array, sample_weight: Array | None, arithmetic: Arithmetic) -> float:
    """The divisor of sums over samples: 1; with reduction "mean" n, or the total weight unless that is 0."""
    return 1.0 if network.reduction == "sum" else total_weight(samples, sample_weight, arithmetic)


def total_weight(samples: Array, sample_weight: Array | None, arithmetic: Arithmetic) -> float:
    """n, or the sum of the sample weights; 1 where that is 0."""
    if sample_weight is None:
        return float(len(samples))
    return arithmetic.total(sample_weight[:, None]) or 1.0


def gradient(summed: Array, n: float) -> Array:
    """-(summed / n), in place of the sum."""
    if n != 1.0:
        summed /= n
    return np.negative(summed, out=summed)


def updated(w: Array, grad: Array, learning_rate: float) -> Array:
    """w - (grad * learning_rate), in place of the product."""
    step = grad * learning_rate
    return np.subtract(w, step, out=step)
