"""An implementation's mistake is named if it is in the catalogue, and nothing is named if it is not."""

from functools import cache
from itertools import cycle

import numpy as np
import pytest

from onehidden_conformance.findings.diagnosis import DECLARATION, MISTAKE, PAIR, PARTS, diagnose, lines
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.implementations.python import PythonImplementation
from onehidden_conformance.judging.answers import answer, shortened
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.oracle import Oracle, elementwise
from onehidden_conformance.vectors import reading
from onehidden_vectors.score.hooks import HOOKS
from onehidden_vectors.score.network import Network
from onehidden_vectors.score.trying import (
    CONFIGURATIONS,
    RIGHT,
    TRACES,
    UNSEEN,
    answers_of,
    configuration_for,
    given_of,
    tried,
    vectors_of,
)

GROUPS = ("activations/", "losses/", "shapes/", "softmax/", "weights/", "edges/")
LARGE = ("shapes/tall", "shapes/tall-three-blocks", "shapes/wide")
OTHER_ARITHMETIC = (MISTAKES["reciprocal-exp"], MISTAKES["fused-multiply-add"])
ROUNDING = ("fifteen-digits", "tanh-by-exponentials")  # rounding errors hide them from all but bits

OF_UPDATES = [name for name, mistake in MISTAKES.items() if mistake.kind == "step" and name != "no-blocks"]
ACCURATE = [name for name in OF_UPDATES if MISTAKES[name].level == 1 and name not in ROUNDING]
OF_BITS = [name for name in OF_UPDATES if MISTAKES[name].level == 2]
"""Every mistake of an update is tried one way: those of level 1 by bits, in another arithmetic, in NumPy, in turn."""


@cache
def vectors():
    ids = [id for id in reading.vector_ids() if id.startswith(GROUPS) and id not in LARGE]
    return [vector for vector in map(reading.load, ids) if vector["kind"] == "step"]


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
    chosen = [reading.load(id) for id in reading.vector_ids() if id.startswith(groups)]
    matches = diagnose(answers(MISTAKES[name](), chosen), chosen)
    assert names(matches) == [name]
    assert matches[0].identical


@pytest.mark.parametrize("name", [*OF_BITS[::2], *ACCURATE[::3], "no-blocks"])
def test_a_mistake_is_named_by_its_bits(name):
    chosen = [tall()] if name == "no-blocks" else vectors()
    matches = diagnose(answers(MISTAKES[name](), chosen), chosen)
    assert name in names(matches)
    assert {match.mistake for match in matches if match.kind == MISTAKE} <= {name, *SAME.get(name, ())}
    assert matches[0].identical
    assert matches[0].matched == matches[0].of > 0


SAME = {
    "bias-gradient-without-slope": ("hidden-slope-missing",),
}
"""Mistakes that no published update tells apart."""


LOST = pytest.mark.xfail(strict=True, reason="outputs below 1e-300 keep too few digits to be matched: it stays unnamed")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[LOST] if name == "softmax-of-whole-sum" else []) for name in ACCURATE[1::3]]
)
def test_a_mistake_is_named_in_another_arithmetic_too(name):
    arithmetic = OTHER_ARITHMETIC[1:] if name == "single-precision" else OTHER_ARITHMETIC
    matches = diagnose(answers(both(*arithmetic, MISTAKES[name])), vectors())
    assert name in names(matches)
    assert not matches[0].identical


@pytest.mark.parametrize(("name", "trace"), list(zip(ACCURATE[2::3], cycle(TRACES), strict=False)))
def test_a_mistake_made_in_numpy_is_named_from_whatever_is_shown(name, trace):
    configuration = configuration_for([name], 0) if name in HOOKS else None
    if configuration is not None:
        result = tried([name], trace, configuration)
        assert result.outcome in (RIGHT, UNSEEN), result


def test_most_mistakes_can_be_made_in_numpy():
    assert set(HOOKS) <= set(ACCURATE)
    assert len(set(ACCURATE) - set(HOOKS)) < 15


@pytest.mark.parametrize("name", ROUNDING)
def test_what_is_nothing_but_rounding_is_not_guessed_at(name):
    assert set(names(diagnose(answers(both(*OTHER_ARITHMETIC, MISTAKES[name])), vectors()))) <= {name}


@pytest.mark.parametrize("name", ["bias-per-sample", "activated-twice", "loss-averaged"])
def test_the_judges_verdicts_are_what_is_diagnosed(name):
    implementation = OracleImplementation("wrong", MISTAKES[name]())
    verdicts = [judge(vector, implementation) for vector in vectors()]
    assert name in names(diagnose({v.vector: v.steps for v in verdicts}, vectors()))


@pytest.mark.parametrize("name", ["batches-ignored", "one-epoch-less", "loss-before-update"])
def test_a_mistake_of_trainings_is_named_in_another_arithmetic_too(name):
    chosen = [vector for vector in map(reading.load, TRAININGS) if vector["kind"] == "training"]
    matches = diagnose(answers(both(*OTHER_ARITHMETIC, MISTAKES[name]), chosen), chosen)
    assert names(matches) == [name]


TRAININGS = ("batches/uneven", "batches/full", "batches/single", "batches/uneven-mean")


# ---- several at once -------------------------------------------------------------------------------------------------

PAIRS = [
    ("error-for-delta", "updated-wout-in-step-8"),
    ("output-slope-missing", "updated-wout-in-step-8"),
    ("bias-updated-in-loop-over-weights", "updated-wout-in-step-8"),
    ("sigmoid-slope-for-all", "updated-wout-in-step-8"),
    ("activated-twice", "mean-for-sum"),
    ("rate-in-both-deltas", "bias-never-updated"),
    ("weight-gradient-not-averaged", "updated-wout-in-step-8"),
    ("updated-after-every-sample", "bias-gradient-times-inputs"),
]


