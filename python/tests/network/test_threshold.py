import pytest

from onehidden import OneHiddenError, threshold_unit


def test_the_three_ways_from_input_to_output():
    x = [0.0, 1.0, 1.0]
    assert threshold_unit(x, threshold=0.0) == 1.0
    assert threshold_unit(x, w=[2.0, 3.0, 4.0], threshold=6.0) == 1.0
    assert threshold_unit(x, w=[2.0, 3.0, 4.0], b=-7.0) == 0.0


def test_a_sum_at_the_threshold_is_not_above_it():
    assert threshold_unit([1.0, 1.0], threshold=2.0) == 0.0


def test_each_row_of_a_matrix_is_a_sample():
    assert threshold_unit([[0.0, 0.0], [1.0, 0.0]]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"w": [1.0]}, "shape_mismatch", "w"),
        ({"b": "bias"}, "not_numeric", "b"),
        ({"threshold": float("nan")}, "not_finite", "threshold"),
        ({"x": 3.0}, "wrong_dimensions", "x"),
        ({"x": [1e308, 1e308, -1e308]}, "overflow", None),
    ],
)
def test_bad_input_is_rejected_by_code_and_argument(arguments, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        threshold_unit(**{"x": [0.0, 1.0, 1.0], **arguments})
    assert (caught.value.code, caught.value.argument) == (code, argument)
