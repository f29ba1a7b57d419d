"""The judge, tried on implementations that are made to err in one known way each."""

import copy
import math
from functools import cache

import numpy as np
import pytest

from onehidden_conformance.implementations import Broken, Refused, Skipped, Trained
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.numbers.comparison import ACCURATE, IDENTICAL, compare, compare_in_order, compare_published
from onehidden_conformance.numbers.tensors import bits_of
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import reading

NOT_FOR_THE_ORACLE = ("invalid", "stream")
load = cache(reading.load)


class Distorted(OracleImplementation):
    """The right implementation, whose steps pass through a function before the judge sees them."""

    def __init__(self, distort, level=IDENTICAL):
        super().__init__("distorted", Oracle())
        self.distort = distort
        self.level = level

    def step(self, *arguments):
        steps, digest = super().step(*arguments)
        return self.distort(dict(steps)), digest


def with_element(name, index, change):
    def distort(steps):
        steps[name] = steps[name].copy()
        steps[name][index] = change(float(steps[name][index]))
        return steps

    return distort


def up(x):
    return math.nextafter(x, math.inf)


# ---- whole vectors ---------------------------------------------------------------------------------------------------


# Thousands of updates say no more about the judge than a few.
LONG = ("article/training", "data/digits-training", "log/training")


@pytest.mark.parametrize("id", [id for id in reading.vector_ids() if id not in LONG])
def test_the_oracle_passes_every_vector_that_it_can_run(id):
    if load(id)["kind"] not in NOT_FOR_THE_ORACLE:
        verdict = judge(load(id), OracleImplementation("oracle", Oracle()))
        assert verdict.passed, str(verdict)
        assert sum(c.elements for c in verdict.comparisons) == sum(c.identical for c in verdict.comparisons) > 0


def test_one_bit_is_named_with_its_step_place_numbers_and_distance():
    implementation = Distorted(with_element("hidden_layer_input", (1, 2), up))
    verdict = judge(load("article/one-iteration"), implementation)
    assert not verdict.passed
    assert verdict.faults[0].step == "hidden_layer_input"
    assert str(verdict).startswith("article/one-iteration: distorted: hidden_layer_input[1, 2] is ")
    assert ": differs by 1 ulp, " in str(verdict)
    assert "times the bound" in str(verdict)


def test_one_bit_passes_where_only_accuracy_is_claimed():
    implementation = Distorted(with_element("hidden_layer_input", (1, 2), up), level=ACCURATE)
    verdict = judge(load("article/one-iteration"), implementation)
    assert verdict.passed
    shares = [c.worst_share for c in verdict.comparisons if c.step == "hidden_layer_input"]
    assert 0.0 < max(shares) <= 1.0


def test_beyond_the_bound_accuracy_is_refused_too():
    implementation = Distorted(with_element("hidden_layer_input", (1, 2), lambda x: x * (1 + 1e-13)), level=ACCURATE)
    verdict = judge(load("article/one-iteration"), implementation)
    assert [fault.step for fault in verdict.faults] == ["hidden_layer_input"]
    assert verdict.faults[0].worst_share > 1.0


def test_the_first_wrong_step_is_named_first():
    def distort(steps):
        for name in ("grad_bh", "loss", "d_output"):
            steps[name] = np.asarray(steps[name]) + 1.0
        return steps

    verdict = judge(load("article/one-iteration"), Distorted(distort))
    assert [fault.step for fault in verdict.faults] == ["loss", "d_output", "grad_bh"]


def test_a_missing_step_is_a_fault():
    def distort(steps):
        del steps["slope_hidden_layer"]
        return steps

    verdict = judge(load("shapes/all-different"), Distorted(distort))
    assert [fault.fault for fault in verdict.faults] == ["slope_hidden_layer is missing"]


