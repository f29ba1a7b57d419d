"""The rules by which a run passes or fails: as data, and as whole runs of pytest seen from outside."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onehidden_conformance.judging.result import Result
from onehidden_conformance.numbers.tensors import bits_of
from onehidden_conformance.reports.run import Run
from onehidden_conformance.vectors import reading

CONFORMANCE = Path(__file__).parents[2]
ONLY_VECTORS = ("tests/test_conformance.py", "-k", "test_vector")
SIX = ("python:compiled", "python:interpreted", "python:blas", "r:compiled", "r:interpreted", "r:blas")


def result(vector, implementation, fault=""):
    return Result(
        vector, implementation, fault, elements=10, identical=9 if fault else 10, worst_ulp=0, worst_share=0.0
    )


def run_of(results, selected=None, vectors=("a/one", "b/two"), implementations=SIX):
    pairs = [(vector, implementation) for vector in vectors for implementation in implementations]
    return Run(vectors, implementations, frozenset(pairs if selected is None else selected), results)


ALL_RIGHT = [result(vector, implementation) for vector in ("a/one", "b/two") for implementation in SIX]

# ---- as data ---------------------------------------------------------------------------------------------------------


def test_a_complete_run_without_faults_is_identical():
    run = run_of(ALL_RIGHT)
    assert run.faults == []
    assert run.verdict() == (
        "IDENTICAL: 2 of 2 vectors, Python and R, "
        "every bit with compiled kernels, every bit with interpreted kernels and every bound in blas arithmetic"
    )


def test_the_first_culprit_is_the_first_vector_in_order_not_the_first_to_finish():
    run = run_of(
        [result("b/two", SIX[0], "output is wrong"), *ALL_RIGHT[1:6], result("a/one", SIX[0], "loss is wrong")]
    )
    assert run.verdict().startswith("NOT CONFORMING: python:compiled, a/one, loss is wrong (and ")


def test_a_vector_that_did_not_run_on_every_implementation_is_a_fault():
    run = run_of(ALL_RIGHT[:-1])
    assert run.faults == ["r:blas, b/two, did not run"]
    assert run.verdict() == "NOT CONFORMING: r:blas, b/two, did not run"


def test_a_folder_without_vectors_is_a_fault():
    assert run_of([], vectors=()).verdict() == "NOT CONFORMING: no vector was found"


def test_a_selection_is_partial_and_says_so():
    run = run_of(ALL_RIGHT[:6], selected=[("a/one", implementation) for implementation in SIX])
    assert run.faults == []
    assert run.verdict().startswith("PARTIAL RUN, identical so far: 1 of 2 vectors, Python and R, ")


def test_a_partial_run_with_a_fault_does_not_conform():
    run = run_of([result("a/one", "r:blas", "loss is wrong")], selected=[("a/one", "r:blas")])
    assert run.verdict() == "NOT CONFORMING: r:blas, a/one, loss is wrong"


def test_only_the_chosen_implementations_count():
    run = run_of(
        [result(v, "python:reproducible") for v in ("a/one", "b/two")], implementations=["python:reproducible"]
    )
    assert run.verdict() == "IDENTICAL: 2 of 2 vectors, Python, every bit in reproducible arithmetic"


# ---- as pytest -------------------------------------------------------------------------------------------------------


def run_outside(folder, *arguments, **environment):
    """Run pytest as a person would, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
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
    assert "NOT CONFORMING: python:reproducible, article/one-iteration, output[0, 0] is " in output
    assert code == 1


def test_that_bit_is_no_matter_in_blas_arithmetic(conformance_run, one_vector):
    code, output = conformance_run("--implementation", "python:blas", *changed(one_vector, move_element(2.0**-53)))
    assert "ACCURATE: 1 of 1 vectors, Python, every bound in blas arithmetic" in output
    assert code == 0


def test_a_bound_that_is_exceeded_in_blas_arithmetic_fails_the_run(conformance_run, one_vector):
    code, output = conformance_run("--implementation", "python:blas", *changed(one_vector, move_element(1e-12)))
    assert "NOT CONFORMING: python:blas, article/one-iteration, output[0, 0] is " in output
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
    assert "NOT CONFORMING: no vector was found" in output
    assert code == 1


@pytest.mark.parametrize(
    ("folder", "arguments"), [(CONFORMANCE, ["-n", "2"]), (CONFORMANCE.parent, ["conformance"])], ids=["inside", "root"]
)
def test_a_selection_by_words_is_partial_and_passes(folder, arguments):
    words = "test_vector and article/one-iteration and python"
    code, output = run_outside(folder, *arguments, "-k", words)
    assert f"PARTIAL RUN, identical so far: 1 of {len(reading.vector_ids())} vectors, Python and R" in output
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
        ("r:reproducible", "NOT CONFORMING: r:reproducible, article/one-iteration, did not run", 1),
    ],
)
def test_where_there_is_no_r_only_what_needs_it_fails(tmp_path, one_vector, implementation, verdict, expected_code):
    (tmp_path / "without_r.py").write_text(WITHOUT_R, encoding="utf-8")
    options = (*changed(one_vector, lambda vector: None), "-p", "without_r", "--implementation", implementation)
    code, output = run_outside(CONFORMANCE, *ONLY_VECTORS, *options, PYTHONPATH=str(tmp_path))
    assert verdict in output
    assert ("there is no R here" in output) == (expected_code == 1)
    assert code == expected_code
