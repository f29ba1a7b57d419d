"""Model files: models as JSON that both languages read, bit for bit (SPEC.md, section 14)."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden._version import __version__
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import DamagedFileError, InvalidModelError
from onehidden.checks.files import MOST_BYTES, check_path, read_file, write_file
from onehidden.checks.refusals import kind, refuse
from onehidden.models.document import document_of
from onehidden.models.inputs import numeric_inputs
from onehidden.models.model import Model
from onehidden.models.reading import model_of, refuse_content
from onehidden.network.network import Network
from onehidden.training.result import TrainingResult

EXAMPLE = "model.json"
MOST_NESTED = 16  # model files need 5


@refuse_unknown_arguments
def save_model(model: Any, path: str | os.PathLike[str]) -> None:
    """Write a model to a file, which `load_model` reads in both languages with the same predictions, bit for bit.

    The file is JSON: the network with its parameters as bits and as decimals, inputs, classes, scaling, history, and
    digests that reveal any change. It is written to a temporary file and then moved, so a failure never destroys an
    older file.

    Parameters
    ----------
    model : Model, Network or TrainingResult
        What to save: a model, a fitted estimator, a network, or the result of `train`.
    path : str or os.PathLike
        The name of the file; an existing file is replaced.

    Raises
    ------
    OneHiddenError
        With code invalid_model or unreadable_file.

    Notes
    -----
    SPEC.md, section 14.

    Examples
    --------
    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/model.json"
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> save_model(network, path)
    >>> load_model(path).predict([[0.0]])
    array([0.5])
    """
    model = as_model(model)
    path = check_path(path, EXAMPLE)
    write_file(path, file_text(document_of(model, __version__)).encode("utf-8"), MOST_BYTES)


@refuse_unknown_arguments
def load_model(path: str | os.PathLike[str]) -> Model:
    """Read a model from a file that `save_model` wrote, in Python or in R.

    The file is data: nothing in it is ever executed. All of it is checked before a model is made.

    Parameters
    ----------
    path : str or os.PathLike
        The name of the file.

    Returns
    -------
    Model
        With the same predictions, bit for bit. If a network was saved, it is in `.network`.

    Raises
    ------
    OneHiddenError
        With code unreadable_file, damaged_file, unsupported_version or invalid_model_file.

    Notes
    -----
    SPEC.md, section 14.

    Examples
    --------
    See `save_model`.
    """
    content = read_file(check_path(path, EXAMPLE), MOST_BYTES)
    try:
        document = parsed_json(content)
    except NotJsonError as error:
        refuse_content(DamagedFileError, str(error))
    return model_of(document)


def file_text(document: dict[str, Any]) -> str:
    """The text of a file: JSON with one part of the document on each line."""
    lines = [f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}" for name, part in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def as_model(value: Any) -> Model:
    """Return what can be saved as a model."""
    if isinstance(value, Network):
        return model_of_network(value, np.array([]))
    if isinstance(value, TrainingResult):
        return model_of_network(value.network, value.history)
    model = getattr(value, "model_", value)  # a fitted estimator keeps its model there
    if not isinstance(model, Model):
        expected = "a model, a fitted estimator, a network or the result of train()"
        refuse(InvalidModelError, "model", expected, f"it is {kind(value)}", "Fit one, or train a network.")
    return model


def model_of_network(network: Network, history: Array) -> Model:
    """Make a model of a network: unnamed numeric inputs, and the network's outputs."""
    inputs = numeric_inputs(None, network.n_features)
    return Model(network, inputs, None, None, None, None, history, "reproducible")


# ---- reading JSON that both languages read alike (SPEC.md 14.5) ------------------------------------------------------


class NotJsonError(Exception):
    """The content is not JSON; the message says why."""


STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
OUTSIDE_STRINGS = re.compile(r'[^][{}:,"0-9+.eEtrufalsn \t\r\n-]')
SURROGATE_PAIR = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..", re.DOTALL)
NO_CHARACTER = re.compile(r"\\u([dD][89a-fA-F]|0000)")


def parsed_json(content: bytes) -> Any:
    """Read JSON in UTF-8: objects as dictionaries, every number as a double.

    What JSON leaves open and what lenient parsers allow is rejected: NaN and infinities, comments, duplicate keys,
    unpaired surrogates, the character 0, and deep nesting, which can crash parsers.
    """
    text = utf8_text(content)
    check_text(text)
    try:
        return json.loads(text, object_pairs_hook=object_of_pairs, parse_int=float)
    except ValueError:
        raise NotJsonError("it is not JSON") from None


def utf8_text(content: bytes) -> str:
    """Read bytes as text, without the byte 0, which R cannot hold in text."""
    if 0 in content:
        raise NotJsonError("it is not JSON")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotJsonError("it is not UTF-8 text") from None


def check_text(text: str) -> None:
    """Reject what the parsers of the two languages treat differently."""
    outside = STRING.sub('""', text)
    if OUTSIDE_STRINGS.search(outside) or NO_CHARACTER.search(SURROGATE_PAIR.sub("", text.replace("\\\\", ""))):
        raise NotJsonError("it is not JSON")
    brackets = [1 if bracket in "[{" else -1 for bracket in re.findall(r"[][{}]", outside)]
    if brackets and np.cumsum(brackets).max() > MOST_NESTED:
        raise NotJsonError("it is nested too deeply")


def object_of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; its keys must be unique."""
    result = dict(pairs)
    if len(result) < len(pairs):
        raise NotJsonError("a key occurs twice in it")
    return result
