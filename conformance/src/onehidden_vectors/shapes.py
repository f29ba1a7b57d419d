"""Group shapes: numbers of samples, features, hidden neurons and outputs that expose mix-ups."""

from __future__ import annotations

from onehidden_conformance.mistakes import NoBlocks
from onehidden_conformance.oracle import BLOCK, NetworkValues
from onehidden_vectors.inputs import Numbers
from onehidden_vectors.vector import Vectors, step, training

SHAPES = [
    # name, n, d, h, k, title, why
    (
        "all-different",
        (5, 4, 3, 2),
        "Five samples, four features, three hidden neurons, two outputs",
        "No two sizes are equal, so a missing or needless transposition cannot go unnoticed.",
    ),
    (
        "growing",
        (2, 3, 5, 7),
        "Each layer is wider than the one before",
        "More outputs than hidden neurons, more hidden neurons than features. Loops that run to the"
        " wrong one of two sizes usually run to the larger, and only fit when layers shrink.",
    ),
    (
        "square",
        (3, 3, 3, 3),
        "Three of everything",
        "Every matrix is square and every transposition fits: a mistake is not refused here, it"
        " gives wrong numbers in silence.",
    ),
    (
        "one-sample",
        (1, 4, 3, 2),
        "One sample",
        "A matrix with one row easily turns into a vector (R drops dimensions, NumPy broadcasts),"
        " and the sums of steps 10 and 11 have one term.",
    ),
    (
        "one-feature",
        (4, 1, 3, 2),
        "One feature",
        "X and wh are a column and a row: their product is an outer product.",
    ),
    (
        "one-hidden-neuron",
        (4, 3, 1, 2),
        "One hidden neuron",
        "bh has one element, which may be taken for a number or be repeated along the wrong side.",
    ),
    (
        "one-output",
        (4, 3, 5, 1),
        "One output",
        "The common case in teaching. y and output are columns; a vector in their place makes an"
        " n x n matrix of errors where arrays are broadcast.",
    ),
    (
        "one-of-everything",
        (1, 1, 1, 1),
        "One sample, one feature, one hidden neuron, one output",
        "Every matrix has one element. Nothing may turn into a plain number on the way.",
    ),
    (
        "wide",
        (3, 40, 30, 2),
        "Forty features and thirty hidden neurons",
        "Long inner products: their order of summation shows in nearly every element, and libraries"
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
        epochs=2,
        learning_rate=2.0**-10,
        why=why.format("every digest"),
        hunts=[NoBlocks],
        spec="4.4 5.4 5.5",
    )
