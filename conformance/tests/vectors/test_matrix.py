"""The kill matrix: nothing survives, nothing is useless, and the published page is current."""

import pytest

from onehidden_conformance.judging.answers import LEFT_OUT
from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.vectors import reading
from onehidden_vectors.kill_matrix import (
    CLASSES,
    DOCUMENTS,
    ENOUGH,
    KillMatrix,
    catalogue,
    class_of,
    first_updates,
    kill_matrix,
    main,
    to_markdown,
)


class NoMistake(Mistake):
    """The right network under a name, to see that no vector accuses it."""

    name = "no-mistake"
    steps = ()


@pytest.fixture(scope="module")
def matrix():
    return kill_matrix(reading.vectors())


def test_every_mistake_is_seen_by_two_vectors_at_the_level_at_which_it_should_be(matrix):
    assert matrix.survivors == []
    assert {name for name in matrix.cells if len(matrix.killers(name, MISTAKES[name].level)) < ENOUGH} == set()
    assert set(matrix.cells) == set(MISTAKES)


def test_what_only_bits_show_is_not_seen_at_level_1(matrix):
    bits_only = [name for name, mistake in MISTAKES.items() if mistake.level == 2]
    assert {name for name in bits_only if matrix.killers(name, 1)} == set()
    assert bits_only


def test_no_vector_is_useless(matrix):
    assert matrix.useless == []


def test_every_vector_is_in_the_matrix_or_left_out_with_a_reason(matrix):
    assert len(matrix.vectors) + sum(matrix.left_out.values()) == len(reading.vector_ids())
    assert set(matrix.left_out) == set(LEFT_OUT)


def test_the_published_pages_are_current(matrix):
    assert (DOCUMENTS / "kill-matrix.md").read_text(encoding="utf-8") == to_markdown(matrix)
    assert (DOCUMENTS / "mistakes.md").read_text(encoding="utf-8") == catalogue()


def test_the_right_network_is_accused_by_no_vector():
    few = [reading.load(id) for id in reading.vector_ids() if id.startswith(("batches/", "shapes/", "streams/"))]
    assert kill_matrix(few, [NoMistake]).cells == {"no-mistake": {}}


def test_survivors_and_useless_vectors_are_noticed():
    cells = {"bias-per-sample": {"a": 1, "b": 2}, "fused-multiply-add": {"a": 2, "b": 2}}
    matrix = KillMatrix(("a", "b", "c"), cells, {})
    assert matrix.survivors == ["bias-per-sample"]
    assert matrix.useless == ["c"]
    assert matrix.victims("a") == ["bias-per-sample", "fused-multiply-add"]


def test_a_training_is_cut_to_its_first_updates_and_still_right():
    piece = first_updates(reading.load("article/training"))
    assert piece["epochs"] == len(piece["expected"]["digests"]) < 10
    assert kill_matrix([piece], [NoMistake]).useless == [piece["id"]]


def test_every_mistake_stands_under_one_heading():
    headings = [class_of(mistake) for mistake in MISTAKES.values()]
    assert set(headings) == set(CLASSES)
    assert min(headings.count(heading) for heading in CLASSES) > 5


def test_the_matrix_of_some_vectors_is_printed_as_markdown(capsys):
    main(["article/one-iteration", "shapes/one-s*"])
    printed = capsys.readouterr().out
    assert "| shapes/one-sample |" in printed
    assert "error-reversed" in printed
