"""The rules by which a run passes or fails: as data, and as whole runs of pytest seen from outside."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onehidden_conformance.numbers.tensors import bits_of
from onehidden_conformance.reports.verdict import exit_code, verdict
from onehidden_conformance.vectors import reading

CONFORMANCE = Path(__file__).parents[2]
ONLY_VECTORS = ("tests/test_conformance.py", "-k", "test_vector")
SIX = ("python:compiled", "python:interpreted", "python:blas", "r:compiled", "r:interpreted", "r:blas")
WRONG_OUTPUT = "article/one-iteration, output is the first wrong step: output[0, 0] "
MINE = {"implementations": ("node x.js",)}


def wrong(vector, implementation):
    """A line on a failure."""
    failure = {"status": "failed", "kind": "wrong loss", "culprit": "loss is wrong"}
    return {"vector": vector, "implementation": implementation, **failure}


# ---- as data ---------------------------------------------------------------------------------------------------------


def test_a_complete_run_without_faults_is_identical(report_with):
    report = report_with()
    assert report.footer["exit_code"] == 0
    assert verdict(report) == (
        "IDENTICAL: 3 of 3 vectors, Python and R, "
        "every bit with compiled kernels, every bit with interpreted kernels and every bound in blas arithmetic"
    )


def test_the_first_culprit_is_the_first_vector_in_order(report_with):
    report = report_with(wrong("article/two", SIX[0]), wrong("article/one", SIX[1]), wrong("shapes/wide", SIX[0]))
    assert verdict(report) == f"NOT CONFORMING: {SIX[1]}, article/one, loss is wrong (and 2 more)"
    assert report.footer["exit_code"] == 1


def test_a_vector_that_did_not_run_on_every_implementation_is_a_fault(report_with):
    report = report_with(missing=[("shapes/wide", "r:blas")])
    assert verdict(report) == "NOT CONFORMING: r:blas, shapes/wide, did not run"
    assert report.footer["exit_code"] == 1


def test_a_folder_without_vectors_is_a_fault(report_with):
    report = report_with(vectors=())
    assert verdict(report).startswith("NOTHING RAN: ")
    assert report.footer["exit_code"] == 4


def test_a_selection_is_partial_and_says_so(report_with):
    report = report_with(vectors=("article/one",), fixtures=2)
    assert verdict(report).startswith("PARTIAL RUN, identical so far: 1 of 2 vectors, Python and R, every bit with ")
    one_language = report_with(vectors=("article/one",), implementations=("python:blas",), fixtures=2)
    assert verdict(one_language) == (
        "PARTIAL RUN, all as expected so far: 1 of 2 vectors, Python, every bound in blas arithmetic"
    )


def test_a_partial_run_with_a_fault_does_not_conform(report_with):
    report = report_with(wrong("article/one", "r:blas"), vectors=("article/one",), fixtures=2)
    assert verdict(report) == "NOT CONFORMING: r:blas, article/one, loss is wrong"


def test_only_the_chosen_implementations_count(report_with):
    report = report_with(implementations=("python:reproducible",))
    assert verdict(report) == "IDENTICAL: 3 of 3 vectors, Python, every bit in reproducible arithmetic"


def test_skipped_vectors_do_not_count_as_passed(report_with):
    report = report_with({"vector": "article/two", "implementation": "node x.js", "status": "skipped"}, **MINE)
    assert verdict(report) == "IDENTICAL: 2 of 3 vectors, node x.js, every bit; 1 skipped"


def test_known_failures_are_told(report_with):
    report = report_with({**wrong("article/two", "node x.js"), "known": "sums pairwise"}, **MINE)
    assert verdict(report) == "ALL AS EXPECTED: 3 of 3 vectors, node x.js, every bit; 1 known failures"
    assert report.footer["exit_code"] == 0


def test_an_implementation_that_broke_comes_before_one_that_is_wrong(report_with):
    broken = {**wrong("shapes/wide", "r:blas"), "status": "error", "kind": "error", "culprit": "it died"}
    report = report_with(wrong("article/one", "r:blas"), broken)
    assert report.footer["exit_code"] == 3
    assert verdict(report).startswith("AN IMPLEMENTATION BROKE: ")


def test_a_fault_of_the_suite_is_no_fault_of_the_implementation(report_with):
    fault = {**wrong("shapes/wide", "r:blas"), "status": "fault", "kind": "fault", "culprit": "KeyError"}
    report = report_with(wrong("article/one", "r:blas"), fault)
    assert report.footer["exit_code"] == 6
    assert verdict(report).startswith("A FAULT OF THE SUITE: ")


def test_an_implementation_that_was_tested_too_little_does_not_pass(report_with):
    report = report_with(**MINE)
    report.findings["node x.js"] = {"coverage": {"verdict": "too little tested", "missing": ["declare `trace`"]}}
    report.footer["exit_code"] = exit_code(report, [])
    assert report.footer["exit_code"] == 5
    assert verdict(report) == "TOO LITTLE TESTED: node x.js: declare `trace`"


def test_the_verdict_bears_what_an_implementation_writes(report_with):
    report = report_with({**wrong("article/one", "r:blas"), "culprit": f"{chr(27)}[31m" + "x" * 1000})
    assert chr(27) not in verdict(report)
    assert len(verdict(report)) < 500


# ---- as pytest -------------------------------------------------------------------------------------------------------


def run_outside(folder, *arguments, **environment):
    """Run pytest as a person would, in a process of its own."""
    path = os.pathsep.join([environment.pop("PYTHONPATH", ""), *sys.path])
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.stdout, run.stderr
    return run.returncode, run.stdout


@pytest.fixture
def one_vector(tmp_path):
    """A folder of fixtures with one vector, to be damaged."""
    shutil.copytree(reading.ROOT / "schema", tmp_path / "schema")
    folder = tmp_path / "vectors" / "article"
    folder.mkdir(parents=True)
    return Path(shutil.copy(reading.ROOT / "vectors" / "article" / "one-iteration.json", folder))


def changed(file, change):
    vector = json.loads(file.read_text(encoding="utf-8"))
    change(vector)
    file.write_text(json.dumps(vector), encoding="utf-8")
    return ("--fixtures-folder", file.parents[2])


def move_element(distance):
    """Move an expected output, in its bits and its value."""

    def change(vector):
        output = vector["expected"]["output"]
        value = output["values"][0] + distance
        output["values"][0], output["bits"][0] = value, bits_of(value)

    return change


def test_a_run_of_one_vector_on_all_implementations_passes(conformance_run, one_vector):
    code, output = conformance_run(*changed(one_vector, lambda vector: None))
    assert "IDENTICAL: 1 of 1 vectors, Python and R" in output
    assert "BLAS of R: openblas" in output or "BLAS of R: one that" in output
    assert code == 0


def test_a_bit_that_differs_in_reproducible_arithmetic_fails_the_run(conformance_run, one_vector):
    code, output = conformance_run(
        "--implementation", "python:reproducible", *changed(one_vector, move_element(2.0**-53))
    )
    assert (
        "NOT CONFORMING: python:reproducible, article/one-iteration, output is the first wrong step: output[0, 0] is "
        in output
    )
    assert code == 1


def test_that_bit_is_no_matter_in_blas_arithmetic(conformance_run, one_vector):
    code, output = conformance_run("--implementation", "python:blas", *changed(one_vector, move_element(2.0**-53)))
    assert "ALL AS EXPECTED: 1 of 1 vectors, Python, every bound in blas arithmetic" in output
    assert code == 0


def test_a_bound_that_is_exceeded_in_blas_arithmetic_fails_the_run(conformance_run, one_vector):
    code, output = conformance_run("--implementation", "python:blas", *changed(one_vector, move_element(1e-12)))
    assert (
        "NOT CONFORMING: python:blas, article/one-iteration, output is the first wrong step: output[0, 0] is " in output
    )
    assert code == 1


SKIPS = """
import pytest

