"""What is trained: six networks. All trainings go through all rows at once, from the same first weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

import onehidden
import onehidden.streams

Array = npt.NDArray[np.float64]
PARAMETERS = ("wh", "bh", "wout", "bout")


@dataclass(frozen=True)
class Workload:
    """A network and its training; nothing is read or drawn before it is asked for."""

    name: str
    data: Callable[[], tuple[Array, Array]]
    hidden: int
    updates: int
    learning_rate: float  # small enough for an identity output too, which scikit-learn has
    initialization: str = "glorot"

    @cached_property
    def samples(self) -> tuple[Array, Array]:
        """X and y."""
        return self.data()

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """n, d, h and k."""
        X, y = self.samples
        return (*X.shape, self.hidden, y.shape[1])

    def network(self, output_activation: str = "sigmoid") -> onehidden.Network:
        """First weights, which are the same for every output activation."""
        _, d, h, k = self.shape
        return onehidden.initial_network(
            d, h, k, seed=42, initialization=self.initialization, output_activation=output_activation
        )

    @property
    def problem(self) -> Problem:
        """What a contender is given."""
        network = self.network()
        weights = {name: np.array(getattr(network, name)) for name in PARAMETERS}
        return Problem(*self.samples, **weights, learning_rate=self.learning_rate, updates=self.updates)


@dataclass(frozen=True)
class Problem:
    """Samples, first weights, and how to train."""

    X: Array
    y: Array
    wh: Array
    bh: Array
    wout: Array
    bout: Array
    learning_rate: float
    updates: int

    def write(self, folder: Path) -> None:
        """Write it for R: the bytes of each array, column by column, and what else there is as JSON."""
        arrays = {name: getattr(self, name) for name in ("X", "y", *PARAMETERS)}
        for name, array in arrays.items():
            (folder / name).write_bytes(array.astype("<f8").tobytes(order="F"))
        shapes = {name: array.shape for name, array in arrays.items()}
        rest = {"learning_rate": self.learning_rate, "updates": self.updates}
        (folder / "problem.json").write_text(json.dumps({"shapes": shapes, **rest}), encoding="utf-8")


def article() -> tuple[Array, Array]:
    """The three samples of the article."""
    X = np.array([[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    return X, np.array([[1.0], [1.0], [0.0]])


def classes_of(name: str) -> tuple[Array, Array]:
    """A data set that comes with the package, and a column for each class."""
    data = onehidden.load_dataset(name)
    return data.X, (data.y[:, None] == data.classes).astype(float)


def drawn(n: int, d: int, k: int) -> tuple[Array, Array]:
    """Uniform features; the targets tell which of the first k is the largest, or for k = 1 whether it is above 1/2."""
    X = onehidden.streams.uniforms(1, n * d).reshape(n, d)
    y = X[:, :1] > 0.5 if k == 1 else X[:, :k] == X[:, :k].max(axis=1, keepdims=True)
    return X, y.astype(float)


WORKLOADS = {
    workload.name: workload
    for workload in (
        Workload("article", article, 3, 5000, 0.1, "article_python"),
        Workload("iris", lambda: classes_of("iris"), 10, 1000, 0.001),
        Workload("digits-32", lambda: classes_of("digits"), 32, 50, 1e-5),
        Workload("digits-128", lambda: classes_of("digits"), 128, 20, 1e-5),
        Workload("tall", lambda: drawn(100_000, 20, 1), 16, 5, 1e-6),
        Workload("wide", lambda: drawn(10_000, 100, 10), 256, 3, 1e-6),
    )
}
