"""A run at a glance: the groups of vectors, and all of them, on implementations side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import short_name
from onehidden_conformance.reports.record import Report
from onehidden_conformance.reports.verdict import DID_NOT_RUN, how, language_of

MEASURES = {"vectors": 7, "bits": 6, "ulp": 5, "bound": 6}
"""With the widths that keep columns under each other."""
LEGEND = "bits: identical ones; ulp: largest distance; bound: largest share of the bound"
WIDE = 80  # columns of a terminal that has room for two implementations side by side


def tables(report: Report, width: int) -> list[Table]:
    """One table per mode, implementations side by side; one per implementation where it is too narrow."""
    names = [line["name"] for line in report.header["implementations"] if not line["problem"]]
    modes = dict.fromkeys(title_of(name) for name in names)
    sets = [[name for name in names if title_of(name) == mode] for mode in modes]
    return [table(report, some) for some in (sets if width >= WIDE else [[name] for name in names])]


def title_of(name: str) -> str:
    """What stands above a table: how one of our packages computes, or the implementation's name."""
    words = how(name).partition(" ")[2] if language_of(name) != name else ""
    return words or short_name(name)


def table(report: Report, names: Sequence[str]) -> Table:
    """The groups of vectors, and all of them, on some implementations."""
    table = Table(
        title=title_of(names[0]),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    table.add_column("\ngroup", no_wrap=True)
    for name in names:
        language = language_of(name) if language_of(name) != name else ""
        for measure, width in MEASURES.items():
            heading = language if measure == "vectors" else ""
            table.add_column(f"{heading}\n{measure}", justify="right", no_wrap=True, min_width=width)
    groups = list(dict.fromkeys(map(group_of, report.vectors)))
    tried = [group for group in groups if any(has_run(report, name, group) for name in names)]
    for group in tried:
        table.add_row(group, *row(report, names, {group}))
    if len(tried) < len(groups):
        rest = set(groups) - set(tried)
        table.add_row(f"{len(rest)} other groups", *row(report, names, rest))
    table.add_section()
    table.add_row("all", *row(report, names, set(groups)))
    return table


def has_run(report: Report, name: str, group: str) -> bool:
    """Whether an implementation answered any vector of a group, or was to."""
    skipped = all(line["status"] == "skipped" for line in report.of(name) if group_of(line["vector"]) == group)
    return not skipped or any(group_of(vector) == group for vector in missing(report, name))


def group_of(vector: str) -> str:
    """The folder of a vector."""
    return vector.partition("/")[0]


def row(report: Report, names: Sequence[str], groups: set[str]) -> Iterator[Text]:
    """The measures of some groups on every implementation."""
    for name in names:
        verdicts = [line for line in report.of(name) if group_of(line["vector"]) in groups]
        yield from cells(verdicts, sum(group_of(vector) in groups for vector in missing(report, name)))


def missing(report: Report, name: str) -> list[str]:
    """The vectors that an implementation was to answer and that did not run."""
    ends = (f"{name}, ", DID_NOT_RUN)
    faults = [fault for fault in report.footer["faults"] if fault.startswith(ends[0]) and fault.endswith(ends[1])]
    return [fault.removeprefix(ends[0]).removesuffix(ends[1]) for fault in faults]


def cells(verdicts: Sequence[Line], missing: int) -> list[Text]:
    """The measures of some vectors, red where something is wrong, yellow where vectors were skipped."""
    chosen = len(verdicts) + missing
    if not chosen:
        return [Text("-", style="dim") for _ in MEASURES]
    ran = sum(line["status"] != "skipped" for line in verdicts)
    wrong = missing or any(line["kind"] for line in verdicts)
    colour = "red" if wrong else "green" if ran == chosen else "yellow"
    return [Text(text, style=colour) for text in (f"{ran}/{chosen}", *numbers(verdicts))]


def numbers(verdicts: Sequence[Line]) -> list[str]:
    """How many numbers have the expected bits, and how far the worst are off; a refusal has no numbers."""
    elements = sum(line["elements"] for line in verdicts)
    if elements == 0:
        return ["-"] * (len(MEASURES) - 1)
    return [
        part(sum(line["identical"] for line in verdicts), elements),
        short(max(line["worst_ulp"] for line in verdicts)),
        percent(max(math.inf if line["worst_share"] is None else line["worst_share"] for line in verdicts)),
    ]


def part(identical: int, elements: int) -> str:
    """A part of a whole, rounded down: "all" means every single one."""
    return "all" if identical == elements else f"{math.floor(1000 * identical / elements) / 10} %"


def short(ulps: int) -> str:
    """A ULP distance, which may have twenty digits."""
    return str(ulps) if ulps < 100_000 else f"{ulps:.0e}"


def percent(share: float) -> str:
    """A share of the bound, rounded up and capped at 99 times the bound."""
    if share == 0.0:
        return "0"
    return f"{math.ceil(share * 100)} %" if share < 100 else "> 99 x"
