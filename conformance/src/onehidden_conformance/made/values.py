"""The numbers of made vectors in their flavours: ordinary ones, and those near which mistakes hide or show.

The number of a vector chooses its flavour: number 1 has the first of `FLAVOURS`, number 2 the second, and so on round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onehidden_conformance.made.recipes import Recipe
from onehidden_conformance.made.stream import Stream
from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import NetworkValues, Oracle


@dataclass(frozen=True)
class Flavour:
    """How large numbers are: of X, of the weights and biases of both layers; and what is said about it."""

    name: str
    why: str
    X: float = 2.0
    hidden: float = 1.0
    bh: float = 0.5
    output: float = 1.0
    bout: float = 0.5


FLAVOURS = (
    Flavour("ordinary", "Ordinary numbers: a mistake in any step shows."),
    Flavour("zeros", "The first sample is all zeros, one hidden input is exactly 0 and one neuron is off."),
    Flavour(
        "large", "Large inputs: sigmoid and tanh are nearly flat, relu is far from 0.", X=4.0, hidden=3.0, output=2.0
    ),
    Flavour("whole", "Whole numbers and quarters, as in examples by hand; targets are 0 or 1."),
    Flavour("small", "Small weights, as networks begin.", hidden=0.05, bh=0.0, output=0.05, bout=0.0),
    Flavour("extreme", "Inputs far beyond where exp overflows or functions are clipped.", X=2.0),
    Flavour("positive", "Positive inputs and weights, so that relu is never off and no term cancels.", X=1.0),
)

EXTREME = 5
"""The place of the extreme flavour, for whoever is missing a mistake: right networks may overflow there."""


def usual(at: int) -> int:
    """The number of the usual vector at a place, counted from 0: the extreme flavour is left out."""
    rounds, place = divmod(at, len(FLAVOURS) - 1)
    return len(FLAVOURS) * rounds + place + (2 if place >= EXTREME else 1)


def flavour_of(recipe: Recipe) -> Flavour:
    """The flavour that a vector's number chooses."""
    return FLAVOURS[(recipe.number - 1) % len(FLAVOURS)]


def network_of(recipe: Recipe, stream: Stream) -> NetworkValues:
    """The network of a vector."""
    flavour, hidden = flavour_of(recipe), recipe.hidden != "none"
    wh = stream.matrix(recipe.d, recipe.h, flavour.hidden) if hidden else None
    bh = bias(recipe.bh, recipe.h, flavour.bh, stream)
    wout = stream.matrix(recipe.h or recipe.d, recipe.k, flavour.output)
    bout = bias(recipe.bout, recipe.k, flavour.bout, stream)
    wh, bh, wout, bout = (shaped(flavour, value) for value in (wh, bh, wout, bout))
    words = (recipe.hidden if hidden else "sigmoid", recipe.output, recipe.loss, recipe.reduction)
    network = NetworkValues(wh, bh, wout, bout, *words)
    special = SPECIAL.get(flavour.name)
    return network if special is None else special(network)


def bias(sign: str, width: int, size: float, stream: Stream) -> Vector | None:
    """A bias: for each neuron, one for the layer, or none."""
    return None if sign == "0" else stream.vector(width if sign == "1" else 1, size)


def shaped(flavour: Flavour, value: Any) -> Any:
    """Numbers made positive or rounded to quarters, where the flavour is so."""
    if isinstance(value, list):
        return [shaped(flavour, inner) for inner in value]
    if value is None or flavour.name not in ("positive", "whole"):
        return value
    return abs(value) if flavour.name == "positive" else round(value * 4.0) / 4.0


def with_zeros(network: NetworkValues) -> NetworkValues:
    """One hidden neuron whose bias is 0, and one that is off for almost every input."""
    if network.bh is not None:
        network.bh[0] = 0.0
        network.bh[-1] = -9.0 if len(network.bh) > 1 else 0.0
    return network


def with_extremes(network: NetworkValues) -> NetworkValues:
    """Inputs of about 800 into the layer that has a sigmoid, a tanh or a softmax."""
    if network.wh is not None and network.hidden_activation in ("sigmoid", "tanh"):
        for row in network.wh:
            row[:] = [w * 400.0 for w in row]
    if network.output_activation == "softmax" or network.loss == "binary_cross_entropy":
        network.wout[:] = [[w * 500.0 for w in row] for row in network.wout]
    return network


SPECIAL = {"zeros": with_zeros, "extreme": with_extremes}


def samples_of(recipe: Recipe, stream: Stream) -> Matrix:
    """X of a vector."""
    flavour = flavour_of(recipe)
    X: Matrix = shaped(flavour, stream.matrix(recipe.n, recipe.d, flavour.X))
    if flavour.name == "zeros":
        X[0] = [0.0] * recipe.d
    if flavour.name == "whole":
        X = [[float(round(x)) for x in row] for row in X]
    return X


def targets_of(recipe: Recipe, stream: Stream) -> Matrix:
    """Targets of a vector, as its loss wants them."""
    if recipe.classes:
        # The last class comes first: whoever takes their number from the largest label has all of them.
        last = [float(column == recipe.k - 1) for column in range(recipe.k)]
        return [last, *(one_hot(recipe.k, stream) for _ in range(recipe.n - 1))]
    hard = flavour_of(recipe).name in ("whole", "zeros")
    if recipe.output == "softmax":
        return [
            one_hot(recipe.k, stream) if hard or row % 2 == 0 else shares(recipe.k, stream) for row in range(recipe.n)
        ]
    if hard:
        return [[float(stream.below(2)) for _ in range(recipe.k)] for _ in range(recipe.n)]
    low, high = within_reach(recipe.output)
    return [[stream.between(low, high) for _ in range(recipe.k)] for _ in range(recipe.n)]


def within_reach(output_activation: str) -> tuple[float, float]:
    """A range of targets that the output can reach: -1.5 to 1.5, or 2 from its lowest value on."""
    lowest, highest = Oracle().reach(output_activation)
    return (-1.5, 1.5) if lowest < -1.5 else (lowest, min(highest, lowest + 2.0))


def certain(recipe: Recipe, y: Matrix, output: Matrix) -> Matrix:
    """Targets that an extreme output has right where a cross-entropy would be infinite; others as they are."""
    if flavour_of(recipe).name != "extreme" or recipe.loss == "squared_error":
        return y
    if recipe.output == "softmax":
        return [[float(column == row.index(max(row))) for column in range(len(row))] for row in output]
    return [[float(p > 0.5) for p in row] for row in output]


def one_hot(k: int, stream: Stream) -> Vector:
    """A class: one 1 among zeros; of a single output, 0 or 1."""
    chosen = stream.below(max(2, k))
    return [float(column == chosen) for column in range(k)] if k > 1 else [float(chosen)]


def shares(k: int, stream: Stream) -> Vector:
    """Targets that sum to exactly 1, in 64ths."""
    cuts = sorted(stream.below(65) for _ in range(k - 1))
    return [(upper - lower) / 64.0 for lower, upper in zip([0, *cuts], [*cuts, 64], strict=True)]


def weights_of(recipe: Recipe, stream: Stream) -> Vector | None:
    """Weights of the rows, one of them 0 where there are several; None without."""
    if not recipe.weights:
        return None
    weights = [stream.between(0.25, 3.0) for _ in range(recipe.n)]
    return [*weights[:-1], 0.0] if recipe.n > 2 else weights
