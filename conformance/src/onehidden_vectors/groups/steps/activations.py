"""Group activations: every hidden activation with every output activation."""

from __future__ import annotations

from itertools import product

from onehidden_conformance.oracle import NetworkValues, Oracle, Settings
from onehidden_conformance.vectors.names import ACTIVATIONS
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.trainings import training
from onehidden_vectors.making.vector import Vectors, step

PAIRS = sorted(product(ACTIVATIONS, ACTIVATIONS), key=lambda pair: max(3, *map(ACTIVATIONS.index, pair)))
"""In the order of their seeds: the pairs of an activation after the first four stand behind all others."""

SENTENCES = dict.fromkeys(ACTIVATIONS[:4], "2.6 2.7 2.8 2.9")
"""Where SPEC.md defines each: the vectors of the first four name all four."""

WHY = {
    "sigmoid": "the slope of the sigmoid is a * (1 - a) of its value a, not of its input",
    "tanh": "the slope of the tanh is 1 - a * a of its value a",
    "relu": "the slope of relu is 1 or 0, and an inactive neuron passes nothing back",
    "identity": "the slope of the identity is 1, also where its value is not between 0 and 1",
}


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for seed, (hidden, output) in enumerate(PAIRS, start=300):
        numbers = Numbers(seed)
        other = "" if hidden == output else f", and {WHY[output]}"
        yield step(
            f"activations/{hidden}-{output}",
            f"Hidden neurons with {hidden}, outputs with {output}",
            numbers.network(3, 5, 2, hidden_activation=hidden, output_activation=output),
            numbers.matrix(4, 3, -2, 2),
            numbers.matrix(4, 2, max(-1.0, Oracle().reach(output)[0]), 1),
            why=f"Each layer has an activation of its own: {WHY[hidden]}{other}. Code that uses one"
            " activation for both layers, or the slope of another, fails in step 3, 4 or 6.",
            spec=" ".join(["2.2", *dict.fromkeys([SENTENCES[hidden], SENTENCES[output]]), "3.10"]),
        )
    yield relu_that_dies()


def relu_that_dies() -> dict[str, object]:
    """Make a training in which a neuron stops being active."""
    return training(
        "activations/relu-that-dies",
        "A relu neuron that becomes inactive for good",
        NetworkValues([[1.0, -0.5]], [0.25, 0.75], [[2.0], [0.5]], [0.0], "relu", "identity"),
        [[1.0], [0.5], [0.25]],
        [[0.0], [0.0], [0.5]],
        settings=Settings(learning_rate=0.0625, epochs=6),
        checkpoints=(0, 1, 2, 6),
        why="After a large update the first neuron is 0 for every sample. From then on its weights"
        " stay exactly as they are, while the other neuron goes on learning.",
        spec="2.8 3.10 3.14 4.3",
    )
