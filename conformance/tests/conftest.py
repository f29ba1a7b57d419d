"""The conformance run under pytest: its options, its parameters, and the report at the end.

It is the run that the command carries out, in another order: tests judge vectors by `running.runner.judged`, each
leaves its lines of the report as a property of the test, so that they also arrive from the processes of `pytest -n`,
and the process that prints puts them together. Which tests were chosen is told by the process that collected them.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from onehidden_conformance.implementations.making import IMPLEMENTATIONS, full_name
from onehidden_conformance.reports.lines import vector_line
from onehidden_conformance.reports.record import Writer
from onehidden_conformance.reports.terminal import print_report
from onehidden_conformance.running.header import header_line
from onehidden_conformance.running.plan import Plan, Start, start
from onehidden_conformance.running.runner import concluded, judged
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
    group.addoption(
        "--implementation",
        action="append",
        metavar="IMPLEMENTATION",
        help="judge only this one; may be repeated. A name or a command line, as `onehidden-conformance run` takes it",
    )
    group.addoption(
        "--fixtures-folder", type=Path, default=reading.ROOT, metavar="FOLDER", help="holds vectors/ and schema/"
    )
    group.addoption(
        "--report", type=Path, metavar="FILE", help="write a report that `onehidden-conformance report` reads"
    )


def pytest_configure(config):
    try:
        config.option.implementation = list(map(full_name, config.option.implementation or []))
    except KeyError as error:
        raise pytest.UsageError(error.args[0]) from error
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
    """An implementation by its name, the same for all vectors; it may have failed to start."""
    return started(request.param)


@pytest.fixture
def line_of(vector, implementation, record_property):
    """The line of the report on a vector and an implementation, left for the end; None where it did not start."""
    plan = Plan([], [], [implementation.name])
    line = None if implementation.problem else judged(vector, implementation, plan)[1]
    record_property(PROPERTY, {"asked": vector["id"], "start": implementation.data(), "line": line})
    return line


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
STARTED = {}


def started(name):
    """Start an implementation, once."""
    if name not in STARTED:
        STARTED[name] = start(name)
    return STARTED[name]


class Recorder:
    """Gathers what a run consists of, in the process that prints; in the others, sends what was chosen."""

    def __init__(self, config):
        self.config = config
        self.prints = not hasattr(config, "workerinput") and not config.option.collectonly
        self.began = time.monotonic()
        self.collected = False
        self.chosen = set()
        self.starts = {}
        self.lines = {}
        self.report = None

    def pytest_collection_finish(self, session):
        items = [item for item in session.items if item.path.name == FILE]
        params = [item.callspec.params for item in items if hasattr(item, "callspec")]
        pairs = [(p["vector"], p["implementation"]) for p in params if isinstance(p.get("vector"), str)]
        self.add_choice(bool(items), pairs)
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput[PROPERTY] = (bool(items), pairs)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.add_choice(*getattr(node, "workeroutput", {}).get(PROPERTY, (False, [])))

    def add_choice(self, collected, pairs):
        self.collected = self.collected or collected
        self.chosen |= {tuple(pair) for pair in pairs}

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            for key, value in report.user_properties:
                if key == PROPERTY:
                    self.add_answer(**value)

    def add_answer(self, asked, start, line):
        self.starts[start["name"]] = Start(**start)
        self.lines[asked, start["name"]] = line

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self.prints and self.collected:
            self.report = self.put_together()
            if self.report.footer["exit_code"] and exitstatus == pytest.ExitCode.OK:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def put_together(self):
        """Write the report in the order of the vectors, whatever order they ran in."""
        folder, names = self.config.option.fixtures_folder, self.names()
        ids = reading.vector_ids(folder)
        starts = [self.starts.get(name, Start(name)) for name in names]
        plan = Plan([], ids, names, command=["pytest", *sys.argv[1:]])
        chosen = [(id, name) for id in ids for name in names if (id, name) in self.chosen]
        with contextlib.ExitStack() as stack:
            file = self.config.option.report
            file = None if file is None else stack.enter_context(file.open("w", encoding="utf-8", newline="\n"))
            writer = Writer(header_line(plan, starts), file)
            for id in dict.fromkeys(id for id, _ in chosen):
                writer.write(vector_line(load(id, folder)))
                for name in names:
                    if self.lines.get((id, name)):
                        writer.write(self.lines[id, name])
            missing = [pair for pair in chosen if pair not in self.lines]
            return concluded(plan, starts, writer, time.monotonic() - self.began, missing)

    def names(self):
        """The implementations that were chosen, in the order in which they were asked for."""
        chosen = {name for _, name in self.chosen}
        return [name for name in self.config.option.implementation or IMPLEMENTATIONS if name in chosen]

    def pytest_terminal_summary(self, terminalreporter):
        if self.report is not None:
            writer = terminalreporter._tw  # the width and the colours are nowhere else
            terminalreporter.section("conformance")
            console = Console(
                file=io.StringIO(),
                width=writer.fullwidth,
                force_terminal=writer.hasmarkup,
                color_system="standard" if writer.hasmarkup else None,
                highlight=False,
                markup=False,
            )
            print_report(self.report, console, self.config.option.verbose > 0)
            terminalreporter.write(console.file.getvalue())

    def pytest_unconfigure(self):
        while STARTED:
            STARTED.popitem()[1].close()


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
        from onehidden_conformance.implementations import r
        from tests.inside import compiled

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


VERDICT = {"status": "passed", "kind": "", "known": "", "culprit": "", "elements": 1000, "identical": 1000}
VERDICT |= {"worst_ulp": 0, "worst_share": 0.0, "faults": [], "details": "", "reason": "", "stderr": "", "line": ""}
VERDICT |= {"differs": {}, "seconds": 0.0}


@pytest.fixture(scope="session")
def report_with():
    """A report of three vectors on six implementations, all right, with some lines changed and some left out."""

    def make(*changed, missing=(), vectors=VECTORS, implementations=IMPLEMENTATIONS, fixtures=None):
        starts = [Start(name, level=1 if name.endswith("blas") else 2) for name in implementations]
        plan = Plan([], range(len(vectors) if fixtures is None else fixtures), implementations)
        writer = Writer({**header_line(plan, starts), "machine": ["Python 3.x", "BLAS of NumPy: y"]})
        lines = {(line["vector"], line["implementation"]): line for line in changed}
        for id in vectors:
            writer.write({"type": "vector", "id": id})
            for name in implementations:
                if (id, name) not in missing:
                    own = {"type": "verdict", "vector": id, "implementation": name}
                    writer.write({**VERDICT, **own, **lines.get((id, name), {})})
        return concluded(plan, starts, writer, 1.0, missing)

    return make


VECTORS = ("article/one", "article/two", "shapes/wide")


@pytest.fixture(scope="session")
def written():
    """Write lines as a report with a footer that fits them, however wrong they are."""

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
