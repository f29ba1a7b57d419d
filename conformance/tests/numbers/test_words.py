"""Distances are told as people read them."""

import math

import pytest

from onehidden_conformance.numbers.words import difference_in_words, shape_in_words, word


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (1.003, 1.0, "differs by 0.3 %"),
        (1.0 + 2**-52, 1.0, "differs by 1 ulp"),
        (1.0 + 999 * 2**-52, 1.0, "differs by 999 ulp"),
        (1.0 + 1000 * 2**-52, 1.0, "differs by 2.2e-13 of its size"),
        (-2.0, 2.0, "has the wrong sign"),
        (0.25, 0.0, "differs by 0.25"),
        (40.0, 2.0, "is 20 times as large"),
        (1e300, 1e-300, "is far too large"),
        (-0.0, 0.0, "differs by 1 ulp"),
        (math.nan, 1.0, "is not a number"),
        (1.0, math.nan, "is a number"),
        (math.inf, 1.0, "is infinite"),
        (1.0, math.inf, "is finite"),
        (-math.inf, math.inf, "has the wrong sign"),
    ],
)
def test_a_difference_is_told_in_ulp_only_where_there_are_few(got, expected, words):
    assert difference_in_words(got, expected) == words


def test_shapes_and_what_is_absent_are_told_without_words_of_python():
    assert shape_in_words((1,)) == "[1]"
    assert word(None) == "absent"
    assert word("full") == "'full'"
