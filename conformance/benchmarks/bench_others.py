"""What is no training: importing, predicting one row, and the conformance run."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.columns import COLUMNS
from benchmarks.measuring import CLOCK, Worker

CONFORMANCE = Path(__file__).parents[1] / "tests" / "test_conformance.py"

IN_PYTHON = [sys.executable, "-c", "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"]
IN_R = ["Rscript", "-e", "t <- Sys.time(); library({}); cat(as.numeric(Sys.time() - t, units = 'secs'))"]
IMPORTS = {"numpy": IN_PYTHON, "onehidden": IN_PYTHON, "r:onehidden": IN_R}
ROUNDS_OF_IMPORTS = 11

PREDICTING = [name for name, column in COLUMNS.items() if name.startswith("plain") or "arithmetic" in column.settings]
PREDICTING.remove("rpy2")
PREDICTED_BY = "digits-32"
ROUNDS_OF_PREDICTIONS = 5
PREDICTIONS = 1000


@pytest.mark.benchmark(timer=CLOCK.read, group="import")
@pytest.mark.parametrize("name", IMPORTS)
def test_import(name, benchmark, record):
    command = [word.format(name.removeprefix("r:")) for word in IMPORTS[name]]

    def measure():
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    benchmark.pedantic(CLOCK.time, args=(measure,), rounds=ROUNDS_OF_IMPORTS, warmup_rounds=1)
    record["imports"][name] = benchmark.stats.stats.data


@pytest.mark.benchmark(timer=CLOCK.read, group="prediction of one row")
@pytest.mark.parametrize("name", PREDICTING)
def test_prediction(name, benchmark, record):
    with Worker(PREDICTED_BY, name) as worker:
        assert worker.left_out is None

        def measure():
            return worker.ask(f"predict {PREDICTIONS}")["seconds"] / PREDICTIONS

        benchmark.pedantic(CLOCK.time, args=(measure,), rounds=ROUNDS_OF_PREDICTIONS, warmup_rounds=1)
    record["predictions"][name] = benchmark.stats.stats.data


@pytest.mark.benchmark(timer=CLOCK.read, group="conformance run")
def test_conformance_run(benchmark, record):
    printed = []

    def measure():
        start = time.perf_counter()
        run = subprocess.run([sys.executable, "-m", "pytest", CONFORMANCE], check=False, capture_output=True, text=True)
        seconds = time.perf_counter() - start
        assert run.returncode == 0, run.stdout[-3000:]
        printed.append(run.stdout)
        return seconds

    benchmark.pedantic(CLOCK.time, args=(measure,), rounds=1)
    verdict = next(line for line in printed[0].splitlines() if line.startswith("IDENTICAL"))
    record["conformance"] = {"seconds": benchmark.stats.stats.data, "verdict": verdict}
