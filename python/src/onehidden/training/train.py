"""Training: `training_epochs` yields states, `train` drains them into a result (SPEC.md, section 4)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy.typing as npt

from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import NumberOverflowError, TrainingInterruptedWarning
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

    Every update is step 12 with the gradients of one batch, w - (grad_w * learning_rate) unless another optimizer is
    chosen. Ctrl-C ends the training early: the result so far is returned, with a warning.

    Parameters
    ----------
    network : Network or TrainingResult
        Where to start; it is not changed. The result of an earlier `train` continues that training: with the same other
        arguments, as if it had never stopped.
    X : array_like, n x d
        One row per sample.
    y : array_like, n x k, or a vector where k = 1
        The targets.
    learning_rate : float or callable
        The learning rate, 0 or larger; or a function that returns it for an epoch, counted from 1.
    epochs : int
        The number of passes through the batches; for a continued training, of further passes.
    batches : {"full", "single"}, int or list of lists of int
        The rows of each update: all rows, single rows in order, this many rows, or as listed (rows count from 0, each
        at most once).
    arithmetic : {"reproducible", "blas"}
        Reproducible bits, or BLAS for speed.
    report_every : int or None
        Call `report` for epoch 0 and every multiple of this number. None: never.
    report : callable
        The function to call with the `Epoch`.
    optimizer : {"gradient_descent", "momentum", "nesterov", "adam"} or Optimizer
        The optimizer: a name, or the result of `momentum`, `nesterov` or `adam` with other settings.
    weight_decay : float
        This times the weight is added to the gradient of each weight, but not of a bias. 0: nothing.
    sample_weight : array_like, length n, or None
        The weight of each sample, 0 or larger. None: every weight is 1.
    shuffle_seed : int or None
        The seed of a stream that reorders the rows before each epoch; `batches` then means positions in that order.
        None: never.
    stream : {"numpy", "pcg64", "r"}
        The stream for that.
    validation : pair of array_like, or None
        X and y of validation rows, which are not trained on: each state then has a validation loss.
    patience : int or None
        Stop when the validation loss has not improved for this many epochs, and return the best network.
    progress : bool
        Show a progress bar, which requires the package tqdm.
    kernels : {"compiled", "interpreted"} or None
        Which code computes reproducible arithmetic: compiled, or the readable, interpreted code; the bits are the
        same. None: compiled where available (see `info`).

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
    >>> from onehidden import initial_network, predict
    >>> X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> result = train(initial_network(2, 3, 1, seed=1), X, y=[0, 1, 1, 0], learning_rate=2.0, epochs=2000)
    >>> predict(result.network, X).round(2)
    array([[0.02],
           [0.98],
           [0.98],
           [0.02]])
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
    """Train epoch by epoch: yield the states before the first epoch and after each, computed on demand.

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
        validation rows. If a training is continued, the first state is the last one of the earlier training.

    Raises
    ------
    OneHiddenError
        As `train`.

    Notes
    -----
    SPEC.md 4.1 to 4.4, 4.9 to 4.17, 4.19.

    Examples
    --------
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> [round(state.loss, 3) for state in training_epochs(network, [[0.0]], [[1.0]], learning_rate=1.0, epochs=2)]
    [0.125, 0.101, 0.082]
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


# ---- what both share -------------------------------------------------------------------------------------------------


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
    if can_do(plan):
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
