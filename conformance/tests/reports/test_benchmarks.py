"""The benchmarks without their times: contenders compute the same, and the document says what a record holds."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import memory
from benchmarks.__main__ import main
from benchmarks.agreement import disagreement, reference
from benchmarks.bars import BARS
from benchmarks.columns import COLUMNS
from benchmarks.document import document, duration, ratio
from benchmarks.measuring import Worker, rounds_for
from benchmarks.results import Results
from benchmarks.workloads import PARAMETERS, WORKLOADS

DOCS = Path(__file__).parents[3] / "docs"
ARTICLE = "article"


def cell(workload, column, seconds, plain_seconds, **others):
    return {
        "workload": workload,
        "column": column,
        "updates": WORKLOADS[workload].updates,
        "seconds": seconds,
        "plain_seconds": plain_seconds,
        "memory": 50_000_000,
        "compilation": None,
        "disagreement": 0.0,
        **others,
    }


@pytest.fixture
def record():
    return {
        "date": "2026-01-02",
        "load_before": 0.25,
        "machine": ["a processor"],
        "workloads": {
            name: {"shape": workload.shape, "updates": workload.updates} for name, workload in WORKLOADS.items()
        },
        "trainings": [
            cell("article", "plain-numpy", [0.1, 0.1, 0.1], [0.1, 0.1, 0.1]),
            # The machine became slow after the first round, for both.
            cell("article", "python-reproducible-compiled", [0.002, 0.02, 0.03], [0.1, 1.2, 1.2]),
            cell("article", "jax", [0.004], [0.1], compilation=0.3),
            cell("article", "nnet", [0.01], [0.1], updates=50),
            {"workload": "article", "column": "numba", "left_out": "No module named 'numba'"},
            cell("tall", "python-reproducible-compiled", [0.2], [0.5]),
        ],
        "imports": {"numpy": [0.1], "onehidden": [0.15], "r:onehidden": [0.02]},
        "predictions": {"plain-numpy": [1e-5], "python-blas-compiled": [2e-5]},
        "conformance": {"seconds": [31.0], "verdict": "IDENTICAL: 352 of 352 vectors"},
    }


# ---- figures ---------------------------------------------------------------------------------------------------------


def test_a_speed_is_the_median_of_the_ratios_within_rounds(record):
    assert Results(record).speed("article", "python-reproducible-compiled") == pytest.approx(50)


def test_fewer_updates_are_scaled_to_all_of_them(record):
    results = Results(record)
    assert results.seconds("article", "nnet") == pytest.approx(1.0)
    assert results.speed("article", "nnet") == pytest.approx(0.1)


def test_other_contenders_are_compared_by_their_medians(record):
    assert Results(record).times_as_fast("article", "python-reproducible-compiled", "jax") == pytest.approx(0.2)


def test_memory_is_beside_x_and_two_buffers_where_these_are_large(record):
    results = Results(record)
    assert results.memory_share("tall", "python-reproducible-compiled") == pytest.approx(50e6 / (8 * 100_000 * 52))
    assert results.memory_share("article", "python-reproducible-compiled") is None


def test_what_is_not_measured_has_no_figure(record):
    results = Results(record)
    assert results.speed("article", "numba") is None
    assert results.seconds("tall", "jax") is None
    assert results.times_as_fast("tall", "python-reproducible-compiled", "jax") is None


def test_an_incomplete_run_says_what_it_lacks(record):
    missing = Results(record).missing()
    assert "jax on tall" in missing
    assert "numba on article" not in missing  # it is left out for a reason, which is told
    assert "imports" not in missing
    assert "conformance" in Results({**record, "conformance": None}).missing()


# ---- the document ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "| Python | **onehidden**, reproducible, compiled | 20.0 ms | 50.0 | 50.0 MB | - |",
        "| Python | **onehidden**, reproducible, compiled | 200 ms | 2.50 | 50.0 MB | 1.20 |",
        "| Python | Numba | absent: No module named 'numba' |  |  |  |",
        "| R | nnet (by 50 of 5000 iterations: it ends by itself) | 1.00 s | 0.10 | 50.0 MB | - |",
        "| JAX | 300 ms | - |",
        "| Python | **onehidden**, blas, compiled | 20.0 us | 0.50 |",
        "- 2026-01-02, load before the run 0.25",
        "- a processor",
        "- The conformance run takes 31.0 s: IDENTICAL: 352 of 352 vectors.",
        "## article: 3 x 4 -> 3 -> 1, 5000 updates",
    ],
)
def test_the_document_says_what_the_record_holds(record, line):
    assert line in document(Results(record)).splitlines()


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(0.1 / 40, "yes"), (0.1 / 39.9, "**no**: article"), (None, "not measured")]
)
def test_the_document_tells_of_a_bar_whether_it_is_reached(record, seconds, verdict):
    own = record["trainings"][1]
    if seconds is None:
        record["trainings"].remove(own)
    else:
        own.update(seconds=[seconds], plain_seconds=[0.1])
    lines = [line for line in document(Results(record)).splitlines() if "at least 40" in line]
    assert lines[0].startswith(
        "| Python, reproducible, compiled | speed beside the plain listing | at least 40 | article"
    )
    assert lines[0].endswith(f" | {verdict} |")
    reached = sum(line.endswith("| yes |") for line in document(Results(record)).splitlines())
    assert f"## What was to be reached: {reached} of " in document(Results(record))


@pytest.mark.parametrize(("seconds", "count"), [(0.1 / 40, 0), (0.1 / 30, 1)])
def test_what_limits_a_bar_is_told_where_it_is_not_reached(record, monkeypatch, seconds, count):
    record["trainings"][1].update(seconds=[seconds], plain_seconds=[0.1])
    record["trainings"].append(cell("article", "r-reproducible-compiled", [seconds], [0.1]))
    monkeypatch.setattr("benchmarks.document.BARS", [replace(BARS[0], note="light is too slow")])
    assert document(Results(record)).splitlines().count("- light is too slow") == count


def test_bars_ask_for_what_there_is():
    assert {workload for bar in BARS for workload in bar.workloads} <= set(WORKLOADS)
    assert all((bar.at_least is None) != (bar.at_most is None) for bar in BARS)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "-"), (31.0, "31.0 s"), (0.1234, "123 ms"), (0.9996, "1000 ms"), (0.00456, "4.56 ms"), (2e-5, "20.0 us")],
)
def test_durations_have_three_digits(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "-"), (0.0321, "0.032"), (0.98, "0.98"), (9.3, "9.30"), (45.25, "45.2"), (1234.0, "1234")],
)
def test_ratios_are_short(value, words):
    assert ratio(value) == words


def test_an_incomplete_run_writes_nothing(record, tmp_path, capsys):
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    before = {file: file.read_bytes() for file in DOCS.glob("benchmarks.*")}
    main(path)
    assert {file: file.read_bytes() for file in DOCS.glob("benchmarks.*")} == before
    assert "Nothing is written to docs/" in capsys.readouterr().out


def test_the_chart_shows_every_workload_and_who_is_absent(record, tmp_path):
    pytest.importorskip("matplotlib")
    from benchmarks.chart import SHOWN, draw, speed_of

    results = Results(record)
    assert speed_of(results, "article", "onehidden in Python") == pytest.approx(50)
    assert speed_of(results, "article", "Numba") is None
    assert {column for columns in SHOWN.values() for column in columns} <= set(COLUMNS)
    draw(results, tmp_path / "chart.svg")
    once = (tmp_path / "chart.svg").read_bytes()
    draw(results, tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_bytes() == once


@pytest.mark.skipif(not (DOCS / "benchmarks.json").exists(), reason="no run is recorded in docs/")
def test_the_document_in_docs_is_that_of_its_record():
    results = Results(json.loads((DOCS / "benchmarks.json").read_text(encoding="utf-8")))
    assert (DOCS / "benchmarks.md").read_text(encoding="utf-8") == document(results)
    assert results.missing() == []


# ---- contenders ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLUMNS)
def test_a_contender_computes_the_same(name):
    with Worker(ARTICLE, name) as worker:
        if COLUMNS[name].may_be_absent and worker.left_out is not None:
            pytest.skip(worker.left_out)
        assert worker.left_out is None
        assert worker.train() > 0
        worker.train()  # begins from the first weights again
        disagreement(ARTICLE, COLUMNS[name], worker.ask("parameters"))


def moved(answer, name, share):
    return {**answer, name: np.asarray(answer[name]) * (1 + share)}


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize(("column", "share"), [("r-reproducible-compiled", 2.0**-52), ("jax", 1e-11)])
def test_a_contender_that_computes_something_else_is_refused(column, share, parameter):
    answer = {name: reference(ARTICLE, "sigmoid")[name] for name in PARAMETERS}
    assert disagreement(ARTICLE, COLUMNS[column], answer) == 0
    with pytest.raises(AssertionError, match=parameter):
        disagreement(ARTICLE, COLUMNS[column], moved(answer, parameter, share))


def test_a_contender_that_keeps_something_to_itself_is_refused():
    answer = {name: reference(ARTICLE, "sigmoid")[name] for name in PARAMETERS if name != "bout"}
    with pytest.raises(AssertionError, match="answers with"):
        disagreement(ARTICLE, COLUMNS["jax"], answer)


def test_a_worker_that_dies_is_no_result():
    with Worker(ARTICLE, "plain-numpy") as worker, pytest.raises(RuntimeError, match="ended with status 1"):
        worker.ask("predict nothing")


# ---- measuring -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "rounds"), [(5.0, 3), (0.51, 3), (0.49, 5), (0.1, 10), (0.001, 30)])
def test_what_is_short_is_measured_more_often(seconds, rounds):
    assert rounds_for(seconds) == rounds


GROWS = "input(); x = bytearray(b'x' * 60_000_000); del x; print(flush=True); input()"


@pytest.mark.skipif(not memory.is_told(), reason="this system does not tell the peak of a process")
def test_memory_that_was_given_back_is_seen():
    with subprocess.Popen(
        [sys.executable, "-c", GROWS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        memory.forget_peak(process.pid)
        before = memory.held(process.pid)
        print(file=process.stdin)
        process.stdout.readline()
        assert memory.peak(process.pid) - before > 59_000_000
        memory.forget_peak(process.pid)
        assert memory.peak(process.pid) - before < 30_000_000
        print(file=process.stdin)
