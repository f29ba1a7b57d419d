"""Made vectors: fixed by their ids, as good as the published ones, and chosen for what an implementation declares."""

import json
import re

import pytest

from onehidden_conformance import made
from onehidden_conformance.implementations.declaration import Declaration, read
from onehidden_conformance.judging.answers import answer, visible_at
from onehidden_conformance.made.choosing import ENOUGH, LEAST, possible
from onehidden_conformance.made.stream import Stream
from onehidden_conformance.made.visibility import visible
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import reading

IDS = (
    "made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-07",
    "made/sigmoid-sigmoid-squared-sum-b00-r1-n1-d3-h4-k2-01",
    "made/relu-categorical-mean-b10-r0.5-w-n4-d2-h3-k3-02",
    "made/identity-relu-squared-sum-bl1-r0.3-n5-d3-h4-k1-03",
    "made/tanh-identity-squared-mean-bll-r0.3-c0.01b-n5-d3-h4-k2-04",
    "made/sigmoid-binary-sum-b01-r0.1-c0.3g-n3-d2-h2-k1-05",
    "made/relu-tanh-squared-sum-b11-r0.1-c2l-o-n3-d2-h2-k3-06",
    "made/none-binary-mean-b01-r0.1-o-n5-d3-k2-14",
)
COURSE = {
    "hidden_activations": ["tanh"],
    "output_activations": ["sigmoid"],
    "losses": ["binary_cross_entropy"],
    "reductions": ["mean"],
    "biases": "both",
    "trace": ["output", "updated_wh", "updated_bh", "updated_wout", "updated_bout"],
}


