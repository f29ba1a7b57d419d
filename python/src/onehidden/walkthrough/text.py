"""A walkthrough as text: every equation with its matrices side by side, in 80 columns.

ASCII only, so that every terminal can show it. Colours are added around words that are already laid out, so that the
plain text does not depend on them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.refusals import counted, number
from onehidden.walkthrough.equations import Equation

WIDTH = 80
MATRIX_WIDTH = 64  # what the longest operator leaves on a line
MOST_ROWS = 10
PLAIN = {"heading": ("", ""), "operator": ("", ""), "step": ("", "")}
COLOURS = {"heading": ("\033[36m", "\033[39m"), "operator": ("\033[2m", "\033[22m"), "step": ("\033[1m", "\033[22m")}


@dataclass(frozen=True)
class Block:
    """A block in a row of blocks: a matrix below its heading, or an operator."""

    heading: str
    lines: list[str]
    role: str = "matrix"

    @property
    def width(self) -> int:
        """The number of characters of its widest line."""
        return max(len(line) for line in (self.heading, *self.lines))


def colours_of_terminal() -> Mapping[str, tuple[str, str]]:
    """Colours if standard output is a terminal that has them and NO_COLOR is not set."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return COLOURS if coloured else PLAIN


def equation_text(
    equation: Equation, values: Mapping[str, Any], decimals: int, colours: Mapping[str, tuple[str, str]] = PLAIN
) -> str:
    """One equation: the step and the formula, the words, and the matrices."""
    heading = f"step {equation.step}: {equation.name}"
    if equation.formula:
        heading += f" = {equation.formula}"
    parts = parts_of(f"{equation.formula} = {equation.name}" if equation.formula else equation.name, values)
    lines = [painted(heading, "step", colours), f"  {equation.says}", ""]
    for row in wrapped([block_of(part, values, decimals) for part in parts]):
        lines += [*side_by_side(row, colours), ""]
    return "".join(f"{line}\n" for line in lines)


def parts_of(formula: str, values: Mapping[str, Any]) -> list[str]:
    """Split a formula into names of matrices, t(...) for transposes, and the text between them."""
    parts = [""]
    for word in re.findall(r"t\([A-Za-z_]+\)|[A-Za-z_]+|[^A-Za-z_]", formula):
        if untransposed(word) in values:
            parts += [word, ""]
        else:
            parts[-1] += word
    return [part.strip() for part in parts if part.strip()]


def untransposed(part: str) -> str:
    """The name without the t(...) of a transpose."""
    return re.sub(r"^t\(([A-Za-z_]+)\)$", r"\1", part)


# ---- matrices --------------------------------------------------------------------------------------------------------


def block_of(part: str, values: Mapping[str, Any], decimals: int) -> Block:
    """A matrix below its name and shape, a number, or an operator."""
    name = untransposed(part)
    if name not in values:
        return Block("", [part], "operator")
    value = np.asarray(values[name])
    if part == "learning_rate":  # with few decimals it would often show as 0
        return Block(part, [number(float(value))])
    if part == "loss":
        return Block(part, [number_text(float(value), decimals)])
    if part != name:
        value = value.T
    return Block(f"{part} ({' x '.join(map(str, value.shape))})", matrix_lines(np.atleast_2d(value), decimals))


def matrix_lines(matrix: Array, decimals: int) -> list[str]:
    """The rows of a matrix in brackets; what does not fit is counted."""
    n, m = matrix.shape
    rows = n if n <= MOST_ROWS else MOST_ROWS - 2
    cells = number_texts(matrix[:rows], decimals)
    width = max(len(cell) for row in cells for cell in row)
    columns = m if 4 + m * (width + 2) - 2 <= MATRIX_WIDTH else max(1, (MATRIX_WIDTH - 7) // (width + 2))
    cut = "  ..." if columns < m else ""
    lines = [f"[ {'  '.join(cell.rjust(width) for cell in row[:columns])}{cut} ]" for row in cells]
    if rows < n:
        lines.append(f"... {counted(n - rows, 'more row')}")
    if columns < m:
        lines.append(f"... {counted(m - columns, 'more column')}")
    return lines


def number_texts(matrix: Array, decimals: int) -> list[list[str]]:
    """The numbers as text: with decimals, unless all are whole."""
    if bool(np.all((matrix == np.floor(matrix)) & (np.abs(matrix) < 1e6))):
        decimals = 0
    return [[number_text(float(value), decimals) for value in row] for row in matrix]


def number_text(value: float, decimals: int) -> str:
    """One number as text; a number that rounds to 0 has no sign."""
    if np.isinf(value):
        return number(value)
    text = f"{value:.{decimals}f}" if abs(value) < 1e9 else f"{value:.{decimals}e}"
    return re.sub(r"^-(0(\.0*)?)$", r"\1", text)


# ---- laying out ------------------------------------------------------------------------------------------------------


def wrapped(blocks: list[Block]) -> list[list[Block]]:
    """Rows of blocks, none wider than a line unless a single block is; an operator stays with its right operand."""
    rows: list[list[Block]] = [[]]
    width = 0
    for index, block in enumerate(blocks):
        needed = block.width + 1
        if block.role == "operator" and index + 1 < len(blocks):
            needed += blocks[index + 1].width + 1
        if rows[-1] and rows[-1][-1].role == "matrix" and width + needed > WIDTH + 1:
            rows.append([])
            width = 0
        rows[-1].append(block)
        width += block.width + 1
    return rows


def side_by_side(blocks: list[Block], colours: Mapping[str, tuple[str, str]]) -> list[str]:
    """The lines of a row of blocks, headings first."""
    height = max(len(block.lines) for block in blocks)
    lines = [" ".join(painted(block.heading.ljust(block.width), "heading", colours) for block in blocks)]
    for index in range(height):
        cells = [(block.lines[index] if index < len(block.lines) else "").ljust(block.width) for block in blocks]
        lines.append(
            " ".join(
                painted(cell, "operator", colours) if block.role == "operator" else cell
                for block, cell in zip(blocks, cells, strict=True)
            )
        )
    return [line.rstrip() for line in lines]


def painted(text: str, role: str, colours: Mapping[str, tuple[str, str]]) -> str:
    """The text in the colours of its role; spaces stay outside, so that a line ends where its last word does."""
    word = text.rstrip()
    before, after = colours[role]
    return f"{before}{word}{after}{text[len(word) :]}" if word else text
