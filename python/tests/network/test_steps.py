"""The steps against the definition of the derivative, which knows nothing of them."""

import itertools

import numpy as np
import pytest

from onehidden import Network, backward, forward, update_weights
from onehidden.network.activations import ACTIVATIONS
from onehidden.network.steps import Steps

PAIRS = [
    *itertools.product(ACTIVATIONS, ACTIVATIONS, ["squared_error"]),
    *itertools.product(ACTIVATIONS, ["sigmoid"], ["binary_cross_entropy"]),
    *itertools.product(ACTIVATIONS, ["softmax"], ["categorical_cross_entropy"]),
]


def moved(network, name, index, step):
    """Return the network with one element of one parameter moved."""
    parameters = {key: getattr(network, key) for key in ("wh", "bh", "wout", "bout")}
    parameters[name] = parameters[name].copy()
    parameters[name][index] += step
    settings = ("hidden_activation", "output_activation", "loss", "reduction")
    return Network(**parameters, **{key: getattr(network, key) for key in settings})


@pytest.mark.parametrize("sample_weight", [None, [0.5, 2.0, 0.0, 1.0, 3.0]])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize(("hidden", "output", "loss"), PAIRS)
def test_gradients_are_the_central_differences_of_the_loss(
    hidden, output, loss, reduction, sample_weight, make_network, samples
):
    X, y = samples
    y = np.column_stack([y[:, 0], 1.0 - y[:, 0]]) if output == "softmax" else y
    network = make_network(hidden_activation=hidden, output_activation=output, loss=loss, reduction=reduction)
    steps = backward(network, X, y, sample_weight=sample_weight)
    h = 2.0**-17
    for name in ("wh", "bh", "wout", "bout"):
        for index in np.ndindex(getattr(network, name).shape):
            above = backward(moved(network, name, index, h), X, y, sample_weight=sample_weight)["loss"]
            below = backward(moved(network, name, index, -h), X, y, sample_weight=sample_weight)["loss"]
            assert steps[f"grad_{name}"][index] == pytest.approx((above - below) / (2.0 * h), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_every_step_has_its_shape_and_its_place_in_the_table(arithmetic, make_network, samples):
    X, y = samples
    steps = backward(make_network(), X, y, arithmetic)
    n, d, h, k = 5, 4, 3, 2
    expected = {
        "hidden_layer_input": (n, h),
        "hidden_layer_activations": (n, h),
        "output_layer_input": (n, k),
        "output": (n, k),
        "error": (n, k),
        "loss": (),
        "slope_output_layer": (n, k),
        "slope_hidden_layer": (n, h),
        "d_output": (n, k),
        "error_at_hidden_layer": (n, h),
        "d_hidden_layer": (n, h),
        "grad_wout": (h, k),
        "grad_wh": (d, h),
        "grad_bout": (k,),
        "grad_bh": (h,),
    }
    assert {name: np.shape(value) for name, value in steps.items()} == expected
    assert list(steps) == list(expected) == list(Steps.__annotations__)


def test_without_hidden_layer_and_biases_their_steps_are_absent(samples):
    X, y = samples
    steps = backward(Network(None, None, np.ones((4, 2)), None), X, y)
    assert list(steps) == [
        *("output_layer_input", "output", "error", "loss", "slope_output_layer", "d_output", "grad_wout"),
    ]


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_the_mean_is_the_sum_divided_by_the_number_of_samples(arithmetic, make_network, samples):
    X, y = samples
    of_sum = backward(make_network(), X, y, arithmetic)
    of_mean = backward(make_network(reduction="mean"), X, y, arithmetic)
    assert of_mean["loss"] == of_sum["loss"] / 5.0
    for name in ("grad_wh", "grad_bh", "grad_wout", "grad_bout"):
        assert (of_mean[name] == of_sum[name] / 5.0).all()
    assert (of_mean["d_output"] == of_sum["d_output"]).all()


def test_both_arithmetics_agree_to_rounding_errors(make_network, samples):
    X, y = samples
    one, other = (backward(make_network(), X, y, arithmetic) for arithmetic in ("reproducible", "blas"))
    for name, value in one.items():
        np.testing.assert_allclose(value, other[name], rtol=1e-13, atol=1e-15)


def test_forward_gives_the_first_four_of_the_steps_of_backward(make_network, samples):
    X, y = samples
    steps = forward(make_network(), X)
    whole = backward(make_network(), X, y)
    assert list(steps) == list(whole)[:4]
    assert all((steps[name] == whole[name]).all() for name in steps)


def test_an_update_uses_only_old_values(make_network, samples):
    X, y = samples
    network = make_network()
    steps = backward(network, X, y)
    new = update_weights(network, steps, 0.5)
    for name in ("wh", "bh", "wout", "bout"):
        old = getattr(network, name)
        assert (getattr(new, name) == old - steps[f"grad_{name}"] * 0.5).all()
