"""How sums and functions are computed, read off short updates of networks without hidden layer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np

from onehidden_conformance.findings.summation import Guess, Pair, guesses, units
from onehidden_conformance.implementations import Implementation
from onehidden_conformance.numbers.bits import Array, ulp_distance
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors.places import ROOT

UNKNOWN = "unknown"
LENGTHS = (2, 3, 5, 9, 17, 33, 70)
ROWS, COLUMNS = 4, 3
RIGHT = Oracle()
PLAIN = {
    "wh": None,
    "bh": None,
    "bout": None,
    "hidden_activation": "sigmoid",
    "output_activation": "identity",
    "loss": "squared_error",
    "reduction": "sum",
}

Finding = tuple[dict[str, str], dict[str, str]]  # attributes, reasons


class Unseen(Exception):  # noqa: N818 - nothing is wrong
    """The implementation does not show the step that a probe looks at, or shows something else."""


def look(implementation: Implementation, network: Mapping[str, Any], X: Array, y: Array, *names: str) -> list[Array]:
    """Let the implementation take one step of a network without hidden layer, and give the named steps."""
    steps, _ = implementation.step({**PLAIN, **network}, X, y, 0.0)
    unseen = [name for name in names if steps.get(name) is None]
    if unseen:
        raise Unseen(f"it does not show {', '.join(unseen)}")
    return [usable(name, steps[name], shape_of(name, y)) for name in names]


def usable(name: str, step: object, shape: tuple[int, ...]) -> Array:
    """A step as an array; whatever cannot be calculated with tells nothing of how it was calculated."""
    try:
        array = np.asarray(step, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise Unseen(f"{name} is no array of numbers") from error
    if array.shape != shape:
        raise Unseen(f"{name} has shape {list(array.shape)} and should have {list(shape)}")
    if not np.isfinite(array).all():
        raise Unseen(f"{name} has NaN or an infinity")
    return array


def shape_of(name: str, y: Array) -> tuple[int, ...]:
    """The shape of a step that the probes look at."""
    return {"output": y.shape, "grad_bout": y.shape[1:], "loss": ()}[name]


def product(implementation: Implementation, X: Array, wout: Array) -> Array:
    """X . wout, the output where nothing is added and the activation is the identity."""
    (output,) = look(implementation, {"wout": wout}, X, np.zeros((len(X), wout.shape[1])), "output")
    return output


# ---- sums ------------------------------------------------------------------------------------------------------------


def numbers(random: Random, count: int) -> list[float]:
    """Numbers with full mantissas, of unlike size and sign, so that every order rounds otherwise."""
    return [random.uniform(-1.0, 1.0) * 2.0 ** random.randint(-12, 12) for _ in range(count)]


def cancelling(random: Random, weights: Sequence[float]) -> list[float]:
    """Numbers whose weighted sum is almost 0, so that of the sum only its rounding errors are left.

    The last weight must be 1.
    """
    terms = numbers(random, len(weights) - 1)
    return [*terms, -math.fsum(x * w for x, w in zip(terms, weights, strict=False))]


def sums_of_products(
    implementation: Implementation, length: int, backwards: bool = False
) -> list[tuple[list[Pair], float]]:
    """Sums of so many products, with the pairs that went into them; those of the first column cancel.

    There is more than one column because libraries multiply a matrix by a vector otherwise.
    """
    random = Random(length)
    columns = [[*numbers(random, length - 1), 1.0], *(numbers(random, length) for _ in range(COLUMNS - 1))]
    rows = [cancelling(random, columns[0]) for _ in range(ROWS)]
    if backwards:
        rows, columns = ([terms[::-1] for terms in lists] for lists in (rows, columns))
    got = product(implementation, np.array(rows), np.array(columns).T)
    places = [(i, j) for i in range(ROWS) for j in range(COLUMNS)]
    return [(list(zip(rows[i], columns[j], strict=True)), float(got[i, j])) for i, j in places]


def probe_products(implementation: Implementation) -> Finding:
    """Order, fusing and precision of X . wout.

    Where the order is unknown, two products tell the rest: (a * b) - c, c being a * b rounded, is what rounding loses.
    """
    fitting = guesses([pair for length in LENGTHS for pair in sums_of_products(implementation, length)])
    short = [pair for backwards in (False, True) for pair in sums_of_products(implementation, 2, backwards)]
    unit = next(iter([guess.unit for guess in fitting] or units(short)), None)
    found = {} if unit is None else {"products": unit.products, "precision": unit.precision}
    how = f"{len(LENGTHS) * ROWS * COLUMNS} sums of {LENGTHS[0]} to {LENGTHS[-1]} products"
    why = {"summation": f"{how}: {explained(fitting)}"}
    if not fitting:
        why["products"] = f"{len(short)} sums of two: " + ("like nothing known" if unit is None else unit.products)
    return {"summation": order_of(fitting), **found}, why


def probe_column_sums(implementation: Implementation) -> Finding:
    """Order of the sums over rows: with weights of 0 the error is y, and grad_bout minus its column sums."""
    random = Random(0)
    sums: list[tuple[list[Pair], float]] = []
    for rows in LENGTHS:
        y = [cancelling(random, [1.0] * rows) for _ in range(ROWS)]
        network = {"wout": np.zeros((1, ROWS)), "bout": np.zeros(ROWS)}
        (got,) = look(implementation, network, np.ones((rows, 1)), np.array(y).T, "grad_bout")
        sums += [([(1.0, term) for term in terms], -float(got[j])) for j, terms in enumerate(y)]
    fitting = guesses(sums)
    return {"column_sums": order_of(fitting)}, {"column_sums": f"{len(sums)} sums: {explained(fitting)}"}


def order_of(fitting: Sequence[Guess]) -> str:
    """The order that all bits agree with."""
    if not fitting:
        return UNKNOWN
    guess = fitting[0]
    return guess.order if guess.unit.precision == "double" else f"{guess.order}, {guess.unit.precision}"


def explained(fitting: Sequence[Guess]) -> str:
    """Which of the known ways fit."""
    if not fitting:
        return "no known order gives these bits"
    return " or ".join(dict.fromkeys(f"{g.order}, {g.unit.precision}, {g.unit.products}" for g in fitting))


def probe_subnormals(implementation: Implementation) -> Finding:
    """2^-540 * 2^-530 is subnormal, and not 0."""
    got = product(implementation, np.array([[2.0**-540]]), np.array([[2.0**-530]])).item()
    kept = "kept" if got == 2.0**-1070 else "flushed"
    return {"subnormals": kept}, {"subnormals": f"2^-540 * 2^-530 gave {got!r}"}


# ---- functions -------------------------------------------------------------------------------------------------------

HOW_MANY = 200


def hard_arguments(name: str) -> list[float]:
    """The arguments of a list of worst cases."""
    lines = (ROOT / "elementary" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [float.fromhex(line.split()[0]) for line in lines]


def probe_exp(implementation: Implementation) -> Finding:
    """exp, seen through the sigmoid."""
    return exp_of(lambda z: one_layer(implementation, "sigmoid", z))


def exp_of(outputs: Callable[[Array], Array]) -> Finding:
    """exp, seen through the sigmoids of numbers."""
    z = np.array([-x for x in [*hard_arguments("exp"), *arguments(1.0, 700.0, HOW_MANY)] if visible(x)])
    got = outputs(z)
    found = compared("exp", got, z, lambda x: sigmoid(RIGHT.exp, x), lambda x: sigmoid(math.exp, x))
    if found[0]["exp"] != CORRECT and agrees(got, z, lambda x: RIGHT.exp(x) / (1.0 + RIGHT.exp(x))):
        return {"exp": CORRECT}, {"exp": "the sigmoid of z < 0 is computed as exp(z) / (1 + exp(z))"}
    return found


def visible(x: float) -> bool:
    """Whether an exp(x) that is off by one unit in the last place changes 1 / (1 + exp(x))."""
    if not 1.0 < x < 709.0:
        return False
    e = RIGHT.exp(x)
    return len({1.0 / (1.0 + float(other)) for other in (np.nextafter(e, 0.0), e, np.nextafter(e, np.inf))}) == 3


def arguments(low: float, high: float, count: int) -> list[float]:
    """Arguments without anything special."""
    random = Random(count)
    return [random.uniform(low, high) for _ in range(count)]


def sigmoid(exp: Callable[[float], float], z: float) -> float:
    """1 / (1 + exp(-z))."""
    return 1.0 / (1.0 + exp(-z))


def one_layer(implementation: Implementation, activation: str, z: Array) -> Array:
    """The activations of numbers, each the weight of an output neuron of its own."""
    network = {"wout": z.reshape(1, -1), "output_activation": activation}
    (output,) = look(implementation, network, np.ones((1, 1)), np.zeros((1, z.size)), "output")
    return output.ravel()


def probe_tanh(implementation: Implementation) -> Finding:
    """tanh, seen directly."""
    z = np.array([*hard_arguments("tanh"), *arguments(-20.0, 20.0, HOW_MANY), *arguments(-1.0, 1.0, HOW_MANY + 1)])
    return compared("tanh", one_layer(implementation, "tanh", z), z, RIGHT.tanh, math.tanh)


def probe_log(implementation: Implementation) -> Finding:
    """log, seen in the cross-entropy of one certain target: -log(output), of the implementation's own output."""
    outputs, logs = [], []
    for z in arguments(-3.0, 3.0, 24):
        network = {"wout": np.array([[z]]), "output_activation": "sigmoid", "loss": "binary_cross_entropy"}
        loss, output = look(implementation, network, np.ones((1, 1)), np.ones((1, 1)), "loss", "output")
        if not 0.0 < output.item() < 1.0:
            raise Unseen(f"output is {output.item()!r}, and a sigmoid lies between 0 and 1")
        logs.append(-loss.item())
        outputs.append(output.item())
    return compared("log", np.array(logs), np.array(outputs), RIGHT.log, math.log)


