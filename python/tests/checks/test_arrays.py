import numpy as np
import pytest

from onehidden.checks.arrays import check_numbers
from onehidden.errors import NotFiniteError


def test_the_place_of_what_is_not_finite_counts_from_one():
    with pytest.raises(NotFiniteError, match=r"row 2, column 1 \(counted from 1\) is minus infinite"):
        check_numbers([[0.0, 1.0], [-np.inf, np.nan]], "X")


def test_doubles_are_not_copied_and_other_numbers_are_converted():
    doubles = np.ones((2, 2))
    assert check_numbers(doubles, "X") is doubles
    assert check_numbers(np.ones((2, 2), np.float32), "X").dtype == np.float64
