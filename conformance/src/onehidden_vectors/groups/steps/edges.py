"""Group edges: numbers at the ends of binary64, and sums that show how they were computed."""

from __future__ import annotations

from onehidden_conformance.mistakes import (
    FlushToZero,
)
from onehidden_conformance.oracle import NetworkValues, Settings
from onehidden_vectors.groups.steps.roundings import linear, roundings, single_layer
from onehidden_vectors.making.alternatives import (
    FirstTerm,
    ZeroGradientWithoutSign,
)
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.trainings import training
from onehidden_vectors.making.vector import Vectors, step

TINIEST = 2.0**-1074


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    yield from saturation()
    yield from zeros()
    yield from nothing_to_learn()
    yield from magnitudes()
    yield from roundings()


def saturation() -> Vectors:
    """Yield activations at both ends."""
    for z, title in ((40.0, "The sigmoid's ends are in sight"), (800.0, "exp(-z) overflows")):
        yield step(
            f"edges/saturated-{z:.0f}",
            f"Hidden and output neurons at z = {z:.0f} and z = -{z:.0f}: {title}",
            NetworkValues([[z, -z, z / 2]], [0.0, 0.0, 1.0], [[z, -z], [-z, z], [0.0, 0.0]], None),
            [[1.0], [-1.0]],
            [[1.0, 1.0], [0.0, 0.5]],
            why="Saturated neurons give exactly 1 or nearly 0 and slopes of 0 or almost 0, never NaN"
            " and never a warning. exp(800) is infinite and 1 / (1 + infinity) is 0, which is right;"
            " clipping z, as some libraries do at 15 or 500, gives other numbers.",
            spec="2.6 5.6 5.7",
        )
    yield step(
        "edges/saturated-tanh",
        "tanh at both ends",
        NetworkValues(
            [[0.5, 19.0, 22.0, -800.0]],
            None,
            [[0.25], [0.5], [-0.5], [1.0]],
            None,
            "tanh",
            "tanh",
        ),
        [[1.0], [-1.0], [1e6]],
        [[0.5], [-0.5], [1.0]],
        why="tanh(22) is exactly 1, tanh(19) is not. Formulas with exp(2z) give infinity / infinity"
        " for large z, which is NaN.",
        spec="2.7 5.6",
    )
    yield step(
        "edges/sigmoid-subnormal",
        "Sigmoids that are subnormal numbers",
        single_layer([-708.5, -709.5, -709.78, -709.79, -745.5], output_activation="sigmoid"),
        [[1.0]],
        [[0.0, 0.0, 0.0, 0.0, 1.0]],
        why="sigmoid(-709.5) is about 7e-309: representable, as a subnormal number. From -709.79 on"
        " exp(-z) overflows and the sigmoid is 0, also where the true value could still be written.",
        spec="2.6 5.1 5.6",
    )


def zeros() -> Vectors:
    """Yield both zeros, and relu between them."""
    yield step(
        "edges/zeros",
        "Zeros of both signs in X and in the weights",
        linear([[0.0, -0.0], [-0.0, 0.0], [-0.0, -0.0]], None),
        [[0.0, 0.0, 0.0], [-0.0, 0.0, -0.0], [-1.0, 1.0, 1.0], [1.0, -1.0, 1.0]],
        [[0.0, -0.0], [0.0, 1.0], [-0.0, 0.0], [0.0, 0.0]],
        why="A fold that starts from +0 never ends at -0; one that starts from its first term does."
        " +0 and -0 are equal to comparison and different to the digest, so only bits tell.",
        spec="5.3 7.1",
        hunts={FirstTerm: "output_layer_input"},
    )
    yield step(
        "edges/relu-at-zero",
        "relu at 0 and next to it on both sides",
        NetworkValues(
            [[0.0, -0.0, TINIEST, -TINIEST, 1.0]],
            None,
            [[1.0], [1.0], [1.0], [1.0], [1.0]],
            None,
            "relu",
            "identity",
        ),
        [[1.0], [-1.0], [0.0], [-0.0]],
        [[1.0], [1.0], [1.0], [1.0]],
        why="relu(0) is +0 and its slope there is 0; the slope 1 or 1/2 at 0 is the common mistake. At"
        " the smallest positive number there is, the value is that number and the slope 1. Level 1"
        " allows for flushing to zero: it judges the slope at 0, and leaves it open at the two tiny weights.",
        spec="2.8 3.10",
    )
    yield step(
        "edges/dead-relu-negative-zero",
        "Parameters that are -0 under a gradient that is zero",
        NetworkValues([[-0.0, 1.0]], [-0.0, -3.0], [[-0.0], [1.0]], [-0.0], "relu", "identity"),
        [[1.0], [2.0]],
        [[0.0], [0.0]],
        why="No neuron is active and the error is 0: every sum is +0, every gradient -0, and"
        " -0 - (-0 * learning_rate) is +0. Without the change of sign, or where an update by zero is"
        " skipped, the parameters stay -0.",
        spec="3.14 3.15 3.17",
        hunts={ZeroGradientWithoutSign: "grad_wout grad_wh grad_bout grad_bh updated_bh"},
    )


