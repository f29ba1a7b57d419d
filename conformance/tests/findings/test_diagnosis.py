"""An implementation's mistake is named if it is in the catalogue, and nothing is named if it is not."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from onehidden_conformance.findings.diagnosis import diagnose, lines
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.implementations.python import PythonImplementation
from onehidden_conformance.judging.answers import answer, shortened
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.oracle import Oracle, elementwise
from onehidden_conformance.vectors import reading
from onehidden_vectors.making.alternatives import DividedRate

GROUPS = ("activations/", "batches/", "edges/", "log/one", "log/update", "losses/", "shapes/", "streams/numpy-42")
LARGE = ("shapes/tall", "shapes/tall-three-blocks", "shapes/wide")
OTHER_ARITHMETIC = (MISTAKES["reciprocal-exp"], MISTAKES["fused-multiply-add"])
ROUNDING = ("fifteen-digits", "batch-rows-sorted")  # rounding errors hide them from all but bits

# What only newer groups of vectors can tell: tried below on those, a few mistakes of each room.
NEWER_ROOMS = ("weights", "optimizers")
NEWER = {
    *("softmax-over-samples", "softmax-without-maximum", "softmax-of-whole-maximum", "softmax-not-divided"),
    *("softmax-by-reciprocal", "softmax-by-logarithms", "slope-with-softmax", "loss-averaged-over-outputs"),
    *("both-halves-for-classes", "logarithm-of-largest-only", "weights-before-slope", "weight-of-zero-with-sign"),
}
OLDER_TRAININGS = {
    *("batches-ignored", "incomplete-batch-dropped", "rows-counted-from-one", "batch-rows-sorted", "batches-reversed"),
    *("mean-over-all-rows", "one-epoch-less", "loss-before-update", "loss-of-last-batch"),
}
OLDER_STREAMS = {"seeded-by-array", "uniforms-of-32-bits"}


def is_older(name):
    room = MISTAKES[name].__module__.rpartition(".")[2]
    older = {"trainings": OLDER_TRAININGS, "streams": OLDER_STREAMS}.get(room, {name})
    return room not in NEWER_ROOMS and name not in NEWER and name in older


OLDER = [name for name in MISTAKES if is_older(name)]
INEXACT = [
    name
    for name in OLDER
    if (MISTAKES[name].level == 1 or MISTAKES[name].kind == "training") and MISTAKES[name].kind != "stream"
]


@cache
def vectors():
    chosen = [id for id in reading.vector_ids() if id.startswith(GROUPS) and id not in LARGE]
    return [reading.load(id) for id in chosen]


@cache
def tall():
    return reading.load("shapes/tall")


def answers(oracle, chosen=None):
    given = {vector["id"]: answer(oracle, vector) for vector in (chosen or vectors())}
    return {id: steps for id, steps in given.items() if steps}


def names(matches):
    return [match.mistake for match in matches]


def both(*classes):
    """A network with several mistakes at once."""
    return type("Both", classes, {})()


def test_a_right_network_matches_nothing():
    assert diagnose(answers(Mistake()), vectors()) == []


def test_an_accurate_network_matches_nothing():
    implementation = PythonImplementation("blas")
    verdicts = [judge(vector, implementation) for vector in vectors() if vector["kind"] != "stream"]
    assert diagnose({v.vector: v.trained or v.steps for v in verdicts}, vectors()) == []


OF_NEWER_GROUPS = [
    ("softmax-over-samples", ("softmax/labels", "softmax/shares")),
    ("slope-with-softmax", ("softmax/labels", "softmax/shares")),
    ("both-halves-for-classes", ("softmax/labels", "softmax/shares")),
    ("weights-in-loss-only", ("weights/",)),
    ("mean-over-count", ("weights/",)),
    ("momentum-damped", ("optimizers/momentum",)),
    ("adam-without-correction", ("optimizers/adam",)),
    ("decay-on-biases", ("optimizers/decay",)),
    ("shuffled-once", ("epochs/",)),
    ("rate-of-first-epoch", ("epochs/",)),
    ("patience-off-by-one", ("stopping/patience", "stopping/plateau")),
    ("memory-lost-at-continuation", ("stopping/continued-",)),
    ("he-by-outputs", ("initializations/",)),
    ("r-without-scrambling", ("streams/", "initializations/")),
    ("split-from-front", ("splits/",)),
]


@pytest.mark.parametrize(("name", "groups"), OF_NEWER_GROUPS)
def test_a_mistake_in_what_is_new_is_named_and_no_other(name, groups):
    assert not is_older(name)
    chosen = [reading.load(id) for id in reading.vector_ids() if id.startswith(groups)]
    matches = diagnose(answers(MISTAKES[name](), chosen), chosen)
    assert names(matches) == [name]
    assert matches[0].identical


def test_every_room_of_mistakes_is_tried_on_what_is_new():
    rooms = {MISTAKES[name].__module__ for name, _ in OF_NEWER_GROUPS}
    assert rooms == {MISTAKES[name].__module__ for name in MISTAKES if not is_older(name)} - {
        MISTAKES["no-blocks"].__module__
    }


@pytest.mark.parametrize("name", OLDER)
def test_every_mistake_is_named_and_no_other(name):
    chosen = [tall()] if name == "no-blocks" else vectors()
    matches = diagnose(answers(MISTAKES[name](), chosen), chosen)
    assert names(matches) == [name]
    assert matches[0].identical
    assert matches[0].matched == matches[0].of > 0


@pytest.mark.parametrize("name", [name for name in INEXACT if name not in ROUNDING])
def test_every_mistake_is_named_in_another_arithmetic_too(name):
    arithmetic = OTHER_ARITHMETIC[1:] if name == "single-precision" else OTHER_ARITHMETIC
    matches = diagnose(answers(both(*arithmetic, MISTAKES[name])), vectors())
    assert names(matches) == [name]
    assert not matches[0].identical


@pytest.mark.parametrize("name", ROUNDING)
def test_what_is_nothing_but_rounding_is_not_guessed_at(name):
    assert diagnose(answers(both(*OTHER_ARITHMETIC, MISTAKES[name])), vectors()) == []


@pytest.mark.parametrize("name", ["bias-per-sample", "activated-twice", "batches-ignored", "loss-averaged"])
def test_the_judges_verdicts_are_what_is_diagnosed(name):
    implementation = OracleImplementation("wrong", MISTAKES[name]())
    verdicts = [judge(vector, implementation) for vector in vectors() if vector["kind"] != "stream"]
    assert names(diagnose({v.vector: v.trained or v.steps for v in verdicts}, vectors())) == [name]


PAIRS = list(
    combinations(
        [
            "bias-per-sample",
            "error-reversed",
            "full-sum-of-squares",
            "learning-rate-twice",
            "mean-for-sum",
            "bias-never-updated",
            "single-precision-input",
            "activated-twice",
        ],
        2,
    )
)


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_two_mistakes_at_once_are_not_taken_for_one(pair):
    first, second = (MISTAKES[name] for name in pair)
    assert diagnose(answers(both(first, second)), vectors()) == []


class OtherLoss(Oracle):
    """The sum of absolute errors as loss: no mistake of the catalogue."""

    def loss(self, s):
        return self.total(elementwise(abs, s.error))


class Clipped(Oracle):
    """Gradients clipped at 0.1."""

    def gradient(self, s, sums):
        return [min(max(x, -0.1), 0.1) for x in super().gradient(s, sums)]


class WeakOutputSlope(Oracle):
    """Slopes with 0.1 added, a trick against saturation."""

    def slope_output_layer(self, s):
        return elementwise(lambda x: x + 0.1, super().slope_output_layer(s))


class OneBiasOnly(Oracle):
    """Half of `bias-never-updated`."""

    def updated_bout(self, s):
        return s.bout


class Drift(Oracle):
    """Everything is off by a millionth."""

    def exp(self, x):
        return super().exp(x) * (1.0 + 1e-6)


class AlwaysZero(Oracle):
    """An output that does not depend on anything."""

    def output(self, s):
        return elementwise(lambda z: 0.0 * z, s.output_layer_input)


@pytest.mark.parametrize("wrong", [OtherLoss, Clipped, WeakOutputSlope, OneBiasOnly, Drift, AlwaysZero, DividedRate])
def test_what_is_wrong_in_another_way_matches_nothing(wrong):
    assert diagnose({v["id"]: answer(wrong(), v) for v in vectors() if v["kind"] != "stream"}, vectors()) == []


def test_vectors_that_cannot_tell_do_not_count_as_evidence():
    matches = diagnose(answers(MISTAKES["sigmoid-slope-for-tanh"]()), vectors())
    assert 0 < matches[0].of < len(vectors()) / 2


def test_a_vector_that_cannot_tell_still_rules_a_mistake_out():
    chosen = [v for v in vectors() if v["kind"] == "step"]
    given = answers(MISTAKES["sigmoid-slope-for-tanh"](), chosen)
    spoiled = {**given["shapes/square"], "output": given["shapes/square"]["output"] + 0.1}
    assert diagnose({**given, "shapes/square": spoiled}, chosen) == []


def test_mistakes_that_the_vectors_cannot_tell_apart_are_all_named():
    vector = reading.load("log/update-by-hand")
    given = {vector["id"]: answer(MISTAKES["learning-rate-missing"](), vector)}
    only_bias = {vector["id"]: {"updated_bout": given[vector["id"]]["updated_bout"]}}
    matches = diagnose(only_bias, [vector])
    assert sorted(names(matches)) == ["bias-without-learning-rate", "learning-rate-missing"]
    assert lines(matches)[0].startswith("these vectors cannot tell apart: ")


def test_a_implementation_that_shows_results_only_is_diagnosed_by_them():
    shown = ("output", "loss", "grad_wh", "grad_bh", "grad_wout", "grad_bout")
    given = {
        id: {name: value for name, value in steps.items() if name in shown}
        for id, steps in answers(MISTAKES["hidden-slope-missing"]()).items()
    }
    chosen = [vector for vector in vectors() if vector["kind"] == "step"]
    assert names(diagnose(given, chosen)) == ["hidden-slope-missing"]


def test_answers_of_other_shapes_match_nothing():
    vector = reading.load("shapes/square")
    assert diagnose({vector["id"]: {"output": np.zeros((1, 1))}}, [vector]) == []
    assert diagnose({}, [vector]) == []


def test_the_match_says_on_how_many_vectors_and_why():
    chosen = [v for v in vectors() if v["id"].startswith("shapes/")]
    (match,) = diagnose(answers(MISTAKES["bias-per-sample"](), chosen), chosen)
    assert match.line() == (
        f"matches `bias-per-sample` on {match.of} of {match.of} vectors, bit for bit: "
        "Every sample has learned a bias of its own."
    )
    assert match.explanation == MISTAKES["bias-per-sample"].explanation()


def test_a_cut_training_is_still_a_training():
    vector = shortened(reading.load("article/training"), 5)
    given = {vector["id"]: answer(MISTAKES["one-epoch-less"](), vector)}
    assert names(diagnose(given, [vector])) == ["one-epoch-less"]
