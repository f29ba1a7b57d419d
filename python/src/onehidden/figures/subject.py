"""The parts of a network, a training's result, a model or a fitted estimator that figures show. Only in Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onehidden._typing import Array
from onehidden.checks.errors import InvalidModelError
from onehidden.checks.refusals import kind, refuse
from onehidden.models.inputs import feature_names, have_names
from onehidden.models.model import Model
from onehidden.network.network import Network
from onehidden.training.result import TrainingResult


@dataclass(frozen=True)
class Subject:
    """A network with its history and names; what is unknown is None or empty."""

    title: str
    network: Network
    history: Array | None = None
    validation_history: Array | None = None
    best_epoch: int | None = None
    feature_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()


def subject_of(thing: Any, argument: str) -> Subject:
    """Collect the parts to show."""
    model = getattr(thing, "model_", None)  # for a fitted estimator
    if isinstance(model, Model):
        return Subject(repr(model), model.network, *losses_of(thing.training_), *names_of(model))
    if isinstance(thing, Model):
        history = thing.history if len(thing.history) else None
        return Subject(repr(thing), thing.network, history, None, None, *names_of(thing))
    if isinstance(thing, TrainingResult):
        return Subject(repr(thing), thing.network, *losses_of(thing))
    if not isinstance(thing, Network):
        expected = "a network, a training's result, a model or a fitted estimator"
        refuse(InvalidModelError, argument, expected, f"it is {kind(thing)}", "Has the estimator been fitted?")
    return Subject(repr(thing), thing)


def losses_of(result: TrainingResult) -> tuple[Array | None, Array | None, int | None]:
    """The histories of a training, None where empty, and its best epoch."""
    history, validation = (losses if len(losses) else None for losses in (result.history, result.validation_history))
    return history, validation, result.best_epoch


def names_of(model: Model) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of features and of outputs; the single output of two classes has the name of the second."""
    outputs = model.outputs if model.classes is None else model.classes[-model.network.n_outputs :]
    features = feature_names(model.inputs) if have_names(model.inputs) else []
    return tuple(features), tuple(str(name) for name in outputs or ())
