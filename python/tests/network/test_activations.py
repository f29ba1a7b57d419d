import numpy as np
import pytest

from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.network.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS, row_maxima

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


def softmax(z, arithmetic="reproducible"):
    with np.errstate(over="ignore"):
        return OUTPUT_ACTIVATIONS["softmax"].value(np.array(z), arithmetic_named(arithmetic))


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_softmax_gives_the_probabilities_of_each_row(arithmetic):
    expected = np.exp([[0.0, 1.0, 2.0], [3.0, 3.0, 3.0]])
    output = softmax([[0.0, 1.0, 2.0], [3.0, 3.0, 3.0]], arithmetic)
    np.testing.assert_allclose(output, expected / expected.sum(axis=1, keepdims=True), rtol=1e-15)


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_softmax_of_large_numbers_is_that_of_their_differences(arithmetic):
    assert (softmax([[1000.0, 999.0]], arithmetic) == softmax([[1.0, 0.0]], arithmetic)).all()
    assert softmax([[-1e308, 1e308]], arithmetic).tolist() == [[0.0, 1.0]]


def test_the_largest_element_of_a_row_may_stand_anywhere():
    z = np.array([[1.0, 3.0, 2.0], [-1.0, -3.0, -2.0], [0.0, 1.0, 5.0]])
    assert row_maxima(z).tolist() == [[3.0], [-1.0], [5.0]]
