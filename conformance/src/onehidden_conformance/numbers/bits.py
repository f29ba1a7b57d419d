"""Binary64 numbers compared as what they are in memory: 64 bits each.

`==` will not do: it takes -0 for +0 and no NaN for itself. Bits compare as integers, and in a suitable order the
distance of two of these integers is the number of representable steps between the two numbers, their ULP distance.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.uint64]

_SIGN = np.uint64(1 << 63)


def ordinals(x: npt.ArrayLike) -> Integers:
    """Map every element to an integer that grows with it, from -NaN over -0 and +0 to +NaN.

    Neighbouring numbers have neighbouring integers, and -0 comes just before +0. Bits with a sign grow away from zero,
    so they are inverted; bits without one go above them.

    Examples
    --------
    >>> [int(ordinals(x) - ordinals(0.0)) for x in (0.0, 5e-324, 1e-323)]
    [0, 1, 2]
    """
    bits = np.array(x, dtype=np.float64, order="C").view(np.uint64)
    return np.where(bits & _SIGN, ~bits, bits | _SIGN)


def ulp_distance(got: npt.ArrayLike, expected: npt.ArrayLike) -> Integers:
    """Count the steps between two arrays of one shape, element by element; 0 means equal bits, and only that.

    Unsigned, because the distance between the ends of the number line does not fit into a signed integer.

    Examples
    --------
    >>> ulp_distance([1.0, -0.0, 0.1 + 0.2], [1.0, 0.0, 0.3]).tolist()
    [0, 1, 1]
    """
    a, b = ordinals(got), ordinals(expected)
    return np.maximum(a, b) - np.minimum(a, b)
