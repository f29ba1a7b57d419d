"""Arrays as an implementation lays them out, from and to those of the vectors: the judge sees the usual shapes only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from onehidden_conformance.implementations.declaration import Declaration
from onehidden_conformance.implementations.protocol import tensor_of
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.tensors import to_array

WEIGHTS = ("wh", "wout")


def turned(declaration: Declaration, vector: Mapping[str, Any]) -> dict[str, Any]:
    """A vector, or what else holds tensors by these names, as the implementation has its arrays."""
    if declaration.plain:
        return dict(vector)
    return {name: part(declaration, name, value) for name, value in vector.items()}


def part(declaration: Declaration, name: str, value: Any) -> Any:
    """One part of a vector."""
    if name in ("network", "gradients", "validation"):
        return turned(declaration, value)
    if not isinstance(value, dict) or "bits" not in value:
        return value
    if name == "y" and declaration.labels is not None:
        return tensor_of(class_numbers(to_array(value), declaration.labels))
    if name in ("X", "y"):
        return transposed(value) if declaration.samples == "columns" else value
    is_weight = name.rpartition("_")[2] in WEIGHTS
    return transposed(value) if is_weight and declaration.weights == "h x d" else value


def transposed(tensor: Mapping[str, Any]) -> dict[str, Any]:
    """A matrix with its columns as rows; anything else as it is."""
    return tensor_of(to_array(dict(tensor)).T)


def class_numbers(y: Array, first: int) -> Array:
    """Targets as class numbers; of a single output the number is the target."""
    classes = y[:, 0] if y.shape[1] == 1 else y.argmax(axis=1).astype(np.float64)
    return np.asarray(classes + float(first), dtype=np.float64)


def are_classes(y: Array) -> bool:
    """Whether targets are classes: one 1 in every row among zeros; of a single output, 0 or 1."""
    words = bool(np.isin(y, (0.0, 1.0)).all())
    return words and (y.shape[1] == 1 or bool((y.sum(axis=1) == 1.0).all()))


def step_from(declaration: Declaration, name: str, value: Array, biases: Mapping[str, Any]) -> Array:
    """A step of an answer in the usual shape; what has another number of dimensions is left to the judge."""
    parameter = name.rpartition("_")[2]
    if parameter in ("bh", "bout"):
        return of_layer(value, biases.get(parameter))
    if value.ndim != 2:
        return value
    if parameter in WEIGHTS:
        return value.T if declaration.weights == "h x d" else value
    return value.T if declaration.samples == "columns" else value


def of_layer(value: Array, bias: Any) -> Array:
    """One bias for a layer, which is as right without dimension as with one."""
    shared = isinstance(bias, np.ndarray) and bias.shape == (1,)
    return value.reshape(1) if shared and value.shape == () else value
