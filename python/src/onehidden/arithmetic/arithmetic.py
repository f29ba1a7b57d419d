"""The type of an arithmetic: the operations that the steps of a network are computed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onehidden._typing import Array


@dataclass(frozen=True)
class Arithmetic:
    """The operations whose bits IEEE 754 alone does not determine.

    Matrices hold doubles, one sample per row. Overflow gives infinities or NaN, as in IEEE 754; the caller decides
    whether NumPy warns about it (`numpy.errstate`).

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
        e^x of an array. It may overwrite its argument: pass an array that is not used afterwards.
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
