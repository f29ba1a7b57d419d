"""Group softmax: classes that exclude each other, with categorical cross-entropy."""

from __future__ import annotations

from typing import Any, NamedTuple

from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import NetworkValues, Settings
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.trainings import short_training
from onehidden_vectors.making.vector import Vectors, step

CLASSES: dict[str, Any] = {"output_activation": "softmax", "loss": "categorical_cross_entropy"}
SPEC = "2.3 2.10 3.10 3.20"


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    yield from classes()
    yield from far_from_zero()
    yield from rows_apart()
    yield from certain()
    yield from of_bits()
    yield from trainings()


def one_of(numbers: Numbers, rows: int, k: int) -> Matrix:
    """Draw one class for each row."""
    drawn = [min(int(numbers.number(0, k)), k - 1) for _ in range(rows)]
    return [[float(j == chosen) for j in range(k)] for chosen in drawn]


def logits(rows: Matrix, **how: str) -> tuple[NetworkValues, Matrix]:
    """A network that hands its samples on, so that each row of X goes into softmax as it is."""
    k = len(rows[0])
    identity = [[float(i == j) for j in range(k)] for i in range(k)]
    return NetworkValues(None, None, identity, None, **{**CLASSES, **how}), rows


class Case(NamedTuple):
    """A network by n, d, h and k."""

    name: str
    sizes: tuple[int, int, int, int]
    network: dict[str, str]
    title: str
    why: str


NETWORKS = [
    Case(
        name="labels",
        sizes=(6, 4, 3, 3),
        network={},
        title="Three classes, six samples",
        why="Each row of the output adds up to 1. Down the columns is the other axis, which NumPy takes as axis=0. The"
        " slope cancels: d_output is y - output.",
    ),
    Case(
        name="labels-mean",
        sizes=(5, 2, 3, 4),
        network={"reduction": "mean"},
        title="Four classes with the mean over five samples",
        why="The mean divides by the five samples. Dividing by all 20 outputs, as a mean over elements does, makes loss"
        " and gradients four times too small.",
    ),
    Case(
        name="two-classes",
        sizes=(4, 3, 2, 2),
        network={"hidden_activation": "tanh"},
        title="Two classes, two outputs",
        why="On paper this is the sigmoid of a difference. The output has two columns all the same, and both have"
        " weights.",
    ),
    Case(
        name="five-classes",
        sizes=(3, 4, 0, 5),
        network={},
        title="Five classes without a hidden layer",
        why="Multinomial logistic regression. There are more classes than samples, so that rows and columns cannot be"
        " taken for each other unnoticed.",
    ),
    Case(
        name="one-sample",
        sizes=(1, 2, 2, 3),
        network={"hidden_activation": "relu"},
        title="One sample, three classes",
        why="A matrix of one row stays a matrix. Softmax down its columns would be 1 everywhere.",
    ),
]


def classes() -> Vectors:
    """Yield networks of every shape with labels and with shares."""
    for seed, (name, (n, d, h, k), how, title, why) in enumerate(NETWORKS, start=600):
        numbers = Numbers(seed)
        network = numbers.network(d, h, k, **{**CLASSES, **how})
        X = numbers.matrix(n, d, -2, 2)
        yield step(f"softmax/{name}", title, network, X, one_of(numbers, n, k), why=why, spec=SPEC)
    numbers = Numbers(610)
    yield step(
        "softmax/shares",
        "Targets that are shares of classes",
        numbers.network(3, 4, 3, **CLASSES),
        numbers.matrix(5, 3, -2, 2),
        [[0.2, 0.3, 0.5], [0.0, 0.25, 0.75], [0.7, 0.2, 0.1], [0.34, 0.33, 0.33], [0.0, 0.0, 1.0]],
        why="Targets are numbers that add up to 1, not names of classes. A loss that looks up the output of the largest"
        " target, as those for labels do, leaves the other shares out.",
        spec=SPEC,
    )


def far_from_zero() -> Vectors:
    """Yield inputs of softmax that show whether and which maximum is subtracted."""
    network, X = logits([[1000.0, 998.0, 999.5], [709.0, 710.0, 711.0], [1e6, 0.0, 1e6]])
    yield step(
        "softmax/exp-overflows",
        "Inputs whose exponentials are infinite",
        network,
        X,
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.0, 0.5]],
        learning_rate=0.001,
        why="exp(1000) is infinite, and infinity / infinity is NaN. With the maximum subtracted the largest exponential"
        " is exp(0) = 1, and the outputs are those of 2, 0 and 1.5.",
        spec=SPEC,
    )
    network, X = logits([[-1000.0, -1002.0], [-800.0, -801.0], [-745.0, -746.5], [-3.0, -2.0]])
    yield step(
        "softmax/exp-underflows",
        "Inputs whose exponentials are all zero",
        network,
        X,
        [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]],
        learning_rate=0.001,
        why="exp(-1000) is 0 for every class, and 0 / 0 is NaN. exp(-745) is subnormal: what is left of it has a few"
        " bits. Moving the largest to 0 mends both.",
        spec=SPEC,
    )
    network, X = logits([[600.0, 601.0, 599.0, 600.5], [-600.0, -602.0, -601.0, -600.5]])
    yield step(
        "softmax/rows-far-apart",
        "One row far above the other",
        network,
        X,
        [[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]],
        learning_rate=0.01,
        why="The largest number of the whole matrix is 601. Subtracted from the second row it leaves exp(-1201) = 0 for"
        " every class, and NaN. Each row has a maximum of its own; NumPy's max() without axis is the whole one's.",
        spec=SPEC,
    )


