"""NumPy's own products, sums and elementary functions: fast, with bits that depend on library and processor."""

import numpy as np

from onehidden._typing import Array


def blas_product(A: Array, B: Array) -> Array:
    """A . B."""
    return A @ B


def blas_product_over_rows(A: Array, B: Array) -> Array:
    """t(A) . B; the transpose is a view, BLAS reads it in place."""
    return A.T @ B


def blas_product_by_transpose(A: Array, B: Array) -> Array:
    """A . t(B); the transpose is a view, BLAS reads it in place."""
    return A @ B.T


def blas_column_sums(A: Array) -> Array:
    """The sum of each column."""
    sums: Array = A.sum(axis=0)
    return sums


def blas_total(A: Array) -> float:
    """The sum of all elements."""
    return float(A.sum())


def blas_exp(x: Array) -> Array:
    """e^x; overwrites x."""
    return np.exp(x, out=x)


def blas_log(x: Array) -> Array:
    """log(x)."""
    return np.log(x)


def blas_tanh(x: Array) -> Array:
    """tanh(x)."""
    return np.tanh(x)
