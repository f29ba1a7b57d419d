"""The messages between suite and implementation: JSON Lines, checked against messages.schema.json.

Nothing that an implementation sends is trusted: it is read only after the schema has passed it, and its texts are made
printable before anybody sees them.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import best_match

from onehidden_conformance.implementations import Refused
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.tensors import flat_tensor, to_array
from onehidden_conformance.vectors.arguments import (
    NetworkArgument,
    OptimizerArgument,
    PairArgument,
    RatesArgument,
    Text,
    TrainedArgument,
)
from onehidden_conformance.vectors.names import KINDS, registry
from onehidden_conformance.vectors.reading import finite_float, refuse_constant, unique_keys

VERSION = 2
"""The version that the suite speaks; it understands 1 as well."""
NAMES = {
    "run": "request to run a vector",
    "started": "answer to start",
    "reply": "answer to run",
    **{f"result_of_{kind}": f"result of a vector of the kind {kind}" for kind in KINDS},
}
"""What the definitions in the schema are called, for people."""
BITS = "^[0-9a-f]{16}$"  # as the schema says it
DIGITS = re.compile("[0-9a-f]*")
MOST_ERRORS = 100  # of which the most telling is reported
ALTERNATIVES = ("oneOf", "anyOf")
Message = dict[str, Any]


class MessageError(Exception):
    """A line that is no message of the protocol; the text says why."""


# ---- lines -----------------------------------------------------------------------------------------------------------


def to_line(message: Message) -> bytes:
    """Write a message as one line."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def from_line(line: bytes, kind: str) -> Message:
    """Read a message of one kind, which is a definition in the schema.

    Raises
    ------
    MessageError
        If the line is not JSON, or not such a message.
    """
    try:
        message: Message = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=unique_keys,
            parse_constant=refuse_constant,
            parse_float=finite_float,
            parse_int=integer,
        )
    except (ValueError, RecursionError) as error:
        raise MessageError(f"is not JSON ({printable(str(error))})") from error
    check(message, kind)
    return message


def check(message: object, kind: str) -> None:
    """Check a message or a part of one against its definition in the schema.

    Raises
    ------
    MessageError
        With the place and the complaint.
    """
    try:
        error = best_match(islice(validator(kind).iter_errors(message), MOST_ERRORS))
    except RecursionError as recursion:
        raise MessageError("is nested too deeply") from recursion
    if error is not None:
        place = "" if error.json_path == "$" else f"at {printable(error.json_path[2:])}: "
        # Of alternatives the validator says only that none fits, and quotes everything.
        complaint = error.schema.get("description", error.message) if error.validator in ALTERNATIVES else error.message
        raise MessageError(f"is no {NAMES.get(kind, kind)}: {place}{printable(complaint)}")


def integer(token: str) -> float:
    """Read a whole number; -0 has a sign that only a floating-point number keeps."""
    number = 0 if len(token) > MOST_DIGITS else int(token)
    if len(token) > MOST_DIGITS or abs(number) > sys.float_info.max:
        raise ValueError(f"{printable(token, 20)} is too large for binary64")
    return -0.0 if token == "-0" else number


MOST_DIGITS = 400


@cache
def validator(kind: str) -> Draft202012Validator:
    """Make the validator of one definition of the schema, once; that it is a schema is a test's business."""
    schema = json.loads(Path(__file__).with_name("messages.schema.json").read_text(encoding="utf-8"))
    return Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]}, registry=registry())


def numbers_together(validator: Any, items: Any, instance: Any, schema: Any) -> Iterator[Any]:
    """Pass the numbers of a tensor at once where they are right: one by one takes a second for 60,000 of them."""
    if isinstance(instance, list):
        if items.get("pattern") == BITS and are_bits(instance):
            return iter(())
        if items.get("title") == "decimal" and {type(number) for number in instance} <= {int, float}:
            return iter(())
    errors: Iterator[Any] = Draft202012Validator.VALIDATORS["items"](validator, items, instance, schema)
    return errors


def are_bits(words: Any) -> bool:
    """Whether all elements are 16 hexadecimal digits each."""
    if {type(word) for word in words} != {str} or {len(word) for word in words} != {16}:
        return False
    return DIGITS.fullmatch("".join(words)) is not None


Validator = validators.extend(Draft202012Validator, {"items": numbers_together})


def printable(text: str, most: int = 300) -> str:
    """Cut a text of an implementation, and write what would move the cursor or change colours as escapes."""
    cut = text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


# ---- values ----------------------------------------------------------------------------------------------------------


def tensor_of(array: Array | float) -> Message:
    """Write an array or a number as a tensor, every bit kept."""
    numbers = np.asarray(array, dtype=np.float64)
    bits = np.ascontiguousarray(numbers, dtype=">f8").tobytes().hex()
    words = [bits[start : start + 16] for start in range(0, len(bits), 16)]
    return {**flat_tensor(numbers.shape, numbers.ravel().tolist()), "bits": words}


def array_of(tensor: Mapping[str, Any]) -> Array:
    """Read a tensor that the schema has passed: its bits, or the nearest numbers of its decimals.

    Raises
    ------
    MessageError
        If it has more or fewer numbers than its shape says.
    """
    shape = [int(size) for size in tensor["shape"]]  # JSON may write 1 as 1.0
    numbers = tensor.get("bits", tensor.get("values"))
    if len(numbers) != math.prod(shape):
        raise MessageError(f"has {len(numbers)} numbers in a tensor of shape {shape}, which takes {math.prod(shape)}")
    if "bits" in tensor:
        return to_array({**tensor, "shape": shape})
    return np.array([math.nan if x is None else float(x) for x in numbers], dtype=np.float64).reshape(shape)


def argument_of(value: Any) -> Any:
    """Write an argument of a call as it stands in a fixture; the inverse of `arguments.plain_value`."""
    if isinstance(value, float | np.ndarray):
        return tensor_of(value)
    if isinstance(value, Text):
        return {"text": value.words, "shape": value.shape}
    if isinstance(value, NetworkArgument):
        return {"network": network_of(value.arguments)}
    if isinstance(value, OptimizerArgument):
        return {"optimizer": {"name": value.name, **{key: tensor_of(x) for key, x in value.settings.items()}}}
    if isinstance(value, RatesArgument):
        return {"rates": tensor_of(value.rates)}
    if isinstance(value, PairArgument):
        return {"pair": {"X": tensor_of(value.X), "y": tensor_of(value.y)}}
    if isinstance(value, TrainedArgument):
        return {"trained": {name: argument_of(argument) for name, argument in value.arguments.items()}}
    if isinstance(value, Mapping):
        return {"steps": {name: tensor_of(step) for name, step in value.items()}}
    return value


def options_of(options: Mapping[str, Any]) -> Message:
    """Write the options of a training as they stand in a fixture; the inverse of `arguments.training_options`."""
    written = {name: argument_of(value) for name, value in options.items()}
    inner = {"optimizer": "optimizer", "validation": "pair"}
    return {name: value[inner[name]] if name in inner else value for name, value in written.items()}


def network_of(network: Mapping[str, Any]) -> Message:
    """Write the arguments of a network's constructor."""
    return {name: argument_of(value) for name, value in network.items()}


def readable(line: bytes) -> str:
    """A line for people, shortened."""
    return printable(line[:2000].decode("utf-8", "backslashreplace"))


def refused(error: Message) -> Refused:
    """The refusal that a program reports."""
    known: dict[str, Any] = {key: value for key, value in error.items() if key != "message" and value is not None}
    for key in {"argument", "step"} & set(known):
        known[key] = printable(known[key])
    return Refused(printable(error["message"], 2000), **known)