CORRECT, INCORRECT = "correctly rounded", "not correctly rounded"


def compared(
    name: str, got: Array, arguments: Array, right: Callable[[float], float], libm: Callable[[float], float]
) -> Finding:
    """Compare values with the correctly rounded ones, and with those of this machine's C library."""
    wrong = int(np.count_nonzero(ulp_distance(got, [right(x) for x in arguments.tolist()])))
    if not wrong:
        return {name: CORRECT}, {name: f"all of {got.size} values"}
    like = ", as in this machine's C library" if agrees(got, arguments, in_c(libm)) else ""
    return {name: INCORRECT}, {name: f"{wrong} of {got.size} values have other bits{like}"}


def in_c(function: Callable[[float], float]) -> Callable[[float], float]:
    """A function of the C library as C has it: NaN and infinities in place of exceptions."""

    def value(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return value


def agrees(got: Array, arguments: Array, function: Callable[[float], float]) -> bool:
    """Whether a function gives these bits."""
    return not ulp_distance(got, [function(x) for x in arguments.tolist()]).any()


PROBES: tuple[tuple[tuple[str, ...], Callable[[Implementation], Finding]], ...] = (
    (("summation", "products", "precision"), probe_products),
    (("column_sums",), probe_column_sums),
    (("subnormals",), probe_subnormals),
    (("exp",), probe_exp),
    (("tanh",), probe_tanh),
    (("log",), probe_log),
)
