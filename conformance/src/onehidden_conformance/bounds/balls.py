"""True values and a-priori error bounds of every step, and of short trainings (SPEC 9.5 to 9.22).

A ball is a true value x together with E, how far from it a conforming program may come, whatever
its order of summation. Both are carried along in high precision, from the exact inputs on.

Why 640 bits are enough: wherever terms cancel, E contains at least 2^-53 times the size of what
cancelled (or of 1, in 1 - a and in differences of activations). An error of 2^-640 relative to
those terms is thus below 2^-580 of E, and `bound` rounds up by far more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_CEILING, Context, Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

import gmpy2
from gmpy2 import mpfr

from onehidden_conformance.numbers.tensors import Matrix, Tensor, Value, flat, to_tensor
from onehidden_conformance.oracle import PARAMETERS, STEPS, NetworkValues
from onehidden_conformance.oracle.network import in_shape_of

PRECISION = 640
U = mpfr("0x1p-53", 53, 16)
"""Largest relative error of one rounding."""
ETA = mpfr("0x1p-1022", 53, 16)
"""What is lost when a result is flushed to zero."""


class Ball(NamedTuple):
    """A true value and how far a conforming program may be from it."""

    x: Any
    e: Any

    @property
    def m(self) -> Any:
        """Largest magnitude that a conforming program can have computed: M = |x| + E."""
        return abs(self.x) + self.e


ONE = Ball(mpfr(1), mpfr(0))
Balls = list[list[Ball]]


def gamma(m: int) -> Any:
    """Error of a sum of m rounded products, relative to the sum of their absolute values."""
    return m * U / (1 - m * U)


def total(terms: Iterable[Any]) -> Any:
    """Sum in high precision."""
    return sum(terms, mpfr(0))


# --- operations ---------------------------------------------------------------------------------


def exact(number: float, radius: float = 0.0) -> Ball:
    """9.5: inputs and parameters are exact, unless they were printed rounded."""
    return Ball(mpfr(number), mpfr(radius))


def carried(a: Ball, b: Ball) -> Any:
    """Effect of the factors' errors on their product: |a| E_b + |b| E_a + E_a E_b."""
    return abs(a.x) * b.e + abs(b.x) * a.e + a.e * b.e


def underflow(a: Ball, b: Ball) -> Any:
    """What a product may lose to underflow: nothing where a factor is certainly 0 (9.6)."""
    return ETA if a.m > 0 and b.m > 0 else mpfr(0)


def times(a: Ball, b: Ball) -> Ball:
    """9.6."""
    return Ball(a.x * b.x, carried(a, b) + U * a.m * b.m + underflow(a, b))


def minus(a: Ball, b: Ball) -> Ball:
    """9.7."""
    x, e = a.x - b.x, a.e + b.e
    return Ball(x, e + U * (abs(x) + e))


def inner(a: Sequence[Ball], b: Sequence[Ball], bias: Ball | None = None, extra: int = 0) -> Ball:
    """9.8: sum of products and of a bias if there is one; `extra` as in 9.15."""
    pairs = list(zip(a, b, strict=True))
    summands = [] if bias is None else [bias]
    m = len(pairs)
    magnitude = total(p.m * q.m for p, q in pairs) + total(c.m for c in summands)
    return Ball(
        total(p.x * q.x for p, q in pairs) + total(c.x for c in summands),
        total(carried(p, q) for p, q in pairs)
        + total(c.e for c in summands)
        + gamma(m + len(summands) + extra) * magnitude
        + 2 * total(underflow(p, q) for p, q in pairs),
    )


def column_sum(terms: Sequence[Ball], extra: int = 0) -> Ball:
    """9.9; `extra` as in 9.15."""
    magnitude = total(term.m for term in terms)
    e = total(term.e for term in terms) + gamma(len(terms) + extra) * magnitude
    return Ball(total(term.x for term in terms), e)


def divided(a: Ball, n: int) -> Ball:
    """9.10."""
    return Ball(a.x / n, a.e / n + U * (abs(a.x) / n + a.e / n) + ETA)


def plus(a: Ball, b: Ball) -> Ball:
    """9.7."""
    return minus(a, negated(b))


def quotient(a: Ball, b: Ball) -> Ball:
    """9.16: a / b for a b that is certainly not 0."""
    least = abs(b.x) - b.e
    x = a.x / b.x
    moved = (abs(x) * b.e + a.e) / least
    return Ball(x, moved + U * (abs(x) + moved) + ETA)


