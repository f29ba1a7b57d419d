"""The steps of SPEC section 3 on balls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

from onehidden_conformance.bounds.accumulated import SCALED
from onehidden_conformance.bounds.functions import (
    activation,
    by_jacobian,
    by_quotient,
    categorical_cross_entropy,
    cross_entropy,
    slope,
    softmax,
    weighted_term,
)
from onehidden_conformance.bounds.gradients import NO_DECAY, averaged, gradients, last_layer, new_values, of_weights
from onehidden_conformance.bounds.operations import (
    ONE,
    Ball,
    Balls,
    affine,
    column_sum,
    divided,
    each,
    exact,
    flat_balls,
    inner,
    magnitude_of,
    minus,
    parameter_balls,
    plus,
    times,
    widened,
)
from onehidden_conformance.bounds.rounding import gamma, precisely
from onehidden_conformance.numbers.tensors import Matrix, Value
from onehidden_conformance.oracle import PARAMETERS, STEPS, NetworkValues


class BallSteps:
    """The steps of SPEC section 3 on balls; the methods receive `s` as those of `Oracle` do."""

    def hidden_layer_input(self, s: Any) -> Balls:
        """3.2."""
        return affine(s.X, s.wh, s.bh)

    def hidden_layer_activations(self, s: Any) -> Balls:
        """3.3."""
        return each(lambda z: activation(s.network.hidden_activation, z), s.hidden_layer_input)

    def output_layer_input(self, s: Any) -> Balls:
        """3.4."""
        return affine(last_layer(s), s.wout, s.bout)

    def output(self, s: Any) -> Balls:
        """3.4."""
        if s.network.output_activation == "softmax":
            return [softmax(row) for row in s.output_layer_input]
        return each(lambda z: activation(s.network.output_activation, z), s.output_layer_input)

    def error(self, s: Any) -> Balls:
        """3.5."""
        return each(minus, s.y, s.output)

    def loss(self, s: Any) -> Ball | None:
        """3.6 to 3.8, 3.20 to 3.22, 9.14."""
        terms = [term for row in weighted_terms(s, loss_terms(s)) for term in row]
        known = [term for term in terms if term is not None]
        if len(known) < len(terms):
            return None
        loss = column_sum(known, 3 + of_weights(s))
        if s.network.loss == "squared_error":
            loss = divided(loss, 2)
        return with_decay_in_loss(s, averaged(s, loss))

    def slope_output_layer(self, s: Any) -> Balls:
        """3.10."""
        if s.network.loss.endswith("_cross_entropy"):
            return each(lambda _: ONE, s.output)
        return each(lambda a: slope(s.network.output_activation, a), s.output)

    def slope_hidden_layer(self, s: Any) -> Balls:
        """3.10."""
        return each(lambda a: slope(s.network.hidden_activation, a), s.hidden_layer_activations)

    def d_output(self, s: Any) -> Balls:
        """3.11, 3.21, 9.26."""
        d_output = each(times, s.error, s.slope_output_layer)
        if s.network.loss == "binary_cross_entropy":
            d_output = each(by_quotient, d_output, s.y, s.output)
        if s.network.loss == "categorical_cross_entropy":
            d_output = [by_jacobian(*rows) for rows in zip(d_output, s.y, s.output, strict=True)]
        return weighted_rows(s, d_output)

    def error_at_hidden_layer(self, s: Any) -> Balls:
        """3.12, 9.24."""
        return [[whole(inner(row, w), magnitude_of(row, w)) for w in s.wout] for row in s.d_output]

    def d_hidden_layer(self, s: Any) -> Balls:
        """3.13, 9.24."""
        return each(lambda a, b: whole(times(a, b), a.m * b.m), s.error_at_hidden_layer, s.slope_hidden_layer)

    def grad_wout(self, s: Any) -> Balls:
        """3.14."""
        return gradients(s, "wout")  # type: ignore[no-any-return]

    def grad_wh(self, s: Any) -> Balls:
        """3.14."""
        return gradients(s, "wh")  # type: ignore[no-any-return]

    def grad_bout(self, s: Any) -> list[Ball]:
        """3.15."""
        return gradients(s, "bout")  # type: ignore[no-any-return]

    def grad_bh(self, s: Any) -> list[Ball]:
        """3.15."""
        return gradients(s, "bh")  # type: ignore[no-any-return]

    def updated_wh(self, s: Any) -> Balls:
        """3.17."""
        return new_values(s, "wh")  # type: ignore[no-any-return]

    def updated_bh(self, s: Any) -> list[Ball]:
        """3.17."""
        return new_values(s, "bh")  # type: ignore[no-any-return]

    def updated_wout(self, s: Any) -> Balls:
        """3.17."""
        return new_values(s, "wout")  # type: ignore[no-any-return]

    def updated_bout(self, s: Any) -> list[Ball]:
        """3.17."""
        return new_values(s, "bout")  # type: ignore[no-any-return]


def whole(ball: Ball, size: Any) -> Ball:
    """9.24: a sum that may be taken apart again has the size of its terms."""
    return Ball(ball.x, ball.e, size)


# --- losses -----------------------------------------------------------------------------------------------------------


def loss_terms(s: Any) -> list[list[Ball | None]]:
    """The terms of the loss, before weights."""
    if s.network.loss == "binary_cross_entropy":
        return each(cross_entropy, s.y, s.output, s.output_layer_input)
    if s.network.loss == "categorical_cross_entropy":
        rows = zip(s.y, s.output, s.output_layer_input, strict=True)
        return [row_of_categorical_cross_entropy(*row) for row in rows]
    return each(lambda e: times(e, e), s.error)


def row_of_categorical_cross_entropy(y: list[Ball], output: list[Ball], z: list[Ball]) -> list[Ball | None]:
    """The terms of one row."""
    largest = max(a.m for a in z)
    return [categorical_cross_entropy(*pair, largest) for pair in zip(y, output, strict=True)]


def weighted_terms(s: Any, terms: list[list[Ball | None]]) -> list[list[Ball | None]]:
    """The terms of the loss with the weights of their rows, if there are any (3.21)."""
    if s.sample_weight is None:
        return terms
    return [[weighted_term(t, weight) for t in row] for row, weight in zip(terms, s.sample_weight, strict=True)]


def weighted_rows(s: Any, rows: Balls) -> Balls:
    """Step 7 with the weights of the rows, if there are any (3.21)."""
    if s.sample_weight is None:
        return rows
    return [[times(d, weight) for d in row] for row, weight in zip(rows, s.sample_weight, strict=True)]


def with_decay_in_loss(s: Any, loss: Ball) -> Ball:
    """Add half of the decay's coefficient times the squares of all weights, where that is in the loss."""
    c, place = getattr(s, "decay", NO_DECAY)
    if place == "gradient" or not c.m:
        return loss
    weights = [w for name in ("wh", "wout") for w in flat_balls(getattr(s, name)) if w is not None]
    squares = column_sum([times(w, w) for w in weights], 3)
    both = plus(loss, divided(times(squares, c), 2))
    return widened(both, gamma(len(weights) + s.n * len(s.y[0]) + SCALED) * (loss.m + squares.m * c.m))


