"""The way between the judge and an implementation changes no bit and hides no refusal."""

import sys

import numpy as np
import pytest

from onehidden_conformance.implementations import Refused
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.numbers.tensors import to_array, to_tensor
from onehidden_conformance.vectors.arguments import (
    NetworkArgument,
    OptimizerArgument,
    PairArgument,
    RatesArgument,
    Text,
    TrainedArgument,
    arguments_of_call,
    plain_value,
    rate_of_epoch,
    training_options,
    with_choice,
)

NA = 0x7FF00000000007A2
BITS = (NA, 0x7FF8000000000001, 0x7FF0000000000001, 0xFFF8000000000000, 1 << 63, 0, 1, 0x7FF0000000000000)
STRANGE = np.array(BITS, dtype=np.uint64).view(np.float64)


@pytest.fixture
def r():
    from onehidden_conformance.implementations import r

    r.functions_of_r()  # starts R
    return r


@pytest.mark.parametrize("shape", [(8,), (2, 4), (4, 2), (8, 1), (1, 8)])
def test_numbers_go_to_r_and_back_with_all_their_bits(r, shape):
    there_and_back = r.from_r(r.to_r(STRANGE.reshape(shape)))
    assert there_and_back.shape == shape
    assert there_and_back.ravel().view(np.uint64).tolist() == list(BITS)


def test_r_sees_the_rows_and_columns_that_python_has(r):
    element = r.ri.evalr("function(A) A[2, 3]")(r.to_r(np.arange(12.0).reshape(3, 4)))
    assert element[0] == 6.0


def test_na_is_na_in_r_and_nan_is_not(r):
    is_na_only = r.ri.evalr("function(x) is.na(x) & !is.nan(x)")(r.to_r(STRANGE[:2]))
    assert list(is_na_only) == [True, False]


def test_what_comes_from_r_is_a_copy(r):
    vector = r.to_r(np.array([1.0]))
    number = r.from_r(vector)
    vector[0] = 2.0
    assert number[0] == 1.0


def test_what_comes_from_r_costs_no_reference_to_none(r):
    vector = r.to_r(np.array([1.0]))
    before = sys.getrefcount(None)
    for _ in range(1000):
        r.from_r(vector)
    assert sys.getrefcount(None) > before - 500


def test_rows_count_from_one_in_r(r):
    rows = r.ri.evalr("function(batches) vapply(batches, paste, '', collapse = ',')")(r.to_r([[0, 2], [1]]))
    assert list(rows) == ["1,3", "2"]


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (None, "is.null"),
        (True, "isTRUE"),
        ("full", "function(x) identical(x, 'full')"),
        (3, "function(x) identical(x, 3)"),
        (
            Text(["a", "b", "c", "d", "e", "f"], [2, 3]),
            "function(x) identical(x, matrix(letters[1:6], 2, byrow = TRUE))",
        ),
        ({"a": np.array([1.0])}, "function(x) identical(x, list(a = 1))"),
        (NetworkArgument({"wh": None}), "function(x) inherits(x, 'network_arguments') && is.null(x$wh)"),
        (
            OptimizerArgument("adam", {"beta1": 0.5}),
            "function(x) inherits(x, 'optimizer_arguments') && identical(x$settings, list(beta1 = 0.5))",
        ),
        (RatesArgument(np.array([0.5, 0.25])), "function(x) inherits(x, 'rates_argument') && x$rates[[2]] == 0.25"),
        (
            PairArgument(np.ones((1, 2)), np.ones((1, 1))),
            "function(x) is.list(x) && ncol(x[[1]]) == 2 && is.null(names(x))",
        ),
        (TrainedArgument({"epochs": 3}), "function(x) inherits(x, 'trained_arguments') && x$epochs == 3"),
    ],
)
def test_arguments_arrive_in_r_as_what_they_are(r, value, source):
    assert r.ri.evalr(source)(r.to_r(value))[0]


def test_arguments_of_a_fixture_are_read_as_what_they_are():
    arguments = arguments_of_call(
        {
            "arguments": {
                "X": to_tensor([[1.0, 2.0]]),
                "learning_rate": to_tensor(0.5),
                "epochs": 2.5,
                "batches": [[0]],
                "y": {"text": ["a"], "shape": [1, 1]},
                "steps": {"steps": {"grad_wout": to_tensor([[1.0]])}},
            }
        }
    )
    assert arguments["X"].tolist() == [[1.0, 2.0]]
    assert (arguments["learning_rate"], arguments["epochs"], arguments["batches"]) == (0.5, 2.5, [[0]])
    assert arguments["y"] == Text(["a"], [1, 1])
    assert arguments["steps"]["grad_wout"].tolist() == [[1.0]]


