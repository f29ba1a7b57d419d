"""Bounds of short trainings: the balls of `steps`, carried from update to update (SPEC 9.19 to 9.22).

Each update starts from the result of the last one, with its error. So the bounds grow, and after some dozens of
updates they would say nothing; but over a few they tell an optimizer from any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from onehidden_conformance.bounds.accumulated import Sum, accumulated, updated, with_decay
from onehidden_conformance.bounds.gradients import of_weights
from onehidden_conformance.bounds.operations import (
    ONE,
    ZERO,
    Ball,
    exact,
    flat_balls,
    minus,
    parameter_balls,
    plus,
    quotient,
    root,
    times,
)
from onehidden_conformance.bounds.rounding import precisely, unit
from onehidden_conformance.bounds.steps import begun, computed
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import BACKWARD, FORWARD, NetworkValues, Settings
from onehidden_conformance.oracle.network import in_shape_of

MINUS_ONE = Ball(-ONE.x, ZERO.e)
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
        rule, rate = getattr(self, self.options.optimizer.name), exact(learning_rate)
        self.parameters = {
            name: in_shape_of(w, rule(Gradient(s, name, self.decay_of(name)), rate))
            for name, w in self.parameters.items()
        }

    def decay_of(self, name: str) -> Ball:
        """How much of a parameter is added to its gradient (4.12)."""
        return ZERO if name in ("bh", "bout") else exact(self.options.weight_decay)

    # ---- optimizers, on lists of balls -------------------------------------------------------------------------------

    def gradient_descent(self, g: Gradient, rate: Ball) -> list[Ball]:
        """4.13."""
        return [updated(w, a, rate, one, g.extra, g.decay.m) for w, a, one in g.elements()]

    def momentum(self, g: Gradient, rate: Ball) -> list[Ball]:
        """4.14."""
        return [minus(w, reordered(times(v, rate))) for w, v in zip(g.w, self.velocity(g), strict=True)]

    def nesterov(self, g: Gradient, rate: Ball) -> list[Ball]:
        """4.15."""
        c = exact(self.options.optimizer.coefficient)
        ahead = [plus(times(v, c), a) for v, a in zip(self.velocity(g), g.values, strict=True)]
        return [minus(w, reordered(times(a, rate))) for w, a in zip(g.w, ahead, strict=True)]

    def velocity(self, g: Gradient) -> list[Ball]:
        """The new v of 4.14, to which the terms of the gradient may be added one by one (9.25)."""
        c = exact(self.options.optimizer.coefficient)
        old = self.memory.get(g.name, [ZERO] * len(g.w))
        v = [
            accumulated(times(b, c), a, MINUS_ONE, one, g.extra, w.m * g.decay.m)
            for b, (w, a, one) in zip(old, g.elements(), strict=True)
        ]
        self.memory[g.name] = v
        return v

    def adam(self, g: Gradient, rate: Ball) -> list[Ball]:
        """4.16."""
        o = self.options.optimizer
        beta1, beta2, epsilon = exact(o.beta1), exact(o.beta2), exact(o.epsilon)
        nothing = [ZERO] * len(g.w)
        m, v, p1, p2 = self.memory.get(g.name, (nothing, nothing, ONE, ONE))
        rest1, rest2 = minus(ONE, beta1), minus(ONE, beta2)
        m = [plus(times(a, beta1), times(b, rest1)) for a, b in zip(m, g.values, strict=True)]
        v = [plus(times(a, beta2), times(times(b, b), rest2)) for a, b in zip(v, g.values, strict=True)]
        p1, p2 = times(p1, beta1), times(p2, beta2)
        self.memory[g.name] = m, v, p1, p2
        steps = [
            quotient(times(quotient(a, minus(ONE, p1)), rate), plus(root(quotient(b, minus(ONE, p2))), epsilon))
            for a, b in zip(m, v, strict=True)
        ]
        return [minus(w, reordered(step)) for w, step in zip(g.w, steps, strict=True)]


class Gradient:
    """The gradient of one parameter with its weight decay (4.12), element by element."""

    def __init__(self, s: Any, name: str, decay: Ball) -> None:
        self.name, self.decay, self.extra = name, decay, of_weights(s)
        self.w: list[Ball] = flat_balls(getattr(s, name))
        self.sums: list[Sum] = getattr(s, f"sums_{name}")
        grads = zip(flat_balls(getattr(s, f"grad_{name}")), self.w, self.sums, strict=True)
        self.values = [with_decay(grad, w, decay, one) for grad, w, one in grads]

    def elements(self) -> Iterator[tuple[Ball, Ball, Sum]]:
        """Each element of the parameter, of its gradient, and of the sums that this is made of."""
        return zip(self.w, self.values, self.sums, strict=True)


def reordered(step: Ball) -> Ball:
    """9.21: the same product with its factors in another order, or a factor brought in before or after."""
    return Ball(step.x, step.e + 8 * unit() * step.m)


def training_balls(
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    updates: Sequence[tuple[float, Sequence[Sequence[int]]]],
    options: Settings,
) -> TrainingBalls:
    """Carry the balls through a training; `updates` are the learning rate and the batches of every epoch."""
    with precisely():
        training = TrainingBalls(network, X, y, options)
        training.add_state()
        for learning_rate, batches in updates:
            for rows in batches:
                training.update(rows, learning_rate)
            training.add_state()
        return training
