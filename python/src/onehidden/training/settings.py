"""The settings of a training, checked once (SPEC.md, sections 4 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.arithmetic.kernels import arithmetic_named, check_kernels
from onehidden.checks.errors import (
    IncompatibleOptimizerError,
    InvalidValidationError,
)
from onehidden.checks.refusals import refuse
from onehidden.checks.values import check_arithmetic, check_count, check_learning_rates
from onehidden.network.data import check_sample_weight, check_samples, check_targets
from onehidden.network.network import Network, check_network
from onehidden.streams.streams import check_seed, check_stream, shuffles_of
from onehidden.training.batches import Rows, Samples, batches_by_epoch, check_batches, parts_by_epoch
from onehidden.training.optimizers import Optimizer, check_optimizer, check_weight_decay
from onehidden.training.result import Epoch, TrainingResult
from onehidden.training.update_rules import first_memories


def check_validation(value: Any, n_features: int, n_outputs: int, output_activation: str) -> tuple[Array, Array] | None:
    """Return X and y of the rows for validation; None stays None."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        mend = "Give X and y of the rows that are kept apart."
        refuse(InvalidValidationError, "validation", "a pair of X and y", "it is something else", mend)
    X = check_samples(value[0], n_features, "validation")
    return X, check_targets(value[1], len(X), n_outputs, output_activation, "validation")


@dataclass(frozen=True)
class Plan:
    """What all epochs of a training need: samples and checked settings.

    Attributes
    ----------
    batches : callable
        The rows of each update, by the epoch; None for all in their order.
    parts : callable
        The samples of each update, likewise.
    reshuffles : bool
        Whether each epoch has other batches.
    kernels : {"compiled", "interpreted"}
        What may do the work.
    """

    samples: Samples
    validation: Samples | None
    learning_rate: float | Callable[[int], float]
    batches: Callable[[int], list[Rows] | None]
    parts: Callable[[int], list[Samples] | None]
    reshuffles: bool
    optimizer: Optimizer
    weight_decay: float
    arithmetic: Arithmetic
    kernels: str


MOST_EPOCHS = 2**31 - 1  # what R's integers hold


def check_training(
    network: Any,
    X: Any,
    y: Any,
    learning_rate: Any,
    epochs: Any,
    batches: Any,
    arithmetic: Any,
    optimizer: Any,
    weight_decay: Any,
    sample_weight: Any,
    shuffle_seed: Any,
    stream: Any,
    validation: Any,
    kernels: Any,
) -> tuple[Epoch, Plan, int]:
    """Return where to start, what all epochs need, and how many there are."""
    optimizer = check_optimizer(optimizer)
    start = check_start(network, optimizer)
    check_arithmetic(arithmetic)
    X = check_samples(X, start.network.n_features)
    y = check_targets(y, len(X), start.network.n_outputs, start.network.output_activation)
    samples = Samples(X, y, check_sample_weight(sample_weight, len(X)))
    epochs = check_count(epochs, "epochs", 0, MOST_EPOCHS)
    positions = check_batches(batches, len(X))
    kernels = check_kernels(kernels)
    reshuffles = shuffle_seed is not None
    rows = batches_by_epoch(len(X), positions, check_shuffles(shuffle_seed, stream, len(X)))
    plan = Plan(
        samples=samples,
        validation=check_validation_samples(validation, start.network),
        learning_rate=check_learning_rates(learning_rate),
        batches=rows,
        parts=parts_by_epoch(samples, rows, reshuffles),
        reshuffles=reshuffles,
        optimizer=optimizer,
        weight_decay=check_weight_decay(weight_decay),
        arithmetic=arithmetic_named(arithmetic, kernels),
        kernels=kernels,
    )
    return start, plan, epochs


def check_start(network: Any, optimizer: Optimizer) -> Epoch:
    """Return the state in which a training starts, which has no loss yet."""
    if not isinstance(network, TrainingResult) or network.last is None:
        network = network.network if isinstance(network, TrainingResult) else network
        check_network(network)
        return Epoch(0, network, np.nan, np.array([]), None, optimizer.name, first_memories(network, optimizer))
    last = network.last
    if optimizer.name != last.optimizer:
        expected = f'"{last.optimizer}", with which the training began'
        mend = "Continue with that one, or start anew from the network of the result."
        refuse(IncompatibleOptimizerError, "optimizer", expected, f'it is "{optimizer.name}"', mend)
    return last


def check_validation_samples(validation: Any, network: Network) -> Samples | None:
    """Return the samples for validation; None stays None."""
    pair = check_validation(validation, network.n_features, network.n_outputs, network.output_activation)
    return None if pair is None else Samples(*pair, None)


def check_shuffles(shuffle_seed: Any, stream: Any, n: int) -> Any:
    """Return the order of the rows as a function of the epoch; None without a seed."""
    check_stream(stream)
    if shuffle_seed is None:
        return None
    return shuffles_of(check_seed(shuffle_seed, "shuffle_seed", stream), stream, n)


def check_patience(patience: Any, validation: Any) -> int | None:
    """Return the number of epochs; None stays None."""
    if patience is None:
        return None
    if validation is None:
        mend = "Give X and y of the rows that are kept apart, or leave `patience` out."
        refuse(InvalidValidationError, "validation", "given where `patience` is", "it is missing", mend)
    return check_count(patience, "patience", 1, MOST_EPOCHS)
