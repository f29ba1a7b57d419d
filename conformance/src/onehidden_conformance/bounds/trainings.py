"""Bounds of short trainings: the balls of `balls`, carried from update to update (SPEC 9.19 to 9.22).

What an update leaves is what the next one starts from, with its error. So the bounds grow, and after some dozens of
updates they would say nothing; but over a few they tell an optimizer from any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import gmpy2
from gmpy2 import mpfr

from onehidden_conformance.bounds.balls import (
    ONE,
    PRECISION,
    Ball,
    U,
    begun,
    computed,
    exact,
    flat_balls,
    minus,
    parameter_balls,
    plus,
    quotient,
    root,
    times,
)
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import BACKWARD, FORWARD, NetworkValues, Settings
from onehidden_conformance.oracle.network import in_shape_of

ZERO = Ball(mpfr(0), mpfr(0))
Parameters = dict[str, Any]


class TrainingBalls:
    """A training on balls: the losses of its states, and its parameters after every epoch."""

    def __init__(self, network: NetworkValues, X: Matrix, y: Matrix, options: Settings) -> None:
        self.network, self.X, self.y, self.options = network, X, y, options
        self.parameters: Parameters = {name: parameter_balls(w) for name, w in network.parameters().items()}
        self.memory: dict[str, Any] = {}
        self.history: list[Ball | None] = []
        self.validation_history: list[Ball | None] = []
        self.states: list[Parameters] = []

    def add_state(self) -> None:
        """Evaluate the network as it is."""
        self.history.append(self.loss(self.X, self.y, self.options.sample_weight))
        if self.options.validation is not None:
            self.validation_history.append(self.loss(*self.options.validation, None))
        self.states.append(self.parameters)

    def loss(self, X: Matrix, y: Matrix, sample_weight: Sequence[float] | None) -> Ball | None:
        """The loss on some rows."""
        loss: Ball | None = computed(self.starting(X, y, sample_weight), (*FORWARD, "error", "loss"))["loss"]
        return loss

    def starting(self, X: Matrix, y: Matrix, sample_weight: Sequence[float] | None) -> SimpleNamespace:
        """Steps 0 and 1."""
        s = begun(self.network, X, y, sample_weight)
        vars(s).update({"wh": None, "bh": None, "bout": None, **self.parameters})
        return s

    def update(self, rows: Sequence[int], learning_rate: float) -> None:
        """One update on some rows."""
        weights = self.options.sample_weight
        s = self.starting(
            [self.X[row] for row in rows],
            [self.y[row] for row in rows],
            None if weights is None else [weights[row] for row in rows],
        )
        computed(s, BACKWARD)
        rule = getattr(self, self.options.optimizer.name)
        self.parameters = {
            name: in_shape_of(w, rule(name, flat_balls(w), self.decayed(name, s), exact(learning_rate)))
            for name, w in self.parameters.items()
        }

    def decayed(self, name: str, s: Any) -> list[Ball]:
        """The gradient of a parameter with the weight decay (4.12)."""
        grad, decay = flat_balls(getattr(s, f"grad_{name}")), exact(self.options.weight_decay)
        if decay.x == 0 or name in ("bh", "bout"):
            return grad
        return [plus(g, times(w, decay)) for w, g in zip(flat_balls(getattr(s, name)), grad, strict=True)]

    # ---- optimizers, on lists of balls -------------------------------------------------------------------------------

    def gradient_descent(self, name: str, w: list[Ball], grad: list[Ball], rate: Ball) -> list[Ball]:
        """4.13."""
        del name
        return [minus(a, times(g, rate)) for a, g in zip(w, grad, strict=True)]

    def momentum(self, name: str, w: list[Ball], grad: list[Ball], rate: Ball) -> list[Ball]:
        """4.14."""
        v = self.velocity(name, grad)
        return [minus(a, reordered(times(b, rate))) for a, b in zip(w, v, strict=True)]

    def nesterov(self, name: str, w: list[Ball], grad: list[Ball], rate: Ball) -> list[Ball]:
        """4.15."""
        c = exact(self.options.optimizer.coefficient)
        ahead = [plus(times(b, c), g) for b, g in zip(self.velocity(name, grad), grad, strict=True)]
        return [minus(a, reordered(times(b, rate))) for a, b in zip(w, ahead, strict=True)]

    def velocity(self, name: str, grad: list[Ball]) -> list[Ball]:
        """The new v of 4.14."""
        c = exact(self.options.optimizer.coefficient)
        old = self.memory.get(name, [ZERO] * len(grad))
        self.memory[name] = [plus(times(b, c), g) for b, g in zip(old, grad, strict=True)]
        v: list[Ball] = self.memory[name]
        return v

    def adam(self, name: str, w: list[Ball], grad: list[Ball], rate: Ball) -> list[Ball]:
        """4.16."""
        o = self.options.optimizer
        beta1, beta2, epsilon = exact(o.beta1), exact(o.beta2), exact(o.epsilon)
        nothing = [ZERO] * len(grad)
        m, v, p1, p2 = self.memory.get(name, (nothing, nothing, ONE, ONE))
        rest1, rest2 = minus(ONE, beta1), minus(ONE, beta2)
        m = [plus(times(a, beta1), times(g, rest1)) for a, g in zip(m, grad, strict=True)]
        v = [plus(times(a, beta2), times(times(g, g), rest2)) for a, g in zip(v, grad, strict=True)]
        p1, p2 = times(p1, beta1), times(p2, beta2)
        self.memory[name] = m, v, p1, p2
        steps = [
            quotient(times(quotient(a, minus(ONE, p1)), rate), plus(root(quotient(b, minus(ONE, p2))), epsilon))
            for a, b in zip(m, v, strict=True)
        ]
        return [minus(a, reordered(step)) for a, step in zip(w, steps, strict=True)]


def reordered(step: Ball) -> Ball:
    """9.21: the same product with its factors in another order, or a factor brought in before or after."""
    return Ball(step.x, step.e + 8 * U * step.m)


def training_balls(
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    updates: Sequence[tuple[float, Sequence[Sequence[int]]]],
    options: Settings,
) -> TrainingBalls:
    """Carry the balls through a training; `updates` are the learning rate and the batches of every epoch."""
    with gmpy2.context(precision=PRECISION):
        training = TrainingBalls(network, X, y, options)
        training.add_state()
        for learning_rate, batches in updates:
            for rows in batches:
                training.update(rows, learning_rate)
            training.add_state()
        return training
