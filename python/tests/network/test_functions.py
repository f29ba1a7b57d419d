import numpy as np
import pytest

from onehidden import Network, OneHiddenError, backward, forward, predict, train, update_weights
from onehidden.errors import NumberOverflowError

CALLS = [
    (lambda n, X, y: forward("network", X), "invalid_network", "network"),
    (lambda n, X, y: forward(n, [[1.0, 2.0]]), "shape_mismatch", "X"),
    (lambda n, X, y: forward(n, [1.0, 2.0, 3.0, 4.0]), "wrong_dimensions", "X"),
    (lambda n, X, y: forward(n, [["a", "b", "c", "d"]]), "not_numeric", "X"),
    (lambda n, X, y: forward(n, None), "not_numeric", "X"),
    (lambda n, X, y: forward(n, np.ones((0, 4))), "empty", "X"),
    (lambda n, X, y: forward(n, X * np.inf), "not_finite", "X"),
    (lambda n, X, y: forward(n, X, arithmetic="fast"), "unknown_arithmetic", "arithmetic"),
    (lambda n, X, y: forward(n, X, arithmetics="blas"), "unknown_argument", "arithmetics"),
    (lambda n, X, y: backward(n, X, y[:2]), "shape_mismatch", "y"),
    (lambda n, X, y: backward(n, X, y + 1.0), "target_out_of_range", "y"),
    (lambda n, X, y: backward(n, X, y - 1.0), "target_out_of_range", "y"),
    (lambda n, X, y: update_weights(n, {}, 0.1), "invalid_steps", "steps"),
    (lambda n, X, y: update_weights(n, None, 0.1), "invalid_steps", "steps"),
    (lambda n, X, y: update_weights(n, {**backward(n, X, y), "grad_wh": y}, 0.1), "invalid_steps", "steps"),
    (lambda n, X, y: update_weights(n, backward(n, X, y), -0.1), "invalid_learning_rate", "learning_rate"),
    (lambda n, X, y: predict(n, X[:, :2]), "shape_mismatch", "X"),
]


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize(("call", "code", "argument"), CALLS)
def test_bad_input_is_rejected_by_code_and_argument(call, code, argument, article):
    X, y, network = article
    with pytest.raises(OneHiddenError) as caught:
        call(network, X, y)
    assert (caught.value.code, caught.value.argument) == (code, argument)


def test_a_message_names_argument_expectation_what_was_given_and_a_hint(article):
    X, _, network = article
    with pytest.raises(OneHiddenError) as caught:
        forward(network, X[:, :3])
    assert str(caught.value) == (
        "`X` must be a matrix with one column per feature, but it has 3 columns. This network has 4 features."
    )


def test_a_misspelt_argument_is_reported_with_the_right_name(article):
    X, _, network = article
    with pytest.raises(OneHiddenError, match="Did you mean `arithmetic`"):
        forward(network, X, arithmetik="blas")


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_the_first_step_that_overflows_is_named(arithmetic):
    network = Network([[1e200]], [0.0], [[1e200]], [0.0], "identity", "identity")
    with pytest.raises(NumberOverflowError) as caught:
        forward(network, [[1.0]], arithmetic)
    assert caught.value.step == "output_layer_input"
    with pytest.raises(NumberOverflowError) as caught:
        forward(network, [[1e200]], arithmetic)
    assert caught.value.step == "hidden_layer_input"


def test_an_overflow_of_an_update_names_the_parameter():
    network = Network(None, None, [[1.0]], None)
    with pytest.raises(NumberOverflowError) as caught:
        update_weights(network, {"grad_wout": np.array([[-1e308]])}, 10.0)
    assert caught.value.step == "updated_wout"


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_an_infinite_loss_is_reported_as_infinite(arithmetic):
    network = Network(None, None, [[0.5]], [-0.2], loss="binary_cross_entropy")
    steps = backward(network, [[100.0]], [[0.0]], arithmetic)
    assert steps["output"][0, 0] == 1.0
    assert steps["loss"] == np.inf
    assert steps["grad_wout"][0, 0] == 100.0


def test_targets_may_be_a_vector_where_there_is_one_output(article):
    X, y, network = article
    assert backward(network, X, y[:, 0])["loss"] == backward(network, X, y)["loss"]


def test_inputs_are_not_changed(article):
    X, y, network = article
    before = X.tobytes() + y.tobytes()
    backward(network, X, y)
    assert X.tobytes() + y.tobytes() == before


def test_predict_is_the_output_of_forward(article):
    X, _, network = article
    assert predict(network, X).tobytes() == forward(network, X)["output"].tobytes()


def test_the_hint_for_an_object_with_a_network_is_to_give_that(article):
    X, y, network = article
    with pytest.raises(OneHiddenError, match="Give its `network`"):
        predict(train(network, X, y, epochs=1), X)