# --- functions --------------------------------------------------------------------------------------------------------


def step_balls(
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    learning_rate: float,
    radius: float = 0.0,
    sample_weight: Sequence[float] | None = None,
    decay: tuple[float, str] | None = None,
) -> dict[str, Any]:
    """Compute the balls of every step.

    Parameters
    ----------
    network : NetworkValues
        A bias of length 1 before several neurons is one for all of them.
    X, y : lists of rows
        The samples and targets.
    learning_rate : float
        The learning rate.
    radius : float
        How far the parameters may be off themselves.
    sample_weight : list of float, optional
        A weight for each row.
    decay : tuple of a number and a word, optional
        A weight decay's coefficient, and where it acts: in "gradient", "loss" or "both".
    """
    with precisely():
        s = begun(network, X, y, sample_weight)
        if decay is not None:
            s.decay = exact(decay[0]), decay[1]
        s.learning_rate = exact(learning_rate)
        for name in PARAMETERS:
            setattr(s, name, parameter_balls(getattr(network, name), radius))
        return computed(s, STEPS)


def begun(network: NetworkValues, X: Matrix, y: Matrix, sample_weight: Sequence[float] | None) -> SimpleNamespace:
    """What the steps start from, without the parameters."""
    s = SimpleNamespace(network=network, n=len(X), X=each(exact, X), y=each(exact, y))
    s.sample_weight = None if sample_weight is None else [exact(weight) for weight in sample_weight]
    return s


def computed(s: Any, names: Iterable[str]) -> dict[str, Any]:
    """Compute steps in their order, as far as the network has them, and leave them in `s` too."""
    present = list(filter(s.network.has, names))
    for name in present:
        setattr(s, name, getattr(BallSteps(), name)(s))
    return {name: getattr(s, name) for name in present}


def update_balls(network: NetworkValues, steps: dict[str, Value], learning_rate: float) -> dict[str, Any]:
    """Compute the balls of step 12 from given, exact gradients."""
    with precisely():
        s = SimpleNamespace(learning_rate=exact(learning_rate))
        for name, value in {**network.parameters(), **steps}.items():
            setattr(s, name, parameter_balls(value))
        names = [f"updated_{name}" for name in network.parameters()]
        return {name: getattr(BallSteps(), name)(s) for name in names}


def mean_absolute_error_ball(error: Balls) -> Ball:
    """total(|error|) / (n * k), 4.5."""
    with precisely():
        terms = [Ball(abs(e.x), e.e) for row in error for e in row]
        return divided(column_sum(terms), len(terms))
