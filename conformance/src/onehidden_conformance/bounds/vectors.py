"""The balls of whatever a vector expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onehidden_conformance.bounds.steps import step_balls, update_balls
from onehidden_conformance.numbers.tensors import to_value
from onehidden_conformance.vectors.lint import network_values

Vector = Mapping[str, Any]


def balls_of_vector(vector: Vector) -> dict[str, Any] | None:
    """The balls of every step that a vector of the kind `step` or `update` expects; None of another kind."""
    make = KINDS.get(vector["kind"])
    balls = make(vector) if make else None
    return balls and {name: balls[name] for name in vector["expected"]}


def of_step(vector: Vector) -> dict[str, Any]:
    """Of one update."""
    X, y, rate = (to_value(vector[name]) for name in ("X", "y", "learning_rate"))
    weights: Any = to_value(vector["sample_weight"]) if "sample_weight" in vector else None
    decay: Any = (
        (to_value(vector["weight_decay"]), vector.get("decay_in", "gradient")) if "weight_decay" in vector else None
    )
    return step_balls(network_values(vector["network"]), X, y, rate, sample_weight=weights, decay=decay)  # type: ignore[arg-type]


def of_update(vector: Vector) -> dict[str, Any]:
    """Of step 12 by itself."""
    gradients = {name: to_value(gradient) for name, gradient in vector["gradients"].items()}
    return update_balls(network_values(vector["network"]), gradients, to_value(vector["learning_rate"]))  # type: ignore[arg-type]


KINDS = {"step": of_step, "update": of_update}
