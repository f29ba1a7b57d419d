import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onehidden_conformance.numbers.bits import ordinals, ulp_distance

ANY_BITS = st.integers(0, 2**64 - 1)
FROM_LOW_TO_HIGH = [-math.inf, -1e308, -1.0, -5e-324, -0.0, 0.0, 5e-324, 2.0**-1022, 1.0, 1e308, math.inf]


def number_of(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def place_of(bits):
    """Where a number stands on the line, in Python's integers and by another formula."""
    magnitude = bits & (2**63 - 1)
    return -1 - magnitude if bits >> 63 else magnitude


def test_larger_numbers_have_larger_ordinals():
    places = ordinals(FROM_LOW_TO_HIGH).tolist()
    assert places == sorted(places)
    assert len(set(places)) == len(places)


@given(st.floats(allow_nan=False, max_value=1e308).filter(lambda x: x != 0.0))
def test_the_next_number_is_one_ulp_away(x):
    assert ulp_distance(x, math.nextafter(x, math.inf)) == 1


@given(ANY_BITS, ANY_BITS)
def test_the_distance_is_that_of_exact_integers(a, b):
    assert int(ulp_distance(number_of(a), number_of(b))) == abs(place_of(a) - place_of(b))


@given(ANY_BITS, ANY_BITS)
def test_the_distance_is_zero_for_equal_bits_and_only_for_them(a, b):
    assert (ulp_distance(number_of(a), number_of(b)) == 0) == (a == b)
    assert ulp_distance(number_of(a), number_of(a)) == 0


def test_zeros_of_different_sign_are_not_identical():
    assert ulp_distance(-0.0, 0.0) == 1


def test_the_ends_of_the_line_do_not_overflow():
    assert int(ulp_distance(-math.inf, math.inf)) == 2 * 0x7FF0000000000000 + 1


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (3, 0)])
def test_arrays_keep_their_shape(shape):
    assert ulp_distance(np.ones(shape), np.zeros(shape)).shape == shape


def test_the_order_of_memory_does_not_matter():
    A = np.arange(6.0).reshape(2, 3)
    assert not ulp_distance(np.asfortranarray(A), A).any()
    assert not ulp_distance(A[:, ::-1], A[:, ::-1].copy()).any()
