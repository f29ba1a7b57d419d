"""The oracle: the network of SPEC.md in plain Python numbers, one method a step.

It shares no code with the packages that it judges, and it is written to be compared with SPEC.md
line by line. A wrong network is a subclass that overrides a method.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, NamedTuple

import gmpy2

from onehidden_conformance.tensors import Matrix, Value, Vector, digest, flat

BLOCK = 4096
"""Rows that are summed in one go (SPEC 5.4)."""

PARAMETERS = ("wh", "bh", "wout", "bout")

FORWARD = ("hidden_layer_input", "hidden_layer_activations", "output_layer_input", "output")
BACKWARD = (
    *FORWARD,
    "error",
    "loss",
    "slope_output_layer",
    "slope_hidden_layer",
    "d_output",
    "error_at_hidden_layer",
    "d_hidden_layer",
    "grad_wout",
    "grad_wh",
    "grad_bout",
    "grad_bh",
)
STEPS = (*BACKWARD, "updated_wh", "updated_bh", "updated_wout", "updated_bout")
"""Every step in the order of SPEC section 3."""

NEEDS = {
    "hidden_layer_input": "wh",
    "hidden_layer_activations": "wh",
    "slope_hidden_layer": "wh",
    "error_at_hidden_layer": "wh",
    "d_hidden_layer": "wh",
    "grad_wh": "wh",
    "grad_bh": "bh",
    "grad_bout": "bout",
    "updated_wh": "wh",
    "updated_bh": "bh",
    "updated_bout": "bout",
}
"""The parameter without which a step does not exist (SPEC 1.4 and 1.5)."""

# 53 bits, the exponents of binary64, subnormals rounded once: MPFR then gives the double nearest to
# the true value (SPEC 5.6).
BINARY64 = gmpy2.context(precision=53, emin=-1073, emax=1024, subnormalize=True)


@dataclass(frozen=True)
class NetworkValues:
    """A network: its parameters, None where absent, and what SPEC 2.1 counts as part of it."""

    wh: Matrix | None
    bh: Vector | None
    wout: Matrix
    bout: Vector | None
    hidden_activation: str = "sigmoid"
    output_activation: str = "sigmoid"
    loss: str = "squared_error"
    reduction: str = "sum"

    def parameters(self) -> dict[str, Any]:
        """Give the parameters that are there, by name, in the order of the digest."""
        values = {name: getattr(self, name) for name in PARAMETERS}
        return {name: value for name, value in values.items() if value is not None}

    def has(self, step: str) -> bool:
        """Tell whether this network has that step."""
        return getattr(self, NEEDS.get(step, "wout")) is not None

    def digest(self) -> str:
        """Give the digest of the parameters (SPEC 7.1)."""
        return digest(self.parameters().values())


class State(NamedTuple):
    """The state of one epoch of a training (SPEC 4.4)."""

    network: NetworkValues
    error: Matrix
    loss: float


@dataclass
class Training:
    """What a training leaves behind: its states, and the digest after every update."""

    states: list[State] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    @property
    def history(self) -> list[float]:
        """The losses of the states."""
        return [state.loss for state in self.states]


class Overflow(Exception):  # noqa: N818 - the word of SPEC 4.6
    """A step is not finite (SPEC 4.6)."""

    def __init__(self, step: str, epoch: int, training: Training) -> None:
        super().__init__(f"{step} is not finite in epoch {epoch}")
        self.step, self.epoch, self.training = step, epoch, training


class Oracle:
    """The twelve steps on plain numbers.

    The methods of the steps receive `s`, which holds `X`, `y`, `learning_rate`, `n`, the parameters,
    the `network` and every earlier step as attributes.
    """

    # --- elementary functions -------------------------------------------------------------------

    def exp(self, x: float) -> float:
        """Exponential function, correctly rounded (5.6)."""
        return float(BINARY64.exp(x))

    def log(self, x: float) -> float:
        """Natural logarithm, correctly rounded (5.6)."""
        return float(BINARY64.log(x))

    def tanh(self, x: float) -> float:
        """Hyperbolic tangent, correctly rounded (5.6)."""
        return float(BINARY64.tanh(x))

    # --- sums and products ----------------------------------------------------------------------

    def fold(self, terms: Iterable[float]) -> float:
        """Left fold from +0 (5.3). Python's own sum would compensate rounding errors."""
        total = 0.0
        for term in terms:
            total = total + term
        return total

    def dot(self, a: Vector, b: Vector) -> float:
        """Sum of products, each product rounded before it is added (5.3)."""
        return self.fold([x * y for x, y in zip(a, b, strict=True)])

    def fold_over_rows(self, terms: Vector) -> float:
        """Sum over rows in blocks (5.4)."""
        starts = range(0, len(terms), BLOCK)
        return self.fold([self.fold(terms[start : start + BLOCK]) for start in starts])

    def dot_over_rows(self, a: Vector, b: Vector) -> float:
        """Sum of products over rows in blocks (5.4)."""
        starts = range(0, len(a), BLOCK)
        blocks = [self.dot(a[start : start + BLOCK], b[start : start + BLOCK]) for start in starts]
        return self.fold(blocks)

    def product(self, A: Matrix, B: Matrix) -> Matrix:
        """A . B (5.3)."""
        columns = transpose(B)
        return [[self.dot(row, column) for column in columns] for row in A]

    def product_over_rows(self, A: Matrix, B: Matrix) -> Matrix:
        """t(A) . B, whose inner index is the row (5.4)."""
        columns = transpose(B)
        return [[self.dot_over_rows(a, b) for b in columns] for a in transpose(A)]

    def column_sums(self, A: Matrix) -> Vector:
        """Sum of every column (5.4)."""
        return [self.fold_over_rows(column) for column in transpose(A)]

    def total(self, A: Matrix) -> float:
        """Sum of all elements (5.5)."""
        return self.fold(self.column_sums(A))

    # --- activations and losses -----------------------------------------------------------------

    def activation(self, name: str, z: float) -> float:
        """f(z), 2.6 to 2.9."""
        if name == "sigmoid":
            return 1.0 / (1.0 + self.exp(-z))
        if name == "tanh":
            return self.tanh(z)
        if name == "relu":
            return z if z > 0.0 else 0.0
        return z

    def slope(self, name: str, a: float) -> float:
        """Slope as a function of the activation, 2.6 to 2.9."""
        if name == "sigmoid":
            return a * (1.0 - a)
        if name == "tanh":
            return 1.0 - (a * a)
        if name == "relu":
            return 1.0 if a > 0.0 else 0.0
        return 1.0

    def cross_entropy(self, y: float, output: float) -> float:
        """Binary cross-entropy of one element (3.7)."""
        certain = self.weighted_log(y, output)
        return -(certain + self.weighted_log(1.0 - y, 1.0 - output))

    def weighted_log(self, weight: float, p: float) -> float:
        """weight * log(p), +0 where the weight is 0 (3.7)."""
        return 0.0 if weight == 0.0 else weight * self.log(p)

    # --- the steps ------------------------------------------------------------------------------

    def hidden_layer_input(self, s: Any) -> Matrix:
        """Step 2 (3.2)."""
        return add_to_rows(self.product(s.X, s.wh), s.bh)

    def hidden_layer_activations(self, s: Any) -> Matrix:
        """Step 3 (3.3)."""
        name = s.network.hidden_activation
        return elementwise(lambda z: self.activation(name, z), s.hidden_layer_input)

    def output_layer_input(self, s: Any) -> Matrix:
        """Step 4 (3.4)."""
        return add_to_rows(self.product(self.last_layer(s), s.wout), s.bout)

    def output(self, s: Any) -> Matrix:
        """Step 4 (3.4)."""
        name = s.network.output_activation
        return elementwise(lambda z: self.activation(name, z), s.output_layer_input)

    def error(self, s: Any) -> Matrix:
        """Step 5 (3.5)."""
        return elementwise(lambda y, output: y - output, s.y, s.output)

    def loss(self, s: Any) -> float:
        """Step 5 (3.6 to 3.8)."""
        if s.network.loss == "binary_cross_entropy":
            loss = self.total(elementwise(self.cross_entropy, s.y, s.output))
        else:
            loss = self.total(elementwise(lambda error: error * error, s.error)) / 2.0
        return loss / s.n if s.network.reduction == "mean" else loss

    def slope_output_layer(self, s: Any) -> Matrix:
        """Step 6 (3.10)."""
        if s.network.loss == "binary_cross_entropy":
            return elementwise(lambda _: 1.0, s.output)
        name = s.network.output_activation
        return elementwise(lambda a: self.slope(name, a), s.output)

    def slope_hidden_layer(self, s: Any) -> Matrix:
        """Step 6 (3.10)."""
        name = s.network.hidden_activation
        return elementwise(lambda a: self.slope(name, a), s.hidden_layer_activations)

    def d_output(self, s: Any) -> Matrix:
        """Step 7 (3.11)."""
        return elementwise(lambda error, slope: error * slope, s.error, s.slope_output_layer)

    def error_at_hidden_layer(self, s: Any) -> Matrix:
        """Step 8 (3.12)."""
        return self.product(s.d_output, transpose(s.wout))

    def d_hidden_layer(self, s: Any) -> Matrix:
        """Step 9 (3.13)."""
        return elementwise(lambda error, slope: error * slope, s.error_at_hidden_layer, s.slope_hidden_layer)

    def grad_wout(self, s: Any) -> Matrix:
        """Step 10 (3.14)."""
        sums = self.product_over_rows(self.last_layer(s), s.d_output)
        return [self.gradient(s, row) for row in sums]

    def grad_wh(self, s: Any) -> Matrix:
        """Step 10 (3.14)."""
        return [self.gradient(s, row) for row in self.product_over_rows(s.X, s.d_hidden_layer)]

    def grad_bout(self, s: Any) -> Vector:
        """Step 11 (3.15)."""
        return self.gradient(s, self.column_sums(s.d_output))

    def grad_bh(self, s: Any) -> Vector:
        """Step 11 (3.15)."""
        return self.gradient(s, self.column_sums(s.d_hidden_layer))

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Change the sign, after the division by n if the reduction is the mean (3.16)."""
        return [-(x / s.n) if s.network.reduction == "mean" else -x for x in sums]

    def updated_wh(self, s: Any) -> Matrix:
        """Step 12 (3.17)."""
        return elementwise(lambda w, grad: self.updated(s, w, grad), s.wh, s.grad_wh)

    def updated_bh(self, s: Any) -> Vector:
        """Step 12 (3.17)."""
        return [self.updated(s, w, grad) for w, grad in zip(s.bh, s.grad_bh, strict=True)]

    def updated_wout(self, s: Any) -> Matrix:
        """Step 12 (3.17)."""
        return elementwise(lambda w, grad: self.updated(s, w, grad), s.wout, s.grad_wout)

    def updated_bout(self, s: Any) -> Vector:
        """Step 12 (3.17)."""
        return [self.updated(s, w, grad) for w, grad in zip(s.bout, s.grad_bout, strict=True)]

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Step 12 of one parameter (3.17)."""
        learning_rate: float = s.learning_rate
        return w - (grad * learning_rate)

    def last_layer(self, s: Any) -> Any:
        """What the output layer reads: the hidden activations, or X (3.4)."""
        return s.X if s.wh is None else s.hidden_layer_activations

    # --- functions ------------------------------------------------------------------------------

    def run(self, names: Sequence[str], s: Any) -> dict[str, Value]:
        """Compute the named steps, as far as the network has them, and leave them in `s` too."""
        present = [name for name in names if s.network.has(name)]
        for name in present:
            setattr(s, name, getattr(self, name)(s))
        return {name: getattr(s, name) for name in present}

    def forward(self, network: NetworkValues, X: Matrix) -> dict[str, Value]:
        """Steps 2 to 4."""
        return self.run(FORWARD, start(network, X))

    def step(self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float) -> dict[str, Value]:
        """Steps 2 to 12 of one update, by name."""
        return self.run(STEPS, start(network, X, y, learning_rate))

    def update(self, network: NetworkValues, gradients: dict[str, Value], learning_rate: float) -> dict[str, Value]:
        """Step 12 from given gradients, by name."""
        names = [name for name in STEPS if name.startswith("updated_")]
        s = start(network, [[]], None, learning_rate)
        vars(s).update(gradients)
        return self.run(names, s)

    def mean_absolute_error(self, error: Matrix) -> float:
        """total(|error|) / (n * k), 4.5."""
        return self.total(elementwise(abs, error)) / (len(error) * len(error[0]))

    def threshold_unit(self, x: Vector, w: Vector | None = None, b: float = 0.0, threshold: float = 0.0) -> float:
        """1 where ((x . w) + b) > threshold, else 0 (3.19)."""
        weights = [1.0] * len(x) if w is None else w
        return 1.0 if self.dot(x, weights) + b > threshold else 0.0

    # --- training -------------------------------------------------------------------------------

    def state(self, network: NetworkValues, X: Matrix, y: Matrix) -> tuple[State, str | None]:
        """Evaluate a network on all rows (4.4), and name the first step that is not finite."""
        steps = self.run((*FORWARD, "error", "loss"), start(network, X, y))
        return State(network, steps["error"], steps["loss"]), first_not_finite(steps)  # type: ignore[arg-type]

    def train(
        self,
        network: NetworkValues,
        X: Matrix,
        y: Matrix,
        learning_rate: float,
        epochs: int,
        batches: str | list[list[int]] = "full",
    ) -> Training:
        """Train for so many epochs (4.1 to 4.6)."""
        training = Training()
        for epoch in range(epochs + 1):
            if epoch > 0:
                for rows in rows_of_batches(batches, len(X)):
                    batch = [X[row] for row in rows], [y[row] for row in rows]
                    steps = self.step(network, *batch, learning_rate)
                    refuse(first_not_finite(steps), epoch, training)
                    network = updated_network(network, steps)
                    training.digests.append(network.digest())
            state, culprit = self.state(network, X, y)
            refuse(culprit, epoch, training)
            training.states.append(state)
        return training


