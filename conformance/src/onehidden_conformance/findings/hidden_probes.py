"""Probes for networks that need a hidden layer, or have no output but the sigmoid.

All weights of the first layer are 0 and those of the second cancel, so that every output is one half whatever goes in.
Errors are then known exactly, and with a learning rate of 1 the updated parameters show each sum as it was rounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from onehidden_conformance.findings.probes import (
    HOW_MANY,
    RIGHT,
    Finding,
    Unseen,
    arguments,
    compared,
    exp_of,
    explained,
    hard_arguments,
    order_of,
    usable,
)
from onehidden_conformance.findings.summation import Pair, guesses
from onehidden_conformance.implementations import Broken, Implementation, Refused, Skipped
from onehidden_conformance.numbers.bits import Array

LENGTHS = (2, 4, 8, 16, 32, 64)
"""Rows: powers of two, by which a mean divides without rounding."""
FEATURES = 4
FINE = 2.0**-20
"""Targets are one half less multiples of this: they and their errors are exact, in single precision too."""


@dataclass(frozen=True)
class Kind:
    """A kind of network that is probed: what it is made of, and by what it is trained."""

    hidden: str
    biases: bool
    loss: str
    reduction: str

    @property
    def slope(self) -> float:
        """The slope of the hidden activation; relu gets a bias of 1, for its slope at 0 is a matter of taste."""
        return 0.25 if self.hidden == "sigmoid" else 1.0

    def delta(self, error: Array, rows: int) -> Array:
        """The delta of the output for an error, output less target, where the output is one half."""
        share = 0.25 if self.loss == "squared_error" else 1.0
        return error * share / (rows if self.reduction == "mean" else 1)


KINDS = tuple(
    Kind(hidden, biases, loss, reduction)
    for biases in (True, False)
    for loss in ("squared_error", "binary_cross_entropy")
    for reduction in ("sum", "mean")
    for hidden in ("sigmoid", "tanh", "relu")
    if biases or hidden != "relu"
)


def kind_of(implementation: Implementation) -> Kind | None:
    """The first kind of network that an implementation can do, found out by trying."""
    for kind in KINDS:
        try:
            ask(implementation, kind, np.ones((2, 1)), np.array([[1.0], [-1.0]]), np.array([[1.0], [0.0]]))
        except (Skipped, Refused):
            continue
        except Broken:
            return None
        return kind
    return None


def ask(
    implementation: Implementation, kind: Kind, X: Array, wout: Array, y: Array, **biases: Array
) -> Mapping[str, object]:
    """One update, at a learning rate of 1, of a network whose hidden weights are 0."""
    hidden, outputs = wout.shape
    bh = np.full(hidden, 1.0 if kind.hidden == "relu" else 0.0)
    network = {
        "wh": np.zeros((X.shape[1], hidden)),
        "bh": biases.get("bh", bh) if kind.biases else None,
        "wout": wout,
        "bout": biases.get("bout", np.zeros(outputs)) if kind.biases else None,
        "hidden_activation": kind.hidden,
        "output_activation": "sigmoid",
        "loss": kind.loss,
        "reduction": kind.reduction,
    }
    return implementation.step(network, X, y, 1.0)[0]


def gradient(steps: Mapping[str, object], name: str, before: Array) -> Array:
    """A gradient as it is shown, or what an update by it has made of the parameter."""
    for step, sign in ((f"grad_{name}", 1.0), (f"updated_{name}", -1.0)):
        if steps.get(step) is not None:
            return sign * usable(step, steps[step], before.shape)
    raise Unseen(f"it shows neither grad_{name} nor updated_{name}")


def sums_of_products(implementation: Implementation, kind: Kind) -> list[tuple[list[Pair], float]]:
    """Sums over rows of products of an input and a delta, with what went into them: the gradient of wh."""
    random, sums = Random(7), []
    wout = np.array([[1.0], [-1.0]])
    for rows in LENGTHS:
        X = np.array([[factor(random) for _ in range(FEATURES)] for _ in range(rows)])
        errors = np.array([[FINE * random.randint(-(2**18), 2**18)] for _ in range(rows)])
        got = gradient(ask(implementation, kind, X, wout, 0.5 - errors), "wh", np.zeros((FEATURES, 2)))
        deltas = kind.delta(errors, rows).ravel() * kind.slope
        pairs = [list(zip(X[:, i].tolist(), deltas.tolist(), strict=True)) for i in range(FEATURES)]
        sums += [(terms, float(got[i, 0])) for i, terms in enumerate(pairs)]
    return sums


def factor(random: Random) -> float:
    """A number with a full mantissa, of any size and sign, so that every order rounds otherwise."""
    return random.uniform(-1.0, 1.0) * 2.0 ** random.randint(-8, 8)


def column_sums(implementation: Implementation, kind: Kind) -> list[tuple[list[Pair], float]]:
    """Sums over rows of deltas: the gradient of bout."""
    if not kind.biases:
        raise Unseen("it has no bias of the output")
    random, sums = Random(8), []
    for rows in LENGTHS:
        y = np.array([[random.uniform(0.0, 1.0)] for _ in range(rows)])
        got = gradient(ask(implementation, kind, np.ones((rows, 1)), np.array([[1.0], [-1.0]]), y), "bout", np.zeros(1))
        deltas = kind.delta(0.5 - y, rows).ravel().tolist()
        sums.append(([(1.0, delta) for delta in deltas], float(got[0])))
    return sums


def tiny_product(implementation: Implementation, kind: Kind) -> float:
    """2^-540 * 2^-530, as a gradient of wh."""
    weight = 2.0**-530 / (float(kind.delta(np.array(0.5), 1)) * kind.slope)
    steps = ask(implementation, kind, np.array([[2.0**-540]]), np.array([[weight], [-weight]]), np.zeros((1, 1)))
    return abs(float(gradient(steps, "wh", np.zeros((1, 2)))[0, 0]))


def outputs(implementation: Implementation, kind: Kind, z: Array) -> Array:
    """The sigmoid of numbers, each the bias of an output neuron, or twice the weight of one half."""
    if kind.biases:
        steps = ask(implementation, kind, np.ones((1, 1)), np.zeros((1, z.size)), np.zeros((1, z.size)), bout=z)
    elif kind.hidden == "sigmoid":
        steps = ask(implementation, kind, np.ones((1, 1)), 2.0 * z.reshape(1, -1), np.zeros((1, z.size)))
    else:
        raise Unseen("without biases its output is always one half")
    return usable("output", steps.get("output"), (1, z.size)).ravel()


def hidden_activations(implementation: Implementation, kind: Kind, z: Array) -> Array:
    """The tanh of numbers, each the bias of a hidden neuron, times a power of two: the gradient of wout."""
    if kind.hidden != "tanh" or not kind.biases:
        raise Unseen("it has no tanh of a bias")
    steps = ask(implementation, kind, np.ones((1, 1)), np.zeros((z.size, 1)), np.zeros((1, 1)), bh=z)
    delta = float(kind.delta(np.array(0.5), 1))
    return gradient(steps, "wout", np.zeros((z.size, 1))).ravel() / delta


# ---- what they tell --------------------------------------------------------------------------------------------------


def probe_products(implementation: Implementation, kind: Kind) -> Finding:
    """Order, fusing and precision of the sums over rows in grad_wh."""
    sums = sums_of_products(implementation, kind)
    fitting = guesses(sums)
    found = {} if not fitting else {"products": fitting[0].unit.products, "precision": fitting[0].unit.precision}
    why = f"{len(sums)} sums over rows of inputs times deltas: {explained(fitting)}"
    return {"summation": order_of(fitting), **found}, {"summation": why}


def probe_column_sums(implementation: Implementation, kind: Kind) -> Finding:
    """Order of the sums over rows in grad_bout."""
    sums = column_sums(implementation, kind)
    fitting = guesses(sums)
    return {"column_sums": order_of(fitting)}, {"column_sums": f"{len(sums)} sums of deltas: {explained(fitting)}"}


def probe_subnormals(implementation: Implementation, kind: Kind) -> Finding:
    """2^-540 * 2^-530 is subnormal, and not 0."""
    got = tiny_product(implementation, kind)
    return {"subnormals": "kept" if got == 2.0**-1070 else "flushed"}, {"subnormals": f"2^-540 * 2^-530 gave {got!r}"}


def probe_exp(implementation: Implementation, kind: Kind) -> Finding:
    """exp, seen through the sigmoid of the output."""
    return exp_of(lambda z: outputs(implementation, kind, z))


def probe_tanh(implementation: Implementation, kind: Kind) -> Finding:
    """tanh, seen in grad_wout."""
    z = np.array([*hard_arguments("tanh"), *arguments(-20.0, 20.0, HOW_MANY)])
    return compared("tanh", hidden_activations(implementation, kind, z), z, RIGHT.tanh, math.tanh)


HIDDEN_PROBES: tuple[tuple[tuple[str, ...], Callable[[Implementation, Kind], Finding]], ...] = (
    (("summation", "products", "precision"), probe_products),
    (("column_sums",), probe_column_sums),
    (("subnormals",), probe_subnormals),
    (("exp",), probe_exp),
    (("tanh",), probe_tanh),
)
