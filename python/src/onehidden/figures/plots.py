"""Pictures with matplotlib: the history of a training, the network, and where it decides for which class.

Each function draws into the axes that it is given, or into those of a new figure, and returns them. No setting of
matplotlib is changed, and no window is opened: that is `plt.show()`'s part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.arguments import import_package, refuse_unknown_arguments
from onehidden.checks.arrays import check_matrix
from onehidden.checks.errors import InvalidCountError, InvalidModelError
from onehidden.checks.refusals import number, refuse, shown
from onehidden.checks.values import check_count
from onehidden.figures.decisions import decider_of
from onehidden.figures.drawing import NEGATIVE, POSITIVE, WIDTH, Drawing, Layer, draw
from onehidden.figures.subject import subject_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Petroff's ten colours: people with any colour vision tell them apart; the markers say it once more.
PALETTE = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip
MARKERS = "os^DvPX<>p"
GRID = 200  # points in each direction
SMALLEST_TEXT = 4.5  # points; what would be smaller is left out


def matplotlib(module: str) -> Any:
    """Import one of matplotlib's modules, or say how to install it."""
    return import_package(f"matplotlib.{module}", "plotting", "plots")


def axes_or_new(ax: Any, **figure: Any) -> Any:
    """Return the axes, or those of a new figure."""
    return matplotlib("pyplot").subplots(layout="constrained", **figure)[1] if ax is None else ax


def ink_and_paper(ax: Any) -> tuple[Any, Any]:
    """The colours of text and background, which a style may have set."""
    paper = ax.get_facecolor()
    has_colour = paper[3] > 0 and ax.axison
    return matplotlib("pyplot").rcParams["text.color"], paper if has_colour else ax.get_figure().get_facecolor()


# ---- the history -----------------------------------------------------------------------------------------------------


@refuse_unknown_arguments
def plot_history(result: Any, ax: Axes | None = None) -> Axes:
    """Draw the loss by epoch, and the validation loss where there is one, with its best epoch.

    Parameters
    ----------
    result : TrainingResult, Model or fitted estimator
        Whose history it is.
    ax : matplotlib.axes.Axes or None
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, for titles, limits and scales: `ax.set_yscale("log")`.

    Raises
    ------
    OneHiddenError
        With code invalid_model where there is no history, and missing_package without matplotlib.

    Notes
    -----
    The history of SPEC.md 4.4. A loss that is infinite (3.9) is a gap in the line.

    Examples
    --------
    >>> from onehidden import Network, train
    >>> result = train(Network(None, None, [[0.0]], None), [[1.0]], [[1.0]], epochs=100)
    >>> plot_history(result).set_title("one weight")  # doctest: +SKIP
    """
    subject = subject_of(result, "result")
    if subject.history is None:
        mend = "A network by itself has none: give what train() returned."
        refuse(InvalidModelError, "result", "something with a history", "it is a network", mend)
    ax = axes_or_new(ax)
    add_losses(ax, subject.history, "training", color=POSITIVE)
    if subject.validation_history is not None:
        add_losses(ax, subject.validation_history, "validation", color=NEGATIVE, linestyle="--")
        ink, _ = ink_and_paper(ax)
        if subject.best_epoch is not None:
            label = f"best: epoch {subject.best_epoch}"
            ax.axvline(subject.best_epoch, color=ink, linewidth=0.8, linestyle=":", label=label)
        ax.legend(frameon=False)
    ax.set_xlim(0, max(len(subject.history) - 1, 1))
    ax.set_ylim(bottom=0)
    ax.set_xlabel("epoch")
    ax.set_ylabel("loss")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def add_losses(ax: Any, losses: Array, label: str, **style: Any) -> None:
    """Draw one loss by epoch; where it is infinite, there is a gap."""
    ax.plot(np.arange(len(losses)), np.where(np.isfinite(losses), losses, np.nan), label=label, **style)


# ---- the network -----------------------------------------------------------------------------------------------------


