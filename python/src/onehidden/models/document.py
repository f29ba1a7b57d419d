"""What a model file says: a model as a tree of JSON, and the digest of its content (SPEC.md 14.2 to 14.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.errors import InvalidModelError
from onehidden.checks.refusals import number, refuse
from onehidden.models.inputs import FactorInput, Input, NumericInput, feature_names
from onehidden.models.json_text import (
    json_bits,
    json_line,
    json_logical,
    json_numbers,
    json_string,
    json_whole,
)
from onehidden.models.model import Model
from onehidden.models.scaling import Scaling
from onehidden.network.digest import parameter_digest

FORMAT = "onehidden model"
VERSION = 1
LANGUAGE = "Python"
MOST_WHOLE = 2**53  # up to there doubles hold every whole number

Tree = Any  # dictionaries and lists whose leaves are JSON, as `json_text` writes it
TensorTree = Callable[[Array], Tree]


def document_of(model: Model, package_version: str) -> Tree:
    """Make the tree of a model file."""
    check_classes(model)
    check_texts(model)
    written_by = {
        "package": json_string("onehidden"),
        "version": json_string(package_version),
        "language": json_string(LANGUAGE),
    }
    digests = digests_of(model)
    return {
        "format": json_string(FORMAT),
        "version": json_whole(VERSION),
        "written_by": written_by,
        **model_tree(model, tensor_tree, tensor_tree),
        "digest": {name: json_string(digest) for name, digest in digests.items()},
    }


def digests_of(model: Model) -> dict[str, str]:
    """The digest of the parameters, and that of the content, in which the parameters are told by theirs."""
    parameters = parameter_digest(model.network)
    content = {
        "format": json_string(FORMAT),
        "version": json_whole(VERSION),
        **model_tree(model, shape_tree, bits_tree),
        "digest": {"parameters": json_string(parameters)},
    }
    return {
        "parameters": parameters,
        "content": hashlib.sha256(json_line(content).encode("utf-8")).hexdigest(),
    }


def model_tree(model: Model, parameter: TensorTree, tensor: TensorTree) -> dict[str, Tree]:
    """Make the tree of a model; how parameters and other tensors are written is handed in."""
    network = model.network
    return {
        "arithmetic": json_string(model.arithmetic),
        "network": {
            "hidden_activation": json_string(network.hidden_activation),
            "output_activation": json_string(network.output_activation),
            "loss": json_string(network.loss),
            "reduction": json_string(network.reduction),
            "wh": or_null(network.wh, parameter),
            "bh": or_null(network.bh, parameter),
            "wout": parameter(network.wout),
            "bout": or_null(network.bout, parameter),
        },
        "inputs": [input_tree(one, tensor) for one in model.inputs],
        "outputs": or_null(model.outputs, texts_tree),
        "classes": or_null(model.classes, classes_tree),
        "scaling": {
            "inputs": or_null(model.input_scaling, lambda scaling: scaling_tree(scaling, tensor)),
            "targets": or_null(model.target_scaling, lambda scaling: scaling_tree(scaling, tensor)),
        },
        "history": tensor(model.history),
    }


def or_null(value: Any, tree: Callable[[Any], Tree]) -> Tree:
    """Write a value that may be absent."""
    return "null" if value is None else tree(value)


def shape_tree(array: Array) -> dict[str, Tree]:
    """Write of a tensor how large it is."""
    return {"shape": [json_whole(size) for size in array.shape]}


def bits_tree(array: Array) -> dict[str, Tree]:
    """Write a tensor by its bits."""
    return {**shape_tree(array), "bits": json_bits(array)}


def tensor_tree(array: Array) -> dict[str, Tree]:
    """Write a tensor by its bits, and by its values for people."""
    return {**bits_tree(array), "values": json_numbers(array.ravel().tolist())}


def input_tree(one: Input, tensor: TensorTree) -> dict[str, Tree]:
    """Write an input."""
    if isinstance(one, NumericInput):
        return {"kind": json_string("numeric"), "name": or_null(one.name, json_string)}
    return {
        "kind": json_string("factor"),
        "name": json_string(one.name),
        "levels": texts_tree(one.levels),
        "columns": texts_tree(one.columns),
        "contrasts": tensor(one.contrasts),
    }


def texts_tree(texts: Sequence[str]) -> list[Tree]:
    """Write texts."""
    return [json_string(text) for text in texts]


def classes_tree(classes: Sequence[Any]) -> list[Tree]:
    """Write classes, which are all texts, all logical values or all whole numbers."""
    if isinstance(classes[0], str):
        return texts_tree(classes)
    return [json_logical(one) if isinstance(one, (bool, np.bool_)) else json_whole(one) for one in classes]


def scaling_tree(scaling: Scaling, tensor: TensorTree) -> dict[str, Tree]:
    """Write a scaling."""
    return {"center": tensor(scaling.center), "spread": tensor(scaling.spread)}


def check_classes(model: Model) -> None:
    """Refuse classes that are neither texts nor logical values nor whole numbers of which each is a double."""
    for one in model.classes or ():
        if not isinstance(one, (str, bool, np.bool_)) and not (one == np.floor(one) and abs(one) <= MOST_WHOLE):
            expected = "of classes that are texts, logical values or whole numbers up to 2^53"
            refuse(InvalidModelError, "model", expected, f"one is {number(one)}", "Name the classes by texts.")


def check_texts(model: Model) -> None:
    """Refuse names that the other language, or no file, could hold."""
    texts = [text for text in model.classes or () if isinstance(text, str)]
    texts += [*feature_names(model.inputs), *(model.outputs or ())]
    texts += [text for one in model.inputs if isinstance(one, FactorInput) for text in (one.name, *one.levels)]
    for text in texts:
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            given = "a name or class holds what is no character"
            refuse(InvalidModelError, "model", "made of names in Unicode", given, "Use another name.")
