"""Group stopping: losses on rows that are kept apart, early ends, and trainings that go on."""

from __future__ import annotations

from dataclasses import replace

from onehidden_conformance.oracle import NetworkValues, Optimizer, Settings
from onehidden_vectors.making.cases import Case
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.vector import Vectors

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


ON_A_LINE = [
    Case(
        name="patience",
        title="Patience of two epochs",
        why="The weight passes 1 in epoch 3. The best state is that of epoch 2, the training ends after"
        " epoch 4, and the result is the network of epoch 2, while the history has all five losses.",
        spec="4.17 4.18",
        settings=Settings(learning_rate=0.25, epochs=10, validation=APART, patience=2),
        hunts="patience-off-by-one last-for-best patience-with-training-loss validation-before-update",
    ),
    Case(
        name="patience-of-one",
        title="Patience of one epoch",
        why="The first epoch that is no better is the last one.",
        spec="4.17 4.18",
        settings=Settings(learning_rate=0.4, epochs=6, validation=APART, patience=1),
        hunts="patience-off-by-one last-for-best",
    ),
    Case(
        name="patience-not-used-up",
        title="Epochs that end before patience does",
        why="All four epochs are made. The result is still the best network, not the last.",
        spec="4.17 4.18",
        settings=Settings(learning_rate=0.25, epochs=4, validation=APART, patience=3),
        hunts="last-for-best patience-with-training-loss",
    ),
    Case(
        name="plateau",
        title="Losses that stay equal",
        why="From epoch 1 on nothing moves. Equal is not better: the first of them is the best, and three more end it.",
        spec="4.17 4.18",
        settings=Settings(
            learning_rate=[0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], epochs=8, validation=APART, patience=3
        ),
        hunts="equal-is-better patience-off-by-one",
    ),
    Case(
        name="better-after-plateau",
        title="Better again after two equal losses",
        why="Patience begins anew with every state that is better than all before.",
        spec="4.17 4.18",
        settings=Settings(
            learning_rate=[0.25, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25],
            epochs=12,
            validation=APART,
            patience=3,
        ),
        hunts="patience-off-by-one last-for-best",
    ),
    Case(
        name="better-after-worse",
        title="Better again after two worse losses",
        why="The third epoch after the best one is better than that, just in time. (Ending as soon as a loss"
        " rises would give away the best.)",
        spec="4.17 4.18",
        settings=Settings(
            learning_rate=[0.25, 0.8, 4.0, 2.0, 1.0, 0.5, 0.5, 0.5], epochs=8, validation=APART, patience=3
        ),
        hunts="last-for-best",
    ),
    Case(
        name="less-bad-is-not-better",
        title="A loss that falls and is not the lowest",
        why="The loss of epoch 3 is lower than that of epoch 2, and higher than the best. It uses up patience.",
        spec="4.17 4.18",
        settings=Settings(learning_rate=[0.25, 1.75, 1.2, 0.5, 0.5, 0.5], epochs=6, validation=APART, patience=2),
        hunts="patience-since-last-decrease",
    ),
    Case(
        name="continued-with-patience",
        title="A training with patience that is continued",
        why="It stops after epoch 3, one epoch after its best. Continued, it goes on from its last state,"
        " remembers the best one, and ends after epoch 5.",
        spec="4.17 4.18 4.19",
        settings=Settings(learning_rate=0.25, epochs=9, validation=APART, patience=3, stops=(3,)),
        hunts="best-forgotten-at-continuation continued-from-best",
    ),
]
INFINITE_FIRST = Case(
    name="infinite-first",
    title="A validation loss that is infinite at first",
    why="The neuron is certain and wrong about the row that is kept apart. Infinite is told as that, two equal"
    " infinities are no improvement, and any number is lower.",
    spec="3.7 3.9 4.17 4.18",
    settings=Settings(learning_rate=[0.0, 0.25, 0.25, 0.0], epochs=4, validation=([[100.0]], [[0.0]]), patience=2),
    hunts="equal-is-better",
)


