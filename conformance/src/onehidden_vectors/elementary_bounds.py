"""The error bounds behind correctly rounded exp, log and tanh, recomputed with 600 bits.

`python -m onehidden_vectors.elementary_bounds` makes the two constants, checks that they stand in both languages'
sources, and proves every bound on which the rounding tests of arithmetic/elementary stand, by the standard model: each
operation errs by at most u = 2^-53, relatively. It prints the proven bounds beside those in the sources, and exits with
1 if one does not hold.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mpmath
import numpy as np
from mpmath import mpf

from onehidden.arithmetic import elementary, wide
from onehidden_conformance.numbers.bits import Array

REPOSITORY = Path(__file__).resolve().parents[3]
U = mpf(2) ** -53
DIGITS = wide.WIDE_DIGITS

mpmath.mp.prec = 600
STEP = mpmath.log(2) / 4096
ROOT = mpmath.power(2, mpf(1) / 4096)
HALF_STEP = STEP / 2 * (1 + mpf(2) ** -20)  # what argument_reduction leaves; the last factor for its roundings
SHIFTS = [mpf(2) ** k for k in range(56)]  # of exp_extreme, from 2^-1022 down to e^-746


@dataclass(frozen=True)
class Bound:
    """A quantity, the bound proven for it here, and the bound that the sources use."""

    quantity: str
    proven: mpf
    used: mpf

    @property
    def holds(self) -> bool:
        """Whether the sources are on the safe side."""
        return bool(self.proven < self.used)


def used(constant: float | Array) -> mpf:
    """A constant of the sources."""
    return mpf(float(constant))


# The constants ------------------------------------------------------------------------------------------------------


def wide_digits(x: mpf) -> list[int]:
    """Signed digits of x to the base 2^24, the last one rounded."""
    digits = []
    for _ in range(DIGITS):
        digits.append(int(mpmath.nint(x)))
        x = (x - digits[-1]) * 2**24
    return digits


def digits_in(source: str, name: str) -> list[int]:
    """The digits that a source file in Python or in R gives to the constant."""
    match = re.search(name + r" (?:=|<-) (?:np\.array|c)\(\s*\[?([^])]*)", source)
    return [int(float(digit)) for digit in match.group(1).split(",")] if match else []


def constants_that_differ() -> list[str]:
    """Where a source file has other digits than the true ones."""
    sources = ["python/src/onehidden/arithmetic/wide.py", "r/R/arithmetic_wide.R"]
    constants = {"LN2_STEP": wide_digits(STEP), "ROOT_STEP": wide_digits(ROOT)}
    return [
        f"{name} in {source} should be {digits}"
        for source in sources
        for name, digits in constants.items()
        if digits_in((REPOSITORY / source).read_text(encoding="utf-8"), name) != digits
    ]


# The tables ---------------------------------------------------------------------------------------------------------


def exact(digits: Array) -> mpf:
    """The value of a wide number."""
    return mpmath.fsum(mpf(float(digit)) / mpf(2) ** (24 * j) for j, digit in enumerate(digits))


def largest(x: Array) -> mpf:
    """The largest absolute value."""
    return mpf(float(np.abs(x).max()))


ROOT_ERROR = max(abs(exact(wide.WIDE_ROOTS[:, i]) - mpmath.power(2, mpf(i) / 4096)) for i in range(4096))
EXCESS = [mpf(float(x)) for x in elementary.LOG_EXCESS]
EXCESS_ERRORS = [
    abs(mpmath.log(mpf(float(root))) - i * STEP - EXCESS[i]) for i, root in enumerate(elementary.ROOTS.tolist())
]
LARGEST_EXCESS = largest(elementary.LOG_EXCESS)
STEP_HIGH, STEP_LOW = mpf(float(wide.STEP_HIGH)), mpf(float(wide.STEP_LOW))
STEP_ERROR = abs(STEP - STEP_HIGH - STEP_LOW)


def fraction(x: mpf) -> mpf:
    """What x exceeds an integer by."""
    return x - mpmath.floor(x)


def table_bounds() -> Iterator[Bound]:
    """What the comments promise of the tables; a fraction of 0 makes a product exact."""
    zero = mpf(2) ** -600
    yield Bound("WIDE_ROOTS: error", ROOT_ERROR, mpf(2) ** -181)
    yield Bound("ROOTS: fraction of 2^24 ROOTS", max(fraction(mpf(x) * 2**24) for x in elementary.ROOTS.tolist()), zero)
    yield Bound("LOG_EXCESS: size", LARGEST_EXCESS, mpf(2) ** -25)
    yield Bound("LOG_EXCESS: error", max(EXCESS_ERRORS), mpf(2) ** mpf("-77.5"))
    yield Bound("STEP_HIGH: 2^42 STEP_HIGH", STEP_HIGH * 2**42, mpf(2) ** 30)
    yield Bound("STEP_HIGH: its fraction", fraction(STEP_HIGH * 2**42), zero)


# exp ----------------------------------------------------------------------------------------------------------------


def exp_error(x: mpf) -> mpf:
    """The error of s + t in exp_first_phase for arguments up to x in size, relative to the root."""
    n = x / STEP + 1
    d = HALF_STEP + LARGEST_EXCESS
    v = n * abs(STEP_LOW) + LARGEST_EXCESS
    series = d**2 / 2 + mpf(2) ** -40
    # the constant, the product, the table and the sum in v
    error_of_v = n * STEP_ERROR + U * n * abs(STEP_LOW) + max(EXCESS_ERRORS) + U * v
    # (u - d) - v where |u| < |v|; otherwise it is exact
    error_of_d = 2 * U * v
    # Taylor; its roundings; d in place of d_high + d_low; the two sums
    error_of_series = d**6 / 720 + 3 * U * d**2 / 2 * (1 + d) + U * d**2 + 2 * U * series
    # root * rest, t + root * rest, t + bound
    last_roundings = 3 * U * (series + U)
    return error_of_v + error_of_d + error_of_series * (1 + d) + last_roundings


def subnormal_error(shift: mpf) -> mpf:
    """The error of s + t in exp_extreme: rest + t, and then adding the bound, are rounded."""
    rest = U * (shift + 2)
    t = 2 * (HALF_STEP**2 / 2 + mpf(2) ** -40) + 2 * U
    return 2 * exp_error(mpf(746)) + 2 * U * (rest + t)


def exp_bounds() -> Iterator[Bound]:
    """What exp_first_phase and exp_extreme promise; ROOTS are at most 2."""
    bound = used(elementary.EXP_BOUND)
    shift_bound = used(elementary.SHIFT_BOUND)
    d = HALF_STEP + LARGEST_EXCESS
    yield Bound("exp: |d|", d, mpf(2) ** mpf("-13.5"))
    yield Bound("exp: |v|", 746 / STEP * abs(STEP_LOW) + LARGEST_EXCESS, mpf(2) ** mpf("-23.6"))
    yield Bound("exp: error of s + t, |x| <= 746", 2 * exp_error(mpf(746)), bound)
    worst = max(SHIFTS, key=lambda shift: subnormal_error(shift) / (bound + shift * shift_bound))
    yield Bound("exp: error of s + t, subnormal", subnormal_error(worst), bound + worst * shift_bound)


def exp_limits() -> Iterator[Bound]:
    """Where exp changes its way: each limit lies between two neighbouring doubles."""
    overflow = mpmath.log(mpf(2) ** 1024 - mpf(2) ** 970)  # from here results round to infinity
    subnormal = mpmath.log(mpf(2) ** -1022)
    yield Bound("exp: EXP_LARGEST is finite", mpf(elementary.EXP_LARGEST), overflow)
    yield Bound("exp: the next double is not", overflow, mpf(float(np.nextafter(elementary.EXP_LARGEST, 1e3))))
    yield Bound("exp: EXP_SUBNORMAL is normal", subnormal, mpf(elementary.EXP_SUBNORMAL))
    yield Bound("exp: the double before is not", mpf(float(np.nextafter(elementary.EXP_SUBNORMAL, -1e3))), subnormal)
    yield Bound("exp: -746 gives 0", mpmath.exp(-746), mpf(2) ** -1075)


# log ----------------------------------------------------------------------------------------------------------------


def index_error() -> mpf:
    """How far nearest_root is off by cutting its series, in steps: u = (f - 1)/(f + 1) goes up to 1/3."""

    def error(u: mpf) -> mpf:
        series = sum(u ** (2 * m + 1) / (2 * m + 1) for m in range(4))
        return abs(2 / STEP * (mpmath.atanh(u) - series))

    return max(error(mpf(j) / 192) for j in range(65))


def log_bounds() -> Iterator[Bound]:
    """What log_first_phase promises: an error of at most LOG_BOUND (r^2 + |LOG_EXCESS| + |n STEP_LOW|)."""
    bound = used(elementary.LOG_BOUND)
    r = (mpf(1) / 2 + index_error() + mpf(2) ** -20) * STEP + LARGEST_EXCESS
    table = max(EXCESS_ERRORS[i] / abs(EXCESS[i]) for i in range(1, 4096))
    # its rounding; its Taylor series; rest times r; four sums of t, and half of each is r^2
    of_r = (mpf("1.5") + r**4 / 6 / U + 1 + 4 * mpf("0.5")) * U
    # the table; four sums
    of_excess = table + 4 * U
    # the product; the constant; four sums, of u s too, |s| < 2.5 n STEP
    of_n = (1 + STEP_ERROR / abs(STEP_LOW) / U + 4 + 4 * U * STEP / abs(STEP_LOW) * mpf("2.5")) * U
    yield Bound("log: distance of the root, in steps", mpf(1) / 2 + index_error() + mpf(2) ** -20, mpf("0.58"))
    yield Bound("log: |r|", r, mpf(2) ** mpf("-13.3"))
    yield Bound("log: error relative to r^2", of_r, bound)
    yield Bound("log: error relative to |LOG_EXCESS|", of_excess, bound)
    yield Bound("log: error relative to |n STEP_LOW|", of_n, bound)
    yield Bound("log: error of root * (r - r_high), below 2^-16", *division_error(bound - of_excess, bound - of_n))


def division_error(spare_of_excess: mpf, spare_of_n: mpf) -> tuple[mpf, mpf]:
    """Where |r| < 2^-16 a product is not exact, by at most 2^-92: what the other two bounds have to spare covers it."""
    spare = min(
        spare_of_excess * abs(EXCESS[i]) + spare_of_n * min(i, 4096 - i) * abs(STEP_LOW) for i in range(1, 4096)
    )
    return mpf(2) ** -92, spare


# tanh ---------------------------------------------------------------------------------------------------------------


def tanh_bounds() -> Iterator[Bound]:
    """What tanh_first_phase promises. With E = e^y, d(tanh) = 2 dE/(E + 1)^2 <= dE/(2 E)."""
    sums_and_division = 2 * U * mpf(2) ** -27 + 8 * U * U
    yield Bound("tanh: error", exp_error(mpf(40)) / 2 + sums_and_division, used(elementary.TANH_BOUND))
    # Small y: n = 0, the root is 1 and its excess 0. The error is relative to tanh(y/2), about y/2.
    near = max(
        (d**6 / 720 + 5 * U * d**2 / 2 + 3 * U * (d**2 / 2 + mpf(2) ** -40)) / d for d in (mpf(2) ** -26, STEP / 2)
    )
    near = near + U * mpf(2) ** -28 + 8 * U * U
    yield Bound("tanh: relative error of a small one", near, used(elementary.SMALL_TANH_BOUND))
    yield Bound("tanh: y of the largest small one: n is 0", 2 * mpmath.atanh(used(elementary.TANH_IS_SMALL)), STEP / 2)


def tanh_limits() -> Iterator[Bound]:
    """Where tanh needs no computing: the result is half a unit of the last place from a double, or nearer."""
    x = used(elementary.TANH_IS_ARGUMENT)
    yield Bound("tanh: 1 - tanh(x)/x where tanh(x) rounds to x", 1 - mpmath.tanh(x) / x, mpf(2) ** -54)
    yield Bound("tanh: 1 - tanh(20)", 1 - mpmath.tanh(20), mpf(2) ** -54)


# The second phase ---------------------------------------------------------------------------------------------------


def wide_bounds() -> Iterator[Bound]:
    """What wide_product and wide_exp promise, in units of 11! e^m 2^-k."""
    product = DIGITS * mpf(2) ** (2 * mpf("23.001") - 24 * DIGITS)  # of the digits that are left out
    factorial = mpmath.factorial(11)
    taylor = factorial * HALF_STEP**12 / mpmath.factorial(12) * 2
    constants = ROOT_ERROR + 2 * mpf(746) / STEP * mpf(2) ** -217
    exponential = 2 * (taylor + 2 * product) + factorial * mpf("1.001") * constants + product
    digit = mpf(2) ** mpf("23.001")
    yield Bound("wide: what a digit of a product sums", (2 * factorial + 4 + 8 * digit) * digit, mpf(2) ** 51)
    yield Bound("wide: error of a product", product, mpf(2) ** -190)
    comparison = exponential + (1 + factorial) * product  # tanh's, of e (1 - m) with 11! (1 + m) 2^-k
    yield Bound("wide: error of a comparison (UNDECIDED)", comparison, used(wide.UNDECIDED))


def all_bounds() -> list[Bound]:
    """Every bound, in the order of the sources."""
    groups = [table_bounds, exp_bounds, exp_limits, log_bounds, tanh_bounds, tanh_limits, wide_bounds]
    return [bound for group in groups for bound in group()]


# The report ---------------------------------------------------------------------------------------------------------


def line(bound: Bound) -> str:
    """One line of the table."""
    verdict = "holds" if bound.holds else "DOES NOT HOLD"
    return f"{bound.quantity:48s} {shown(bound.proven):>24s} {shown(bound.used):>24s}  {verdict}"


def shown(x: mpf) -> str:
    """A number in decimal; a small one as a power of two too."""
    if abs(x) > 1 or x == 0:
        return str(mpmath.nstr(x, 18))
    return f"{mpmath.nstr(x, 5)} = 2^{mpmath.nstr(mpmath.log(abs(x), 2), 6)}"


def main() -> int:
    """Print the table; 1 if something does not hold."""
    bounds, wrong_constants = all_bounds(), constants_that_differ()
    print(f"{'quantity':48s} {'proven':>24s} {'used':>24s}")
    print(*map(line, bounds), sep="\n")
    print(*(wrong_constants or ["LN2_STEP and ROOT_STEP stand in both sources"]), sep="\n")
    return 0 if all(bound.holds for bound in bounds) and not wrong_constants else 1


if __name__ == "__main__":
    sys.exit(main())
