"""Group shapes: numbers of samples, features, hidden neurons and outputs that expose mix-ups."""

from __future__ import annotations

from typing import NamedTuple

from onehidden_conformance.mistakes import NoBlocks
from onehidden_conformance.oracle import BLOCK, NetworkValues, Settings
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.trainings import training
from onehidden_vectors.making.vector import Vectors, step


class Case(NamedTuple):
    """A network by n, d, h and k."""

    name: str
    sizes: tuple[int, int, int, int]
    title: str
    why: str


SHAPES = [
    Case(
        name="all-different",
        sizes=(5, 4, 3, 2),
        title="Five samples, four features, three hidden neurons, two outputs",
        why="No two sizes are equal, so a missing or needless transposition cannot go unnoticed.",
    ),
    Case(
        name="growing",
        sizes=(2, 3, 5, 7),
        title="Each layer is wider than the one before",
        why="More outputs than hidden neurons, more hidden neurons than features. Loops that run to the"
        " wrong one of two sizes usually run to the larger, and only fit when layers shrink.",
    ),
    Case(
        name="square",
        sizes=(3, 3, 3, 3),
        title="Three of everything",
        why="Every matrix is square and every transposition fits: a mistake is not refused here, it"
        " gives wrong numbers in silence.",
    ),
    Case(
        name="one-sample",
        sizes=(1, 4, 3, 2),
        title="One sample",
        why="A matrix with one row easily turns into a vector (R drops dimensions, NumPy broadcasts),"
        " and the sums of steps 10 and 11 have one term.",
    ),
    Case(
        name="one-feature",
        sizes=(4, 1, 3, 2),
        title="One feature",
        why="X and wh are a column and a row: their product is an outer product.",
    ),
    Case(
        name="one-hidden-neuron",
        sizes=(4, 3, 1, 2),
        title="One hidden neuron",
        why="bh has one element, which may be taken for a number or be repeated along the wrong side.",
    ),
    Case(
        name="one-output",
        sizes=(4, 3, 5, 1),
        title="One output",
        why="The common case in teaching. y and output are columns; a vector in their place makes an"
        " n x n matrix of errors where arrays are broadcast.",
    ),
    Case(
        name="one-of-everything",
        sizes=(1, 1, 1, 1),
        title="One sample, one feature, one hidden neuron, one output",
        why="Every matrix has one element. Nothing may turn into a plain number on the way.",
    ),
    Case(
        name="wide",
        sizes=(3, 40, 30, 2),
        title="Forty features and thirty hidden neurons",
        why="Long inner products: their order of summation shows in nearly every element, and libraries"
        " choose another one here than for small matrices.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for seed, (name, (n, d, h, k), title, why) in enumerate(SHAPES, start=100):
        numbers = Numbers(seed)
        network = numbers.network(d, h, k)
        X, y = numbers.matrix(n, d), numbers.matrix(n, k, 0, 1)
        spec = "1.2 3.2 3.4 3.12 3.14 3.15"
        yield step(f"shapes/{name}", title, network, X, y, why=why, spec=spec)
    yield from without_parts()
    yield from tall()


def without_parts() -> Vectors:
    """Yield networks that lack a layer or a bias."""
    parts = [
        (
            "no-hidden-layer",
            {"h": 0},
            "No hidden layer, two outputs, with a bias",
            "Steps 2, 3, 8 and 9 are absent and the output layer reads X.",
        ),
        (
            "no-hidden-bias",
            {"h": 3, "hidden_bias": False},
            "A bias in the output layer only",
            "An absent bias stays absent: it has no gradient, and an update must not create one.",
        ),
        (
            "no-output-bias",
            {"h": 3, "output_bias": False},
            "A bias in the hidden layer only",
            "An absent bias stays absent, and the digest has no gap where it would be.",
        ),
        (
            "no-bias",
            {"h": 3, "hidden_bias": False, "output_bias": False},
            "No bias at all",
            "Two layers of weights alone; grad_bh and grad_bout do not exist.",
        ),
    ]
    for seed, (name, how, title, why) in enumerate(parts, start=120):
        numbers = Numbers(seed)
        network = numbers.network(4, k=2, **how)  # type: ignore[arg-type]
        X, y = numbers.matrix(5, 4), numbers.matrix(5, 2, 0, 1)
        yield step(f"shapes/{name}", title, network, X, y, why=why, spec="1.4 1.5 3.2 3.4 3.15 7.1")


def tall() -> Vectors:
    """Yield networks with more samples than one block of a sum over rows."""
    numbers = Numbers(133)
    network = numbers.network(3, 2, 1, hidden_activation="relu")
    n = BLOCK + 44
    X, y = numbers.matrix(n, 3), numbers.labels(n, 1)
    sums = "loss grad_wout grad_wh grad_bout grad_bh"
    why = (
        f"Sums over rows are taken in blocks of {BLOCK} rows. One fold over all rows gives other bits"
        " in {}. Within the bounds of level 1 both are right."
    )
    yield step(
        "shapes/tall",
        f"{n} samples: 44 rows beyond one block",
        network,
        X,
        y,
        why=why.format(sums.replace(" ", ", ").replace(", grad_bh", " and grad_bh")),
        spec="5.4 5.5",
        learning_rate=2.0**-12,
        hunts={NoBlocks: sums},
    )
    numbers = Numbers(131)
    n = 2 * BLOCK + 108
    yield training(
        "shapes/tall-three-blocks",
        f"{n} samples, one weight: three blocks, the last one short",
        NetworkValues(None, None, [[0.25]], [-0.5]),
        numbers.matrix(n, 1),
        numbers.labels(n, 1),
        settings=Settings(learning_rate=2.0**-10, epochs=2),
        why=why.format("every digest"),
        hunts=[NoBlocks],
        spec="4.4 5.4 5.5",
    )
