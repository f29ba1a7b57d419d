"""Group invalid: calls that must be refused, each with its code (SPEC section 10).

Most are data: `cases.json` has their names, texts and arguments. `arguments` are what differs from a call that would be
accepted. In them {"tensor": [[1.0, "NaN"]]} is a tensor, {"flat": [[0, 3], []]} one by its shape, and
{"changed_network": {...}} the network with changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from onehidden_conformance.numbers.tensors import flat_tensor, to_tensor
from onehidden_vectors.groups.invalid.computed import NETWORK, X, Y, computed, network_argument
from onehidden_vectors.making.kinds import invalid
from onehidden_vectors.making.vector import Vectors

CASES = Path(__file__).with_name("cases.json")
NA = "7ff00000000007a2"
"""The bits of R's NA: a NaN with a payload of its own."""

CODES = (
    "not_numeric",
    "not_finite",
    "wrong_dimensions",
    "empty",
    "shape_mismatch",
    "missing_parameter",
    "unknown_argument",
    "unknown_activation",
    "unknown_loss",
    "unknown_reduction",
    "unknown_arithmetic",
    "unknown_stream",
    "incompatible_loss",
    "target_out_of_range",
    "invalid_learning_rate",
    "invalid_count",
    "invalid_batches",
    "invalid_network",
    "invalid_steps",
    "unsafe_floating_point",
    "overflow",
    "invalid_sample_weight",
    "unknown_optimizer",
    "incompatible_optimizer",
    "out_of_range",
    "invalid_validation",
    "unknown_initialization",
    "unknown_dataset",
    "missing_package",
    "unreadable_file",
    "damaged_file",
    "unsupported_version",
    "invalid_model_file",
    "invalid_model",
    "missing_column",
    "unknown_level",
    "invalid_targets",
    "not_logical",
    "unknown_kernels",
    "missing_kernels",
)
"""The codes in the order of SPEC 10.3 to 10.42."""


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for case in cases():
        yield refused(**{**case, "arguments": {**accepted().get(case["call"], {}), **read(case["arguments"])}})
    for case in computed():
        yield invalid(**case) if "spec" in case else refused(**case)


def cases() -> Iterator[dict[str, Any]]:
    """The cases that are data."""
    for group in json.loads(CASES.read_text(encoding="utf-8")).values():
        yield from group


def refused(
    name: str, title: str, why: str, call: str, arguments: dict[str, Any], code: str, argument: str
) -> dict[str, Any]:
    """Make a vector of a call that is refused, citing the sentence of its code."""
    spec = f"10.1 10.{CODES.index(code) + 3}"
    return invalid(f"invalid/{name}", title, call, arguments, code, argument, why=why, spec=spec)


@cache
def accepted() -> dict[str, dict[str, Any]]:
    """The arguments of a call that would be accepted, by function; of the others a case has all."""
    rows = {"network": network_argument(), "X": to_tensor(X)}
    with_targets = {**rows, "y": to_tensor(Y)}
    return {
        "Network": {name: to_tensor(value) for name, value in NETWORK.parameters().items()},
        "forward": rows,
        "predict": rows,
        "backward": with_targets,
        "check_gradients": with_targets,
        "walkthrough": with_targets,
        "train": {**with_targets, "learning_rate": 0.5, "epochs": 3},
        "initial_network": {"n_features": 4, "n_hidden": 3, "n_outputs": 1, "seed": 42},
        "split_rows": {"n": 10, "fraction": 0.25, "seed": 42},
    }


def read(value: Any) -> Any:
    """An argument as it stands in a vector."""
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        return tensor_of(value["tensor"])
    if "flat" in value:
        return flat_tensor(*value["flat"])
    if "changed_network" in value:
        return network_argument(replace(NETWORK, **{k: list_of(v) for k, v in value["changed_network"].items()}))
    if "trained" in value:
        return {"trained": {**accepted()["train"], **read(value["trained"])}}
    return {name: read(argument) for name, argument in value.items()}


def list_of(value: Any) -> Any:
    """A parameter or a word of a network."""
    return value["tensor"] if isinstance(value, dict) else value


def tensor_of(numbers: Any) -> dict[str, Any]:
    """A tensor of nested lists; "NA" among them is R's."""
    tensor = to_tensor(floats(numbers))
    places = [number == "NA" for number in flattened(numbers)]
    return {**tensor, "bits": [NA if is_na else bits for is_na, bits in zip(places, tensor["bits"], strict=True)]}


def floats(numbers: Any) -> Any:
    """Nested lists with words in place of what JSON has no numbers for."""
    if isinstance(numbers, list):
        return [floats(number) for number in numbers]
    return float("nan" if numbers == "NA" else numbers)


def flattened(numbers: Any) -> Iterator[Any]:
    """The elements of nested lists."""
    if not isinstance(numbers, list):
        yield numbers
        return
    for number in numbers:
        yield from flattened(number)
