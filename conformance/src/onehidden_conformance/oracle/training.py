"""Training: batches, epochs, validation and patience (SPEC section 4)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

from onehidden_conformance.numbers.tensors import Matrix, Value, Vector, flat
from onehidden_conformance.oracle.drawing import Drawing, order_of
from onehidden_conformance.oracle.network import FORWARD, STEPS, NetworkValues, updated_network
from onehidden_conformance.oracle.optimizers import Memory, Optimizer, Optimizers, memory_not_finite
from onehidden_conformance.oracle.steps import start

Batches = str | int | list[list[int]]
Rate = float | Vector
"""A learning rate, or one for each epoch."""


class State(NamedTuple):
    """The state of one epoch of a training (4.4)."""

    network: NetworkValues
    error: Matrix
    loss: float


@dataclass(frozen=True)
class Settings:
    """Settings besides the network and the rows (4.1 to 4.19).

    `stops` are epochs after which the training ends and is continued: that changes nothing (4.19).
    """

    learning_rate: Rate = 0.1
    epochs: int = 1
    batches: Batches = "full"
    optimizer: Optimizer = field(default_factory=Optimizer)
    weight_decay: float = 0.0
    sample_weight: Vector | None = None
    shuffle_seed: int | None = None
    stream: str = "numpy"
    validation: tuple[Matrix, Matrix] | None = None
    patience: int | None = None
    stops: Sequence[int] = ()


def settings_of(told: Mapping[str, Any]) -> Settings:
    """Settings from the arguments of a training: arrays, an optimizer with its settings, a pair for validation."""
    lists = {name: value.tolist() if hasattr(value, "tolist") else value for name, value in told.items()}
    if "optimizer" in lists:
        lists["optimizer"] = Optimizer(lists["optimizer"].name, **lists["optimizer"].settings)
    if "validation" in lists:
        lists["validation"] = (lists["validation"].X.tolist(), lists["validation"].y.tolist())
    return Settings(**lists)


@dataclass
class Training:
    """What a training leaves behind: its states, and the digest after every update.

    `best` is the number of the state with the lowest validation loss, `restores` whether its network is the result.
    """

    states: list[State] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    validation_history: list[float] = field(default_factory=list)
    best: int | None = None
    restores: bool = False
    memory: Memory = field(default_factory=dict)

    @property
    def history(self) -> list[float]:
        """The losses of the states."""
        return [state.loss for state in self.states]

    @property
    def network(self) -> NetworkValues:
        """The network that the training results in (4.18)."""
        best = self.best if self.restores and self.best is not None else -1
        return self.states[best].network


class Overflow(Exception):  # noqa: N818 - the word of SPEC 4.6
    """A step is not finite (4.6)."""

    def __init__(self, step: str, epoch: int, training: Training) -> None:
        super().__init__(f"{step} is not finite in epoch {epoch}")
        self.step, self.epoch, self.training = step, epoch, training


class Trainings(Optimizers, Drawing):
    """Trainings. The small methods are what mistakes get wrong."""

    def train(self, network: NetworkValues, X: Matrix, y: Matrix, settings: Settings) -> Training:
        """Train for so many epochs, or until patience ends."""
        training = Training(restores=settings.patience is not None)
        for epoch in range(settings.epochs + 1):
            if epoch - 1 in settings.stops:
                network = self.continued(training, network)
            for rows in self.rows_of_epoch(len(X), epoch, settings) if epoch > 0 else []:
                steps = self.run(STEPS, self.batch(rows, network, X, y, epoch, settings, training.memory))
                refuse(first_not_finite({**steps, **memory_not_finite(training.memory)}), epoch, training)
                network = updated_network(network, steps)
                training.digests.append(network.digest())
            self.add_state(training, network, X, y, epoch, settings)
            if self.has_ended(training, settings):
                break
        return training

    def batch(
        self,
        rows: list[int],
        network: NetworkValues,
        X: Matrix,
        y: Matrix,
        epoch: int,
        settings: Settings,
        memory: Memory,
    ) -> SimpleNamespace:
        """What goes into one update (4.2)."""
        weights = settings.sample_weight
        return start(
            network,
            [X[row] for row in rows],
            [y[row] for row in rows],
            self.rate(settings.learning_rate, epoch),
            sample_weight=None if weights is None else [weights[row] for row in rows],
            optimizer=settings.optimizer,
            weight_decay=settings.weight_decay,
            memory=memory,
        )

    def state(
        self, network: NetworkValues, X: Matrix, y: Matrix, sample_weight: Vector | None = None
    ) -> tuple[State, str | None]:
        """Evaluate a network on all rows (4.4), and name the first step that is not finite."""
        steps = self.run((*FORWARD, "error", "loss"), start(network, X, y, sample_weight=sample_weight))
        return State(network, steps["error"], steps["loss"]), first_not_finite(steps)  # type: ignore[arg-type]

    def add_state(
        self, training: Training, network: NetworkValues, X: Matrix, y: Matrix, epoch: int, settings: Settings
    ) -> None:
        """Add a state, its validation loss (4.17), and whether it is the best (4.18)."""
        state, culprit = self.state(network, X, y, settings.sample_weight)
        refuse(culprit, epoch, training)
        if settings.validation is not None:
            validation, culprit = self.state(network, *settings.validation)
            refuse(culprit, epoch, training)
            training.validation_history.append(validation.loss)
            if training.best is None or self.is_better(validation.loss, training.validation_history[training.best]):
                training.best = epoch
        training.states.append(state)

    def rate(self, learning_rate: Rate, epoch: int) -> float:
        """The learning rate of an epoch (4.11)."""
        return learning_rate[epoch - 1] if isinstance(learning_rate, list) else learning_rate

    def rows_of_epoch(self, n: int, epoch: int, settings: Settings) -> list[list[int]]:
        """The rows of every update of an epoch (4.1, 4.9, 4.10)."""
        positions = rows_of_batches(settings.batches, n)
        if settings.shuffle_seed is None:
            return positions
        order = self.order(n, epoch, settings.shuffle_seed, settings.stream)
        return [[order[position] for position in batch] for batch in positions]

    def order(self, n: int, epoch: int, seed: int, stream: str) -> list[int]:
        """The order of the rows in an epoch (4.10)."""
        return order_of(self.uniforms(seed, epoch * n, stream)[(epoch - 1) * n :])

    def is_better(self, loss: float, lowest: float) -> bool:
        """Whether a validation loss is lower than the lowest so far (4.18)."""
        return loss < lowest

    def has_ended(self, training: Training, settings: Settings) -> bool:
        """Whether patience has ended after the last state (4.18)."""
        if settings.patience is None or training.best is None:
            return False
        return len(training.states) - 1 >= training.best + settings.patience

    def continued(self, training: Training, network: NetworkValues) -> NetworkValues:
        """Stop and go on: with the last state, and all that the training has kept (4.19)."""
        del training
        return network


def first_not_finite(steps: dict[str, Value]) -> str | None:
    """Name the first step, the loss apart, that holds an infinity or NaN (4.6)."""
    for name in STEPS:
        if name in steps and name != "loss" and not all(map(math.isfinite, flat(steps[name]))):
            return name
    return None


def refuse(culprit: str | None, epoch: int, training: Training) -> None:
    """Stop the training if a step is not finite (4.6)."""
    if culprit is not None:
        raise Overflow(culprit, epoch, training)


def rows_of_batches(batches: Any, n: int) -> list[list[int]]:
    """Rows of every update of an epoch (4.1, 4.9)."""
    if batches == "full":
        return [list(range(n))]
    if batches == "single":
        return [[row] for row in range(n)]
    if isinstance(batches, int):
        return [list(range(first, min(first + batches, n))) for first in range(0, n, batches)]
    rows: list[list[int]] = batches
    return rows