def nothing_to_learn() -> Vectors:
    """Yield updates that change nothing."""
    yield step(
        "edges/learning-rate-zero",
        "Learning rate 0",
        Numbers(201).network(3, 2, 2),
        Numbers(202).matrix(4, 3),
        Numbers(203).labels(4, 2),
        learning_rate=0.0,
        why="0 is a learning rate that is allowed: every step is computed and no parameter changes.",
        spec="3.17 10.17",
    )
    yield training(
        "edges/no-epochs",
        "A training of 0 epochs",
        Numbers(204).network(3, 2, 2),
        Numbers(205).matrix(4, 3),
        Numbers(206).labels(4, 2),
        settings=Settings(epochs=0),
        checkpoints=(0,),
        why="0 epochs yield state 0: a history of one loss, no update, and the network as it was.",
        spec="4.4",
    )


def magnitudes() -> Vectors:
    """Yield very small and very large numbers."""
    yield step(
        "edges/subnormal",
        "Inputs, products and results that are subnormal",
        linear([[0.5, 1.5], [-0.25, 2.0**-60]], [0.0, 2.0**-1060]),
        [[3 * TINIEST, 2.0**-1030], [2.0**-1022, 2.0**-1000], [1.0, 1.0]],
        [[2.0**-1040, 0.0], [0.0, TINIEST], [0.5, 1.5]],
        learning_rate=2.0**-30,
        why="Some libraries switch processors to flush subnormal numbers to zero, for every program"
        " in the process. Here inputs are subnormal, and products of normal numbers are, and some of"
        " them lie halfway between two neighbours, where rounding must go to the even one. At level"
        " 1 the bounds allow for flushing; only the bits show it.",
        spec="5.1",
        hunts={FlushToZero: "output_layer_input"},
    )
    yield step(
        "edges/around-1e-300",
        "Values around 1e-300",
        NetworkValues([[2e-300, 0.5]], [1e-300, 0.25], [[3e-300], [1e-150]], [0.0], "tanh", "tanh"),
        [[0.75], [1e-300]],
        [[1e-300], [-2e-150]],
        why="tanh(z) is z here, to the last bit. A difference of exponentials gives 0 or rounding"
        " noise instead, and products of two such values underflow to zero.",
        spec="2.7 5.6",
    )
    yield step(
        "edges/around-1e150",
        "Values around 1e150, whose products are near the end",
        NetworkValues([[1.1e150, -0.5]], [2e150, 1.0], [[0.7], [1e-3]], [1e140], "relu", "identity"),
        [[1.0], [-3.0], [0.3]],
        [[1e150], [0.0], [-2.0]],
        learning_rate=1e-160,
        why="The largest numbers here are about 1e300 and everything is finite. Single precision,"
        " which ends at 3e38, overflows in step 2.",
        spec="3.6 3.14 5.1",
    )
    yield step(
        "edges/infinite-squared-loss",
        "A squared error that overflows while the gradients do not",
        linear([[1.0]], [0.0]),
        [[1.0], [0.5]],
        [[1e200], [0.0]],
        why="The loss may be infinite and is reported as it is; the update does not depend on it and"
        " is finite. Whoever stops at an infinite loss refuses a step that is fine.",
        spec="3.6 3.9",
    )
