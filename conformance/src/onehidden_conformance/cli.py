"""The command `onehidden-conformance`."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from onehidden_conformance.implementations import TIMEOUT
from onehidden_conformance.implementations.making import full_name
from onehidden_conformance.kits import KITS
from onehidden_conformance.kits.starting import InTheWay, next_steps, write_kit
from onehidden_conformance.made import PREFIX, RecipeError
from onehidden_conformance.reports import record
from onehidden_conformance.reports.badge import badge
from onehidden_conformance.reports.html import page
from onehidden_conformance.reports.junit import junit
from onehidden_conformance.reports.markdown import markdown
from onehidden_conformance.reports.record import Report, ReportError, Writer
from onehidden_conformance.reports.show import show as shown
from onehidden_conformance.reports.terminal import print_report
from onehidden_conformance.reports.verdict import ALL_AS_EXPECTED, BROKEN, NOT_CONFORMING, NOTHING_RAN, exit_code, plain
from onehidden_conformance.running import known_failures
from onehidden_conformance.running.known_failures import KnownFailures, KnownFailuresError
from onehidden_conformance.running.plan import Plan
from onehidden_conformance.running.runner import carry_out
from onehidden_conformance.running.selection import Loaders, selected
from onehidden_conformance.vectors import reading

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

IMPLEMENTATIONS = """\b
An implementation is
  python                    the Python package, in this process
  r                         the R package, in this process
  rscript                   the R package as a program of its own
  python:compiled, :interpreted, :blas and so on: with these kernels, or in this arithmetic
  mistake:NAME              a network with a known mistake (see `mistakes`)
  "node my_network.js"      any program that speaks the protocol (docs/protocol.md)
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onehidden-conformance")
def main() -> None:
    """Judge implementations of the one-hidden-layer network, step by step and bit by bit.

    Vectors with the exact result of every step go to each implementation, and its answers are compared: at level 2
    every bit must be equal, at level 1 every number must lie within its error bound. What is wrong is named, and so
    is the known mistake that explains it.

    \b
    Start here:
      onehidden-conformance new python
      onehidden-conformance smoke --implementation "node my_network.js"
      onehidden-conformance run --implementation "node my_network.js" --html report.html
    """  # noqa: D301 - click's mark for lines that stay as they are is \b itself


def outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of what a report can be turned into."""
    for name, text in (
        ("--badge", "a badge in the format of shields.io's endpoint"),
        ("--junit", "JUnit's XML for continuous integration"),
        ("--markdown", "Markdown for a pull request"),
        ("--html", "one HTML file that needs no network, with all numbers"),
    ):
        command = click.option(name, type=FILE, metavar="FILE", help=f"Write {text}.")(command)
    return click.option("-v", "--verbose", is_flag=True, help="Print everything that is known about each failure.")(
        command
    )


def folder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option of where the vectors are."""
    return click.option(
        "--folder",
        type=FOLDER,
        default=reading.ROOT,
        metavar="FOLDER",
        help="Fixtures of your own: vectors/ and schema/.",
    )(command)


