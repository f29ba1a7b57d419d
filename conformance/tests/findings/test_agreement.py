"""Who agrees with whom, on what all have answered."""

import numpy as np

from onehidden_conformance.findings.agreement import INCOMPARABLE, agreement
from onehidden_conformance.implementations import Trained
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.implementations.python import PythonImplementation
from onehidden_conformance.judging.judge import Verdict, judge
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import reading

IDS = ("shapes/square", "shapes/all-different", "batches/uneven", "log/update-by-hand", "threshold/sum")


def verdicts(*implementations, ids=IDS):
    return {t.name: [judge(reading.load(id), t) for id in ids] for t in implementations}


def given(implementation, vector="a/b", **steps):
    return Verdict(vector, implementation, (), "passed", steps={name: np.array(value) for name, value in steps.items()})


def mistake(name):
    return OracleImplementation(name, MISTAKES[name]())


def test_equal_bits_make_a_class_and_distances_a_table():
    found = agreement(
        verdicts(
            OracleImplementation("oracle", Oracle()),
            PythonImplementation("reproducible"),
            mistake("right-to-left"),
            OracleImplementation("another", MISTAKES["right-to-left"]()),
            mistake("error-reversed"),
        )
    )
    assert found.classes == (("oracle", "python:reproducible"), ("right-to-left", "another"), ("error-reversed",))
    assert found.ulp["oracle", "python:reproducible"] == found.ulp["oracle", "oracle"] == 0
    assert found.ulp["right-to-left", "another"] == 0
    assert 0 < found.ulp["oracle", "right-to-left"] < found.ulp["oracle", "error-reversed"]
    assert found.ulp["error-reversed", "oracle"] == found.ulp["oracle", "error-reversed"]


def test_a_training_that_differs_in_digests_alone_is_another_class():
    by_digest = {
        digest: [Verdict("a/b", digest, (), "passed", trained=Trained({}, np.zeros(1), [digest]))] for digest in "xy"
    }
    assert agreement(by_digest).classes == (("x",), ("y",))
    assert agreement(by_digest).ulp["x", "y"] == 0


def test_only_vectors_that_all_have_answered_are_compared():
    found = agreement(
        {"x": [given("x", output=[1.0]), given("x", "c/d", output=[2.0])], "y": [given("y", output=[1.0])]}
    )
    assert found.vectors == ("a/b",)
    assert found.classes == (("x", "y"),)


def test_zeros_of_unlike_sign_are_one_ulp_apart_and_not_one_class():
    found = agreement({"x": [given("x", output=[0.0])], "y": [given("y", output=[-0.0])]})
    assert found.classes == (("x",), ("y",))
    assert found.ulp["x", "y"] == 1
    assert found.table() == [["ulp", "x", "y"], ["x", "0", "1"], ["y", "1", "0"]]


def test_shapes_that_differ_cannot_be_compared():
    found = agreement({"x": [given("x", output=[0.0])], "y": [given("y", output=[[0.0, 1.0]])]})
    assert found.ulp["x", "y"] == INCOMPARABLE
    assert found.table()[1] == ["x", "0", "-"]


def test_a_implementation_that_shows_less_is_compared_by_what_it_shows():
    found = agreement({"x": [given("x", output=[1.0], loss=2.0)], "y": [given("y", output=[1.0])]})
    assert found.ulp["x", "y"] == 0


def test_implementations_without_a_vector_in_common_are_said_to_have_none():
    found = agreement({"x": [given("x", output=[1.0])], "y": []})
    assert list(found.lines()) == ["no vector was answered by all"]
    assert found.ulp["x", "y"] == INCOMPARABLE
    assert agreement({}).implementations == ()


def test_the_classes_are_told_in_words():
    found = agreement({"x": [given("x", a=[1.0])], "y": [given("y", a=[1.0])], "z": [given("z", a=[2.0])]})
    assert list(found.lines()) == [
        "1 vectors were answered by all",
        "x, y: give the same bits",
        "z: agrees with nobody",
    ]
