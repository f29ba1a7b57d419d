import numpy as np
import pytest

from onehidden import GradientCheck, Network, OneHiddenError, backward, check_gradients, initial_network
from onehidden.network.gradients import differences, largest_error, relative_errors

SMOOTH = [
    {"hidden_activation": "tanh", "output_activation": "identity"},
    {"reduction": "mean"},
    {"loss": "binary_cross_entropy"},
    {"output_activation": "softmax", "loss": "categorical_cross_entropy", "reduction": "mean"},
]
ONE_HOT = [[0, 1], [1, 0], [0, 1], [0, 1], [1, 0]]


def targets(settings, y):
    return ONE_HOT if settings.get("output_activation") == "softmax" else y


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
@pytest.mark.parametrize("settings", SMOOTH)
def test_smooth_networks_have_the_gradients_of_their_losses(settings, arithmetic, make_network, samples):
    X, y = samples
    check = check_gradients(make_network(**settings), X, targets(settings, y), arithmetic)
    assert list(check.analytic) == ["wh", "bh", "wout", "bout"]
    assert check.largest["relative_error"] < 1e-7


def test_the_gradients_are_those_of_backward_and_all_shapes_are_the_parameters(make_network, samples):
    X, y = samples
    network, weight = make_network(), [0.5, 0, 1, 2, 3]
    check = check_gradients(network, X, y, sample_weight=weight)
    steps = backward(network, X, y, sample_weight=weight)
    for name, parameter in network.parameters().items():
        assert check.analytic[name].tobytes() == steps[f"grad_{name}"].tobytes()
        assert check.numeric[name].shape == check.relative_error[name].shape == parameter.shape
    assert check.largest["relative_error"] < 1e-7


def test_a_network_without_hidden_layer_or_bias_has_no_gradients_of_them():
    check = check_gradients(Network(None, None, [[0.5], [0.25]], None), [[1.0, 2.0]], [1.0])
    assert list(check.numeric) == ["wout"]


def test_a_difference_is_that_of_the_losses_beside():
    w = np.array([[0.5, -3.0]])
    up, down = 0.5 + 0.25, 0.5 - 0.25
    numeric = differences("wout", w, 0.25, lambda name, parameter: float((parameter**3).sum()))
    assert numeric[0, 0] == (up**3 - down**3) / (up - down)
    assert numeric[0, 1] == ((-2.25) ** 3 - (-3.75) ** 3) / 1.5  # 0.25 * 3 to each side


def test_a_relative_error_is_by_the_larger_but_not_by_less_than_a_thousandth_of_the_largest():
    analytic = {"wout": np.array([[8.0, 1.0], [0.0, 0.0]]), "bout": np.array([0.001])}
    numeric = {"wout": np.array([[8.0, 2.0], [0.0, 0.004]]), "bout": np.array([0.0])}
    error = relative_errors(analytic, numeric)
    assert error["wout"].tolist() == [[0.0, 0.5], [0.0, 0.004 / (8 * (1 / 1000))]]
    assert error["bout"].tolist() == [0.001 / (8 * (1 / 1000))]
    largest = largest_error(analytic, numeric, error)
    assert (largest["parameter"], largest["index"]) == ("wout", (0, 1))
    assert (largest["relative_error"], largest["analytic"], largest["numeric"]) == (0.5, 1.0, 2.0)


def test_gradients_that_are_all_0_have_no_error():
    network = Network([[0.0]], [-1.0], [[0.0]], None, "relu", "identity")
    check = check_gradients(network, [[1.0]], [0.0])
    assert [error.tolist() for error in check.relative_error.values()] == [[[0.0]], [0.0], [[0.0]]]
    assert check.largest["index"] == (0, 0)


def test_a_kink_of_the_relu_shows_and_is_gone_beside_it():
    network = Network([[1.0]], [0.0], [[1.0]], None, "relu", "identity")
    kink = check_gradients(network, [[0.0]], [1.0])
    assert kink.analytic["bh"].tolist() == [0.0]
    assert kink.numeric["bh"][0] == pytest.approx(-0.5, abs=1e-4)  # the mean of 0 and -1
    assert (kink.largest["parameter"], kink.largest["relative_error"]) == ("bh", 1.0)
    assert check_gradients(network, [[0.5]], [1.0]).largest["relative_error"] < 1e-9


def test_a_wrong_gradient_shows(monkeypatch, make_network, samples):
    def wrong(*arguments):
        return {**backward(*arguments), "grad_wh": 2 * backward(*arguments)["grad_wh"]}

    monkeypatch.setattr("onehidden.network.gradients.backward", wrong)
    check = check_gradients(make_network(), *samples)
    assert check.largest["parameter"] == "wh"
    assert check.relative_error["wh"].max() == pytest.approx(0.5, abs=1e-6)
    assert check.relative_error["wout"].max() < 1e-7


def test_it_shows_itself_as_a_table():
    analytic = {"wout": np.array([[0.125, 0.25]]), "bout": np.array([1.0])}
    numeric = {"wout": np.array([[0.125, 0.5]]), "bout": np.array([1.0])}
    error = relative_errors(analytic, numeric)
    check = GradientCheck(analytic, numeric, error, largest_error(analytic, numeric, error))
    assert repr(check).splitlines() == [
        "parameter  elements  largest difference  largest relative error",
        "wout              2            2.50e-01                5.00e-01",
        "bout              1            0.00e+00                0.00e+00",
        "largest relative error 5.00e-01 at wout[0, 1]: analytic 0.25, numeric 0.5",
    ]


def test_the_network_stays_as_it_was(make_network, samples):
    network = make_network()
    before = network.wh.copy()
    check_gradients(network, *samples)
    assert network.wh.tobytes() == before.tobytes()


def test_an_infinite_loss_is_rejected():
    network = Network(None, None, [[1000.0]], None, loss="binary_cross_entropy")
    with pytest.raises(OneHiddenError, match="loss is infinite") as caught:
        check_gradients(network, [[1.0]], [0.0])
    assert (caught.value.code, caught.value.step) == ("overflow", "loss")


def test_a_step_that_changes_nothing_is_rejected():
    with pytest.raises(OneHiddenError, match="large enough to change every parameter") as caught:
        check_gradients(Network(None, None, [[1.0]], None), [[1.0]], [0.0], step=1e-20)
    assert (caught.value.code, caught.value.argument) == ("out_of_range", "step")


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"network": None}, "invalid_network", "network"),
        ({"X": [[1.0]]}, "shape_mismatch", "X"),
        ({"y": [2.0]}, "target_out_of_range", "y"),
        ({"arithmetic": "exact"}, "unknown_arithmetic", "arithmetic"),
        ({"sample_weight": [-1.0]}, "invalid_sample_weight", "sample_weight"),
        ({"step": 0}, "out_of_range", "step"),
        ({"step": -1e-5}, "out_of_range", "step"),
        ({"step": float("inf")}, "not_finite", "step"),
        ({"step": "small"}, "not_numeric", "step"),
        ({"steps": 1}, "unknown_argument", "steps"),
    ],
)
def test_bad_input_is_rejected_by_code_and_argument(arguments, code, argument):
    given = {"network": initial_network(2, 3, 1, 1), "X": [[1.0, 0.0]], "y": [1.0], **arguments}
    with pytest.raises(OneHiddenError) as caught:
        check_gradients(**given)
    assert (caught.value.code, caught.value.argument) == (code, argument)
