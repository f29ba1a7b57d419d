"""Mistakes on the way from the data to the output."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from onehidden_conformance.mistakes.base import UPDATED, Mistake
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle import NetworkValues, Oracle, Settings, Training, elementwise, transpose


class BiasPerSample(Mistake):
    """Every sample has learned a bias of its own.

    A bias vector was laid into a matrix column by column, so that it runs down the samples, and it was updated with
    row sums. Add it to every row, and update it with column sums. The R listing of "Understanding and coding neural
    networks from scratch" does this; its three samples and three hidden neurons hide it.
    """

    name = "bias-per-sample"
    steps = ("hidden_layer_input", "output_layer_input", "grad_bout", "grad_bh")

    def hidden_layer_input(self, s: Any) -> Matrix:
        """Add the bias down the columns."""
        return add_by_column(self.product(s.X, s.wh), s.bh)

    def output_layer_input(self, s: Any) -> Matrix:
        """Add the bias down the columns."""
        return add_by_column(self.product(self.last_layer(s), s.wout), s.bout)

    def column_sums(self, A: Matrix) -> Vector:
        """Sum the rows, and repeat or cut them to the length of the bias, as R does."""
        sums = [self.fold(row) for row in A]
        return [sums[column % len(sums)] for column in range(len(A[0]))]

    def total(self, A: Matrix) -> float:
        """The loss is right."""
        return self.fold(Oracle.column_sums(self, A))


class ColumnMajorWeights(Mistake):
    """The weights were read column by column, and they are written row by row.

    R and Fortran keep matrices by columns, C and NumPy by rows. Say `byrow = TRUE` in R, or transpose.
    """

    name = "column-major-weights"
    steps = ("hidden_layer_input", "output_layer_input")

    def product(self, A: Matrix, B: Matrix) -> Matrix:
        """Multiply by B with its numbers in the wrong places."""
        numbers = np.array(B).ravel().reshape(np.shape(B), order="F")
        return super().product(A, numbers.tolist())


class SinglePrecision(Mistake):
    """The exponential function was computed in single precision.

    A float32 somewhere in the chain is enough: look at the types of constants, inputs and library calls.
    """

    name = "single-precision"
    steps = ("hidden_layer_activations", "output")

    def exp(self, x: float) -> float:
        """Round to float32."""
        with np.errstate(all="ignore"):
            return float(np.float32(super().exp(x)))


class TanhByExponentials(Mistake):
    """tanh was computed as (e^2z - 1) / (e^2z + 1).

    Near 0 the subtraction cancels nearly all digits, and for large z both sides overflow. Use a library's tanh.
    """

    name = "tanh-by-exponentials"
    steps = ("hidden_layer_activations", "output")

    def tanh(self, x: float) -> float:
        """Go by the textbook."""
        e = self.exp(2.0 * x)
        return (e - 1.0) / (e + 1.0)


class RoundedInput(Mistake):
    """A network whose parameters and data lost digits before it saw them."""

    def rounded(self, x: float) -> float:
        """Lose digits."""
        raise NotImplementedError

    def rounded_value(self, value: Any) -> Any:
        """Lose digits in all numbers of a tensor; None stays."""
        if isinstance(value, list):
            return [self.rounded_value(element) for element in value]
        return None if value is None else self.rounded(value)

    def rounded_network(self, network: NetworkValues) -> NetworkValues:
        """Lose digits in all parameters."""
        return replace(network, **{name: self.rounded_value(w) for name, w in network.parameters().items()})

    def forward(self, network: NetworkValues, X: Matrix) -> dict[str, Value]:
        """Compute from what is left."""
        return super().forward(self.rounded_network(network), self.rounded_value(X))

    def step(
        self,
        network: NetworkValues,
        X: Matrix,
        y: Matrix,
        learning_rate: float,
        sample_weight: Vector | None = None,
    ) -> dict[str, Value]:
        """Compute from what is left."""
        data = self.rounded_value(X), self.rounded_value(y), self.rounded(learning_rate)
        return super().step(self.rounded_network(network), *data, self.rounded_value(sample_weight))

    def update(self, network: NetworkValues, gradients: dict[str, Value], learning_rate: float) -> dict[str, Value]:
        """Compute from what is left."""
        lists = {name: self.rounded_value(gradient) for name, gradient in gradients.items()}
        return super().update(self.rounded_network(network), lists, self.rounded(learning_rate))

    def train(self, network: Any, X: Any, y: Any, settings: Settings) -> Training:
        """Lose digits once, before the first update."""
        numbers = {name: self.rounded_value(getattr(settings, name)) for name in ("learning_rate", "sample_weight")}
        data = self.rounded_value(X), self.rounded_value(y)
        return Oracle().train(self.rounded_network(network), *data, replace(settings, **numbers))


class FifteenDigits(RoundedInput):
    """The numbers were written or read with 15 significant digits, and binary64 needs 17.

    R's jsonlite and print round to 15 digits or fewer unless told otherwise. Use hexadecimal bits, or 17 digits.
    """

    name = "fifteen-digits"
    steps = ("hidden_layer_input", "output_layer_input", "error", *UPDATED)

    def rounded(self, x: float) -> float:
        """Write and read."""
        return float(f"{x:.15g}")


class SinglePrecisionInput(RoundedInput):
    """The numbers came as float32.

    Many libraries make tensors in single precision unless told otherwise: say float64 when you convert.
    """

    name = "single-precision-input"
    steps = ("hidden_layer_input", "output_layer_input", "error", *UPDATED)

    def rounded(self, x: float) -> float:
        """Round to float32."""
        with np.errstate(all="ignore"):
            return float(np.float32(x))


class BiasMissing(Mistake):
    """The biases were not added.

    They are parameters and were even updated, but steps 2 and 4 must add them too.
    """

    name = "bias-missing"
    steps = ("hidden_layer_input", "output_layer_input")

    def hidden_layer_input(self, s: Any) -> Matrix:
        """Stop at the product."""
        return self.product(s.X, s.wh)

    def output_layer_input(self, s: Any) -> Matrix:
        """Stop at the product."""
        return self.product(self.last_layer(s), s.wout)


class OutputActivationMissing(Mistake):
    """The output is what went into the output layer: the activation function was left out of step 4."""

    name = "output-activation-missing"
    steps = ("output",)

    def output(self, s: Any) -> Matrix:
        """Skip the activation."""
        return s.output_layer_input  # type: ignore[no-any-return]


class OneActivationForBoth(Mistake):
    """The output layer was given the hidden layer's activation function: each layer has its own."""

    name = "one-activation-for-both"
    steps = ("output",)

    def output(self, s: Any) -> Matrix:
        """Take the wrong function."""
        return elementwise(lambda z: self.activation(s.network.hidden_activation, z), s.output_layer_input)


