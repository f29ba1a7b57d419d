"""Group batches: which rows make an update, and in which order."""

from __future__ import annotations

from typing import Any

from onehidden_vectors.inputs import Numbers
from onehidden_vectors.vector import ORACLE, Vectors, training

BATCHES: list[tuple[str, Any, dict[str, str], str, str]] = [
    (
        "full",
        "full",
        {},
        "All seven rows at once",
        "The reference for this group: the other vectors have the same network and the same rows.",
    ),
    (
        "single",
        "single",
        {},
        "Each row by itself, from first to last",
        "Seven updates an epoch, in the order of the rows. Shuffling, which is usual elsewhere, is not part of this.",
    ),
    (
        "one-permuted",
        [[6, 2, 0, 5, 3, 1, 4]],
        {},
        "All rows in one batch, in another order",
        "On paper the order of rows within a batch does not matter. In bits it does: sums are folded"
        " in the order in which the batch names its rows. Sorting the indices gives the bits of the"
        " full batch, which are others (checked when this vector was made).",
    ),
    (
        "uneven",
        [[4, 1], [0, 6, 2, 5], [3]],
        {},
        "Batches of two, four and one row",
        "The batches come in the order given, and the last one is a single row that must stay a matrix.",
    ),
    (
        "uneven-mean",
        [[4, 1], [0, 6, 2, 5], [3]],
        {"reduction": "mean"},
        "The mean over batches of two, four and one row",
        "The divisor is the number of rows of the batch, not of X. The loss in the history is that"
        " of all rows, divided by seven.",
    ),
    (
        "rows-left-out",
        [[0, 2], [5, 6]],
        {},
        "Rows that no batch names",
        "Rows 1, 3 and 4 take part in no update. They do count in the loss of every state.",
    ),
    (
        "cross-entropy",
        [[0, 1, 2], [3, 4, 5, 6]],
        {"loss": "binary_cross_entropy", "reduction": "mean"},
        "Two batches with binary cross-entropy and the mean",
        "The second batch must see the parameters that the first one has changed.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for name, batches, how, title, why in BATCHES:
        numbers = Numbers(500)
        network = numbers.network(3, 4, 2, **how)  # type: ignore[arg-type]
        X, y = numbers.matrix(7, 3, -2, 2), numbers.labels(7, 2)
        if name == "one-permuted":
            full, permuted = (ORACLE.train(network, X, y, 0.5, 3, b) for b in ("full", batches))
            if full.digests[0] == permuted.digests[0]:
                raise ValueError("the order of the rows does not show")
        yield training(
            f"batches/{name}",
            title,
            network,
            X,
            y,
            epochs=3,
            learning_rate=0.5,
            batches=batches,
            checkpoints=(0, 3),
            why=why,
            spec="4.1 4.2 4.3 4.4",
        )
