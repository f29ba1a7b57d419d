"""Class probabilities for decision plots, of networks, models and scikit-learn classifiers. Only in Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.errors import InvalidModelError, InvalidTargetsError, ShapeMismatchError
from onehidden.checks.refusals import counted, kind, refuse
from onehidden.models.inputs import feature_names, have_names
from onehidden.models.model import Model
from onehidden.network.functions import forward
from onehidden.network.network import Network
from onehidden.training.result import TrainingResult


@dataclass(frozen=True)
class Decider:
    """`probabilities` has one column per class; `feature_names` may be empty."""

    probabilities: Callable[[Any], Array]
    classes: list[Any]
    feature_names: list[str]

    def places(self, y: Any, n: int) -> npt.NDArray[np.intp]:
        """Find the position of each row's class; `y` holds one class per row, or one column per class."""
        labels = np.asarray(y)
        if labels.ndim == 2 and labels.shape[1] == len(self.classes):
            labels = np.array(self.classes)[labels.argmax(axis=1)]
        labels = labels.ravel()
        if len(labels) != n:
            given = f"it has {counted(len(labels), 'element')}"
            refuse(ShapeMismatchError, "y", "as long as `X` has rows", given, f"`X` has {counted(n, 'row')}.")
        known = {label: place for place, label in enumerate(self.classes)}
        for row, label in enumerate(labels.tolist(), 1):
            if label not in known:
                given = f'row {row} (counted from 1) is "{label}"'
                hint = f"There are {', '.join(map(str, self.classes))}."
                refuse(InvalidTargetsError, "y", "made of the model's classes", given, hint)
        return np.array([known[label] for label in labels.tolist()], dtype=np.intp)


def decider_of(model: Any) -> Decider:
    """Return the decider of a classifier; reject anything else."""
    if isinstance(model, TrainingResult):
        model = model.network
    if isinstance(model, Network):
        classes = list(range(max(2, model.n_outputs)))
        return Decider(partial(network_probabilities, model), classes, [])
    if isinstance(model, Model) and model.classes is not None:
        names = feature_names(model.inputs) if have_names(model.inputs) else []
        return Decider(model.predict_proba, list(model.classes), names)
    if not hasattr(model, "predict_proba") or not hasattr(model, "classes_"):
        expected = "a network, a model of classes or a fitted classifier"
        refuse(InvalidModelError, "model", expected, f"it is {kind(model)}", "Only classifiers have decision regions.")
    names = [str(name) for name in getattr(model, "feature_names_in_", [])]
    return Decider(model.predict_proba, np.asarray(model.classes_).tolist(), names)


def network_probabilities(network: Network, X: Any) -> Array:
    """Read outputs as probabilities; the middle of a single output's targets, 0 and 1 (tanh: -1 and 1), is 1/2."""
    output = forward(network, X)["output"]
    if network.output_activation == "tanh":
        output = (output + 1.0) / 2.0
    output = np.clip(output, 0.0, 1.0)
    if network.n_outputs == 1:
        return np.column_stack([1.0 - output, output])
    shares: Array = output / np.maximum(output.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return shares
