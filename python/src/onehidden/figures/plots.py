"""Plots with matplotlib: the history of a training, and the network.

Each function draws into the axes that it is given, or into those of a new figure, and returns them. No setting of
matplotlib is changed, and no window is opened: that is `plt.show()`'s part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import InvalidModelError
from onehidden.checks.refusals import number, refuse
from onehidden.figures.axes import SMALLEST_TEXT, axes_or_new, ink_and_paper, literal, matplotlib
from onehidden.figures.drawing import NEGATIVE, POSITIVE, WIDTH, Drawing, Layer, draw
from onehidden.figures.subject import subject_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# ---- the history -----------------------------------------------------------------------------------------------------


@refuse_unknown_arguments
def plot_history(result: Any, ax: Axes | None = None) -> Axes:
    """Plot the loss by epoch, and the validation loss with its best epoch if there is one.

    Parameters
    ----------
    result : TrainingResult, Model or fitted estimator
        The training to plot.
    ax : matplotlib.axes.Axes or None
        The axes to draw into. None: a new figure.

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
    The history is that of SPEC.md 4.4. An infinite loss (3.9) leaves a gap in the line.

    Examples
    --------
    >>> from onehidden import initial_network, train
    >>> result = train(initial_network(2, 3, 1, seed=1), [[0, 1], [1, 1]], [1, 0], epochs=100)
    >>> plot_history(result).set_title("two samples")  # doctest: +SKIP
    """
    subject = subject_of(result, "result")
    if subject.history is None:
        hint = "A network alone has none: give the result of train()."
        refuse(InvalidModelError, "result", "something with a history", "it is a network", hint)
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
    """Plot one loss by epoch; infinite losses leave gaps."""
    ax.plot(np.arange(len(losses)), np.where(np.isfinite(losses), losses, np.nan), label=label, **style)


# ---- the network -----------------------------------------------------------------------------------------------------


@refuse_unknown_arguments
def plot_network(network: Any, ax: Axes | None = None) -> Axes:
    """Draw the neurons, and each weight and bias as a line: its width shows the size, its colour the sign.

    Parameters
    ----------
    network : Network, TrainingResult, Model or fitted estimator
        What to draw; models and estimators also provide the names of features and classes.
    ax : matplotlib.axes.Axes or None
        The axes to draw into. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, without a frame, with equal scales.

    Raises
    ------
    OneHiddenError
        With code invalid_model where it contains no network, and missing_package without matplotlib.

    Notes
    -----
    Positive is blue, negative vermilion, and the widest line is the largest of all weights and biases. Biases start at
    the square below the previous layer. Layers of more than 64 neurons are drawn without their middle, and at most the
    strongest 240 lines between two layers are drawn; the key then says so.

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
    """The length in points of one unit of the axes, equal in both directions."""
    box, (width, height) = ax.get_position(), size_in_inches(ax.get_figure())
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    return float(min(box.width * width / (right - left), box.height * height / (top - bottom)) * 72)


def size_in_inches(figure: Any) -> tuple[float, float]:
    """Width and height of a figure or subfigure."""
    box = figure.bbox
    return box.width / figure.dpi, box.height / figure.dpi


def add_lines(drawing: Drawing, ax: Any, unit: float) -> None:
    """Draw the weights; on small axes the weakest become hairlines."""
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
    """Enlarge a text below the drawing to 6 points, as far as two lines fit."""
    return max(size, min(6.0, 0.053 * unit))


def add_text(ax: Any, x: float, y: float, text: str, size: float, va: str = "center", **style: Any) -> None:
    """Write a text of this size in points, at most 10; leave it out if it would be too small to read."""
    if size >= SMALLEST_TEXT:
        ink, _ = ink_and_paper(ax)
        ax.text(x, y, literal(text), fontsize=min(size, 10.0), color=ink, va=va, **style)


def add_key(drawing: Drawing, ax: Any, unit: float) -> None:
    """Explain colours and widths below the drawing."""
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
