"""Numbers that became too large: the first step that is not finite is named (SPEC.md 3.18)."""

from __future__ import annotations

from typing import Any

import numpy as np

from onehidden.checks.errors import NumberOverflowError
from onehidden.network.network import Network
from onehidden.network.steps import Steps

STEP_NAMES = tuple(Steps.__annotations__)


def checked_steps(steps: Steps) -> Steps:
    """Return the steps in the order of their table; refuse them where one is not finite. The loss may be infinite."""
    ordered: Any = {name: steps[name] for name in STEP_NAMES if name in steps}  # type: ignore[literal-required]
    for name, value in ordered.items():
        if name != "loss" and not np.isfinite(value).all():
            refuse_overflow(name)
    return ordered  # type: ignore[no-any-return]


def checked_update(network: Network) -> Network:
    """Return the network; refuse it where a parameter is not finite."""
    for name, parameter in network.parameters().items():
        if not np.isfinite(parameter).all():
            refuse_overflow(f"updated_{name}")
    return network


def refuse_overflow(step: str) -> None:
    """Say which step became too large for a double."""
    raise NumberOverflowError(
        f"`{step}` is not finite: a number became too large. Scale `X` down, or use smaller weights or a smaller "
        "`learning_rate`.",
        step,
    )
