import numpy as np
import pytest

from onehidden import Model, Network, OneHiddenError, forward
from onehidden.models.inputs import numeric_inputs
from onehidden.models.scaling import Scaling


def model(wout, activation, classes=None, **others):
    wout = np.array(wout, dtype=float)
    loss = {"softmax": "categorical_cross_entropy"}.get(activation, "squared_error")
    parts = {
        "network": Network(None, None, wout, None, output_activation=activation, loss=loss),
        "inputs": numeric_inputs(["a", "b"], 2),
        "classes": classes,
        "outputs": None,
        "input_scaling": None,
        "target_scaling": None,
        "history": np.array([]),
        "arithmetic": "reproducible",
    }
    return Model(**{**parts, **others})


X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
NUMBERS = model([[1, 2], [3, 4]], "identity", target_scaling=Scaling(np.array([1.0, 0.0]), np.array([10.0, 1.0])))
TWO = model([[1], [-1]], "sigmoid", ("no", "yes"))
THREE = model([[1, 1, 0], [0, 0, 2]], "softmax", (5, 6, 7))


def test_numbers_are_in_the_units_of_y_and_a_vector_where_there_is_one():
    assert NUMBERS.predict(X).tolist() == [[1.0, 0.0], [11.0, 2.0], [31.0, 4.0]]
    assert model([[1], [2]], "identity").predict(X).tolist() == [0.0, 1.0, 2.0]


def test_of_two_classes_it_is_the_second_where_the_output_is_above_one_half():
    assert TWO.predict(X).tolist() == ["no", "yes", "no"]
    output = forward(TWO.network, X)["output"]
    assert TWO.predict_proba(X).tobytes() == np.column_stack([1.0 - output, output]).tobytes()


def test_of_more_classes_it_is_that_of_the_largest_output_and_the_first_of_equal_ones():
    assert THREE.predict(X).tolist() == [5, 5, 7]
    assert THREE.predict_proba(X).tobytes() == forward(THREE.network, X)["output"].tobytes()


def test_classes_keep_their_kind():
    assert TWO.predict(X).dtype.kind == "U"
    assert THREE.predict(X).dtype.kind == "i"
    assert model([[1], [-1]], "sigmoid", (False, True)).predict(X).tolist() == [False, True, False]


def test_link_and_trace_are_those_of_the_network_on_scaled_data():
    scaling = Scaling(np.array([1.0, 2.0]), np.array([2.0, 4.0]))
    scaled = model([[1, 1, 0], [0, 0, 2]], "softmax", (5, 6, 7), input_scaling=scaling)
    steps = forward(scaled.network, (X - [1.0, 2.0]) / [2.0, 4.0])
    trace = scaled.trace(X)
    assert list(trace) == list(steps)
    assert [trace[name].tobytes() for name in steps] == [step.tobytes() for step in steps.values()]
    assert scaled.link(X).tobytes() == steps["output_layer_input"].tobytes()


def test_predictions_come_from_data_by_name_too():
    assert THREE.predict({"b": X[:, 1], "a": X[:, 0]}).tolist() == THREE.predict(X).tolist()


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_the_arithmetic_is_that_of_the_model(arithmetic):
    of_many = model(np.linspace(0.1, 0.9, 40).reshape(2, 20), "tanh", arithmetic=arithmetic)
    many = np.linspace(-3, 3, 400).reshape(-1, 2)
    assert of_many.predict(many).tobytes() == forward(of_many.network, many, arithmetic)["output"].tobytes()


def test_a_model_says_what_it_is():
    assert repr(THREE) == "model of 2 inputs and 3 classes: " + repr(THREE.network)
    scaled = model([[1], [2]], "identity", input_scaling=Scaling(np.zeros(2), np.ones(2)))
    assert repr(scaled) == "model of 2 inputs and 1 number, scaled: " + repr(scaled.network)


@pytest.mark.parametrize(
    ("call", "code", "argument"),
    [
        (lambda: THREE.predict({"a": [1.0]}), "missing_column", "b"),
        (lambda: THREE.predict([[1.0]]), "shape_mismatch", "data"),
        (lambda: THREE.predict(X * np.nan), "not_finite", "data"),
        (lambda: THREE.predict(dat=X), "unknown_argument", "dat"),
        (lambda: NUMBERS.predict_proba(X), "invalid_model", "model"),
        (lambda: NUMBERS.predict(X * 1e308), "overflow", None),
        (lambda: NUMBERS.predict(X * 1e307), "overflow", None),
        (lambda: THREE.link(X * 1e308 * 1.7), "overflow", None),
    ],
)
def test_what_cannot_be_predicted_is_rejected(call, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        call()
    assert (caught.value.code, caught.value.argument) == (code, argument)


def test_a_model_is_not_changed():
    with pytest.raises(AttributeError):
        THREE.classes = (1, 2, 3)
