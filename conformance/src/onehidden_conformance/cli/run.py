"""The command `run`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from onehidden_conformance.cli.options import (
    FILE,
    IMPLEMENTATIONS,
    folder_option,
    globs_option,
    opened,
    outputs,
    timeout_option,
    unique,
)
from onehidden_conformance.cli.report import finish
from onehidden_conformance.cli.vectors import selected_of
from onehidden_conformance.reports.record import Report, Writer
from onehidden_conformance.reports.verdict import ALL_AS_EXPECTED, BROKEN, NOT_CONFORMING
from onehidden_conformance.running import known_failures
from onehidden_conformance.running.known_failures import KnownFailures, KnownFailuresError
from onehidden_conformance.running.plan import Plan
from onehidden_conformance.running.runner import carry_out
from onehidden_conformance.vectors import reading


@click.command(
    "run",
    epilog=f"""{IMPLEMENTATIONS}
\b
Examples:
  onehidden-conformance run
  onehidden-conformance run --implementation python --implementation "node my_network.js"
  onehidden-conformance run --implementation "python my_network.py" --fixtures "article/*" -v
  onehidden-conformance run --implementation "./mine" --known-failures known.json --write-known-failures

\b
Exit codes: 0 all as expected, 1 not conforming, 2 wrong usage,
3 an implementation broke the protocol or would not start, 4 nothing ran,
5 too little tested, 6 a fault of the suite itself.
""",
)
@click.option(
    "--implementation",
    "implementations",
    multiple=True,
    metavar="IMPLEMENTATION",
    help="Whom to judge; may be repeated. Default: python and r.",
)
@globs_option
@click.option(
    "--level",
    type=click.IntRange(1, 2),
    help="1: within the bounds. 2: identical. Default: what each implementation claims.",
)
@timeout_option
@click.option(
    "--report", "report_file", type=FILE, metavar="FILE", help="Write everything as JSON Lines; `report` reads it."
)
@click.option(
    "--made",
    type=click.IntRange(min=1),
    metavar="N",
    help="Make at least N vectors to measure for each implementation. Default: what programs of others need.",
)
@click.option("--no-made", is_flag=True, help="Make no vectors: the published ones only.")
@outputs
@click.option(
    "--known-failures", "known_file", type=FILE, metavar="FILE", help="Failures that are expected; checked both ways."
)
@click.option("--write-known-failures", is_flag=True, help="Bring that file up to date with this run.")
@click.option(
    "--fingerprint/--no-fingerprint",
    default=True,
    help="Also ask some 80 updates of one layer, whose bits tell how sums and functions are computed.",
)
@folder_option
def run_command(
    implementations: tuple[str, ...],
    globs: tuple[str, ...],
    level: int | None,
    timeout: float,
    report_file: Path | None,
    known_file: Path | None,
    write_known_failures: bool,
    fingerprint: bool,
    folder: Path,
    made: int | None,
    no_made: bool,
    **options: Any,
) -> None:
    """Judge implementations on all vectors, side by side.

    Programs of others are also judged on vectors that are made for what they declare, until each known mistake that can
    be seen in them would be seen by two.
    """
    if write_known_failures and known_file is None:
        raise click.UsageError("--write-known-failures needs --known-failures FILE")
    if made and no_made:
        raise click.UsageError("--made and --no-made contradict each other")
    loaders = selected_of(globs, folder)
    plan = Plan(
        vectors=(load() for load in loaders.values()),
        ids=reading.vector_ids(folder),
        implementations=unique(implementations or ("python", "r")),
        level=level,
        timeout=timeout,
        fingerprint=fingerprint,
        made=made or (0 if no_made or globs else None),
        known={} if known_file is None else known_of(known_file, write_known_failures),
        command=command_line(),
    )
    with ExitStack() as stack:
        file = None if report_file is None else stack.enter_context(opened(report_file))
        tick = stack.enter_context(progress(len(loaders)))
        report = carry_out(plan, lambda header: Writer(header, file), tick)
    finish(report, options)
    if known_file is not None:
        sys.exit(repair(known_file, plan, report, write_known_failures))
    sys.exit(report.footer["exit_code"])


def known_of(path: Path, write: bool) -> KnownFailures:
    """The known failures; a file that is about to be written need not be there."""
    if write and not path.exists():
        return {}
    try:
        return known_failures.read(path)
    except KnownFailuresError as error:
        raise click.UsageError(str(error)) from error


def repair(path: Path, plan: Plan, report: Report, write: bool) -> int:
    """Bring the file of known failures up to date, or say how; give the exit code that remains."""
    code: int = report.footer["exit_code"]
    if write:
        known_failures.write(path, known_failures.repaired(plan.known, report.verdicts, plan.ids))
        click.echo(f"wrote {path}; say in it why, and where that is discussed")
        return ALL_AS_EXPECTED if code in (NOT_CONFORMING, BROKEN) and all_started(report) else code
    if code in (NOT_CONFORMING, BROKEN):
        click.echo(f"To bring {path} up to date: {shlex.join([*plan.command, '--write-known-failures'])}")
    return code


def all_started(report: Report) -> bool:
    """Whether every implementation started; no file excuses one that did not."""
    return len(report.implementations) == len(report.header["implementations"])


def command_line() -> list[str]:
    """The command as it was typed, without the folder where it is installed."""
    return ["onehidden-conformance", *sys.argv[1:]]


@contextmanager
def progress(vectors: int) -> Iterator[Callable[[str], object]]:
    """A bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield len  # anything that takes an id and does nothing with it
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown_bar:
        task = shown_bar.add_task("starting", total=vectors)
        yield lambda id: shown_bar.update(task, description=id, advance=1)
