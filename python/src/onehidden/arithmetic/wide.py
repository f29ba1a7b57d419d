"""Wide numbers: fixed point of 240 bits, for the few results that double-double leaves undecided.

A wide number is ten signed digits to the base 2^24, a[0] + a[1] / 2^24 + a[2] / 2^48 + ..., kept as doubles. An array
of N of them is a 10 x N matrix. Digits may be as large as 2^51 for a while, so that sums need no carry.
The conformance suite recomputes the error bounds that are quoted here (its module elementary_bounds).
"""

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.double_double import Booleans, Integers, power_of_two, round_to_integer

WIDE_DIGITS = 10
WIDE_BASE = 16777216

# ln(2)/4096 and 2^(1/4096): the two constants from which everything else follows.
LN2_STEP = np.array([0, 2839, 2195325, 1898395, -4415941, 3768383, 3107572, 996402, 6760843, 6477985.0])
ROOT_STEP = np.array([1, 2839, 6225884, 7780921, -1894798, -3501161, 2517318, 3203829, 762673, 2668153.0])

# ln(2)/4096 as a sum of two doubles. The first has 30 bits (2^18, 2^6 and 2^42 put them before the point to be
# rounded), so that its product with an integer below 2^23 is exact.
STEP_HIGH = round_to_integer(LN2_STEP[1] * 262144 + LN2_STEP[2] / 64) / 4398046511104
STEP_LOW = ((LN2_STEP[1] / WIDE_BASE + LN2_STEP[2] / WIDE_BASE / WIDE_BASE) - STEP_HIGH) + (
    LN2_STEP[3] + (LN2_STEP[4] + LN2_STEP[5] / WIDE_BASE) / WIDE_BASE
) / WIDE_BASE / WIDE_BASE / WIDE_BASE
STEPS_PER_UNIT = np.array(1 / (STEP_HIGH + STEP_LOW))
STEP_HIGH, STEP_LOW = np.array(STEP_HIGH), np.array(STEP_LOW)

# Every error of this file, with a wide margin: a comparison of wide numbers closer than this fails.
UNDECIDED = power_of_two(-150)

FACTORIAL_OF_11 = 39916800


def wide_carry(a: Array) -> Array:
    """Brings digits of up to 2^51 below 2^23 + 9, in place; two rounds are enough."""
    for _ in range(2):
        carries = round_to_integer(a[1:] / WIDE_BASE)
        a[1:] -= carries * WIDE_BASE
        a[:-1] += carries
    return a


def wide_from_double(x: Array) -> Array:
    """Wide numbers equal to the doubles x, which must be multiples of 2^-216."""
    a = np.zeros((WIDE_DIGITS, x.size))
    for j in range(WIDE_DIGITS):
        a[j] = round_to_integer(x)
        x = (x - a[j]) * WIDE_BASE
    return a


def wide_to_double(a: Array) -> Array:
    """The nearest double or its neighbour."""
    x = np.zeros(a.shape[1])
    for j in range(WIDE_DIGITS - 1, -1, -1):
        x = x / WIDE_BASE + a[j]
    return x


def wide_product(a: Array, b: Array) -> Array:
    """a * b within 2^-190. A digit sums products of digits below 2^24, of the first up to 2 * 11!, so it is exact."""
    product = np.zeros(a.shape)
    for j in range(WIDE_DIGITS):
        product[j:] += a[j] * b[: WIDE_DIGITS - j]
    return wide_carry(product)


def wide_is_positive(a: Array) -> Booleans:
    """Whether a > 0; the leading digit decides, the others cannot outweigh it."""
    x = wide_to_double(wide_carry(a))
    if np.any(np.abs(x) < UNDECIDED):
        raise ArithmeticError("a result is too close to a midpoint between two doubles")
    return x > 0


def make_wide_roots() -> Array:
    """2^(i/4096) for i = 0 ... 4095 within 2^-181: each round doubles the table."""
    roots = wide_from_double(np.ones(1))
    factor = ROOT_STEP[:, None]
    for _ in range(12):
        roots = np.concatenate([roots, wide_product(roots, factor)], axis=1)
        factor = wide_product(factor, factor)
    return roots


WIDE_ROOTS = make_wide_roots()


def argument_reduction(x: Array) -> tuple[Array, Integers, Integers]:
    """The integer n = 4096 k + i nearest to x / (ln(2)/4096), k and i, 0 <= i < 4096."""
    n = round_to_integer(x * STEPS_PER_UNIT)
    i = n.astype(np.int64)
    return n, i >> 12, i & 4095


def wide_exp(x: Array) -> tuple[Array, Integers]:
    """11! e^x 2^-k and k, for wide x: e^x = 2^k 2^(i/4096) e^d, and e^d is its Taylor series."""
    n, k, i = argument_reduction(wide_to_double(x))
    d = wide_carry(x - n * LN2_STEP[:, None])
    # 11! e^d = 11! + d (11!/1! + d (11!/2! + ... + d 11!/11!)): all coefficients are integers.
    series = np.zeros(x.shape)
    coefficient = 1
    series[0] = coefficient
    for j in range(11, 0, -1):
        coefficient = coefficient * j
        series = wide_product(d, series)
        series[0] += coefficient
    return wide_product(series, WIDE_ROOTS[:, i]), k
