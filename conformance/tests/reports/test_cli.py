"""The command: what it prints, what it writes, and with which code it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.reports import record
from onehidden_conformance.reports import verdict as report_verdict
from onehidden_conformance.running import plan, runner
from onehidden_conformance.vectors import reading

ONE = ("--fixtures", "article/one-iteration")
WRONG = "mistake:error-reversed"
VERDICT = {"vector": "a/b", "implementation": "t", "kind": "", "known": ""}


def program(tmp_path, source):
    """An implementation in Python, as a command line."""
    file = tmp_path / "adapter.py"
    file.write_text(source, encoding="utf-8")
    return f"{sys.executable} {file}"


# ---- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["run", "smoke", "list", "show", "copy", "make", "mistakes", "report"])
def test_every_command_has_help(command, name):
    code, output = command(name, "--help")
    assert code == 0
    assert len(output) > 100
    assert name in command("--help")[1]


def test_help_teaches_by_examples_and_tells_the_exit_codes(command):
    output = command("run", "--help")[1]
    assert 'onehidden-conformance run --implementation python --implementation "node my_network.js"' in output
    assert "0 all as expected, 1 not conforming, 2 wrong usage" in output


# ---- run -------------------------------------------------------------------------------------------------------------


def test_a_right_implementation_passes(command):
    code, output = command("run", "--implementation", "python", *ONE)
    assert output.splitlines()[-1].startswith("PARTIAL RUN, identical so far: 1 of ")
    assert "FAIL" not in output
    assert code == 0


def test_implementations_are_judged_side_by_side_and_python_and_r_are_the_default(command):
    code, output = command("run", *ONE)
    assert "python:reproducible" in output
    assert "r:reproducible" in output
    assert "vectors, Python and R, every bit in reproducible arithmetic" in output
    assert code == 0


def test_a_wrong_implementation_gets_one_line_for_each_vector(command):
    code, output = command("run", "--implementation", WRONG, "--fixtures", "shapes/one-*")
    failures = [line for line in output.splitlines() if line.startswith("FAIL ")]
    assert [line.split()[1] for line in failures] == [id for id in reading.vector_ids() if id.startswith("shapes/one-")]
    assert all("  error[0, 0] has the wrong sign" in line for line in failures)
    assert code == 1


@pytest.mark.parametrize("name", ["seeded-by-array", "uniforms-of-32-bits"])
def test_a_mistake_in_a_stream_is_named(command, name):
    code, output = command("run", "--implementation", f"mistake:{name}", "--fixtures", "streams/*")
    assert f"matches `{name}` on 6 of 6 vectors" in output
    assert code == 1


def test_the_rest_is_behind_v(command):
    short = command("run", "--implementation", WRONG, *ONE)[1]
    long = command("run", "--implementation", WRONG, *ONE, "-v")[1]
    assert "updated_bout" not in short
    assert "updated_bout" in long
    assert "BLAS of NumPy" in long


def test_how_a_implementation_calculates_is_told(command):
    output = command("run", "--implementation", "mistake:pairwise-summation", *ONE)[1]
    assert "  calculates: sums: pairwise; sums over rows: pairwise; " in output
    assert "exp: correctly rounded" in output


def test_the_probes_can_be_left_out(command):
    output = command("run", "--implementation", "python", *ONE, "--no-fingerprint", "-v")[1]
    assert "sums: " not in output
    assert "python:reproducible" in output


def test_the_steps_that_are_wrong_by_themselves_are_told(command):
    output = command("run", "--implementation", "mistake:mean-for-sum", *ONE, "-v")[1]
    assert "FAIL article/one-iteration  grad_wout is the first wrong step: grad_wout[" in output
    assert "wrong by itself, whatever came before: grad_wout, grad_bout, grad_wh, grad_bh\n" in output


def test_the_known_mistake_is_named(command):
    output = command("run", "--implementation", WRONG, "--fixtures", "shapes/*e")[1]
    assert "matches `error-reversed` on " in output
    assert MISTAKES["error-reversed"].explanation().splitlines()[0] in output


def test_trainings_are_compared_update_by_update(command):
    implementations = ("--implementation", "python", "--implementation", "python:blas")
    output = command(
        "run", *implementations, "--fixtures", "article/r-listing-training", "--fixtures", "edges/no-epochs", "-v"
    )[1]
    assert "expected and python:reproducible: 2 of 2 trainings identical to the last update\n" in output
    assert "expected and python:blas: 1 of 2 trainings identical to the last update; first article/r-" in output
    assert "article/r-listing-training: identical for all 500 updates" in output
    assert "trainings: drift at most " in output


def test_implementations_are_compared_with_each_other(command):
    implementations = [part for name in ("python", "r", WRONG) for part in ("--implementation", name)]
    lines = command("run", *implementations, *ONE)[1].splitlines()
    table = lines[lines.index("agreement on the 1 vectors that all have answered, largest distances in ulp") :]
    assert table[2].split()[:5] == ["1", "python:reproducible", "2", "0", "0"]
    assert table[3].split()[:5] == ["2", "r:reproducible", "1", "0", "0"]
    assert table[4].split()[:3] == ["3", WRONG, "nobody"]


def test_a_implementation_without_answers_is_no_part_of_the_agreement(command, tmp_path):
    mute = program(tmp_path, "print('hello', flush=True); input()")
    lines = command("run", "--implementation", "python", "--implementation", WRONG, "--implementation", mute, *ONE)[
        1
    ].splitlines()
    table = lines[lines.index("agreement on the 1 vectors that all have answered, largest distances in ulp") :]
    assert [line.split()[2] for line in table[2:4]] == ["nobody", "nobody"]
    assert command("run", "--implementation", WRONG, *ONE)[1].count("agreement") == 0


def test_the_level_can_be_lowered_and_raised(command):
    arguments = ("run", "--implementation", "mistake:fused-multiply-add", "--fixtures", "edges/fused-multiply-add")
    assert command(*arguments)[0] == 1
    assert command(*arguments, "--level", "1")[0] == 0
    assert command("run", "--implementation", "python:blas", "--fixtures", "edges/hard-exp", "--level", "2")[0] in (
        0,
        1,
    )


def test_without_a_terminal_there_is_no_progress_and_no_colour(command):
    output = command("run", "--implementation", WRONG, *ONE)[1]
    assert "\x1b" not in output
    assert "starting" not in output


def test_what_is_asked_for_is_written(command, tmp_path):
    names = ("report.jsonl", "page.html", "junit.xml", "run.md", "badge.json")
    options = zip(("--report", "--html", "--junit", "--markdown", "--badge"), names, strict=True)
    arguments = [part for option, name in options for part in (option, tmp_path / name)]
    command("run", "--implementation", "python", *ONE, *arguments)
    assert all((tmp_path / name).stat().st_size > 50 for name in names)
    assert record.read(tmp_path / "report.jsonl").footer["passed"] == 1


# ---- exit codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--implementation", "python:exact"),
        ("run", "--implementation", "mistake:none"),
        ("run", "--implementation", " "),
        ("run", "--implementation", "python", "--implementation", "python:reproducible"),
        ("run", "--level", "3"),
        ("run", "--timeout", "0"),
        ("run", "--known-failures", "no-such-file.json"),
        ("run", "--report", "no-such-folder/x.jsonl"),
        ("show", "no/such"),
        ("report", "no-such-file.jsonl"),
        ("fly",),
    ],
)
def test_wrong_usage_is_2(command, arguments):
    code, output = command(*arguments)
    assert code == 2
    assert "Error: " in output


def test_a_program_that_does_not_start_is_3_and_the_others_run(command):
    code, output = command("run", "--implementation", "no-such-program-at-all", "--implementation", "python", *ONE)
    assert "no-such-program-at-all" in output
    assert "did not start: there is no program 'no-such-program-at-all' on the path" in output
    assert ["all", "1/1"] in [line.split()[:2] for line in output.splitlines()]
    assert code == 3


def test_a_program_that_breaks_the_protocol_is_3(command, tmp_path):
    code, output = command("run", "--implementation", program(tmp_path, "print('hello', flush=True); input()"), *ONE)
    assert code == 3
    assert "hello" in output


def test_nothing_ran_is_4(command):
    code, output = command("run", "--implementation", "python", "--fixtures", "no/such/*")
    assert code == 4
    assert "NOTHING RAN" in output


def test_a_implementation_that_skips_everything_has_not_passed():
    report = {"implementations": [{"name": "t", "problem": ""}]}
    skipped = record.Report(report, verdicts=[{**VERDICT, "status": "skipped"}])
    faults = list(runner.faults_of(plan.Plan([], ["a/b"], ["t"]), [plan.Start("t", object())], skipped))
    assert faults[0] == "t: nothing ran"
    assert runner.exit_code(skipped, faults) == report_verdict.NOTHING_RAN


def test_an_error_counts_more_than_a_failure():
    header = {"implementations": [{"name": "t", "problem": ""}]}
    kinds = {"failed": "wrong loss", "error": "error"}
    verdicts = [{**VERDICT, "status": status, "kind": kind} for status, kind in kinds.items()]
    assert runner.exit_code(record.Report(header, verdicts=verdicts), []) == report_verdict.BROKEN
    assert runner.exit_code(record.Report(header, verdicts=verdicts[:1]), []) == report_verdict.NOT_CONFORMING


def test_an_interrupted_run_leaves_a_report_that_is_refused(command, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "judged", interrupted)
    file = tmp_path / "run.jsonl"
    code, _ = command("run", "--implementation", "python", *ONE, "--report", file)
    assert code == 1
    assert file.stat().st_size > 0
    with pytest.raises(record.ReportError, match="no footer"):
        record.read(file)


def test_implementations_are_closed_whatever_happens(monkeypatch):
    class Implementation:
        name, level, metadata, steps, closed = "t", 2, {}, None, False

        def close(self):
            self.closed = True

    implementation = Implementation()
    monkeypatch.setattr(plan, "make_implementation", lambda name, timeout: implementation)
    with pytest.raises(ZeroDivisionError):
        runner.carry_out(plan.Plan([], [], ["t"]), lambda header: 1 / 0, lambda id: None)
    assert implementation.closed


# ---- report ----------------------------------------------------------------------------------------------------------


def test_a_saved_run_prints_as_it_did_and_ends_as_it_did(command, tmp_path):
    file = tmp_path / "run.jsonl"
    first = command("run", "--implementation", WRONG, *ONE, "--report", file)
    assert command("report", file) == first
    assert first[0] == 1


def test_a_report_that_was_cut_is_refused_and_nothing_is_written(command, tmp_path, saved_report):
    file, page = tmp_path / "run.jsonl", tmp_path / "page.html"
    file.write_text(saved_report.text[:-2], encoding="utf-8")
    code, output = command("report", file, "--html", page)
    assert code == 2
    assert "run.jsonl" in output
    assert not page.exists()


# ---- the vectors -----------------------------------------------------------------------------------------------------


def test_list_names_all_vectors(command):
    code, output = command("list")
    assert [line.split()[0] for line in output.splitlines()] == reading.vector_ids()
    assert code == 0
    assert command("list", "--fixtures", "no/such")[0] == 4


def test_show_prints_the_twelve_steps(command):
    code, output = command("show", "article/one-iteration")
    assert code == 0
    for number in range(13):
        assert f"step {number}: " in output
    assert "0.8145725807070178" in output
    assert "3fea10fa844b5bd9" in command("show", "article/one-iteration", "--bits")[1]


@pytest.mark.parametrize("id", reading.vector_ids())
def test_every_vector_can_be_shown(command, id):
    code, output = command("show", id)
    assert code == 0
    assert output.startswith(id)


def test_copy_hands_out_vectors_that_still_load(command, tmp_path):
    folder = tmp_path / "copied"
    assert command("copy", folder)[0] == 0
    assert reading.vector_ids(folder) == reading.vector_ids()
    assert reading.load("article/one-iteration", folder)["id"] == "article/one-iteration"
    assert (folder / "README.md").exists()
    code, output = command("copy", folder)
    assert code == 2
    assert "is not empty" in output


def test_a_folder_of_ones_own_can_be_run(command, tmp_path):
    command("copy", tmp_path / "mine")
    code, output = command("run", "--implementation", "python", *ONE, "--folder", tmp_path / "mine")
    assert code == 0
    assert "identical so far: 1 of " in output or "IDENTICAL: 1 of" in output


# ---- mistakes, matrix, smoke -----------------------------------------------------------------------------------------


def test_mistakes_names_and_explains_all_of_them(command):
    output = command("mistakes")[1]
    assert all(name in output and mistake.explanation() in output for name, mistake in MISTAKES.items())


def test_smoke_finds_nothing_wrong_with_a_right_implementation(command):
    code, output = command("smoke", "--implementation", "python")
    assert code == 0
    assert "WRONG" not in output


def test_smoke_says_what_is_wrong_with_an_adapter(command, tmp_path):
    code, output = command("smoke", "--implementation", program(tmp_path, "print('hello', flush=True); input()"))
    assert code == 3
    assert "WRONG" in output
    assert "hello" in output


UNFLUSHED = """
import sys
sys.stdout = open(1, "w", buffering=2**16, closefd=False)  # whatever PYTHONUNBUFFERED says
for line in sys.stdin:
    print('{"protocol": 1, "implementation": {"name": "x"}, "level": 1, "capabilities": {"kinds": ["step"]}}')
"""


def test_smoke_hints_at_flushing_while_it_waits_and_when_it_gives_up(command, tmp_path, monkeypatch):
    monkeypatch.setattr("onehidden_conformance.running.smoke.SILENCE", 2.0)
    code, output = command("smoke", "--timeout", "0.5", "--implementation", program(tmp_path, UNFLUSHED))
    _, hint, fault = output.splitlines()
    assert hint.startswith("  ... nothing has come for 2 s. If it has answered, its answer is still in a buffer: ")
    assert "did not answer within 3 s. If it has answered" in fault
    assert "fflush(stdout) in C" in fault
    assert code == 3


def test_a_program_that_has_spoken_is_not_told_to_flush(command, tmp_path):
    spoken = UNFLUSHED.replace("]}}')", "]}}', flush=True)\n    sys.stdin.readline(); sys.stdin.read()")
    output = command("run", "--timeout", "0.5", *ONE, "--implementation", program(tmp_path, spoken))[1]
    assert "did not answer within 0.5 s" in output
    assert "buffer" not in output


def test_the_program_is_installed():
    executable = Path(sys.executable).with_name("onehidden-conformance")
    run = subprocess.run([executable, "--version"], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.startswith("onehidden-conformance, version ")
