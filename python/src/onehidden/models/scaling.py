"""Scaling columns: each by its mean and its spread, as a model learned them (SPEC.md 13.4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.network.steps import total_weight, weighted


@dataclass(frozen=True, eq=False)
class Scaling:
    """How columns are scaled: (x - center) / spread, with one center and one spread for each column.

    Attributes
    ----------
    center, spread : numpy.ndarray
        Vectors with one element per column; no spread is 0.
    """

    center: Array
    spread: Array

    def __post_init__(self) -> None:
        self.center.setflags(write=False)
        self.spread.setflags(write=False)


def column_scaling(X: Array, sample_weight: Array | None, arithmetic: Arithmetic) -> Scaling:
    """Center and spread of each column: S(x) / N and sqrt(S((x - center) * (x - center)) / N), 1 if constant.

    S is the sum over the rows, with each term multiplied by its sample weight; N is the number of rows, or the sum of
    the weights.
    """
    N = total_weight(X, sample_weight, arithmetic)
    center = arithmetic.column_sums(weighted(X, sample_weight)) / N
    deviation = X - center
    spread = np.sqrt(arithmetic.column_sums(weighted(deviation * deviation, sample_weight)) / N)
    # The mean of equal numbers is rounded, so their spread need not be 0.
    counting = X if sample_weight is None else X[sample_weight > 0]
    constant = (counting == counting[:1]).all(axis=0)
    return Scaling(center, np.where(constant | (spread == 0), 1.0, spread))


def scaled(X: Array, scaling: Scaling | None) -> Array:
    """(x - center) / spread; the same X without scaling."""
    return X if scaling is None else (X - scaling.center) / scaling.spread


def unscaled(Y: Array, scaling: Scaling | None) -> Array:
    """(y * spread) + center; the same Y without scaling."""
    return Y if scaling is None else (Y * scaling.spread) + scaling.center
