"""Makes vectors of every kind from their inputs: the oracle gives the bits, the balls the bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from onehidden_conformance.bounds.balls import (
    bounded_tensor,
    step_balls,
    update_balls,
)
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector, to_tensor
from onehidden_conformance.oracle import (
    PARAMETERS,
    NetworkValues,
    Oracle,
    updated_network,
)

Vectors = Iterator[dict[str, Any]]
OWN = "Made for this suite."
ORACLE = Oracle()


def about(id: str, kind: str, title: str, why: str, source: str, spec: str) -> dict[str, Any]:
    """Start a vector with what every vector says about itself; `spec` is a text of numbers."""
    return {
        "schema": 1,
        "id": id,
        "kind": kind,
        "title": title,
        "why": why,
        "source": source,
        "spec": spec.split(),
    }


def network_json(network: NetworkValues) -> dict[str, Any]:
    """Write a network as JSON."""
    values = asdict(network)
    return {
        name: to_tensor(value) if name in PARAMETERS and value is not None else value for name, value in values.items()
    }


def step(
    id: str,
    title: str,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    *,
    why: str,
    spec: str,
    source: str = OWN,
    learning_rate: float = 0.1,
    sample_weight: Vector | None = None,
    published: list[dict[str, Any]] | None = None,
    hunts: dict[type[Oracle], str] | None = None,
) -> dict[str, Any]:
    """Make a vector of one update with every step.

    `hunts` names ways of computing, and steps in which each must give other bits, the first of all
    such steps in front.
    """
    for alternative, names in (hunts or {}).items():
        found = differing_steps(alternative(), network, X, y, learning_rate, sample_weight)
        if not set(names.split()) <= set(found) or names.split()[0] != found[0]:
            raise ValueError(f"{id}: {alternative.__name__} shows in {found}")
    return {
        **about(id, "step", title, why, source, spec),
        "network": network_json(network),
        "X": to_tensor(X),
        "y": to_tensor(y),
        "learning_rate": to_tensor(learning_rate),
        **({} if sample_weight is None else {"sample_weight": to_tensor(sample_weight)}),
        **expected_step(network, X, y, learning_rate, sample_weight),
        **({"published": published} if published else {}),
    }


def differing_steps(
    alternative: Oracle,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    learning_rate: float,
    sample_weight: Vector | None = None,
) -> list[str]:
    """Name the steps that another way of computing gives other bits for."""
    right = ORACLE.step(network, X, y, learning_rate, sample_weight)
    other = alternative.step(network, X, y, learning_rate, sample_weight)
    return [name for name in right if to_tensor(right[name]) != to_tensor(other[name])]


def expected_step(
    network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
) -> dict[str, Any]:
    """Compute every step with its bounds, and the digest of the updated network."""
    steps = ORACLE.step(network, X, y, learning_rate, sample_weight)
    balls = step_balls(network, X, y, learning_rate, sample_weight=sample_weight)
    return {
        "expected": {name: bounded_tensor(steps[name], balls[name]) for name in steps},
        "digest": updated_network(network, steps).digest(),
    }


def update(
    id: str,
    title: str,
    network: NetworkValues,
    gradients: dict[str, Value],
    learning_rate: float,
    *,
    why: str,
    spec: str,
    source: str = OWN,
    published: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Make a vector of step 12 by itself."""
    steps = ORACLE.update(network, gradients, learning_rate)
    balls = update_balls(network, gradients, learning_rate)
    return {
        **about(id, "update", title, why, source, spec),
        "network": network_json(network),
        "gradients": {name: to_tensor(value) for name, value in gradients.items()},
        "learning_rate": to_tensor(learning_rate),
        "expected": {name: bounded_tensor(steps[name], balls[name]) for name in steps},
        "digest": updated_network(network, steps).digest(),
        **({"published": published} if published else {}),
    }