def on_a_line() -> Vectors:
    """Yield trainings whose validation losses are made to go up and down."""
    for case in ON_A_LINE:
        yield replace(case, why=f"{LINE_IN_WORDS} {case.why}").vector("stopping", LINE, X, Y)
    network = NetworkValues(None, None, [[0.5]], [-0.2], loss="binary_cross_entropy")
    yield INFINITE_FIRST.vector("stopping", network, [[1.0], [-1.0]], [[0.0], [1.0]])


NETWORKS = [
    Case(
        name="validation",
        title="Losses on rows that are kept apart",
        why="Each state has a second loss. Without patience nothing else changes: the result is the last network.",
        spec="4.17",
        shape=(5, 2, 3, 2),
        apart=3,
        settings=Settings(learning_rate=0.5, epochs=4),
        hunts="validation-before-update",
    ),
    Case(
        name="validation-mean-weights",
        title="Validation beside sample weights",
        why="The rows that are kept apart have no weights, and their mean is over five.",
        spec="3.21 4.9 4.17",
        shape=(4, 3, 2, 2),
        apart=5,
        network={"reduction": "mean"},
        settings=Settings(learning_rate=0.8, epochs=3, batches=3, sample_weight=[2.0, 0.5, 1.0, 3.0]),
        hunts="validation-weighted validation-before-update mean-over-count",
    ),
    Case(
        name="validation-weights-sum",
        title="Validation beside sample weights, summed",
        why="The weights of three rows cannot be those of two others.",
        spec="3.21 4.17",
        shape=(3, 2, 2, 1),
        apart=2,
        network={"loss": "binary_cross_entropy"},
        settings=Settings(learning_rate=0.3, epochs=3, sample_weight=[0.5, 4.0, 1.5]),
        hunts="validation-weighted",
    ),
    Case(
        name="network",
        title="Early end of a network with everything",
        why="Adam, shuffled batches of two, validation and patience: the network that comes out is that of"
        " an epoch before.",
        spec="4.9 4.10 4.16 4.17 4.18",
        shape=(6, 2, 4, 2),
        apart=4,
        network={"reduction": "mean"},
        settings=Settings(
            learning_rate=0.4, epochs=7, batches=2, optimizer=Optimizer("adam"), shuffle_seed=3, patience=2
        ),
        hunts="patience-off-by-one last-for-best shuffled-once memory-not-kept",
    ),
    Case(
        name="network-continued",
        title="Early end of a network that was continued",
        why="It stops between its best state and its end. Memory, order, history and best state all go on.",
        spec="4.9 4.10 4.14 4.17 4.18 4.19",
        shape=(5, 3, 2, 2),
        apart=3,
        settings=Settings(
            learning_rate=0.3,
            epochs=8,
            batches=2,
            optimizer=Optimizer("momentum"),
            shuffle_seed=4,
            stream="r",
            patience=3,
            stops=(4,),
        ),
        hunts="best-forgotten-at-continuation continued-from-best memory-lost-at-continuation epochs-counted-anew",
    ),
]
SEEDS = (1000, 1001, 1002, 1005, 1007)
"""Of the networks; the last two have their best state in between."""


def networks() -> Vectors:
    """Yield networks of several shapes."""
    for seed, case in zip(SEEDS, NETWORKS, strict=True):
        numbers = Numbers(seed)
        n, d, h, k = case.shape
        network = numbers.network(d, h, k, **case.network)
        rows = numbers.matrix(n, d, -2, 2), numbers.labels(n, k)
        validation = numbers.matrix(case.apart, d, -2, 2), numbers.labels(case.apart, k)
        yield case.vector("stopping", network, *rows, replace(case.settings, validation=validation))


