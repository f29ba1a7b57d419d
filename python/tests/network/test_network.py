import numpy as np
import pytest

from onehidden import Network, OneHiddenError


def refusal(**arguments):
    defaults = {"wh": [[1.0, 2.0]], "bh": [0.0, 0.0], "wout": [[1.0], [2.0]], "bout": [0.0]}
    with pytest.raises(OneHiddenError) as caught:
        Network(**{**defaults, **arguments})
    return caught.value.code, caught.value.argument


def test_parameters_are_copied_and_cannot_be_changed():
    wout = np.array([[1.0]])
    network = Network(None, None, wout, None)
    wout[0, 0] = 2.0
    assert network.wout[0, 0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        network.wout[0, 0] = 3.0
    with pytest.raises(AttributeError):
        network.wout = wout


def test_integers_and_logical_values_become_doubles():
    network = Network([[1, 2]], [True, False], [[1], [2]], None)
    assert network.wh.dtype == network.bh.dtype == np.float64
    assert network.bh.tolist() == [1.0, 0.0]


def test_a_network_says_its_sizes_and_settings():
    network = Network([[1.0, 2.0]], [0.0, 0.0], [[1.0], [2.0]], [0.0], "tanh", "identity", reduction="mean")
    assert repr(network) == "network 1-2-1: tanh hidden layer, identity output, squared_error (mean), 7 parameters"
    assert (network.n_features, network.n_outputs) == (1, 1)
    alone = Network(None, None, [[1.0, 2.0]], None)
    assert repr(alone) == "network 1-2: no hidden layer, sigmoid output, squared_error (sum), 2 parameters"


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"wout": None}, "missing_parameter", "wout"),
        ({"wh": None}, "missing_parameter", "wh"),
        ({"wh": "text"}, "not_numeric", "wh"),
        ({"wh": [[1.0, 2j]]}, "not_numeric", "wh"),
        ({"wh": [[1.0, float("nan")]]}, "not_finite", "wh"),
        ({"bout": [float("inf")]}, "not_finite", "bout"),
        ({"wh": [1.0, 2.0]}, "wrong_dimensions", "wh"),
        ({"wh": [[1.0, 2.0], [3.0]]}, "wrong_dimensions", "wh"),
        ({"bh": [[0.0, 0.0]]}, "wrong_dimensions", "bh"),
        ({"wout": np.ones((0, 1))}, "empty", "wout"),
        ({"bh": [0.0]}, "shape_mismatch", "bh"),
        ({"wout": [[1.0]]}, "shape_mismatch", "wout"),
        ({"bout": [0.0, 0.0]}, "shape_mismatch", "bout"),
        ({"hidden_activation": "sigmod"}, "unknown_activation", "hidden_activation"),
        ({"output_activation": None}, "unknown_activation", "output_activation"),
        ({"loss": "mse"}, "unknown_loss", "loss"),
        ({"reduction": 1}, "unknown_reduction", "reduction"),
        ({"loss": "binary_cross_entropy", "output_activation": "tanh"}, "incompatible_loss", "loss"),
        ({"loss": "categorical_cross_entropy"}, "incompatible_loss", "loss"),
        ({"output_activation": "softmax"}, "incompatible_loss", "loss"),
        ({"output_activation": "softmax", "loss": "binary_cross_entropy"}, "incompatible_loss", "loss"),
        ({"output_activation": "softmax", "loss": "categorical_cross_entropy"}, "shape_mismatch", "wout"),
        ({"hidden_activation": "softmax"}, "unknown_activation", "hidden_activation"),
        ({"hiden_activation": "tanh"}, "unknown_argument", "hiden_activation"),
    ],
)
def test_invalid_networks_are_rejected_by_code_and_argument(arguments, code, argument):
    assert refusal(**arguments) == (code, argument)
