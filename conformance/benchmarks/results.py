"""The figures of a record: medians, and ratios to the plain listing in the same language."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from benchmarks.columns import COLUMNS, PLAIN

SMALLEST = 1_000_000  # bytes: a process grows by pages, and by more of them at once than it needs


class Results:
    """What a run measured. A figure that it does not have is None."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.cells = {(cell["workload"], cell["column"]): cell for cell in record["trainings"]}

    def workloads(self) -> list[str]:
        """Those that anything ran on."""
        return [name for name in self.record["workloads"] if any(name == workload for workload, _ in self.cells)]

    def missing(self) -> list[str]:
        """What a complete run has, and this one has not."""
        pairs = [(workload, column) for workload in self.record["workloads"] for column in COLUMNS]
        trainings = [f"{column} on {workload}" for workload, column in pairs if (workload, column) not in self.cells]
        return trainings + [name for name in ("imports", "predictions", "conformance") if not self.record[name]]

    def left_out(self, workload: str, column: str) -> str | None:
        """Why a contender did not run."""
        reason: str | None = self.cells.get((workload, column), {}).get("left_out")
        return reason

    def measured(self, workload: str, column: str) -> Mapping[str, Any] | None:
        """A cell with figures in it."""
        cell = self.cells.get((workload, column))
        return cell if cell is not None and "seconds" in cell else None

    def scale(self, workload: str, cell: Mapping[str, Any]) -> float:
        """What makes the time of the updates that a contender made into that of all."""
        updates: int = self.record["workloads"][workload]["updates"]
        return updates / float(cell["updates"])

    def seconds(self, workload: str, column: str) -> float | None:
        """The median time of a training."""
        cell = self.measured(workload, column)
        return None if cell is None else median(cell["seconds"]) * self.scale(workload, cell)

    def speed(self, workload: str, column: str) -> float | None:
        """How many times as fast as the plain listing in the same language: the median over rounds that timed both."""
        cell = self.measured(workload, column)
        if cell is None:
            return None
        pairs = zip(cell["plain_seconds"], cell["seconds"], strict=True)
        ratios = [float(plain / seconds) for plain, seconds in pairs]
        return median(ratios) / self.scale(workload, cell)

    def times_as_fast(self, workload: str, column: str, other: str) -> float | None:
        """How many times as fast as another contender; times of different rounds are compared by their medians."""
        if other == PLAIN[COLUMNS[column].language]:
            return self.speed(workload, column)
        own, others = self.seconds(workload, column), self.seconds(workload, other)
        return None if own is None or others is None else others / own

    def memory(self, workload: str, column: str) -> int | None:
        """By how many bytes the process grew in its first training."""
        cell = self.measured(workload, column)
        grown: int | None = None if cell is None else cell["memory"]
        return grown

    def memory_share(self, workload: str, column: str) -> float | None:
        """That as a share of X and two buffers of n x h numbers; None where these are too small to be seen."""
        grown = self.memory(workload, column)
        n, d, h, _ = self.record["workloads"][workload]["shape"]
        size = 8 * n * (d + 2 * h)
        return None if grown is None or size < SMALLEST else grown / size