CONTINUED = [
    Case(
        name="continued-momentum",
        title="Continued once: momentum",
        why="A training that is continued gives the bits of one that never stopped. The velocity goes on."
        " Begun anew from the same weights, the third update would be that of the gradient alone.",
        spec="4.14 4.19",
        shape=(4, 2, 3, 1),
        settings=Settings(learning_rate=0.3, epochs=4, optimizer=Optimizer("momentum"), stops=(2,)),
        hunts="memory-lost-at-continuation",
    ),
    Case(
        name="continued-nesterov",
        title="Continued twice: nesterov",
        why="A training that is continued gives the bits of one that never stopped. It stops twice. What is"
        " continued is a continued training.",
        spec="4.12 4.15 4.19",
        shape=(5, 3, 2, 2),
        network={"reduction": "mean"},
        settings=Settings(
            learning_rate=0.5,
            epochs=4,
            batches=[[0, 3], [2, 4, 1]],
            optimizer=Optimizer("nesterov"),
            weight_decay=0.02,
            stops=(1, 3),
        ),
        hunts="memory-lost-at-continuation",
    ),
    Case(
        name="continued-adam",
        title="Continued once: adam",
        why="A training that is continued gives the bits of one that never stopped. Both means go on, and"
        " the number of updates with them: begun anew, the next step would be a large one.",
        spec="4.9 4.16 4.19",
        shape=(6, 2, 3, 3),
        settings=Settings(learning_rate=0.05, epochs=3, batches=4, optimizer=Optimizer("adam"), stops=(2,)),
        hunts="memory-lost-at-continuation",
    ),
    Case(
        name="continued-learning-rates",
        title="Continued once: learning and rates",
        why="A training that is continued gives the bits of one that never stopped. The function of the"
        " epoch is asked for epochs 3 and 4, not for 1 and 2 again.",
        spec="4.11 4.14 4.19",
        shape=(3, 2, 2, 2),
        network={"hidden_activation": "tanh"},
        settings=Settings(
            learning_rate=[0.9, 0.1, 0.5, 0.05], epochs=4, batches="single", optimizer=Optimizer("momentum"), stops=(2,)
        ),
        hunts="epochs-counted-anew rate-of-first-epoch rate-inside-velocity memory-lost-at-continuation",
    ),
    Case(
        name="continued-shuffle",
        title="Continued once: shuffle",
        why="A training that is continued gives the bits of one that never stopped. The stream of the"
        " shuffles goes on where it was. Begun anew it would repeat the orders of the first epochs.",
        spec="4.10 4.19",
        shape=(7, 3, 2, 1),
        settings=Settings(learning_rate=0.4, epochs=4, batches=3, shuffle_seed=123, stops=(1,)),
        hunts="epochs-counted-anew shuffled-once",
    ),
    Case(
        name="continued-shuffle-adam",
        title="Continued twice: shuffle and adam",
        why="A training that is continued gives the bits of one that never stopped. Order and memory"
        " together, epoch by epoch.",
        spec="4.10 4.16 4.19",
        shape=(5, 2, 2, 2),
        network={"reduction": "mean"},
        settings=Settings(
            epochs=3, batches=2, optimizer=Optimizer("adam"), shuffle_seed=2**33 + 1, stream="pcg64", stops=(1, 2)
        ),
        hunts="epochs-counted-anew memory-lost-at-continuation",
    ),
    Case(
        name="continued-shuffle-r",
        title="Continued once: shuffle and r",
        why="A training that is continued gives the bits of one that never stopped. The same for the stream of R.",
        spec="4.10 4.14 4.19",
        shape=(4, 3, 3, 2),
        settings=Settings(
            learning_rate=0.6,
            epochs=4,
            batches="single",
            optimizer=Optimizer("momentum", coefficient=0.5),
            shuffle_seed=42,
            stream="r",
            stops=(3,),
        ),
        written="coefficient",
        hunts="epochs-counted-anew memory-lost-at-continuation",
    ),
]


def continued() -> Vectors:
    """Yield trainings that stop and go on."""
    for seed, case in enumerate(CONTINUED, start=1050):
        numbers = Numbers(seed)
        n, d, h, k = case.shape
        network = numbers.network(d, h, k, **case.network)
        yield case.vector("stopping", network, numbers.matrix(n, d, -2, 2), numbers.labels(n, k))
