"""Workers from the outside: start them, let them train, and believe their clocks."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import memory
from benchmarks.columns import COLUMNS, CONTENDERS
from benchmarks.workloads import WORKLOADS

HERE = Path(__file__).parent
PAUSE = 0.05  # seconds: threads of linear algebra wait for more work so long, and would disturb who comes next


class Worker:
    """A process of worker.py or worker.R.

    `left_out` is why it cannot run; None where it can.
    """

    def __init__(self, workload: str, column: str) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            command(workload, column, Path(self.folder.name)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=HERE.parent,
        )
        first = self.answer()
        self.left_out: str | None = first.get("left_out")
        self.updates: int | None = first.get("updates")
        self.compilation: float | None = first.get("compilation")

    def ask(self, request: str) -> dict[str, Any]:
        """Send a command and wait for the answer."""
        assert self.process.stdin is not None
        print(request, file=self.process.stdin, flush=True)
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """The next line that it prints."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker ended with status {self.process.wait()}; what it said stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def train(self) -> float:
        """Train once; the seconds that it took by the worker's own clock."""
        time.sleep(PAUSE)
        seconds: float = self.ask("train")["seconds"]
        return seconds

    def first_training(self) -> tuple[float, int | None]:
        """Train for the first time: the seconds, and by how many bytes the process grew at most."""
        if not memory.is_told():
            return self.train(), None
        pid = self.process.pid
        memory.forget_peak(pid)
        before = memory.held(pid)
        seconds = self.train()
        return seconds, memory.peak(pid) - before

    def close(self) -> None:
        """Let it end."""
        self.process.communicate(timeout=60)
        self.folder.cleanup()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def command(workload: str, column: str, folder: Path) -> list[str]:
    """How a worker is started."""
    if COLUMNS[column].file.endswith(".py"):
        return [sys.executable, "-m", "benchmarks.worker", workload, column]
    WORKLOADS[workload].problem.write(folder)
    contender, settings = CONTENDERS / COLUMNS[column].file, json.dumps(dict(COLUMNS[column].settings))
    return ["Rscript", str(HERE / "worker.R"), str(contender), str(folder), settings]


def rounds_for(seconds: float) -> int:
    """How often to repeat what takes so long: for about a second, at least 5 times, or 3 where that is slow."""
    least = 3 if seconds > 0.5 else 5
    return max(least, min(30, int(1 / seconds)))


class ToldClock:
    """The clock that pytest-benchmark reads: it moves on by the seconds that other processes tell."""

    def __init__(self) -> None:
        self.now = 0.0

    def read(self) -> float:
        """All seconds told so far."""
        return self.now

    def time(self, measure: Callable[[], float]) -> None:
        """Move on by the seconds that `measure` gives."""
        self.now += measure()


CLOCK = ToldClock()
