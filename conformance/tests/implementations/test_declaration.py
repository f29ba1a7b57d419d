"""What an implementation declares: read, checked for contradictions, held against vectors; arrays are turned."""

import json
import shlex
import sys
from pathlib import Path

import numpy as np
import pytest

from onehidden_conformance import made
from onehidden_conformance.implementations import Broken, Skipped
from onehidden_conformance.implementations.declaration import DeclarationError, declared, in_decimal, read
from onehidden_conformance.implementations.layout import are_classes, class_numbers, step_from, turned
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.requests import lacking
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.vectors import reading

STARTS = Path(__file__).parent / "wrong_implementations" / "starts_with.py"
BASE = "made/tanh-sigmoid-squared-mean-b11-r0.5-n5-d3-h4-k2-01"


def started_with(**answer):
    started = {"protocol": 2, "implementation": {"name": "any"}, **answer}
    return make_implementation(shlex.join([sys.executable, str(STARTS), json.dumps(started)]))


def test_the_smallest_answer_to_start_is_enough():
    implementation = started_with()
    implementation.close()
    assert implementation.level == 1
    assert implementation.declaration == read({"kinds": ["step"]})


@pytest.mark.parametrize(
    ("capabilities", "complaint"),
    [
        ({"biases": "sometimes"}, "at capabilities.biases: 'sometimes' is not one of ['both'"),
        ({"learning_rate": -1}, "at capabilities.learning_rate"),
        ({"rows": 0}, "at capabilities.rows"),
        ({"shapes": {"m": 3}}, "at capabilities.shapes"),
        ({"weight_decay": "outputs"}, "at capabilities.weight_decay"),
        ({"labels": 2}, "at capabilities.labels: 2 is not one of [0, 1, None]"),
        ({"weights": "d x n"}, "at capabilities.weights: 'd x n' is not one of ['d x h', 'h x d']"),
        ({"bias": "both"}, "at capabilities: Additional properties are not allowed ('bias' was unexpected)"),
        ({"losses": ["binary_cross_entropy"], "output_activations": ["tanh"]}, "without the output activation"),
        ({"losses": ["squared_error"], "output_activations": ["softmax", "tanh"]}, "softmax without the loss"),
        ({"biases": "none", "trace": ["output", "updated_bh"]}, "declares the biases 'none' and shows updated_bh"),
        ({"rows": 1, "shapes": {"n": 3}}, "declares `rows` 1 and `shapes` with n 3"),
    ],
)
def test_what_nobody_can_be_is_an_error_that_quotes_the_line(capabilities, complaint):
    with pytest.raises(Broken) as broken:
        started_with(capabilities=capabilities)
    assert complaint in str(broken.value)
    assert '"capabilities"' in broken.value.line


def test_single_precision_and_the_same_bits_contradict_each_other():
    with pytest.raises(DeclarationError, match="single"):
        declared({"precision": "single"}, level=2)


@pytest.mark.parametrize(("number", "text"), [(1.0, "1"), (0.1, "0.1"), (1e-05, "0.00001"), (2.5, "2.5"), (10.0, "10")])
def test_a_learning_rate_has_no_exponent_in_an_id(number, text):
    assert in_decimal(number) == text
    assert float(text) == number


@pytest.mark.parametrize(
    ("capabilities", "id", "reason"),
    [
        ({"biases": "none"}, BASE, "declares the biases 'none'"),
        ({"biases": "both"}, BASE.replace("b11", "b00"), "declares the biases 'both'"),
        ({"biases": "layer"}, BASE, "declares the biases 'layer'"),
        ({}, BASE.replace("b11", "bll"), "declares the biases 'any'"),
        ({"learning_rate": 0.1}, BASE, "declares that its learning rate is always 0.1"),
        ({"learning_rate": "none"}, BASE, "declares that its learning rate is always 1"),
        ({"rows": 1}, BASE, "declares that it takes 1 samples at a time"),
        ({"shapes": {"k": 1}}, BASE, "declares that k is always 1"),
        ({"shapes": {"d": 4}}, BASE, "declares that d is always 4"),
        ({}, BASE.replace("-n5", "-c0.1g-n5"), "declares no weight decay"),
        ({"weight_decay": "both"}, BASE.replace("-n5", "-c0.1g-n5"), "declares the weight decay 'both'"),
        (
            {"weight_decay": {"in": "gradient", "coefficient": 0.2}},
            BASE.replace("-n5", "-c0.1g-n5"),
            "declares that its weight decay is always 0.2",
        ),
    ],
)
def test_what_is_beyond_a_declaration_is_not_asked(capabilities, id, reason):
    vector = made.vector(id)
    assert lacking(read(capabilities), vector) == reason


