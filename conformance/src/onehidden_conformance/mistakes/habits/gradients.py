"""Gradients and updates of whole layers: of the wrong tensors, of some samples only, or in the wrong order."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes.base import SUMS_OVER_ROWS, UPDATED, Mistake, scaled
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle import STEPS, NetworkValues, transpose, updated_network
from onehidden_conformance.oracle.network import each_number


class OutputForHidden(Mistake):
    """`grad_wout` was computed from the output's activations, and needs those of the hidden layer.

    Where both layers have as many neurons the shapes let it through.
    """

    name = "output-in-place-of-hidden"
    steps = ("grad_wout",)

    def grad_wout(self, s: Any) -> Matrix:
        """Take the output where it fits."""
        if len(s.wout) != len(s.wout[0]):
            return super().grad_wout(s)
        return [self.gradient(s, row) for row in self.product_over_rows(s.output, s.d_output)]


class WeightForInput(Mistake):
    """The gradients of the weights were computed with the weights themselves in place of the layer's inputs."""

    name = "weight-in-place-of-input"
    steps = ("grad_wout", "grad_wh")

    def grad_wout(self, s: Any) -> Matrix:
        """Weights times deltas."""
        sums = self.column_sums(s.d_output)
        return [self.gradient(s, [w * d for w, d in zip(row, sums, strict=True)]) for row in s.wout]

    def grad_wh(self, s: Any) -> Matrix:
        """Weights times deltas."""
        sums = self.column_sums(s.d_hidden_layer)
        return [self.gradient(s, [w * d for w, d in zip(row, sums, strict=True)]) for row in s.wh]


class GradientOfLastSample(Mistake):
    """The whole gradient is that of the last sample: a loop over the samples assigned where it had to add."""

    name = "gradient-of-last-sample"
    steps = SUMS_OVER_ROWS
    row = -1

    def dot_over_rows(self, a: Vector, b: Vector) -> float:
        """One product."""
        return a[self.row] * b[self.row]

    def column_sums(self, A: Matrix) -> Vector:
        """One row."""
        return A[self.row]

    def total(self, A: Matrix) -> float:
        """The loss is right."""
        return self.fold(Mistake.column_sums(self, A))


class GradientOfFirstSample(GradientOfLastSample):
    """The whole gradient is that of the first sample: the others are not used."""

    name = "gradient-of-first-sample"
    row = 0


class HiddenWeightsNeverUpdated(Mistake):
    """`wh` stayed as it was, and the biases learned: step 12 is for all four parameters."""

    name = "hidden-weights-never-updated"
    steps = ("updated_wh",)

    def updated_wh(self, s: Any) -> Matrix:
        """Leave it."""
        return s.wh  # type: ignore[no-any-return]


class OutputLayerNeverUpdated(Mistake):
    """The output layer stayed as it was: step 12 is for all four parameters."""

    name = "output-layer-never-updated"
    steps = ("updated_wout", "updated_bout")

    def updated_wout(self, s: Any) -> Matrix:
        """Leave it."""
        return s.wout  # type: ignore[no-any-return]

    def updated_bout(self, s: Any) -> Vector:
        """Leave it."""
        return s.bout  # type: ignore[no-any-return]


class NothingUpdated(Mistake):
    """No parameter changed: what was updated was a copy, or the update was never made."""

    name = "nothing-updated"
    steps = UPDATED

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Leave it."""
        del s, grad
        return w


class GradientForUpdate(Mistake):
    """What should be the updated parameters are the gradients: they were never subtracted from the parameters."""

    name = "gradient-in-place-of-update"
    steps = UPDATED

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Give the gradient."""
        del s, w
        return grad


