"""What a network, right or wrong, makes of the update of a vector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.tensors import to_array, to_value
from onehidden_conformance.oracle import NetworkValues, Oracle
from onehidden_conformance.oracle.habits import Decay, update
from onehidden_conformance.vectors.arguments import network_arguments

Vector: TypeAlias = Mapping[str, Any]
Update: TypeAlias = tuple[NetworkValues, Any, Any, Any, Any, Decay | None]


def update_of(vector: Vector) -> Update:
    """The network, X, y, the learning rate, the sample weights and the decay of a vector of the kind `step`."""
    arguments = network_arguments(vector["network"])
    network = NetworkValues(**{name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in arguments.items()})
    X, y, rate = (to_value(vector[name]) for name in ("X", "y", "learning_rate"))
    weights = to_value(vector["sample_weight"]) if "sample_weight" in vector else None
    decayed = "weight_decay" in vector
    decay = Decay(float(to_array(vector["weight_decay"])), vector["decay_in"]) if decayed else None
    return network, X, y, rate, weights, decay


def answer_to(oracle: Oracle, given: Update) -> dict[str, Array]:
    """All steps of an update, as arrays by name; none where an oracle that errs cannot go on."""
    try:
        steps = update(oracle, *given)
    except (ArithmeticError, ValueError, IndexError, TypeError):
        return {}
    return {name: np.array(value, dtype=np.float64) for name, value in steps.items()}
