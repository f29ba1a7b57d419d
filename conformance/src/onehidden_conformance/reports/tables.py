"""A run for people: tables that show at a glance what conforms, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onehidden_conformance.reports.run import CLAIMS, LANGUAGES, Result, Run

MEASURES = ("vectors", "bits", "ulp", "bound")
LEGEND = "bits: identical ones; ulp: largest distance; bound: largest share of the bound"
WIDE = 80  # columns of a terminal that has room for two implementations side by side


def rendered(run: Run, machine: Sequence[str], width: int, colours: bool) -> str:
    """The tables, the verdict, and what it ran on, as text.

    The verdict is one line however narrow the terminal is, so that it can be searched for in a log.
    """
    console = Console(
        width=width, force_terminal=colours, color_system="standard" if colours else None, highlight=False
    )
    with console.capture() as capture:
        for table in tables(run, width):
            console.print(table)
            console.print()
        console.print(Text(LEGEND, style="dim"))
        console.print()
        console.print(Text(run.verdict(), style="bold red" if run.faults else "bold green"), soft_wrap=True)
        console.print()
        console.print(Text("\n".join(machine), style="dim"))
    return capture.get()


def tables(run: Run, width: int) -> list[Table]:
    """One table per mode, implementations side by side; one per implementation where it is too narrow."""
    modes = dict.fromkeys(mode_of(name) for name in run.implementations)
    sets = [[n for n in run.implementations if mode_of(n) == mode] for mode in modes]
    return [table(run, names) for names in (sets if width >= WIDE else [[n] for n in run.implementations])]


def mode_of(implementation: str) -> str:
    """The second half of an implementation's name; of a mistake, its name."""
    return implementation.partition(":")[2]


def table(run: Run, implementations: Sequence[str]) -> Table:
    """The groups of vectors, and all of them, on some implementations."""
    table = Table(
        title=title(mode_of(implementations[0])),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    table.add_column("\ngroup", no_wrap=True)
    for name in implementations:
        kind = name.partition(":")[0]
        for measure in MEASURES:
            heading = LANGUAGES.get(kind, kind) if measure == MEASURES[0] else ""
            table.add_column(f"{heading}\n{measure}", justify="right", no_wrap=True, min_width=6)
    groups = list(dict.fromkeys(vector.partition("/")[0] for vector in run.vectors))
    for group in groups:
        table.add_row(group, *row(run, implementations, {group}))
    table.add_section()
    table.add_row("all", *row(run, implementations, set(groups)))
    return table


def row(run: Run, implementations: Sequence[str], groups: set[str]) -> Iterator[Text]:
    """The measures of some groups on every implementation."""
    for name in implementations:
        yield from cell(run, name, groups).columns()


def title(mode: str) -> str:
    """What stands above a table: what was claimed less "every bit in"; a mistake has only its name."""
    return CLAIMS[mode].split(" ", 3)[3] if mode in CLAIMS else mode


@dataclass(frozen=True)
class Cell:
    """Some vectors on one implementation: how many of the selected ran, and what the worst of them is."""

    selected: int
    results: Sequence[Result]

    def columns(self) -> list[Text]:
        """The measures, red where something is wrong."""
        if not self.selected:
            return [Text("-", style="dim") for _ in MEASURES]
        wrong = len(self.results) < self.selected or any(r.fault for r in self.results)
        texts = [f"{len(self.results)}/{self.selected}", *self.numbers()]
        return [Text(text, style="red" if wrong else "green") for text in texts]

    def numbers(self) -> list[str]:
        """How many numbers have the expected bits, and how far the worst are off; a refusal has no numbers."""
        elements = sum(r.elements for r in self.results)
        if elements == 0:
            return ["-"] * (len(MEASURES) - 1)
        return [
            part(sum(r.identical for r in self.results), elements),
            short(max(r.worst_ulp for r in self.results)),
            percent(max(r.worst_share for r in self.results)),
        ]


def cell(run: Run, implementation: str, groups: set[str]) -> Cell:
    """What is known of some groups on one implementation."""
    return Cell(
        selected=sum(v.partition("/")[0] in groups for v, name in run.selected if name == implementation),
        results=[r for r in run.results if r.implementation == implementation and r.group in groups],
    )


def part(identical: int, elements: int) -> str:
    """A part of a whole, rounded down: "all" means every single one."""
    return "all" if identical == elements else f"{math.floor(1000 * identical / elements) / 10} %"


def short(ulps: int) -> str:
    """A ULP distance, which may have twenty digits."""
    return str(ulps) if ulps < 100_000 else f"{ulps:.0e}"


def percent(share: float) -> str:
    """A share of the bound, rounded up; far beyond it, nobody counts."""
    if share == 0.0:
        return "0"
    return f"{math.ceil(share * 100)} %" if share < 100 else "> 99 x"
