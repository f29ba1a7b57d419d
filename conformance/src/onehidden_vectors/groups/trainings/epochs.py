"""Group epochs: learning rates, batch sizes and orders of rows that change from epoch to epoch."""

from __future__ import annotations

from onehidden_conformance.oracle import Settings
from onehidden_vectors.making.cases import Case
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.vector import Vectors

CASES = [
    Case(
        name="learning-rates",
        title="A learning rate for each epoch",
        why="A function of the epoch, counted from 1. In the third epoch it is 0, and the network stays as it is.",
        spec="4.11",
        shape=(4, 2, 3, 1),
        settings=Settings(learning_rate=[0.9, 0.3, 0.0, 1.2, 0.1], epochs=5),
        hunts="rate-of-epoch-before rate-of-first-epoch",
    ),
    Case(
        name="learning-rates-mini-batches",
        title="A learning rate for each epoch, with two batches",
        why="All updates of an epoch have its rate. A rate that is asked for with every update runs ahead.",
        spec="4.11",
        shape=(5, 3, 2, 2),
        network={"reduction": "mean"},
        settings=Settings(learning_rate=[1.5, 0.5, 0.25], epochs=3, batches=[[3, 0], [4, 1, 2]]),
        hunts="rate-of-epoch-before rate-of-first-epoch",
    ),
    Case(
        name="batch-size",
        title="Batches of three rows of seven",
        why="Three, three and one. Three batches is another meaning of the same number, and here by accident as many.",
        spec="4.9",
        shape=(7, 3, 4, 2),
        settings=Settings(learning_rate=0.3, epochs=3, batches=3),
        hunts="rest-dropped",
    ),
    Case(
        name="batch-size-mean",
        title="Batches of five rows of eight with the mean",
        why="The second batch has three rows and divides by three.",
        spec="4.2 4.9",
        shape=(8, 2, 3, 1),
        network={"reduction": "mean"},
        settings=Settings(learning_rate=0.7, epochs=2, batches=5),
        hunts="batch-size-as-count rest-dropped mean-over-all-rows incomplete-batch-dropped",
    ),
    Case(
        name="batch-size-one",
        title="Batches of one row",
        why="The same as `single`, and not one batch.",
        spec="4.9",
        shape=(3, 2, 2, 2),
        settings=Settings(learning_rate=0.4, epochs=2, batches=1),
        hunts="batch-size-as-count",
    ),
    Case(
        name="batch-size-of-more-rows",
        title="Batches of a hundred rows where there are four",
        why="One batch of what is there, which divides by four.",
        spec="4.9",
        shape=(4, 3, 3, 2),
        network={"reduction": "mean"},
        settings=Settings(learning_rate=0.6, epochs=2, batches=100),
        hunts="batch-size-as-count",
    ),
    Case(
        name="batch-size-without-rest",
        title="Batches of two rows of six",
        why="There is no rest, and no empty batch at the end.",
        spec="4.9",
        shape=(6, 2, 2, 3),
        network={"hidden_activation": "tanh"},
        settings=Settings(learning_rate=0.2, epochs=2, batches=2),
        hunts="batch-size-as-count batches-reversed",
    ),
    Case(
        name="shuffle-numpy",
        title="Batches of three, shuffled by np.random.seed(42)",
        why="Each epoch sorts the rows by the next seven uniforms. A permutation made otherwise, or made"
        " once, or its inverse takes other rows together.",
        spec="4.9 4.10 7.2",
        shape=(7, 3, 3, 2),
        settings=Settings(learning_rate=0.4, epochs=3, batches=3, shuffle_seed=42),
        hunts="shuffled-once not-shuffled ranks-for-order shuffled-on-shuffled shuffled-by-exchanges batches-shuffled",
    ),
    Case(
        name="shuffle-pcg64",
        title="Batches of two, shuffled by default_rng(7)",
        why="The stream is named, and the same seed in another one gives another order.",
        spec="4.9 4.10 7.3",
        shape=(5, 2, 4, 1),
        network={"reduction": "mean"},
        settings=Settings(learning_rate=0.8, epochs=3, batches=2, shuffle_seed=7, stream="pcg64"),
        hunts="shuffled-once not-shuffled ranks-for-order shuffled-on-shuffled shuffled-by-exchanges batches-shuffled",
    ),
    Case(
        name="shuffle-r",
        title="Single rows, shuffled by set.seed(-3)",
        why="Stochastic gradient descent as it is usually meant. R has negative seeds.",
        spec="4.1 4.10 7.4",
        shape=(6, 3, 2, 2),
        settings=Settings(learning_rate=0.5, epochs=3, batches="single", shuffle_seed=-3, stream="r"),
        hunts="shuffled-once not-shuffled ranks-for-order shuffled-on-shuffled shuffled-by-exchanges",
    ),
    Case(
        name="shuffle-positions",
        title="Listed batches of shuffled rows",
        why="The lists name positions in the shuffled order. Position 3 is left out, which is another row in"
        " each epoch.",
        spec="4.1 4.10",
        shape=(6, 2, 3, 2),
        settings=Settings(learning_rate=0.5, epochs=2, batches=[[5, 0, 2], [4, 1]], shuffle_seed=1),
        hunts="not-shuffled ranks-for-order shuffled-once",
    ),
    Case(
        name="shuffle-full",
        title="All rows at once, shuffled",
        why="On paper a shuffle changes nothing here. In bits it does: sums are folded in the order of the rows.",
        spec="4.2 4.10",
        shape=(5, 3, 3, 3),
        settings=Settings(learning_rate=0.6, epochs=3, shuffle_seed=11),
        hunts="not-shuffled shuffled-once",
    ),
    Case(
        name="shuffle-weights",
        title="Shuffled rows with weights",
        why="A weight belongs to its row, wherever that goes.",
        spec="3.21 4.9 4.10",
        shape=(5, 2, 2, 2),
        network={"reduction": "mean"},
        settings=Settings(
            learning_rate=0.9, epochs=2, batches=2, shuffle_seed=5, sample_weight=[0.5, 2.0, 1.0, 0.0, 3.0]
        ),
        hunts="weights-ignored mean-over-count not-shuffled",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for seed, case in enumerate(CASES, start=900):
        numbers = Numbers(seed)
        n, d, h, k = case.shape
        network = numbers.network(d, h, k, **case.network)
        yield case.vector("epochs", network, numbers.matrix(n, d, -2, 2), numbers.labels(n, k))
