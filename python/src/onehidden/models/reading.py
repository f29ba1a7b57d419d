"""Make a model from the JSON of a model file; everything is checked first (SPEC.md 14.7)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from onehidden._typing import Array
from onehidden.checks.errors import (
    DamagedFileError,
    InvalidModelFileError,
    OneHiddenError,
    UnknownArithmeticError,
    UnsupportedVersionError,
)
from onehidden.checks.refusals import counted, refuse
from onehidden.checks.values import ARITHMETICS, check_choice
from onehidden.models.document import FORMAT, MOST_WHOLE, VERSION, digests_of
from onehidden.models.inputs import FactorInput, Input, NumericInput, feature_names
from onehidden.models.model import Model
from onehidden.models.scaling import Scaling
from onehidden.network.network import Network

BITS = re.compile(r"[0-9a-f]{16}")


def model_of(document: Any) -> Model:
    """Make a model from the JSON of a model file."""
    check_format(document)
    parts = object_at(document, "", KEYS)
    check_written_by(parts["written_by"])
    scaling = object_at(parts["scaling"], "scaling", ("inputs", "targets"))
    model = Model(
        network=network_at(parts["network"], "network"),
        inputs=inputs_at(parts["inputs"], "inputs"),
        classes=nullable(classes_at, parts["classes"], "classes"),
        outputs=nullable(texts_at, parts["outputs"], "outputs"),
        input_scaling=nullable(scaling_at, scaling["inputs"], "scaling.inputs"),
        target_scaling=nullable(scaling_at, scaling["targets"], "scaling.targets"),
        history=history_at(parts["history"], "history"),
        arithmetic=arithmetic_at(parts["arithmetic"], "arithmetic"),
    )
    check_inputs_fit(model)
    check_outputs_fit(model)
    check_digests(model, parts["digest"])
    return model


KEYS = (
    *("format", "version", "written_by", "arithmetic", "network", "inputs"),
    *("outputs", "classes", "scaling", "history", "digest"),
)


def check_format(document: Any) -> None:
    """Reject JSON that is not a model file, and files of a later version."""
    if not isinstance(document, dict) or document.get("format") != FORMAT or "version" not in document:
        refuse_content(InvalidModelFileError, "it is JSON, but not a model")
    version = whole_at(document["version"], "version")
    if version > VERSION:
        expected = f"a model file of version {VERSION}"
        refuse(UnsupportedVersionError, "path", expected, f"it is of version {version}", "Install a later onehidden.")
    if version < 1:
        refuse_content(InvalidModelFileError, f"`version` is {version}")


def check_written_by(value: Any) -> None:
    """Reject anything but three texts, which are for people only."""
    parts = object_at(value, "written_by", ("package", "version", "language"))
    for key, part in parts.items():
        text_at(part, f"written_by.{key}")


def check_digests(model: Model, value: Any) -> None:
    """Reject a model whose digests differ from those stated."""
    stated = object_at(value, "digest", ("parameters", "content"))
    for name, digest in digests_of(model).items():
        if stated[name] != digest:
            refuse_content(DamagedFileError, f"its {name} {VERBS[name]} the digest stated in it")


VERBS = {"parameters": "do not match", "content": "does not match"}

# ---- the parts of a model --------------------------------------------------------------------------------------------


def arithmetic_at(value: Any, where: str) -> str:
    """Read the arithmetic."""
    arithmetic = text_at(value, where)
    as_told_by(lambda: check_choice(arithmetic, "arithmetic", ARITHMETICS, UnknownArithmeticError))
    return arithmetic


def network_at(value: Any, where: str) -> Network:
    """Read the network."""
    words = ("hidden_activation", "output_activation", "loss", "reduction")
    parts = object_at(value, where, (*words, "wh", "bh", "wout", "bout"))
    wh = nullable(matrix_at, parts["wh"], f"{where}.wh")
    bh = nullable(vector_at, parts["bh"], f"{where}.bh")
    wout = matrix_at(parts["wout"], f"{where}.wout")
    bout = nullable(vector_at, parts["bout"], f"{where}.bout")
    texts = [text_at(parts[word], f"{where}.{word}") for word in words]
    network: Network = as_told_by(lambda: Network(wh, bh, wout, bout, *texts))
    return network


def as_told_by(check: Callable[[], Any]) -> Any:
    """Run a check on a part of the file; if it fails, reject the file."""
    try:
        return check()
    except OneHiddenError as error:
        refuse_content(InvalidModelFileError, f"its content is invalid: {str(error).removesuffix('.')}")


def inputs_at(value: Any, where: str) -> tuple[Input, ...]:
    """Read the inputs."""
    return tuple(input_at(one, f"{where}[{place}]") for place, one in enumerate(list_at(value, where), 1))


def input_at(value: Any, where: str) -> Input:
    """Read an input."""
    kind = value.get("kind") if isinstance(value, dict) else None
    require_fit(kind in ("numeric", "factor"), f"`{where}` is neither numeric nor a factor")
    if kind == "numeric":
        parts = object_at(value, where, ("kind", "name"))
        return NumericInput(nullable(text_at, parts["name"], f"{where}.name"))
    parts = object_at(value, where, ("kind", "name", "levels", "columns", "contrasts"))
    return FactorInput(
        name=text_at(parts["name"], f"{where}.name"),
        levels=texts_at(parts["levels"], f"{where}.levels"),
        contrasts=matrix_at(parts["contrasts"], f"{where}.contrasts"),
        columns=texts_at(parts["columns"], f"{where}.columns"),
    )


def classes_at(value: Any, where: str) -> tuple[Any, ...]:
    """Read classes: all texts, all logical values or all whole numbers."""
    classes = list_at(value, where)
    kind = type(classes[0])
    require_fit(
        kind in (str, bool, float) and all(type(one) is kind for one in classes), f"`{where}` mixes different types"
    )
    return tuple(whole_at(one, where) if kind is float else one for one in classes)


def scaling_at(value: Any, where: str) -> Scaling:
    """Read a scaling."""
    parts = object_at(value, where, ("center", "spread"))
    center = vector_at(parts["center"], f"{where}.center")
    spread = vector_at(parts["spread"], f"{where}.spread")
    finite = bool(np.isfinite(center).all() and np.isfinite(spread).all())
    fits = finite and len(center) == len(spread) and bool((spread > 0).all())
    require_fit(fits, f"`{where}` has an invalid center or spread")
    return Scaling(center, spread)


def history_at(value: Any, where: str) -> Array:
    """Read the losses, which may be infinite."""
    history = vector_at(value, where)
    require_fit(bool((history > -np.inf).all()), f"`{where}` contains a value that is not a loss")
    return history


# ---- what must fit together ------------------------------------------------------------------------------------------


def check_inputs_fit(model: Model) -> None:
    """Reject inputs that do not match the network's features, or have duplicate names."""
    names = [one.name for one in model.inputs]
    features = feature_names(model.inputs)
    d = model.network.n_features
    require_fit(len(features) == d, f"its inputs make {counted(len(features), 'column')}, and its network has {d}")
    require_fit(all(name is None for name in names) or None not in names, "only some of its inputs have names")
    require_fit(None in names or len(set(names)) == len(names), "two of its inputs have the same name")
    require_fit(len(set(features)) == d, "two of its columns have the same name")
    for one in model.inputs:
        if isinstance(one, FactorInput):
            finite = bool(np.isfinite(one.contrasts).all())
            fits = finite and one.contrasts.shape == (len(one.levels), len(one.columns))
            require_fit(fits, f"the contrasts of `{one.name}` do not fit its levels and columns")
            require_fit(len(set(one.levels)) == len(one.levels), f"two levels of `{one.name}` are equal")
    scaling = model.input_scaling
    require_fit(scaling is None or len(scaling.center) == d, "the scaling of its inputs does not fit them")


