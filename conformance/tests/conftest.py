"""The conformance run: its options, its parameters, and what it says and does at the end.

Results travel as properties of the tests' reports, so that they also arrive from the processes of `pytest -n`; which
tests were selected is told by the process that collected them.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from onehidden_conformance.implementations.making import IMPLEMENTATIONS, OURS, make_implementation
from onehidden_conformance.judging.result import Result
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.reports.run import Run
from onehidden_conformance.reports.tables import rendered
from onehidden_conformance.running.machine import machine
from onehidden_conformance.vectors import reading

PROPERTY = "conformance"
FILE = "test_conformance.py"
BROWSER_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser):
    group = parser.getgroup("conformance")
    mistakes = [f"mistake:{name}" for name in MISTAKES]
    group.addoption(
        "--implementation",
        action="append",
        choices=[*OURS, *mistakes],
        metavar="NAME",
        help=f"judge only this one; may be repeated. One of {', '.join([*OURS, *mistakes])}",
    )
    group.addoption(
        "--fixtures-folder", type=Path, default=reading.ROOT, metavar="FOLDER", help="holds vectors/ and schema/"
    )


def pytest_configure(config):
    config.pluginmanager.register(Recorder(config), "conformance-recorder")


def pytest_ignore_collect(collection_path, config):
    """Run only the conformance tests where implementations are chosen: R may be missing."""
    if config.option.implementation and collection_path.suffix == ".py" and collection_path.name != FILE:
        return True
    return None


def pytest_generate_tests(metafunc):
    if {"vector", "implementation"} <= set(metafunc.fixturenames):
        pairs = [
            pytest.param(vector, implementation, id=f"{vector}-{implementation}")
            for vector in reading.vector_ids(metafunc.config.option.fixtures_folder)
            for implementation in metafunc.config.option.implementation or IMPLEMENTATIONS
        ]
        metafunc.parametrize(("vector", "implementation"), pairs, indirect=True)


@pytest.fixture
def vector(request):
    """A vector by its id; each process reads it once for all implementations."""
    return load(request.param, request.config.option.fixtures_folder)


@pytest.fixture
def implementation(request):
    """An implementation by its name, the same for all vectors."""
    return named(request.param)


@pytest.fixture
def record(record_property):
    """Leave a result for the table at the end."""
    return lambda result: record_property(PROPERTY, asdict(result))


@pytest.fixture
def conformance_run():
    """Run pytest on the vectors, within this process because that takes a tenth of the time."""

    def run(*arguments):
        output = io.StringIO()
        options = ["-p", "no:cacheprovider", "-q", *map(str, arguments)]
        with contextlib.redirect_stdout(output):
            code = pytest.main([str(Path(__file__).with_name(FILE)), *options])
        return int(code), output.getvalue()

    return run


load = cache(reading.load)
named = cache(make_implementation)


class Recorder:
    """Gathers what a run consists of, in the process that prints; in the others, sends what was selected."""

    def __init__(self, config):
        self.config = config
        self.prints = not hasattr(config, "workerinput") and not config.option.collectonly
        self.collected = False
        self.selected = set()
        self.results = []

    def pytest_collection_finish(self, session):
        items = [item for item in session.items if item.path.name == FILE]
        params = [item.callspec.params for item in items if hasattr(item, "callspec")]
        pairs = [(p["vector"], p["implementation"]) for p in params if isinstance(p.get("vector"), str)]
        self.add_selection(bool(items), pairs)
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput[PROPERTY] = (bool(items), pairs)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.add_selection(*getattr(node, "workeroutput", {}).get(PROPERTY, (False, [])))

    def add_selection(self, collected, pairs):
        self.collected = self.collected or collected
        self.selected |= {tuple(pair) for pair in pairs}

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.results += [Result(**value) for key, value in report.user_properties if key == PROPERTY]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self.prints and self.collected and self.run().faults and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self.prints and self.collected:
            implementations = self.run().implementations
            writer = terminalreporter._tw  # the width and the colours are nowhere else
            terminalreporter.section("conformance")
            terminalreporter.write(
                rendered(self.run(), list(machine(implementations)), writer.fullwidth, writer.hasmarkup)
            )

    def run(self):
        return Run(
            vectors=reading.vector_ids(self.config.option.fixtures_folder),
            implementations=self.config.option.implementation or IMPLEMENTATIONS,
            selected=frozenset(self.selected),
            results=self.results,
        )


# ---- compiled kernels ------------------------------------------------------------------------------------------------


class CompiledKernels:
    """Lets the compiled kernels of both languages use no wider vectors than these, and so many threads."""

    WIDTHS = ("baseline", "AVX2", "AVX-512")  # where the processor has no such, it is the widest that it has

    @contextmanager
    def __call__(self, width, threads=1):
        before = os.environ.get("ONEHIDDEN_THREADS")
        os.environ["ONEHIDDEN_THREADS"] = str(threads)
        self.limit(width)
        try:
            yield
        finally:
            self.limit(None)
            del os.environ["ONEHIDDEN_THREADS"]
            os.environ |= {} if before is None else {"ONEHIDDEN_THREADS": before}

    def limit(self, width):
        from onehidden.arithmetic import compiled
        from onehidden_conformance.implementations import r

        r.functions_of_r()  # starts R
        compiled.WIDEST = width
        r.ri.evalr("""function(width) {
          unlockBinding("WIDEST", asNamespace("onehidden"))
          assign("WIDEST", width, asNamespace("onehidden"))
        }""")(r.to_r(width))


@pytest.fixture(scope="session")
def compiled_kernels():
    """Limit the compiled kernels: `with compiled_kernels("AVX2", threads=2):`."""
    return CompiledKernels()


# ---- reports and the command -----------------------------------------------------------------------------------------
# Imported where they are used: who judges Python alone need not have what they rest on.


@pytest.fixture(scope="session")
def report_of():
    """Carry out a run as the command does, and give its report."""
    from onehidden_conformance.reports.record import Writer
    from onehidden_conformance.running.plan import Plan
    from onehidden_conformance.running.runner import carry_out

    def carry_out_on(implementations, ids):
        vectors = [reading.load(id) for id in ids]
        command = ["onehidden-conformance", "run"]
        plan = Plan(vectors, reading.vector_ids(), implementations, command=command)
        return carry_out(plan, Writer, lambda id: None)

    return carry_out_on


@pytest.fixture(scope="session")
def saved_report(report_of):
    """The report of a small run, one right implementation and one wrong."""
    return report_of(
        ["python", "mistake:error-reversed"], ["article/one-iteration", "shapes/one-sample", "shapes/square"]
    )


@pytest.fixture(scope="session")
def written():
    """Write lines as a report with a footer that fits them, however wrong they are."""
    from onehidden_conformance.reports.record import Writer

    def write(lines):
        writer = Writer(lines[0])
        for line in lines[1:]:
            if line["type"] != "footer":
                writer.write(line)
        return writer.end(1, [], 0.0).text

    return write


@pytest.fixture
def command(monkeypatch):
    """Give a command as on the command line; its exit code, and all that it printed."""
    from click.testing import CliRunner

    from onehidden_conformance.cli import main

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["onehidden-conformance", *map(str, arguments)])
        result = CliRunner().invoke(main, list(map(str, arguments)), prog_name="onehidden-conformance")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return run


# ---- a browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    """A browser, if there is one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install playwright")
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("no chromium: apt-get install chromium, or set CHROMIUM to its path")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=executable, args=BROWSER_SWITCHES)
        yield chromium
        chromium.close()