def test_a_step_that_the_network_does_not_have_is_a_fault():
    implementation = Distorted(lambda steps: {**steps, "grad_bh": np.zeros(1)})
    verdict = judge(load("shapes/no-hidden-bias"), implementation)
    assert [fault.step for fault in verdict.faults] == ["grad_bh"]


def test_a_wrong_shape_is_a_fault_and_nothing_is_broadcast():
    implementation = Distorted(lambda steps: {**steps, "loss": np.reshape(steps["loss"], (1,))})
    verdict = judge(load("shapes/all-different"), implementation)
    assert [fault.fault for fault in verdict.faults] == ["loss has the shape [1] and should have []"]


def test_a_wrong_digest_is_a_fault_at_level_2_and_not_looked_at_at_level_1():
    vector = {**load("article/one-iteration"), "digest": "0" * 64}
    assert [fault.step for fault in judge(vector, Distorted(dict)).faults] == ["digest"]
    assert judge(vector, Distorted(dict, level=ACCURATE)).passed


def test_forward_and_predict_are_judged_by_themselves():
    class ForwardOnly(OracleImplementation):
        def forward(self, network, X):
            return {**super().forward(network, X), "output": np.zeros((len(X), 1))}

    verdict = judge(load("article/one-iteration"), ForwardOnly("forward", Oracle()))
    places = [fault.fault.partition(":")[0] for fault in verdict.faults]
    assert places == ["forward", "predict"]


def test_a_refusal_where_none_is_due_is_a_fault_with_its_message():
    def refuse(_):
        raise Refused("no reason", code="overflow", step="output")

    verdict = judge(load("article/one-iteration"), Distorted(refuse))
    assert [(fault.step, fault.fault) for fault in verdict.faults] == [
        ("output", "output: refused what it should accept: no reason")
    ]


# ---- statuses --------------------------------------------------------------------------------------------------------


class Raising(OracleImplementation):
    """The right implementation, which raises in some of its methods."""

    def __init__(self, **exceptions):
        super().__init__("raising", Oracle())
        self.exceptions = exceptions

    def step(self, *arguments):
        if "step" in self.exceptions:
            raise self.exceptions["step"]
        return super().step(*arguments)

    def train(self, *_):
        raise self.exceptions["train"]


def test_a_skipped_vector_is_neither_passed_nor_failed():
    verdict = judge(load("article/one-iteration"), Raising(step=Skipped("has no sigmoid")))
    assert (verdict.status, verdict.reason, verdict.passed, verdict.faults) == ("skipped", "has no sigmoid", False, [])
    assert str(verdict) == "article/one-iteration: raising: skipped: has no sigmoid"


def test_a_broken_implementation_is_an_error_with_all_that_is_known():
    verdict = judge(load("article/one-iteration"), Raising(step=Broken("died", "half a li", "Segmentation fault")))
    assert (verdict.status, verdict.reason, verdict.stderr) == ("error", "died: half a li", "Segmentation fault")
    assert [fault.fault for fault in verdict.faults] == ["protocol: died: half a li"]


def test_dying_is_no_right_refusal():
    class Dying(OracleImplementation):
        def call(self, *_):
            raise Broken("died")

    assert judge(load("invalid/x-columns"), Dying("dying", Oracle())).status == "error"


def test_a_training_that_is_skipped_after_its_checkpoints_is_skipped():
    verdict = judge(load("article/ten-points-full-batch"), Raising(train=Skipped("does not train")))
    assert verdict.status == "skipped"
    assert len(verdict.comparisons) > 10


def test_a_fault_before_a_skip_is_a_failure():
    class WrongAndShy(Raising):
        def step(self, *arguments):
            steps, digest = super().step(*arguments)
            return {**steps, "output": steps["output"] + 1.0}, digest

    verdict = judge(load("article/ten-points-full-batch"), WrongAndShy(train=Skipped("does not train")))
    assert verdict.status == "failed"
    assert "output[0, 0]" in verdict.reason


