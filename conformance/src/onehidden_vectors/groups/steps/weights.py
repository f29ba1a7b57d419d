"""Group weights: samples that count more, less, or not at all."""

from __future__ import annotations

from typing import Any, NamedTuple

from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import NetworkValues, Settings
from onehidden_vectors.groups.steps.softmax import CLASSES, one_of
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.trainings import short_training
from onehidden_vectors.making.vector import Vectors, step

SPEC = "3.21 3.22"


class Case(NamedTuple):
    """A network by n, d, h and k, with the weights of its samples."""

    name: str
    sizes: tuple[int, int, int, int]
    network: dict[str, Any]
    weights: list[float]
    title: str
    why: str


CASES = [
    Case(
        name="sum",
        sizes=(5, 3, 4, 2),
        network={},
        weights=[0.5, 2.0, 1.25, 0.1, 3.0],
        title="Five samples, five weights",
        why="Each sample's terms of the loss and its row of d_output are multiplied by its weight. Both or neither: a"
        " loss"
        " with weights and gradients without them do not belong together.",
    ),
    Case(
        name="mean",
        sizes=(4, 2, 3, 2),
        network={"reduction": "mean"},
        weights=[0.3, 1.7, 0.9, 2.2],
        title="The mean with weights",
        why="The divisor is the sum of the weights, 5.1, and not the number of samples, 4.",
    ),
    Case(
        name="zeros",
        sizes=(6, 2, 2, 3),
        network={"reduction": "mean"},
        weights=[0.0, 1.5, 0.0, 0.7, 2.0, 0.0],
        title="Three samples of weight 0",
        why="They take no part, as if they were not there: the sum of weights does not see them either. Their"
        " d_output is"
        " +0 whatever the sign of the error.",
    ),
    Case(
        name="all-equal",
        sizes=(3, 4, 2, 2),
        network={"reduction": "mean"},
        weights=[2.0, 2.0, 2.0],
        title="Three equal weights with the mean",
        why="On paper the mean is that without weights; divided by the number of samples it would be twice that.",
    ),
    Case(
        name="whole-numbers",
        sizes=(4, 3, 2, 1),
        network={},
        weights=[1.0, 3.0, 2.0, 1.0],
        title="Weights that are numbers of repetitions",
        why="A weight of 3 is a sample that is there three times. Scaled to a mean of 1 the weights would be smaller.",
    ),
    Case(
        name="tiny-and-huge",
        sizes=(4, 2, 3, 1),
        network={"reduction": "mean", "output_activation": "identity"},
        weights=[1e-12, 1e9, 0.37, 1e5],
        title="Weights from 1e-12 to 1e9",
        why="The heaviest sample rules the mean. Weights are factors, with all their digits; nothing is normalised"
        " first.",
    ),
    Case(
        name="binary-cross-entropy",
        sizes=(7, 2, 3, 2),
        network={"loss": "binary_cross_entropy", "hidden_activation": "tanh"},
        weights=[0.2, 1.1, 0.9, 3.0, 0.05, 1.4, 0.6],
        title="Binary cross-entropy with weights",
        why="Both halves of a term are weighted, after the sign is changed.",
    ),
    Case(
        name="classes",
        sizes=(5, 3, 3, 4),
        network={**CLASSES, "reduction": "mean"},
        weights=[0.4, 2.5, 1.2, 0.8, 0.1],
        title="Softmax with weights and the mean",
        why="Weights for samples of rare classes are the usual reason to have any.",
    ),
    Case(
        name="no-hidden-layer",
        sizes=(3, 2, 0, 2),
        network={"output_activation": "tanh"},
        weights=[1.9, 0.35, 0.8],
        title="Weights without a hidden layer",
        why="There is one layer of gradients, and the weights are in it.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for seed, (name, (n, d, h, k), how, weights, title, why) in enumerate(CASES, start=700):
        numbers = Numbers(seed)
        network, X = numbers.network(d, h, k, **how), numbers.matrix(n, d, -2, 2)
        y = one_of(numbers, n, k) if network.output_activation == "softmax" else numbers.labels(n, k)
        yield step(f"weights/{name}", title, network, X, y, sample_weight=weights, why=why, spec=SPEC)
    yield from infinite()
    yield of_bits()
    yield from trainings()


def infinite() -> Vectors:
    """Yield samples that cost infinitely much, and weigh nothing."""
    network = NetworkValues(None, None, [[1.0]], None, loss="binary_cross_entropy")
    yield step(
        "weights/infinite-loss-of-weight-zero",
        "Certain and wrong, and without weight",
        network,
        [[800.0], [-800.0], [0.5]],
        [[0.0], [1.0], [1.0]],
        sample_weight=[0.0, 0.0, 2.0],
        learning_rate=0.01,
        why="The first two samples cost infinitely much, and 0 times infinity is NaN in IEEE 754. A sample of weight 0"
        " takes no part: its term is 0, and the loss is that of the third.",
        spec="3.7 3.21 3.23",
    )
    network = NetworkValues(None, None, [[1.0, 0.0, -1.0]], None, **CLASSES)
    yield step(
        "weights/infinite-loss-of-one-class",
        "Softmax certain and wrong, and without weight",
        network,
        [[-800.0], [1.0], [0.25], [2.0]],
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]],
        sample_weight=[0.0, 1.5, 0.5, 0.0],
        learning_rate=0.01,
        why="The first sample has the output 0 for its class, and no weight: what it would cost is not counted.",
        spec="3.20 3.21 3.23",
    )