def check_outputs_fit(model: Model) -> None:
    """Reject classes, names or a scaling that do not match the network's outputs."""
    classes, outputs, scaling, k = model.classes, model.outputs, model.target_scaling, model.network.n_outputs
    if classes is not None:
        activation = model.network.output_activation
        fits = (len(classes), k, activation) == (2, 1, "sigmoid") or (len(classes), activation) == (k, "softmax")
        require_fit(fits and len(classes) >= 2, "its classes do not fit its network")
        require_fit(len(set(classes)) == len(classes), "two of its classes are equal")
        require_fit(outputs is None and scaling is None, "it has classes, but also names or a scaling for numbers")
    require_fit(outputs is None or len(outputs) == k, "the names of its outputs do not fit its network")
    require_fit(scaling is None or len(scaling.center) == k, "the scaling of its outputs does not fit them")


def require_fit(fits: bool, given: str) -> None:
    """Reject the file unless its parts fit."""
    if not fits:
        refuse_content(InvalidModelFileError, given)


# ---- values of one kind ----------------------------------------------------------------------------------------------


def nullable(read: Callable[[Any, str], Any], value: Any, where: str) -> Any:
    """Read a value that may be null."""
    return None if value is None else read(value, where)


def object_at(value: Any, where: str, keys: Sequence[str]) -> dict[str, Any]:
    """Read an object with exactly these keys."""
    if not isinstance(value, dict):
        refuse_content(InvalidModelFileError, f"`{where}` is not an object")
    prefix = f"{where}." if where else ""
    for key in keys:
        if key not in value:
            refuse_content(InvalidModelFileError, f"`{prefix}{key}` is missing in it")
    for key in value:
        if key not in keys:
            refuse_content(InvalidModelFileError, f"`{prefix}{key[:60]}` is unknown")
    return value


