"""Overflow errors, which name the first step that is not finite (SPEC.md 4.6)."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from onehidden._typing import Array
from onehidden.checks.errors import NumberOverflowError
from onehidden.network.network import Network
from onehidden.network.steps import Steps

STEP_NAMES = tuple(Steps.__annotations__)


def checked_steps(steps: Steps) -> Steps:
    """Return the steps in the order of their table, all finite; only the loss may be infinite."""
    ordered: Any = {name: steps[name] for name in STEP_NAMES if name in steps}  # type: ignore[literal-required]
    for name, value in ordered.items():
        if name != "loss" and not np.isfinite(value).all():
            refuse_overflow(name)
    return ordered  # type: ignore[no-any-return]


def checked_update(network: Network) -> Network:
    """Return the network, whose parameters are finite."""
    for name, parameter in network.parameters().items():
        if not np.isfinite(parameter).all():
            refuse_overflow(f"updated_{name}")
    return network


def all_finite(*arrays: Array | float | None) -> bool:
    """Whether all arrays that are not None are free of NaN and infinities."""
    # Counting takes a third of the time of all() for short arrays.
    return all(array is None or np.count_nonzero(np.isfinite(array)) == np.size(array) for array in arrays)


def refuse_overflow(step: str) -> NoReturn:
    """Name the step that became too large for a double."""
    raise NumberOverflowError(
        f"`{step}` is not finite: a number became too large. Scale `X` down, or use smaller weights or a smaller "
        "`learning_rate`.",
        step,
    )