@refuse_unknown_arguments
def plot_network(network: Any, ax: Axes | None = None) -> Axes:
    """Draw the neurons, and each weight and bias as a line: its width says how large, its colour which sign.

    Parameters
    ----------
    network : Network, TrainingResult, Model or fitted estimator
        What to draw; a model and an estimator also name features and classes.
    ax : matplotlib.axes.Axes or None
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, without frame, both directions equally long.

    Raises
    ------
    OneHiddenError
        With code invalid_model where it is nothing with a network, and missing_package without matplotlib.

    Notes
    -----
    Positive is blue, negative vermilion, and the widest line is the largest of all weights and biases. Biases go out
    from the square below the layer before. Of a layer of more than 64 neurons the middle is left out, and between two
    layers the strongest 240 lines are drawn; the key below then says so.

    Examples
    --------
    >>> from onehidden import initial_network
    >>> plot_network(initial_network(4, 3, 1, seed=0)).get_figure().savefig("network.png")  # doctest: +SKIP
    """
    subject = subject_of(network, "network")
    drawing = draw(subject.network, subject.feature_names, subject.output_names)
    ax = axes_or_new(ax, figsize=(7.0, 5.0))
    left, right = (0.45 if drawing.layers[end].names else 0.2 for end in (0, -1))
    ax.set_xlim(-left, WIDTH + right)
    ax.set_ylim(-0.34, 1.02)
    ax.set_aspect("equal")
    ax.axis("off")
    unit = points_per_unit(ax)
    add_lines(drawing, ax, unit)
    for layer in drawing.layers:
        add_layer(layer, ax, unit, is_last=layer is drawing.layers[-1])
    add_key(drawing, ax, unit)
    return ax


def points_per_unit(ax: Any) -> float:
    """How many points one unit of the axes is long, both directions being equal."""
    box, (width, height) = ax.get_position(), size_in_inches(ax.get_figure())
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    return float(min(box.width * width / (right - left), box.height * height / (top - bottom)) * 72)


def size_in_inches(figure: Any) -> tuple[float, float]:
    """Width and height of a figure, or of a part of one."""
    box = figure.bbox
    return box.width / figure.dpi, box.height / figure.dpi


def add_lines(drawing: Drawing, ax: Any, unit: float) -> None:
    """Draw the weights; on small axes the weakest are hairlines."""
    to_rgba = matplotlib("colors").to_rgba
    lines = matplotlib("collections").LineCollection(
        [(line.start, line.end) for line in drawing.lines],
        linewidths=[max(0.25, drawing.line_width * unit * line.share) for line in drawing.lines],
        colors=[to_rgba(line.colour, line.opacity) for line in drawing.lines],
        zorder=1,
    )
    ax.add_collection(lines, autolim=False)


def add_layer(layer: Layer, ax: Any, unit: float, is_last: bool) -> None:
    """Draw the neurons of a layer, the square of the biases, names and caption."""
    patches = matplotlib("patches")
    ink, paper = ink_and_paper(ax)
    outline = min(1.2, 0.12 * layer.radius * unit)
    style = {"facecolor": paper, "edgecolor": ink, "linewidth": outline, "zorder": 2}
    for y in layer.y:
        ax.add_patch(patches.Circle((layer.x, y), layer.radius, **style))
    side, alignment = (1, "left") if is_last else (-1, "right")
    for y, name in zip(layer.y, layer.names, strict=False):
        add_text(ax, layer.x + side * 1.5 * layer.radius, y, name, 2.2 * layer.radius * unit, ha=alignment)
    if layer.y_bias is not None:
        corner = (layer.x - 0.8 * layer.radius, layer.y_bias - 0.8 * layer.radius)
        ax.add_patch(patches.Rectangle(corner, 1.6 * layer.radius, 1.6 * layer.radius, **style))
        size = max(2.2 * layer.radius, 0.03) * unit
        add_text(ax, layer.x - 1.5 * layer.radius, layer.y_bias, "bias", size, ha="right", style="italic")
    if layer.y_gap is not None:
        add_text(ax, layer.x, layer.y_gap, "⋮", 0.03 * unit, ha="center")
    add_text(ax, layer.x, -0.03, layer.caption, readable(0.042 * unit, unit), ha="center", va="top", linespacing=1.3)


