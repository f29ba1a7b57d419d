"""The settings of a training: one object, which is checked once and passed on (SPEC.md, sections 4 and 10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from onehidden.arithmetic.kernels import arithmetic_named, check_kernels
from onehidden.checks.errors import IncompatibleOptimizerError, InvalidValidationError
from onehidden.checks.refusals import counted, kind, refuse
from onehidden.checks.values import check_arithmetic, check_count, check_learning_rates
from onehidden.network.data import check_sample_weight, check_samples, check_targets
from onehidden.network.network import Network, check_network
from onehidden.streams.streams import check_seed, check_stream, shuffles_of
from onehidden.training.batches import Samples, batches_by_epoch, check_batches, parts_by_epoch
from onehidden.training.optimizers import Optimizer, check_optimizer, check_weight_decay
from onehidden.training.plan import Plan
from onehidden.training.result import Epoch, TrainingResult
from onehidden.training.update_rules import initial_state

MOST_EPOCHS = 2**31 - 1  # the largest integer in R


@dataclass(frozen=True)
class TrainingSettings:
    """The arguments of `train` that say how to train, in its order and with its defaults; `train` documents each."""

    learning_rate: Any = 0.1
    epochs: Any = 5000
    batches: Any = "full"
    arithmetic: Any = "reproducible"
    optimizer: Any = "gradient_descent"
    weight_decay: Any = 0.0
    sample_weight: Any = None
    shuffle_seed: Any = None
    stream: Any = "numpy"
    validation: Any = None
    patience: Any = None
    kernels: Any = None


def plan_training(network: Any, X: Any, y: Any, settings: TrainingSettings) -> tuple[Epoch, Plan]:
    """Return the state where the training starts, and its plan."""
    optimizer = check_optimizer(settings.optimizer)
    start = check_start(network, optimizer)
    check_arithmetic(settings.arithmetic)
    X = check_samples(X, start.network.n_features)
    y = check_targets(y, len(X), start.network.n_outputs, start.network.output_activation)
    samples = Samples(X, y, check_sample_weight(settings.sample_weight, len(X)))
    checked = check_settings(settings, samples, start.network)
    reshuffles = checked.shuffle_seed is not None
    shuffles = shuffles_of(checked.shuffle_seed, checked.stream, len(X)) if reshuffles else None
    batches = batches_by_epoch(len(X), checked.batches, shuffles)
    plan = Plan(
        samples=samples,
        validation=checked.validation,
        last=start.epoch + checked.epochs,
        learning_rate=checked.learning_rate,
        batches=batches,
        parts=parts_by_epoch(samples, batches, reshuffles),
        reshuffles=reshuffles,
        optimizer=optimizer,
        weight_decay=checked.weight_decay,
        patience=checked.patience,
        arithmetic=arithmetic_named(checked.arithmetic, checked.kernels),
        kernels=checked.kernels,
    )
    return start, plan


def check_settings(
    settings: TrainingSettings, samples: Samples | None = None, network: Network | None = None
) -> TrainingSettings:
    """Return the settings checked; batches and validation only where there are samples and a network to fit them to.

    The order of the checks decides which of several faults is reported, alike in both languages.
    """
    return replace(
        settings,
        optimizer=check_optimizer(settings.optimizer),
        arithmetic=check_arithmetic(settings.arithmetic),
        epochs=check_count(settings.epochs, "epochs", 0, MOST_EPOCHS),
        batches=settings.batches if samples is None else check_batches(settings.batches, len(samples.X)),
        kernels=check_kernels(settings.kernels),
        stream=check_stream(settings.stream),
        shuffle_seed=check_shuffle_seed(settings.shuffle_seed, settings.stream),
        validation=settings.validation if network is None else check_validation(settings.validation, network),
        learning_rate=check_learning_rates(settings.learning_rate),
        weight_decay=check_weight_decay(settings.weight_decay),
        patience=check_patience(settings.patience, settings.validation),
    )


def check_start(network: Any, optimizer: Optimizer) -> Epoch:
    """Return the state in which the training starts; a new one has no loss yet."""
    if not isinstance(network, TrainingResult) or network.last is None:
        network = network.network if isinstance(network, TrainingResult) else network
        check_network(network)
        return Epoch(0, network, np.nan, np.array([]), None, optimizer.name, initial_state(network, optimizer))
    last = network.last
    if optimizer.name != last.optimizer:
        expected = f'"{last.optimizer}", with which the training began'
        hint = "Continue with that one, or start a new training from the network of the result."
        refuse(IncompatibleOptimizerError, "optimizer", expected, f'it is "{optimizer.name}"', hint)
    return last


def check_validation(value: Any, network: Network) -> Samples | None:
    """Return the samples to validate on; None stays None."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        is_list = isinstance(value, (list, tuple))
        given = f"it has {counted(len(value), 'element')}" if is_list else f"it is {kind(value)}"
        hint = "Give the X and y of the validation rows."
        refuse(InvalidValidationError, "validation", "a pair of X and y", given, hint)
    X = check_samples(value[0], network.n_features, "validation")
    y = check_targets(value[1], len(X), network.n_outputs, network.output_activation, "validation")
    return Samples(X, y, None)


def check_shuffle_seed(value: Any, stream: str) -> int | None:
    """Return the seed; None stays None."""
    return None if value is None else check_seed(value, "shuffle_seed", stream)


def check_patience(patience: Any, validation: Any) -> int | None:
    """Return the number of epochs; None stays None."""
    if patience is None:
        return None
    if validation is None:
        hint = "Give the X and y of the validation rows, or leave `patience` out."
        refuse(InvalidValidationError, "validation", "given where `patience` is", "it is missing", hint)
    return check_count(patience, "patience", 1, MOST_EPOCHS)
