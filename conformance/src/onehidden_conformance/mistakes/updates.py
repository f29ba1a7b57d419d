"""Mistakes in step 12."""

from __future__ import annotations

from typing import Any

import numpy as np

from onehidden_conformance.mistakes.base import UPDATED, Mistake
from onehidden_conformance.numbers.tensors import Matrix, Vector


class UpdateClimbs(Mistake):
    """The gradient was added, and it must be subtracted.

    The gradient points to where the loss grows. The rule w + rate * dE/dw, which some derivations end in, is right only
    for minus the gradient.
    """

    name = "update-climbs"
    steps = UPDATED

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Add."""
        return super().updated(s, w, -grad)


class BiasNeverUpdated(Mistake):
    """The biases stayed as they were: step 12 is for them too."""

    name = "bias-never-updated"
    steps = ("updated_bh", "updated_bout")

    def updated_bh(self, s: Any) -> Vector:
        """Leave it."""
        return s.bh  # type: ignore[no-any-return]

    def updated_bout(self, s: Any) -> Vector:
        """Leave it."""
        return s.bout  # type: ignore[no-any-return]


class LearningRateMissing(Mistake):
    """The whole gradient was subtracted: multiply it by the learning rate first."""

    name = "learning-rate-missing"
    steps = UPDATED

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Step too far."""
        del s
        return w - grad


class BiasWithoutLearningRate(Mistake):
    """The learning rate was left out of the update of the biases."""

    name = "bias-without-learning-rate"
    steps = ("updated_bh", "updated_bout")

    def updated_bh(self, s: Any) -> Vector:
        """Subtract the whole gradient."""
        return [w - grad for w, grad in zip(s.bh, s.grad_bh, strict=True)]

    def updated_bout(self, s: Any) -> Vector:
        """Subtract the whole gradient."""
        return [w - grad for w, grad in zip(s.bout, s.grad_bout, strict=True)]


class HiddenLayerNeverUpdated(Mistake):
    """The hidden layer stayed as it was: step 12 is for all four parameters."""

    name = "hidden-layer-never-updated"
    steps = ("updated_wh", "updated_bh")

    def updated_wh(self, s: Any) -> Matrix:
        """Leave it."""
        return s.wh  # type: ignore[no-any-return]

    def updated_bh(self, s: Any) -> Vector:
        """Leave it."""
        return s.bh  # type: ignore[no-any-return]


class SinglePrecisionUpdate(Mistake):
    """The updated parameters were stored as float32."""

    name = "single-precision-update"
    steps = UPDATED

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Round to float32."""
        with np.errstate(all="ignore"):
            return float(np.float32(super().updated(s, w, grad)))
