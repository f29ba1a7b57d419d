"""The choice between compiled and interpreted kernels, and between the arithmetics (SPEC.md, section 5)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

from onehidden._version import __version__
from onehidden.arithmetic import blas, compiled, reproducible
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.arithmetic.elementary import rounded_exp, rounded_log, rounded_tanh
from onehidden.arithmetic.self_test import probe_is_right, run_self_test
from onehidden.checks.errors import MissingKernelsError, UnknownKernelsError, UnsafeFloatingPointError
from onehidden.checks.values import check_choice

KERNELS = ("compiled", "interpreted")
SPECIFICATION = 2


def check_kernels(value: Any) -> str:
    """Return the kernels to use: the requested ones, or the default for None."""
    if value is None:
        return default_kernels()
    check_choice(value, "kernels", KERNELS, UnknownKernelsError)
    fault = fault_of_compiled() if value == "compiled" else None
    if fault:
        hint = 'Leave `kernels` out, or use kernels = "interpreted": the bits are the same.'
        raise MissingKernelsError(f"the compiled kernels cannot be used: {fault}. {hint}", "kernels")
    return str(value)


@dataclass(frozen=True)
class Info:
    """What `info` returns.

    Attributes
    ----------
    version : str
        The version of the package.
    specification : int
        The version of SPEC.md.
    kernels : {"compiled", "interpreted"}
        The kernels that are used by default.
    reason : str or None
        Why the interpreted kernels are used, if they are.
    width : str or None
        The vector width of the compiled kernels: "AVX-512", "AVX2" or "baseline".
    threads : int
        How many threads the compiled kernels use for large inputs.
    """

    version: str
    specification: int
    kernels: str
    reason: str | None
    width: str | None
    threads: int

    def __repr__(self) -> str:
        used = f"compiled, {self.width} vectors, up to {self.threads} threads for large work"
        return (
            f"onehidden {self.version}, specification {self.specification}\n"
            f"kernels: {used if self.reason is None else f'interpreted, because {self.reason}'}"
        )


def info() -> Info:
    """Report the version, and which kernels are used.

    Returns
    -------
    Info
        With `version`, `specification`, `kernels`, `reason`, `width` and `threads`.

    Notes
    -----
    SPEC.md 5.8. The environment variable ONEHIDDEN_KERNELS=interpreted switches compiled kernels off;
    ONEHIDDEN_THREADS, or else OMP_NUM_THREADS, limits the number of threads.

    Examples
    --------
    >>> import onehidden
    >>> onehidden.info().specification
    2
    """
    kernels = default_kernels()
    there = fault_of_compiled() is None
    return Info(
        version=__version__,
        specification=SPECIFICATION,
        kernels=kernels,
        reason=reason_for(kernels),
        width=compiled.NATIVE.width(compiled.WIDEST) if there else None,
        threads=compiled.thread_count() if there else 1,
    )


def reason_for(kernels: str) -> str | None:
    """Why the interpreted kernels are used; None where they are not."""
    if kernels == "compiled":
        return None
    return fault_of_compiled() or f"ONEHIDDEN_KERNELS is {os.environ['ONEHIDDEN_KERNELS']}"


REPRODUCIBLE = Arithmetic(
    name="reproducible",
    product=reproducible.ordered_product,
    product_over_rows=reproducible.ordered_product_over_rows,
    product_by_transpose=reproducible.ordered_product_by_transpose,
    column_sums=reproducible.ordered_column_sums,
    total=reproducible.ordered_total,
    exp=rounded_exp,
    log=rounded_log,
    tanh=rounded_tanh,
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
    """The arithmetic "reproducible" or "blas", with these kernels or the default ones.

    The kernels make no difference to blas arithmetic.

    Raises
    ------
    UnsafeFloatingPointError
        The process does not follow IEEE 754, so reproducible arithmetic would not be reproducible.
    """
    if name == "blas":
        return BLAS
    return COMPILED if (kernels or default_kernels()) == "compiled" else tested_reproducible()


def default_kernels() -> str:
    """The default kernels: the compiled ones, if they work and are not switched off."""
    if os.environ.get("ONEHIDDEN_KERNELS") == "interpreted":
        return "interpreted"
    return "interpreted" if fault_of_compiled() else "compiled"


@cache
def fault_of_compiled() -> str | None:
    """Why the compiled kernels cannot be used; None where they can. Their first use in a process tests them."""
    if compiled.NATIVE is None:
        return "they were not compiled when onehidden was installed: there was no compiler"
    try:
        tested_reproducible()
    except UnsafeFloatingPointError:
        return "this process does not follow IEEE 754"
    if compiled.fuses():
        return "they were compiled with fused operations"
    if not probe_is_right(COMPILED):
        return "a known computation gives different bits with them"
    return None


@cache
def tested_reproducible() -> Arithmetic:
    """The interpreted arithmetic; its first use tests this process."""
    run_self_test(REPRODUCIBLE)
    return REPRODUCIBLE
