"""Group stopping: losses on rows that are kept apart, early ends, and trainings that go on."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import NetworkValues, Optimizer, Options
from onehidden_vectors.inputs import Numbers
from onehidden_vectors.vector import Vectors, short_training

# One weight that is drawn to 2, and whose best value for the rows kept apart is 1: the rates say where it goes.
LINE = NetworkValues(None, None, [[0.0]], None, output_activation="identity")
X, Y = [[1.0]], [[2.0]]
APART = [[1.0], [2.0]], [[1.0], [2.0]]
LINE_IN_WORDS = "A single weight moves towards 2, and 1 would be best for the rows that are kept apart."


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    yield from on_a_line()
    yield from networks()
    yield from continued()


def on_a_line() -> Vectors:
    """Yield trainings whose validation losses are made to go up and down."""
    cases: list[tuple[str, int, Any, int, tuple[int, ...], str, str, str]] = [
        (
            "patience",
            10,
            0.25,
            2,
            (),
            "patience-off-by-one last-for-best patience-with-training-loss validation-before-update",
            "Patience of two epochs",
            "The weight passes 1 in epoch 3. The best state is that of epoch 2, the training ends after epoch 4, and"
            " the"
            " result is the network of epoch 2, while the history has all five losses.",
        ),
        (
            "patience-of-one",
            6,
            0.4,
            1,
            (),
            "patience-off-by-one last-for-best",
            "Patience of one epoch",
            "The first epoch that is no better is the last one.",
        ),
        (
            "patience-not-used-up",
            4,
            0.25,
            3,
            (),
            "last-for-best patience-with-training-loss",
            "Epochs that end before patience does",
            "All four epochs are made. The result is still the best network, not the last.",
        ),
        (
            "plateau",
            8,
            [0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            3,
            (),
            "equal-is-better patience-off-by-one",
            "Losses that stay equal",
            "From epoch 1 on nothing moves. Equal is not better: the first of them is the best, and three more end it.",
        ),
        (
            "better-after-plateau",
            12,
            [0.25, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25],
            3,
            (),
            "patience-off-by-one last-for-best",
            "Better again after two equal losses",
            "Patience begins anew with every state that is better than all before.",
        ),
        (
            "better-after-worse",
            8,
            [0.25, 0.8, 4.0, 2.0, 1.0, 0.5, 0.5, 0.5],
            3,
            (),
            "last-for-best",
            "Better again after two worse losses",
            "The third epoch after the best one is better than that, just in time. (Ending as soon as a loss rises"
            " would"
            " give away the best.)",
        ),
        (
            "less-bad-is-not-better",
            6,
            [0.25, 1.75, 1.2, 0.5, 0.5, 0.5],
            2,
            (),
            "patience-since-last-decrease",
            "A loss that falls and is not the lowest",
            "The loss of epoch 3 is lower than that of epoch 2, and higher than the best. It uses up patience.",
        ),
        (
            "continued-with-patience",
            9,
            0.25,
            3,
            (3,),
            "best-forgotten-at-continuation continued-from-best",
            "A training with patience that is continued",
            "It stops after epoch 3, one epoch after its best. Continued, it goes on from its last state, remembers the"
            " best one, and ends after epoch 5.",
        ),
    ]
    for name, epochs, rate, patience, stops, hunted, title, why in cases:
        yield short_training(
            f"stopping/{name}",
            title,
            LINE,
            X,
            Y,
            epochs=epochs,
            learning_rate=rate,
            options=Options(validation=APART, patience=patience, stops=stops),
            hunts=[MISTAKES[mistake] for mistake in hunted.split()],
            why=f"{LINE_IN_WORDS} {why}",
            spec=f"4.17 4.18{' 4.19' if stops else ''} 9.19",
        )
    yield short_training(
        "stopping/infinite-first",
        "A validation loss that is infinite at first",
        NetworkValues(None, None, [[0.5]], [-0.2], loss="binary_cross_entropy"),
        [[1.0], [-1.0]],
        [[0.0], [1.0]],
        epochs=4,
        learning_rate=[0.0, 0.25, 0.25, 0.0],
        options=Options(validation=([[100.0]], [[0.0]]), patience=2),
        hunts=[MISTAKES["equal-is-better"]],
        why="The neuron is certain and wrong about the row that is kept apart. Infinite is told as that, two equal"
        " infinities are no improvement, and any number is lower.",
        spec="3.7 3.9 4.17 4.18 9.19",
    )


# name, (n, d, h, k), rows apart, network, epochs, learning rate, batches, options, mistakes, sentences, title, why
NETWORKS: list[tuple[str, tuple[int, int, int, int], int, Any, int, Any, Any, Options, str, str, str, str]] = [
    (
        "validation",
        (5, 2, 3, 2),
        3,
        {},
        4,
        0.5,
        "full",
        Options(),
        "validation-before-update",
        "4.17",
        "Losses on rows that are kept apart",
        "Each state has a second loss. Without patience nothing else changes: the result is the last network.",
    ),
    (
        "validation-mean-weights",
        (4, 3, 2, 2),
        5,
        {"reduction": "mean"},
        3,
        0.8,
        3,
        Options(sample_weight=[2.0, 0.5, 1.0, 3.0]),
        "validation-weighted validation-before-update mean-over-count",
        "3.21 4.9 4.17",
        "Validation beside sample weights",
        "The rows that are kept apart have no weights, and their mean is over five.",
    ),
    (
        "validation-weights-sum",
        (3, 2, 2, 1),
        2,
        {"loss": "binary_cross_entropy"},
        3,
        0.3,
        "full",
        Options(sample_weight=[0.5, 4.0, 1.5]),
        "validation-weighted",
        "3.21 4.17",
        "Validation beside sample weights, summed",
        "The weights of three rows cannot be those of two others.",
    ),
    (
        "network",
        (6, 2, 4, 2),
        4,
        {"reduction": "mean"},
        7,
        0.4,
        2,
        Options(Optimizer("adam"), shuffle_seed=3, patience=2),
        "patience-off-by-one last-for-best shuffled-once memory-not-kept",
        "4.9 4.10 4.16 4.17 4.18",
        "Early end of a network with everything",
        "Adam, shuffled batches of two, validation and patience: the network that comes out is that of an epoch"
        " before.",
    ),
    (
        "network-continued",
        (5, 3, 2, 2),
        3,
        {},
        8,
        0.3,
        2,
        Options(Optimizer("momentum"), shuffle_seed=4, stream="r", patience=3, stops=(4,)),
        "best-forgotten-at-continuation continued-from-best memory-lost-at-continuation epochs-counted-anew",
        "4.9 4.10 4.14 4.17 4.18 4.19",
        "Early end of a network that was continued",
        "It stops between its best state and its end. Memory, order, history and best state all go on.",
    ),
]


def networks() -> Vectors:
    """Yield networks of several shapes."""
    seeds = (1000, 1001, 1002, 1005, 1007)  # the last two have their best state in between
    for seed, row in zip(seeds, NETWORKS, strict=True):
        name, (n, d, h, k), apart, how, epochs, rate, batches, options, hunted, spec, title, why = row
        numbers = Numbers(seed)
        network = numbers.network(d, h, k, **how)
        rows = numbers.matrix(n, d, -2, 2), numbers.labels(n, k)
        validation = numbers.matrix(apart, d, -2, 2), numbers.labels(apart, k)
        yield short_training(
            f"stopping/{name}",
            title,
            network,
            *rows,
            epochs=epochs,
            learning_rate=rate,
            batches=batches,
            options=Options(**{**vars(options), "validation": validation}),
            hunts=[MISTAKES[mistake] for mistake in hunted.split()],
            why=why,
            spec=f"{spec} 9.19",
        )


CONTINUED: list[tuple[str, tuple[int, int, int, int], Any, int, Any, Any, Options, str, str, str]] = [
    (
        "momentum",
        (4, 2, 3, 1),
        {},
        4,
        0.3,
        "full",
        Options(Optimizer("momentum"), stops=(2,)),
        "memory-lost-at-continuation",
        "4.14",
        "The velocity goes on. Begun anew from the same weights, the third update would be that of the gradient alone.",
    ),
    (
        "nesterov",
        (5, 3, 2, 2),
        {"reduction": "mean"},
        4,
        0.5,
        [[0, 3], [2, 4, 1]],
        Options(Optimizer("nesterov"), weight_decay=0.02, stops=(1, 3)),
        "memory-lost-at-continuation",
        "4.12 4.15",
        "It stops twice. What is continued is a continued training.",
    ),
    (
        "adam",
        (6, 2, 3, 3),
        {},
        3,
        0.05,
        4,
        Options(Optimizer("adam"), stops=(2,)),
        "memory-lost-at-continuation",
        "4.9 4.16",
        "Both means go on, and the number of updates with them: begun anew, the next step would be a large one.",
    ),
    (
        "learning-rates",
        (3, 2, 2, 2),
        {"hidden_activation": "tanh"},
        4,
        [0.9, 0.1, 0.5, 0.05],
        "single",
        Options(Optimizer("momentum"), stops=(2,)),
        "epochs-counted-anew rate-of-first-epoch rate-inside-velocity memory-lost-at-continuation",
        "4.11 4.14",
        "The function of the epoch is asked for epochs 3 and 4, not for 1 and 2 again.",
    ),
    (
        "shuffle",
        (7, 3, 2, 1),
        {},
        4,
        0.4,
        3,
        Options(shuffle_seed=123, stops=(1,)),
        "epochs-counted-anew shuffled-once",
        "4.10",
        "The stream of the shuffles goes on where it was. Begun anew it would repeat the orders of the first epochs.",
    ),
    (
        "shuffle-adam",
        (5, 2, 2, 2),
        {"reduction": "mean"},
        3,
        0.1,
        2,
        Options(Optimizer("adam"), shuffle_seed=2**33 + 1, stream="pcg64", stops=(1, 2)),
        "epochs-counted-anew memory-lost-at-continuation",
        "4.10 4.16",
        "Order and memory together, epoch by epoch.",
    ),
    (
        "shuffle-r",
        (4, 3, 3, 2),
        {},
        4,
        0.6,
        "single",
        Options(Optimizer("momentum", coefficient=0.5), shuffle_seed=42, stream="r", stops=(3,)),
        "epochs-counted-anew memory-lost-at-continuation",
        "4.10 4.14",
        "The same for the stream of R.",
    ),
]


def continued() -> Vectors:
    """Yield trainings that stop and go on."""
    for seed, row in enumerate(CONTINUED, start=1050):
        name, (n, d, h, k), how, epochs, rate, batches, options, hunted, spec, why = row
        numbers = Numbers(seed)
        number = len(options.stops)
        yield short_training(
            f"stopping/continued-{name}",
            f"Continued {'once' if number == 1 else 'twice'}: {name.replace('-', ' and ')}",
            numbers.network(d, h, k, **how),
            numbers.matrix(n, d, -2, 2),
            numbers.labels(n, k),
            epochs=epochs,
            learning_rate=rate,
            batches=batches,
            options=options,
            settings=["coefficient"] if options.optimizer.coefficient != Optimizer().coefficient else [],
            hunts=[MISTAKES[mistake] for mistake in hunted.split()],
            why=f"A training that is continued gives the bits of one that never stopped. {why}",
            spec=f"{spec} 4.19 9.19",
        )
