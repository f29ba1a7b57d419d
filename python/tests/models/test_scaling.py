import numpy as np
import pytest

from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.models.scaling import column_scaling, scaled, unscaled

REPRODUCIBLE = arithmetic_named("reproducible")
X = np.array([[1.0, 10.0, -4.0], [3.0, 10.0, 4.0], [5.0, 10.0, 0.0], [7.0, 10.0, 0.0]])


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_center_is_the_mean_and_spread_the_root_of_the_mean_square(arithmetic):
    scaling = column_scaling(X, None, arithmetic_named(arithmetic))
    assert scaling.center.tolist() == [4.0, 10.0, 0.0]
    assert scaling.spread.tolist() == [np.sqrt(5.0), 1.0, np.sqrt(8.0)]


def test_a_column_that_does_not_vary_becomes_0():
    assert scaled(X, column_scaling(X, None, REPRODUCIBLE))[:, 1].tolist() == [0.0] * 4


def test_a_weight_counts_like_so_many_rows():
    weighted = column_scaling(X, np.array([2.0, 0.0, 1.0, 1.0]), REPRODUCIBLE)
    repeated = column_scaling(X[[0, 0, 2, 3]], None, REPRODUCIBLE)
    assert weighted.center.tobytes() == repeated.center.tobytes()
    assert weighted.spread.tobytes() == repeated.spread.tobytes()


def test_without_any_weight_nothing_is_divided_by_0():
    scaling = column_scaling(X, np.zeros(4), REPRODUCIBLE)
    assert (scaling.center.tolist(), scaling.spread.tolist()) == ([0.0] * 3, [1.0] * 3)


def test_sums_are_those_of_the_arithmetic():
    # A left fold loses the ones, one after the other.
    column = np.array([[2.0**53], [1.0], [1.0], [-(2.0**53)]])
    assert column_scaling(column, None, REPRODUCIBLE).center.tolist() == [0.0]


def test_unscaled_is_the_inverse_and_without_scaling_nothing_changes():
    scaling = column_scaling(np.array([[0.0, 1.0], [4.0, 2.0]]), None, REPRODUCIBLE)
    Y = np.array([[1.0, -3.0]])
    assert unscaled(Y, scaling).tolist() == [[4.0, 0.0]]
    assert scaled(unscaled(Y, scaling), scaling).tolist() == Y.tolist()
    assert scaled(Y, None) is Y
    assert unscaled(Y, None) is Y


def test_a_scaling_cannot_be_changed():
    scaling = column_scaling(X, None, REPRODUCIBLE)
    with pytest.raises(ValueError, match="read-only"):
        scaling.center[0] = 1.0


def test_a_constant_column_has_the_spread_1_however_its_mean_is_rounded():
    for value, n in ((0.1, 3), (0.3, 10), (5.1, 150)):
        scaling = column_scaling(np.full((n, 1), value), None, arithmetic_named("reproducible"))
        assert scaling.spread.tolist() == [1.0]
    varied = np.array([[0.1], [0.1], [7.0], [0.1]])
    weight = np.array([1.0, 1.0, 0.0, 1.0])
    assert column_scaling(varied, weight, arithmetic_named("reproducible")).spread.tolist() == [1.0]
    assert column_scaling(varied, None, arithmetic_named("reproducible")).spread[0] > 1.0
