"""An activation is known everywhere or nowhere: who must know each of SPEC 2.2, so that none is half added."""

import json
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from onehidden_conformance.bounds import balls
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import reading

CHECKOUT = Path(__file__).parents[3]
SUITE = "conformance/src/onehidden_conformance"
SPECIFICATION = (CHECKOUT / "SPEC.md").read_text(encoding="utf-8")
NAMES = re.findall(r"^\| \*\*2\.\d+\*\* \| (\w+) \|", SPECIFICATION, flags=re.MULTILINE)
SCHEMAS = (
    "fixtures/schema/vector.schema.json",
    "fixtures/schema/model.schema.json",
    f"{SUITE}/implementations/messages.schema.json",
)
PLACES = [
    ("README.md", " {}"),
    ("python/src/onehidden/network/network.py", '"{}"'),
    ("python/src/onehidden/models/estimators.py", '"{}"'),
    ("r/man/network.Rd", '"{}"'),
    ("r/man/onehidden.Rd", '"{}"'),
    ("walkthrough/arithmetic.js", "\n  {}: ("),
    ("walkthrough/arithmetic.js", "\n  slope_of_{}: ("),
    (f"{SUITE}/implementations/in_r/rscript.R", '"{}"'),
]
"""Who must name every activation, and how."""


def text_of(path):
    return (CHECKOUT / path).read_text(encoding="utf-8")


def lists_with(word, value):
    """Every list with that word, wherever it is in a JSON document."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    found = [value] if isinstance(value, list) and word in value else []
    return [*found, *(one for part in inner for one in lists_with(word, part))]


def test_the_table_has_the_activations_of_the_sentence():
    (sentence,) = re.findall(r"^- \*\*2\.2\*\*(.*?)^- ", SPECIFICATION, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"`(\w+)`", sentence.partition("in both layers")[0]) == NAMES
    assert len(NAMES) >= 4


@pytest.mark.parametrize("path", SCHEMAS)
def test_the_schemas_have_them_in_the_hidden_layer_and_softmax_too_at_the_output(path):
    found = lists_with("sigmoid", json.loads(text_of(path)))
    assert sorted(found, key=len) == [NAMES, [*NAMES, "softmax"]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("path", "words"), PLACES)
def test_every_place_names_it(path, words, name):
    assert words.format(name) in text_of(path)


@pytest.mark.parametrize("hidden", NAMES)
@pytest.mark.parametrize("language", ["python", "r"])
def test_both_packages_have_it_in_both_layers(language, hidden):
    implementation, oracle = make_implementation(f"{language}:reproducible"), OracleImplementation("oracle", Oracle())
    X = np.linspace(-2.0, 2.0, 15).reshape(5, 3)
    for output in NAMES:
        network = {
            "wh": X[:3, :2], "bh": X[0, :2], "wout": X[3:, :1], "bout": X[1, :1],
            "hidden_activation": hidden, "output_activation": output, "loss": "squared_error", "reduction": "sum",
        }  # fmt: skip
        assert implementation.forward(network, X)["output"].tobytes() == oracle.forward(network, X)["output"].tobytes()


def test_the_bounds_know_them():
    assert list(balls.ACTIVATIONS) == NAMES


@pytest.mark.parametrize(("hidden", "output"), [*product(NAMES, NAMES)])
def test_there_is_a_vector_for_every_pair(hidden, output):
    network = reading.load(f"activations/{hidden}-{output}")["network"]
    assert (network["hidden_activation"], network["output_activation"]) == (hidden, output)
