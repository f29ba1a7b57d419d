"""Fit a model: from X, y and settings to a network with inputs, classes and scaling (SPEC.md, section 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.checks.errors import (
    InvalidValidationError,
    NumberOverflowError,
    UnknownActivationError,
    UnknownInitializationError,
)
from onehidden.checks.refusals import refuse
from onehidden.checks.values import (
    check_arithmetic,
    check_choice,
    check_count,
    check_flag,
    check_in_range,
    check_learning_rates,
)
from onehidden.models.inputs import Input
from onehidden.models.model import Model
from onehidden.models.scaling import Scaling, column_scaling, scaled
from onehidden.network.activations import ACTIVATIONS
from onehidden.network.data import check_sample_weight
from onehidden.network.initialization import INITIALIZATIONS, MOST_NEURONS, initial_network
from onehidden.network.network import Network
from onehidden.streams.splitting import split_rows
from onehidden.streams.streams import check_seed, check_stream
from onehidden.training.optimizers import check_optimizer, check_weight_decay
from onehidden.training.result import TrainingResult
from onehidden.training.settings import MOST_EPOCHS, TrainingSettings
from onehidden.training.train import check_watching, run_training


@dataclass(frozen=True)
class ModelSettings:
    """How a model is fitted, apart from its training: the names and defaults of SPEC.md 13.7."""

    hidden: Any = 10
    hidden_activation: Any = "sigmoid"
    initialization: Any = "glorot"
    seed: Any = 0
    scale: Any = True
    shuffle: Any = False
    validation_fraction: Any = 0


# The settings of a model's training, with the defaults of SPEC.md 13.7.
MODEL_TRAINING = TrainingSettings(optimizer="adam", learning_rate=0.05, epochs=500, weight_decay=0)


@dataclass(frozen=True, eq=False)
class Fit:
    """What fitting returns.

    Attributes
    ----------
    model : Model
        The model.
    training : TrainingResult
        The training's result: on scaled columns, and targets as the network sees them.
    training_rows, validation_rows : numpy.ndarray of int
        The rows used for each, counted from 0; without validation the second is empty.
    """

    model: Model
    training: TrainingResult
    training_rows: npt.NDArray[np.intp]
    validation_rows: npt.NDArray[np.intp]


def check_model_settings(settings: ModelSettings, training: TrainingSettings) -> None:
    """Check the settings of a model and those of its training; `batches`, which name rows, are checked with the data.

    The order of the checks decides which of several faults is reported, alike in both languages.
    """
    check_count(settings.hidden, "hidden", 0, MOST_NEURONS)
    check_choice(settings.hidden_activation, "hidden_activation", ACTIVATIONS, UnknownActivationError)
    check_choice(settings.initialization, "initialization", INITIALIZATIONS, UnknownInitializationError)
    check_stream(training.stream)
    check_seed(settings.seed, "seed", training.stream)
    check_flag(settings.scale, "scale")
    check_optimizer(training.optimizer)
    check_learning_rates(training.learning_rate)
    check_count(training.epochs, "epochs", 0, MOST_EPOCHS)
    check_flag(settings.shuffle, "shuffle")
    check_weight_decay(training.weight_decay)
    check_validation_fraction(settings.validation_fraction)
    check_patience_of_model(training.patience, settings.validation_fraction)
    check_arithmetic(training.arithmetic)


def check_validation_fraction(value: Any) -> None:
    """Reject what is neither 0 nor a fraction."""
    expected = "0, or above 0 and below 1"
    check_in_range(value, "validation_fraction", expected, lambda x: 0 <= x < 1, "Give for example 0.25.")


def check_patience_of_model(patience: Any, validation_fraction: float) -> None:
    """Reject patience without validation rows, or out of its range."""
    if patience is None:
        return
    if validation_fraction == 0:
        hint = "Give for example 0.25, or leave `patience` out."
        refuse(InvalidValidationError, "validation_fraction", "above 0 where `patience` is given", "it is 0", hint)
    check_count(patience, "patience", 1, MOST_EPOCHS)


def fit_model(
    X: Array,
    y: npt.NDArray[Any],
    inputs: Sequence[Input],
    classes: Sequence[str] | Sequence[int] | Sequence[bool] | None,
    settings: ModelSettings,
    training: TrainingSettings,
    outputs: Sequence[str] | None = None,
    **watching: Any,
) -> Fit:
    """Fit a model to matrices that have been checked.

    `y` is an n x k matrix where `classes` is None, else a vector of the positions of the rows' classes, counted from 0.
    `watching` holds `report_every`, `report` and `progress` of `train`.
    """
    check_model_settings(settings, training)
    check_watching(watching.get("report_every"), watching.get("progress", False))
    sample_weight = check_sample_weight(training.sample_weight, len(X))
    targets = y if classes is None else class_targets(y, len(classes))
    rows, validation = divided_rows(len(X), settings, training.stream)
    training = replace(training, sample_weight=None if sample_weight is None else sample_weight[rows])
    input_scaling = learned_scaling(X, rows, training) if settings.scale else None
    target_scaling = learned_scaling(targets, rows, training) if settings.scale and classes is None else None
    X, targets = checked_scaled(X, input_scaling, "X"), checked_scaled(targets, target_scaling, "y")
    training = replace(
        training,
        shuffle_seed=settings.seed if settings.shuffle else None,
        validation=(X[validation], targets[validation]) if len(validation) else None,
    )
    start = first_network(X.shape[1], targets.shape[1], classes, settings, training.stream)
    result = run_training(start, X[rows], targets[rows], training, **watching)
    model = Model(
        network=result.network,
        inputs=tuple(inputs),
        classes=None if classes is None else tuple(classes),  # type: ignore[arg-type]  # of one kind, as they were
        outputs=None if outputs is None else tuple(outputs),
        input_scaling=input_scaling,
        target_scaling=target_scaling,
        history=result.history,
        arithmetic=training.arithmetic,
    )
    return Fit(model, result, rows, validation)


def class_targets(places: npt.NDArray[Any], n_classes: int) -> Array:
    """One column for two classes, 1 for the second; else one column per class, 1 for the row's class."""
    wanted = np.array([1]) if n_classes == 2 else np.arange(n_classes)
    return np.where(places.reshape(-1, 1) == wanted, 1.0, 0.0)


