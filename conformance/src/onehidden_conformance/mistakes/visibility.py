"""What a mistake makes of one update, and whether that can be seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

import numpy as np

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.comparison import ACCURATE, compare
from onehidden_conformance.numbers.tensors import to_array, to_value
from onehidden_conformance.oracle import NetworkValues, Oracle
from onehidden_conformance.vectors.arguments import network_arguments

Vector: TypeAlias = Mapping[str, Any]
Update: TypeAlias = tuple[NetworkValues, Any, Any, Any, Any]


def update_of(vector: Vector) -> Update:
    """The network, X, y, the learning rate and the sample weights of a vector of the kind `step`."""
    arguments = network_arguments(vector["network"])
    network = NetworkValues(**{name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in arguments.items()})
    X, y, rate = (to_value(vector[name]) for name in ("X", "y", "learning_rate"))
    return network, X, y, rate, to_value(vector["sample_weight"]) if "sample_weight" in vector else None


def answer_to(oracle: Oracle, update: Update) -> dict[str, Array]:
    """All steps of an update, as arrays by name; none where an oracle that errs cannot go on."""
    network, X, y, rate, weights = update
    try:
        steps = oracle.step(network, X, y, rate, weights)
    except (ArithmeticError, ValueError, IndexError):
        return {}
    return {name: np.array(value, dtype=np.float64) for name, value in steps.items()}


def visible(mistake: type[Mistake], vector: Vector, shown: Collection[str] | None = None) -> bool:
    """Whether a vector sees a mistake at level 1, in the steps that an implementation shows; None if it shows all.

    Examples
    --------
    >>> from onehidden_conformance.mistakes import MISTAKES
    >>> from onehidden_conformance.vectors import reading
    >>> vector = reading.load("shapes/all-different")
    >>> visible(MISTAKES["loss-averaged"], vector), visible(MISTAKES["loss-averaged"], vector, {"output"})
    (True, False)
    """
    if mistake.kind != "step" or vector["kind"] != "step":
        return False
    given = answer_to(mistake(), update_of(vector))
    names = [name for name in vector["expected"] if shown is None or name in shown]
    return any(is_wrong(name, given.get(name), vector["expected"][name]) for name in names)


def is_wrong(name: str, given: Array | None, expected: Mapping[str, Any]) -> bool:
    """Whether a step lies outside the bounds of what is expected."""
    bound = [np.inf if number is None else number for number in expected.get("bound", [])]
    limits = np.array(bound).reshape(expected["shape"]) if bound else None
    return bool(compare(name, given, to_array(expected), limits, ACCURATE).fault)
