"""Fitting a model: from X, y and settings to a network and what it takes to use it (SPEC.md, section 13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from onehidden.training.reports import print_report
from onehidden.training.result import TrainingResult
from onehidden.training.settings import MOST_EPOCHS
from onehidden.training.train import train


@dataclass(frozen=True)
class Settings:
    """How a model is fitted: the names and defaults of SPEC.md 13.7, and what is told on the way."""

    hidden: int = 10
    hidden_activation: str = "sigmoid"
    initialization: str = "glorot"
    seed: int = 0
    stream: str = "numpy"
    scale: bool = True
    optimizer: Any = "adam"
    learning_rate: Any = 0.05
    epochs: int = 500
    batches: Any = "full"
    shuffle: bool = False
    weight_decay: float = 0
    validation_fraction: float = 0
    patience: int | None = None
    arithmetic: str = "reproducible"
    report_every: int | None = None
    report: Callable[[Any], object] = print_report
    progress: bool = False


@dataclass(frozen=True, eq=False)
class Fit:
    """What fitting gives.

    Attributes
    ----------
    model : Model
        The model.
    training : TrainingResult
        What `train` gave: on scaled columns, and targets as the network sees them.
    training_rows, validation_rows : numpy.ndarray of int
        Which rows were used for what, counted from 0; without validation the second is empty.
    """

    model: Model
    training: TrainingResult
    training_rows: npt.NDArray[np.intp]
    validation_rows: npt.NDArray[np.intp]


def check_settings(settings: Settings) -> Settings:
    """Return the settings, refused where one is out of its range; `train` checks `batches`, which name rows."""
    check_count(settings.hidden, "hidden", 0, MOST_NEURONS)
    check_choice(settings.hidden_activation, "hidden_activation", ACTIVATIONS, UnknownActivationError)
    check_choice(settings.initialization, "initialization", INITIALIZATIONS, UnknownInitializationError)
    check_stream(settings.stream)
    check_seed(settings.seed, "seed", settings.stream)
    check_flag(settings.scale, "scale")
    check_optimizer(settings.optimizer)
    check_learning_rates(settings.learning_rate)
    check_count(settings.epochs, "epochs", 0, MOST_EPOCHS)
    check_flag(settings.shuffle, "shuffle")
    check_weight_decay(settings.weight_decay)
    check_validation_fraction(settings.validation_fraction)
    check_patience_of_model(settings.patience, settings.validation_fraction)
    check_arithmetic(settings.arithmetic)
    if settings.report_every is not None:
        check_count(settings.report_every, "report_every", 1, MOST_EPOCHS)
    check_flag(settings.progress, "progress")
    return settings


def check_validation_fraction(value: Any) -> None:
    """Refuse what is neither 0 nor a fraction."""
    expected = "0, or above 0 and below 1"
    check_in_range(value, "validation_fraction", expected, lambda x: 0 <= x < 1, "Give for example 0.25.")


def check_patience_of_model(patience: Any, validation_fraction: float) -> None:
    """Refuse patience without rows for validation, or out of its range."""
    if patience is None:
        return
    if validation_fraction == 0:
        mend = "Give for example 0.25, or leave `patience` out."
        refuse(InvalidValidationError, "validation_fraction", "above 0 where `patience` is given", "it is 0", mend)
    check_count(patience, "patience", 1, MOST_EPOCHS)


def fit_model(
    X: Array,
    y: npt.NDArray[Any],
    inputs: Sequence[Input],
    classes: Sequence[str] | Sequence[int] | Sequence[bool] | None,
    sample_weight: Array | None,
    settings: Settings,
    outputs: Sequence[str] | None = None,
) -> Fit:
    """Fit a model to matrices that have been checked.

    `y` is an n x k matrix where `classes` is None, else a vector of the places of the rows' classes, counted from 0.
    """
    settings = check_settings(settings)
    sample_weight = check_sample_weight(sample_weight, len(X))
    targets = y if classes is None else class_targets(y, len(classes))
    training, validation = divided_rows(len(X), settings)
    weight = None if sample_weight is None else sample_weight[training]
    input_scaling = learned_scaling(X, training, weight, settings) if settings.scale else None
    scale_targets = settings.scale and classes is None
    target_scaling = learned_scaling(targets, training, weight, settings) if scale_targets else None
    X = checked_scaled(X, input_scaling, "X")
    targets = checked_scaled(targets, target_scaling, "y")
    result = train(
        first_network(X.shape[1], targets.shape[1], classes, settings),
        X[training],
        targets[training],
        learning_rate=settings.learning_rate,
        epochs=settings.epochs,
        batches=settings.batches,
        arithmetic=settings.arithmetic,
        report_every=settings.report_every,
        report=settings.report,
        optimizer=settings.optimizer,
        weight_decay=settings.weight_decay,
        sample_weight=weight,
        shuffle_seed=settings.seed if settings.shuffle else None,
        stream=settings.stream,
        validation=(X[validation], targets[validation]) if len(validation) else None,
        patience=settings.patience,
        progress=settings.progress,
    )
    model = Model(
        network=result.network,
        inputs=tuple(inputs),
        classes=None if classes is None else tuple(classes),  # type: ignore[arg-type]  # of one kind, as they were
        outputs=None if outputs is None else tuple(outputs),
        input_scaling=input_scaling,
        target_scaling=target_scaling,
        history=result.history,
        arithmetic=settings.arithmetic,
    )
    return Fit(model, result, training, validation)


def class_targets(places: npt.NDArray[Any], n_classes: int) -> Array:
    """One column for two classes, 1 for the second; else one column per class, 1 for the row's class."""
    wanted = np.array([1]) if n_classes == 2 else np.arange(n_classes)
    return np.where(places.reshape(-1, 1) == wanted, 1.0, 0.0)


def divided_rows(n: int, settings: Settings) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The rows for training and those for validation."""
    if settings.validation_fraction == 0:
        return np.arange(n), np.arange(0)
    rows = split_rows(n, settings.validation_fraction, settings.seed, settings.stream)
    return rows["training"], rows["validation"]


def learned_scaling(X: Array, rows: npt.NDArray[np.intp], sample_weight: Array | None, settings: Settings) -> Scaling:
    """The scaling of the rows for training."""
    with np.errstate(all="ignore"):  # what is not finite is told where it is used
        return column_scaling(X[rows], sample_weight, arithmetic_named(settings.arithmetic))


def checked_scaled(X: Array, scaling: Scaling | None, argument: str) -> Array:
    """The columns scaled, refused where one is not finite."""
    with np.errstate(all="ignore"):
        result = scaled(X, scaling)
    if scaling is not None and not all(np.isfinite(part).all() for part in (result, scaling.center, scaling.spread)):
        message = f"`{argument}` cannot be scaled: a number became too large. Divide it by a large number first."
        raise NumberOverflowError(message, argument)
    return result


def first_network(d: int, k: int, classes: Sequence[Any] | None, settings: Settings) -> Network:
    """The network before training, with the output and the loss that the targets ask for."""
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
        settings.stream,
        settings.hidden_activation,
        output_activation,
        loss,
        "mean",
    )