class ChangeForUpdate(GradientForUpdate):
    """The change, times the learning rate."""

    form = "times the learning rate"

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Give the change."""
        del w
        return -(grad * s.learning_rate)  # type: ignore[no-any-return]


class HiddenLayerClimbs(Mistake):
    """The hidden layer moved the wrong way, and the output layer the right one: one sign too many on the way back."""

    name = "hidden-layer-climbs"
    steps = ("error_at_hidden_layer",)

    def error_at_hidden_layer(self, s: Any) -> Matrix:
        """Change the sign."""
        return scaled(super().error_at_hidden_layer(s), -1.0)  # type: ignore[no-any-return]


class HiddenUpdateClimbs(HiddenLayerClimbs):
    """Only in the update."""

    form = "in the update"

    def error_at_hidden_layer(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.error_at_hidden_layer(self, s)

    def updated_wh(self, s: Any) -> Matrix:
        """Climb."""
        return climbed(s, "wh")  # type: ignore[no-any-return]

    def updated_bh(self, s: Any) -> Vector:
        """Climb."""
        return climbed(s, "bh")  # type: ignore[no-any-return]


class OutputLayerClimbs(Mistake):
    """The output layer moved the wrong way, and the hidden layer the right one."""

    name = "output-layer-climbs"
    steps = ("updated_wout", "updated_bout")

    def updated_wout(self, s: Any) -> Matrix:
        """Climb."""
        return climbed(s, "wout")  # type: ignore[no-any-return]

    def updated_bout(self, s: Any) -> Vector:
        """Climb."""
        return climbed(s, "bout")  # type: ignore[no-any-return]


def climbed(s: Any, name: str) -> Any:
    """A parameter plus rate times gradient."""
    return each_number(lambda w, grad: w + grad * s.learning_rate, getattr(s, name), getattr(s, f"grad_{name}"))


class DescentDirectionShown(Mistake):
    """The gradients that are shown have the other sign: they are the direction of descent. The updates are right."""

    name = "descent-direction-for-gradient"
    steps = SUMS_OVER_ROWS

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Change the sign."""
        return [-x for x in super().gradient(s, sums)]

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Add it."""
        return super().updated(s, w, -grad)


class UpdatedAfterEverySample(Mistake):
    """The parameters were updated after every sample, and an update here is for all given samples together.

    Compute the gradients of all samples with the same parameters, add them up, then update once.
    """

    name = "updated-after-every-sample"
    looks_ahead = True
    steps = (*SUMS_OVER_ROWS, *UPDATED)

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """One update after the other; what is shown besides is of the first parameters."""
        steps = super().step(network, X, y, learning_rate, sample_weight)
        for at, (x, target) in enumerate(zip(X, y, strict=True)):
            weight = None if sample_weight is None else [sample_weight[at]]
            last = super().step(network, [x], [target], self.rate_of_sample(learning_rate, network, len(X)), weight)
            network = updated_network(network, last)
        return {**steps, **{name: last[name] for name in STEPS if name in UPDATED and name in last}}

    def rate_of_sample(self, learning_rate: float, network: NetworkValues, n: int) -> float:
        """The learning rate of one sample's update."""
        del network, n
        return learning_rate


class UpdatedAfterEverySampleByMean(UpdatedAfterEverySample):
    """Each with its share of the mean."""

    form = "each with its share of the mean"

    def rate_of_sample(self, learning_rate: float, network: NetworkValues, n: int) -> float:
        """The share."""
        return learning_rate / n if network.reduction == "mean" else learning_rate


class GradientReshaped(Mistake):
    """The gradients of the weights have the right numbers in the wrong places: the transpose was reshaped.

    The product was taken the other way round, and reshaped until it fitted. Transpose it.
    """

    name = "gradient-reshaped"
    steps = ("grad_wout", "grad_wh")

    def grad_wout(self, s: Any) -> Matrix:
        """Reshape the transpose."""
        return reshaped(super().grad_wout(s))

    def grad_wh(self, s: Any) -> Matrix:
        """Reshape the transpose."""
        return reshaped(super().grad_wh(s))


def reshaped(A: Matrix) -> Matrix:
    """The numbers of the transpose in the shape of A."""
    numbers = [x for row in transpose(A) for x in row]
    width = len(A[0])
    return [numbers[at : at + width] for at in range(0, len(numbers), width)]
