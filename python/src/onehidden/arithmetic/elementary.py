"""exp, log and tanh of arrays of doubles, correctly rounded (to nearest, ties to even).

Each function has two phases. The first computes the result as s + t, s a double and t small, with a proven bound on
the error. Where s + (t - bound) and s + (t + bound) round to the same double, that is the answer. Elsewhere (one
result in 10^3 to 10^6) they are neighbours, and the second phase decides with wide numbers on which side of the
midpoint between them the true value lies. For log and tanh this becomes a question about exp: log(x) > m where x > e^m,
and tanh(y/2) > m where e^y (1 - m) > 1 + m. So only exp is ever computed to many digits.
The conformance suite recomputes the error bounds (its module elementary_bounds).
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.double_double import (
    Booleans,
    Integers,
    exponent_of,
    fast_two_sum,
    power_of_two,
    round_to_integer,
    two_product,
)
from onehidden.arithmetic.wide import (
    FACTORIAL_OF_11,
    STEP_HIGH,
    STEP_LOW,
    STEPS_PER_UNIT,
    WIDE_BASE,
    WIDE_ROOTS,
    argument_reduction,
    wide_carry,
    wide_exp,
    wide_from_double,
    wide_is_positive,
    wide_product,
)

Function: TypeAlias = Callable[[Array], Array]
IsAbove: TypeAlias = Callable[[Integers, Array], Booleans]


# The two phases ---------------------------------------------------------------


def round_correctly(s: Array, t: Array, bound: Array, is_above: IsAbove) -> Array:
    """s + t correctly rounded, if its error is at most bound.

    is_above(j, m) tells whether the true values of the elements j are above the wide numbers m.
    """
    low, high = s + (t - bound), s + (t + bound)
    (j,) = np.nonzero(low != high)
    if j.size > 0:
        midpoint = wide_carry(wide_from_double(low[j] / 2) + wide_from_double(high[j] / 2))
        low[j] = np.where(is_above(j, midpoint), high[j], low[j])
    return low


def with_exceptions(x: Array, ordinary: Booleans, function: Function, exception: Function) -> Array:
    """function(x) where x is ordinary, exception(x) elsewhere."""
    (j,) = np.nonzero(~ordinary)
    if j.size == 0:
        return function(x)
    y = x.copy()
    y[j] = 1  # ordinary for exp, log and tanh
    result = function(y)
    result[j] = exception(x[j])
    return result


# Tables -----------------------------------------------------------------------


def make_roots() -> tuple[Array, Array]:
    """ROOTS, 2^(i/4096) for i = 0 ... 4096 rounded to 25 bits, and LOG_EXCESS, its effect on their logarithms.

    LOG_EXCESS is log(ROOTS) - i ln(2)/4096: below 2^-25, and known within 2^-77.5.
    """
    roots = WIDE_ROOTS[0] + WIDE_ROOTS[1] / WIDE_BASE
    rest = (WIDE_ROOTS[2] + (WIDE_ROOTS[3] + WIDE_ROOTS[4] / WIDE_BASE) / WIDE_BASE) / WIDE_BASE
    r = rest / WIDE_BASE / roots  # 2^(i/4096) = roots (1 + r), so the excess is -log(1 + r)
    return np.append(roots, 2), np.append(r * r * (1 / 2 - r / 3) - r, 0)


ROOTS, LOG_EXCESS = make_roots()


TO_LEADING_BITS: Array = np.array(12288.0)


def leading_bits(x: Array) -> Array:
    """The multiple of 2^-39 nearest to x: 26 bits for |x| < 2^-13, so its product with a root is exact."""
    return (x + TO_LEADING_BITS) - TO_LEADING_BITS


# exp --------------------------------------------------------------------------

EXP_BOUND = np.array(power_of_two(-72))
SHIFT_BOUND = power_of_two(-105)  # times the shift of exp_extreme: for rounding the rest

# The largest double whose exp is finite, and the first below which exp is less than 2^-1022.
EXP_LARGEST = 6243314768165359 / 8796093022208
EXP_SUBNORMAL = -7083964185322641 / 10000000000000


def exp_first_phase(x: Array) -> tuple[Array, Array, Integers]:
    """s, t and k with e^x = 2^k (s + t), within EXP_BOUND, for |x| <= 746.

    With x = n ln(2)/4096 + LOG_EXCESS[i] + d, e^x = 2^k ROOTS[i] e^d, and |d| < 2^-13.5.
    """
    n, k, i = argument_reduction(x)
    root = ROOTS[i]
    u = x - n * STEP_HIGH  # exact
    v = n * STEP_LOW + LOG_EXCESS[i]  # below 2^-23.6; most of the error is here and in the excess
    d = u - v
    d_high = leading_bits(d)
    d_low = (d - d_high) + ((u - d) - v)
    rest = d_low + (d * d) * (1 / 2 + d * (1 / 6 + d * (1 / 24 + d * (1 / 120))))
    s, t = fast_two_sum(root, root * d_high)
    return s, t + root * rest, k


def exp_is_above(x: Array, m: Array) -> Booleans:
    """Whether e^x 2^-k is above the wide number m."""
    return wide_is_positive(wide_exp(wide_from_double(x))[0] - FACTORIAL_OF_11 * m)


def exp_ordinary(x: Array) -> Array:
    """e^x for |x| < 708, where it is a normal number."""
    s, t, k = exp_first_phase(x)

    def is_above(j: Integers, m: Array) -> Booleans:
        return exp_is_above(x[j], m)

    return round_correctly(s, t, EXP_BOUND, is_above) * power_of_two(k)


def exp_extreme(x: Array) -> Array:
    """e^x for |x| >= 708 and NaN."""
    representable = (x > -746) & (x <= EXP_LARGEST)
    y = np.where(representable, x, 0)
    s, t, k = exp_first_phase(y)
    # Subnormal numbers are 2^-1074 apart: in units of 2^k that is shift 2^-52, and adding shift rounds to it.
    subnormal = y < EXP_SUBNORMAL
    shift = np.where(subnormal, power_of_two(np.where(subnormal, -1022 - k, 0)), 0)
    s, rest = fast_two_sum(shift, s)
    bound = EXP_BOUND + shift * SHIFT_BOUND

    def is_above(j: Integers, m: Array) -> Booleans:
        return exp_is_above(y[j], m - wide_from_double(shift[j]))

    rounded = round_correctly(s, rest + t, bound, is_above) - shift
    half = k >> 1  # 2^k itself need not be a double
    result = (rounded * power_of_two(half)) * power_of_two(k - half)
    beyond = np.where(np.isnan(x), x, np.where(x > 0, np.inf, 0))
    return np.where(representable, result, beyond)


def exp_block(x: Array) -> Array:
    """e^x of a vector."""
    return with_exceptions(x, np.abs(x) < 708, exp_ordinary, exp_extreme)


# log --------------------------------------------------------------------------

SMALLEST_NORMAL = power_of_two(-1022)

LOG_BOUND = power_of_two(-50)  # times the three parts of t


def nearest_root(f: Array) -> Integers:
    """An i with ROOTS[i] close to f, for 1 <= f < 2: within 0.58 steps."""
    u = (f - 1) / (f + 1)  # log(f) = 2 (u + u^3/3 + u^5/5 + u^7/7 + ...)
    v = u * u
    log_f = u * (2 + v * (2 / 3 + v * (2 / 5 + v * (2 / 7))))
    return round_to_integer(log_f * STEPS_PER_UNIT).astype(np.int64)


def log_first_phase(f: Array, k: Integers) -> tuple[Array, Array, Array]:
    """s, t and a bound with log(f 2^k) = s + t within the bound, for 1 <= f < 2.

    With f = ROOTS[i] (1 + r) and n = 4096 k + i, it is n ln(2)/4096 + LOG_EXCESS[i] + log(1 + r).
    """
    i = nearest_root(f)
    root = ROOTS[i]
    z = f - root  # exact
    r = z / root  # below 2^-13.3
    r_high = leading_bits(r)
    rest = ((z - root * r_high) - root * (r - r_high)) / root  # of the division, within 2^-92
    series = (r * r) * (r * (1 / 3 - r * (1 / 4 - r * (1 / 5))) - 1 / 2)  # log(1 + r) - r
    n = 4096.0 * k + i
    n_low = n * STEP_LOW
    s, t = fast_two_sum(n * STEP_HIGH, r)
    t = t + ((n_low + LOG_EXCESS[i]) + (rest + series))
    return s, t, ((r * r + np.abs(LOG_EXCESS[i])) + np.abs(n_low)) * LOG_BOUND


def log_scaled(x: Array, shift: int) -> Array:
    """log(x 2^shift) for positive normal x."""
    exponent = exponent_of(x)
    f = x * power_of_two(-exponent)
    k = exponent + shift
    s, t, bound = log_first_phase(f, k)

    def is_above(j: Integers, m: Array) -> Booleans:
        e, e_exponent = wide_exp(m)
        scaled = f[j] * power_of_two(k[j] - e_exponent)
        return wide_is_positive(FACTORIAL_OF_11 * wide_from_double(scaled) - e)

    return round_correctly(s, t, bound, is_above)


def log_ordinary(x: Array) -> Array:
    """log(x) for positive normal x."""
    return log_scaled(x, 0)


def log_extreme(x: Array) -> Array:
    """log(x) for subnormal x, zeros, negative numbers, infinities and NaN."""
    subnormal = (x > 0) & (x < np.inf)
    result = log_scaled(np.where(subnormal, x, SMALLEST_NORMAL) * power_of_two(54), -54)
    special = np.where(x == 0, -np.inf, np.where(x < 0, np.nan, x))
    return np.where(subnormal, result, special)


def log_block(x: Array) -> Array:
    """log(x) of a vector."""
    return with_exceptions(x, (x >= SMALLEST_NORMAL) & (x < np.inf), log_ordinary, log_extreme)


# tanh -------------------------------------------------------------------------

TANH_IS_ARGUMENT = power_of_two(-27)  # below it tanh(x) rounds to x; above 20 it rounds to 1
TANH_IS_SMALL = power_of_two(-15)  # below it the bound is relative
TANH_BOUND = power_of_two(-75)
SMALL_TANH_BOUND = power_of_two(-64)


def tanh_first_phase(y: Array) -> tuple[Array, Array, Array]:
    """s, t and a bound with tanh(y/2) = (e^y - 1) / (e^y + 1) = s + t within the bound."""
    e, e_rest, k = exp_first_phase(y)
    scale = power_of_two(k)
    e, e_rest = e * scale, e_rest * scale
    above, above_rest = fast_two_sum(e, -1)
    above, above_rest = fast_two_sum(above, above_rest + e_rest)
    below, below_rest = fast_two_sum(e, 1)
    below, below_rest = fast_two_sum(below, below_rest + e_rest)
    s = above / below
    p, p_rest = two_product(s, below)
    t = (((above - p) - p_rest) + (above_rest - s * below_rest)) / below
    return s, t, np.where(s < TANH_IS_SMALL, s * SMALL_TANH_BOUND, TANH_BOUND)


def tanh_ordinary(x: Array) -> Array:
    """tanh(x) for 2^-27 <= |x| <= 20."""
    y = 2 * np.abs(x)
    s, t, bound = tanh_first_phase(y)

    def is_above(j: Integers, m: Array) -> Booleans:
        e, k = wide_exp(wide_from_double(y[j]))
        one = wide_from_double(np.ones(j.size))
        below = wide_product(wide_from_double(power_of_two(-k)), one + m)
        return wide_is_positive(wide_product(e, one - m) - FACTORIAL_OF_11 * below)

    return round_correctly(s, t, bound, is_above) * np.sign(x)


def tanh_extreme(x: Array) -> Array:
    """tanh(x) for |x| < 2^-27, |x| > 20 and NaN."""
    return np.where(x > 20, 1, np.where(x < -20, -1, x))


def tanh_block(x: Array) -> Array:
    """tanh(x) of a vector."""
    size = np.abs(x)
    return with_exceptions(x, (size >= TANH_IS_ARGUMENT) & (size <= 20), tanh_ordinary, tanh_extreme)


# Arrays -----------------------------------------------------------------------

CACHED = 8192  # longer arrays are processed in pieces that fit the processor's cache


def elementwise(block: Function, x: Array) -> Array:
    """A function of vectors applied to an array of any shape."""
    vector = x.ravel()
    if vector.size <= CACHED:
        return block(vector).reshape(x.shape)
    pieces = [block(vector[i : i + CACHED]) for i in range(0, vector.size, CACHED)]
    return np.concatenate(pieces).reshape(x.shape)


def rounded_exp(x: Array) -> Array:
    """e^x of an array of doubles."""
    return elementwise(exp_block, x)


def rounded_log(x: Array) -> Array:
    """log(x) of an array of doubles."""
    return elementwise(log_block, x)


def rounded_tanh(x: Array) -> Array:
    """tanh(x) of an array of doubles."""
    return elementwise(tanh_block, x)
