"""Writes down published numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onehidden_conformance.bounds.balls import (
    flat_balls,
    mean_absolute_error_ball,
    round_up,
    step_balls,
)
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import NetworkValues


def published_numbers(
    step: str, printed: Sequence[str], radius: Sequence[float], shape: Sequence[int], **when: int
) -> dict[str, Any]:
    """Write down published numbers with the radius within which a result must lie (SPEC 8.5)."""
    return {
        "step": step,
        **when,
        "shape": list(shape),
        "values": [float(text) for text in printed],
        "radius": [round_up(r) for r in radius],
        "printed": list(printed),
    }


def half_unit(printed: str) -> float:
    """Half a unit of the last printed digit.

    Examples
    --------
    >>> half_unit("0.79")
    0.005
    """
    return float(f"0.5e-{len(printed.partition('.')[2])}")


def published_table(step: str, rows: list[str], balls: Any) -> dict[str, Any]:
    """Write down a published table, computed from parameters that the balls know within a radius."""
    printed = " ".join(rows).split()
    errors = [ball.e for ball in flat_balls(balls)]
    radius = [half_unit(text) + e for text, e in zip(printed, errors, strict=True)]
    return published_numbers(step, printed, radius, [len(rows), len(printed) // len(rows)])


def published_mean_absolute_error(
    printed: str, network: NetworkValues, X: Matrix, y: Matrix, epoch: int
) -> dict[str, Any]:
    """Write down a published mean absolute error, which was computed in arithmetic of its own."""
    ball = mean_absolute_error_ball(step_balls(network, X, y, 0.0)["error"])
    return published_numbers("mean_absolute_error", [printed], [half_unit(printed) + ball.e], [], after_epoch=epoch)