def test_the_stream_is_that_of_its_description():
    stream = Stream("made")
    h = 14695981039346656037
    for byte in b"made":
        h = ((h ^ byte) * 1099511628211) % 2**64
    s = (h + 0x9E3779B97F4A7C15) % 2**64
    z = ((s ^ (s >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % 2**64
    assert stream.word() == z ^ (z >> 31)
    assert Stream("made").between(0.0, 1.0) == ((z ^ (z >> 31)) >> 11) / 2**53


def test_the_numbers_of_an_id_never_change():
    vector = made.vector(IDS[0])
    assert vector["X"]["bits"][:2] == FIRST_BITS
    assert vector["digest"] == DIGEST


FIRST_BITS = ["3fe9f48c4209a728", "3fe4a840084adc72"]
DIGEST = "82dae3ffefb6705dd68795dae29837a1ae3ddd5a1eb2977359b792b1812eeda7"


@pytest.mark.parametrize("id", IDS)
def test_a_made_vector_has_the_form_of_a_published_one(id, tmp_path):
    vector = json.loads(json.dumps(made.vector(id)))
    reading.check(vector, tmp_path / "made.json")
    assert vector["id"] == id
    assert visible_at(vector, answer(Oracle(), vector)) is None


@pytest.mark.parametrize("id", IDS)
def test_an_id_is_read_and_written(id):
    assert str(made.parse(id)) == id


@pytest.mark.parametrize(
    ("id", "complaint"),
    [
        ("made/tanh", "is no id of a made vector; write it as made/tanh-binary-mean"),
        ("made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-7", "is no id"),
        ("made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-00", "numbers begin with 01"),
        ("made/tangent-binary-mean-b11-r0.1-n5-d3-h4-k2-07", "there is no hidden activation 'tangent'"),
        ("made/tanh-sigmoid-binary-mean-b11-r0.1-n5-d3-h4-k2-07", "it is sigmoid"),
        ("made/tanh-squared-mean-b11-r0.1-n5-d3-h4-k2-07", "before squared stands an output activation"),
        ("made/tanh-binary-mean-b11-r0.1-n5-d3-k2-07", "h is missing"),
        ("made/none-binary-mean-b11-r0.1-n5-d3-k2-07", "no hidden bias"),
        ("made/tanh-categorical-mean-b11-r0.1-n5-d3-h4-k1-07", "softmax has two outputs or more"),
        ("made/tanh-binary-mean-b1l-r0.1-n5-d3-h4-k1-07", "is written as 1"),
        ("made/tanh-binary-mean-b11-r0-n5-d3-h4-k2-07", "above 0"),
        ("made/tanh-binary-mean-b11-r0.1-n900-d90-h90-k2-07", "too large"),
        ("made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-0007", "is written as"),
    ],
)
def test_an_id_that_is_none_is_refused_with_the_reason(id, complaint):
    with pytest.raises(made.RecipeError, match=re.escape(complaint)):
        made.vector(id)


# ---- what SPEC.md does not have --------------------------------------------------------------------------------------


def values(id, step):
    return made.vector(id)["expected"][step]["values"]


def test_one_bias_for_a_layer_has_the_sum_of_the_gradients():
    id = "made/identity-relu-squared-sum-bl1-r0.3-n5-d3-h4-k1-03"
    deltas = values(id, "d_hidden_layer")
    assert values(id, "grad_bh") == pytest.approx([-sum(deltas)], rel=1e-12)
    assert made.vector(id)["expected"]["updated_bh"]["shape"] == [1]


def test_a_weight_decay_acts_where_it_says():
    vector = made.vector("made/sigmoid-binary-sum-b01-r0.1-c0.3g-n3-d2-h2-k1-05")
    hidden, deltas = (vector["expected"][name]["values"] for name in ("hidden_layer_activations", "d_output"))
    without = -sum(hidden[row * 2] * deltas[row] for row in range(3))
    w = vector["network"]["wout"]["values"][0]
    assert vector["expected"]["grad_wout"]["values"][0] == pytest.approx(without + 0.3 * w, rel=1e-12)


def test_a_weight_decay_in_the_loss_adds_the_squares():
    vector = made.vector("made/relu-tanh-squared-sum-b11-r0.1-c2l-o-n3-d2-h2-k3-06")
    weights = [*vector["network"]["wh"]["values"], *vector["network"]["wout"]["values"]]
    errors = vector["expected"]["error"]["values"]
    loss = sum(e * e for e in errors) / 2 + sum(w * w for w in weights)
    assert vector["expected"]["loss"]["values"][0] == pytest.approx(loss, rel=1e-12)


# ---- what is seen, and chosen ----------------------------------------------------------------------------------------


def test_what_is_visible_is_what_the_judge_sees():
    vector = made.vector(IDS[0])
    for name, mistake in MISTAKES.items():
        if mistake.kind == "step" and mistake.level == 1:
            assert visible(mistake, vector) == (visible_at(vector, answer(mistake(), vector)) == 1), name


def test_a_step_that_is_not_shown_shows_no_mistake():
    assert visible(MISTAKES["sum-for-mean"], made.vector(IDS[0]), {"updated_wh"})
    assert not visible(MISTAKES["sum-for-mean"], made.vector(IDS[0]), {"output", "loss"})


def test_what_is_chosen_sees_every_mistake_that_can_be_seen_twice():
    declaration = read(COURSE)
    choice = made.for_declaration(declaration)
    assert len(choice.ids) >= LEAST
    assert len(set(choice.ids)) == len(choice.ids)
    vectors = [made.vector(id) for id in choice.ids]
    for name in (
        "sum-for-mean",
        "hidden-slope-missing",
        "error-reversed",
        "bias-never-updated",
        "updated-wout-in-step-8",
    ):
        assert sum(visible(MISTAKES[name], v, declaration.shown) for v in vectors) >= ENOUGH, name
        assert name not in choice.unseen
    assert {"loss-averaged", "leaky-relu", "mean-for-sum"} <= set(choice.unseen)


def test_the_same_is_chosen_again():
    assert made.for_declaration(read(COURSE), least=5) == made.for_declaration(read(COURSE), least=5)


@pytest.mark.parametrize(
    ("more", "pattern"),
    [
        ({"biases": "none", "trace": "all"}, "-b00-"),
        ({"biases": "layer"}, "-b(ll|l1|1l|11)-"),
        ({"learning_rate": 0.25}, "-r0.25-"),
        ({"learning_rate": "none"}, "-r1-"),
        ({"rows": 1}, "-n1-"),
        ({"shapes": {"d": 2, "k": 1}}, "-d2-h[0-9]+-k1-"),
        ({"labels": 0}, "-o-n"),
        ({"weight_decay": {"in": "both", "coefficient": 0.02}}, "-c0.02b-"),
        ({"hidden_activations": []}, "made/none-.*-b01-"),
    ],
)
def test_vectors_are_made_for_what_is_declared(more, pattern):
    choice = made.for_declaration(read({**COURSE, **more}), least=6)
    assert all(re.search(pattern, id) for id in choice.ids), choice.ids


def test_every_combination_has_two_vectors():
    declaration = Declaration()
    combinations = [made.parse(id).words() for id in made.for_declaration(declaration).ids]
    for hidden, output, loss, reduction in declaration.combinations:
        words = [hidden, *([] if loss != "squared_error" else [output]), loss.partition("_")[0], reduction]
        assert combinations.count(words) >= 2, words


def test_published_vectors_count():
    vectors = [reading.load(id) for id in ("shapes/all-different", "article/one-iteration", "shapes/square")]
    plain = read({name: [word] for name, word in PLAIN.items()} | {"biases": "both"})
    assert len(made.for_declaration(plain, vectors, least=10).ids) < len(made.for_declaration(plain, least=10).ids) + 1
    assert made.for_declaration(plain, vectors, least=10).ids[:7] == made.for_declaration(plain, least=7).ids[:7]


PLAIN = {
    "hidden_activations": "sigmoid",
    "output_activations": "sigmoid",
    "losses": "squared_error",
    "reductions": "sum",
}


def test_what_such_networks_could_show_needs_no_more_than_the_declaration():
    could = possible(read(COURSE).combinations)
    assert {"sum-for-mean", "loss-not-averaged", "bias-missing"} <= set(could)
    assert "softmax-not-divided" not in could
