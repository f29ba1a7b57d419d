"""Decision regions with matplotlib, of any classifier. Only in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.arrays import check_matrix
from onehidden.checks.errors import InvalidCountError
from onehidden.checks.refusals import refuse, shown
from onehidden.checks.values import check_count
from onehidden.figures.axes import axes_or_new, ink_and_paper, literal, matplotlib
from onehidden.figures.decisions import decider_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# Petroff's ten colours, distinguishable with any colour vision; the markers repeat the distinction.
PALETTE = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip


MARKERS = "os^DvPX<>p"


GRID = 200  # points per axis


@refuse_unknown_arguments
def plot_decision_regions(
    model: Any, X: Any, y: Any, features: tuple[int, int] = (0, 1), ax: Axes | None = None
) -> Axes:
    """Plot the decision regions of a classifier in the plane of two features, with the samples.

    The other features are held at their means. Paler regions are less certain; rings mark misclassified samples.

    Parameters
    ----------
    model : fitted classifier, Model, TrainingResult or Network
        Any classifier with `predict_proba`, including pipelines. A network decides by its largest output; a single
        output is compared with the middle of its range.
    X : array_like or data frame, n x d
        The samples.
    y : array_like, length n, or n x k
        Their classes, or the targets of a network.
    features : pair of int
        The columns of `X` on the horizontal and vertical axis, counted from 0.
    ax : matplotlib.axes.Axes or None
        The axes to draw into. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.

    Raises
    ------
    OneHiddenError
        With code invalid_model where `model` is not a classifier, invalid_targets or shape_mismatch where `y` does not
        match the model or `X`, invalid_count for the features, missing_package without matplotlib, and as `predict`.

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
    """Give the grid the type of X, so that an estimator finds its column names."""
    columns = getattr(X, "columns", None)
    return grid if columns is None else type(X)(dict(zip(columns, grid.T, strict=True)))


def grid_axis(values: Array) -> Array:
    """The range of the values, with a margin."""
    low, high = float(values.min()), float(values.max())
    margin = 0.08 * (high - low) or 0.5
    return np.linspace(low - margin, high + margin, GRID)


def add_regions(ax: Any, probabilities: Array, box: tuple[float, ...]) -> None:
    """Colour every point by its class, paler where less certain, with lines between the classes."""
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
    """Draw the samples, each class with its colour and marker, and rings around misclassified ones."""
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
        ax.scatter(wrong[:, 0], wrong[:, 1], label="misclassified", **ring)
    beside = {"loc": "upper left", "bbox_to_anchor": (1.0, 1.0)} if len(classes) > 5 else {}
    ax.legend(fontsize="small", framealpha=0.85, **beside)
