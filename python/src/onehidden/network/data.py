"""Checks of X, y and sample weights against a network (SPEC.md, section 10)."""

from __future__ import annotations

from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.arrays import check_matrix, check_numbers, check_vector
from onehidden.checks.errors import InvalidSampleWeightError, ShapeMismatchError, TargetOutOfRangeError
from onehidden.checks.refusals import counted, number, refuse
from onehidden.network.activations import OUTPUT_ACTIVATIONS, row_sums


def check_samples(X: Any, n_features: int, argument: str = "X") -> Array:
    """Return the samples as a matrix with one column per feature of the network."""
    samples = check_matrix(X, argument)
    if samples.shape[1] != n_features:
        given = f"it has {counted(samples.shape[1], 'column')}"
        hint = f"This network has {counted(n_features, 'feature')}."
        refuse(ShapeMismatchError, argument, "a matrix with one column per feature", given, hint)
    return samples


def check_targets(y: Any, n: int, k: int, output_activation: str, argument: str = "y") -> Array:
    """Return the targets as an n x k matrix of values within the range of the output; a vector is one column."""
    targets = check_numbers(y, argument)
    targets = targets.reshape(-1, 1) if targets.ndim == 1 and k == 1 else check_matrix(targets, argument)
    if targets.shape != (n, k):
        given = f"it has {counted(targets.shape[0], 'row')} and {counted(targets.shape[1], 'column')}"
        hint = f"`X` has {counted(n, 'row')} and the network {counted(k, 'output')}."
        expected = "a matrix with one row per sample and one column per output"
        refuse(ShapeMismatchError, argument, expected, given, hint)
    check_targets_in_range(targets, output_activation, argument)
    if output_activation == "softmax":
        check_rows_sum_to_one(targets, argument)
    return targets


def check_targets_in_range(y: Array, output_activation: str, argument: str) -> None:
    """Reject targets outside the range of the output; the message names the first."""
    activation = OUTPUT_ACTIVATIONS[output_activation]
    outside = np.argwhere((y < activation.lowest) | (y > activation.highest))
    if len(outside):
        row, column = outside[0]
        ends = f"{number(activation.lowest)} and {number(activation.highest)}"
        expected = f"between {ends}, the range of {output_activation} output"
        given = f"row {row + 1}, column {column + 1} (counted from 1) is {number(y[row, column])}"
        hint = "Rescale the targets, or use another output activation."
        refuse(TargetOutOfRangeError, argument, expected, given, hint)


def check_rows_sum_to_one(y: Array, argument: str) -> None:
    """Reject rows that are not probabilities; the message names the first."""
    sums = row_sums(y)[:, 0]
    outside = np.flatnonzero(np.abs(sums - 1.0) > 2.0**-20)
    if len(outside):
        expected = "probabilities that sum to 1 in every row, as softmax output does"
        given = f"row {outside[0] + 1} (counted from 1) sums to {number(sums[outside[0]])}"
        hint = "Give 1 for the class of a row and 0 elsewhere."
        refuse(TargetOutOfRangeError, argument, expected, given, hint)


def check_sample_weight(value: Any, n: int) -> Array | None:
    """Return the sample weights, one per row, 0 or larger and not all 0; None stays None."""
    if value is None:
        return None
    weight = check_vector(value, "sample_weight", n, "per sample")
    negative = np.flatnonzero(weight < 0.0)
    if len(negative):
        given = f"element {negative[0] + 1} (counted from 1) is {number(weight[negative[0]])}"
        refuse(
            InvalidSampleWeightError, "sample_weight", "0 or larger", given, "Use the weight 0 to leave a sample out."
        )
    if not weight.any():
        hint = "Give at least one sample a positive weight."
        refuse(InvalidSampleWeightError, "sample_weight", "above 0 somewhere", "it is 0 everywhere", hint)
    return weight
