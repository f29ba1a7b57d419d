"""Sums and products of doubles together with their rounding errors, exactly.

Only + - * / of whole arrays, comparisons, selections and gathers: the same bits in every language and on every machine.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array

Integers: TypeAlias = npt.NDArray[np.int64]
Booleans: TypeAlias = npt.NDArray[np.bool_]


def make_powers_of_two() -> Array:
    """Every power of two that is a double, by doubling and halving, which are exact."""
    powers = np.ones(2098)
    for i in range(1075, 2098):
        powers[i] = powers[i - 1] * 2
    for i in range(1073, -1, -1):
        powers[i] = powers[i + 1] / 2
    return powers


POWERS_OF_TWO = make_powers_of_two()

# 1.5 * 2^52: the doubles around it are the integers, so that adding it rounds to an integer. (This and other constants
# are arrays without dimensions, which NumPy uses as they are; Python numbers it would examine at each operation.)
TO_INTEGER: Array = np.array(6755399441055744.0)

# 2^27 + 1 splits a double into two halves of 26 bits (Veltkamp).
SPLITTER = 134217729.0


def power_of_two(k: Integers | int) -> Array:
    """2^k for -1074 <= k <= 1023, from a table: a library's power need not be exact."""
    powers: Array = POWERS_OF_TWO[k + 1074]
    return powers


def exponent_of(x: Array) -> Integers:
    """The k with 2^k <= x < 2^(k + 1), for positive normal x."""
    # The exponent's bits; R, which cannot look at them, searches its table of powers.
    exponent: Integers = (x.view(np.int64) >> 52) - 1023
    return exponent


def round_to_integer(x: Array) -> Array:
    """The integer nearest to x, ties to even, for |x| < 2^51."""
    return (x + TO_INTEGER) - TO_INTEGER


def fast_two_sum(a: Array, b: Array | float) -> tuple[Array, Array]:
    """a + b rounded, and its rounding error exactly, if |a| >= |b| or a = 0 (Dekker)."""
    s = a + b
    return s, b - (s - a)


def veltkamp_split(a: Array) -> tuple[Array, Array]:
    """Two halves whose sum is a, with at most 26 bits each, for |a| < 2^996 (Veltkamp)."""
    t = SPLITTER * a
    high = t - (t - a)
    return high, a - high


def two_product(a: Array, b: Array) -> tuple[Array, Array]:
    """a * b rounded, and its rounding error exactly (Dekker)."""
    p = a * b
    a_high, a_low = veltkamp_split(a)
    b_high, b_low = veltkamp_split(b)
    return p, (((a_high * b_high - p) + a_high * b_low) + a_low * b_high) + a_low * b_low