def of_bits() -> dict[str, Any]:
    """Make a step that shows in bits where the weights are multiplied in, and how 0 comes out."""
    numbers = Numbers(720)
    return step(
        "weights/order-of-factors",
        "(error * slope) * weight",
        numbers.network(3, 2, 3),
        numbers.matrix(7, 3, -2, 2),
        numbers.matrix(7, 3, 0, 1),
        sample_weight=[0.7, 0.0, 1.3, 0.9, 0.0, 2.1, 0.3],
        why="The weight comes last. On paper the order of factors does not matter, in bits it does. The rows of weight"
        " 0 are +0, also where the error is negative.",
        spec="3.21 3.23 5.2",
        hunts={MISTAKES["weights-before-slope"]: "d_output", MISTAKES["weight-of-zero-with-sign"]: "d_output"},
    )


def trainings() -> Vectors:
    """Yield short trainings with weights."""
    numbers = Numbers(730)
    yield short_training(
        "weights/training",
        "Three epochs of weighted batches with the mean",
        numbers.network(2, 3, 2, reduction="mean"),
        numbers.matrix(7, 2, -2, 2),
        numbers.labels(7, 2),
        settings=Settings(
            learning_rate=0.8,
            epochs=3,
            batches=[[6, 0, 3], [1, 4], [5, 2]],
            sample_weight=[0.5, 0.0, 1.5, 2.0, 0.0, 0.25, 1.0],
        ),
        why="Each batch divides by the sum of its own weights. The second batch has none: it divides by 1, and nothing"
        " moves. The loss of every state is that of all rows with their weights.",
        spec="3.21 3.22 4.2 4.4 9.19",
    )
    numbers = Numbers(731)
    yield short_training(
        "weights/training-single",
        "Two epochs of single weighted rows with the mean",
        numbers.network(3, 2, 1, reduction="mean"),
        numbers.matrix(4, 3, -2, 2),
        numbers.labels(4, 1),
        settings=Settings(learning_rate=0.5, epochs=2, batches="single", sample_weight=[2.0, 0.5, 1.0, 3.0]),
        why="A single row divides by its own weight, which then cancels on paper; divided by 1 it would not.",
        spec="3.21 3.22 4.2 9.19",
    )