def test_a_implementation_may_be_judged_at_another_level_than_it_claims():
    vector, nudged = load("article/one-iteration"), Distorted(with_element("output", (0, 0), up))
    assert judge(vector, nudged).status == judge(vector, nudged, level=IDENTICAL).status == "failed"
    assert judge(vector, nudged, level=ACCURATE).passed


def test_a_verdict_has_what_the_implementation_gave():
    verdict = judge(load("article/one-iteration"), OracleImplementation("oracle", Oracle()))
    assert set(verdict.steps) == set(load("article/one-iteration")["expected"])
    assert verdict.trained is None
    assert verdict.seconds > 0
    training = judge(load("article/ten-points-full-batch"), OracleImplementation("oracle", Oracle()))
    assert training.steps == {}
    assert len(training.trained.digests) == 20


# ---- implementations that show little --------------------------------------------------------------------------------


class Reticent(OracleImplementation):
    """The right implementation, which shows some steps and has no digest, no forward and no predict."""

    forward = None
    predict = None

    def __init__(self, *shown):
        super().__init__("reticent", Oracle())
        self.steps = frozenset(shown)

    def step(self, *arguments):
        steps, _ = OracleImplementation("oracle", Oracle()).step(*arguments)
        return {name: step for name, step in steps.items() if name in self.steps}, None

    def update(self, *arguments):
        steps, _ = OracleImplementation("oracle", Oracle()).update(*arguments)
        return {name: step for name, step in steps.items() if name in self.steps}, None

    def train(self, *arguments):
        right = vars(OracleImplementation("oracle", Oracle()).train(*arguments))
        return Trained(**{**right, "digests": None})


def test_what_a_implementation_does_not_show_is_not_compared():
    verdict = judge(load("shapes/all-different"), Reticent("output", "grad_wh"))
    assert verdict.passed
    assert [c.step for c in verdict.comparisons] == ["output", "grad_wh"]


def test_what_it_said_it_would_show_must_come():
    implementation = Reticent("output")
    implementation.step = lambda *_: ({}, None)
    assert judge(load("article/one-iteration"), implementation).reason == "output is missing"


def test_what_it_shows_without_having_said_so_is_compared_too():
    implementation = Reticent("output")
    implementation.step = lambda *_: ({"output": np.zeros((1, 1)), "error": np.zeros((1, 1))}, None)
    assert [fault.step for fault in judge(load("shapes/all-different"), implementation).faults] == ["output", "error"]


def test_showing_nothing_is_not_passing():
    assert judge(load("log/update-by-hand"), Reticent("output")).status == "skipped"


def test_a_training_without_digests_is_judged_by_its_losses_and_its_last_network():
    verdict = judge(load("batches/full"), Reticent("output"))
    assert verdict.passed
    assert {c.step for c in verdict.comparisons} == {"output", "history", "wh", "bh", "wout", "bout"}


def test_a_merely_accurate_training_must_have_its_shapes_and_no_nan():
    def faults(replace):
        return faults_of_training(replace, level=ACCURATE)

    assert faults(lambda right: {"history": right["history"] + 1.0}) == []
    assert [step for step, _ in faults(lambda right: {"history": right["history"][1:]})] == ["history"]
    assert [step for step, _ in faults(lambda right: {"history": right["history"] * np.nan})] == ["history"]
    assert "wout" in [step for step, _ in faults(lambda right: {"parameters": {}})]


def test_a_published_state_that_was_watched_and_did_not_come_is_a_fault():
    verdict = judge(load("log/training"), WrongTraining(lambda right: {"outputs": {}}, level=ACCURATE))
    assert [fault.fault for fault in verdict.faults] == ["published: output is missing"]


# ---- trainings -------------------------------------------------------------------------------------------------------


class WrongTraining(OracleImplementation):
    """The right training with some of its results replaced."""

    def __init__(self, replace, level=IDENTICAL):
        super().__init__("wrong-training", Oracle())
        self.replace = replace
        self.level = level

    def train(self, *arguments):
        right = vars(super().train(*arguments))
        return Trained(**{**right, **self.replace(right)})


