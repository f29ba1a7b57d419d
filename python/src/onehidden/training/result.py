"""The states of a training, its result, and the record that collects them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np

from onehidden._display import Displayed
from onehidden._typing import Array
from onehidden.checks.refusals import number
from onehidden.network.network import Network
from onehidden.training.optimizers import OptimizerState


@dataclass(frozen=True, eq=False)
class Epoch:
    """The state of a training after `epoch` epochs.

    Attributes
    ----------
    epoch : int
        0 before the first epoch.
    network : Network
        The network as it is now.
    loss : float
        Its loss on all training rows; it may be infinite.
    error : numpy.ndarray, n x k
        y - output on all training rows.
    validation_loss : float or None
        Its loss on the validation rows, if there are any.
    optimizer : str
        The name of the optimizer.
    optimizer_state : dict
        What the optimizer keeps for each parameter.
    """

    epoch: int
    network: Network
    loss: float
    error: Array
    validation_loss: float | None = None
    optimizer: str = "gradient_descent"
    optimizer_state: OptimizerState = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Run:
    """A run of consecutive epochs: the losses of all their states, and the last state.

    Attributes
    ----------
    losses, validation_losses : numpy.ndarray
        The losses of the states since the previous run; the second is None without validation rows.
    state : Epoch
        The last of these states.
    """

    losses: Array
    validation_losses: Array | None
    state: Epoch


@dataclass(frozen=True, eq=False)
class TrainingResult(Displayed):
    """The result of a training, which `train` can continue.

    Attributes
    ----------
    network : Network
        The network after the last complete epoch; with `patience`, the best network.
    history : numpy.ndarray
        The loss on all training rows before the first epoch and after each epoch.
    epochs : int
        The number of completed epochs.
    interrupted : bool
        Whether Ctrl-C ended it early.
    validation_history : numpy.ndarray
        The loss on the validation rows, of the same states; empty without such rows.
    last, best : Epoch or None
        The last complete state, where the training can continue; with `patience`, the first state with the lowest
        validation loss.
    best_epoch : int or None
        The epoch of the best state.
    """

    network: Network
    history: Array
    epochs: int
    interrupted: bool
    validation_history: Array
    last: Epoch | None
    best: Epoch | None

    @property
    def best_epoch(self) -> int | None:
        """The epoch of the best state; None without patience."""
        return None if self.best is None else self.best.epoch

    def __repr__(self) -> str:
        loss = f", loss {number(self.history[-1])}" if len(self.history) else ""
        best = "" if self.best_epoch is None else f", best after {self.best_epoch}"
        early = ", interrupted" if self.interrupted else ""
        return f"training of {self.epochs} epochs{early}{best}{loss}: {self.network!r}"


class Record:
    """What a training has collected so far.

    Attributes
    ----------
    start : Network
        The network that was given.
    patience : int or None
        See `train`.
    losses, validation_losses : array
        Those of every state, NaN where there are none; an interrupt may leave them longer than `last` says.
    last, best : Epoch or None
        The last complete state, and with patience the best one.
    """

    def __init__(self, start: Network | TrainingResult, patience: int | None) -> None:
        self.patience = patience
        self.losses, self.validation_losses = array("d"), array("d")
        self.last: Epoch | None = None
        self.best: Epoch | None = None
        if isinstance(start, TrainingResult):
            # The earlier training's last state is left out: this training begins with it.
            unvalidated = np.full(len(start.history) - len(start.validation_history), np.nan)
            self.losses.extend(start.history[:-1])
            self.validation_losses.extend(np.concatenate([unvalidated, start.validation_history])[:-1])
            self.last, self.best = start.last, None if patience is None else start.best
        self.start = start.network if isinstance(start, TrainingResult) else start

    def add(self, run: Run) -> None:
        """Add a run. With patience, each state is a run of its own."""
        none = np.full(len(run.losses), np.nan) if run.validation_losses is None else run.validation_losses
        self.losses.frombytes(run.losses.tobytes())
        self.validation_losses.frombytes(none.tobytes())
        state = run.state
        better = self.patience is not None and is_better(state, self.best)
        self.last, self.best = state, state if better else self.best

    def is_exhausted(self) -> bool:
        """Whether `patience` epochs have passed since the best state."""
        if self.patience is None or self.last is None or self.best is None:
            return False
        return self.last.epoch - self.best.epoch >= self.patience

    def result(self, interrupted: bool) -> TrainingResult:
        """Make the result from the last complete state or the best one, or from the given network if there is none."""
        last, best = self.last, self.best
        if last is None:
            return TrainingResult(self.start, np.array([]), 0, interrupted, np.array([]), None, None)
        states = last.epoch + 1
        validation_losses = np.array(self.validation_losses[:states])
        return TrainingResult(
            network=last.network if best is None else best.network,
            history=np.array(self.losses[:states]),
            epochs=last.epoch,
            interrupted=interrupted,
            validation_history=validation_losses[~np.isnan(validation_losses)],
            last=last,
            best=best,
        )


def is_better(state: Epoch, best: Epoch | None) -> bool:
    """Whether a state has a lower validation loss than the best one so far, if there is one."""
    return best is None or state.validation_loss < best.validation_loss  # type: ignore[operator]
