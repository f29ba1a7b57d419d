"""Reproducible arithmetic by compiled kernels: the same bits, faster. Their C source is in the folder kernels/."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.reproducible import left_fold

NATIVE: Any  # the compiled module; None where there was no compiler at installation
try:
    NATIVE = import_module("onehidden._kernels")
except ImportError:
    NATIVE = None

WIDEST = None  # the widest vectors of the processor; tests limit them


def thread_count() -> int:
    """The number of threads for large inputs: ONEHIDDEN_THREADS, OMP_NUM_THREADS, or one per processor."""
    for name in ("ONEHIDDEN_THREADS", "OMP_NUM_THREADS"):
        asked = os.environ.get(name, "")
        if asked.isdecimal() and int(asked) > 0:
            return int(asked[:9])
    return int(NATIVE.processors())


def product_of_kind(kind: str, A: Array, B: Array, m: int, k: int, n: int) -> Array:
    """A product, m x n, whose inner dimension is k."""
    C = np.empty((m, n))
    A, B = np.ascontiguousarray(A), np.ascontiguousarray(B)
    NATIVE.product(WIDEST, kind, A, B, m, k, n, thread_count(), C)
    return C


def compiled_product(A: Array, B: Array) -> Array:
    """A . B."""
    return product_of_kind("", A, B, A.shape[0], A.shape[1], B.shape[1])


def compiled_product_over_rows(A: Array, B: Array) -> Array:
    """t(A) . B, a reduction over samples."""
    return product_of_kind("over_rows", A, B, A.shape[1], A.shape[0], B.shape[1])


def compiled_product_by_transpose(A: Array, B: Array) -> Array:
    """A . t(B)."""
    return product_of_kind("by_transpose", A, B, A.shape[0], A.shape[1], B.shape[0])


def compiled_column_sums(A: Array) -> Array:
    """The sum of each column, a reduction over samples."""
    sums = np.empty(A.shape[1])
    NATIVE.column_sums(WIDEST, np.ascontiguousarray(A), A.shape[0], A.shape[1], sums)
    return sums


def compiled_total(A: Array) -> float:
    """The left fold from +0.0 of the column sums, columns ascending."""
    return left_fold(compiled_column_sums(A))


def elementary(function: str, x: Array) -> Array:
    """One of exp, log and tanh of each element."""
    x = np.ascontiguousarray(x)
    y = np.empty(x.shape)
    NATIVE.elementary(WIDEST, function, x, y)
    return y


def compiled_exp(x: Array) -> Array:
    """e^x."""
    return elementary("exp", x)


def compiled_log(x: Array) -> Array:
    """log(x)."""
    return elementary("log", x)


def compiled_tanh(x: Array) -> Array:
    """tanh(x)."""
    return elementary("tanh", x)


def fuses() -> bool:
    """Whether the kernels fuse products and sums into one rounding, tested with numbers no compiler can know."""
    x = np.full(17, 1.0 + 2.0**-27)
    x[16] = x[0] * x[0]
    return bool(NATIVE.fuses(WIDEST, x))
