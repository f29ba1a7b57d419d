"""What a fixture hands to a function, as plain values: arrays, words, numbers, rows, steps, `Text`, networks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onehidden_conformance.tensors import to_array

WITH_ARITHMETIC = ("forward", "backward", "predict", "train")
PARAMETERS = ("wh", "bh", "wout", "bout")


@dataclass(frozen=True)
class Text:
    """An array of words, where numbers should be."""

    words: list[str]
    shape: list[int]


@dataclass(frozen=True)
class NetworkArgument:
    """A network, given by the arguments of its constructor."""

    arguments: Mapping[str, Any]


def network_arguments(network: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the constructor: arrays, None where a parameter is absent, and words."""
    return {name: plain_value(value) for name, value in network.items()}


def plain_value(value: Any) -> Any:
    """One argument of a call as it stands in a fixture."""
    if not isinstance(value, dict):
        return value
    if "bits" in value:
        return to_array(value) if value["shape"] else float(to_array(value))
    if "text" in value:
        return Text(value["text"], value["shape"])
    if "steps" in value:
        return {name: to_array(tensor) for name, tensor in value["steps"].items()}
    return NetworkArgument(network_arguments(value["network"]))


def arguments_of_call(vector: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the call of a vector, by name."""
    return {name: plain_value(value) for name, value in vector["arguments"].items()}


def in_arithmetic(function: str, arguments: Mapping[str, Any], arithmetic: str) -> dict[str, Any]:
    """Ask for an arithmetic where the function has a choice and the caller has not made it."""
    choice = {"arithmetic": arithmetic} if function in WITH_ARITHMETIC else {}
    return {**choice, **arguments}
