"""Group edges: numbers at the ends of binary64, and sums that show how they were computed."""

from __future__ import annotations

from onehidden_conformance.mistakes import (
    BiasFirst,
    FlushToZero,
    FusedMultiplyAdd,
    PairwiseSummation,
    ReciprocalMean,
    RightToLeft,
    TwoBranchSigmoid,
)
from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import NetworkValues
from onehidden_vectors.alternatives import (
    DividedRate,
    FirstTerm,
    FusedUpdate,
    NearlyRight,
    OtherSlopes,
    ZeroGradientWithoutSign,
)
from onehidden_vectors.inputs import Numbers
from onehidden_vectors.vector import Vectors, step, training

TINIEST = 2.0**-1074

HARD_EXP = (
    "-0x1.4bd46601ae1efp-31",
    "0x1.aca7ae8da5a7bp+0",
    "0x1.273c188aa7b14p+2",
    "0x1.282aae3169ee7p-20",
    "-0x1.d1d85a7f253d3p-15",
)
HARD_TANH = (
    "0x1.291c601a05276p-2",
    "0x1.33dfeb0fa4bfep-1",
    "0x1.5319f57633346p+0",
    "0x1.102364be9024bp+3",
    "0x1.e0000000000e1p-22",
)
CORE_MATH = "Arguments from the lists of worst cases of CORE-MATH (MIT licence); the answers are MPFR's."


def linear(wout: Matrix, bout: Vector | None = None) -> NetworkValues:
    """Make a network without hidden layer whose output is what goes into it."""
    return NetworkValues(None, None, wout, bout, output_activation="identity")


def single_layer(z: Vector, output_activation: str) -> NetworkValues:
    """Make a network whose output neurons receive these very numbers when X is 1."""
    return NetworkValues(None, None, [z], None, output_activation=output_activation)


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    yield from saturation()
    yield from zeros()
    yield from nothing_to_learn()
    yield from magnitudes()
    yield from orders_of_summation()
    yield from formulas()
    yield from hard_to_round()


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
        epochs=0,
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


ORDERS = [
    (
        "fused-multiply-add",
        FusedMultiplyAdd,
        "hidden_layer_input",
        "A product and a sum that are rounded at once",
        "Compilers for some processors contract x * y + z to one instruction without being asked;"
        " C code on 64-bit ARM is the usual case.",
    ),
    (
        "pairwise",
        PairwiseSummation,
        "hidden_layer_input",
        "Sums of two halves",
        "NumPy's sum and many BLAS libraries add up halves, or several partial sums side by side.",
    ),
    (
        "right-to-left",
        RightToLeft,
        "hidden_layer_input",
        "Sums from the last term to the first",
        "A recursion over lists, or a loop that counts down, adds the last term first.",
    ),
    (
        "bias-first",
        BiasFirst,
        "hidden_layer_input",
        "Sums that begin with the bias",
        "Starting the fold from the bias saves an addition, and so does appending a column of"
        " ones to X; both round otherwise than adding the bias to the complete product.",
    ),
]


def orders_of_summation() -> Vectors:
    """Yield sums whose bits tell how they were computed."""
    yield step(
        "edges/cancellation",
        "Terms that cancel",
        linear([[1e16], [1.0], [-1e16], [1.0]], [0.5]),
        [[1.0, 1.0, 1.0, 1.0], [1.0, 3.0, 1.0, -3.0], [2.0, 0.7, 2.0, 0.1]],
        [[0.0], [1.0], [0.0]],
        learning_rate=0.5,
        why="1e16 + 1 - 1e16 + 1 is 1 from left to right and 2 exactly; other orders give other results."
        " All of them are within the bound, because the bound knows the size of what cancelled; the"
        " bits tell which order was taken.",
        spec="5.3 9.8",
        hunts={RightToLeft: "output_layer_input", PairwiseSummation: "output_layer_input"},
    )
    for seed, (name, alternative, where, title, why) in enumerate(ORDERS, start=210):
        numbers = Numbers(seed)
        yield step(
            f"edges/{name}",
            title,
            numbers.network(7, 4, 2),
            numbers.matrix(5, 7),
            numbers.matrix(5, 2, 0, 1),
            why=f"{why} The result is within the bounds and differs in bits, first in {where}.",
            spec="3.2 5.2 5.3",
            hunts={alternative: where},
        )


