"""Compiled or interpreted: which kernels there are, and which ones work (SPEC.md, section 5)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from onehidden.arithmetic import compiled, default_kernels, fault_of_compiled
from onehidden.checks.errors import MissingKernelsError, UnknownKernelsError
from onehidden.checks.validation import check_choice

KERNELS = ("compiled", "interpreted")
SPECIFICATION = 2


def check_kernels(value: Any) -> str:
    """Return the kernels that work: those asked for, or of None what is there."""
    if value is None:
        return default_kernels()
    check_choice(value, "kernels", KERNELS, UnknownKernelsError)
    fault = fault_of_compiled() if value == "compiled" else None
    if fault:
        mend = 'Leave `kernels` out, or use kernels = "interpreted": the bits are the same.'
        raise MissingKernelsError(f"the compiled kernels cannot be used: {fault}. {mend}", "kernels")
    return str(value)


@dataclass(frozen=True)
class Info:
    """What `info` tells.

    Attributes
    ----------
    version : str
        Of the package.
    specification : int
        The version of SPEC.md.
    kernels : {"compiled", "interpreted"}
        Which ones are used where none are asked for.
    reason : str or None
        Why the interpreted ones are, if they are.
    width : str or None
        The vectors of the compiled kernels: "AVX-512", "AVX2" or "baseline".
    threads : int
        How many threads the compiled kernels use for large work.
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
    """Tell which version this is, and which kernels it uses.

    Returns
    -------
    Info
        With `version`, `specification`, `kernels`, `reason`, `width` and `threads`.

    Notes
    -----
    SPEC.md 5.8. The environment variable ONEHIDDEN_KERNELS=interpreted switches compiled kernels off;
    ONEHIDDEN_THREADS, or else OMP_NUM_THREADS, says how many threads there are at most.

    Examples
    --------
    >>> import onehidden
    >>> onehidden.info().specification
    2
    """
    from onehidden import __version__

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
    """Why the kernels are the interpreted ones; None where they are not."""
    if kernels == "compiled":
        return None
    return fault_of_compiled() or f"ONEHIDDEN_KERNELS is {os.environ['ONEHIDDEN_KERNELS']}"
