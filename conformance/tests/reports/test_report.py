"""What a person reads at the end of a run."""

import math

import pytest

from onehidden_conformance.judging.result import Result
from onehidden_conformance.reports.run import Run
from onehidden_conformance.reports.tables import part, percent, rendered, short

SIX = ("python:compiled", "python:interpreted", "python:blas", "r:compiled", "r:interpreted", "r:blas")
VECTORS = ("article/one", "article/two", "shapes/wide")


def result(vector, implementation, fault="", identical=1000, worst_ulp=0, worst_share=0.0):
    return Result(vector, implementation, fault, 1000, identical, worst_ulp, worst_share)


def run_of(*changed):
    results = {(v, t): result(v, t) for v in VECTORS for t in SIX}
    results |= {(r.vector, r.implementation): r for r in changed}
    return Run(VECTORS, SIX, frozenset(results), list(results.values()))


def text(run, width=100, colours=False):
    return rendered(run, ["Python 3.x", "BLAS of NumPy: y"], width, colours)


def rows(run, group, **options):
    return [line.split() for line in text(run, **options).splitlines() if line.startswith(group)]


def test_each_group_has_a_row_for_each_way_and_both_languages_stand_in_it():
    ordinary = ["article", "2/2", "all", "0", "0", "2/2", "all", "0", "0"]
    assert rows(run_of(), "article") == [ordinary] * 3
    assert rows(run_of(), "all") == [["all", "3/3", *ordinary[2:5], "3/3", *ordinary[2:5]]] * 3


def test_a_group_shows_the_worst_of_its_vectors():
    run = run_of(
        result("article/one", "r:blas", identical=900, worst_ulp=7, worst_share=0.25),
        result("article/two", "r:blas", identical=990, worst_ulp=30, worst_share=0.011),
    )
    assert rows(run, "article")[2][5:] == ["2/2", "94.5", "%", "30", "25", "%"]
    assert rows(run, "all")[2][5:] == ["3/3", "96.3", "%", "30", "25", "%"]


def test_a_vector_that_did_not_run_is_missing_in_the_count():
    complete = run_of()
    run = Run(VECTORS, SIX, complete.selected, [r for r in complete.results if r.implementation != "r:compiled"])
    assert rows(run, "article")[0][5:] == ["0/2", "-", "-", "-"]


def test_the_verdict_is_one_line_however_narrow_the_terminal_is():
    run = run_of(result("shapes/wide", "r:blas", fault="output[0, 0] is " + "far " * 30 + "off"))
    for width in (30, 80, 200):
        assert f"\n{run.verdict()}\n" in text(run, width)


def test_what_it_ran_on_comes_last():
    assert text(run_of()).splitlines()[-2:] == ["Python 3.x", "BLAS of NumPy: y"]


@pytest.mark.parametrize("width", [80, 60, 44])
def test_no_line_of_the_tables_is_wider_than_the_terminal(width):
    extreme = [result(v, t, identical=1, worst_ulp=2**63, worst_share=math.inf) for v in VECTORS for t in SIX]
    lines = text(run_of(*extreme), width).splitlines()
    tables = lines[: next(i for i, line in enumerate(lines) if line.startswith("bits: "))]
    assert max(map(len, tables)) <= width
    assert sum(line.startswith("article") for line in tables) == (3 if width >= 80 else 6)
    assert all("1/1" in line for line in tables if line.startswith("shapes"))


def test_without_a_terminal_there_are_no_control_characters():
    assert "\x1b" not in text(run_of())


def test_right_is_green_and_wrong_is_red():
    red, green = "\x1b[31m", "\x1b[32m"
    right = text(run_of(), colours=True)
    assert green in right
    assert red not in right
    wrong = text(run_of(result("shapes/wide", "r:blas", fault="x")), colours=True)
    shapes = [line for line in wrong.splitlines() if "shapes" in line]
    assert red not in shapes[0]
    assert shapes[2].count(red) == 4


def test_all_bits_means_every_single_one():
    assert part(10**6, 10**6) == "all"
    assert part(10**6 - 1, 10**6) == "99.9 %"


def test_numbers_are_rounded_to_the_bad_side_and_stay_short():
    assert percent(0.0) == "0"
    assert percent(1e-9) == "1 %"
    assert percent(1.0) == "100 %"
    assert percent(1.000001) == "101 %"
    assert percent(math.inf) == "> 99 x"
    assert short(99_999) == "99999"
    assert short(2**64) == "2e+19"
