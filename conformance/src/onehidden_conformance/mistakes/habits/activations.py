"""Activation functions that are not what they are called: from a table, clipped, mirrored, or of the other layer."""

from __future__ import annotations

import math
from typing import Any

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.mistakes.forward import ClippedSigmoid, LeakyRelu
from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import elementwise


class TableSigmoid(Mistake):
    """The sigmoid was looked up in a table of 4096 values between -15 and 15.

    It is then right to three or four digits. Where a table is worth it for speed, say so and compare without it.
    """

    name = "table-sigmoid"
    steps = ("hidden_layer_activations", "output")
    entries, edge, shift = 4096, 15.0, 0.5

    def activation(self, name: str, z: float) -> float:
        """Look it up."""
        if name != "sigmoid" or not math.isfinite(z):
            return super().activation(name, z)
        at = math.floor((z + self.edge) * self.entries / (2.0 * self.edge) + self.shift)
        entry = min(max(at, 0), self.entries - 1)
        return super().activation(name, -self.edge + entry * (2.0 * self.edge / self.entries))


class TableSigmoidBelow(TableSigmoid):
    """The entry below."""

    form = "the entry below"
    shift = 0.0


class SigmoidClippedInput(ClippedSigmoid):
    """The argument of the sigmoid was clipped."""

    form = "its argument"
    edge = 15.0

    def activation(self, name: str, z: float) -> float:
        """Clip the argument."""
        return Mistake.activation(self, name, min(max(z, -self.edge), self.edge) if name == "sigmoid" else z)


class SigmoidSaturated(ClippedSigmoid):
    """Set to 0 and 1 beyond some edge."""

    form = "at another edge"
    edge = 45.0

    def activation(self, name: str, z: float) -> float:
        """Saturate."""
        if name == "sigmoid" and abs(z) > self.edge:
            return 1.0 if z > 0.0 else 0.0
        return Mistake.activation(self, name, z)


SATURATED = [
    type(f"SigmoidSaturatedAt{edge}", (SigmoidSaturated,), {"edge": float(edge), "form": f"beyond {edge}"})
    for edge in (4, 5, 6, 8, 10, 20, 30, 36, 40, 50, 100)
]
CLIPPED = [
    type(f"SigmoidClippedAt{edge}", (SigmoidClippedInput,), {"edge": float(edge), "form": f"its argument at {edge}"})
    for edge in (4, 5, 6, 8, 10, 20, 30, 40, 50, 100)
]
globals().update({kind.__name__: kind for kind in (*SATURATED, *CLIPPED)})


class SigmoidMirrored(Mistake):
    """The sigmoid was computed as 1 / (1 + exp(z)): the minus is missing, and it falls where it should rise."""

    name = "sigmoid-mirrored"
    steps = ("hidden_layer_activations", "output")

    def activation(self, name: str, z: float) -> float:
        """Forget the minus."""
        return super().activation(name, -z if name == "sigmoid" else z)


class FastSigmoid(Mistake):
    """The sigmoid was approximated by a formula without exp: z / (1 + |z|), moved to lie between 0 and 1."""

    name = "fast-sigmoid"
    steps = ("hidden_layer_activations", "output")

    def activation(self, name: str, z: float) -> float:
        """Approximate."""
        return 0.5 + 0.5 * z / (1.0 + abs(z)) if name == "sigmoid" else super().activation(name, z)


class FastSigmoidAroundZero(FastSigmoid):
    """Not moved."""

    form = "not moved"

    def activation(self, name: str, z: float) -> float:
        """Approximate."""
        return z / (1.0 + abs(z)) if name == "sigmoid" else Mistake.activation(self, name, z)


class HardSigmoid(FastSigmoid):
    """Three straight lines."""

    form = "of straight lines"

    def activation(self, name: str, z: float) -> float:
        """Approximate."""
        return min(max(0.2 * z + 0.5, 0.0), 1.0) if name == "sigmoid" else Mistake.activation(self, name, z)


