import math

import numpy as np
import pytest

from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.network.losses import LOSSES

ARITHMETICS = ["reproducible", "blas"]


def loss(name, y, output, arithmetic):
    y, output = np.array(y), np.array(output)
    with np.errstate(divide="ignore"):
        terms = LOSSES[name].terms(y, output, y - output, arithmetic_named(arithmetic))
    return terms.sum() / LOSSES[name].divisor


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
def test_squared_error_is_half_the_sum_of_squares(arithmetic):
    assert loss("squared_error", [[1.0, 0.0], [0.0, 3.0]], [[0.5, 0.0], [0.0, 1.0]], arithmetic) == 2.125


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
def test_binary_cross_entropy_follows_its_formula(arithmetic):
    expected = -(0.25 * math.log(0.7) + 0.75 * math.log(0.3)) - math.log(0.9)
    assert loss("binary_cross_entropy", [[0.25], [1.0]], [[0.7], [0.9]], arithmetic) == pytest.approx(
        expected, rel=1e-14
    )


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
def test_categorical_cross_entropy_counts_what_is_there(arithmetic):
    expected = -math.log(0.7) - (0.25 * math.log(0.5) + 0.75 * math.log(0.3))
    y, output = [[1.0, 0.0, 0.0], [0.25, 0.75, 0.0]], [[0.7, 0.3, 0.0], [0.5, 0.3, 0.2]]
    assert loss("categorical_cross_entropy", y, output, arithmetic) == pytest.approx(expected, rel=1e-14)
    assert loss("categorical_cross_entropy", [[1.0, 0.0]], [[0.0, 1.0]], arithmetic) == math.inf
    assert loss("categorical_cross_entropy", [[1.0, 0.0]], [[1.0, 0.0]], arithmetic) == 0.0


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_certain_and_wrong_output_costs_infinity_and_a_right_one_nothing(y, arithmetic):
    assert loss("binary_cross_entropy", [[y]], [[1.0 - y]], arithmetic) == math.inf
    assert loss("binary_cross_entropy", [[y]], [[y]], arithmetic) == 0.0