def readable(size: float, unit: float) -> float:
    """Enlarge a text below the picture to 6 points, as far as there is room for two lines."""
    return max(size, min(6.0, 0.053 * unit))


def add_text(ax: Any, x: float, y: float, text: str, size: float, va: str = "center", **style: Any) -> None:
    """Write a text of that many points, at most 10, or nothing where nobody could read it."""
    if size >= SMALLEST_TEXT:
        ink, _ = ink_and_paper(ax)
        ax.text(x, y, literal(text), fontsize=min(size, 10.0), color=ink, va=va, **style)


def literal(text: str) -> str:
    """The text as it is, where matplotlib would take $ for mathematics and leave out legends that begin with _."""
    hidden = "\u200b" if text.startswith("_") else ""
    return hidden + text.replace("$", "\\$")


def add_key(drawing: Drawing, ax: Any, unit: float) -> None:
    """Say below the picture what colours and widths mean."""
    size = readable(0.036 * unit, unit)
    if size < SMALLEST_TEXT:
        return
    line = matplotlib("lines").Line2D
    signs = {"positive": POSITIVE, "negative": NEGATIVE}
    note = f"; {drawing.note}" if drawing.note else ""
    place = {"loc": "lower center", "bbox_to_anchor": (0.5, 0.0), "borderaxespad": 0.0, "borderpad": 0.0}
    ax.legend(
        [line([], [], color=colour, linewidth=0.3 * size) for colour in signs.values()],
        signs,
        title=f"widest: {number(drawing.largest)}{note}",
        fontsize=min(size, 9.0),
        title_fontsize=min(size, 9.0),
        ncols=2,
        frameon=False,
        **place,
    )


# ---- decision regions ------------------------------------------------------------------------------------------------


@refuse_unknown_arguments
def plot_decision_regions(
    model: Any, X: Any, y: Any, features: tuple[int, int] = (0, 1), ax: Axes | None = None
) -> Axes:
    """Draw where a model decides for which class, in the plane of two features, with the samples.

    The other features are held at their means. The paler a region, the less sure the model; a ring marks a sample that
    it decides wrongly.

    Parameters
    ----------
    model : fitted classifier, Model, TrainingResult or Network
        Who decides: any classifier with `predict_proba`, a pipeline too. A network decides by its largest output, or by
        whether its only one is above the middle of its range.
    X : array_like or data frame, n x d
        The samples.
    y : array_like, length n, or n x k
        Their classes, or the targets of a network.
    features : pair of int
        The columns of `X` to the right and upwards, counted from 0.
    ax : matplotlib.axes.Axes or None
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.

    Raises
    ------
    OneHiddenError
        With code invalid_model where nothing is classified, invalid_targets or shape_mismatch where `y` does not belong
        to the model or to `X`, invalid_count for the features, missing_package without matplotlib, and as `predict`.

    Examples
    --------
    >>> from onehidden import OneHiddenClassifier, load_dataset
    >>> iris = load_dataset("iris")
    >>> classifier = OneHiddenClassifier().fit(iris.X, iris.y)  # doctest: +SKIP
    >>> ax = plot_decision_regions(classifier, iris.X, iris.y, features=(2, 3))  # doctest: +SKIP
    """
    decider = decider_of(model)
    samples = check_matrix(X, "X")
    first, second = check_features(features, samples.shape[1])
    right, up = grid_axis(samples[:, first]), grid_axis(samples[:, second])
    grid = np.tile(samples.mean(axis=0), (GRID * GRID, 1))
    grid[:, first], grid[:, second] = (side.ravel() for side in np.meshgrid(right, up))
    probabilities = decider.probabilities(like(X, grid)).reshape(GRID, GRID, -1)
    decided, places = decider.probabilities(X).argmax(axis=1), decider.places(y, len(samples))
    ax = axes_or_new(ax)
    box = (right[0], right[-1], up[0], up[-1])
    add_regions(ax, probabilities, box)
    add_samples(ax, samples[:, [first, second]], places, decided, decider.classes)
    names = decider.feature_names or list(getattr(X, "columns", ()))
    labels = [names[place] if names else f"x{place + 1}" for place in (first, second)]
    ax.set(xlim=box[:2], ylim=box[2:], xlabel=literal(labels[0]), ylabel=literal(labels[1]))
    return ax


