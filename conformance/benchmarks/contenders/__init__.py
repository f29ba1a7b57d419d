"""Who is timed: a module each with `prepare(problem)`, which is not timed, and gives a `Contender`; in R alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.workloads import Array


@dataclass(frozen=True)
class Contender:
    """A training that can be done again and again, always from the first weights.

    `parameters` takes wh, bh, wout and bout out of what `train` gave. `predict` computes the output for one row.
    `compilation` is how many seconds were spent on a compiler while preparing. `updates` is how many updates `train`
    makes, where that is not as many as the problem asks for.
    """

    train: Callable[[], Any]
    parameters: Callable[[Any], dict[str, Array]]
    predict: Callable[[Array], Any] | None = None
    compilation: float | None = None
    updates: int | None = None
