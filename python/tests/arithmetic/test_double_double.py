from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onehidden.arithmetic.double_double import (
    POWERS_OF_TWO,
    exponent_of,
    fast_two_sum,
    power_of_two,
    round_to_integer,
    two_product,
    veltkamp_split,
)

moderate = st.floats(min_value=-1e100, max_value=1e100).filter(lambda x: x == 0 or abs(x) > 1e-100)


def exact(x):
    return Fraction(float(x))


def vector(x):
    return np.array([x])


def test_the_table_of_powers_holds_every_power_of_two_that_is_a_double():
    assert [Fraction(p) for p in POWERS_OF_TWO.tolist()] == [Fraction(2) ** k for k in range(-1074, 1024)]


def test_a_power_of_two_is_found_by_its_exponent():
    assert power_of_two(-1074) == 5e-324
    assert power_of_two(np.array([0, 10, -1])).tolist() == [1.0, 1024.0, 0.5]


@given(st.floats(min_value=2.0**-1022, allow_infinity=False, allow_nan=False))
def test_the_exponent_brackets_the_number(x):
    k = int(exponent_of(vector(x))[0])
    assert Fraction(2) ** k <= exact(x) < Fraction(2) ** (k + 1)


@pytest.mark.parametrize("k", [-1022, -1, 0, 1, 1023])
def test_the_exponent_changes_at_powers_of_two(k):
    x = power_of_two(np.array([k]))
    assert exponent_of(x).tolist() == [k]
    if k > -1022:
        assert exponent_of(np.nextafter(x, 0)).tolist() == [k - 1]


@given(st.floats(min_value=-(2.0**51), max_value=2.0**51))
def test_integers_are_rounded_to_with_ties_to_even(x):
    assert round_to_integer(vector(x))[0] == round(x)


@given(moderate, moderate)
def test_fast_two_sum_loses_nothing(a, b):
    a, b = sorted([a, b], key=abs, reverse=True)
    s, e = fast_two_sum(vector(a), vector(b))
    assert s[0] == a + b
    assert exact(s[0]) + exact(e[0]) == exact(a) + exact(b)


def test_fast_two_sum_takes_a_zero_first_whatever_the_second():
    s, e = fast_two_sum(vector(0.0), vector(0.1))
    assert (s[0], e[0]) == (0.1, 0.0)


@given(moderate)
def test_the_halves_have_26_bits_and_lose_nothing(a):
    high, low = veltkamp_split(vector(a))
    assert exact(high[0]) + exact(low[0]) == exact(a)
    for half in (high[0], low[0]):
        numerator = abs(exact(half)).numerator
        odd_part = numerator // (numerator & -numerator) if numerator else 0
        assert odd_part.bit_length() <= 26


@given(moderate, moderate)
def test_two_product_loses_nothing(a, b):
    p, e = two_product(vector(a), vector(b))
    assert p[0] == a * b
    assert exact(p[0]) + exact(e[0]) == exact(a) * exact(b)
