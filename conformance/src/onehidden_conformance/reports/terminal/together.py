"""Implementations against each other, and against the expected values."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from onehidden_conformance.reports.lines import EXPECTED, Line
from onehidden_conformance.reports.names import plain, short_names, shown
from onehidden_conformance.reports.tables import short


def horizon(line: Line) -> str:
    """How many trainings of two implementations are identical, and the first difference of all."""
    a, b = short_names(line["implementations"]).values()
    different = sorted((t for t in line["trainings"] if t["first"] is not None), key=lambda t: t["first"])
    same = len(line["trainings"]) - len(different)
    first = f"; first {different[0]['vector']}: {different[0]['text']}" if different else ""
    return f"{a} and {b}: {same} of {len(line['trainings'])} trainings identical to the last update{first}"


def horizons(report_horizons: list[Line], verbose: bool) -> Iterator[Text]:
    """The trainings of each implementation against the expected ones, and of all pairs on request."""
    lines = [line for line in report_horizons if verbose or EXPECTED in line["implementations"]]
    for line in lines:
        yield Text(shown(horizon(line)))
        if verbose:
            trainings = "\n".join(f"{t['vector']}: {t['text']}" for t in line["trainings"])
            yield Text(textwrap.indent(plain(trainings), "      "), style="dim")
    if lines:
        yield Text()


def agreement(line: Line | None) -> Iterator[RenderableType]:
    """Who gives the same bits as whom, and the largest distances."""
    if line is None:
        return
    yield Text(f"agreement on the {line['vectors']} vectors that all have answered, largest distances in ulp")
    names = short_names(line["implementations"])
    numbers = {name: str(number) for number, name in enumerate(names, 1)}
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading in ("", "implementation", "same bits as", *numbers.values()):
        table.add_column(heading, overflow="fold")
    for name, row in zip(names, line["ulp"], strict=True):
        same = [numbers[other] for members in line["classes"] if name in members for other in members if other != name]
        table.add_row(numbers[name], Text(names[name]), ", ".join(same) or "nobody", *map(distance, row))
    yield table
    yield Text()


def distance(ulp: int | None) -> str:
    """A distance; a dash where there is none."""
    return "-" if ulp is None else short(ulp)
