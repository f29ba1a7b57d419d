"""The twelve steps in plain Python numbers, one method a step (SPEC sections 2, 3 and 5)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import gmpy2

from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle.network import (
    FORWARD,
    PARAMETERS,
    STEPS,
    NetworkValues,
    add_to_rows,
    each_number,
    elementwise,
    transpose,
)

LARGEST = sys.float_info.max
BLOCK = 4096
"""Rows that are summed in one go (SPEC 5.4)."""

# 53 bits, the exponents of binary64, subnormals rounded once: MPFR then gives the double nearest to
# the true value (SPEC 5.6).
BINARY64 = gmpy2.context(precision=53, emin=-1073, emax=1024, subnormalize=True)


class Steps:
    """The twelve steps on plain numbers.

    The methods of the steps receive `s`, which holds `X`, `y`, `learning_rate`, `sample_weight`, `n`, the
    parameters, the `network` and every earlier step as attributes.
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

    def softmax(self, z: Vector) -> Vector:
        """Softmax of one row (2.10)."""
        m = self.largest(z)
        powers = [self.exp(x - m) for x in z]
        s = self.fold(powers)
        return [e / s for e in powers]

    def largest(self, z: Vector) -> float:
        """The largest element, found by comparisons (2.10)."""
        m = z[0]
        for x in z:
            m = x if x > m else m
        return m

    def slope(self, name: str, a: float) -> float:
        """Slope as a function of the activation, 2.6 to 2.9."""
        if name == "sigmoid":
            return a * (1.0 - a)
        if name == "tanh":
            return 1.0 - (a * a)
        if name == "relu":
            return 1.0 if a > 0.0 else 0.0
        return 1.0

    def reach(self, name: str) -> tuple[float, float]:
        """The lowest and the highest value of an activation, which the targets have to keep to (10.16)."""
        return self.activation(name, -LARGEST), self.activation(name, LARGEST)

    def cross_entropy(self, y: float, output: float) -> float:
        """Binary cross-entropy of one element (3.7)."""
        certain = self.weighted_log(y, output)
        return -(certain + self.weighted_log(1.0 - y, 1.0 - output))

    def categorical_cross_entropy(self, y: float, output: float) -> float:
        """Categorical cross-entropy of one element (3.20)."""
        return -self.weighted_log(y, output)

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
        if name == "softmax":
            return [self.softmax(row) for row in s.output_layer_input]
        return elementwise(lambda z: self.activation(name, z), s.output_layer_input)

    def error(self, s: Any) -> Matrix:
        """Step 5 (3.5)."""
        return elementwise(lambda y, output: y - output, s.y, s.output)

    def loss(self, s: Any) -> float:
        """Step 5 (3.6 to 3.8, 3.20 to 3.22)."""
        loss = self.total(self.weighted_terms(s, self.loss_terms(s)))
        if s.network.loss == "squared_error":
            loss = loss / 2.0
        return loss / self.divisor(s) if s.network.reduction == "mean" else loss

    def loss_terms(self, s: Any) -> Matrix:
        """The terms of the loss, before weights (3.6, 3.7, 3.20)."""
        if s.network.loss == "binary_cross_entropy":
            return elementwise(self.cross_entropy, s.y, s.output)
        if s.network.loss == "categorical_cross_entropy":
            return elementwise(self.categorical_cross_entropy, s.y, s.output)
        return elementwise(lambda error: error * error, s.error)

    def weighted_terms(self, s: Any, terms: Matrix) -> Matrix:
        """Multiply each row's terms by its weight, if there are weights (3.21)."""
        if s.sample_weight is None:
            return terms
        return self.weighted(s, terms)

    def weighted(self, s: Any, rows: Matrix) -> Matrix:
        """Multiply each row by its weight; +0 where that is 0 (3.21, 3.23)."""
        pairs = zip(rows, s.sample_weight, strict=True)
        return [[0.0 if weight == 0.0 else x * weight for x in row] for row, weight in pairs]

    def divisor(self, s: Any) -> float:
        """What the mean divides by (3.8, 3.16, 3.22)."""
        if s.sample_weight is None:
            return s.n  # type: ignore[no-any-return]
        weights = self.fold_over_rows(s.sample_weight)
        return 1.0 if weights == 0.0 else weights

    def slope_output_layer(self, s: Any) -> Matrix:
        """Step 6 (3.10)."""
        if s.network.loss.endswith("_cross_entropy"):
            return elementwise(lambda _: 1.0, s.output)
        name = s.network.output_activation
        return elementwise(lambda a: self.slope(name, a), s.output)

    def slope_hidden_layer(self, s: Any) -> Matrix:
        """Step 6 (3.10)."""
        name = s.network.hidden_activation
        return elementwise(lambda a: self.slope(name, a), s.hidden_layer_activations)

    def d_output(self, s: Any) -> Matrix:
        """Step 7 (3.11, 3.21)."""
        d_output = elementwise(lambda error, slope: error * slope, s.error, s.slope_output_layer)
        if s.sample_weight is None:
            return d_output
        return self.weighted(s, d_output)

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
        """Change the sign, after the division by n if the reduction is the mean (3.16, 3.22)."""
        if s.network.reduction == "sum":
            return [-x for x in sums]
        n = self.divisor(s)
        return [-(x / n) for x in sums]

    def updated_wh(self, s: Any) -> Matrix:
        """Step 12 (3.17)."""
        return self.new_values(s, "wh")  # type: ignore[no-any-return]

    def updated_bh(self, s: Any) -> Vector:
        """Step 12 (3.17)."""
        return self.new_values(s, "bh")  # type: ignore[no-any-return]

    def updated_wout(self, s: Any) -> Matrix:
        """Step 12 (3.17)."""
        return self.new_values(s, "wout")  # type: ignore[no-any-return]

    def updated_bout(self, s: Any) -> Vector:
        """Step 12 (3.17)."""
        return self.new_values(s, "bout")  # type: ignore[no-any-return]

    def new_values(self, s: Any, name: str) -> Any:
        """Step 12 of one of the four parameters (3.17)."""
        return each_number(lambda w, grad: self.updated(s, w, grad), getattr(s, name), getattr(s, f"grad_{name}"))

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

    def step(
        self,
        network: NetworkValues,
        X: Matrix,
        y: Matrix,
        learning_rate: float,
        sample_weight: Vector | None = None,
    ) -> dict[str, Value]:
        """Steps 2 to 12 of one update, by name."""
        return self.run(STEPS, start(network, X, y, learning_rate, sample_weight=sample_weight))

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


def start(
    network: NetworkValues, X: Matrix, y: Matrix | None = None, learning_rate: float | None = None, **more: Any
) -> SimpleNamespace:
    """Collect what the steps start from: steps 0 and 1 (3.1), and whatever else an update depends on."""
    values = SimpleNamespace(network=network, X=X, y=y, learning_rate=learning_rate, n=len(X), sample_weight=None)
    vars(values).update({name: getattr(network, name) for name in PARAMETERS}, **more)
    return values
