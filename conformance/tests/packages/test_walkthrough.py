"""The walkthrough of both languages: the same text, and the same page from one template with the same numbers."""

import json
import re
from functools import cache

import numpy as np
import pytest

import onehidden
import onehidden.streams
from onehidden_conformance.vectors.names import ACTIVATIONS
from tests.inside import page_of_python

NUMBERS = 2.0 * onehidden.streams.uniforms(5, 400) - 1.0
X = NUMBERS[:36].reshape(12, 3) * 3.0
Y = np.abs(NUMBERS[36:60].reshape(12, 2))
CLASSES = np.eye(2)[np.arange(12) % 2]


def network(h=4, biases=True, **settings):
    """Arguments of a network with d = 3 and k = 2."""
    return {
        "wh": NUMBERS[100 : 100 + 3 * h].reshape(3, h) if h else None,
        "bh": NUMBERS[140 : 140 + h] if h and biases else None,
        "wout": NUMBERS[160 : 160 + 2 * (h or 3)].reshape(-1, 2),
        "bout": NUMBERS[200:202] if biases else None,
        **settings,
    }


SOFTMAX = {"output_activation": "softmax", "loss": "categorical_cross_entropy"}
NETWORKS = {
    "as it comes": (network(), Y),
    "without biases": (network(biases=False), Y),
    "without hidden layer": (network(h=0), Y),
    "without hidden layer and biases": (network(h=0, biases=False), Y),
    "one hidden neuron": (network(h=1), Y),
    "more hidden neurons than fit": (network(h=13), Y),
    **{
        f"{name}, mean": (network(hidden_activation=name, output_activation=name, reduction="mean"), Y)
        for name in ACTIVATIONS
    },
    "large numbers": (network(h=0, output_activation="identity"), Y * 1e12),
    "binary cross-entropy": (network(loss="binary_cross_entropy"), Y),
    "softmax": (network(**SOFTMAX, reduction="mean"), CLASSES),
    "softmax without hidden layer": (network(h=0, **SOFTMAX), CLASSES),
}


def in_python(arguments, y, **settings):
    onehidden.walkthrough(onehidden.Network(**arguments), X, y, 0.3, **settings)


@cache
def function_of_r():
    """The walkthrough of R, with what it prints as its result."""
    import rpy2.rinterface as ri

    ri.initr()
    return ri.evalr(
        """function(arguments, X, y, ...) {
          lines <- utils::capture.output(
            onehidden::walkthrough(do.call(onehidden::network, arguments), X, y, 0.3, ...)
          )
          paste0(lines, "\n", collapse = "")
        }"""
    )


def in_r(arguments, y, **settings):
    from onehidden_conformance.implementations.r import to_r

    call = function_of_r()  # which starts R
    settings = {name: to_r(value) for name, value in settings.items()}
    return call(to_r(arguments), to_r(X), to_r(y), **settings)[0]


# ---- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decimals", [0, 2, 9, 17])
@pytest.mark.parametrize("name", NETWORKS)
def test_both_languages_print_the_same_text(name, decimals, capsys):
    arguments, y = NETWORKS[name]
    in_python(arguments, y, decimals=decimals)
    text = capsys.readouterr().out
    assert text.isascii()
    assert in_r(arguments, y, decimals=decimals) == text


@pytest.mark.parametrize("name", NETWORKS)
def test_both_languages_write_the_same_page(name, tmp_path, capsys):
    arguments, y = NETWORKS[name]
    in_python(arguments, y, path=tmp_path / "python.html", epochs=3)
    said = in_r(arguments, y, path=str(tmp_path / "r.html"), epochs=3)
    pages = [parted((tmp_path / name).read_text(encoding="utf-8")) for name in ("python.html", "r.html")]
    assert pages[0] == pages[1]
    assert said == capsys.readouterr().out.replace("python.html", "r.html")


def parted(page):
    """A page as its template and its numbers, whose decimals each language writes in its own way."""
    before, after = page_of_python.template().split("{{data}}")
    assert page.startswith(before)
    assert page.endswith(after)
    return json.loads(page[len(before) : len(page) - len(after)])


def test_the_text_does_not_end_in_spaces_and_matrices_stay_within_80_columns(capsys):
    for arguments, y in NETWORKS.values():
        in_python(arguments, y, decimals=6)
    lines = capsys.readouterr().out.split("\n")
    assert not any(line.endswith(" ") for line in lines)
    assert max(len(line) for line in lines if "[" in line) <= 80


# ---- the template ----------------------------------------------------------------------------------------------------


def test_the_template_has_one_place_for_the_numbers_and_refers_to_nothing_outside():
    template = page_of_python.template()
    assert template.count("{{") == template.count("{{data}}") == 1
    addresses = set(re.findall(r"https?://[^\"' ]+", template))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name, which is never asked for
    assert not re.search(r"<(link|img|iframe|object|embed)\b|\bsrc=|@import|url\(|fetch\(|import\(", template)
    assert "default-src 'none'" in template
    assert "unsafe" not in template
