"""Runs of epochs by the compiled kernels: the states of `epochs`, stopping only where one is observed (SPEC.md 5.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic import compiled
from onehidden.network.activations import OUTPUT_ACTIVATIONS
from onehidden.network.losses import LOSSES
from onehidden.network.network import Network
from onehidden.training.batches import Rows, Samples
from onehidden.training.optimizers import OptimizerState
from onehidden.training.plan import Plan
from onehidden.training.result import Epoch, Run
from onehidden.training.update_rules import RULES

NOT_FINITE, INTERRUPTED = 1, 2  # how a call of the kernels ended, if not as planned
LONGEST_RUN = 65536  # epochs, since a run stores a loss for each


def can_do(plan: Plan) -> bool:
    """Whether the kernels do this training: they compute in reproducible arithmetic only."""
    return plan.kernels == "compiled" and plan.arithmetic.name == "reproducible"


def compiled_runs(
    start: Epoch,
    plan: Plan,
    next_stop: Callable[[int], int],
    interpreted_runs: Callable[[Epoch, Plan], Iterator[Run]],
) -> Iterator[Run]:
    """Yield the starting state and those after it, as runs that end where a state is observed.

    `next_stop` gives the next epoch, from a given one on, whose state is observed. Where a number is not finite, the
    interpreted code takes over: it knows which one.
    """
    course = Course(start, plan)
    epoch = start.epoch
    seen = 0  # how many of the losses of the next call are known from the one before
    loss = np.nan
    while epoch + seen <= plan.last:
        stop = min(next_stop(epoch + seen), plan.last, epoch + (1 if plan.reshuffles else LONGEST_RUN))
        outcome = course.run(epoch, stop, loss)
        epoch += max(outcome.completed, 0)
        losses, validation_losses = outcome.losses[seen:], outcome.validation_losses
        if validation_losses is not None:
            validation_losses = validation_losses[seen:]
        if outcome.status == NOT_FINITE:
            rest = interpreted_runs(course.state(epoch), plan)
            complete = next(rest).state
            if len(losses) > 0:
                yield Run(losses, validation_losses, complete)
            yield from rest
            return
        yield Run(losses, validation_losses, course.state(epoch))
        if outcome.status == INTERRUPTED:
            raise outcome.raised
        seen, loss = 1, course.loss


class Outcome(NamedTuple):
    """What a call of the kernels returns: how it ended, and the losses before its first epoch and after each."""

    status: int
    completed: int
    raised: BaseException
    losses: Array
    validation_losses: Array | None


class Course:
    """A training as the kernels store it: all parameters in one vector, and likewise the optimizer state."""

    def __init__(self, start: Epoch, plan: Plan) -> None:
        self.start, self.plan = start, plan
        self.shape = shape_numbers(start.network)
        self.samples = contiguous(plan.samples)
        self.validation = None if plan.validation is None else contiguous(plan.validation)
        self.settings = np.array([*plan.optimizer.settings.values(), 0.0, 0.0, 0.0][:3])
        self.parameters = flat(start.network.parameters().values())
        self.error = np.empty(plan.samples.y.shape)
        self.loss: float = np.nan
        self.validation_loss: float | None = None
        self.take_state(start.optimizer_state)

    def take_state(self, state: OptimizerState) -> None:
        """Lay out the optimizer state: up to two arrays like the parameters, and Adam's two powers."""
        kept = list(state.values())
        arrays = [[part for part in values if isinstance(part, np.ndarray)] for values in kept]
        self.state_vectors = [flat(parts) for parts in zip(*arrays, strict=True)]
        self.powers = np.array([part for part in kept[0] if not isinstance(part, np.ndarray)] or [1.0, 1.0])

    def run(self, epoch: int, stop: int, loss: float) -> Outcome:
        """Train from one epoch to another; the loss of the first may be known."""
        plan, rates = self.plan, self.rates(epoch, stop)
        rows, starts = laid_out(plan.batches(epoch + 1) if stop > epoch else None)
        losses = np.full(stop - epoch + 1, loss)
        validation_losses = None if self.validation is None else np.empty(losses.size)
        status, completed, raised = compiled.NATIVE.train(
            compiled.WIDEST,
            self.shape,
            (self.samples.X, self.samples.y, self.samples.weight),
            (None, None) if self.validation is None else (self.validation.X, self.validation.y),
            (rows, starts),
            len(self.samples.X),
            0 if self.validation is None else len(self.validation.X),
            number_of(plan.optimizer.name, RULES),
            self.settings,
            plan.weight_decay,
            (self.parameters, *[*self.state_vectors, None, None][:2], self.powers),
            rates,
            not np.isnan(loss),
            compiled.thread_count(),
            losses,
            validation_losses,
            self.error,
        )
        losses = losses[: completed + 1]
        if completed >= 0:
            self.loss = float(losses[-1])
        if completed >= 0 and validation_losses is not None:
            validation_losses = validation_losses[: completed + 1]
            self.validation_loss = float(validation_losses[-1])
        return Outcome(status, completed, raised, losses, validation_losses)

    def rates(self, epoch: int, stop: int) -> Array:
        """The learning rates of the epochs after one, up to and including another."""
        if callable(self.plan.learning_rate):
            return np.array([self.plan.rate(following) for following in range(epoch + 1, stop + 1)])
        return np.full(stop - epoch, self.plan.learning_rate)

    def state(self, epoch: int) -> Epoch:
        """The current state."""
        network, error = self.start.network, self.error.copy()
        if epoch == self.start.epoch:
            return replace(self.start, loss=self.loss, error=error, validation_loss=self.validation_loss)
        parameters: Any = {"wh": None, "bh": None, "wout": None, "bout": None, **self.by_name(self.parameters)}
        arrays = [self.by_name(vector) for vector in self.state_vectors]
        powers = self.powers.tolist() if len(arrays) == 2 else []
        state = {name: (*(array[name] for array in arrays), *powers) for name in network.parameters()}
        optimizer = self.plan.optimizer.name
        network = network.with_parameters(**parameters)
        return Epoch(epoch, network, self.loss, error, self.validation_loss, optimizer, state)

    def by_name(self, vector: Array) -> dict[str, Array]:
        """A copy of a vector, cut into arrays of the parameters' shapes."""
        copy, first, arrays = vector.copy(), 0, {}
        for name, parameter in self.start.network.parameters().items():
            arrays[name] = copy[first : first + parameter.size].reshape(parameter.shape)
            first += parameter.size
        return arrays


