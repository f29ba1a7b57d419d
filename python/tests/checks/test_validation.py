import numpy as np
import pytest

from onehidden.checks import validation
from onehidden.checks.errors import NotFiniteError


@pytest.mark.parametrize(
    ("a", "b", "distance"), [("", "", 0), ("tanh", "tanh", 0), ("tan", "tanh", 1), ("relu", "sigmoid", 7)]
)
def test_the_edit_distance_counts_letters_put_in_taken_out_or_replaced(a, b, distance):
    assert validation.edit_distance(a, b) == validation.edit_distance(b, a) == distance


def test_the_nearest_word_is_offered_only_when_it_is_near():
    assert validation.nearest("sigmod", ["tanh", "sigmoid"]) == "sigmoid"
    assert validation.nearest("softplus", ["tanh", "sigmoid"]) is None
    assert validation.nearest("lr", ["X", "y"]) is None


def test_the_place_of_what_is_not_finite_counts_from_one():
    with pytest.raises(NotFiniteError, match=r"row 2, column 1 \(counted from 1\) is minus infinite"):
        validation.check_numbers([[0.0, 1.0], [-np.inf, np.nan]], "X")


def test_words_are_joined_as_people_write_them():
    assert validation.quoted(["a"]) == '"a"'
    assert validation.quoted(["a", "b", "c"]) == '"a", "b" or "c"'


def test_doubles_are_not_copied_and_other_numbers_are_converted():
    doubles = np.ones((2, 2))
    assert validation.check_numbers(doubles, "X") is doubles
    assert validation.check_numbers(np.ones((2, 2), np.float32), "X").dtype == np.float64


@pytest.mark.parametrize("value", [2, 2.0, np.int32(2), np.float32(2.0)])
def test_a_whole_number_may_come_in_any_type_of_number(value):
    assert validation.check_count(value, "epochs", 0, 10) == 2
