"""The operations that a network is computed with, as one object that is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onehidden._typing import Array


@dataclass(frozen=True)
class Arithmetic:
    """The operations of a network whose bits are not settled by IEEE 754 alone.

    Matrices are of doubles, with samples in their rows. What overflows becomes infinite or NaN, as IEEE 754 has it;
    whether NumPy warns of that is its caller's choice (`numpy.errstate`).

    Attributes
    ----------
    name : str
        "reproducible" or "blas".
    product, product_over_rows, product_by_transpose : callable
        A . B, t(A) . B (a reduction over samples) and A . t(B) of two matrices.
    column_sums : callable
        The sum of each column of a matrix, a vector: a reduction over samples.
    total : callable
        The sum of all elements of a matrix.
    exp : callable
        e^x of an array. It may write over its argument: hand in an array that nobody else needs.
    log, tanh : callable
        log(x) and tanh(x) of an array.
    """

    name: str
    product: Callable[[Array, Array], Array]
    product_over_rows: Callable[[Array, Array], Array]
    product_by_transpose: Callable[[Array, Array], Array]
    column_sums: Callable[[Array], Array]
    total: Callable[[Array], float]
    exp: Callable[[Array], Array]
    log: Callable[[Array], Array]
    tanh: Callable[[Array], Array]
