"""What a training goes through and what it gives: its states, its result, and the record in between."""

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
        Its loss on all rows; it may be infinite.
    error : numpy.ndarray, n x k
        y - output on all rows.
    validation_loss : float or None
        Its loss on the rows for validation, if there are any.
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
    """Some epochs of a training: the losses of all their states, and the last one.

    Attributes
    ----------
    losses, validation_losses : numpy.ndarray
        Of the states since the run before; the second is None where there are no rows for validation.
    state : Epoch
        The last of these.
    """

    losses: Array
    validation_losses: Array | None
    state: Epoch


@dataclass(frozen=True, eq=False)
class TrainingResult(Displayed):
    """What a training gives; `train` can continue it.

    Attributes
    ----------
    network : Network
        The network after the last complete epoch; with `patience` the best one.
    history : numpy.ndarray
        The loss on all rows before the first epoch and after each.
    epochs : int
        How many epochs were completed.
    interrupted : bool
        Whether Ctrl-C ended it early.
    validation_history : numpy.ndarray
        The loss on the rows for validation, of the same states; empty without such rows.
    last, best : Epoch or None
        The last complete state, from which the training can continue; with `patience`, the first state with the lowest
        validation loss.
    best_epoch : int or None
        The number of the best state.
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
        """The number of the best state."""
        return None if self.best is None else self.best.epoch

    def __repr__(self) -> str:
        loss = f", loss {number(self.history[-1])}" if len(self.history) else ""
        best = "" if self.best_epoch is None else f", best after {self.best_epoch}"
        early = ", interrupted" if self.interrupted else ""
        return f"training of {self.epochs} epochs{early}{best}{loss}: {self.network!r}"


class Record:
    """What a training has gathered so far.

    Attributes
    ----------
    start : Network
        The network as it was given.
    patience : int or None
        See `train`.
    losses, validation_losses : array
        Those of every state, NaN where there are none; an interrupt may come after them and before `last`.
    last, best : Epoch or None
        The last complete state, and with patience the best one.
    """

    def __init__(self, start: Network | TrainingResult, patience: int | None) -> None:
        self.patience = patience
        self.losses, self.validation_losses = array("d"), array("d")
        self.last: Epoch | None = None
        self.best: Epoch | None = None
        if isinstance(start, TrainingResult):
            # Of what the earlier training gathered the last state is left out: this one begins with it.
            unvalidated = np.full(len(start.history) - len(start.validation_history), np.nan)
            self.losses.extend(start.history[:-1])
            self.validation_losses.extend(np.concatenate([unvalidated, start.validation_history])[:-1])
            self.last, self.best = start.last, None if patience is None else start.best
        self.start = start.network if isinstance(start, TrainingResult) else start

    def add(self, run: Run) -> None:
        """Add what a run brought. With patience, each state is a run of its own."""
        none = np.full(len(run.losses), np.nan) if run.validation_losses is None else run.validation_losses
        self.losses.frombytes(run.losses.tobytes())
        self.validation_losses.frombytes(none.tobytes())
        state = run.state
        better = self.patience is not None and is_better(state, self.best)
        self.last, self.best = state, state if better else self.best

    def is_exhausted(self) -> bool:
        """Tell whether the best state lies so many epochs back that patience is at its end."""
        if self.patience is None or self.last is None or self.best is None:
            return False
        return self.last.epoch - self.best.epoch >= self.patience

    def result(self, interrupted: bool) -> TrainingResult:
        """Collect the last complete state, or the best one; without any, the network as it was given."""
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
    """Tell whether the validation loss has become lower; before the first state there is none."""
    return best is None or state.validation_loss < best.validation_loss  # type: ignore[operator]