# ---- what the kernels read -------------------------------------------------------------------------------------------


def shape_numbers(network: Network) -> Any:
    """The shape of a network and its activations, loss and reduction, as numbers."""
    return np.array(
        [
            network.n_features,
            0 if network.wh is None else network.wh.shape[1],
            network.n_outputs,
            network.bh is not None,
            network.bout is not None,
            number_of(network.hidden_activation, OUTPUT_ACTIVATIONS),
            number_of(network.output_activation, OUTPUT_ACTIVATIONS),
            number_of(network.loss, LOSSES),
            network.reduction == "mean",
        ],
        dtype=np.int64,
    )


def number_of(name: str, table: Iterable[str]) -> int:
    """The number of an activation, a loss or an optimizer: its position in its table (kernels/onehidden.h)."""
    return list(table).index(name)


def contiguous(samples: Samples) -> Samples:
    """The samples in row-major order; copied only where they are not."""
    X, y, weight = samples.X, samples.y, samples.weight
    return Samples(np.ascontiguousarray(X), np.ascontiguousarray(y), weight)


def flat(arrays: Any) -> Array:
    """All arrays as one new vector, matrices in row-major order."""
    return np.concatenate([array.ravel() for array in arrays])


def laid_out(batches: list[Rows] | None) -> tuple[Rows | None, Rows | None]:
    """The rows of all batches, concatenated, and where each batch begins."""
    if batches is None:
        return None, None
    starts = np.cumsum([0, *map(len, batches)], dtype=np.int64)
    return np.concatenate(batches).astype(np.int64), starts
