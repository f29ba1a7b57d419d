"""The arithmetic under a network: products, sums and elementary functions, in two kinds.

The steps of a network are written once, against an `Arithmetic` that is handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from onehidden._typing import Array
from onehidden.arithmetic import blas, reproducible
from onehidden.arithmetic.elementary import cr_exp, cr_log, cr_tanh
from onehidden.arithmetic.self_test import run_self_test

__all__ = ["Arithmetic", "arithmetic_named", "cr_exp", "cr_log", "cr_tanh"]


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


REPRODUCIBLE = Arithmetic(
    name="reproducible",
    product=reproducible.ordered_product,
    product_over_rows=reproducible.ordered_product_over_rows,
    product_by_transpose=reproducible.ordered_product_by_transpose,
    column_sums=reproducible.ordered_column_sums,
    total=reproducible.ordered_total,
    exp=cr_exp,
    log=cr_log,
    tanh=cr_tanh,
)

BLAS = Arithmetic(
    name="blas",
    product=blas.blas_product,
    product_over_rows=blas.blas_product_over_rows,
    product_by_transpose=blas.blas_product_by_transpose,
    column_sums=blas.blas_column_sums,
    total=blas.blas_total,
    exp=blas.blas_exp,
    log=blas.blas_log,
    tanh=blas.blas_tanh,
)


@cache
def arithmetic_named(name: str) -> Arithmetic:
    """The arithmetic "reproducible" or "blas"; the first use of the reproducible one tests this process.

    Raises
    ------
    UnsafeFloatingPointError
        The process does not compute as IEEE 754 says, so the reproducible arithmetic would not be one.
    """
    if name == "blas":
        return BLAS
    run_self_test()
    return REPRODUCIBLE
