"""CSV files for the command line: read whole, and refused with the number of the line."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.errors import (
    EmptyError,
    MissingColumnError,
    NotFiniteError,
    NotNumericError,
    ShapeMismatchError,
    UnknownLevelError,
    UnreadableFileError,
)
from onehidden.inputs import FactorInput, Input, NumericInput, listed
from onehidden.validation import counted, nearest, refuse

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")  # float() also takes "nan" and "1_0"
MISSING = ("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None")


@dataclass(frozen=True)
class Table:
    """The cells of a CSV file as text; `lines` are the numbers of the lines on which the rows end."""

    source: str
    names: list[str]
    rows: list[list[str]]
    lines: list[int]


# ---- reading and writing ---------------------------------------------------------------------------------------------


def read_table(path: str) -> Table:
    """Read a CSV file with a header; "-" is standard input."""
    source = "standard input" if path == "-" else path
    reader = csv.reader(io.StringIO(text_of(path, source), newline=""), strict=True)
    try:
        cells = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        given = f"line {reader.line_num} is not: {error}"
        refuse(UnreadableFileError, source, "CSV", given, "Save it as CSV anew.")
    while cells and not cells[-1][1]:  # empty lines at the end
        cells.pop()
    if len(cells) < 2:
        given = "it has no rows" if cells else "it is empty"
        refuse(EmptyError, source, "a header and at least one row", given, "The first line names the columns.")
    lines, rows = [line for line, _ in cells], [row for _, row in cells]
    table = Table(source, rows[0], rows[1:], lines[1:])
    check_header(table)
    check_cells(table)
    return table


def text_of(path: str, source: str) -> str:
    """The whole file as text, with or without a byte order mark."""
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        refuse(UnreadableFileError, source, "a file that can be read", reason(error), "Is the path right?")
    except UnicodeDecodeError as error:
        given = f"byte {error.start + 1} is none"
        refuse(UnreadableFileError, source, "text in UTF-8", given, "Save it as CSV in UTF-8.")


def write_table(names: Iterable[str], rows: Iterable[Iterable[Any]], path: str) -> None:
    """Write a CSV file; "-" is standard output. A double is written so that reading gives it back."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    write_text(text.getvalue(), path)


def write_text(text: str, path: str) -> None:
    """Write a file in UTF-8; "-" is standard output."""
    try:
        if path != "-":
            Path(path).write_bytes(text.encode())
            return
        rest = memoryview(text.encode())
        while rest:  # unbuffered, it may write a part
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        refuse(UnreadableFileError, path, "a file that can be written", reason(error), "Choose another file.")


def check_folder(path: str) -> None:
    """Refuse a table in a folder that is not there, before the work is done."""
    folder = Path(path).parent
    if path != "-" and not folder.is_dir():
        given = f'there is no folder "{folder}"'
        refuse(UnreadableFileError, path, "a file that can be written", given, "Make the folder first.")


def reason(error: OSError) -> str:
    """What the system says."""
    return f"the system says: {error.strerror or error}"


def check_header(table: Table) -> None:
    """Refuse columns without a name, or with the same."""
    for place, name in enumerate(table.names):
        if not name or name in table.names[:place]:
            given = f'column {place + 1} is "{name}" again' if name else f"column {place + 1} has none"
            expected = "a table with a name of its own for each column"
            refuse(ShapeMismatchError, table.source, expected, given, "Correct the first line.")


def check_cells(table: Table) -> None:
    """Refuse rows that are too short or too long, and missing values."""
    for line, row in zip(table.lines, table.rows, strict=True):
        if len(row) != len(table.names):
            given = f"line {line} has {counted(len(row), 'cell')} and the header {len(table.names)}"
            refuse(ShapeMismatchError, table.source, "a table with rows as long as its header", given, "Correct it.")
        for name, cell in zip(table.names, row, strict=True):
            if cell in MISSING:
                given = f'line {line} has "{cell}" in column `{name}`'
                refuse(NotFiniteError, table.source, "without missing values", given, "Remove or fill such rows first.")