@pytest.mark.parametrize(
    ("capabilities", "id"),
    [
        ({"biases": "both", "learning_rate": 0.5, "rows": 5, "shapes": {"d": 3, "h": 4}}, BASE),
        ({"biases": "layer"}, BASE.replace("b11", "bll")),
        ({"biases": "none", "learning_rate": "none"}, BASE.replace("b11-r0.5", "b00-r1")),
        ({"weight_decay": {"in": "both", "coefficient": 0.1}}, BASE.replace("-n5", "-c0.1b-n5")),
    ],
)
def test_what_is_declared_is_asked(capabilities, id):
    assert lacking(read(capabilities), made.vector(id)) == ""


# ---- layout ----------------------------------------------------------------------------------------------------------


def test_weights_and_samples_are_turned_and_come_back():
    declaration, vector = read({"weights": "h x d", "samples": "columns"}), made.vector(BASE)
    sent = turned(declaration, vector)
    assert sent["X"]["shape"] == [3, 5]
    assert sent["y"]["shape"] == [2, 5]
    assert sent["network"]["wh"]["shape"] == [4, 3]
    assert sent["network"]["bh"] == vector["network"]["bh"]
    for name, tensor in vector["expected"].items():
        there = turned(declaration, {name: tensor})[name] if name[-2:] in ("wh", "ut") and "_w" in name else tensor
        array = to_array(there)
        array = array.T if array.ndim == 2 and "_w" not in name else array
        assert np.array_equal(step_from(declaration, name, array, {}), to_array(tensor)), name


def test_classes_are_numbers_from_where_they_say():
    y = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    assert class_numbers(y, 0).tolist() == [1.0, 0.0]
    assert class_numbers(y, 1).tolist() == [2.0, 1.0]
    assert class_numbers(np.array([[1.0], [0.0]]), 0).tolist() == [1.0, 0.0]
    assert are_classes(y)
    assert not are_classes(np.array([[0.5, 0.5]]))


def test_targets_that_are_no_classes_are_not_asked_as_labels():
    implementation = started_with(capabilities={"labels": 0})
    with pytest.raises(Skipped, match="no classes"):
        implementation.samples_of(np.ones((1, 1)), np.array([[0.5, 0.5]]))
    implementation.close()


def test_one_bias_for_a_layer_may_come_without_dimension():
    bias = {"bh": np.array([0.5])}
    assert step_from(read({}), "updated_bh", np.array(1.0), bias).shape == (1,)
    assert step_from(read({}), "updated_bh", np.array(1.0), {"bh": np.array([0.5, 0.5])}).shape == ()


TURNED = Path(__file__).parent / "wrong_implementations" / "turned.py"


@pytest.mark.parametrize("words", ["weights", "samples", "labels", "layer", "decay"])
def test_a_right_network_of_another_layout_passes(words):
    implementation = make_implementation(shlex.join([sys.executable, str(TURNED), words]))
    ids = made.for_declaration(implementation.declaration, least=4).ids[:4]
    verdicts = [judge(made.vector(id), implementation) for id in ids]
    implementation.close()
    assert [str(verdict) for verdict in verdicts if not verdict.passed] == []


def test_the_published_vectors_are_judged_as_ever():
    implementation = make_implementation(shlex.join([sys.executable, str(TURNED), "weights"]))
    assert judge(reading.load("activations/tanh-identity"), implementation).passed
    implementation.close()
