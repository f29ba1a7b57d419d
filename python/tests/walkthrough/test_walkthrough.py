import json
import re

import numpy as np
import pytest

from onehidden import Network, OneHiddenError, backward, update_weights, walkthrough
from onehidden.errors import NumberOverflowError


def data_of(path):
    text = path.read_text(encoding="ascii")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1])


def wide(n, d, h, k):
    return Network(np.ones((d, h)), None, np.ones((h, k)), None), np.zeros((n, d)), np.zeros((n, k))


# ---- the console -----------------------------------------------------------------------------------------------------


def test_every_step_is_printed_with_its_formula(article, capsys):
    X, y, network = article
    walkthrough(network, X, y)
    text = capsys.readouterr().out
    assert text.startswith(
        "one update of a network 4-3-1: sigmoid hidden layer, sigmoid output, squared_error (sum), 19 parameters\n"
        "learning rate 0.1, reproducible arithmetic\n"
        "\n"
        "step 0: X\n"
    )
    assert [int(step) for step in dict.fromkeys(re.findall(r"^step (\d+):", text, re.MULTILINE))] == list(range(13))
    assert "step 2: hidden_layer_input = (X . wh) + bh\n" in text
    assert text.isascii()
    assert "\033" not in text


def test_the_reader_chooses_the_decimals(article, capsys):
    X, y, network = article
    walkthrough(network, X, y, decimals=6)
    assert f"[ {network.bout[0]:.6f} ]" in capsys.readouterr().out


def test_it_gives_what_backward_and_update_weights_give(article):
    X, y, network = article
    steps = backward(network, X, y)
    result = walkthrough(network, X, y, learning_rate=0.5)
    assert list(result.steps) == list(steps)
    assert all(np.array_equal(result.steps[name], steps[name]) for name in steps)
    assert result.network.wh.tobytes() == update_weights(network, steps, 0.5).wh.tobytes()
    assert result.path is None
    assert repr(result).startswith("walkthrough, loss 0.")


# ---- the page --------------------------------------------------------------------------------------------------------


def test_a_page_has_every_number_of_every_epoch(article, tmp_path, capsys):
    X, y, network = article
    path = tmp_path / "page.html"
    result = walkthrough(network, X, y, 0.5, path, epochs=3, decimals=4)
    assert capsys.readouterr().out == f"wrote {path}: open it in a browser\n"
    data = data_of(path)
    assert (data["decimals"], data["arithmetic"], data["reduction"]) == (4, "reproducible", "sum")
    assert data["given"] == {"X": X.tolist(), "y": y.tolist(), "learning_rate": 0.5}
    assert len(data["epochs"]) == 3
    for epoch in data["epochs"]:
        steps = backward(network, X, y)
        expected = {**network.parameters(), **steps}
        network = update_weights(network, steps, 0.5)
        expected |= {f"updated_{name}": parameter for name, parameter in network.parameters().items()}
        assert list(epoch) == list(expected)
        for name, value in expected.items():
            assert np.array(epoch[name]).tobytes() == np.array(value).tobytes()
    assert result.path == str(path)
    assert repr(result).startswith(f"walkthrough in {path}, loss ")


def test_every_equation_has_its_matrices(article, tmp_path):
    X, y, network = article
    walkthrough(network, X, y, path=tmp_path / "page.html", epochs=1)
    data = data_of(tmp_path / "page.html")
    names = {**data["given"], **data["epochs"][0]}
    assert {equation["name"] for equation in data["equations"]} == set(names) - {"learning_rate"}
    assert set(data["equations"][0]) == {"step", "name", "kind", "formula", "says"}


def test_a_bias_of_one_neuron_is_a_vector_and_an_infinite_loss_null(tmp_path):
    network = Network(None, None, [[0.5]], [-0.2], loss="binary_cross_entropy")
    walkthrough(network, [[100.0]], [[0.0]], path=tmp_path / "page.html", epochs=1)
    epoch = data_of(tmp_path / "page.html")["epochs"][0]
    assert epoch["bout"] == [-0.2]
    assert epoch["loss"] is None


def test_an_old_page_is_replaced_and_nothing_else_is_left(article, tmp_path):
    X, y, network = article
    path = tmp_path / "page.html"
    path.write_text("old")
    walkthrough(network, X, y, path=str(path))
    assert path.read_text().startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [path]


def test_where_writing_fails_the_old_page_stays(article, tmp_path, monkeypatch):
    X, y, network = article
    path = tmp_path / "page.html"
    path.write_text("old")

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OneHiddenError) as caught:
        walkthrough(network, X, y, path=path)
    assert caught.value.code == "unreadable_file"
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


# ---- refusals --------------------------------------------------------------------------------------------------------

