"""Group optimizers: what becomes of a gradient, update after update."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onehidden_conformance.oracle import NetworkValues, Optimizer, Settings
from onehidden_vectors.groups.steps.softmax import CLASSES, one_of
from onehidden_vectors.making.cases import Case
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.vector import Vectors

UNEVEN = [[4, 1], [0, 6, 2, 5], [3]]

CASES = [
    Case(
        name="momentum",
        title="Momentum: five epochs with all rows",
        why="v = (v * 0.9) + gradient. The first update is that of plain gradient descent; weighed by 1 -"
        " 0.9, or looking ahead, it is not. From the second on it must remember.",
        spec="4.14",
        shape=(5, 3, 4, 2),
        settings=Settings(epochs=5, optimizer=Optimizer("momentum")),
        hunts="momentum-damped momentum-as-nesterov memory-not-kept",
    ),
    Case(
        name="momentum-mini-batches",
        title="Momentum with coefficient 0.75 and the mean over uneven batches",
        why="The velocity goes on from batch to batch and from epoch to epoch.",
        spec="4.14",
        shape=(7, 2, 3, 2),
        network={"reduction": "mean"},
        settings=Settings(
            learning_rate=0.5, epochs=3, batches=UNEVEN, optimizer=Optimizer("momentum", coefficient=0.75)
        ),
        written="coefficient",
        hunts="momentum-damped memory-not-kept batches-reversed",
    ),
    Case(
        name="momentum-changing-rate",
        title="Momentum with a learning rate that changes",
        why="The rate multiplies the whole velocity when a step is made. Kept inside the velocity, the old"
        " gradients would keep their old rates.",
        spec="4.11 4.14",
        shape=(4, 3, 2, 1),
        settings=Settings(
            learning_rate=[0.4, 0.4, 0.1, 0.8], epochs=4, optimizer=Optimizer("momentum", coefficient=0.5)
        ),
        written="coefficient",
        hunts="rate-inside-velocity rate-of-epoch-before",
    ),
    Case(
        name="momentum-coefficient-zero",
        title="Momentum with coefficient 0",
        why="On paper plain gradient descent. 0 is a coefficient like any other: a program that takes 0 for"
        " absent uses 0.9.",
        spec="4.14",
        shape=(3, 2, 2, 2),
        settings=Settings(epochs=3, optimizer=Optimizer("momentum", coefficient=0.0)),
        written="coefficient",
    ),
    Case(
        name="nesterov",
        title="Nesterov: five epochs with all rows",
        why="The step is that of (v * c) + gradient, one look ahead. Already the first update is (1 + c)"
        " times the gradient's.",
        spec="4.15",
        shape=(6, 2, 4, 1),
        network={"hidden_activation": "tanh"},
        settings=Settings(epochs=5, optimizer=Optimizer("nesterov")),
        hunts="nesterov-as-momentum momentum-damped memory-not-kept",
    ),
    Case(
        name="nesterov-mini-batches",
        title="Nesterov with coefficient 0.6 and weight decay",
        why="The decay is part of the gradient before the velocity sees it.",
        spec="4.12 4.15",
        shape=(7, 3, 2, 2),
        network={"reduction": "mean"},
        settings=Settings(
            learning_rate=0.4,
            epochs=2,
            batches=UNEVEN,
            optimizer=Optimizer("nesterov", coefficient=0.6),
            weight_decay=0.05,
        ),
        written="coefficient",
        hunts="nesterov-as-momentum decay-on-biases decoupled-decay fused-velocity",
    ),
    Case(
        name="adam",
        title="Adam: five epochs with all rows",
        why="The first step is about the learning rate for every parameter, whatever its gradient: that is"
        " what the correction of both means is for. Without it the first step is three times too large.",
        spec="4.16",
        shape=(5, 2, 3, 2),
        settings=Settings(learning_rate=0.05, epochs=5, optimizer=Optimizer("adam")),
        hunts="adam-without-correction adam-betas-swapped memory-not-kept",
    ),
    Case(
        name="adam-mini-batches",
        title="Adam with uneven batches",
        why="beta1 and beta2 are multiplied up once for every update, nine times here. Counting epochs, or"
        " beginning anew with each, corrects too much.",
        spec="4.16",
        shape=(7, 3, 3, 2),
        network={"reduction": "mean"},
        settings=Settings(learning_rate=0.05, epochs=3, batches=UNEVEN, optimizer=Optimizer("adam")),
        hunts="adam-counts-epochs adam-without-correction memory-not-kept",
    ),
    Case(
        name="adam-settings",
        title="Adam with settings of its own and weight decay",
        why="An epsilon of 0.001 is large enough to show where it is added: to the root, after the"
        " correction. The decay goes through both means; beside them it would be AdamW.",
        spec="4.12 4.16",
        shape=(4, 3, 2, 3),
        settings=Settings(
            epochs=4, optimizer=Optimizer("adam", beta1=0.8, beta2=0.95, epsilon=0.001), weight_decay=0.02
        ),
        written="beta1 beta2 epsilon",
        hunts="adam-epsilon-inside adam-epsilon-before-correction decoupled-decay decay-on-biases",
    ),
    Case(
        name="adam-small-gradients",
        title="Adam with gradients as small as epsilon",
        why="Where gradients are about 1e-8, epsilon decides how far a step goes. Below the root, or before"
        " the correction, it is another epsilon.",
        spec="4.16",
        shape=(6, 2, 2, 1),
        network={"output_activation": "identity", "reduction": "mean"},
        settings=Settings(learning_rate=0.01, epochs=4, optimizer=Optimizer("adam")),
        scale=1e-7,
        hunts="adam-epsilon-inside adam-epsilon-before-correction adam-without-correction",
    ),
    Case(
        name="adam-classes",
        title="Adam with softmax, batches of four, weights and decay",
        why="All at once, as a classifier is trained: the decay is neither weighted nor divided.",
        spec="3.20 3.21 4.9 4.12 4.16",
        shape=(6, 4, 3, 3),
        network={**CLASSES, "reduction": "mean"},
        settings=Settings(
            learning_rate=0.05,
            epochs=3,
            batches=4,
            optimizer=Optimizer("adam"),
            weight_decay=0.01,
            sample_weight=[1.0, 0.5, 2.0, 1.0, 0.0, 1.5],
        ),
        hunts="adam-powers decay-divided-by-count mean-over-count weights-ignored rest-dropped",
    ),
    Case(
        name="decay",
        title="Weight decay with plain gradient descent",
        why="weight * 0.1 is added to the gradient of each weight; biases have no decay, and the losses of"
        " the history are those of the data alone.",
        spec="4.12 4.13",
        shape=(5, 2, 3, 2),
        settings=Settings(epochs=4, weight_decay=0.1),
        hunts="decay-ignored decay-on-biases decay-doubled decay-in-loss decay-divided-by-count",
    ),
    Case(
        name="decay-mean",
        title="Weight decay with the mean over batches",
        why="The decay is not divided by the number of samples, neither of the batch nor of all.",
        spec="4.12 4.13",
        shape=(6, 3, 2, 1),
        network={"reduction": "mean"},
        settings=Settings(learning_rate=0.5, epochs=3, batches=[[0, 1, 2, 3], [4, 5]], weight_decay=0.25),
        hunts="decay-divided-by-count decay-doubled decay-on-biases decay-in-loss",
    ),
    Case(
        name="decay-no-hidden-layer",
        title="Weight decay of a linear network",
        why="Ridge regression, step by step. The only weights are those of the output.",
        spec="1.4 4.12",
        shape=(4, 3, 0, 2),
        network={"output_activation": "identity"},
        settings=Settings(learning_rate=0.2, epochs=3, weight_decay=0.05),
        hunts="decay-ignored decay-on-biases decay-in-loss",
    ),
    Case(
        name="decay-momentum",
        title="Weight decay with momentum",
        why="The decay is remembered in the velocity like the gradient that it is part of.",
        spec="4.12 4.14",
        shape=(4, 2, 2, 2),
        settings=Settings(learning_rate=0.3, epochs=4, optimizer=Optimizer("momentum"), weight_decay=0.3),
        hunts="decoupled-decay decay-on-biases decay-ignored",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for seed, case in enumerate(CASES, start=800):
        numbers = Numbers(seed)
        n, d, h, k = case.shape
        network, X = numbers.network(d, h, k, **case.network), numbers.matrix(n, d, -2, 2)
        y = one_of(numbers, n, k) if network.output_activation == "softmax" else numbers.labels(n, k)
        if case.scale != 1.0:
            X, y = scaled(X, case.scale), scaled(y, 0.5 * case.scale)
            network = replace(
                network, **{name: scaled(value, case.scale) for name, value in network.parameters().items()}
            )
        yield case.vector("optimizers", network, X, y)
    yield from zeros()


def scaled(value: Any, by: float) -> Any:
    """A parameter times a number."""
    return [scaled(element, by) for element in value] if isinstance(value, list) else value * by


ZEROS = [
    Case(
        name="momentum-of-zero",
        title="Momentum of parameters that never move",
        why="The first two features are always 0, so the gradients of their weights are 0 of either sign,"
        " and so is that of the bias, for the outputs are right. (+0 * c) + -0 is +0, so that a weight of"
        " -0 stays -0; with plain gradient descent it becomes +0.",
        spec="4.14 4.15 4.16",
        settings=Settings(learning_rate=0.25, epochs=3, optimizer=Optimizer("momentum")),
    ),
    Case(
        name="nesterov-of-zero",
        title="Nesterov of parameters that never move",
        why="As with momentum: the sign of a gradient of 0 is lost in the velocity.",
        spec="4.14 4.15 4.16",
        settings=Settings(learning_rate=0.25, epochs=3, optimizer=Optimizer("nesterov")),
    ),
    Case(
        name="adam-of-zero",
        title="Adam of parameters that never move",
        why="m and v are 0, and the step is 0 / (0 + epsilon) = 0. Without epsilon it would be 0 / 0. The"
        " bits of the digest tell -0 from +0.",
        spec="4.14 4.15 4.16",
        settings=Settings(learning_rate=0.25, epochs=3, optimizer=Optimizer("adam")),
    ),
]


def zeros() -> Vectors:
    """Yield parameters whose gradient is 0, with either sign."""
    network = NetworkValues(None, None, [[-0.0], [0.0], [0.5]], [-0.0], output_activation="identity")
    X = [[0.0, 0.0, 1.0], [0.0, -0.0, 2.0]]
    for case in ZEROS:
        y = [[1.0], [-1.0]] if case.name == "adam-of-zero" else [[0.5], [1.0]]
        yield case.vector("optimizers", network, X, y)
