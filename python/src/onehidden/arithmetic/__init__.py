"""The arithmetic under a network: products, sums and elementary functions, in two kinds, one of them compiled too.

The steps of a network are written once, against an `Arithmetic` that is handed in.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from onehidden._typing import Array
from onehidden.arithmetic import blas, compiled, reproducible
from onehidden.arithmetic.elementary import cr_exp, cr_log, cr_tanh
from onehidden.arithmetic.self_test import probe_is_right, run_self_test
from onehidden.checks.errors import UnsafeFloatingPointError

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

COMPILED = Arithmetic(
    name="reproducible",
    product=compiled.compiled_product,
    product_over_rows=compiled.compiled_product_over_rows,
    product_by_transpose=compiled.compiled_product_by_transpose,
    column_sums=compiled.compiled_column_sums,
    total=compiled.compiled_total,
    exp=compiled.compiled_exp,
    log=compiled.compiled_log,
    tanh=compiled.compiled_tanh,
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


def arithmetic_named(name: str, kernels: str | None = None) -> Arithmetic:
    """The arithmetic "reproducible" or "blas", with kernels as asked for or as there are.

    Blas arithmetic has only kernels of the library.

    Raises
    ------
    UnsafeFloatingPointError
        The process does not compute as IEEE 754 says, so the reproducible arithmetic would not be one.
    """
    if name == "blas":
        return BLAS
    return COMPILED if (kernels or default_kernels()) == "compiled" else tested_reproducible()


def default_kernels() -> str:
    """The kernels that are used where none are asked for: the compiled ones, if they are there and not switched off."""
    if os.environ.get("ONEHIDDEN_KERNELS") == "interpreted":
        return "interpreted"
    return "interpreted" if fault_of_compiled() else "compiled"


@cache
def fault_of_compiled() -> str | None:
    """Why the compiled kernels cannot be used, None where they can; their first use tests them in this process."""
    if compiled.NATIVE is None:
        return "they were not compiled when onehidden was installed: there was no compiler"
    try:
        tested_reproducible()
    except UnsafeFloatingPointError:
        return "this process does not compute as IEEE 754 says"
    if compiled.fuses():
        return "they were compiled with fused operations"
    if not probe_is_right(COMPILED):
        return "a known computation has other bits with them"
    return None


@cache
def tested_reproducible() -> Arithmetic:
    """The interpreted arithmetic, whose first use tests this process."""
    run_self_test(REPRODUCIBLE)
    return REPRODUCIBLE
