"""The balls of whatever a vector expects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from onehidden_conformance.bounds.steps import step_balls, update_balls
from onehidden_conformance.bounds.trainings import training_balls
from onehidden_conformance.numbers.tensors import to_value
from onehidden_conformance.oracle import PARAMETERS, NetworkValues, Oracle, settings_of
from onehidden_conformance.vectors.arguments import training_settings

Vector = Mapping[str, Any]


def network_values(network: Mapping[str, Any]) -> NetworkValues:
    """Read a network from its bits."""
    parameters = {name: to_value(network[name]) if network[name] is not None else None for name in PARAMETERS}
    return NetworkValues(**{**network, **parameters})


def balls_of_vector(vector: Vector) -> dict[str, Any] | None:
    """The balls of whatever has bounds in a vector: an update, or a short training; None of another one."""
    make = KINDS.get(vector["kind"])
    balls = make(vector) if make else None
    return balls and {name: balls[name] for name in vector["expected"] if name in balls}


def of_step(vector: Vector) -> dict[str, Any]:
    """Of one update."""
    given: dict[str, Any] = {name: to_value(vector[name]) for name in ("X", "y", "learning_rate")}
    weights: Any = to_value(vector["sample_weight"]) if "sample_weight" in vector else None
    decay: Any = (
        (to_value(vector["weight_decay"]), vector.get("decay_in", "gradient")) if "weight_decay" in vector else None
    )
    return step_balls(network_values(vector["network"]), **given, sample_weight=weights, decay=decay)


def of_update(vector: Vector) -> dict[str, Any]:
    """Of step 12 by itself."""
    gradients = {name: to_value(gradient) for name, gradient in vector["gradients"].items()}
    rate: Any = to_value(vector["learning_rate"])
    return update_balls(network_values(vector["network"]), gradients, rate)


def of_training(vector: Vector) -> dict[str, Any] | None:
    """Of a short training; which state is the best one is left to double precision, and such a training not judged."""
    if "bound" not in vector["expected"]["history"] or "patience" in vector:
        return None
    X, y, settings = to_value(vector["X"]), to_value(vector["y"]), settings_of(training_settings(vector))
    updates = [
        (ORACLE.rate(settings.learning_rate, epoch), ORACLE.rows_of_epoch(len(X), epoch, settings))  # type: ignore[arg-type]
        for epoch in range(1, settings.epochs + 1)
    ]
    balls = training_balls(network_values(vector["network"]), X, y, updates, settings)  # type: ignore[arg-type]
    return {"history": balls.history, "validation_history": balls.validation_history, **balls.states[-1]}


ORACLE = Oracle()
KINDS: dict[str, Callable[[Vector], dict[str, Any] | None]] = {
    "step": of_step,
    "update": of_update,
    "training": of_training,
}