def root(a: Ball) -> Ball:
    """9.20: the square root of what a conforming program has as 0 or more."""
    x = gmpy2.sqrt(a.x)
    moved = max(gmpy2.sqrt(a.x + a.e) - x, x - gmpy2.sqrt(max(a.x - a.e, mpfr(0))))
    return Ball(x, moved + U * (x + moved))


def negated(a: Ball) -> Ball:
    """Change the sign, without error."""
    return Ball(-a.x, a.e)


def change(f: Callable[[Any], Any], z: Ball) -> Any:
    """How far a monotone function moves within a ball."""
    middle = f(z.x)
    return max(f(z.x + z.e) - middle, middle - f(z.x - z.e))


def activation(name: str, z: Ball) -> Ball:
    """9.11."""
    f = ACTIVATIONS[name]
    moved = change(f, z)
    return Ball(f(z.x), moved + evaluation_error(name, z, moved))


def sigmoid(z: Any) -> Any:
    """1 / (1 + exp(-z))."""
    return 1 / (1 + gmpy2.exp(-z))


ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": sigmoid,
    "tanh": lambda z: gmpy2.tanh(z),
    "relu": lambda z: max(z, mpfr(0)),
    "identity": lambda z: z,
}


def evaluation_error(name: str, z: Ball, moved: Any) -> Any:
    """Error r of evaluating an activation itself (9.11)."""
    if name == "sigmoid":
        # 1 - sigmoid(t) is sigmoid(-t), which loses nothing where the sigmoid is almost 1.
        upper, lower_complement = sigmoid(z.x + z.e), sigmoid(-(z.x - z.e))
        return upper * (lower_complement * 4 * U + 2 * U) * (1 + 16 * U) + ETA
    if name == "tanh":
        return 8 * U * (abs(gmpy2.tanh(z.x)) + moved) + ETA
    return mpfr(0)


MOST = 1000
"""Differences of logarithms beyond which an exponential is below eta, and its relative error of no account (9.17)."""


def softmax(z: Sequence[Ball]) -> list[Ball]:
    """9.17: softmax of one row, evaluated in any order, the maximum subtracted or not."""
    spans = [min(max(other.x + other.e for other in z) - (a.x - a.e), mpfr(MOST)) for a in z]
    relative = [4 * U + 2 * U * span for span in spans]
    upper = [share(z, j, 1) for j in range(len(z))]
    of_sum = total(p * r for p, r in zip(upper, relative, strict=True)) + gamma(len(z))
    return [softmax_ball(z, j, upper[j], relative[j] + of_sum + 4 * U) for j in range(len(z))]


def softmax_ball(z: Sequence[Ball], j: int, upper: Any, relative: Any) -> Ball:
    """One output, from its largest value and the relative error of its evaluation."""
    x, lower = share(z, j, 0), share(z, j, -1)
    return Ball(x, max(upper - x, x - lower) + upper * relative * (1 + 2**-10) + 2 * ETA)


def share(z: Sequence[Ball], j: int, side: int) -> Any:
    """exp(z_j) of the row's sum: its true value (0), the largest (1) or smallest (-1) that errors of z can make."""
    at = z[j].x + side * z[j].e
    others = [other.x - side * other.e for i, other in enumerate(z) if i != j]
    return 1 / (1 + total(gmpy2.exp(other - at) for other in others))


def slope(name: str, a: Ball) -> Ball:
    """9.12."""
    if name == "sigmoid":
        return times(a, minus(ONE, a))
    if name == "tanh":
        return minus(ONE, times(a, a))
    if name == "relu":
        undecided = a.x - a.e <= 0 < a.x + a.e
        return Ball(mpfr(a.x > 0), mpfr(undecided))
    return ONE


def logarithm(p: Ball) -> Ball | None:
    """9.13; None where there is no bound."""
    if p.x - p.e <= 0:
        return None
    moved, x = change(gmpy2.log, p), gmpy2.log(p.x)
    return Ball(x, moved + 4 * U * (abs(x) + moved))


def cross_entropy(y: Ball, output: Ball) -> Ball | None:
    """Binary cross-entropy of one element (3.7)."""
    terms = [weighted_log(y, output), weighted_log(minus(ONE, y), minus(ONE, output))]
    if None in terms:
        return None
    return minus(negated(terms[0]), terms[1])  # type: ignore[arg-type]


def categorical_cross_entropy(y: Ball, output: Ball) -> Ball | None:
    """Categorical cross-entropy of one element (3.20)."""
    term = weighted_log(y, output)
    return None if term is None else negated(term)


