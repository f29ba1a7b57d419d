"""Group optimizers: what becomes of a gradient, update after update."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import NetworkValues, Optimizer, Options
from onehidden_vectors.inputs import Numbers
from onehidden_vectors.softmax import CLASSES, one_of
from onehidden_vectors.vector import Vectors, short_training

UNEVEN = [[4, 1], [0, 6, 2, 5], [3]]

# name, (n, d, h, k), network, options, settings that are written, other arguments, mistakes, sentences, title, why
CASES: list[tuple[str, tuple[int, int, int, int], Any, Options, str, dict[str, Any], str, str, str, str]] = [
    (
        "momentum",
        (5, 3, 4, 2),
        {},
        Options(Optimizer("momentum")),
        "",
        {"epochs": 5},
        "momentum-damped momentum-as-nesterov memory-not-kept",
        "4.14",
        "Momentum: five epochs with all rows",
        "v = (v * 0.9) + gradient. The first update is that of plain gradient descent; weighed by 1 - 0.9, or looking"
        " ahead, it is not. From the second on it must remember.",
    ),
    (
        "momentum-mini-batches",
        (7, 2, 3, 2),
        {"reduction": "mean"},
        Options(Optimizer("momentum", coefficient=0.75)),
        "coefficient",
        {"epochs": 3, "batches": UNEVEN, "learning_rate": 0.5},
        "momentum-damped memory-not-kept batches-reversed",
        "4.14",
        "Momentum with coefficient 0.75 and the mean over uneven batches",
        "The velocity goes on from batch to batch and from epoch to epoch.",
    ),
    (
        "momentum-changing-rate",
        (4, 3, 2, 1),
        {},
        Options(Optimizer("momentum", coefficient=0.5)),
        "coefficient",
        {"epochs": 4, "learning_rate": [0.4, 0.4, 0.1, 0.8]},
        "rate-inside-velocity rate-of-epoch-before",
        "4.11 4.14",
        "Momentum with a learning rate that changes",
        "The rate multiplies the whole velocity when a step is made. Kept inside the velocity, the old gradients would"
        " keep their old rates.",
    ),
    (
        "momentum-coefficient-zero",
        (3, 2, 2, 2),
        {},
        Options(Optimizer("momentum", coefficient=0.0)),
        "coefficient",
        {"epochs": 3},
        "",
        "4.14",
        "Momentum with coefficient 0",
        "On paper plain gradient descent. 0 is a coefficient like any other: a program that takes 0 for absent uses"
        " 0.9.",
    ),
    (
        "nesterov",
        (6, 2, 4, 1),
        {"hidden_activation": "tanh"},
        Options(Optimizer("nesterov")),
        "",
        {"epochs": 5},
        "nesterov-as-momentum momentum-damped memory-not-kept",
        "4.15",
        "Nesterov: five epochs with all rows",
        "The step is that of (v * c) + gradient, one look ahead. Already the first update is (1 + c) times the"
        " gradient's.",
    ),
    (
        "nesterov-mini-batches",
        (7, 3, 2, 2),
        {"reduction": "mean"},
        Options(Optimizer("nesterov", coefficient=0.6), weight_decay=0.05),
        "coefficient",
        {"epochs": 2, "batches": UNEVEN, "learning_rate": 0.4},
        "nesterov-as-momentum decay-on-biases decoupled-decay fused-velocity",
        "4.12 4.15",
        "Nesterov with coefficient 0.6 and weight decay",
        "The decay is part of the gradient before the velocity sees it.",
    ),
    (
        "adam",
        (5, 2, 3, 2),
        {},
        Options(Optimizer("adam")),
        "",
        {"epochs": 5, "learning_rate": 0.05},
        "adam-without-correction adam-betas-swapped memory-not-kept",
        "4.16",
        "Adam: five epochs with all rows",
        "The first step is about the learning rate for every parameter, whatever its gradient: that is what the"
        " correction of both means is for. Without it the first step is three times too large.",
    ),
    (
        "adam-mini-batches",
        (7, 3, 3, 2),
        {"reduction": "mean"},
        Options(Optimizer("adam")),
        "",
        {"epochs": 3, "batches": UNEVEN, "learning_rate": 0.05},
        "adam-counts-epochs adam-without-correction memory-not-kept",
        "4.16",
        "Adam with uneven batches",
        "beta1 and beta2 are multiplied up once for every update, nine times here. Counting epochs, or beginning anew"
        " with each, corrects too much.",
    ),
    (
        "adam-settings",
        (4, 3, 2, 3),
        {},
        Options(Optimizer("adam", beta1=0.8, beta2=0.95, epsilon=0.001), weight_decay=0.02),
        "beta1 beta2 epsilon",
        {"epochs": 4, "learning_rate": 0.1},
        "adam-epsilon-inside adam-epsilon-before-correction decoupled-decay decay-on-biases",
        "4.12 4.16",
        "Adam with settings of its own and weight decay",
        "An epsilon of 0.001 is large enough to show where it is added: to the root, after the correction. The decay"
        " goes"
        " through both means; beside them it would be AdamW.",
    ),
    (
        "adam-small-gradients",
        (6, 2, 2, 1),
        {"output_activation": "identity", "reduction": "mean"},
        Options(Optimizer("adam")),
        "",
        {"epochs": 4, "learning_rate": 0.01, "scale": 1e-7},
        "adam-epsilon-inside adam-epsilon-before-correction adam-without-correction",
        "4.16",
        "Adam with gradients as small as epsilon",
        "Where gradients are about 1e-8, epsilon decides how far a step goes. Below the root, or before the correction,"
        " it is another epsilon.",
    ),
    (
        "adam-classes",
        (6, 4, 3, 3),
        {**CLASSES, "reduction": "mean"},
        Options(Optimizer("adam"), weight_decay=0.01, sample_weight=[1.0, 0.5, 2.0, 1.0, 0.0, 1.5]),
        "",
        {"epochs": 3, "batches": 4, "learning_rate": 0.05},
        "adam-powers decay-divided-by-count mean-over-count weights-ignored rest-dropped",
        "3.20 3.21 4.9 4.12 4.16",
        "Adam with softmax, batches of four, weights and decay",
        "All at once, as a classifier is trained: the decay is neither weighted nor divided.",
    ),
    (
        "decay",
        (5, 2, 3, 2),
        {},
        Options(weight_decay=0.1),
        "",
        {"epochs": 4},
        "decay-ignored decay-on-biases decay-doubled decay-in-loss decay-divided-by-count",
        "4.12 4.13",
        "Weight decay with plain gradient descent",
        "weight * 0.1 is added to the gradient of each weight; biases have no decay, and the losses of the history are"
        " those of the data alone.",
    ),
    (
        "decay-mean",
        (6, 3, 2, 1),
        {"reduction": "mean"},
        Options(weight_decay=0.25),
        "",
        {"epochs": 3, "batches": [[0, 1, 2, 3], [4, 5]], "learning_rate": 0.5},
        "decay-divided-by-count decay-doubled decay-on-biases decay-in-loss",
        "4.12 4.13",
        "Weight decay with the mean over batches",
        "The decay is not divided by the number of samples, neither of the batch nor of all.",
    ),
    (
        "decay-no-hidden-layer",
        (4, 3, 0, 2),
        {"output_activation": "identity"},
        Options(weight_decay=0.05),
        "",
        {"epochs": 3, "learning_rate": 0.2},
        "decay-ignored decay-on-biases decay-in-loss",
        "1.4 4.12",
        "Weight decay of a linear network",
        "Ridge regression, step by step. The only weights are those of the output.",
    ),
    (
        "decay-momentum",
        (4, 2, 2, 2),
        {},
        Options(Optimizer("momentum"), weight_decay=0.3),
        "",
        {"epochs": 4, "learning_rate": 0.3},
        "decoupled-decay decay-on-biases decay-ignored",
        "4.12 4.14",
        "Weight decay with momentum",
        "The decay is remembered in the velocity like the gradient that it is part of.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for seed, (name, (n, d, h, k), how, options, settings, arguments, hunted, spec, title, why) in enumerate(
        CASES, start=800
    ):
        numbers = Numbers(seed)
        network, X = numbers.network(d, h, k, **how), numbers.matrix(n, d, -2, 2)
        y = one_of(numbers, n, k) if network.output_activation == "softmax" else numbers.labels(n, k)
        scale = arguments.get("scale")
        if scale is not None:
            X, y = [[x * scale for x in row] for row in X], [[0.5 * scale * t for t in row] for row in y]
            network = NetworkValues(*(scaled(w, scale) for w in network.parameters().values()), **how)
        yield short_training(
            f"optimizers/{name}",
            title,
            network,
            X,
            y,
            **{key: value for key, value in arguments.items() if key != "scale"},
            options=options,
            settings=settings.split(),
            hunts=[MISTAKES[mistake] for mistake in hunted.split()],
            why=why,
            spec=f"{spec} 9.19",
        )
    yield from zeros()


def scaled(value: Any, by: float) -> Any:
    """A parameter times a number."""
    return [scaled(element, by) for element in value] if isinstance(value, list) else value * by


def zeros() -> Vectors:
    """Yield parameters whose gradient is 0, with either sign."""
    network = NetworkValues(None, None, [[-0.0], [0.0], [0.5]], [-0.0], output_activation="identity")
    X, y = [[0.0, 0.0, 1.0], [0.0, -0.0, 2.0]], [[0.5], [1.0]]
    for name, title, why in (
        (
            "momentum",
            "Momentum of parameters that never move",
            "The first two features are always 0, so the gradients of their weights are 0 of either sign, and so is"
            " that"
            " of the bias, for the outputs are right. (+0 * c) + -0 is +0, so that a weight of -0 stays -0; with plain"
            " gradient descent it becomes +0.",
        ),
        (
            "nesterov",
            "Nesterov of parameters that never move",
            "As with momentum: the sign of a gradient of 0 is lost in the velocity.",
        ),
        (
            "adam",
            "Adam of parameters that never move",
            "m and v are 0, and the step is 0 / (0 + epsilon) = 0. Without epsilon it would be 0 / 0. The bits of the"
            " digest tell -0 from +0.",
        ),
    ):
        yield short_training(
            f"optimizers/{name}-of-zero",
            title,
            network,
            X,
            y if name != "adam" else [[1.0], [-1.0]],
            epochs=3,
            learning_rate=0.25,
            options=Options(Optimizer(name)),
            why=why,
            spec="4.14 4.15 4.16 9.19",
        )