CALLS = [
    (lambda n, X, y, folder: walkthrough("network", X, y), "invalid_network", "network"),
    (lambda n, X, y, folder: walkthrough(n, X[:, :2], y), "shape_mismatch", "X"),
    (lambda n, X, y, folder: walkthrough(n, X, y + 1.0), "target_out_of_range", "y"),
    (lambda n, X, y, folder: walkthrough(n, X, y, -1.0), "invalid_learning_rate", "learning_rate"),
    (lambda n, X, y, folder: walkthrough(n, X, y, lambda epoch: 0.1), "invalid_learning_rate", "learning_rate"),
    (lambda n, X, y, folder: walkthrough(n, X, y, epochs=0), "invalid_count", "epochs"),
    (lambda n, X, y, folder: walkthrough(n, X, y, epochs=1001), "invalid_count", "epochs"),
    (lambda n, X, y, folder: walkthrough(n, X, y, decimals=18), "invalid_count", "decimals"),
    (lambda n, X, y, folder: walkthrough(n, X, y, decimals=-1), "invalid_count", "decimals"),
    (lambda n, X, y, folder: walkthrough(n, X, y, decimals=1.5), "invalid_count", "decimals"),
    (lambda n, X, y, folder: walkthrough(n, X, y, arithmetic="fast"), "unknown_arithmetic", "arithmetic"),
    (lambda n, X, y, folder: walkthrough(n, X, y, epoch=3), "unknown_argument", "epoch"),
    (lambda n, X, y, folder: walkthrough(n, X, y, path=3), "unreadable_file", "path"),
    (lambda n, X, y, folder: walkthrough(n, X, y, path=""), "unreadable_file", "path"),
    (lambda n, X, y, folder: walkthrough(n, X, y, path=folder), "unreadable_file", "path"),
    (lambda n, X, y, folder: walkthrough(n, X, y, path=folder / "no" / "page.html"), "unreadable_file", "path"),
    (lambda n, X, y, folder: walkthrough(n, X, y, path=folder / ("x" * 300)), "unreadable_file", "path"),
    (lambda n, X, y, folder: walkthrough(n, X, y, path=f"{folder}/a\0b"), "unreadable_file", "path"),
    (lambda n, X, y, folder: walkthrough(*wide(201, 1, 1, 1), path=folder / "a"), "out_of_range", "X"),
    (lambda n, X, y, folder: walkthrough(*wide(1, 65, 1, 1), path=folder / "a"), "out_of_range", "X"),
    (lambda n, X, y, folder: walkthrough(*wide(1, 1, 65, 1), path=folder / "a"), "out_of_range", "network"),
    (lambda n, X, y, folder: walkthrough(*wide(1, 1, 1, 65), path=folder / "a"), "out_of_range", "network"),
    (lambda n, X, y, folder: walkthrough(*wide(200, 64, 64, 1), path=folder / "a"), "invalid_count", "epochs"),
]


@pytest.mark.parametrize(("call", "code", "argument"), CALLS)
def test_bad_input_is_rejected_and_nothing_is_written_or_printed(call, code, argument, article, tmp_path, capsys):
    X, y, network = article
    with pytest.raises(OneHiddenError) as caught:
        call(network, X, y, tmp_path)
    assert (caught.value.code, caught.value.argument) == (code, argument)
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().out == ""


def test_messages_hint_at_the_solution(article, tmp_path):
    X, y, network = article
    with pytest.raises(OneHiddenError) as caught:
        walkthrough(network, X, y, path=tmp_path)
    assert str(caught.value) == (
        f'`path` must be a file that can be written, but "{tmp_path}" is a folder. Give the name of a file.'
    )
    with pytest.raises(OneHiddenError) as caught:
        walkthrough(*wide(200, 64, 64, 1), path=tmp_path / "page.html")
    assert str(caught.value) == (
        "`epochs` must be at most 6, so that the page of this network has at most 500000 numbers, but it is 10. "
        "Choose fewer epochs or fewer samples."
    )
    with pytest.raises(OneHiddenError) as caught:
        walkthrough(*wide(201, 1, 1, 1), path=tmp_path / "page.html")
    assert str(caught.value) == (
        "`X` must be small enough for a page, with at most 200 rows, but it has 201. "
        "Give less, or leave `path` out: the console abbreviates large matrices."
    )


def test_the_largest_page_is_written(tmp_path):
    walkthrough(*wide(200, 64, 64, 1), path=tmp_path / "page.html", epochs=6)
    assert (tmp_path / "page.html").stat().st_size < 12e6


def test_an_overflow_names_the_epoch_and_nothing_is_written(tmp_path):
    network = Network(None, None, [[1.0]], None, output_activation="identity")
    with pytest.raises(NumberOverflowError, match="In epoch 3: ") as caught:
        walkthrough(network, [[1e60]], [[0.0]], learning_rate=1.0, path=tmp_path / "page.html")
    assert caught.value.epoch == 3
    assert list(tmp_path.iterdir()) == []
