"""Training by gradient descent: epochs as a generator, and `train`, which drains it (SPEC.md, section 4)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.arithmetic import Arithmetic, arithmetic_named
from onehidden.errors import NumberOverflowError, TrainingInterruptedWarning
from onehidden.interface import check_network, checked_steps, checked_update
from onehidden.network import Network
from onehidden.steps import Steps, backward_pass, error_pass, forward_pass, gradient_step
from onehidden.validation import (
    check_arithmetic,
    check_batches,
    check_count,
    check_learning_rate,
    check_matrix,
    check_samples,
    check_targets,
    number,
    refuse_unknown_arguments,
)

MOST_EPOCHS = 2**31 - 1  # what R's integers hold


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
    """

    epoch: int
    network: Network
    loss: float
    error: Array


@dataclass(frozen=True, eq=False)
class TrainingResult:
    """What a training gives.

    Attributes
    ----------
    network : Network
        The network after the last complete epoch.
    history : numpy.ndarray
        The loss on all rows before the first epoch and after each.
    epochs : int
        How many epochs were completed.
    interrupted : bool
        Whether Ctrl-C ended it early.
    """

    network: Network
    history: Array
    epochs: int
    interrupted: bool

    def __repr__(self) -> str:
        loss = f", loss {number(self.history[-1])}" if len(self.history) else ""
        early = ", interrupted" if self.interrupted else ""
        return f"training of {self.epochs} epochs{early}{loss}: {self.network!r}"


@refuse_unknown_arguments
def mean_absolute_error(error: npt.ArrayLike) -> float:
    """Compute total(|error|) / (n * k), the log's progress report.

    Parameters
    ----------
    error : array_like, n x k
        Step 5, y - output.

    Returns
    -------
    float
        In the units of `y`, in reproducible arithmetic.

    Raises
    ------
    OneHiddenError
        With code not_numeric, not_finite, wrong_dimensions or empty.

    Notes
    -----
    SPEC.md 4.5.

    Examples
    --------
    >>> mean_absolute_error([[0.5], [-0.25]])
    0.375
    """
    error = check_matrix(error, "error")
    with np.errstate(over="ignore"):  # a sum that is too large is infinite, and told so
        return arithmetic_named("reproducible").total(np.abs(error)) / error.size


@refuse_unknown_arguments
def print_report(epoch: Epoch) -> None:
    """Print the number of the epoch, the loss and the mean absolute error in one line.

    Parameters
    ----------
    epoch : Epoch
        A state of a training.

    Examples
    --------
    >>> print_report(Epoch(0, Network(None, None, [[1.0]], None), loss=0.25, error=np.array([[0.5]])))
    epoch 0: loss 0.25, mean absolute error 0.5
    """
    mean_error = number(mean_absolute_error(epoch.error))
    print(f"epoch {epoch.epoch}: loss {number(epoch.loss)}, mean absolute error {mean_error}")


@refuse_unknown_arguments
def train(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    learning_rate: float = 0.1,
    epochs: int = 5000,
    batches: str | Sequence[npt.ArrayLike] = "full",
    arithmetic: str = "reproducible",
    report_every: int | None = None,
    report: Callable[[Epoch], object] = print_report,
) -> TrainingResult:
    """Train a network by gradient descent.

    Every update is w - (grad_w * learning_rate) with the gradients of the rows of one batch. Ctrl-C ends the training
    early: what was trained is returned, with a warning.

    Parameters
    ----------
    network : Network
        Where to start; it is not changed.
    X : array_like, n x d
        One row per sample.
    y : array_like, n x k, or a vector where k = 1
        The targets.
    learning_rate : float
        How far each update goes, 0 or larger.
    epochs : int
        How often to go through the batches.
    batches : {"full", "single"} or list of lists of int
        The rows of each update: all, each by itself in order, or as listed (rows count from 0, each at most once).
    arithmetic : {"reproducible", "blas"}
        Specified to the bit, or as fast as the library.
    report_every : int or None
        Call `report` for every epoch whose number is a multiple of this, beginning with 0. None: never.
    report : callable
        What is called, with the `Epoch`.

    Returns
    -------
    TrainingResult
        The network, the history of losses, the number of epochs, and whether it was interrupted.

    Raises
    ------
    NumberOverflowError
        Where a value becomes too large; with `.step`, `.epoch` and, in `.result`, the last finite network and its
        history.
    OneHiddenError
        As `backward`, and with code invalid_learning_rate, invalid_count or invalid_batches.

    Warns
    -----
    TrainingInterruptedWarning
        After Ctrl-C.

    Notes
    -----
    SPEC.md, section 4.

    Examples
    --------
    >>> network = Network(None, None, wout=[[0.0]], bout=[0.0])
    >>> result = train(network, X=[[0.0], [1.0]], y=[0.0, 1.0], learning_rate=1.0, epochs=100)
    >>> len(result.history), bool(result.history[-1] < result.history[0])
    (101, True)
    """
    states = training_epochs(network, X, y, learning_rate, epochs, batches, arithmetic)
    if report_every is not None:
        report_every = check_count(report_every, "report_every", 1, MOST_EPOCHS)
    state, history = None, []
    try:
        for state in states:
            history.append(state.loss)
            if report_every is not None and state.epoch % report_every == 0:
                report(state)
    except KeyboardInterrupt:
        result = training_result(network, state, history, interrupted=True)
        message = f"training was interrupted after {result.epochs} epochs; what was trained is returned"
        warnings.warn(message, TrainingInterruptedWarning, stacklevel=3)
        return result
    except NumberOverflowError as error:
        error.result = training_result(network, state, history, interrupted=False)
        raise
    return training_result(network, state, history, interrupted=False)