def faults_of_training(replace, level=IDENTICAL):
    verdict = judge(load("article/ten-points-full-batch"), WrongTraining(replace, level))
    return [(fault.step, fault.fault) for fault in verdict.faults]


def test_the_first_wrong_digest_is_named_by_the_number_of_its_update():
    def replace(right):
        return {"digests": [*right["digests"][:6], "bad", "worse", *right["digests"][8:]]}

    ((step, fault),) = faults_of_training(replace)
    assert step == "digest"
    assert fault.startswith("digest of update 7 is bad and should be ")


def test_a_digest_too_few_is_a_fault():
    ((_, fault),) = faults_of_training(lambda right: {"digests": right["digests"][:-1]})
    updates = len(load("article/ten-points-full-batch")["expected"]["digests"])
    assert fault == f"digest: there are {updates - 1} and should be {updates}"


def test_a_wrong_loss_in_the_history_is_a_fault():
    def replace(right):
        history = right["history"].copy()
        history[3] = up(history[3])
        return {"history": history}

    ((step, fault),) = faults_of_training(replace)
    assert step == "history"
    assert fault.startswith("history[3] is ")


def test_wrong_last_parameters_are_a_fault():
    def replace(right):
        return {"parameters": {name: value + 1.0 for name, value in right["parameters"].items()}}

    assert {step for step, _ in faults_of_training(replace)} == set(
        load("article/ten-points-full-batch")["expected"]
    ) - {"digests", "history"}


def test_digests_of_a_merely_accurate_training_are_not_looked_at():
    assert faults_of_training(lambda right: {"digests": []}, level=ACCURATE) == []


def test_a_published_output_is_judged_by_its_interval():
    verdict = judge(load("log/training"), WrongTraining(lambda right: {"outputs": shifted(right["outputs"], 1e-7)}))
    assert [fault.step for fault in verdict.faults] == ["output"]
    assert verdict.faults[0].fault.startswith("published: output[0, 0] is 0.0096")
    assert judge(
        load("log/training"), WrongTraining(lambda right: {"outputs": shifted(right["outputs"], 1e-12)}, level=ACCURATE)
    ).passed


def shifted(outputs, distance):
    return {epoch: output + distance for epoch, output in outputs.items()}


# ---- other kinds -----------------------------------------------------------------------------------------------------


def test_a_wrong_update_is_a_fault():
    vector = copy.deepcopy(load("log/update-by-hand"))
    vector["expected"]["updated_wout"]["bits"][0] = bits_of(0.5)
    verdict = judge(vector, OracleImplementation("oracle", Oracle()))
    assert [fault.step for fault in verdict.faults] == ["updated_wout"]


INVALID = {
    "id": "made/invalid",
    "kind": "invalid",
    "call": "train",
    "arguments": {"epochs": 2.5, "X": {"text": ["a"], "shape": [1, 1]}},
    "expected": {"code": "invalid_count", "argument": "epochs"},
}


class Refusing(OracleImplementation):
    """Refuses every call, or none."""

    def __init__(self, refusal):
        super().__init__("refusing", Oracle())
        self.refusal = refusal

    def call(self, function, arguments):
        assert function == "train"
        assert set(arguments) == {"epochs", "X"}
        if self.refusal is not None:
            raise self.refusal


def faults_of_refusal(refusal):
    return [fault.fault for fault in judge(INVALID, Refusing(refusal)).faults]


def test_the_right_refusal_passes():
    assert faults_of_refusal(Refused("m", code="invalid_count", argument="epochs")) == []


def test_another_code_is_a_fault_that_quotes_the_message():
    (fault,) = faults_of_refusal(Refused("too odd", code="not_numeric", argument="epochs"))
    assert "'not_numeric' and should be 'invalid_count'" in fault
    assert fault.endswith("(too odd)")