def globs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option of which vectors to take."""
    return click.option(
        "--fixtures",
        "globs",
        multiple=True,
        metavar="GLOB",
        help='Only these vectors, as in "edges/*"; also the id of a made vector, or a file of one; may be repeated.',
    )(command)


def chosen(folder: Path, globs: Sequence[str]) -> list[str]:
    """The ids that fit one of the patterns; all if there is none."""
    return [id for id in reading.vector_ids(folder) if not globs or any(fnmatchcase(id, glob) for glob in globs)]


# ---- run -------------------------------------------------------------------------------------------------------------


@main.command(
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
"""
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
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="What a program may take for a vector.",
)
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
@folder_option
def run(
    implementations: tuple[str, ...],
    globs: tuple[str, ...],
    level: int | None,
    timeout: float,
    report_file: Path | None,
    known_file: Path | None,
    write_known_failures: bool,
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


def selected_of(globs: Sequence[str], folder: Path) -> Loaders:
    """What loads the vectors that are named."""
    try:
        return selected(globs, folder)
    except (RecipeError, reading.FixtureError) as error:
        raise click.UsageError(str(error)) from error


def unique(implementations: Sequence[str]) -> Sequence[str]:
    """The implementations, none of them twice: `python` and `python:reproducible` are the same."""
    try:
        names = list(map(full_name, implementations))
    except KeyError as error:
        raise click.UsageError(error.args[0]) from error
    for name, given in zip(names, implementations, strict=True):
        if names.count(name) > 1:
            raise click.UsageError(f"the implementation {given!r} comes twice")
    return names


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
def progress(vectors: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar: AbstractContextManager[Any] = Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    )
    with bar as shown_bar:
        task = shown_bar.add_task("starting", total=vectors)
        yield lambda id: shown_bar.update(task, description=id, advance=1)


# ---- what a report is turned into ------------------------------------------------------------------------------------


def finish(report: Report, options: dict[str, Any]) -> None:
    """Print a report, and write what was asked for."""
    print_report(report, Console(highlight=False, markup=False), options["verbose"])
    for option, write in {"html": page, "markdown": markdown, "junit": junit, "badge": badge}.items():
        if options[option] is not None:
            with opened(options[option]) as file:
                file.write(write(report))


def opened(path: Path) -> IO[str]:
    """A file to write to."""
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error


@main.command(
    epilog="""\b
Examples:
  onehidden-conformance report run.jsonl
  onehidden-conformance report run.jsonl --html run.html --markdown run.md
"""
)
@click.argument("file", type=EXISTING)
@outputs
def report(file: Path, **options: Any) -> None:
    """Show a saved run, or write it in another form.

    A report that was cut or changed is refused. The exit code is that of the run.
    """
    try:
        saved = record.read(file)
    except ReportError as error:
        raise click.UsageError(str(error)) from error
    code = exit_code(saved, saved.footer["faults"])
    if code != saved.footer["exit_code"]:
        raise click.UsageError(
            f"{file}: the footer says exit code {saved.footer['exit_code']}, and its lines say {code}"
        )
    finish(saved, options)
    sys.exit(code)


# ---- the vectors -----------------------------------------------------------------------------------------------------


@main.command("list")
@globs_option
@folder_option
def list_vectors(globs: tuple[str, ...], folder: Path) -> None:
    """List the vectors: id, kind and title."""
    vectors = [reading.load(id, folder) for id in chosen(folder, globs)]
    width = max((len(vector["id"]) for vector in vectors), default=0)
    for vector in vectors:
        click.echo(f"{vector['id']:{width}}  {vector['kind']:9}  {vector['title']}")
    sys.exit(ALL_AS_EXPECTED if vectors else NOTHING_RAN)


@main.command(
    epilog="""\b
Example:
  onehidden-conformance show article/one-iteration
"""
)
@click.argument("fixture")
@click.option("--bits", is_flag=True, help="Print the bits in place of the decimals.")
@folder_option
def show(fixture: str, bits: bool, folder: Path) -> None:
    """Print a vector: what it is for, and its steps as tables.

    FIXTURE is an id, also of a made vector, or a file of one.
    """
    console = Console(highlight=False, markup=False)
    for block in shown(vector_named(fixture, folder), bits):
        console.print(block)


def vector_named(fixture: str, folder: Path) -> dict[str, Any]:
    """One vector by its id or its file."""
    loaders = selected_of([fixture], folder)
    if list(loaders) != [fixture] and not fixture.endswith(".json"):
        raise click.UsageError(f"there is no vector {fixture!r}; `onehidden-conformance list` names them")
    return next(iter(loaders.values()))()


@main.command(
    epilog="""\b
Example:
  onehidden-conformance make made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-07 > mine.json
  onehidden-conformance run --implementation "./mine" --fixtures mine.json
"""
)
@click.argument("id")
def make(id: str) -> None:
    """Print a made vector as JSON, to copy, to read and to run again.

    The id says what it is made of: hidden activation, output activation where the loss does not fix it, loss
    (squared, binary, categorical), reduction, biases, learning rate, the sizes n, d, h, k, and a number.
    """
    if not id.startswith(PREFIX):
        raise click.UsageError(f"the id of a made vector begins with {PREFIX}")
    click.echo(json.dumps(vector_named(id, reading.ROOT), indent=1))


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def copy(folder: Path) -> None:
    """Copy the vectors to FOLDER, for a loop of your own.

    Its README.md describes the format, and has a complete runner of 60 lines to begin with.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    shutil.copytree(reading.ROOT, folder, dirs_exist_ok=True)
    click.echo(f"copied {len(reading.vector_ids(folder))} vectors to {folder}; begin with {folder / 'README.md'}")


# ---- one's own network -----------------------------------------------------------------------------------------------


@main.command(
    epilog="""\b
Example:
  onehidden-conformance new python
"""
)
@click.argument("language", type=click.Choice(list(KITS), case_sensitive=False))
def new(language: str) -> None:
    """Write a kit for LANGUAGE and a small network into this folder, and say what to type next.

    The kit speaks the protocol. The network is right: put your own in its place.
    """
    try:
        kit, network = write_kit(language, Path())
    except InTheWay as name:
        raise click.UsageError(f"{name} is here already, and would be overwritten") from None
    click.echo(f"wrote {kit}, which speaks with the suite, and {network}, a right network: put yours in its place")
    click.echo("Next:")
    for command in next_steps(language):
        click.echo(f"  {command}")


# ---- mistakes --------------------------------------------------------------------------------------------------------


@main.command()
def mistakes() -> None:
    """List the known mistakes that a failing implementation is compared with."""
    from onehidden_conformance.mistakes import MISTAKES

    console = Console(highlight=False, markup=False)
    for name, mistake in MISTAKES.items():
        console.print(
            Text(name, style="bold"), Text("(seen only at level 2)" if mistake.level == 2 else "", style="dim")
        )
        console.print(Text(mistake.explanation()), soft_wrap=True)
        console.print()


@main.command()
@globs_option
@folder_option
def matrix(globs: tuple[str, ...], folder: Path) -> None:
    """Print which vector catches which known mistake, as Markdown."""
    from onehidden_vectors.kill_matrix import kill_matrix, to_markdown

    click.echo(to_markdown(kill_matrix([reading.load(id, folder) for id in chosen(folder, globs)])))


# ---- smoke -----------------------------------------------------------------------------------------------------------


@main.command(
    epilog=f"""{IMPLEMENTATIONS}
\b
Example:
  onehidden-conformance smoke --implementation "node my_network.js"
"""
)
@click.option(
    "--implementation",
    "implementations",
    multiple=True,
    required=True,
    metavar="IMPLEMENTATION",
    help="Whom to ask; may be repeated.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="What a program may take for an answer.",
)
def smoke(implementations: tuple[str, ...], timeout: float) -> None:
    """Judge only the way an implementation speaks.

    Does it shake hands, answer one vector, refuse an invalid one, and end?

    Run this first. It says in plain words what is wrong with the way a program speaks, not with what it computes.
    """
    from onehidden_conformance.running import smoke as adapter

    good = True
    for name in unique(implementations):
        click.echo(plain(name))
        for finding in adapter.smoke(name, timeout):
            good = good and finding.good
            click.echo(f"  {plain(str(finding))}")
            for line in finding.stderr.splitlines():
                click.echo(f"    | {plain(line)}")
    sys.exit(ALL_AS_EXPECTED if good else BROKEN)


if __name__ == "__main__":
    main(prog_name="onehidden-conformance")