def training_result(network: Network, state: Epoch | None, history: list[float], interrupted: bool) -> TrainingResult:
    """Collect the last complete state; without any, the network as it was given."""
    if state is None:
        return TrainingResult(network, np.array([]), 0, interrupted)
    losses = [
        *history[: state.epoch],
        state.loss,
    ]  # an interrupt may come before the last loss is in the history
    return TrainingResult(state.network, np.array(losses), state.epoch, interrupted)


@refuse_unknown_arguments
def training_epochs(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    learning_rate: float = 0.1,
    epochs: int = 5000,
    batches: str | Sequence[npt.ArrayLike] = "full",
    arithmetic: str = "reproducible",
) -> Iterator[Epoch]:
    """Train epoch by epoch: the states before the first epoch and after each, computed as they are asked for.

    Parameters
    ----------
    network, X, y, learning_rate, epochs, batches, arithmetic
        As in `train`.

    Yields
    ------
    Epoch
        `epochs` + 1 of them: the number of the epoch, the network, its loss and its error on all rows.

    Raises
    ------
    OneHiddenError
        As `train`.

    Notes
    -----
    SPEC.md 4.1 to 4.4.

    Examples
    --------
    >>> network = Network(None, None, wout=[[0.0]], bout=None)
    >>> [state.loss for state in training_epochs(network, [[1.0]], [[1.0]], learning_rate=0.0, epochs=1)]
    [0.125, 0.125]
    """
    check_network(network)
    check_arithmetic(arithmetic)
    X = check_samples(X, network.n_features)
    y = check_targets(y, len(X), network.n_outputs, network.output_activation)
    learning_rate = check_learning_rate(learning_rate)
    epochs = check_count(epochs, "epochs", 0, MOST_EPOCHS)
    rows_of_batches = check_batches(batches, len(X))
    parts = None if rows_of_batches is None else [(X[rows], y[rows]) for rows in rows_of_batches]
    return states_of_training(network, X, y, learning_rate, epochs, parts, arithmetic_named(arithmetic))


def states_of_training(
    network: Network,
    X: Array,
    y: Array,
    learning_rate: float,
    epochs: int,
    parts: list[tuple[Array, Array]] | None,
    arithmetic: Arithmetic,
) -> Iterator[Epoch]:
    """Yield the states 0 to `epochs`; `parts` are the samples of each update, None for all in one."""
    epoch = 0
    try:
        steps = evaluated(network, X, y, arithmetic)
        yield Epoch(0, network, steps["loss"], steps["error"])
        for epoch in range(1, epochs + 1):
            network = trained_once(network, X, steps, learning_rate, parts, arithmetic)
            steps = evaluated(network, X, y, arithmetic)
            yield Epoch(epoch, network, steps["loss"], steps["error"])
    except NumberOverflowError as error:
        error.epoch = epoch
        error.args = (f"In epoch {epoch}: {error}",)
        raise


def trained_once(
    network: Network,
    X: Array,
    steps: Steps,
    learning_rate: float,
    parts: list[tuple[Array, Array]] | None,
    arithmetic: Arithmetic,
) -> Network:
    """The network after one update for each of the parts; `steps` are those of all rows."""
    if parts is None:  # the evaluation was the forward pass of this update
        return descended(network, X, steps, learning_rate, arithmetic)
    for X_part, y_part in parts:
        steps = evaluated(network, X_part, y_part, arithmetic)
        network = descended(network, X_part, steps, learning_rate, arithmetic)
    return network


def evaluated(network: Network, X: Array, y: Array, arithmetic: Arithmetic) -> Steps:
    """Steps 2 to 5, refused where one is not finite; activations are finite where their inputs are."""
    with np.errstate(all="ignore"):
        steps = error_pass(network, y, forward_pass(network, X, arithmetic), arithmetic)
    inputs = (steps.get("hidden_layer_input"), steps["output_layer_input"], steps["error"])
    return steps if all_finite(*inputs) else checked_steps(steps)


def descended(network: Network, X: Array, steps: Steps, learning_rate: float, arithmetic: Arithmetic) -> Network:
    """Steps 6 to 12, refused where one is not finite; whatever is not, reaches a parameter, since 0 times it is NaN."""
    with np.errstate(all="ignore"):
        steps = backward_pass(network, X, steps, arithmetic)
        new = gradient_step(network, steps, learning_rate)
    if not all_finite(new.wh, new.bh, new.wout, new.bout):
        checked_steps(steps)
        checked_update(new)
    return new


def all_finite(*arrays: Array | None) -> bool:
    """Tell whether there is neither NaN nor infinity in any of the arrays that are there."""
    return all(array is None or bool(np.isfinite(array).all()) for array in arrays)
