"""The plan of a training: its data and checked settings, as one object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.training.batches import Rows, Samples
from onehidden.training.optimizers import Optimizer


@dataclass(frozen=True)
class Plan:
    """What every epoch needs: the data and the checked settings.

    Attributes
    ----------
    samples, validation : Samples
        The rows to train on, and those to validate on or None.
    last : int
        The number of the last epoch.
    learning_rate : float or callable
        The rate, or a function that gives it for an epoch.
    batches : callable
        The rows of each update of an epoch; None stands for all rows in their order.
    parts : callable
        The samples of each update of an epoch, likewise.
    reshuffles : bool
        Whether the batches differ from epoch to epoch.
    kernels : {"compiled", "interpreted"}
        Which code computes.
    """

    samples: Samples
    validation: Samples | None
    last: int
    learning_rate: float | Callable[[int], float]
    batches: Callable[[int], list[Rows] | None]
    parts: Callable[[int], list[Samples] | None]
    reshuffles: bool
    optimizer: Optimizer
    weight_decay: float
    patience: int | None
    arithmetic: Arithmetic
    kernels: str

    def rate(self, epoch: int) -> float:
        """The learning rate of an epoch."""
        return self.learning_rate(epoch) if callable(self.learning_rate) else self.learning_rate
