"""Who computes the same: what a contender has after its first training beside the reference."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

import onehidden
from benchmarks.columns import Column
from benchmarks.workloads import PARAMETERS, WORKLOADS, Array


@cache
def reference(workload: str, output_activation: str) -> Mapping[str, Array]:
    """The parameters after the training in reproducible arithmetic, and the loss before it."""
    chosen = WORKLOADS[workload]
    start = chosen.network(output_activation)
    result = onehidden.train(start, *chosen.samples, chosen.learning_rate, chosen.updates)
    parameters = {name: getattr(result.network, name) for name in PARAMETERS}
    return {**parameters, "loss": np.asarray(result.history[0])}


def disagreement(workload: str, column: Column, answer: Mapping[str, npt.ArrayLike]) -> float:
    """The largest distance from the reference, as a share of the largest number of each array.

    Raises AssertionError where it is too large, or where something else was answered than is to be compared.
    """
    assert set(answer) == set(column.compared), f"{column.name} answers with {sorted(answer)}"
    expected = reference(workload, column.output_activation)
    largest = 0.0
    for name in column.compared:
        actual = np.asarray(answer[name], dtype=np.float64)
        if actual.size == 1:  # R has no scalars, and no brackets around one number
            actual = actual.reshape(expected[name].shape)
        assert actual.shape == expected[name].shape, f"{column.name}: {name} is of shape {actual.shape}"
        if column.tolerance == 0:
            assert actual.tobytes() == expected[name].tobytes(), f"{column.name}: {name} has other bits"
        share = float(np.max(np.abs(actual - expected[name])) / np.max(np.abs(expected[name])))
        assert share <= column.tolerance, f"{column.name}: {name} is {share:.1e} away from the reference"
        largest = max(largest, share)
    return largest