def check_features(features: Any, n_features: int) -> tuple[int, int]:
    """Return the two columns."""
    try:
        first, second = features
    except (TypeError, ValueError):
        refuse(InvalidCountError, "features", "a pair of columns", shown(features), "Give for example (0, 1).")
    return check_count(first, "features", 0, n_features - 1), check_count(second, "features", 0, n_features - 1)


def like(X: Any, grid: Array) -> Any:
    """Give the grid in the kind of table that the samples come in, so that an estimator finds its names."""
    columns = getattr(X, "columns", None)
    return grid if columns is None else type(X)(dict(zip(columns, grid.T, strict=True)))


def grid_axis(values: Array) -> Array:
    """The range of the values and a margin around it."""
    low, high = float(values.min()), float(values.max())
    margin = 0.08 * (high - low) or 0.5
    return np.linspace(low - margin, high + margin, GRID)


def add_regions(ax: Any, probabilities: Array, box: tuple[float, ...]) -> None:
    """Colour every point by its class, the paler the less sure, with a line where the decision changes."""
    n_classes = probabilities.shape[2]
    winner, top = probabilities.argmax(axis=2), probabilities.max(axis=2)
    sure = np.clip((top - 1 / n_classes) / (1 - 1 / n_classes), 0.0, 1.0)
    to_rgba = matplotlib("colors").to_rgba_array
    image = to_rgba([PALETTE[c % len(PALETTE)] for c in range(n_classes)])[winner]
    image[..., 3] = 0.12 + 0.4 * sure
    ax.imshow(image, extent=box, origin="lower", aspect="auto", interpolation="bilinear", zorder=0)
    ink, _ = ink_and_paper(ax)
    for c in np.unique(winner):
        if 0 < (winner == c).mean() < 1:
            others = np.delete(probabilities, c, axis=2).max(axis=2)
            ax.contour(
                probabilities[..., c] - others, [0.0], extent=box, colors=[ink], linewidths=0.6, alpha=0.6, zorder=1
            )


def add_samples(
    ax: Any, points: Array, places: npt.NDArray[np.intp], decided: npt.NDArray[np.intp], classes: list[Any]
) -> None:
    """Draw the samples, each class with its colour and marker, and a ring around what is decided wrongly."""
    ink, paper = ink_and_paper(ax)
    for c, name in enumerate(classes):
        style: dict[str, Any] = {"color": PALETTE[c % len(PALETTE)], "marker": MARKERS[c % len(MARKERS)]}
        own = points[places == c]
        ax.scatter(
            own[:, 0], own[:, 1], label=literal(str(name)), edgecolor=paper, linewidth=0.6, s=28, zorder=3, **style
        )
    wrong = points[decided != places]
    if len(wrong):
        ring = {"facecolor": "none", "edgecolor": ink, "linewidth": 1.0, "s": 90, "zorder": 4}
        ax.scatter(wrong[:, 0], wrong[:, 1], label="decided wrongly", **ring)
    beside = {"loc": "upper left", "bbox_to_anchor": (1.0, 1.0)} if len(classes) > 5 else {}
    ax.legend(fontsize="small", framealpha=0.85, **beside)