def list_at(value: Any, where: str) -> list[Any]:
    """Read a non-empty list."""
    if not isinstance(value, list) or not value:
        refuse_content(InvalidModelFileError, f"`{where}` is not a non-empty list")
    return value


def text_at(value: Any, where: str) -> str:
    """Read a text."""
    if not isinstance(value, str):
        refuse_content(InvalidModelFileError, f"`{where}` is not a text")
    return value


def texts_at(value: Any, where: str) -> tuple[str, ...]:
    """Read a list of texts."""
    return tuple(text_at(one, where) for one in list_at(value, where))


def whole_at(value: Any, where: str) -> int:
    """Read a whole number."""
    if not isinstance(value, float) or not abs(value) <= MOST_WHOLE or value != math.floor(value):
        refuse_content(InvalidModelFileError, f"`{where}` is not a whole number")
    return int(value)


def matrix_at(value: Any, where: str) -> Array:
    """Read a matrix."""
    return tensor_at(value, where, 2)


def vector_at(value: Any, where: str) -> Array:
    """Read a vector."""
    return tensor_at(value, where, 1)


def tensor_at(value: Any, where: str, n_dimensions: int) -> Array:
    """Read a tensor by its bits, whose decimals are the values."""
    parts = object_at(value, where, ("shape", "bits", "values"))
    shape = [whole_at(size, f"{where}.shape") for size in list_at(parts["shape"], f"{where}.shape")]
    lists = isinstance(parts["bits"], list) and isinstance(parts["values"], list)
    fits = lists and len(shape) == n_dimensions and min(shape) >= 0
    require_fit(
        fits and math.prod(shape) == len(parts["bits"]) == len(parts["values"]), f"`{where}` has an invalid shape"
    )
    array = numbers_of_bits(parts["bits"], f"{where}.bits")
    check_values(parts["values"], array, where)
    return array.reshape(shape)


def numbers_of_bits(bits: Sequence[Any], where: str) -> Array:
    """Read numbers from their bits, 16 hexadecimal digits each."""
    require_fit(all(isinstance(one, str) and BITS.fullmatch(one) for one in bits), f"`{where}` are not bits of numbers")
    return np.frombuffer(bytes.fromhex("".join(bits)), dtype=">f8").astype(np.float64)


def check_values(values: Sequence[Any], array: Array, where: str) -> None:
    """Reject values that differ from the bits; non-finite numbers have null."""
    require_fit(all(one is None or isinstance(one, float) for one in values), f"`{where}.values` are not numbers")
    for place, (value, bits) in enumerate(zip(values, array.tolist(), strict=True), 1):
        if value != (bits if math.isfinite(bits) else None):
            given = f"bits and value of element {place} (counted from 1) of `{where}` disagree"
            refuse_content(DamagedFileError, given)


def refuse_content(error: type[OneHiddenError], given: str) -> NoReturn:
    """Reject the content of a file."""
    refuse(error, "path", "a model file as save_model() writes it", given, HINTS[error])


HINTS: dict[type[OneHiddenError], str] = {
    DamagedFileError: "The file is truncated or was modified: save the model again.",
    InvalidModelFileError: "Save the model again.",
}