def weighted_term(term: Ball | None, weight: Ball) -> Ball | None:
    """A term of the loss times its row's weight, 0 where that is 0 (3.21, 3.23)."""
    if weight.x == 0:
        return Ball(mpfr(0), mpfr(0))
    return None if term is None else times(term, weight)


def weighted_log(weight: Ball, p: Ball) -> Ball | None:
    """weight * log(p), 0 where the weight is 0 (3.7)."""
    if weight.x == 0:
        return Ball(mpfr(0), mpfr(0))
    log = logarithm(p)
    return None if log is None else times(weight, log)


# --- the steps ----------------------------------------------------------------------------------


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
        loss = column_sum(known)
        if s.network.loss == "squared_error":
            loss = divided(loss, 2)
        return quotient(loss, s.divisor) if s.network.reduction == "mean" else loss

    def slope_output_layer(self, s: Any) -> Balls:
        """3.10."""
        if s.network.loss.endswith("_cross_entropy"):
            return each(lambda _: ONE, s.output)
        return each(lambda a: slope(s.network.output_activation, a), s.output)

    def slope_hidden_layer(self, s: Any) -> Balls:
        """3.10."""
        return each(lambda a: slope(s.network.hidden_activation, a), s.hidden_layer_activations)

    def d_output(self, s: Any) -> Balls:
        """3.11, 3.21."""
        return weighted_rows(s, each(times, s.error, s.slope_output_layer))

    def error_at_hidden_layer(self, s: Any) -> Balls:
        """3.12."""
        return [[inner(row, weights) for weights in s.wout] for row in s.d_output]

    def d_hidden_layer(self, s: Any) -> Balls:
        """3.13."""
        return each(times, s.error_at_hidden_layer, s.slope_hidden_layer)

    def grad_wout(self, s: Any) -> Balls:
        """3.14."""
        return gradients(s, last_layer(s), s.d_output)

    def grad_wh(self, s: Any) -> Balls:
        """3.14."""
        return gradients(s, s.X, s.d_hidden_layer)

    def grad_bout(self, s: Any) -> list[Ball]:
        """3.15."""
        return [reduced(s, column_sum(c, extra(s))) for c in columns(s.d_output)]

    def grad_bh(self, s: Any) -> list[Ball]:
        """3.15."""
        return [reduced(s, column_sum(c, extra(s))) for c in columns(s.d_hidden_layer)]

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


def last_layer(s: Any) -> Any:
    """What the output layer reads (3.4)."""
    return s.X if s.wh is None else s.hidden_layer_activations


def affine(A: Balls, weights: Balls, bias: list[Ball] | None) -> Balls:
    """(A . weights) + bias."""
    biases = [None] * len(weights[0]) if bias is None else bias
    pairs = list(zip(columns(weights), biases, strict=True))
    return [[inner(row, column, b) for column, b in pairs] for row in A]


def gradients(s: Any, A: Balls, deltas: Balls) -> Balls:
    """-(t(A) . deltas), divided by n if the reduction is the mean."""
    return [[reduced(s, inner(a, delta, extra=extra(s))) for delta in columns(deltas)] for a in columns(A)]


def extra(s: Any) -> int:
    """9.15."""
    return 2 if s.network.reduction == "mean" else 0


def reduced(s: Any, gradient: Ball) -> Ball:
    """Divide by n if the reduction is the mean, and change the sign (3.16, 3.22)."""
    return negated(quotient(gradient, s.divisor) if s.network.reduction == "mean" else gradient)


def loss_terms(s: Any) -> list[list[Ball | None]]:
    """The terms of the loss, before weights."""
    if s.network.loss == "binary_cross_entropy":
        return each(cross_entropy, s.y, s.output)
    if s.network.loss == "categorical_cross_entropy":
        return each(categorical_cross_entropy, s.y, s.output)
    return each(lambda e: times(e, e), s.error)


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


def divisor(s: Any) -> Ball:
    """What the mean divides by (3.8, 3.16, 3.22)."""
    if s.sample_weight is None:
        return Ball(mpfr(s.n), mpfr(0))
    weights = column_sum(s.sample_weight)
    return ONE if weights.x == 0 else weights


def new_values(s: Any, name: str) -> Any:
    """Step 12 of one of the four parameters, a vector or a matrix."""
    pairs = zip(flat_balls(getattr(s, name)), flat_balls(getattr(s, f"grad_{name}")), strict=True)
    return in_shape_of(getattr(s, name), (updated(s, w, g) for w, g in pairs))


def updated(s: Any, w: Ball, gradient: Ball) -> Ball:
    """w - (gradient * learning_rate)."""
    return minus(w, times(gradient, s.learning_rate))


