"""Group batches: which rows make an update, and in which order."""

from __future__ import annotations

from typing import Any, NamedTuple

from onehidden_conformance.oracle import Settings
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.trainings import training
from onehidden_vectors.making.vector import ORACLE, Vectors


class Case(NamedTuple):
    """The batches of one training."""

    name: str
    batches: Any
    network: dict[str, str]
    title: str
    why: str


BATCHES = [
    Case(
        name="full",
        batches="full",
        network={},
        title="All seven rows at once",
        why="The reference for this group: the other vectors have the same network and the same rows.",
    ),
    Case(
        name="single",
        batches="single",
        network={},
        title="Each row by itself, from first to last",
        why="Seven updates an epoch, in the order of the rows. Shuffling, which is usual elsewhere, is not part of"
        " this.",
    ),
    Case(
        name="one-permuted",
        batches=[[6, 2, 0, 5, 3, 1, 4]],
        network={},
        title="All rows in one batch, in another order",
        why="On paper the order of rows within a batch does not matter. In bits it does: sums are folded"
        " in the order in which the batch names its rows. Sorting the indices gives the bits of the"
        " full batch, which are others (checked when this vector was made).",
    ),
    Case(
        name="uneven",
        batches=[[4, 1], [0, 6, 2, 5], [3]],
        network={},
        title="Batches of two, four and one row",
        why="The batches come in the order given, and the last one is a single row that must stay a matrix.",
    ),
    Case(
        name="uneven-mean",
        batches=[[4, 1], [0, 6, 2, 5], [3]],
        network={"reduction": "mean"},
        title="The mean over batches of two, four and one row",
        why="The divisor is the number of rows of the batch, not of X. The loss in the history is that"
        " of all rows, divided by seven.",
    ),
    Case(
        name="rows-left-out",
        batches=[[0, 2], [5, 6]],
        network={},
        title="Rows that no batch names",
        why="Rows 1, 3 and 4 take part in no update. They do count in the loss of every state.",
    ),
    Case(
        name="cross-entropy",
        batches=[[0, 1, 2], [3, 4, 5, 6]],
        network={"loss": "binary_cross_entropy", "reduction": "mean"},
        title="Two batches with binary cross-entropy and the mean",
        why="The second batch must see the parameters that the first one has changed.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for name, batches, how, title, why in BATCHES:
        numbers = Numbers(500)
        network = numbers.network(3, 4, 2, **how)  # type: ignore[arg-type]
        X, y = numbers.matrix(7, 3, -2, 2), numbers.labels(7, 2)
        if name == "one-permuted":
            full, permuted = (ORACLE.train(network, X, y, Settings(0.5, 3, b)) for b in ("full", batches))
            if full.digests[0] == permuted.digests[0]:
                raise ValueError("the order of the rows does not show")
        yield training(
            f"batches/{name}",
            title,
            network,
            X,
            y,
            settings=Settings(learning_rate=0.5, epochs=3, batches=batches),
            checkpoints=(0, 3),
            why=why,
            spec="4.1 4.2 4.3 4.4",
        )
