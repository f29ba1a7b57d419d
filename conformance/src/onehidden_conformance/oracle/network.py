"""What the oracle computes with: a network's values, the names of the steps, and matrices as lists of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from onehidden_conformance.numbers.tensors import Matrix, Value, Vector, digest, flat

PARAMETERS = ("wh", "bh", "wout", "bout")

FORWARD = ("hidden_layer_input", "hidden_layer_activations", "output_layer_input", "output")
BACKWARD = (
    *FORWARD,
    "error",
    "loss",
    "slope_output_layer",
    "slope_hidden_layer",
    "d_output",
    "error_at_hidden_layer",
    "d_hidden_layer",
    "grad_wout",
    "grad_wh",
    "grad_bout",
    "grad_bh",
)
STEPS = (*BACKWARD, "updated_wh", "updated_bh", "updated_wout", "updated_bout")
"""Every step in the order of SPEC section 3."""

NEEDS = {
    "hidden_layer_input": "wh",
    "hidden_layer_activations": "wh",
    "slope_hidden_layer": "wh",
    "error_at_hidden_layer": "wh",
    "d_hidden_layer": "wh",
    "grad_wh": "wh",
    "grad_bh": "bh",
    "grad_bout": "bout",
    "updated_wh": "wh",
    "updated_bh": "bh",
    "updated_bout": "bout",
}
"""The parameter without which a step does not exist (SPEC 1.4 and 1.5)."""


@dataclass(frozen=True)
class NetworkValues:
    """A network: its parameters, None where absent, and what SPEC 2.1 counts as part of it."""

    wh: Matrix | None
    bh: Vector | None
    wout: Matrix
    bout: Vector | None
    hidden_activation: str = "sigmoid"
    output_activation: str = "sigmoid"
    loss: str = "squared_error"
    reduction: str = "sum"

    def parameters(self) -> dict[str, Any]:
        """Give the parameters that are there, by name, in the order of the digest."""
        values = {name: getattr(self, name) for name in PARAMETERS}
        return {name: value for name, value in values.items() if value is not None}

    def has(self, step: str) -> bool:
        """Tell whether this network has that step."""
        return getattr(self, NEEDS.get(step, "wout")) is not None

    def digest(self) -> str:
        """Give the digest of the parameters (SPEC 7.1)."""
        return digest(self.parameters().values())


def updated_network(network: NetworkValues, steps: dict[str, Value]) -> NetworkValues:
    """Make the network of the updated parameters (2.5)."""
    changes: dict[str, Any] = {name: steps[f"updated_{name}"] for name in network.parameters()}
    return replace(network, **changes)


def transpose(A: Matrix) -> Matrix:
    """Make the columns the rows."""
    return [list(column) for column in zip(*A, strict=True)]


def add_to_rows(A: Matrix, bias: Vector | None) -> Matrix:
    """Add a bias to every row, or nothing (3.2, 1.5)."""
    if bias is None:
        return A
    return [[a + b for a, b in zip(row, bias, strict=True)] for row in A]


def elementwise(function: Any, *matrices: Matrix) -> Matrix:
    """Apply a function of numbers to matrices element by element (5.2)."""
    rows = zip(*matrices, strict=True)
    return [[function(*numbers) for numbers in zip(*row, strict=True)] for row in rows]


def in_shape_of(value: Any, numbers: Iterable[Any]) -> Any:
    """Lay elements out as a vector or a matrix of the same shape; the inverse of `flat`."""
    if not isinstance(value[0], list):
        return list(numbers)
    row = iter(numbers)
    return [[next(row) for _ in columns] for columns in value]


def each_number(function: Any, *values: Any) -> Any:
    """Apply a function of numbers to parameters of one shape, vectors or matrices."""
    return in_shape_of(values[0], [function(*numbers) for numbers in zip(*map(flat, values), strict=True)])