def pytest_runtest_setup(item):
    if item.name.endswith("python:blas]"):
        pytest.skip("not today")
"""


def test_a_vector_that_was_skipped_on_one_implementation_fails_the_run(one_vector, tmp_path):
    (tmp_path / "skips.py").write_text(SKIPS, encoding="utf-8")
    chosen = ["--implementation", "python:reproducible", "--implementation", "python:blas", "-n", "2", "-p", "skips"]
    options = changed(one_vector, lambda vector: None)
    code, output = run_outside(CONFORMANCE, *ONLY_VECTORS, *chosen, *options, PYTHONPATH=str(tmp_path))
    assert "1 skipped" in output
    assert "failed" not in output
    assert "NOT CONFORMING: python:blas, article/one-iteration, did not run" in output
    assert code == 1


def test_a_run_without_vectors_fails(conformance_run, tmp_path):
    code, output = conformance_run("--fixtures-folder", tmp_path)
    assert "NOTHING RAN: no vector was found" in output
    assert code == 1


@pytest.mark.parametrize(
    ("folder", "arguments"), [(CONFORMANCE, ["-n", "2"]), (CONFORMANCE.parent, ["conformance"])], ids=["inside", "root"]
)
def test_a_selection_by_words_is_partial_and_passes(folder, arguments):
    words = "test_vector and article/one-iteration and python"
    code, output = run_outside(folder, *arguments, "-k", words)
    assert f"PARTIAL RUN, identical so far: 1 of {len(reading.vector_ids())} vectors, Python, every bit" in output
    assert "3 passed" in output
    assert code == 0


def test_a_run_can_stop_at_the_first_fault(conformance_run):
    code, output = conformance_run("--implementation", "mistake:error-reversed", "-x")
    assert "stopping after 1 failures" in output
    assert "NOT CONFORMING: mistake:error-reversed, " in output
    assert code == 1


WITHOUT_R = """
import sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "rpy2":
            raise ImportError("there is no R here")

sys.meta_path.insert(0, Finder())
"""


@pytest.mark.parametrize(
    ("implementation", "verdict", "expected_code"),
    [
        ("python:reproducible", "IDENTICAL: 1 of 1 vectors, Python, every bit", 0),
        ("r:reproducible", "AN IMPLEMENTATION BROKE: r:reproducible did not start: ImportError: there is no R here", 1),
    ],
)
def test_where_there_is_no_r_only_what_needs_it_fails(tmp_path, one_vector, implementation, verdict, expected_code):
    (tmp_path / "without_r.py").write_text(WITHOUT_R, encoding="utf-8")
    options = (*changed(one_vector, lambda vector: None), "-p", "without_r", "--implementation", implementation)
    code, output = run_outside(CONFORMANCE, *ONLY_VECTORS, *options, PYTHONPATH=str(tmp_path))
    assert verdict in output
    assert ("there is no R here" in output) == (expected_code == 1)
    assert code == expected_code