def test_what_is_made_of_a_fixture_only_where_it_is_used_is_read_as_that():
    optimizer = plain_value({"optimizer": {"name": "adam", "epsilon": to_tensor(0.5)}})
    assert optimizer == OptimizerArgument("adam", {"epsilon": 0.5})
    assert plain_value({"rates": to_tensor([1.0, 2.0])}).rates.tolist() == [1.0, 2.0]
    pair = plain_value({"pair": {"X": to_tensor([[1.0]]), "y": to_tensor([[2.0]])}})
    assert (pair.X.tolist(), pair.y.tolist()) == ([[1.0]], [[2.0]])
    assert plain_value({"trained": {"epochs": 2}}) == TrainedArgument({"epochs": 2})


def test_the_options_of_a_training_are_those_that_stand_there():
    assert training_options({"epochs": 3}) == {}
    options = training_options({"patience": 2, "weight_decay": to_tensor(0.5), "optimizer": {"name": "momentum"}})
    assert options == {"optimizer": OptimizerArgument("momentum", {}), "weight_decay": 0.5, "patience": 2}


def test_rates_belong_to_epochs_counted_from_one():
    assert [rate_of_epoch(np.array([0.5, 0.25]), epoch) for epoch in (1, 2)] == [0.5, 0.25]
    assert rate_of_epoch(0.5, 7) == 0.5


def test_the_network_of_a_fixture_becomes_a_network():
    network = {"wh": None, "bh": None, "wout": to_tensor([[0.5]]), "bout": None, "loss": "squared_error"}
    argument = plain_value({"network": network})
    assert isinstance(argument, NetworkArgument)
    assert argument.arguments["wout"].tolist() == to_array(network["wout"]).tolist()
    for language in ("python", "r"):
        make_implementation(f"{language}:blas").call("forward", {"network": argument, "X": np.ones((2, 1))})


@pytest.mark.parametrize("language", ["python", "r"])
def test_a_refusal_has_the_code_and_the_argument(language):
    with pytest.raises(Refused) as refusal:
        make_implementation(f"{language}:reproducible").call("uniforms", {"seed": -1, "n": 1})
    assert (refusal.value.code, refusal.value.argument) == ("invalid_count", "seed")
    assert refusal.value.digest is None


@pytest.mark.parametrize("language", ["python", "r"])
def test_a_failure_that_is_not_a_refusal_has_no_code(language):
    with pytest.raises(Refused) as refusal:
        make_implementation(f"{language}:reproducible").call("no_such_function", {})
    assert refusal.value.code is None
    assert "no_such_function" in refusal.value.message


def test_each_way_asks_for_its_arithmetic_and_kernels():
    network = {"network": 1, "arithmetic": "blas"}
    both = {"arithmetic": "reproducible", "kernels": "compiled"}
    assert make_implementation("python:compiled").choice == make_implementation("r:compiled").choice == both
    assert with_choice("forward", {"X": 1}, both) == {"X": 1, **both}
    assert with_choice("forward", network, both) == {**network, "kernels": "compiled"}
    assert with_choice("check_gradients", {}, both) == {"arithmetic": "reproducible"}
    assert with_choice("uniforms", {}, both) == {}


def test_compiled_kernels_are_asked_for_by_name_and_not_replaced(r, monkeypatch):
    """Where there are none, or none that can be used, the implementation fails; it does not fall back."""
    network, X = {"wh": None, "bh": None, "wout": np.ones((1, 1)), "bout": None}, np.ones((1, 1))
    monkeypatch.setattr("onehidden.arithmetic.kernels.fault_of_compiled", lambda: "this is a test")
    set_fault = r.ri.evalr("""function(fault) {
      kernels <- onehidden:::NATIVE
      before <- kernels$fault
      kernels$fault <- fault
      before
    }""")
    before = set_fault(r.to_r("this is a test"))
    try:
        for language in ("python", "r"):
            for ask in (lambda t: t.predict(network, X), lambda t: t.train(network, X, X, 0.1, 1, "full", [])):
                with pytest.raises(Refused) as refusal:
                    ask(make_implementation(f"{language}:compiled"))
                assert refusal.value.code == "missing_kernels"
                ask(make_implementation(f"{language}:interpreted"))
    finally:
        set_fault(before)


@pytest.mark.parametrize("language", ["python", "r"])
def test_an_unknown_argument_is_not_taken_for_a_choice_of_arithmetic(language):
    network = NetworkArgument({"wh": None, "bh": None, "wout": np.ones((1, 1)), "bout": None})
    with pytest.raises(Refused) as refusal:
        make_implementation(f"{language}:blas").call(
            "forward", {"network": network, "X": np.ones((1, 1)), "arithmetic": "float32"}
        )
    assert refusal.value.code == "unknown_arithmetic"