def each(function: Any, *matrices: Any) -> list[list[Any]]:
    """Apply a function element by element."""
    rows = zip(*matrices, strict=True)
    return [[function(*balls) for balls in zip(*row, strict=True)] for row in rows]


def columns(A: Balls) -> list[list[Ball]]:
    """Make the columns the rows."""
    return [list(column) for column in zip(*A, strict=True)]


# --- functions ----------------------------------------------------------------------------------


def step_balls(
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    learning_rate: float,
    radius: float = 0.0,
    sample_weight: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Compute the balls of every step; `radius` is how far the parameters may be off themselves."""
    with gmpy2.context(precision=PRECISION):
        s = begun(network, X, y, sample_weight)
        s.learning_rate = exact(learning_rate)
        for name in PARAMETERS:
            setattr(s, name, parameter_balls(getattr(network, name), radius))
        return computed(s, STEPS)


def begun(network: NetworkValues, X: Matrix, y: Matrix, sample_weight: Sequence[float] | None) -> SimpleNamespace:
    """What the steps start from, without the parameters."""
    s = SimpleNamespace(network=network, n=len(X), X=each(exact, X), y=each(exact, y))
    s.sample_weight = None if sample_weight is None else [exact(weight) for weight in sample_weight]
    s.divisor = divisor(s)
    return s


def computed(s: Any, names: Iterable[str]) -> dict[str, Any]:
    """Compute steps in their order, as far as the network has them, and leave them in `s` too."""
    present = list(filter(s.network.has, names))
    for name in present:
        setattr(s, name, getattr(BallSteps(), name)(s))
    return {name: getattr(s, name) for name in present}


def update_balls(network: NetworkValues, steps: dict[str, Value], learning_rate: float) -> dict[str, Any]:
    """Compute the balls of step 12 from given, exact gradients."""
    with gmpy2.context(precision=PRECISION):
        s = SimpleNamespace(learning_rate=exact(learning_rate))
        for name, value in {**network.parameters(), **steps}.items():
            setattr(s, name, parameter_balls(value))
        names = [f"updated_{name}" for name in network.parameters()]
        return {name: getattr(BallSteps(), name)(s) for name in names}


def mean_absolute_error_ball(error: Balls) -> Ball:
    """total(|error|) / (n * k), 4.5."""
    with gmpy2.context(precision=PRECISION):
        terms = [Ball(abs(e.x), e.e) for row in error for e in row]
        return divided(column_sum(terms), len(terms))


def parameter_balls(value: Any, radius: float = 0.0) -> Any:
    """Make balls of a parameter, keeping its nesting; None stays None."""
    if isinstance(value, list):
        return [parameter_balls(element, radius) for element in value]
    return None if value is None else exact(value, radius)


def flat_balls(value: Any) -> list[Any]:
    """List balls row by row."""
    if isinstance(value, list):
        return [ball for element in value for ball in flat_balls(element)]
    return [value]


def bound(ball: Ball | None, expected: float) -> float | None:
    """B = E + |expected - x| (9.3), rounded up to three digits; None where any number passes."""
    with gmpy2.context(precision=PRECISION):
        if ball is None or not gmpy2.is_finite(mpfr(expected)):
            return None
        # The factor outweighs the rounding of E itself and of the text read back as a double.
        rounded = round_up((ball.e + abs(mpfr(expected) - ball.x)) * (1 + 8 * U))
        return rounded if math.isfinite(rounded) else None


def round_up(value: Any, digits: int = 3) -> float:
    """Round up to so many decimal digits, so that the fixtures stay short."""
    if value == 0:
        return 0.0
    upper = Context(prec=digits, rounding=ROUND_CEILING)
    return float(upper.create_decimal(Decimal(f"{value:.40e}")))


def bounded_tensor(expected: Value, balls: Any) -> Tensor:
    """Make an expected tensor with its bounds (SPEC 8.3); what lies outside E is refused."""
    pairs = list(zip(flat_balls(balls), flat(expected), strict=True))
    outside = [number for ball, number in pairs if not within(ball, number)]
    if outside:
        raise ValueError(f"{outside[0]!r} is farther from the true value than E")
    return {**to_tensor(expected), "bound": [bound(ball, number) for ball, number in pairs]}


def within(ball: Ball | None, number: float) -> bool:
    """Tell whether a number lies within E of the true value (9.2); a loss may be infinite."""
    with gmpy2.context(precision=PRECISION):
        return ball is None or number == math.inf or bool(abs(mpfr(number) - ball.x) <= ball.e)
