"""Matrices read or written in the wrong order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.mistakes.forward import ColumnMajorWeights
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle import FORWARD, NetworkValues


def by_column(A: Any) -> Any:
    """A matrix whose numbers were laid in row by row, and read column by column."""
    return np.array(A).ravel().reshape(np.shape(A), order="F").tolist()


def back(A: Any) -> Any:
    """The inverse."""
    return np.array(A).ravel(order="F").reshape(np.shape(A)).tolist()


class WeightsReadByColumn(ColumnMajorWeights):
    """Read by column, and shown as they are."""

    form = "read by column, and shown as they are"
    read: ClassVar[tuple[str, ...]] = ("wh", "wout")

    def product(self, A: Matrix, B: Matrix) -> Matrix:
        """Right."""
        return Mistake.product(self, A, B)

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Read first."""
        wrong = {name: by_column(w) for name in self.read if (w := getattr(network, name)) is not None}
        return Mistake.step(self, replace(network, **wrong), X, y, learning_rate, sample_weight)


class WeightsReadAndWrittenByColumn(WeightsReadByColumn):
    """Read and written by column."""

    form = "read and written by column"

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Write as they were read."""
        steps = super().step(network, X, y, learning_rate, sample_weight)
        written = {f"{prefix}_{name}" for prefix in ("grad", "updated") for name in self.read}
        return {name: back(value) if name in written else value for name, value in steps.items()}


class HiddenWeightsByColumn(WeightsReadByColumn):
    """Only wh."""

    form = "only `wh`"
    read = ("wh",)


class OutputWeightsByColumn(WeightsReadByColumn):
    """Only wout."""

    form = "only `wout`"
    read = ("wout",)


class SamplesReadByColumn(Mistake):
    """X was read column by column, and it is written row by row.

    Each row is a sample: say `byrow = TRUE` in R, `order="C"` in NumPy.
    """

    name = "column-major-samples"
    steps = ("hidden_layer_input", "output_layer_input", "output", "grad_wout")
    targets = False

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Read first."""
        return super().step(network, by_column(X), by_column(y) if self.targets else y, learning_rate, sample_weight)


class DataReadByColumn(SamplesReadByColumn):
    """X and y."""

    form = "and y"
    targets = True


class TargetsReadByColumn(Mistake):
    """y was read column by column, and it is written row by row."""

    name = "column-major-targets"
    steps = ("error", "loss")

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Read first."""
        return super().step(network, X, by_column(y), learning_rate, sample_weight)


class ResultsWrittenByColumn(Mistake):
    """The results are right and were written column by column: the shape is right, and the numbers are in wrong places.

    R and Fortran keep matrices by columns: transpose before the numbers are listed.
    """

    name = "column-major-results"
    steps = (*FORWARD, "error", "grad_wout", "grad_wh", "updated_wh", "updated_wout")
    written: ClassVar[tuple[str, ...]] = ()

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Write at the end."""
        steps = super().step(network, X, y, learning_rate, sample_weight)
        return {
            name: back(value) if np.ndim(value) == 2 and (not self.written or name in self.written) else value
            for name, value in steps.items()
        }


class WeightsWrittenByColumn(ResultsWrittenByColumn):
    """Only weights."""

    form = "only weights"
    written = ("grad_wh", "grad_wout", "updated_wh", "updated_wout")


class OutputWrittenByColumn(ResultsWrittenByColumn):
    """Only the output."""

    form = "only the output"
    written = ("output",)
