import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import onehidden
from onehidden import Network, OneHiddenError, plot_decision_regions, plot_history, plot_network, train
from onehidden.figures.decisions import decider_of
from onehidden.models.fitting import MODEL_TRAINING, ModelSettings, fit_model
from onehidden.models.inputs import numeric_inputs

matplotlib = pytest.importorskip("matplotlib", reason="needs matplotlib, the extra `plots`")
matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.colors import to_rgba  # noqa: E402

TWO_EPOCHS = replace(MODEL_TRAINING, epochs=2)
XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@pytest.fixture(autouse=True)
def nothing_changes():
    """No plot changes a setting; what is opened is closed."""
    settings = dict(matplotlib.rcParams)
    yield
    assert dict(matplotlib.rcParams) == settings
    plt.close("all")


@pytest.fixture
def model():
    """Fit a model of two classes, with names."""
    inputs = numeric_inputs(["left", "right"], 2)
    settings = replace(MODEL_TRAINING, epochs=300, learning_rate=0.1)
    return fit_model(XOR, np.array([0, 1, 1, 0]), inputs, ["no", "yes"], ModelSettings(hidden=3), settings).model


def texts(ax):
    return [text.get_text() for text in ax.texts]


# ---- what all of them do ---------------------------------------------------------------------------------------------


def test_axes_go_in_and_come_out(model):
    figure, axes = plt.subplots(1, 3)
    assert plot_history(model, axes[0]) is axes[0]
    assert plot_network(model, ax=axes[1]) is axes[1]
    assert plot_decision_regions(model, XOR, ["no", "yes", "yes", "no"], ax=axes[2]) is axes[2]
    assert plt.get_fignums() == [figure.number]
    figure.canvas.draw()


def test_without_axes_a_new_figure_is_made_and_not_shown(model, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: pytest.fail("a plot was shown"))
    current = plt.figure().add_subplot()
    for ax in (plot_history(model), plot_network(model), plot_decision_regions(model, XOR, ["no", "yes", "yes", "no"])):
        assert ax is not current
        ax.get_figure().canvas.draw()
    assert not current.has_data()


def test_importing_onehidden_does_not_import_matplotlib():
    code = "import onehidden, sys; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_without_matplotlib_the_error_says_how_to_install_it(model, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(OneHiddenError, match=r"pip install 'onehidden\[plots\]'") as caught:
        plot_network(model)
    assert caught.value.code == "missing_package"


@pytest.mark.parametrize("plot", [plot_history, plot_network])
def test_what_has_nothing_to_show_is_rejected(plot):
    with pytest.raises(OneHiddenError) as caught:
        plot("network")
    assert caught.value.code == "invalid_model"


# ---- the history -----------------------------------------------------------------------------------------------------


def test_the_history_is_the_loss_by_epoch(article):
    X, y, network = article
    result = train(network, X, y, epochs=20)
    ax = plot_history(result)
    (line,) = ax.get_lines()
    assert line.get_xdata().tolist() == list(range(21))
    assert line.get_ydata().tolist() == result.history.tolist()
    assert ax.get_legend() is None
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss")


def test_validation_losses_and_the_best_epoch_are_shown(article):
    X, y, network = article
    result = train(network, X, y, epochs=20, validation=(X, 1 - y), patience=5)
    ax = plot_history(result)
    best = f"best: epoch {result.best_epoch}"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "validation", best]


def test_an_infinite_loss_is_a_gap():
    network = Network(None, None, [[1e5]], None, loss="binary_cross_entropy")
    result = train(network, [[1.0]], [[0.0]], learning_rate=0.0, epochs=2)
    assert np.isinf(result.history).all()
    ax = plot_history(result)
    assert np.isnan(ax.get_lines()[0].get_ydata()).all()
    ax.get_figure().canvas.draw()


def test_a_network_by_itself_has_no_history(article):
    with pytest.raises(OneHiddenError, match="give the result of train"):
        plot_history(article[2])


# ---- the network -----------------------------------------------------------------------------------------------------


def test_the_network_has_a_line_for_each_weight_as_wide_as_it_is_large():
    ax = plot_network(Network([[0.5, -1.0]], [0.25, 0.0], [[1.0], [-0.75]], None))
    (lines,) = ax.collections
    widths, colours = lines.get_linewidths(), lines.get_colors()
    assert len(widths) == 6
    assert list(widths) == sorted(widths)
    assert {tuple(colour[:3]) for colour in colours} == {to_rgba("#1380c4")[:3], to_rgba("#d55e00")[:3]}
    assert len(ax.patches) == 1 + 2 + 1 + 1  # neurons, and the square of the biases
    assert ax.get_legend().get_title().get_text() == "widest: 1"


def test_a_model_names_its_features_and_the_class_of_its_output(model):
    assert {"left", "right", "yes", "bias"} <= set(texts(plot_network(model)))
    assert "no" not in texts(plot_network(model))


def test_captions_tell_sizes_and_activations(make_network):
    assert {"4 features", "3 hidden\nrelu", "2 outputs\nidentity"} <= set(
        texts(plot_network(make_network(hidden_activation="relu", output_activation="identity")))
    )


def test_nothing_unreadable_is_written_into_small_axes(make_network):
    figure = plt.figure(figsize=(0.5, 0.4))
    ax = plot_network(make_network(), figure.add_subplot())
    assert texts(ax) == []
    assert ax.get_legend() is None
    figure.canvas.draw()