class ScaledTanh(Mistake):
    """tanh was stretched: 1.7159 tanh(2 z / 3), as LeCun recommends, is another function."""

    name = "stretched-tanh"
    steps = ("hidden_layer_activations", "output")

    def activation(self, name: str, z: float) -> float:
        """Stretch."""
        return 1.7159 * super().activation(name, 2.0 * z / 3.0) if name == "tanh" else super().activation(name, z)


class HiddenActivationMissing(Mistake):
    """The hidden layer has no activation function: what went into it came out of it.

    The whole network is then linear up to its output.
    """

    name = "hidden-activation-missing"
    steps = ("hidden_layer_activations",)

    def hidden_layer_activations(self, s: Any) -> Matrix:
        """Skip the activation."""
        return s.hidden_layer_input  # type: ignore[no-any-return]


class OutputActivationInHiddenLayer(Mistake):
    """The hidden layer was given the output layer's activation function: each layer has its own."""

    name = "output-activation-in-hidden-layer"
    steps = ("hidden_layer_activations",)

    def hidden_layer_activations(self, s: Any) -> Matrix:
        """Take the wrong function."""
        name = s.network.output_activation
        if name == "softmax":
            return [self.softmax(row) for row in s.hidden_layer_input]
        return elementwise(lambda z: self.activation(name, z), s.hidden_layer_input)


class AppliedTwice(Mistake):
    """The activation function was applied twice: to the layer's input, and to what came of that."""

    name = "activation-applied-twice"
    steps = ("hidden_layer_activations", "output")

    def activation(self, name: str, z: float) -> float:
        """Apply it again."""
        return super().activation(name, super().activation(name, z))


class OutputActivatedTwice(AppliedTwice):
    """Only at the output."""

    form = "at the output only"

    def activation(self, name: str, z: float) -> float:
        """Once."""
        return Mistake.activation(self, name, z)

    def output(self, s: Any) -> Matrix:
        """Again."""
        if s.network.output_activation == "softmax":
            return [self.softmax(self.softmax(row)) for row in s.output_layer_input]
        return elementwise(lambda a: self.activation(s.network.output_activation, a), super().output(s))


class SoftmaxOfWholeSum(Mistake):
    """Softmax divided by the sum over all samples: all numbers of the output add up to 1, and each row should.

    Each sample has its own sum (axis=1 and keepdims=True in NumPy).
    """

    name = "softmax-of-whole-sum"
    steps = ("output",)

    def output(self, s: Any) -> Matrix:
        """Divide by the whole."""
        if s.network.output_activation != "softmax":
            return super().output(s)
        most = max(max(row) for row in s.output_layer_input)
        powers = elementwise(lambda z: self.exp(z - most), s.output_layer_input)
        whole = sum(map(sum, powers))
        return elementwise(lambda e: e / whole, powers)


class LeakyReluOfATenth(LeakyRelu):
    """A tenth."""

    form = "of a tenth"
    leak = 0.1

    def activation(self, name: str, z: float) -> float:
        """Leak."""
        return self.leak * z if name == "relu" and z < 0.0 else Mistake.activation(self, name, z)

    def slope(self, name: str, a: float) -> float:
        """Leak."""
        return self.leak if name == "relu" and a <= 0.0 else Mistake.slope(self, name, a)


class LeakyReluOfAFifth(LeakyReluOfATenth):
    """A fifth."""

    form = "of a fifth"
    leak = 0.2


class LeakyReluWithRightSlope(LeakyRelu):
    """Forward only."""

    form = "forward only"

    def slope(self, name: str, a: float) -> float:
        """Right."""
        return Mistake.slope(self, name, a)


class StepForActivation(Mistake):
    """Every unit was switched on or off: the activation is 1 above 0 and 0 elsewhere, as in a perceptron."""

    name = "step-for-activation"
    steps = ("hidden_layer_activations", "output")

    def activation(self, name: str, z: float) -> float:
        """Switch."""
        del name
        return 1.0 if z > 0.0 else 0.0

    def softmax(self, z: Vector) -> Vector:
        """Right."""
        return super().softmax(z)
