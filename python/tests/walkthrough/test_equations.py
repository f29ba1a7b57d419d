import pytest

from onehidden import Network
from onehidden.walkthrough.equations import equations


def told(network):
    return {equation.name: equation for equation in equations(network)}


def test_every_step_of_the_table_is_there_in_its_order(make_network):
    shown = equations(make_network())
    assert sorted({equation.step for equation in shown}) == list(range(13))
    assert [equation.step for equation in shown] == sorted(equation.step for equation in shown)
    assert [equation.name for equation in shown] == [
        *("X", "y", "wh", "bh", "wout", "bout", "hidden_layer_input", "hidden_layer_activations"),
        *("output_layer_input", "output", "error", "loss", "slope_output_layer", "slope_hidden_layer", "d_output"),
        *("error_at_hidden_layer", "d_hidden_layer", "grad_wout", "grad_wh", "grad_bout", "grad_bh"),
        *("updated_wh", "updated_bh", "updated_wout", "updated_bout"),
    ]


def test_what_a_network_does_not_have_is_not_shown():
    names = set(told(Network(None, None, [[1.0]], None)))
    assert not any("hidden" in name or "wh" in name or "bh" in name or "bout" in name for name in names)
    formulas = [equation.formula for equation in equations(Network([[1.0]], None, [[1.0]], None))]
    assert "X . wh" in formulas
    assert not any("bh" in formula or "bout" in formula for formula in formulas)


def test_without_hidden_layer_the_output_comes_from_the_samples():
    equation = told(Network(None, None, [[1.0]], [0.0]))
    assert equation["output_layer_input"].formula == "(X . wout) + bout"
    assert equation["grad_wout"].formula == "-(t(X) . d_output)"
    assert "every feature to every output" in equation["wout"].says


@pytest.mark.parametrize(
    ("activation", "value", "slope"),
    [
        ("sigmoid", "1 / (1 + exp(-hidden_layer_input))", "hidden_layer_activations * (1 - hidden_layer_activations)"),
        ("tanh", "tanh(hidden_layer_input)", "1 - (hidden_layer_activations * hidden_layer_activations)"),
        ("relu", "hidden_layer_input where above 0, else 0", "1 where hidden_layer_activations is above 0, else 0"),
        ("identity", "hidden_layer_input", "1"),
    ],
)
def test_formulas_are_those_of_the_activation(make_network, activation, value, slope):
    equation = told(make_network(hidden_activation=activation))
    assert equation["hidden_layer_activations"].formula == value
    assert equation["slope_hidden_layer"].formula == slope


@pytest.mark.parametrize(
    ("activation", "loss", "output", "total"),
    [
        (
            "sigmoid",
            "binary_cross_entropy",
            "1 / (1 + exp(-output_layer_input))",
            "total(-((y * log(output)) + ((1 - y) * log(1 - output))))",
        ),
        ("softmax", "categorical_cross_entropy", "exp(output_layer_input - m) / s", "total(-(y * log(output)))"),
    ],
)
def test_a_cross_entropy_cancels_the_slope(make_network, activation, loss, output, total):
    equation = told(make_network(output_activation=activation, loss=loss))
    assert equation["output"].formula == output
    assert equation["loss"].formula == total
    assert equation["slope_output_layer"].formula == "1"
    assert "cancels" in equation["slope_output_layer"].says
    assert "slope is 1" in equation["d_output"].says


def test_the_formulas_of_a_mean_divide_by_n(make_network):
    equation = told(make_network(reduction="mean"))
    assert equation["loss"].formula == "(total(error * error) / 2) / n"
    assert equation["grad_wh"].formula == "-((t(X) . d_hidden_layer) / n)"
    assert equation["grad_bh"].formula == "-(column_sums(d_hidden_layer) / n)"
    assert "mean over all samples" in equation["grad_wh"].says
