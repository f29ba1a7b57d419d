import numpy as np
import pytest

from onehidden.activations import ACTIVATIONS
from onehidden.arithmetic import arithmetic_named

Z = np.array([[-800.0, -2.0, -0.0], [0.0, 0.5, 800.0]])


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_the_derivative_of_the_value(name, arithmetic):
    z = np.array([[-1.5, -0.25, 0.75, 2.0]])
    numbers = arithmetic_named(arithmetic)
    activation = ACTIVATIONS[name]
    step = 2.0**-20
    difference = activation.value(z + step, numbers) - activation.value(z - step, numbers)
    slope = activation.slope(activation.value(z, numbers))
    np.testing.assert_allclose(slope, difference / (2.0 * step), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_input_is_left_as_it_was(name):
    z = Z.copy()
    with np.errstate(over="ignore"):
        ACTIVATIONS[name].value(z, arithmetic_named("blas"))
    assert z.tobytes() == Z.tobytes()


def test_sigmoid_saturates_without_becoming_nan():
    a = ACTIVATIONS["sigmoid"].value(Z, arithmetic_named("reproducible"))
    assert a[0, 0] == 0.0
    assert a[1, 2] == 1.0
    assert a[1, 0] == 0.5


def test_relu_of_both_zeros_is_plus_zero_and_its_slope_there_is_zero():
    zeros = np.array([[-0.0, 0.0]])
    a = ACTIVATIONS["relu"].value(zeros, arithmetic_named("reproducible"))
    assert not np.signbit(a).any()
    assert (ACTIVATIONS["relu"].slope(a) == 0.0).all()


def test_values_lie_within_the_range_that_targets_may_have():
    for activation in ACTIVATIONS.values():
        a = activation.value(Z, arithmetic_named("reproducible"))
        assert (a >= activation.lowest).all()
        assert (a <= activation.highest).all()
