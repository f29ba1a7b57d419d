"""A vector for people: what it is for, and its steps as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from onehidden_conformance.numbers.tensors import numbers_of
from onehidden_conformance.reports.lines import Line, vector_line
from onehidden_conformance.vectors.step_numbers import heading, heading_of_result


def show(vector: Mapping[str, Any], bits: bool) -> Iterator[RenderableType]:
    """What a vector is, what goes in, and what must come out."""
    line = vector_line(vector)
    yield Text(line["id"], style="bold")
    yield Text(f"{line['title']} ({line['kind']})")
    yield Text()
    yield Text(line["why"])
    yield Text(f"Source: {line['source']}", style="dim")
    yield Text(f"SPEC.md: {', '.join(line['spec'])}", style="dim")
    yield Text(", ".join(f"{name} = {value}" for name, value in line["words"].items()), style="dim")
    yield from section("Given", line["given"], heading, bits)
    yield from section("Expected", line["expected"], heading_of_result, bits)


def section(title: str, tensors: Line, heading: Callable[[str], str], bits: bool) -> Iterator[RenderableType]:
    """Tensors, each under its heading."""
    if tensors:
        yield Text(f"\n{title}", style="bold")
    for name, tensor in tensors.items():
        yield Text(f"\n{heading(name)}, {shape(tensor['shape'])}{left_out(tensor)}")
        yield table(tensor, bits)


LONGEST = 3
"""Numbers of a vector in one line."""


def table(tensor: Line, bits: bool) -> Table:
    """A tensor as a table: a vector goes on from line to line, of a large tensor there are the first rows."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    for row in rows(tensor, bits):
        table.add_row(*row)
    return table


def left_out(tensor: Line) -> str:
    """How much of a large tensor there is."""
    size = tensor["shape"][0] if tensor["shape"] else 1
    return f" (the first {len(tensor['rows'])} of {size})" if len(tensor["rows"]) < size else ""


def rows(tensor: Line, bits: bool) -> Iterator[Sequence[str]]:
    """The numbers as they are printed."""
    texts = tensor["bits"] if bits else [repr(number) for number in numbers_of(tensor["bits"])]
    columns = tensor["shape"][1] if len(tensor["shape"]) > 1 else LONGEST
    for first in range(0, len(texts), columns):
        yield texts[first : first + columns]


def shape(shape: Sequence[int]) -> str:
    """A shape in words.

    Examples
    --------
    >>> shape([3, 4]), shape([3]), shape([])
    ('3 x 4', '3', 'a number')
    """
    return " x ".join(map(str, shape)) or "a number"