@pytest.mark.parametrize("trace", ["output, loss, updates", "updates only"])
@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_two_mistakes_at_once_are_both_named(pair, trace):
    result = tried(pair, trace, configuration_for(pair, 0))
    assert result.outcome == RIGHT, result


def test_a_pair_says_which_two_and_what_each_of_them_is():
    pair = ("error-for-delta", "updated-wout-in-step-8")
    configuration = configuration_for(pair, 0)
    chosen = vectors_of(configuration)
    (match,) = diagnose(answers_of([HOOKS[name] for name in pair], chosen, TRACES["updates only"]), chosen)
    assert match.kind == PAIR
    assert set(match.names) == set(pair)
    assert "`error-for-delta`: The plain error was carried back" in match.explanation
    assert match.line().startswith("matches `")


def test_more_than_two_are_told_result_by_result():
    wrong = ["mean-for-sum", "loss-negated", "bias-of-last-sample", "output-layer-never-updated"]
    chosen = vectors_of(CONFIGURATIONS[0])
    shown = ("output", "loss", "updated_wh", "updated_bh", "updated_wout", "updated_bout")
    matches = diagnose(answers_of([HOOKS[name] for name in wrong], chosen, shown), chosen)
    assert {match.kind for match in matches} == {PARTS}
    assert "loss: `loss-negated`." in matches[0].explanation
    assert (
        "updated_wout, updated_bout" in matches[0].explanation or "updated_bout, updated_wout" in matches[0].explanation
    )


# ---- right for something else ----------------------------------------------------------------------------------------


def answers_as(chosen, **other):
    """A network that is right, of another declaration; `chosen` are vectors of what it declares."""
    return {
        vector["id"]: {
            name: value
            for name, value in Network([], 1).step({**given_of(vector), **other}).items()
            if name in TRACES["updates only"] and (not name.endswith(("_bh", "_bout")) or "bh" not in other)
        }
        for vector in chosen
    }


@pytest.mark.parametrize(
    ("declared", "configuration", "other"),
    [
        ("reduction mean", ("sigmoid", "sigmoid", "squared_error", "sum"), {"reduction": "mean"}),
        ("reduction sum", ("relu", "softmax", "categorical_cross_entropy", "mean"), {"reduction": "sum"}),
        ("loss binary_cross_entropy", CONFIGURATIONS[0], {"loss_name": "binary_cross_entropy"}),
        ("learning rate 1", CONFIGURATIONS[0], {"rate": 1.0}),
        ("learning rate 0.03", CONFIGURATIONS[0], {"rate": 0.03}),
        ("biases none", CONFIGURATIONS[0], {"bh": None, "bout": None}),
        ("hidden activation tanh", CONFIGURATIONS[0], {"hidden": "tanh"}),
    ],
)
def test_what_a_network_is_right_for_comes_before_any_mistake(declared, configuration, other):
    chosen = vectors_of(configuration)
    matches = diagnose(answers_as(chosen, **other), chosen)
    assert matches[0].kind == DECLARATION
    assert matches[0].mistake == declared
    assert matches[0].line().startswith(f"fits if you declare {declared}: matches on ")


def test_a_network_in_single_precision_is_told_to_be_one_with_its_digits():
    chosen = vectors_of(CONFIGURATIONS[0])
    single = dict.fromkeys(("X", "y", "wh", "bh", "wout", "bout", "rate"), np.float32)
    given = {}
    for vector in chosen:
        start = {key: single[key](value) if key in single else value for key, value in given_of(vector).items()}
        steps = Network([], 1).step(start)
        assert steps["output"].astype(np.float32).tolist() == steps["output"].tolist()
        given[vector["id"]] = {name: steps[name] for name in TRACES["output, loss, updates"]}
    (match,) = diagnose(given, chosen)
    assert (match.kind, match.mistake) == (DECLARATION, "single precision")
    digits = int(match.explanation.partition("with ")[2].split()[0])
    assert 5 <= digits <= 7


# ---- what is not known -----------------------------------------------------------------------------------------------


class Clipped(Oracle):
    """Gradients clipped at 0.1."""

    def gradient(self, s, sums):
        return [min(max(x, -0.1), 0.1) for x in super().gradient(s, sums)]


class WeakOutputSlope(Oracle):
    """Slopes with 0.1 added, a trick against saturation."""

    def slope_output_layer(self, s):
        return elementwise(lambda x: x + 0.1, super().slope_output_layer(s))


class Drift(Oracle):
    """Everything is off by a millionth."""

    def exp(self, x):
        return super().exp(x) * (1.0 + 1e-6)


class Cubed(Oracle):
    """The error to the third power."""

    def d_output(self, s):
        return elementwise(lambda d: d * d * d, super().d_output(s))


@pytest.mark.parametrize("wrong", [Clipped, WeakOutputSlope, Drift, Cubed])
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
    assert sorted(names(matches)) == [
        "bias-without-learning-rate",
        "learning rate 1",
        "learning-rate-missing",
        "rate-in-both-deltas",
    ]
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


def test_a_mistake_in_single_precision_is_named_and_the_precision_told():
    chosen = vectors_of(CONFIGURATIONS[0])
    single = dict.fromkeys(("X", "y", "wh", "bh", "wout", "bout", "rate"), np.float32)
    given = {}
    for vector in chosen:
        start = {key: single[key](value) if key in single else value for key, value in given_of(vector).items()}
        steps = Network([HOOKS["bias-never-updated"]], 1).step(start)
        given[vector["id"]] = {name: steps[name] for name in TRACES["updates only"]}
    matches = diagnose(given, chosen)
    assert "bias-never-updated" in names(matches)
    assert "The network computes in single precision, too." in matches[0].line()
