"""Tensors: bits and back, and the digest."""

import hashlib
import math
import struct

import numpy as np
import pytest

from onehidden_conformance.numbers.tensors import (
    bits_of,
    digest,
    flat_tensor,
    numbers_of,
    to_array,
    to_tensor,
    to_value,
)


@pytest.mark.parametrize("value", [0.1, -0.0, [1.0, 2.5], [[1.0, -0.0], [5e-324, 1e308], [0.1, 0.2]]])
def test_a_value_survives_as_a_tensor(value):
    assert repr(to_value(to_tensor(value))) == repr(value)


def test_bits_are_written_most_significant_first():
    assert to_tensor([1.0, -2.0])["bits"] == ["3ff0000000000000", "c000000000000000"]


def test_numbers_that_json_cannot_write_are_null():
    tensor = flat_tensor([3], [math.nan, math.inf, 1.0])
    assert tensor["values"] == [None, None, 1.0]
    assert tensor["bits"][1] == "7ff0000000000000"


def test_an_array_keeps_the_payload_of_na():
    array = to_array({"shape": [1, 2], "bits": ["7ff00000000007a2", "8000000000000000"], "values": [None, -0.0]})
    assert array.view(np.uint64).tolist() == [[0x7FF00000000007A2, 1 << 63]]


def test_bits_and_numbers_are_inverse():
    bits = ["0000000000000001", "7fefffffffffffff", "bfb999999999999a"]
    assert [bits_of(number) for number in numbers_of(bits)] == bits


def test_the_digest_is_that_of_the_little_endian_bytes_in_order():
    expected = hashlib.sha256(struct.pack("<4d", 1.0, 2.0, 3.0, -0.0)).hexdigest()
    assert digest([[[1.0, 2.0]], None, [3.0, -0.0]]) == expected
    assert digest([[[1.0, 2.0]], None, [3.0, 0.0]]) != expected
