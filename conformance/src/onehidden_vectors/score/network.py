"""A network in ordinary NumPy arithmetic, with places where it can be made to err, to test the diagnosis on.

It shares no code with the oracle. Sums are taken in an order of their own, and products by BLAS, so that nothing has
the oracle's bits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, TypeAlias

import numpy as np

Hook: TypeAlias = Callable[[Any, Any], Any]
"""Gets what is there so far and what a right network has at a place; gives back what a wrong one has."""
Hooks: TypeAlias = Mapping[str, Hook]

FORWARD = ("hidden_layer_input", "hidden_layer_activations", "output_layer_input", "output")
PARAMETERS = ("wh", "bh", "wout", "bout")


def sigmoid(z: Any) -> Any:
    """1 / (1 + e^-z)."""
    return 1.0 / (1.0 + np.exp(-z))


def softmax(z: Any, largest: Any = None) -> Any:
    """Row by row."""
    e = np.exp(z - (z.max(axis=1, keepdims=True) if largest is None else largest))
    return e / e.sum(axis=1, keepdims=True)


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
    "identity": lambda z: z * 1.0,
    "softmax": softmax,
}
SLOPES: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda a: a - a * a,
    "tanh": lambda a: (1.0 - a) * (1.0 + a),
    "relu": lambda a: np.where(a > 0.0, 1.0, 0.0),
    "identity": np.ones_like,
}


class Network:
    """A network that errs wherever hooks are.

    Parameters
    ----------
    hooks : sequence of mappings
        What is done at each place: "data" before the first step, the name of a step after it, "f" and "slope" in place
        of activation functions and their slopes, "sums" before the gradients are divided, "back" for the weights
        through which the error goes back, "sent" for what goes back, "changes" before they are subtracted, and
        "shown" after everything.
    seed : int
        The order of sums.
    """

    def __init__(self, hooks: Sequence[Hooks], seed: int = 0) -> None:
        self.hooks = hooks
        self.seed = seed

    def at(self, place: str, s: Any, value: Any) -> Any:
        """Err at a place."""
        for hooks in self.hooks:
            if place in hooks:
                value = hooks[place](s, value)
        return value

    def product(self, A: Any, B: Any) -> Any:
        """A matrix product with its terms in another order."""
        order = np.random.default_rng(self.seed).permutation(len(B))
        return A[:, order] @ B[order]

    def f(self, s: Any, name: str, z: Any) -> Any:
        """An activation function."""
        return self.at("f", SimpleNamespace(**vars(s), name=name, z=z), FUNCTIONS[name](z))

    def slope(self, s: Any, name: str, a: Any, z: Any) -> Any:
        """Its slope."""
        return self.at("slope", SimpleNamespace(**vars(s), name=name, a=a, at=z), SLOPES[name](a))

    def step(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """One update: all steps, as far as the network has them."""
        with np.errstate(all="ignore"):
            s = SimpleNamespace(**given, n=len(given["X"]), f_of=self.f, slope_of=self.slope, product=self.product)
            s.network = self
            self.at("data", s, None)
            self.forward(s)
            self.backward(s)
            self.update(s)
            return dict(self.at("shown", s, results(s)))

    def set(self, s: Any, name: str, value: Any) -> None:
        """One step."""
        setattr(s, name, self.at(name, s, value))

    def forward(self, s: Any) -> None:
        """Steps 2 to 4."""
        s.last = s.X
        if s.wh is not None:
            self.set(s, "hidden_layer_input", self.product(s.X, s.wh) + (0.0 if s.bh is None else s.bh))
            self.set(s, "hidden_layer_activations", self.f(s, s.hidden, s.hidden_layer_input))
            s.last = s.hidden_layer_activations
        self.set(s, "output_layer_input", self.product(s.last, s.wout) + (0.0 if s.bout is None else s.bout))
        self.set(s, "output", self.f(s, s.out, s.output_layer_input))
        self.set(s, "error", s.y - s.output)
        self.set(s, "loss", loss_of(s, s.loss_name) / (divisor(s) if s.reduction == "mean" else 1.0))

    def backward(self, s: Any) -> None:
        """Steps 6 to 11."""
        crossed = s.loss_name != "squared_error"
        slope = np.ones_like(s.output) if crossed else self.slope(s, s.out, s.output, s.output_layer_input)
        self.set(s, "slope_output_layer", slope)
        if s.wh is not None:
            slope = self.slope(s, s.hidden, s.hidden_layer_activations, s.hidden_layer_input)
            self.set(s, "slope_hidden_layer", slope)
        weighted = 1.0 if s.weights is None else s.weights[:, None]
        self.set(s, "d_output", (s.error * weighted) * s.slope_output_layer)
        self.gradients(s, "wout", "bout", s.last, s.d_output)
        if s.wh is not None:
            back, sent = self.at("back", s, s.wout), self.at("sent", s, s.d_output)
            self.set(s, "error_at_hidden_layer", sent @ self.at("turned", s, back.T))
            self.set(s, "d_hidden_layer", s.error_at_hidden_layer * s.slope_hidden_layer)
            self.gradients(s, "wh", "bh", s.X, s.d_hidden_layer)

    def gradients(self, s: Any, weights: str, bias: str, inputs: Any, delta: Any) -> None:
        """Steps 10 and 11 of one layer."""
        order = np.random.default_rng(self.seed + 1).permutation(s.n)
        share = self.at("share", s, 1.0 / divisor(s) if s.reduction == "mean" else 1.0)
        s.layer, s.inputs, s.delta = weights, inputs, delta
        self.set(s, f"grad_{weights}", -(inputs[order].T @ delta[order]) * share)
        if getattr(s, bias) is not None:
            self.set(s, f"grad_{bias}", -self.at("column_sums", s, delta[order].sum(axis=0)) * share)

    def update(self, s: Any) -> None:
        """Step 12."""
        for name in PARAMETERS:
            if getattr(s, name) is not None:
                change = getattr(s, f"grad_{name}") * -self.at("rate", s, s.rate)
                s.parameter = name
                self.set(s, f"updated_{name}", getattr(s, name) + self.at("change", s, change))


def divisor(s: Any) -> float:
    """What the mean divides by."""
    return float(s.n) if s.weights is None else float(s.weights.sum()) or 1.0


def loss_of(s: Any, name: str) -> Any:
    """The sum of the terms of a loss."""
    o, y = s.output, s.y
    if name == "squared_error":
        terms = (y - o) ** 2 / 2.0
    elif name == "binary_cross_entropy":
        terms = -(weighted_log(s, y, o) + weighted_log(s, 1.0 - y, 1.0 - o))
    else:
        terms = -weighted_log(s, y, o)
    return (terms if s.weights is None else terms * s.weights[:, None]).sum()


def weighted_log(s: Any, weight: Any, p: Any) -> Any:
    """weight log(p), 0 where the weight is 0."""
    return np.where(weight == 0.0, 0.0, weight * s.network.at("log", s, np.log(np.where(weight == 0.0, 1.0, p))))


STEPS = (
    *FORWARD,
    *("error", "loss", "slope_output_layer", "slope_hidden_layer", "d_output", "error_at_hidden_layer"),
    *("d_hidden_layer", "grad_wout", "grad_wh", "grad_bout", "grad_bh"),
    *(f"updated_{name}" for name in PARAMETERS),
)


def results(s: Any) -> dict[str, Any]:
    """All steps that there are."""
    return {name: np.asarray(getattr(s, name), dtype=np.float64) for name in STEPS if hasattr(s, name)}
