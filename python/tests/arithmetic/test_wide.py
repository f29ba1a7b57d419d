from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onehidden.arithmetic.wide import (
    FACTORIAL_OF_11,
    LN2_STEP,
    ROOT_STEP,
    STEP_HIGH,
    STEP_LOW,
    UNDECIDED,
    WIDE_BASE,
    WIDE_ROOTS,
    argument_reduction,
    wide_carry,
    wide_exp,
    wide_from_double,
    wide_is_positive,
    wide_product,
    wide_to_double,
)

moderate = st.floats(min_value=-1e5, max_value=1e5).filter(lambda x: x == 0 or abs(x) > 1e-40)


@pytest.fixture(autouse=True)
def many_digits():
    with localcontext() as context:
        context.prec = 100
        yield


def exact(wide):
    """The first of an array of wide numbers."""
    return sum(Fraction(digit) / WIDE_BASE**j for j, digit in enumerate(wide[:, 0].tolist()))


def wide(x):
    return wide_from_double(np.array([x]))


def decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def test_the_constants_are_the_step_of_the_logarithm_and_the_root_of_two():
    assert getcontext().prec == 100
    assert abs(decimal(exact(LN2_STEP[:, None])) - Decimal(2).ln() / 4096) < Decimal(2) ** -217
    assert abs(decimal(exact(ROOT_STEP[:, None])) - Decimal(2) ** (Decimal(1) / 4096)) < Decimal(2) ** -217


def test_the_two_doubles_of_the_step_have_100_bits_of_it():
    error = Fraction(float(STEP_HIGH)) + Fraction(float(STEP_LOW)) - exact(LN2_STEP[:, None])
    assert abs(error) < Fraction(2) ** -94
    assert (Fraction(float(STEP_HIGH)) * 2**42).denominator == 1
    assert Fraction(float(STEP_HIGH)) * 2**42 < 2**30


@given(moderate)
def test_a_double_becomes_wide_and_returns_unchanged(x):
    assert exact(wide(x)) == Fraction(x)
    assert wide_to_double(wide(x))[0] == x


@given(st.lists(st.integers(-(2**51), 2**51), min_size=10, max_size=10))
def test_a_carry_keeps_the_value_and_brings_the_digits_down(digits):
    before = np.array(digits, dtype=float)[:, None]
    after = wide_carry(before.copy())
    assert exact(after) == exact(before)
    assert (np.abs(after[1:]) <= 2**23 + 9).all()


@given(moderate, moderate)
def test_a_product_is_within_its_bound(x, y):
    product = exact(wide_product(wide(x / 1e5), wide(y / 1e5)))
    assert abs(product - Fraction(x / 1e5) * Fraction(y / 1e5)) < Fraction(2) ** -190


@pytest.mark.parametrize("i", [0, 1, 2, 1000, 2048, 4095])
def test_the_table_holds_roots_of_two(i):
    assert abs(decimal(exact(WIDE_ROOTS[:, [i]])) - Decimal(2) ** (Decimal(i) / 4096)) < Decimal(2) ** -181


@pytest.mark.parametrize("x", [-745.0, -1.0, -1e-30, 0.0, 2.0**-52, 0.3, 1.0, 709.0])
def test_the_exponential_has_many_digits(x):
    e, k = wide_exp(wide(x))
    true = Decimal(x).exp() * FACTORIAL_OF_11 / Decimal(2) ** int(k[0])
    assert abs(decimal(exact(e)) - true) < Decimal(2) ** -151


def test_the_argument_is_reduced_to_the_nearest_step():
    n, k, i = argument_reduction(np.array([-1.0, 0.0, 1.0]))
    assert n.tolist() == [-5909.0, 0.0, 5909.0]
    assert k.tolist() == [-2, 0, 1]
    assert i.tolist() == [2283, 0, 1813]


def test_the_sign_is_that_of_the_first_digit_after_the_carry():
    a = np.zeros((10, 2))
    a[0] = [1, -1]
    a[1] = [-WIDE_BASE - 1, WIDE_BASE + 1]
    assert wide_is_positive(a).tolist() == [False, True]


def test_a_difference_below_every_error_bound_is_rejected():
    with pytest.raises(ArithmeticError, match="too close to a midpoint"):
        wide_is_positive(wide(float(UNDECIDED) / 2))
    assert wide_is_positive(wide(float(UNDECIDED)))[0]