def start(
    network: NetworkValues, X: Matrix, y: Matrix | None = None, learning_rate: float | None = None
) -> SimpleNamespace:
    """Collect what the steps start from: steps 0 and 1 (3.1)."""
    values = SimpleNamespace(network=network, X=X, y=y, learning_rate=learning_rate, n=len(X))
    vars(values).update({name: getattr(network, name) for name in PARAMETERS})
    return values


def updated_network(network: NetworkValues, steps: dict[str, Value]) -> NetworkValues:
    """Make the network of the updated parameters (2.5)."""
    changes: dict[str, Any] = {name: steps[f"updated_{name}"] for name in network.parameters()}
    return replace(network, **changes)


def first_not_finite(steps: dict[str, Value]) -> str | None:
    """Name the first step, the loss apart, that holds an infinity or NaN (4.6)."""
    for name in STEPS:
        if name in steps and name != "loss" and not all(map(math.isfinite, flat(steps[name]))):
            return name
    return None


def refuse(culprit: str | None, epoch: int, training: Training) -> None:
    """Stop the training if a step is not finite (4.6)."""
    if culprit is not None:
        raise Overflow(culprit, epoch, training)


def rows_of_batches(batches: str | list[list[int]], n: int) -> list[list[int]]:
    """Rows of every update of an epoch (4.1)."""
    if batches == "full":
        return [list(range(n))]
    if batches == "single":
        return [[row] for row in range(n)]
    assert not isinstance(batches, str)
    return batches


def transpose(A: Matrix) -> Matrix:
    """Make the columns the rows."""
    return [list(column) for column in zip(*A, strict=True)]


def add_to_rows(A: Matrix, bias: Vector | None) -> Matrix:
    """Add a bias to every row, or nothing (3.2, 1.5)."""
    if bias is None:
        return A
    return [[a + b for a, b in zip(row, bias, strict=True)] for row in A]


def elementwise(function: Any, *matrices: Matrix) -> Matrix:
    """Apply a function of numbers to matrices element by element (5.2)."""
    rows = zip(*matrices, strict=True)
    return [[function(*numbers) for numbers in zip(*row, strict=True)] for row in rows]
