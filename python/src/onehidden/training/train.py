"""Training: epochs as a generator, and `train`, which drains it (SPEC.md, section 4)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy.typing as npt

from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import (
    NumberOverflowError,
    TrainingInterruptedWarning,
)
from onehidden.checks.values import check_count, check_flag
from onehidden.network.network import Network
from onehidden.training.compiled_epochs import can_do, compiled_runs
from onehidden.training.epochs import interpreted_runs
from onehidden.training.optimizers import Optimizer
from onehidden.training.plan import Plan
from onehidden.training.progress import progress_bar
from onehidden.training.reports import print_report
from onehidden.training.result import Epoch, Record, Run, TrainingResult
from onehidden.training.settings import MOST_EPOCHS, TrainingSettings, plan_training

STEPS_OF_A_BAR = 100


@refuse_unknown_arguments
def train(
    network: Network | TrainingResult,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    learning_rate: float | Callable[[int], float] = 0.1,
    epochs: int = 5000,
    batches: str | int | Sequence[npt.ArrayLike] = "full",
    arithmetic: str = "reproducible",
    report_every: int | None = None,
    report: Callable[[Epoch], object] = print_report,
    optimizer: str | Optimizer = "gradient_descent",
    weight_decay: float = 0.0,
    sample_weight: npt.ArrayLike | None = None,
    shuffle_seed: int | None = None,
    stream: str = "numpy",
    validation: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    patience: int | None = None,
    progress: bool = False,
    kernels: str | None = None,
) -> TrainingResult:
    """Train a network by gradient descent, or continue a training.

    Every update is step 12 with the gradients of the rows of one batch, w - (grad_w * learning_rate) unless another
    optimizer is chosen. Ctrl-C ends the training early: what was trained is returned, with a warning.

    Parameters
    ----------
    network : Network or TrainingResult
        Where to start; it is not changed. From what an earlier `train` gave the training continues: with the same other
        arguments, as if it had never stopped.
    X : array_like, n x d
        One row per sample.
    y : array_like, n x k, or a vector where k = 1
        The targets.
    learning_rate : float or callable
        How far each update goes, 0 or larger; or a function that gives it for an epoch, counted from 1.
    epochs : int
        How often to go through the batches; of a training that is continued, how often more.
    batches : {"full", "single"}, int or list of lists of int
        The rows of each update: all, each by itself in order, so many at a time, or as listed (rows count from 0, each
        at most once).
    arithmetic : {"reproducible", "blas"}
        Specified to the bit, or as fast as the library.
    report_every : int or None
        Call `report` for every epoch whose number is a multiple of this, beginning with 0. None: never.
    report : callable
        What is called, with the `Epoch`.
    optimizer : {"gradient_descent", "momentum", "nesterov", "adam"} or Optimizer
        How updates are made; `momentum`, `nesterov` and `adam` make one with settings of its own.
    weight_decay : float
        What is added to the gradient of each weight (not bias) is this times the weight. 0: nothing.
    sample_weight : array_like, length n, or None
        How much each sample counts, 0 or larger. None: each counts once.
    shuffle_seed : int or None
        Put the rows into a new order before each epoch, by the stream begun with this seed; `batches` then means
        positions in that order. None: never.
    stream : {"numpy", "pcg64", "r"}
        The stream of random numbers for that.
    validation : pair of array_like, or None
        X and y of rows that are kept apart: each state then has its loss on them.
    patience : int or None
        Stop when the validation loss has not become lower for so many epochs, and return the best network.
    progress : bool
        Show a progress bar, which needs the package tqdm.
    kernels : {"compiled", "interpreted"} or None
        What computes: compiled code, which is fast, or the code that there is to read; the bits are the same. None: the
        compiled one where it is there (see `info`).

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
        As `backward`, and with code invalid_learning_rate, invalid_count, invalid_batches, unknown_optimizer,
        incompatible_optimizer, out_of_range, unknown_stream, invalid_validation, missing_package, unknown_kernels or
        missing_kernels.

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
    settings = TrainingSettings(
        learning_rate=learning_rate,
        epochs=epochs,
        batches=batches,
        arithmetic=arithmetic,
        optimizer=optimizer,
        weight_decay=weight_decay,
        sample_weight=sample_weight,
        shuffle_seed=shuffle_seed,
        stream=stream,
        validation=validation,
        patience=patience,
        kernels=kernels,
    )
    return run_training(network, X, y, settings, report_every, report, progress)


