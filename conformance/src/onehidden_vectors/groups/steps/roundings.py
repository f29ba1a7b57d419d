"""Of the group edges: what differs in roundings only, and what is hard to round."""

from __future__ import annotations

from typing import Any, NamedTuple

from onehidden_conformance.mistakes import (
    BiasFirst,
    FusedMultiplyAdd,
    PairwiseSummation,
    ReciprocalMean,
    RightToLeft,
    TwoBranchSigmoid,
)
from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import NetworkValues
from onehidden_vectors.making.alternatives import (
    DividedRate,
    FusedUpdate,
    NearlyRight,
    OtherSlopes,
)
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.vector import Vectors, step

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


def roundings() -> Vectors:
    """Yield the vectors."""
    yield from orders_of_summation()
    yield from formulas()
    yield from hard_to_round()


class Order(NamedTuple):
    """Another order of a sum, and the step that shows it first."""

    name: str
    mistake: type[Any]
    step: str
    title: str
    why: str


ORDERS = [
    Order(
        name="fused-multiply-add",
        mistake=FusedMultiplyAdd,
        step="hidden_layer_input",
        title="A product and a sum that are rounded at once",
        why="Compilers for some processors contract x * y + z to one instruction without being asked;"
        " C code on 64-bit ARM is the usual case.",
    ),
    Order(
        name="pairwise",
        mistake=PairwiseSummation,
        step="hidden_layer_input",
        title="Sums of two halves",
        why="NumPy's sum and many BLAS libraries add up halves, or several partial sums side by side.",
    ),
    Order(
        name="right-to-left",
        mistake=RightToLeft,
        step="hidden_layer_input",
        title="Sums from the last term to the first",
        why="A recursion over lists, or a loop that counts down, adds the last term first.",
    ),
    Order(
        name="bias-first",
        mistake=BiasFirst,
        step="hidden_layer_input",
        title="Sums that begin with the bias",
        why="Starting the fold from the bias saves an addition, and so does appending a column of"
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


class Formula(NamedTuple):
    """A formula that has an equal on paper, and the steps that tell them apart."""

    name: str
    network: dict[str, str]
    hunts: dict[type[Any], str]
    title: str
    why: str
    spec: str


FORMULAS = [
    Formula(
        name="mean-by-division",
        network={"reduction": "mean"},
        hunts={ReciprocalMean: "grad_wout", DividedRate: "grad_wout"},
        title="The mean of seven samples",
        why="A mean is a division of the sum by n. Multiplying by 1 / 7, or using a learning rate"
        " divided by 7, rounds otherwise.",
        spec="3.16",
    ),
    Formula(
        name="sigmoid-formula",
        network={},
        hunts={TwoBranchSigmoid: "hidden_layer_activations"},
        title="The sigmoid of negative inputs",
        why="exp(z) / (1 + exp(z)) is as accurate as 1 / (1 + exp(-z)) and has other bits.",
        spec="2.6",
    ),
    Formula(
        name="sigmoid-slope-formula",
        network={},
        hunts={OtherSlopes: "slope_output_layer"},
        title="The slope of the sigmoid",
        why="a * (1 - a) and a - a * a are equal on paper and differ in bits.",
        spec="2.6 3.10",
    ),
    Formula(
        name="tanh-slope-formula",
        network={"hidden_activation": "tanh", "output_activation": "tanh"},
        hunts={OtherSlopes: "slope_output_layer"},
        title="The slope of the tanh",
        why="1 - a * a and (1 - a) * (1 + a) are equal on paper and differ in bits.",
        spec="2.7 3.10",
    ),
    Formula(
        name="update-with-two-roundings",
        network={},
        hunts={FusedUpdate: "updated_bh updated_wout"},
        title="The update rounds its product",
        why="w - grad * learning_rate has two roundings; a fused multiply-add has one.",
        spec="3.17 5.2",
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
            hunts=hunts,
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
