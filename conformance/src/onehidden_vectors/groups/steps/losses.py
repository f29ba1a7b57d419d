"""Group losses: both losses, both reductions, targets of all kinds."""

from __future__ import annotations

from itertools import product

from onehidden_conformance.oracle import NetworkValues
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.vector import Vectors, step

LOSSES = {
    "squared_error": "Half the sum of squares: without the half, loss and gradients disagree",
    "binary_cross_entropy": "The slope of the output cancels: d_output is y - output",
}
REDUCTIONS = {
    "sum": "and nothing is divided by the number of samples",
    "mean": "and loss and gradients are divided by the number of samples, not by the number of"
    " elements, while d_output and d_hidden_layer are not divided at all",
}
SPEC = "2.3 2.4 3.6 3.7 3.8 3.10 3.16"


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for seed, (loss, reduction) in enumerate(product(LOSSES, REDUCTIONS), start=400):
        numbers = Numbers(seed)
        yield step(
            f"losses/{loss.replace('_', '-')}-{reduction}",
            f"{loss} with reduction {reduction}, labels of 0 and 1",
            numbers.network(4, 3, 2, loss=loss, reduction=reduction),
            numbers.matrix(6, 4, -2, 2),
            numbers.labels(6, 2),
            why=f"{LOSSES[loss]}, {REDUCTIONS[reduction]}. "
            "n is 6 and k is 2, so that a division by the wrong one of them shows.",
            spec=SPEC,
        )
    yield from soft_targets()
    yield from certain()


def soft_targets() -> Vectors:
    """Yield targets between 0 and 1."""
    for seed, loss in enumerate(LOSSES, start=410):
        numbers = Numbers(seed)
        yield step(
            f"losses/{loss.replace('_', '-')}-soft-targets",
            f"{loss} with targets between 0 and 1",
            numbers.network(3, 4, 2, loss=loss),
            numbers.matrix(5, 3, -2, 2),
            numbers.matrix(5, 2, 0, 1),
            why="Targets are numbers, not classes. A formula that picks log(output) or"
            " log(1 - output) by comparing the target with 1, or rounds it, fails here.",
            spec=SPEC,
        )


def certain() -> Vectors:
    """Yield outputs that are exactly 0 or 1."""
    network = NetworkValues(None, None, [[1.0]], None, loss="binary_cross_entropy")
    yield step(
        "losses/certain-and-right",
        "Certain and right costs nothing",
        network,
        [[800.0], [-800.0], [50.0]],
        [[1.0], [0.0], [1.0]],
        why="The outputs are 1, 0 and 1, as they should be. Each logarithm of 0 is minus infinity and"
        " has the factor 0: the product counts as 0, and the loss is 0. IEEE 754 alone gives NaN.",
        spec="3.7",
    )
    yield step(
        "losses/certain-and-wrong-once",
        "One certain and wrong output among others",
        network,
        [[800.0], [-800.0], [0.5]],
        [[1.0], [0.25], [1.0]],
        learning_rate=0.001,
        why="The second output is 0 where 0.25 is wanted, so the loss is infinite. Its gradient is"
        " that of an ordinary error of 0.25, and the update is finite.",
        spec="3.7 3.9",
    )
