"""What a person reads at the end of a run."""

import io
import math

import pytest
from rich.console import Console

from onehidden_conformance.reports.tables import part, percent, short
from onehidden_conformance.reports.terminal import print_report
from onehidden_conformance.reports.verdict import verdict


def result(vector, implementation, **numbers):
    return {"vector": vector, "implementation": implementation, **numbers}


def text(report, width=100, colours=False):
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colours, color_system="standard" if colours else None
    )
    print_report(report, console, False)
    return console.file.getvalue()


def rows(report, group, **options):
    return [line.split() for line in text(report, **options).splitlines() if line.startswith(group)]


def test_each_group_has_a_row_for_each_way_and_both_languages_stand_in_it(report_with):
    ordinary = ["article", "2/2", "all", "0", "0", "2/2", "all", "0", "0"]
    assert rows(report_with(), "article") == [ordinary] * 3
    assert rows(report_with(), "all") == [["all", "3/3", *ordinary[2:5], "3/3", *ordinary[2:5]]] * 3


def test_a_group_shows_the_worst_of_its_vectors(report_with):
    report = report_with(
        result("article/one", "r:blas", identical=900, worst_ulp=7, worst_share=0.25),
        result("article/two", "r:blas", identical=990, worst_ulp=30, worst_share=0.011),
    )
    assert rows(report, "article")[2][5:] == ["2/2", "94.5", "%", "30", "25", "%"]
    assert rows(report, "all")[2][5:] == ["3/3", "96.3", "%", "30", "25", "%"]


def test_a_vector_that_did_not_run_is_missing_in_the_count(report_with):
    report = report_with(missing=[(vector, "r:compiled") for vector in ("article/one", "article/two")])
    assert rows(report, "article")[0][5:] == ["0/2", "-", "-", "-"]


def test_the_verdict_is_one_line_however_narrow_the_terminal_is(report_with):
    report = report_with(result("shapes/wide", "r:blas", status="failed", kind="wrong loss", culprit="far " * 30))
    for width in (30, 80, 200):
        assert f"\n{verdict(report)}\n" in text(report, width)


def test_what_it_ran_on_is_told(report_with):
    assert "\nPython 3.x\nBLAS of NumPy: y\n" in text(report_with())


@pytest.mark.parametrize("width", [80, 60, 44])
def test_no_line_of_the_tables_is_wider_than_the_terminal(report_with, width):
    names = [implementation["name"] for implementation in report_with().header["implementations"]]
    numbers = {"identical": 1, "worst_ulp": 2**63, "worst_share": None}
    extreme = [result(v, t, **numbers) for v in ("article/one", "article/two", "shapes/wide") for t in names]
    lines = text(report_with(*extreme), width).splitlines()
    tables = lines[: next(i for i, line in enumerate(lines) if line.startswith("bits: "))]
    assert max(map(len, tables)) <= width
    assert sum(line.startswith("article") for line in tables) == (3 if width >= 80 else 6)
    assert all("1/1" in line and "> 99 x" in line for line in tables if line.startswith("shapes"))


def test_what_goes_wrong_everywhere_in_the_same_way_is_said_once_and_first(report_with):
    crash = {"status": "failed", "kind": "crashed", "culprit": "crashed: IndexError: index 99"}
    three = [result(vector, "node x.js", **crash) for vector in ("article/one", "article/two", "shapes/wide")]
    lines = text(report_with(*three, implementations=("node x.js",))).splitlines()
    assert lines[:3] == [
        "NOT CONFORMING: node x.js, at level 2",
        "  3 of 3 vectors that ran are wrong",
        "  all 3 are wrong in the same way: crashed: IndexError: index 99",
    ]
    different = [{**three[0], "culprit": "something else"}, *three[1:]]
    assert "in the same way" not in text(report_with(*different, implementations=("node x.js",)))


def test_at_most_ten_failures_are_listed_and_the_rest_is_counted(report_with):
    vectors = tuple(f"article/{number}" for number in range(14))
    wrong = [result(v, "node x.js", status="failed", kind="wrong loss", culprit=f"loss of {v}") for v in vectors]
    lines = text(report_with(*wrong, vectors=vectors, implementations=("node x.js",))).splitlines()
    assert sum(line.startswith("FAIL ") for line in lines) == 10
    assert "and 4 more failures; -v lists all and tells all about each" in lines


def test_what_is_wrong_stands_on_a_second_line_where_one_has_no_room(report_with):
    crash = "crashed: TypeError: A.map is not a function, and so it goes no further than here"
    wrong = [result(v, "node x.js", status="failed", kind="crashed", culprit=crash) for v in ("a/b", "a/" + 40 * "c")]
    lines = text(report_with(*wrong, vectors=("a/b", "a/" + 40 * "c"), implementations=("node x.js",))).splitlines()
    assert f"FAIL a/b  {crash}" in lines
    at = lines.index(f"FAIL a/{40 * 'c'}")
    assert lines[at + 1] == f"      {crash}"


def test_a_verdict_that_rests_on_too_little_is_yellow_and_says_what_is_missing(report_with):
    report = report_with(implementations=("node x.js",))
    report.findings["node x.js"] = {"coverage": {"verdict": "too little tested", "missing": ["take more than one row"]}}
    assert text(report).splitlines()[0] == "TOO LITTLE TESTED: node x.js, at level 2"
    assert "  take more than one row" in text(report).splitlines()
    assert "\x1b[1;33mTOO LITTLE TESTED" in text(report, colours=True)


def test_without_a_terminal_there_are_no_control_characters(report_with):
    assert "\x1b" not in text(report_with())


def test_right_is_green_and_wrong_is_red(report_with):
    red, green = "\x1b[31m", "\x1b[32m"
    right = text(report_with(), colours=True)
    assert green in right
    assert red not in right
    wrong = result("shapes/wide", "r:blas", status="failed", kind="wrong loss", culprit="x")
    shapes = [line for line in text(report_with(wrong), colours=True).splitlines() if line.startswith("shapes")]
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