# ---- columns ---------------------------------------------------------------------------------------------------------


def check_names(table: Table, names: Sequence[str]) -> None:
    """Refuse the name of a column that is not there, with the name that was probably meant and is not used."""
    for name in names:
        if name not in table.names:
            meant = nearest(name, [other for other in table.names if other not in names])
            mend = f"Did you mean `{meant}`?" if meant else f"It has {', '.join(f'`{word}`' for word in table.names)}."
            refuse(MissingColumnError, table.source, f"a table with the column `{name}`", "it has none", mend)


def texts(table: Table, name: str) -> list[str]:
    """The cells of a column."""
    place = table.names.index(name)
    return [row[place] for row in table.rows]


def is_text(table: Table, name: str) -> bool:
    """Tell whether none of the cells is a number; a mixture is refused."""
    cells = texts(table, name)
    other = [place for place, cell in enumerate(cells) if not NUMBER.fullmatch(cell)]
    if other and len(other) < len(cells):
        given = f'line {table.lines[other[0]]} has "{cells[other[0]]}" in column `{name}`, other lines have numbers'
        mend = f"Correct it, or say that the column is text: --text {name}."
        refuse(NotNumericError, table.source, "a table with columns of numbers or of text", given, mend)
    return bool(other)


def numbers(table: Table, name: str) -> Array:
    """The column as finite doubles, each the nearest to its decimals."""
    cells = texts(table, name)
    if is_text(table, name):
        given = f'line {table.lines[0]} has "{cells[0]}"'
        refuse(
            NotNumericError, table.source, f"a table with numbers in column `{name}`", given, "Is it the right file?"
        )
    values = np.array([float(cell) for cell in cells])
    too_large = np.flatnonzero(~np.isfinite(values))
    if len(too_large):
        given = f"line {table.lines[too_large[0]]} has {cells[too_large[0]][:30]} in column `{name}`"
        refuse(NotFiniteError, table.source, "made of numbers that a double can hold", given, "Scale the column down.")
    return values


# ---- inputs of a model -----------------------------------------------------------------------------------------------


def inputs_of(table: Table, names: Iterable[str], text: Collection[str]) -> tuple[Input, ...]:
    """Describe the columns: text, and what is called so, by treatment contrasts, the rest as numbers."""
    return tuple(
        factor_of(table, name) if name in text or is_text(table, name) else NumericInput(name) for name in names
    )


def factor_of(table: Table, name: str) -> FactorInput:
    """Describe a column of text: one column of X for each level but the first, 1 where it is that level."""
    levels = sorted(set(texts(table, name)))
    if len(levels) < 2:
        expected = f"a table with at least two different texts in column `{name}`"
        mend = f"It says nothing; leave it out: --ignore {name}."
        refuse(EmptyError, table.source, expected, f'all are "{levels[0]}"', mend)
    contrasts = np.eye(len(levels))[:, 1:]
    return FactorInput(name, tuple(levels), contrasts, tuple(f"{name}{level}" for level in levels[1:]))


def data_of(table: Table, inputs: Sequence[Input]) -> Mapping[str, Any]:
    """The columns that these inputs are made of."""
    check_names(table, [str(one.name) for one in inputs])
    return {
        str(one.name): levels_of(table, one) if isinstance(one, FactorInput) else numbers(table, str(one.name))
        for one in inputs
    }


def levels_of(table: Table, factor: FactorInput) -> list[str]:
    """The cells of a column of categories, all of which must be known."""
    cells = texts(table, factor.name)
    for line, cell in zip(table.lines, cells, strict=True):
        if cell not in factor.levels:
            expected = f"a table with known categories in column `{factor.name}`: {listed(factor.levels)}"
            mend = "The model was not trained with it."
            refuse(UnknownLevelError, table.source, expected, f'line {line} has "{cell[:60]}"', mend)
    return cells
