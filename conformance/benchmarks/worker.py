"""A process that trains one contender in Python whenever it is asked: `python -m benchmarks.worker WORKLOAD COLUMN`.

It reads commands and answers each with a line of JSON:

- first, unasked: {"updates": how many a training makes, "compilation": seconds or null}, or {"left_out": reason}
- train: {"seconds": ...}, by this process's clock
- parameters: what the last training ended with
- predict COUNT: {"seconds": ...} for one row, COUNT times
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.columns import COLUMNS, CONTENDERS, Column
from benchmarks.contenders import Contender
from benchmarks.workloads import WORKLOADS, Problem


def main(workload: str, column: str) -> None:
    """Answer until there is nothing more to read."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer

    def answer(**message: Any) -> None:
        print(json.dumps(message), file=answers, flush=True)

    problem = WORKLOADS[workload].problem
    try:
        contender = contender_of(COLUMNS[column], problem)
        contender_of(COLUMNS[column], two_samples()).train()
    except ImportError as reason:
        answer(left_out=str(reason))
        return
    result = None
    gc.collect()
    answer(updates=contender.updates or problem.updates, compilation=contender.compilation)
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "train":
            result = None  # makes room
            start = time.perf_counter()
            result = contender.train()
            answer(seconds=time.perf_counter() - start)
        elif command == "parameters":
            answer(**{name: array.tolist() for name, array in contender.parameters(result).items()})
        elif command == "predict":
            answer(seconds=seconds_of_predictions(contender, problem, int(arguments[0])))


def contender_of(column: Column, problem: Problem) -> Contender:
    """Import the module of a column and let it prepare itself."""
    path = CONTENDERS / column.file
    module = importlib.import_module(f"benchmarks.contenders.{Path(path).stem}")
    contender: Contender = module.prepare(problem, **column.settings)
    return contender


def two_samples() -> Problem:
    """A training before anything is measured: what a library loads at its first use is not part of a training."""
    weights = (np.eye(2), np.zeros(2), np.ones((2, 1)), np.zeros(1))
    return Problem(np.eye(2), np.array([[0.0], [1.0]]), *weights, learning_rate=0.1, updates=2)


def seconds_of_predictions(contender: Contender, problem: Problem, count: int) -> float:
    """Predict the first row again and again."""
    assert contender.predict is not None
    row = problem.X[:1].copy()
    contender.predict(row)
    start = time.perf_counter()
    for _ in range(count):
        contender.predict(row)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*sys.argv[1:])
