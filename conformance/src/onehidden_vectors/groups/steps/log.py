"""Group log: the single-layer network of a learner's log, and its single neuron."""

from __future__ import annotations

from onehidden_conformance.oracle import NetworkValues, Settings, mersenne
from onehidden_vectors.making.published import half_unit, published_mean_absolute_error, published_numbers
from onehidden_vectors.making.trainings import training
from onehidden_vectors.making.vector import Vectors, step, update

LOG = "A learner's log on neural networks in NumPy, 23 March 2023"

X = [[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]]
Y = [[0.0], [0.0], [1.0], [1.0]]
LAST_OUTPUT = ["0.00966808", "0.00786589", "0.99358863", "0.99211705"]

NEURON = NetworkValues(None, None, [[0.5]], [-0.2], loss="binary_cross_entropy")


def seeded_network() -> NetworkValues:
    """Draw three weights in [-1, 1) after np.random.seed(42), as the log does."""
    return NetworkValues(None, None, [[2 * u - 1] for u in mersenne.uniforms(42, 3)], None)


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    yield log_training()
    yield from one_neuron()
    yield update_by_hand()
    yield cross_entropy()


def log_training() -> dict[str, object]:
    """Make the log's training, with the numbers that it prints."""
    network = seeded_network()
    radius = [half_unit(text) for text in LAST_OUTPUT]
    return training(
        "log/training",
        "No hidden layer, no bias: 10000 epochs from np.random.seed(42)",
        network,
        X,
        Y,
        settings=Settings(learning_rate=1.0, epochs=10000),
        checkpoints=(0, 1000, 9999),
        why="The whole chain from the seed to eight printed decimals. What the log prints as the last"
        " output was computed in the 10000th epoch before its update, so it belongs to the state"
        " after 9999 epochs: a program that counts epochs differently is off in the last digits.",
        source=f"{LOG}: the listing and its output. The mean absolute error before the first update is"
        " what the listing prints when it is run; its radius allows for the rounding errors of the"
        " arithmetic that it was run in.",
        spec="1.4 1.5 4.4 4.5 7.2",
        published=[
            published_mean_absolute_error("0.5261413704970179", network, X, Y, 0),
            published_numbers("output", LAST_OUTPUT, radius, [4, 1], after_epoch=9999),
        ],
    )


def one_neuron() -> Vectors:
    """Yield the neuron that is certain and wrong."""
    source = f"{LOG}: w = 0.5, b = -0.2, x = 100, true label 0, output 1, loss infinite."
    yield step(
        "log/one-neuron",
        "A neuron that is certain and wrong costs infinitely much",
        NEURON,
        [[100.0]],
        [[0.0]],
        learning_rate=0.01,
        why="The output rounds to exactly 1, and log(1 - 1) is minus infinity. The loss must be told"
        " as infinite: clipping it to some large number hides the case, NaN spoils it, and an error"
        " would forbid what the gradient handles well.",
        source=source,
        spec="3.7 3.9 3.10",
        published=[published_numbers("output", ["1"], [half_unit("1")], [1, 1])],
    )
    yield training(
        "log/one-neuron-training",
        "Training goes on from an infinite loss",
        NEURON,
        [[100.0]],
        [[0.0]],
        settings=Settings(learning_rate=0.01, epochs=4),
        checkpoints=(0, 1, 3),
        why="The first update carries the neuron to the other end, where the output is next to 0"
        " and the label's factor of log(output) is 0. Where an infinite loss takes part in the"
        " gradients, or 0 times infinity is not treated as 0, the history ends in NaN.",
        source=source,
        spec="3.7 3.9 3.10 4.4",
    )


def update_by_hand() -> dict[str, object]:
    """Make the log's update from given gradients."""
    printed = {"updated_wout": ("0.6", [1, 1]), "updated_bout": ("-0.15", [1])}
    return update(
        "log/update-by-hand",
        "Step 12 by itself: two parameters, two given gradients",
        NetworkValues(None, None, [[0.5]], [-0.2]),
        {"grad_wout": [[-10.0]], "grad_bout": [-5.0]},
        0.01,
        why="A negative gradient must make the parameter larger. With the sign turned the answers are 0.4 and -0.25.",
        source=f"{LOG}: alpha 0.01, dw -10, db -5, from w 0.5 to 0.6 and from b -0.2 to -0.15.",
        spec="3.17",
        published=[
            published_numbers(name, [text], [half_unit(text)], shape) for name, (text, shape) in printed.items()
        ],
    )


def cross_entropy() -> dict[str, object]:
    """Make a step of several neurons whose outputs are right, wrong and undecided."""
    odds = [0.0, 1.0, -1.0, 3.0, -3.0, 2.2]
    return step(
        "log/binary-cross-entropy",
        "Binary cross-entropy of six samples",
        NetworkValues(None, None, [[1.0]], [0.0], loss="binary_cross_entropy"),
        [[z] for z in odds],
        [[1.0], [1.0], [1.0], [0.0], [0.0], [0.0]],
        why="Each half of the formula is used alone: samples 1 to 3 have the label 1, samples 4 to 6"
        " the label 0. The slope of the sigmoid cancels against the derivative of the loss, so"
        " d_output is y - output; multiplying by the slope as with squared error is the common"
        " mistake.",
        source=f"{LOG}: the formula. The inputs are ours.",
        spec="3.7 3.10 3.11",
    )
