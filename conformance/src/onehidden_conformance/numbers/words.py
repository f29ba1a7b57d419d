"""How far apart two numbers are, as people read it: ulp where there are few, per cent where there are many."""

from __future__ import annotations

import math
from collections.abc import Sequence

from onehidden_conformance.numbers.bits import ulp_distance

FEW_ULP = 1000
"""Representable numbers between two, up to which their count is easier to read than their relative difference."""


def difference_in_words(got: float, expected: float) -> str:
    """How far a number is from what is expected.

    Examples
    --------
    >>> difference_in_words(1.003, 1.0), difference_in_words(3.0, -3.0)
    ('differs by 0.3 %', 'has the wrong sign')
    >>> difference_in_words(0.1 + 0.2, 0.3), difference_in_words(float("nan"), 1.0)
    ('differs by 1 ulp', 'is not a number')
    """
    if math.isnan(got) or math.isnan(expected):
        return "is not a number" if math.isnan(got) else "is a number"
    if math.isinf(got) or math.isinf(expected):
        return "has the wrong sign" if got == -expected else "is infinite" if math.isinf(got) else "is finite"
    ulp = int(ulp_distance(got, expected))
    if ulp < FEW_ULP:
        return f"differs by {ulp} ulp"
    return relative_in_words(got, expected)


def relative_in_words(got: float, expected: float) -> str:
    """A relative difference of finite numbers."""
    if expected == 0.0 or got == -expected:
        return "has the wrong sign" if expected else f"differs by {abs(got):.2g}"
    relative = abs(got / expected - 1.0)
    if relative >= 10.0:
        return f"is {got / expected:.3g} times as large" if math.isfinite(relative) else "is far too large"
    if relative < 1e-5:
        return f"differs by {relative:.1e} of its size"
    return f"differs by {100.0 * relative:{'.0f' if relative >= 1.0 else '.2g'}} %"


def shape_in_words(shape: Sequence[int]) -> str:
    """A shape.

    Examples
    --------
    >>> shape_in_words((3, 2)), shape_in_words((4,)), shape_in_words(())
    ('[3, 2]', '[4]', '[]')
    """
    return str(list(shape))


def word(value: object) -> str:
    """A value of an answer, in the words of JSON."""
    return "absent" if value is None else repr(value)
