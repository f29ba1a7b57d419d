"""Group threshold: the threshold unit."""

from __future__ import annotations

from onehidden_vectors.groups.steps.article import ARTICLE
from onehidden_vectors.making.kinds import threshold
from onehidden_vectors.making.vector import Vectors

X = [0.0, 1.0, 1.0]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    yield threshold(
        "threshold/sum",
        "x1 = 0, x2 = 1, x3 = 1 against the threshold 0",
        X,
        why="The simplest unit: the sum of the inputs is 2, above the threshold, and the output 1.",
        source=f"{ARTICLE}: the first of three ways from input to output, with its numbers.",
    )
    yield threshold(
        "threshold/weighted",
        "Weights 2, 3 and 4",
        X,
        w=[2.0, 3.0, 4.0],
        threshold=6.5,
        why="The weighted sum is 7. The threshold lies between it and what other pairings of weights"
        " and inputs give (5 or 6), so that weights in another order show.",
        source=f"{ARTICLE}: the second way, with its inputs and weights; the threshold is ours.",
    )
    yield threshold(
        "threshold/bias",
        "The same weights with a bias that pulls the sum below the threshold",
        X,
        w=[2.0, 3.0, 4.0],
        b=-7.5,
        why="7 - 7.5 is not above 0. Without the bias the output is 1.",
        source=f"{ARTICLE}: the third way; the bias is ours.",
    )
    yield from at_the_border()


def at_the_border() -> Vectors:
    """Yield sums at or near the threshold, and inputs in rows."""
    yield threshold(
        "threshold/equal",
        "A sum that equals the threshold",
        X,
        threshold=2.0,
        why="Above means above: at the threshold the output is 0. A comparison with >= gives 1.",
    )
    yield threshold(
        "threshold/rows",
        "Four inputs, one in each row",
        [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
        w=[1.0, 1.0],
        b=-1.5,
        why="A matrix holds one input in each row and gives one output for each: this is the logical"
        " and. Taking columns for inputs fails, as there are two.",
    )
    yield threshold(
        "threshold/rounded-sum",
        "A sum whose rounding decides",
        [1.0, 1.0, 1.0],
        w=[0.1, 0.2, 0.3],
        threshold=0.6,
        why="From left to right 0.1 + 0.2 + 0.3 is a little above 0.6, from right to left it is 0.6."
        " The order of the sum decides the output.",
    )