FORMULAS = [
    (
        "mean-by-division",
        {"reduction": "mean"},
        {ReciprocalMean: "grad_wout", DividedRate: "grad_wout"},
        "The mean of seven samples",
        "A mean is a division of the sum by n. Multiplying by 1 / 7, or using a learning rate"
        " divided by 7, rounds otherwise.",
        "3.16",
    ),
    (
        "sigmoid-formula",
        {},
        {TwoBranchSigmoid: "hidden_layer_activations"},
        "The sigmoid of negative inputs",
        "exp(z) / (1 + exp(z)) is as accurate as 1 / (1 + exp(-z)) and has other bits.",
        "2.6",
    ),
    (
        "sigmoid-slope-formula",
        {},
        {OtherSlopes: "slope_output_layer"},
        "The slope of the sigmoid",
        "a * (1 - a) and a - a * a are equal on paper and differ in bits.",
        "2.6 3.10",
    ),
    (
        "tanh-slope-formula",
        {"hidden_activation": "tanh", "output_activation": "tanh"},
        {OtherSlopes: "slope_output_layer"},
        "The slope of the tanh",
        "1 - a * a and (1 - a) * (1 + a) are equal on paper and differ in bits.",
        "2.7 3.10",
    ),
    (
        "update-with-two-roundings",
        {},
        {FusedUpdate: "updated_bh updated_wout"},
        "The update rounds its product",
        "w - grad * learning_rate has two roundings; a fused multiply-add has one.",
        "3.17 5.2",
    ),
]


def formulas() -> Vectors:
    """Yield formulas that are equal on paper only."""
    for seed, (name, how, hunts, title, why, spec) in enumerate(FORMULAS, start=220):
        numbers = Numbers(seed)
        yield step(
            f"edges/{name}",
            title,
            numbers.network(3, 5, 2, **how),  # type: ignore[arg-type]
            numbers.matrix(7, 3),
            numbers.matrix(7, 2, 0, 1),
            why=why,
            spec=spec,
            learning_rate=3.7,
            hunts=hunts,  # type: ignore[arg-type]
        )


def hard_to_round() -> Vectors:
    """Yield arguments whose exp or tanh lies almost halfway between two doubles."""
    yield step(
        "edges/hard-exp",
        "Exponentials that lie almost halfway between two doubles",
        single_layer([-float.fromhex(x) for x in HARD_EXP], output_activation="sigmoid"),
        [[1.0]],
        [[0.0, 1.0, 0.0, 1.0, 0.0]],
        why="The true exp(-z) is nearer than 2^-47 of their distance to the middle between two doubles."
        " Even 100 bits, rounded to 53 afterwards, give the wrong one for each of these five, and the"
        " sigmoid shows it. Ordinary libraries stop long before that; at level 1 they are right.",
        source=CORE_MATH,
        spec="2.6 5.6",
        hunts={NearlyRight: "output"},
    )
    yield step(
        "edges/hard-tanh",
        "Hyperbolic tangents that lie almost halfway between two doubles",
        single_layer([float.fromhex(x) for x in HARD_TANH], output_activation="tanh"),
        [[1.0], [-1.0]],
        [[0.0, 1.0, 0.0, 1.0, 0.0], [0.0, -1.0, 0.0, -1.0, 0.0]],
        why="As edges/hard-exp, for tanh and both signs: 100 bits are not enough to round these.",
        source=CORE_MATH,
        spec="2.7 5.6",
        hunts={NearlyRight: "output"},
    )
