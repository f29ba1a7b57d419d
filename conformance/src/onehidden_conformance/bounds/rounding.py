"""The error of one rounding, in double and in single precision, and the precision of the bounds themselves.

Why 256 bits are enough: wherever terms cancel, E contains at least 2^-53 times the size of what cancelled (or of 1, in
1 - a and in differences of activations). An error of 2^-256 relative to those terms, a few thousand times over, is thus
below 2^-180 of E, and `bound` rounds up by 2^-50. Where E is 0, the value is a double, or a sum or product of few.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from gmpy2 import mpfr

PRECISION = 256


class Rounding(NamedTuple):
    """An arithmetic as far as errors go.

    Attributes
    ----------
    u : mpfr
        Largest relative error of one rounding.
    eta : mpfr
        The error when a result is flushed to zero.
    largest : mpfr
        The largest finite number.
    dtype : type
        The type that numbers are rounded to before anything is computed.
    """

    u: Any
    eta: Any
    largest: Any
    dtype: Any


DOUBLE = Rounding(
    mpfr("0x1p-53", 53, 16), mpfr("0x1p-1022", 53, 16), mpfr("0x1.fffffffffffffp1023", 53, 16), np.float64
)
SINGLE = Rounding(mpfr("0x1p-24", 53, 16), mpfr("0x1p-126", 53, 16), mpfr("0x1.fffffep127", 53, 16), np.float32)

U, ETA = DOUBLE.u, DOUBLE.eta

_current: ContextVar[Rounding] = ContextVar("rounding", default=DOUBLE)


def unit() -> Any:
    """u of the arithmetic that the bounds are for."""
    return _current.get().u


def smallest() -> Any:
    """eta of the arithmetic that the bounds are for."""
    return _current.get().eta


def current() -> Rounding:
    """The arithmetic that the bounds are for: double precision, unless `rounding_to` says otherwise."""
    return _current.get()


@contextmanager
def rounding_to(rounding: Rounding) -> Iterator[None]:
    """Make bounds for this arithmetic within the block."""
    token = _current.set(rounding)
    try:
        yield
    finally:
        _current.reset(token)


def precisely() -> Any:
    """Compute in high precision within the block."""
    return gmpy2.context(precision=PRECISION)


def gamma(m: int) -> Any:
    """Error of a sum of m rounded products, relative to the sum of their absolute values."""
    u = unit()
    return m * u / (1 - m * u)


def lost_on_entry(number: float) -> Any:
    """9.27: what a number loses when it is rounded to the arithmetic, before anything is computed with it."""
    rounding = current()
    if rounding is DOUBLE:
        return mpfr(0)
    x = mpfr(number)
    if abs(x) < rounding.eta:
        return abs(x)  # flushed to zero or not
    with np.errstate(over="ignore"):
        return abs(mpfr(float(rounding.dtype(number))) - x)
