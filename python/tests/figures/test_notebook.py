import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from onehidden import Network, train
from onehidden.models.fitting import MODEL_TRAINING, ModelSettings, fit_model
from onehidden.models.inputs import numeric_inputs

TWO_EPOCHS = replace(MODEL_TRAINING, epochs=2)


def parsed(html):
    """HTML that is also XML: every tag closed, every character escaped."""
    return ElementTree.fromstring(html)


def words(element):
    return " ".join(text.strip() for text in element.itertext() if text.strip())


def test_a_network_shows_its_line_its_picture_and_its_parameters(make_network):
    network = make_network()
    page = parsed(network._repr_html_())
    assert words(page).startswith(repr(network))
    (svg,) = page.iter("{http://www.w3.org/2000/svg}svg")
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}path"))) == (4 + 1) * 3 + (3 + 1) * 2
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}circle"))) == 4 + 3 + 2
    tables = [words(table) for table in page.iter("table")]
    assert [table.split()[0] for table in tables] == ["wh", "bh", "wout", "bout"]
    assert f"{network.wh[3, 2]:.6g}" in tables[0]


def test_a_result_shows_its_history_and_gaps_where_it_is_infinite(article):
    X, y, network = article
    page = parsed(train(network, X, y, epochs=1000)._repr_html_())
    _, history = page.iter("{http://www.w3.org/2000/svg}svg")
    assert history.get("aria-label") == "The loss by epoch"
    endless = Network(None, None, [[1e5]], None, loss="binary_cross_entropy")
    html = train(endless, [[1.0]], [[0.0]], learning_rate=0.0, epochs=3)._repr_html_()
    _, history = parsed(html).iter("{http://www.w3.org/2000/svg}svg")
    assert not re.search("nan|inf", "".join(path.get("d") for path in history.iter("{http://www.w3.org/2000/svg}path")))


def test_validation_losses_are_shown(article):
    X, y, network = article
    assert "validation loss" in words(parsed(train(network, X, y, epochs=9, validation=(X, y))._repr_html_()))


def test_names_of_features_and_classes_are_shown_and_escaped():
    evil = ["<script>alert(1)</script>", 'a"b&c']
    X = np.array([[0.0, 1.0], [1.0, 0.0]])
    model = fit_model(X, np.array([0, 1]), numeric_inputs(evil, 2), ["no", "<i>"], ModelSettings(), TWO_EPOCHS).model
    html = model._repr_html_()
    assert "<script" not in html
    assert "<i>" not in html
    page = words(parsed(html))
    assert 'a"b&c' in page
    assert "<i>" in page


def test_the_page_needs_nothing_else(article):
    html = article[2]._repr_html_()
    assert not re.search(r"<(script|style|link|img|iframe)", html)
    assert not re.search(r"url\(|@import|src=|href=", html)
    assert [url for url in re.findall(r"https?://[^\"]+", html) if url != "http://www.w3.org/2000/svg"] == []


def test_large_networks_stay_small_pages():
    u = np.linspace(-1.0, 1.0, 200 * 100)
    network = Network(u.reshape(200, 100), None, u[:1000].reshape(100, 10), None)
    html = network._repr_html_()
    assert len(html) < 150_000
    assert "⋮" in html
    assert "…" in html


def test_a_network_without_hidden_layer_names_what_goes_in():
    page = words(parsed(Network(None, None, [[1.0], [2.0]], [0.5])._repr_html_()))
    assert "wout o1 i1 1 i2 2" in page


@pytest.mark.parametrize("colour", ["#1380c4", "#d55e00"])
def test_colours_are_seen_on_white_and_on_black(colour):
    def luminance(value):
        parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for paper in ("#ffffff", "#111111"):
        low, high = sorted((luminance(colour), luminance(paper)))
        assert (high + 0.05) / (low + 0.05) >= 3.8
