"""The content of a model file: a model as a tree of JSON, and the digest of its content (SPEC.md 14.2 to 14.6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.errors import InvalidModelError
from onehidden.checks.refusals import number, refuse
from onehidden.models.inputs import FactorInput, Input, NumericInput, feature_names
from onehidden.models.model import Model
from onehidden.models.scaling import Scaling
from onehidden.network.digest import parameter_digest

FORMAT = "onehidden model"
VERSION = 1
LANGUAGE = "Python"
MOST_WHOLE = 2**53  # up to here every integer is a double

Tree = Any  # what json.dumps takes
TensorTree = Callable[[Array], Tree]


def document_of(model: Model, package_version: str) -> dict[str, Tree]:
    """Make the tree of a model file."""
    check_classes(model)
    check_texts(model)
    return {
        "format": FORMAT,
        "version": VERSION,
        "written_by": {"package": "onehidden", "version": package_version, "language": LANGUAGE},
        **model_tree(model, tensor_tree, tensor_tree),
        "digest": digests_of(model),
    }


def digests_of(model: Model) -> dict[str, str]:
    """The digest of the parameters, and that of the content, where the parameters' digest stands for them."""
    parameters = parameter_digest(model.network)
    content = {
        "format": FORMAT,
        "version": VERSION,
        **model_tree(model, shape_tree, bits_tree),
        "digest": {"parameters": parameters},
    }
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return {"parameters": parameters, "content": hashlib.sha256(text.encode("utf-8")).hexdigest()}


def model_tree(model: Model, parameter: TensorTree, tensor: TensorTree) -> dict[str, Tree]:
    """Make the tree of a model, with one function to write parameters and one for other tensors."""
    network = model.network
    return {
        "arithmetic": model.arithmetic,
        "network": {
            "hidden_activation": network.hidden_activation,
            "output_activation": network.output_activation,
            "loss": network.loss,
            "reduction": network.reduction,
            "wh": or_none(network.wh, parameter),
            "bh": or_none(network.bh, parameter),
            "wout": parameter(network.wout),
            "bout": or_none(network.bout, parameter),
        },
        "inputs": [input_tree(one, tensor) for one in model.inputs],
        "outputs": or_none(model.outputs, list),
        "classes": or_none(model.classes, lambda classes: [class_leaf(one) for one in classes]),
        "scaling": {
            "inputs": or_none(model.input_scaling, lambda scaling: scaling_tree(scaling, tensor)),
            "targets": or_none(model.target_scaling, lambda scaling: scaling_tree(scaling, tensor)),
        },
        "history": tensor(model.history),
    }


def or_none(value: Any, tree: Callable[[Any], Tree]) -> Tree:
    """The tree of a value that may be absent."""
    return None if value is None else tree(value)


def shape_tree(array: Array) -> dict[str, Tree]:
    """A tensor by its shape alone."""
    return {"shape": list(array.shape)}


def bits_tree(array: Array) -> dict[str, Tree]:
    """A tensor by its bits: 16 hexadecimal digits for each number, most significant first."""
    digits = array.astype(">f8").tobytes().hex()
    return {**shape_tree(array), "bits": [digits[first : first + 16] for first in range(0, len(digits), 16)]}


def tensor_tree(array: Array) -> dict[str, Tree]:
    """A tensor by its bits, and by its values for people; JSON has no non-finite numbers, so these are null."""
    values = [value if np.isfinite(value) else None for value in array.ravel().tolist()]
    return {**bits_tree(array), "values": values}


def input_tree(one: Input, tensor: TensorTree) -> dict[str, Tree]:
    """An input."""
    if isinstance(one, NumericInput):
        return {"kind": "numeric", "name": one.name}
    return {
        "kind": "factor",
        "name": one.name,
        "levels": list(one.levels),
        "columns": list(one.columns),
        "contrasts": tensor(one.contrasts),
    }


def class_leaf(one: Any) -> str | bool | int:
    """A class: text, true or false, or an integer."""
    if isinstance(one, (bool, np.bool_)):
        return bool(one)
    return one if isinstance(one, str) else int(one)


def scaling_tree(scaling: Scaling, tensor: TensorTree) -> dict[str, Tree]:
    """A scaling."""
    return {"center": tensor(scaling.center), "spread": tensor(scaling.spread)}


def check_classes(model: Model) -> None:
    """Reject classes that are not texts, logical values or integers exactly representable as doubles."""
    for one in model.classes or ():
        if not isinstance(one, (str, bool, np.bool_)) and not (one == np.floor(one) and abs(one) <= MOST_WHOLE):
            expected = "a model whose classes are text, logical values or whole numbers up to 2^53"
            refuse(InvalidModelError, "model", expected, f"one is {number(one)}", "Use text for the classes.")


def check_texts(model: Model) -> None:
    """Reject names that R or a file in UTF-8 cannot hold."""
    texts = [text for text in model.classes or () if isinstance(text, str)]
    texts += [*feature_names(model.inputs), *(model.outputs or ())]
    texts += [text for one in model.inputs if isinstance(one, FactorInput) for text in (one.name, *one.levels)]
    for text in texts:
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            given = "a name or class contains an invalid character"
            refuse(InvalidModelError, "model", "made of valid Unicode names", given, "Use another name.")
