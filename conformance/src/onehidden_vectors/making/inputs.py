"""Inputs of vectors: short decimal numbers that are the same on every run and every machine."""

from __future__ import annotations

import math
import random
from typing import Any

from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import NetworkValues


class Numbers:
    """A stream of decimal numbers with two digits after the point.

    Decimals are short to read, yet almost none of them is a sum of few powers of two: products and
    sums of them are rounded, so that a change in the order of operations shows. `random.Random` with
    an integer seed promises the same `random()` in every version of Python.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def number(self, low: float = -1.0, high: float = 1.0) -> float:
        """Draw one number from low to high."""
        hundredths = math.floor(self._random() * (100 * (high - low) + 1))
        return (100 * low + hundredths) / 100

    def vector(self, length: int, low: float = -1.0, high: float = 1.0) -> Vector:
        """Draw a vector."""
        return [self.number(low, high) for _ in range(length)]

    def matrix(self, rows: int, columns: int, low: float = -1.0, high: float = 1.0) -> Matrix:
        """Draw a matrix, row by row."""
        return [self.vector(columns, low, high) for _ in range(rows)]

    def network(
        self, d: int, h: int, k: int, *, hidden_bias: bool = True, output_bias: bool = True, **how: Any
    ) -> NetworkValues:
        """Draw the parameters of a network; h = 0 makes one without hidden layer."""
        return NetworkValues(
            self.matrix(d, h) if h else None,
            self.vector(h) if h and hidden_bias else None,
            self.matrix(h or d, k),
            self.vector(k) if output_bias else None,
            **how,
        )

    def labels(self, rows: int, columns: int) -> Matrix:
        """Draw a matrix of zeros and ones."""
        return [[float(self._random() < 0.5) for _ in range(columns)] for _ in range(rows)]
