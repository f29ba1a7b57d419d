"""The arguments in a fixture, as plain values: arrays, words, numbers, rows, steps, `Text`, and objects to be made.

Each language makes its own objects where they are used: networks, optimizers, functions, trainings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.tensors import to_array

WITH_ARITHMETIC = ("forward", "backward", "predict", "train", "training_epochs", "check_gradients", "walkthrough")
WITH_KERNELS = ("forward", "backward", "predict", "train", "training_epochs")
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


@dataclass(frozen=True)
class OptimizerArgument:
    """An optimizer, given by the name of its constructor and that one's arguments."""

    name: str
    settings: Mapping[str, float]


@dataclass(frozen=True)
class RatesArgument:
    """A function of the epoch, given by its values for the epochs 1, 2, and so on."""

    rates: Array


@dataclass(frozen=True)
class PairArgument:
    """A pair of X and y."""

    X: Array
    y: Array


@dataclass(frozen=True)
class TrainedArgument:
    """The result of a training, given by the arguments of `train`."""

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
    if "optimizer" in value:
        return optimizer_of(value["optimizer"])
    if "rates" in value:
        return RatesArgument(to_array(value["rates"]))
    if "pair" in value:
        return PairArgument(to_array(value["pair"]["X"]), to_array(value["pair"]["y"]))
    if "trained" in value:
        return TrainedArgument({name: plain_value(argument) for name, argument in value["trained"].items()})
    return NetworkArgument(network_arguments(value["network"]))


def optimizer_of(optimizer: Mapping[str, Any]) -> OptimizerArgument:
    """An optimizer as it stands in a fixture."""
    settings = {name: float(to_array(value)) for name, value in optimizer.items() if name != "name"}
    return OptimizerArgument(optimizer["name"], settings)


def arguments_of_call(vector: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the call of a vector, by name."""
    return {name: plain_value(value) for name, value in vector["arguments"].items()}


def with_choice(function: str, arguments: Mapping[str, Any], choice: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for an arithmetic and for kernels where the function has a choice and the caller has not made it."""
    having = {"arithmetic": WITH_ARITHMETIC, "kernels": WITH_KERNELS}
    return {**{name: value for name, value in choice.items() if function in having[name]}, **arguments}


# ---- trainings -------------------------------------------------------------------------------------------------------

OPTIONS: dict[str, Callable[[Any], Any]] = {
    "optimizer": optimizer_of,
    "weight_decay": lambda tensor: float(to_array(tensor)),
    "sample_weight": to_array,
    "shuffle_seed": int,
    "stream": str,
    "validation": lambda pair: PairArgument(to_array(pair["X"]), to_array(pair["y"])),
    "patience": int,
    "stops": list,
}
"""What a training may have beside its rows, learning rate, epochs and batches, and how each is read."""


def training_options(vector: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a training has; absent ones have their defaults."""
    return {name: read(vector[name]) for name, read in OPTIONS.items() if name in vector}


def training_settings(vector: Mapping[str, Any]) -> dict[str, Any]:
    """All settings of a training besides its network and its rows."""
    told = {"learning_rate": learning_rate_of(vector), "epochs": vector["epochs"], "batches": vector["batches"]}
    return {**training_options(vector), **told}


def learning_rate_of(vector: Mapping[str, Any]) -> float | Array:
    """The learning rate, or one for each epoch."""
    if "learning_rates" in vector:
        return to_array(vector["learning_rates"])
    return float(to_array(vector["learning_rate"]))


def sample_weight_of(vector: Mapping[str, Any]) -> Array | None:
    """The sample weights of a step, if it has any."""
    return to_array(vector["sample_weight"]) if "sample_weight" in vector else None


def rate_of_epoch(learning_rate: float | Array, epoch: int) -> float:
    """The learning rate of an epoch, counted from 1."""
    return float(learning_rate[epoch - 1]) if isinstance(learning_rate, np.ndarray) else learning_rate