def test_another_argument_is_a_fault():
    (fault,) = faults_of_refusal(Refused("m", code="invalid_count", argument="X"))
    assert "argument is 'X' and should be 'epochs'" in fault


def test_accepting_what_is_invalid_is_a_fault():
    assert faults_of_refusal(None) == ["code: accepted what it should refuse as invalid_count"]


# ---- comparisons -----------------------------------------------------------------------------------------------------

ONE = np.array([1.0])


def bounded(bound):
    return np.array([bound])


@pytest.mark.parametrize("level", [ACCURATE, IDENTICAL])
def test_nan_never_passes(level):
    assert compare("x", [math.nan], ONE, bounded(math.inf), level).fault
    assert compare("x", [math.nan], np.array([math.nan]), bounded(math.inf), level).fault


def test_a_bound_of_null_lets_numbers_and_infinities_pass():
    for got in (0.0, -1e308, math.inf, -math.inf):
        assert not compare("x", [got], ONE, bounded(math.inf), ACCURATE).fault
        assert not compare("x", [got], np.array([math.inf]), bounded(math.inf), ACCURATE).fault


def test_infinities_must_be_equal_under_any_other_bound():
    infinity = np.array([math.inf])
    assert not compare("x", [math.inf], infinity, bounded(0.0), ACCURATE).fault
    assert compare("x", [-math.inf], infinity, bounded(1e308), ACCURATE).fault
    assert compare("x", [1e308], infinity, bounded(1e308), ACCURATE).fault
    assert compare("x", [math.inf], ONE, bounded(1e308), ACCURATE).fault


def test_the_bound_itself_passes_and_the_next_number_does_not():
    assert not compare("x", [1.5], ONE, bounded(0.5), ACCURATE).fault
    assert compare("x", [up(1.5)], ONE, bounded(0.5), ACCURATE).fault


def test_zeros_differ_in_bits_and_not_in_value():
    zero = np.array([0.0])
    assert not compare("x", [-0.0], zero, bounded(0.0), ACCURATE).fault
    assert "-0.0 (8000000000000000) and should be 0.0 (0000000000000000)" in (
        compare("x", [-0.0], zero, None, IDENTICAL).fault
    )


def test_the_share_of_the_bound_is_the_distance_over_the_bound():
    comparison = compare("x", [1.25, 2.0], np.array([1.0, 2.0]), np.array([0.5, 0.0]), ACCURATE)
    assert comparison.worst_share == 0.5
    assert comparison.identical == 1
    assert comparison.worst_ulp == 2**50


def test_a_scalar_is_compared_like_any_tensor():
    assert not compare("loss", 0.5, np.array(0.5), np.array(0.0), IDENTICAL).fault
    assert compare("loss", up(0.5), np.array(0.5), np.array(1.0), IDENTICAL).fault.startswith("loss is 0.5")


def test_the_worst_wrong_element_is_named_beside_the_first():
    fault = compare("x", [1.0, up(2.0), up(up(3.0))], np.array([1.0, 2.0, 3.0]), None, IDENTICAL).fault
    assert fault.startswith("x[1] is ")
    assert fault.endswith("2 of 3 are wrong; x[2] differs by 2 ulp")


def test_published_numbers_are_hit_or_missed():
    values, radius = np.array([0.79]), np.array([0.005])
    assert not compare_published("output", [0.786], values, radius).fault
    assert compare_published("output", [0.7849], values, radius).fault
    assert compare_published("output", [math.nan], values, radius).fault
    assert compare_published("output", [[0.79]], values, radius).fault
    assert compare_published("output", None, values, radius).fault


def test_words_in_order_count_as_elements():
    comparison = compare_in_order("digest", ["a", "b", "x"], ["a", "b", "c"], "update")
    assert (comparison.elements, comparison.identical) == (3, 2)
    assert comparison.fault == "digest of update 3 is x and should be c"