def divided_rows(n: int, settings: ModelSettings, stream: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The training rows and the validation rows."""
    if settings.validation_fraction == 0:
        return np.arange(n), np.arange(0)
    rows = split_rows(n, settings.validation_fraction, settings.seed, stream)
    return rows["training"], rows["validation"]


def learned_scaling(X: Array, rows: npt.NDArray[np.intp], training: TrainingSettings) -> Scaling:
    """The scaling of the training rows."""
    with np.errstate(all="ignore"):  # non-finite values are reported where the scaling is used
        return column_scaling(X[rows], training.sample_weight, arithmetic_named(training.arithmetic))


def checked_scaled(X: Array, scaling: Scaling | None, argument: str) -> Array:
    """The columns scaled; raises an overflow where one is not finite."""
    with np.errstate(all="ignore"):
        result = scaled(X, scaling)
    if scaling is not None and not all(np.isfinite(part).all() for part in (result, scaling.center, scaling.spread)):
        message = f"`{argument}` cannot be scaled: a number became too large. Divide it by a large number first."
        raise NumberOverflowError(message, argument)
    return result


def first_network(d: int, k: int, classes: Sequence[Any] | None, settings: ModelSettings, stream: str) -> Network:
    """The network before training, with the output activation and the loss that fit the targets."""
    if classes is None:
        output_activation, loss = "identity", "squared_error"
    elif len(classes) == 2:
        output_activation, loss = "sigmoid", "binary_cross_entropy"
    else:
        output_activation, loss = "softmax", "categorical_cross_entropy"
    return initial_network(
        d,
        settings.hidden,
        k,
        settings.seed,
        settings.initialization,
        stream,
        settings.hidden_activation,
        output_activation,
        loss,
        "mean",
    )