class LeakyRelu(Mistake):
    """Below 0 relu gave a hundredth of its input, and its slope was 1/100: that is the leaky relu."""

    name = "leaky-relu"
    steps = ("hidden_layer_activations", "output", "slope_hidden_layer", "slope_output_layer")

    def activation(self, name: str, z: float) -> float:
        """Leak."""
        return 0.01 * z if name == "relu" and z < 0.0 else super().activation(name, z)

    def slope(self, name: str, a: float) -> float:
        """Leak."""
        return 0.01 if name == "relu" and a <= 0.0 else super().slope(name, a)


class ClippedSigmoid(Mistake):
    """The sigmoid was set to 0 below -15 and to 1 above 15.

    R's nnet does this. There is no need: an infinite exp(-z) gives the right 0.
    """

    name = "clipped-sigmoid"
    steps = ("hidden_layer_activations", "output")

    def activation(self, name: str, z: float) -> float:
        """Clip."""
        if name == "sigmoid" and abs(z) > 15.0:
            return 1.0 if z > 0.0 else 0.0
        return super().activation(name, z)


class SoftmaxForSigmoid(Mistake):
    """The outputs of a sample were made to add up to 1, by softmax in place of the sigmoid.

    Softmax is for classes that exclude each other; here every output neuron stands for itself.
    """

    name = "softmax-for-sigmoid"
    steps = ("output",)

    def output(self, s: Any) -> Matrix:
        """Share out 1 among the neurons."""
        if s.network.output_activation != "sigmoid":
            return super().output(s)
        return [self.softmax(row) for row in s.output_layer_input]


class SoftmaxOverSamples(Mistake):
    """Softmax ran down the samples: each column of the output adds up to 1, and each row should.

    Rows are samples here. In NumPy that is axis=1, in R apply(z, 1, ...) and t() of it.
    """

    name = "softmax-over-samples"
    steps = ("output",)

    def output(self, s: Any) -> Matrix:
        """Go down the columns."""
        if s.network.output_activation != "softmax":
            return super().output(s)
        return transpose([self.softmax(column) for column in transpose(s.output_layer_input)])


class SoftmaxMovedWrongly(Mistake):
    """A softmax whose sum may be 0."""

    def softmax(self, z: Vector) -> Vector:
        """0 / 0 is NaN in IEEE 754, and an exception in Python."""
        try:
            return super().softmax(z)
        except ZeroDivisionError:
            return [math.nan] * len(z)


class SoftmaxWithoutMaximum(SoftmaxMovedWrongly):
    """Softmax was computed as exp(z) / sum(exp(z)), without moving the largest z to 0 first.

    From z = 710 on exp(z) is infinite and the output NaN; far below 0 all of them are 0, and 0 / 0 is NaN too. Subtract
    the row's maximum: on paper that changes nothing.
    """

    name = "softmax-without-maximum"
    steps = ("output",)

    def largest(self, z: Vector) -> float:
        """Leave the row where it is."""
        del z
        return 0.0


class SoftmaxOfWholeMaximum(SoftmaxMovedWrongly):
    """Softmax subtracted the largest number of the whole matrix from every row.

    A row far below it then has nothing but zeros, and 0 / 0 is NaN; other rows lose bits. Each row has its own maximum.
    """

    name = "softmax-of-whole-maximum"
    steps = ("output",)
    whole = 0.0

    def output(self, s: Any) -> Matrix:
        """Look for the maximum everywhere."""
        self.whole = max(max(row) for row in s.output_layer_input)
        return super().output(s)

    def largest(self, z: Vector) -> float:
        """The same for all rows."""
        del z
        return self.whole


class SoftmaxNotDivided(Mistake):
    """The exponentials were not divided by their sum."""

    name = "softmax-not-divided"
    steps = ("output",)

    def softmax(self, z: Vector) -> Vector:
        """Stop at the exponentials."""
        m = self.largest(z)
        return [self.exp(x - m) for x in z]


def add_by_column(A: Matrix, bias: Vector | None) -> Matrix:
    """Lay the bias into a matrix of A's shape column by column, as often as it fits, and add that."""
    if bias is None:
        return A
    n = len(A)
    return [
        [a + bias[(row + column * n) % len(bias)] for column, a in enumerate(numbers)] for row, numbers in enumerate(A)
    ]
