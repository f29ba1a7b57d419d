"""The first wrong step is named, and steps that are wrong only because of it are not."""

import numpy as np
import pytest

from onehidden_conformance import made
from onehidden_conformance.findings.divergence import first_divergence
from onehidden_conformance.judging.answers import answer, parts
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import reading

VECTOR = reading.load("shapes/all-different")
STEP_IDS = [
    id for id in reading.vector_ids() if id.startswith(("activations/", "edges/", "losses/", "log/", "article/one"))
]


def steps(name, vector=VECTOR):
    return dict(answer(MISTAKES[name](), vector))


def right(vector=VECTOR):
    return dict(answer(Oracle(), vector))


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("id", STEP_IDS)
def test_a_right_network_has_no_wrong_step(id, level):
    for part in parts(reading.load(id)):
        if part["kind"] in ("step", "update"):
            assert first_divergence(part, right(part), level) is None


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("bias-per-sample", ("hidden_layer_input", "output_layer_input", "grad_bout", "grad_bh")),
        ("updated-wout-in-step-8", ("error_at_hidden_layer",)),
        ("error-reversed", ("error",)),
        ("full-sum-of-squares", ("loss",)),
        ("slope-of-input", ("slope_output_layer", "slope_hidden_layer")),
        ("output-error-for-hidden-bias", ("grad_bh",)),
        ("bias-never-updated", ("updated_bout", "updated_bh")),
        ("single-precision", ("hidden_layer_activations", "output")),
    ],
)
def test_the_steps_that_are_wrong_by_themselves_are_named_and_no_others(name, faults, level):
    divergence = first_divergence(VECTOR, steps(name), level)
    assert divergence.step == faults[0]
    assert divergence.own_faults == faults


@pytest.mark.parametrize("name", [name for name, mistake in MISTAKES.items() if mistake.kind == "step"])
def test_every_step_that_is_wrong_by_itself_is_one_where_the_mistake_is_made(name):
    divergences = [
        first_divergence(part, answer(MISTAKES[name](), part), 2)
        for id in STEP_IDS
        for part in parts(reading.load(id))
        if part["kind"] == "step"
    ]
    first = {d.step for d in divergences if d}
    assert first <= set(MISTAKES[name].steps)
    assert all(d.own_faults[0] == d.step for d in divergences if d)


def test_what_only_bits_show_is_a_divergence_at_level_2_alone():
    given = steps("fused-multiply-add")
    assert first_divergence(VECTOR, given, 1) is None
    assert "hidden_layer_input" in first_divergence(VECTOR, given, 2).own_faults


def test_the_worst_element_is_told_with_both_numbers_bits_distance_and_bound():
    given = right()
    given["output"] = given["output"].copy()
    given["output"][1, 1] = np.nextafter(given["output"][1, 1], 9.0)
    given["output"][2, 0] += 0.25
    divergence = first_divergence(VECTOR, given, 1)
    assert divergence.worst.indices == (2, 0)
    assert divergence.worst.got - divergence.worst.expected == pytest.approx(0.25)
    assert divergence.worst.share == pytest.approx(0.25 / divergence.worst.bound)
    assert divergence.wrong == 1
    assert first_divergence(VECTOR, given, 2).wrong == 2
    assert divergence.line().startswith("output is the first wrong step: output[2, 0] is ")
    assert "times the bound" in divergence.line()
    assert "\n" not in divergence.line()
    assert "wrong by itself, whatever came before: output, error" in divergence.details()


def test_a_step_that_is_not_shown_is_judged_with_the_next_one_that_is():
    shown = {name: value for name, value in steps("hidden-slope-missing").items() if name.startswith(("out", "grad_"))}
    divergence = first_divergence(VECTOR, shown, 1)
    assert divergence.step == "grad_wh"
    assert divergence.own_faults == ("grad_wh", "grad_bh")


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_none_are_a_fault_and_end_the_search(value, level):
    given = right()
    given["error"] = np.full_like(given["error"], value)
    divergence = first_divergence(VECTOR, given, level)
    assert divergence.step == "error"
    assert divergence.own_faults == ("error",)
    assert f" is {value!r} (7ff" in divergence.line()


@pytest.mark.parametrize("level", [1, 2])
def test_another_shape_is_said_to_be_one(level):
    given = right()
    given["d_output"] = given["d_output"].T
    divergence = first_divergence(VECTOR, given, level)
    assert divergence.step == "d_output"
    assert divergence.own_faults == ("d_output",)
    assert "shape" in divergence.line()


def test_step_12_by_itself_is_judged_from_the_given_gradients():
    vector = reading.load("log/update-by-hand")
    divergence = first_divergence(vector, steps("update-climbs", vector), 1)
    assert divergence.own_faults == ("updated_wout", "updated_bout")


def test_zeros_of_unlike_sign_differ_at_level_2_only():
    given = right()
    zero = np.flatnonzero(given["grad_bh"] == 0.0)
    assert zero.size == 0
    vector = reading.load("edges/dead-relu-negative-zero")
    given = steps("zero-without-sign", vector)
    assert first_divergence(vector, given, 1) is None
    assert "differs by 1 ulp" in first_divergence(vector, given, 2).line()


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize(
    "id",
    [
        "made/sigmoid-sigmoid-squared-sum-bll-r0.1-n5-d3-h4-k2-01",
        "made/tanh-sigmoid-squared-mean-b11-r0.1-c0.3g-n5-d3-h4-k2-01",
        "made/tanh-sigmoid-squared-mean-b11-r0.1-c0.3b-w-n5-d3-h4-k2-01",
    ],
)
def test_decay_and_one_bias_for_a_layer_are_no_faults(id, level):
    vector = made.vector(id)
    given = right(vector)
    assert first_divergence(vector, given, level) is None
    given["grad_wout"] = given["grad_wout"] * 1.001
    assert first_divergence(vector, given, level).step == "grad_wout"
    assert first_divergence(vector, given, level).own_faults[0] == "grad_wout"


def test_a_large_vector_is_not_taken_apart_and_says_so():
    vector = reading.load("shapes/tall")
    given = right(vector)
    given["output"] = given["output"] + 0.1
    divergence = first_divergence(vector, given, 1)
    assert divergence.step == "output"
    assert divergence.own_faults == ()
    assert "too large to be taken apart" in divergence.details()
    assert "differs by" in divergence.line()


def test_the_output_layer_is_found_before_the_hidden_one():
    shown = ("output", "updated_wh", "updated_bh", "updated_wout", "updated_bout")
    given = {name: value for name, value in steps("learning-rate-missing").items() if name in shown}
    assert first_divergence(VECTOR, given, 1).step == "updated_wout"
