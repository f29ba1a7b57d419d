"""The suite's power: every mistake of the catalogue is caught by the judge, and its step is named."""

from functools import cache

import pytest

from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.mistakes import MISTAKES, Mistake, NoBlocks
from onehidden_conformance.numbers.comparison import ACCURATE
from onehidden_conformance.vectors import reading

KINDS = ("step", "update", "training")
OF_TRAININGS = (
    "digest",
    "history",
    "validation_history",
    "best_epoch",
)  # what there is to name where no checkpoint has seen the step
OF_NETWORKS = [name for name, mistake in MISTAKES.items() if mistake.kind != "stream"]


@cache
def vectors():
    """The vectors that a scalar network runs through in a moment, and the tall ones."""
    loaded = [
        reading.load(id) for id in reading.vector_ids() if not id.startswith(("article/training", "log/training"))
    ]
    chosen = [vector for vector in loaded if vector["kind"] in KINDS and work(vector) < 1000]
    return chosen, [vector for vector in loaded if vector["id"].startswith("shapes/tall")]


def work(vector):
    """Numbers in the samples, times updates."""
    updates = len(vector["expected"].get("digests", [""]))
    return updates * len(vector["X"]["bits"]) if "X" in vector else 0


@cache
def faulty_verdicts(name):
    few_rows, many_rows = vectors()
    implementation = OracleImplementation(f"mistake:{name}", MISTAKES[name]())
    verdicts = [judge(vector, implementation) for vector in (many_rows if MISTAKES[name] is NoBlocks else few_rows)]
    return [verdict for verdict in verdicts if not verdict.passed]


def test_there_are_enough_vectors_to_try_them_on():
    assert len(vectors()[0]) > 50
    assert len(vectors()[1]) == 2


@pytest.mark.parametrize("name", OF_NETWORKS)
def test_every_mistake_is_caught_by_two_vectors_or_more(name):
    assert len(faulty_verdicts(name)) >= 2


def has_overflowed(verdict):
    """Whether a training has diverged so far that a later step is named, the first that is not finite."""
    return "refused what it should accept" in verdict.faults[0].fault


@pytest.mark.parametrize("name", OF_NETWORKS)
def test_the_step_with_the_mistake_is_named_first(name):
    named = {verdict.vector: verdict.faults[0].step for verdict in faulty_verdicts(name) if not has_overflowed(verdict)}
    elsewhere = {id: step for id, step in named.items() if step not in (*MISTAKES[name].steps, *OF_TRAININGS)}
    assert elsewhere == {}
    assert set(named.values()) & set(MISTAKES[name].steps)


@pytest.mark.parametrize("name", OF_NETWORKS)
def test_a_mistake_exceeds_a_bound_unless_only_its_bits_are_wrong(name):
    shares = [c.worst_share for verdict in faulty_verdicts(name) for c in verdict.comparisons]
    if name in SEEN_IN_COUNTS:
        assert max(shares) <= 1.0
        shares = [2.0 for verdict in faulty_verdicts(name) if any(c.step in OF_TRAININGS for c in verdict.faults)]
    assert (max(shares) > 1.0) == (MISTAKES[name].level == ACCURATE)


SEEN_IN_COUNTS = ("loss-before-update", "equal-is-better")
"""Mistakes that leave every number right: there is one too few, or another epoch is told as the best."""


@pytest.mark.parametrize("name", [name for name in OF_NETWORKS if MISTAKES[name].kind == "training"])
def test_single_updates_do_not_show_a_mistake_of_trainings(name):
    in_checkpoints = [f for verdict in faulty_verdicts(name) for f in verdict.faults if f.fault.startswith("epoch ")]
    assert in_checkpoints == []
    assert {vector["kind"] for vector in vectors()[0] if vector["id"] in seen_by(name)} == {"training"}


def seen_by(name):
    return {verdict.vector for verdict in faulty_verdicts(name)}


OF_STREAMS = [name for name, mistake in MISTAKES.items() if mistake.kind == "stream"]


@pytest.mark.parametrize("name", OF_STREAMS)
def test_a_mistake_in_what_is_drawn_is_caught_by_two_vectors_and_names_what_is_wrong(name):
    implementation = OracleImplementation(f"mistake:{name}", MISTAKES[name]())
    drawn = [reading.load(id) for id in reading.vector_ids() if id.startswith(("streams/", "initial", "splits/"))]
    faulty = [verdict for verdict in (judge(vector, implementation) for vector in drawn) if not verdict.passed]
    assert len(faulty) >= 2
    assert {verdict.faults[0].step for verdict in faulty} <= set(MISTAKES[name].steps)


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_is_explained(name):
    explanation = MISTAKES[name].explanation()
    assert explanation != Mistake.explanation()
    assert explanation.endswith(".")
    assert MISTAKES[name].short_explanation() == explanation.splitlines()[0]


def test_every_mistake_has_an_explanation_of_its_own():
    assert len({mistake.explanation() for mistake in MISTAKES.values()}) == len(MISTAKES)


def test_there_are_thirty_mistakes_beside_those_of_trainings_and_bits():
    assert sum(mistake.level == ACCURATE for mistake in MISTAKES.values()) >= 30
    assert sum(mistake.kind == "training" for mistake in MISTAKES.values()) >= 5
    assert len(MISTAKES) >= 60


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("bias-per-sample", "hidden_layer_input["),
        ("updated-wout-in-step-8", "error_at_hidden_layer["),
        ("learning-rate-twice", "d_output["),
        ("fused-multiply-add", "hidden_layer_input["),
    ],
)
def test_the_whole_run_fails_and_prints_the_step(conformance_run, name, step):
    code, output = conformance_run("--implementation", f"mistake:{name}", "-k", "test_vector and shapes/all-different")
    assert f"NOT CONFORMING: mistake:{name}, shapes/all-different, {step[:-1]} is the first wrong step: " in output
    assert code == 1
