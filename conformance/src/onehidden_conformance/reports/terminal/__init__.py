"""A report for people at a terminal: the verdict first, then the failures and how much was tested, on one screen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from onehidden_conformance.reports.names import plain, shown
from onehidden_conformance.reports.record import Report
from onehidden_conformance.reports.summary import summaries
from onehidden_conformance.reports.tables import LEGEND, tables
from onehidden_conformance.reports.terminal.cards import cards
from onehidden_conformance.reports.terminal.failures import details, failure, failures
from onehidden_conformance.reports.terminal.together import agreement, horizons
from onehidden_conformance.reports.verdict import TOO_LITTLE
from onehidden_conformance.reports.verdict import verdict as verdict_of

__all__ = ["details", "failure", "print_report"]

STYLES = {0: "bold green", TOO_LITTLE: "bold yellow"}
"""Of the last line, by exit code; everything else is red."""


def print_report(report: Report, console: Console, verbose: bool) -> None:
    """Print a report, everything only if asked for; the last line says it all once more."""
    for block in blocks(report, console.width, verbose):
        console.print(block, soft_wrap=not isinstance(block, Table))
    style = STYLES.get(report.footer["exit_code"], "bold red")
    console.print(Text(verdict_of(report), style=style), soft_wrap=True)


def blocks(report: Report, width: int, verbose: bool) -> Iterator[RenderableType]:
    """The parts of a report, what counts most first."""
    everybody = summaries(report)
    for each in everybody:
        yield from cards(report, each, width, verbose)
        yield Text()
    yield from failures(report, everybody, width, verbose)
    yield from faults(report)
    if verbose or len(everybody) > 1 or report.footer["exit_code"] == 0:
        yield from numbers(report, width)
    yield from horizons(report.horizons, verbose)
    yield from agreement(report.agreement)
    if verbose or len(everybody) > 1:
        yield Text(plain("\n".join(report.header["machine"])), style="dim")
        yield Text()


def faults(report: Report) -> Iterator[Text]:
    """Faults beyond the verdicts on vectors."""
    for fault in report.footer["faults"]:
        yield Text(shown(fault), style="red")
    if report.footer["faults"]:
        yield Text()


def numbers(report: Report, width: int) -> Iterator[RenderableType]:
    """The groups of vectors, implementations side by side."""
    for groups in tables(report, width):
        yield from (groups, Text())
    yield Text(LEGEND, style="dim")
    yield Text()