def test_a_large_network_is_drawn_within_a_second_or_so():
    u = onehidden.streams.uniforms(1, 2410) - 0.5
    network = Network(u[:2048].reshape(64, 32), u[2048:2080], u[2080:2400].reshape(32, 10), u[2400:])
    ax = plot_network(network)
    assert "the strongest 480 of 2410 weights and biases" in ax.get_legend().get_title().get_text()
    ax.get_figure().canvas.draw()


def test_ink_follows_the_style(make_network):
    with plt.style.context("dark_background"):
        ax = plot_network(make_network())
        assert to_rgba(ax.texts[0].get_color()) == (1.0, 1.0, 1.0, 1.0)
        assert to_rgba(ax.patches[0].get_edgecolor()) == (1.0, 1.0, 1.0, 1.0)


# ---- decision regions ------------------------------------------------------------------------------------------------


def test_regions_show_where_which_class_is_decided_for(model):
    ax = plot_decision_regions(model, XOR, ["no", "yes", "yes", "no"])
    (image,) = ax.images
    colours = image.get_array()
    left, right, bottom, top = image.get_extent()
    for (x, y), label in zip(XOR, (0, 1, 1, 0), strict=True):
        row = round((y - bottom) / (top - bottom) * (len(colours) - 1))
        column = round((x - left) / (right - left) * (len(colours) - 1))
        assert tuple(colours[row, column, :3]) == to_rgba(["#3f90da", "#ffa90e"][label])[:3]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("left", "right")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["no", "yes"]


def test_what_is_decided_wrongly_has_a_ring(model):
    ax = plot_decision_regions(model, XOR, ["yes", "yes", "yes", "no"])
    assert "misclassified" in [text.get_text() for text in ax.get_legend().get_texts()]
    assert ax.collections[-1].get_offsets().tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(("output", "y"), [("sigmoid", [0, 1]), ("tanh", [0, 1]), ("identity", [[0.0], [1.0]])])
def test_a_network_with_one_output_decides_in_the_middle_of_its_range(output, y):
    wout = {"sigmoid": 8.0, "tanh": 4.0, "identity": 1.0}[output]
    bout = {"sigmoid": -4.0, "tanh": -2.0, "identity": 0.0}[output]
    network = Network(None, None, [[wout], [0.0]], [bout], output_activation=output)
    ax = plot_decision_regions(network, [[0.0, 0.0], [1.0, 1.0]], np.ravel(y).astype(int))
    assert ax.get_xlabel() == "x1"
    assert len(ax.collections) == 2 + len(ax.get_legend().get_texts())  # two contours, no rings
    colours = ax.images[0].get_array()
    assert tuple(colours[50, 99, :3]) != tuple(colours[50, 100, :3])


def test_outputs_that_are_no_probabilities_are_cut_and_shared_out():
    network = Network(None, None, [[4.0, 1.0]], [-2.0, 0.0], output_activation="identity")
    probabilities = decider_of(network).probabilities([[1.0], [0.0], [0.5]])
    assert probabilities.tolist() == [[0.5, 0.5], [0.0, 0.0], [0.0, 1.0]]


def test_targets_in_one_column_per_class_are_read(make_network, samples):
    X, _ = samples
    ax = plot_decision_regions(make_network(), X, np.eye(2)[[0, 1, 1, 0, 1]], features=(3, 1))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x4", "x2")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_estimators_and_pipelines_get_data_frames_back(library):
    frames = pytest.importorskip(library, reason=f"needs {library}")
    pytest.importorskip("sklearn", reason="needs scikit-learn, the extra `sklearn`")
    from sklearn.pipeline import make_pipeline

    frame = frames.DataFrame({"a": XOR[:, 0], "b": XOR[:, 1], "c": XOR[:, 0]})
    y = np.array([False, True, True, False])
    fitted = onehidden.OneHiddenClassifier(hidden=3, epochs=50).fit(frame, y)
    for estimator in (fitted, make_pipeline(fitted)):
        ax = plot_decision_regions(estimator, frame, y, features=(2, 1))
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("c", "b")
    assert "True" in texts(plot_network(fitted))
    assert len(plot_history(fitted).get_lines()[0].get_xdata()) == 51


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"model": "model"}, "invalid_model"),
        ({"y": [0, 1]}, "shape_mismatch"),
        ({"y": [0, 1, 2, 0]}, "invalid_targets"),
        ({"features": (0, 2)}, "invalid_count"),
        ({"features": 1}, "invalid_count"),
        ({"X": [0.0, 1.0]}, "wrong_dimensions"),
    ],
)
def test_regions_of_what_does_not_fit_are_rejected(arguments, code):
    network = Network(None, None, [[1.0], [1.0]], None)
    with pytest.raises(OneHiddenError) as caught:
        plot_decision_regions(**{"model": network, "X": XOR, "y": [0, 1, 1, 0], **arguments})
    assert caught.value.code == code
    assert plt.get_fignums() == []


def test_names_are_drawn_as_they_are(tmp_path):
    X, y = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]), np.array([0, 1, 2])
    model = fit_model(X, y, numeric_inputs(["a$b{$", "$c$"], 2), ["a", "_b", "c$"], ModelSettings(), TWO_EPOCHS).model
    ax = plot_decision_regions(model, X, ["a", "_b", "c$"])
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert [label.replace("\u200b", "").replace("\\$", "$") for label in legend[:3]] == ["a", "_b", "c$"]
    ax.figure.savefig(tmp_path / "regions.png")
    plot_network(model).figure.savefig(tmp_path / "network.png")
    plt.close("all")


def test_a_network_is_drawn_into_a_part_of_a_figure(article):
    part = plt.figure(figsize=(8, 4)).subfigures(1, 2)[0]
    ax = plot_network(article[2], ax=part.subplots())
    assert len(ax.collections) == 1
    plt.close("all")
