"""The layout of a drawing of a network, shared by plots and notebooks.

A drawing is `WIDTH` wide and 1 high, and y points upwards. Everything is a plain number, which any surface can draw.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onehidden._typing import Array
from onehidden.checks.refusals import counted
from onehidden.network.network import Network

WIDTH = 1.5
MOST_NEURONS = 64  # of one layer: more cannot be distinguished
MOST_LINES = 240  # between two layers: more would be a grey area
LONGEST_NAME = 16
LARGEST_RADIUS = 0.045
LARGEST_SPACING = 0.24
POSITIVE, NEGATIVE = "#1380c4", "#d55e00"  # distinguishable with any colour vision, on white and on black


@dataclass(frozen=True)
class Layer:
    """One column of neurons, from top to bottom.

    `rows` are the indices of the neurons shown and `y` their heights; `y_bias` is the height of the square where the
    biases of the *next* layer start, `y_gap` that of the dots that stand for the omitted neurons.
    """

    x: float
    radius: float
    rows: list[int]
    y: list[float]
    y_bias: float | None
    y_gap: float | None
    names: list[str]
    caption: str


@dataclass(frozen=True)
class Line:
    """One weight or bias; `share` is its absolute value relative to the largest of the network."""

    start: tuple[float, float]
    end: tuple[float, float]
    weight: float
    share: float

    @property
    def colour(self) -> str:
        """The colour of its sign."""
        return NEGATIVE if self.weight < 0 else POSITIVE

    @property
    def opacity(self) -> float:
        """Weak lines are faint."""
        return 0.2 + 0.8 * self.share


@dataclass(frozen=True)
class Drawing:
    """A drawing of a network: its layers from left to right, its lines from the weakest to the strongest."""

    layers: list[Layer]
    lines: list[Line]
    line_width: float  # of a line whose share is 1
    largest: float  # absolute value of a weight or bias
    note: str  # what is omitted; empty if nothing is


def draw(network: Network, feature_names: Sequence[str] = (), output_names: Sequence[str] = ()) -> Drawing:
    """Lay out a network; missing names are left out."""
    weights, biases = [network.wout], [network.bout]
    if network.wh is not None:
        weights, biases = [network.wh, *weights], [network.bh, *biases]
    sizes = [network.n_features, *(matrix.shape[1] for matrix in weights)]
    captions = captions_of(network, sizes)
    names = [list(feature_names), *([] for _ in sizes[2:]), list(output_names)]
    layers = [
        layer(x, size, bias is not None, words, caption)
        for x, size, bias, words, caption in zip(
            np.linspace(0.0, WIDTH, len(sizes)), sizes, [*biases, None], names, captions, strict=True
        )
    ]
    largest = max(float(np.abs(array).max()) for array in [*weights, *biases] if array is not None)
    between = [
        lines_between(left, right, matrix, bias, largest)
        for left, right, matrix, bias in zip(layers, layers[1:], weights, biases, strict=False)
    ]
    strongest = [line for lines in between for line in lines[-MOST_LINES:]]
    n_lines = sum(array.size for array in [*weights, *biases] if array is not None)
    return Drawing(
        layers,
        sorted(strongest, key=lambda line: line.share),
        min(0.02, 1.2 * min(column.radius for column in layers)),
        largest,
        "" if len(strongest) == n_lines else f"the strongest {len(strongest)} of {n_lines} weights and biases",
    )


def captions_of(network: Network, sizes: list[int]) -> list[str]:
    """The size and activation of each layer."""
    first, last = counted(sizes[0], "feature"), f"{counted(sizes[-1], 'output')}\n{network.output_activation}"
    middle = [] if network.wh is None else [f"{sizes[1]} hidden\n{network.hidden_activation}"]
    return [first, *middle, last]


def layer(x: float, size: int, has_bias: bool, names: list[str], caption: str) -> Layer:
    """Place the neurons of one layer at equal distances around the middle, with the bias below them."""
    half = MOST_NEURONS // 2
    rows = list(range(size)) if size <= MOST_NEURONS else [*range(half), *range(size - half, size)]
    gap = size > MOST_NEURONS
    places = len(rows) + gap + has_bias
    spacing = min(LARGEST_SPACING, 1.0 / places)
    heights = [0.5 + spacing * ((places - 1) / 2 - place) for place in range(places)]
    y_bias = heights.pop() if has_bias else None
    y_gap = heights.pop(half) if gap else None
    shown = [shortened(names[row]) for row in rows] if names else []
    return Layer(float(x), min(LARGEST_RADIUS, 0.4 * spacing), rows, heights, y_bias, y_gap, shown, caption)


def shortened(name: str) -> str:
    """Shorten a long name."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def lines_between(left: Layer, right: Layer, weights: Array, bias: Array | None, largest: float) -> list[Line]:
    """Make a line for every weight and bias between the neurons shown, from the weakest to the strongest."""
    starts, values = list(left.y), weights[np.ix_(left.rows, right.rows)]
    if bias is not None and left.y_bias is not None:
        starts, values = [*starts, left.y_bias], np.vstack([values, bias[right.rows]])
    lines = [
        line_between(left, start, right, end, float(value), largest)
        for start, row in zip(starts, values, strict=True)
        for end, value in zip(right.y, row, strict=True)
    ]
    return sorted(lines, key=lambda line: line.share)


def line_between(left: Layer, start: float, right: Layer, end: float, weight: float, largest: float) -> Line:
    """Make a line from edge to edge: neurons need no fill, since the background is unknown."""
    width, rise = right.x - left.x, end - start
    length = math.hypot(width, rise)
    out, into = left.radius / length, right.radius / length
    return Line(
        (left.x + out * width, start + out * rise),
        (right.x - into * width, end - into * rise),
        weight,
        abs(weight) / (largest or 1.0),
    )
