import numpy as np
import pytest

from onehidden import OneHiddenError, initial_network
from onehidden.network.initialization import INITIALIZATIONS
from onehidden.streams import normals, uniforms

PARAMETERS = ("wh", "bh", "wout", "bout")


def bits(network):
    return [getattr(network, name).tobytes() for name in PARAMETERS]


@pytest.mark.parametrize("seed", [0, 42])
def test_article_python_draws_what_the_listing_draws(seed):
    numpy = np.random.RandomState(seed)
    listing = [numpy.uniform(size=size) for size in [(4, 3), (1, 3), (3, 2), (1, 2)]]
    network = initial_network(4, 3, 2, seed, "article_python")
    assert bits(network) == [array.tobytes() for array in listing]


def test_article_r_draws_what_the_listing_draws():
    # set.seed(42); rnorm(3 * 2); runif(2); rnorm(2 * 1); runif(1) of R 4.2.2
    wh = ["0x1.5ef721feab7dap+0", "-0x1.21201e6483b03p-1", "0x1.73d7ef2bc4ec4p-2"]
    wh += ["0x1.4406913e568bep-1", "0x1.9df883eacc22ap-2", "-0x1.b2af9edeab01bp-4"]
    bh = ["0x1.de8d5c5cp-1", "0x1.058f223cp-2"]
    wout, bout = ["-0x1.83b9322414bbap-4", "0x1.025bb55049501p+1"], ["0x1.e665a28cp-2"]
    network = initial_network(3, 2, 1, 42, "article_r", stream="r")
    listing = [[float.fromhex(text) for text in texts] for texts in (wh, bh, wout, bout)]
    assert [getattr(network, name).ravel(order="F").tolist() for name in PARAMETERS] == listing


def test_glorot_is_uniform_with_a_limit_for_each_layer():
    network = initial_network(5, 4, 3, 7)
    u = uniforms(7, 32)
    assert network.wh.tolist() == (((u[:20] * 2) - 1) * np.sqrt(6 / 9)).reshape(5, 4).tolist()
    assert network.wout.tolist() == (((u[20:] * 2) - 1) * np.sqrt(6 / 7)).reshape(4, 3).tolist()
    assert not np.signbit(network.bh).any()
    assert [*network.bh, *network.bout] == [0.0] * 7


def test_he_is_normal_with_a_spread_for_each_layer():
    network = initial_network(5, 4, 3, 7, "he", "pcg64")
    g = normals(7, 32, "pcg64")
    assert network.wh.tolist() == (g[:20] * np.sqrt(2 / 5)).reshape(5, 4).tolist()
    assert network.wout.tolist() == (g[20:] * np.sqrt(2 / 4)).reshape(4, 3).tolist()
    assert [*network.bh, *network.bout] == [0.0] * 7


@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_without_hidden_neurons_there_is_no_hidden_layer(initialization):
    network = initial_network(5, 0, 3, 7, initialization)
    assert network.wh is None
    assert network.bh is None
    assert network.wout.shape == (5, 3)
    assert network.bout.shape == (3,)


def test_the_inputs_are_what_a_layer_without_hidden_neurons_comes_from():
    expected = ((uniforms(7, 15) * 2) - 1) * np.sqrt(6 / 8)
    assert initial_network(5, 0, 3, 7).wout.ravel().tolist() == expected.tolist()


def test_the_settings_are_those_of_the_network():
    network = initial_network(2, 3, 1, 1, "he", "r", "relu", "identity", "squared_error", "mean")
    assert (network.hidden_activation, network.output_activation) == ("relu", "identity")
    assert (network.loss, network.reduction) == ("squared_error", "mean")


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"n_features": 0}, "invalid_count", "n_features"),
        ({"n_hidden": -1}, "invalid_count", "n_hidden"),
        ({"n_outputs": 1.5}, "invalid_count", "n_outputs"),
        ({"seed": -1}, "invalid_count", "seed"),
        ({"initialization": "glorott"}, "unknown_initialization", "initialization"),
        ({"initialization": None}, "unknown_initialization", "initialization"),
        ({"stream": "mt"}, "unknown_stream", "stream"),
        ({"hidden_activation": "relux"}, "unknown_activation", "hidden_activation"),
        ({"loss": "binary_cross_entropy", "output_activation": "tanh"}, "incompatible_loss", "loss"),
        ({"n_hiden": 3}, "unknown_argument", "n_hiden"),
    ],
)
def test_bad_input_is_rejected_by_code_and_argument(arguments, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        initial_network(**{"n_features": 2, "n_hidden": 3, "n_outputs": 1, "seed": 1, **arguments})
    assert (caught.value.code, caught.value.argument) == (code, argument)