@refuse_unknown_arguments
def training_epochs(
    network: Network | TrainingResult,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    learning_rate: float | Callable[[int], float] = 0.1,
    epochs: int = 5000,
    batches: str | int | Sequence[npt.ArrayLike] = "full",
    arithmetic: str = "reproducible",
    optimizer: str | Optimizer = "gradient_descent",
    weight_decay: float = 0.0,
    sample_weight: npt.ArrayLike | None = None,
    shuffle_seed: int | None = None,
    stream: str = "numpy",
    validation: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    kernels: str | None = None,
) -> Iterator[Epoch]:
    """Train epoch by epoch: the states before the first epoch and after each, computed as they are asked for.

    Parameters
    ----------
    network, X, y, learning_rate, epochs, batches, arithmetic
        As in `train`.
    optimizer, weight_decay, sample_weight, shuffle_seed, stream, validation, kernels
        As in `train`.

    Yields
    ------
    Epoch
        `epochs` + 1 of them: the number of the epoch, the network, its loss and its error on all rows, its loss on the
        rows for validation. The first is the last of the earlier training, if one is continued.

    Raises
    ------
    OneHiddenError
        As `train`.

    Notes
    -----
    SPEC.md 4.1 to 4.4, 4.9 to 4.17, 4.19.

    Examples
    --------
    >>> network = Network(None, None, wout=[[0.0]], bout=None)
    >>> [state.loss for state in training_epochs(network, [[1.0]], [[1.0]], learning_rate=0.0, epochs=1)]
    [0.125, 0.125]
    """
    settings = TrainingSettings(
        learning_rate=learning_rate,
        epochs=epochs,
        batches=batches,
        arithmetic=arithmetic,
        optimizer=optimizer,
        weight_decay=weight_decay,
        sample_weight=sample_weight,
        shuffle_seed=shuffle_seed,
        stream=stream,
        validation=validation,
        kernels=kernels,
    )
    start, plan = plan_training(network, X, y, settings)
    return (run.state for run in runs_of_training(start, plan, lambda epoch: epoch))


# ---- what both do ----------------------------------------------------------------------------------------------------


def run_training(
    network: Any,
    X: Any,
    y: Any,
    settings: TrainingSettings,
    report_every: Any = None,
    report: Callable[[Epoch], object] = print_report,
    progress: Any = False,
) -> TrainingResult:
    """Drain the runs of a training into its result."""
    start, plan = plan_training(network, X, y, settings)
    report_every = check_watching(report_every, progress)
    epochs = plan.last - start.epoch
    bar = progress_bar(progress, epochs)
    record = Record(network, plan.patience)
    try:
        for run in runs_of_training(start, plan, stops_of_training(epochs, report_every, plan.patience, progress)):
            record.add(run)
            bar.update(run.state)
            if report_every is not None and run.state.epoch % report_every == 0:
                report(run.state)
            if record.is_exhausted():
                break
    except KeyboardInterrupt:
        result = record.result(interrupted=True)
        message = f"training was interrupted after {result.epochs} epochs; the result so far is returned"
        warnings.warn(message, TrainingInterruptedWarning, stacklevel=4)
        return result
    except NumberOverflowError as error:
        error.result = record.result(interrupted=False)
        raise
    finally:
        bar.close()
    return record.result(interrupted=False)


def check_watching(report_every: Any, progress: Any) -> int | None:
    """Check the arguments that only watch a training; return how often to report."""
    every = None if report_every is None else check_count(report_every, "report_every", 1, MOST_EPOCHS)
    check_flag(progress, "progress")
    return every


def runs_of_training(start: Epoch, plan: Plan, next_stop: Callable[[int], int]) -> Iterator[Run]:
    """Yield the starting state and those after it; compiled kernels compute where they can, else the readable code."""
    if can_do(start.network, plan):
        return compiled_runs(start, plan, next_stop, interpreted_runs)
    return interpreted_runs(start, plan)


def stops_of_training(
    epochs: int, report_every: int | None, patience: int | None, progress: bool
) -> Callable[[int], int]:
    """A function that gives the next epoch, from a given one on, whose state is observed."""
    if patience is not None:
        return lambda epoch: epoch
    steps = [report_every] if report_every is not None else []
    if progress:
        steps.append(max(1, epochs // STEPS_OF_A_BAR))
    return lambda epoch: min((epoch + (-epoch) % step for step in steps), default=MOST_EPOCHS)