def rows_apart() -> Vectors:
    """Yield rows whose maxima differ, where any maximum would do."""
    network, X = logits([[5.0, 3.0], [-4.0, 0.5], [2.0, 2.25], [-7.0, -9.0], [0.0, 1.0]])
    yield step(
        "softmax/rows-apart",
        "Rows some units apart",
        network,
        X,
        [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]],
        why="Near to 0 no maximum is needed, and any one gives nearly the same. The bits tell which one it was.",
        spec=SPEC,
        hunts={MISTAKES["softmax-without-maximum"]: "output", MISTAKES["softmax-of-whole-maximum"]: "output"},
    )
    network, X = logits([[1.5, 0.25, -2.0], [1001.5, 1000.25, 998.0], [-998.5, -999.75, -1002.0]])
    yield step(
        "softmax/shifted",
        "The same row three times, shifted",
        network,
        X,
        [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]],
        learning_rate=0.001,
        why="A constant that is added to all inputs of a row changes nothing. The shifts are exact here, so that all"
        " three outputs have the same bits.",
        spec=SPEC,
    )


def certain() -> Vectors:
    """Yield ties, and outputs that are exactly 0 or 1."""
    network, X = logits([[2.0, 2.0, 2.0], [0.0, -0.0, 0.0], [1.0, 1.0, -1.0], [-5.0, 3.0, 3.0]])
    yield step(
        "softmax/ties",
        "Classes that are equally likely",
        network,
        X,
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.25, 0.25]],
        why="A third each, and a half each. Which of equal inputs is taken for the largest does not matter; +0 and -0"
        " are equal.",
        spec=SPEC,
    )
    network, X = logits([[0.0, -800.0], [900.0, 0.0], [40.0, 0.0]])
    yield step(
        "softmax/certain-and-right",
        "A certain and right class costs nothing",
        network,
        X,
        [[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]],
        why="The outputs of the first two rows are 1 and 0, and 0 * log(0) counts as 0. In the third row the other"
        " class has exp(-40): the first output rounds to 1, its error is 0, and that of the second is not.",
        spec="2.10 3.20",
    )
    network, X = logits([[0.0, -800.0, 1.0], [1.0, 2.0, 0.5]])
    yield step(
        "softmax/infinite-loss",
        "A class that is there and has the output 0",
        network,
        X,
        [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        learning_rate=0.01,
        why="-log(0) is infinite and told as that; libraries that compute the loss from z give 801.3, and those that"
        " clip give 16. The error is -1 or 1 as ever, and the update is finite.",
        spec="2.10 3.9 3.20",
    )
    network, X = logits([[3.0, -690.0], [-700.0, 5.0], [-20.0, 10.0]], reduction="mean")
    yield step(
        "softmax/tiny-outputs",
        "Outputs of 1e-301 and 1e-307",
        network,
        X,
        [[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]],
        learning_rate=0.01,
        why="They are small and not 0: the loss is finite, some hundreds. A clip at 1e-15 or 1e-7, or single precision,"
        " makes it far too small.",
        spec="2.10 3.8 3.20",
    )


def of_bits() -> Vectors:
    """Yield steps that show in bits how softmax was computed."""
    numbers = Numbers(630)
    network, X = logits(numbers.matrix(6, 7, -3, 3))
    yield step(
        "softmax/order-of-sums",
        "Seven classes: the order of the sum",
        network,
        X,
        one_of(numbers, 6, 7),
        why="The exponentials of a row are added from the first class to the last, and each is divided by the sum."
        " NumPy's sum goes pairwise from eight numbers on, R's has 80 bits; 1 / sum rounds once more.",
        spec="2.10 5.3",
        hunts={
            MISTAKES[name]: "output"
            for name in ("right-to-left", "extended-precision", "softmax-by-reciprocal", "softmax-by-logarithms")
        },
    )
    numbers = Numbers(631)
    network, X = logits(numbers.matrix(3, 12, -3, 3))
    yield step(
        "softmax/wide",
        "Twelve classes, three samples",
        network,
        X,
        one_of(numbers, 3, 12),
        why="Enough classes for sums in halves and in several lanes to have other bits.",
        spec="2.10 5.3",
        hunts={MISTAKES[name]: "output" for name in ("pairwise-summation", "several-accumulators")},
    )


def trainings() -> Vectors:
    """Yield short trainings."""
    numbers = Numbers(640)
    yield short_training(
        "softmax/training",
        "Four epochs with all rows",
        numbers.network(3, 4, 3, **CLASSES, reduction="mean"),
        numbers.matrix(8, 3, -2, 2),
        one_of(numbers, 8, 3),
        settings=Settings(learning_rate=0.5, epochs=4),
        why="Every update depends on the one before. What is wrong by a factor in the gradient shows in the second"
        " loss.",
        spec="2.10 3.8 3.16 3.20 4.4 9.19",
    )
    numbers = Numbers(641)
    yield short_training(
        "softmax/training-mini-batches",
        "Two epochs of three batches, five classes",
        numbers.network(2, 3, 5, **CLASSES),
        numbers.matrix(7, 2, -2, 2),
        one_of(numbers, 7, 5),
        settings=Settings(learning_rate=0.25, epochs=2, batches=[[5, 1, 3], [0, 6], [2, 4]]),
        why="A maximum or a sum that is kept from another batch would show here.",
        spec="2.10 3.20 4.1 4.2 9.19",
    )
