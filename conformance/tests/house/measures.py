"""Measures a house: the floors of its imports, the size of its rooms, files and functions.

Python is read by `ast`. R has no rooms but prefixes and no imports but calls: who uses a function that another file
defines depends on that file. Comments and texts are blanked first, so that a word in them is no call.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Edges = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Function:
    """A function: where it is, how many lines its body has, and its parameters."""

    file: str
    name: str
    lines: int
    parameters: int


@dataclass
class House:
    """The files of a package, what each imports, and the functions in them.

    Attributes
    ----------
    folder : Path
        Where its files are.
    files : mapping of Path
        By name: dotted in Python, without its ending in R.
    imports : mapping of set
        By file, those that it rests on.
    functions : list of Function
        All of them.
    rooms : tuple of str
        Its rooms from the ground up; who stands in one may only rest on those below, and on the same one.
    """

    folder: Path
    rooms: tuple[str, ...]
    files: dict[str, Path] = field(default_factory=dict)
    imports: dict[str, frozenset[str]] = field(default_factory=dict)
    functions: list[Function] = field(default_factory=list)

    def room_of(self, file: str) -> str:
        """The room of a file: its folder, or its prefix; of a file that stands alone, its name."""
        raise NotImplementedError

    @cached_property
    def of_rooms(self) -> dict[str, frozenset[str]]:
        """What each room rests on."""
        found: dict[str, set[str]] = {}
        for file, others in self.imports.items():
            room = self.room_of(file)
            found.setdefault(room, set()).update(self.room_of(other) for other in others)
        return {room: frozenset(others - {room}) for room, others in found.items()}

    def upwards(self) -> list[str]:
        """Imports of a room that is not below."""
        order = {room: number for number, room in enumerate(self.rooms)}
        return sorted(
            f"{file} imports {other}"
            for file, others in self.imports.items()
            for other in others
            if order[self.room_of(file)] < order[self.room_of(other)]
        )

    def lines(self) -> dict[str, int]:
        """The lines of each file."""
        return {file: len(path.read_text(encoding="utf-8").splitlines()) for file, path in self.files.items()}


def floors(edges: Edges) -> int:
    """The length of the longest way down.

    Raises
    ------
    ValueError
        If there is a circle; the message names it.
    """
    height: dict[str, int] = {}

    def climb(place: str, way: tuple[str, ...]) -> int:
        if place in way:
            raise ValueError(f"a circle: {' -> '.join((*way[way.index(place) :], place))}")
        if place not in height:
            height[place] = 1 + max((climb(below, (*way, place)) for below in edges.get(place, ())), default=0)
        return height[place]

    return max((climb(place, ()) for place in edges), default=0)


def circles(edges: Edges) -> str:
    """The first circle, or nothing."""
    try:
        floors(edges)
    except ValueError as error:
        return str(error)
    return ""


# ---- Python ----------------------------------------------------------------------------------------------------------


class PythonHouse(House):
    """A package of Python."""

    def __init__(self, folder: Path, rooms: tuple[str, ...]) -> None:
        super().__init__(folder, rooms)
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            self.files[".".join(part for part in parts if part != "__init__")] = path
        for file, path in self.files.items():
            text = path.read_text(encoding="utf-8")
            self.imports[file] = frozenset(self.imported(ast.parse(text))) - {file}
            self.functions += python_functions(file, text)

    def room_of(self, file: str) -> str:
        """The first folder."""
        return file.partition(".")[0]

    def imported(self, tree: ast.AST) -> Iterator[str]:
        """The files of this package that one imports, wherever it does."""
        package = self.folder.name
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package:
                base = (node.module or "").removeprefix(package).lstrip(".")
                for alias in node.names:
                    full = f"{base}.{alias.name}".lstrip(".")
                    yield full if full in self.files else base
            elif isinstance(node, ast.Import):
                names = [alias.name.removeprefix(f"{package}.") for alias in node.names]
                yield from (name for name in names if name in self.files)


def python_functions(file: str, text: str) -> Iterator[Function]:
    """The functions of a file; lines are those of code, without documentation, comments and blank ones."""
    code = lines_of_code(text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            count = sum(line in code for line in range(body[0].lineno, (body[-1].end_lineno or 0) + 1)) if body else 0
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            taken = [argument for argument in every if argument.arg not in ("self", "cls")]
            yield Function(file, node.name, count, len(taken))


def lines_of_code(text: str) -> set[int]:
    """The numbers of the lines that have more than a comment."""
    nothing = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in nothing:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines


# ---- R ---------------------------------------------------------------------------------------------------------------


class RHouse(House):
    """A package of R, whose rooms are prefixes."""

    def __init__(self, folder: Path, rooms: tuple[str, ...]) -> None:
        super().__init__(folder, rooms)
        self.files = {path.stem: path for path in sorted(folder.glob("*.R"))}
        texts = {file: blanked(path.read_text(encoding="utf-8")) for file, path in self.files.items()}
        defined = {name: file for file, text in texts.items() for name in re.findall(DEFINITION, text, re.MULTILINE)}
        for file, text in texts.items():
            used = set(re.findall(r"(?<![\w.$@:])[A-Za-z][\w.]*(?=\()", text))
            self.imports[file] = frozenset(defined[name] for name in used if name in defined) - {file}
            self.functions += r_functions(file, text)

    def room_of(self, file: str) -> str:
        """The prefix that is a room; a file named after its room has no more than that."""
        fitting = [room for room in self.rooms if file == room or file.startswith(f"{room}_")]
        return max(fitting, key=len, default=file)


DEFINITION = r"^`?([\w.]+)`? <- "


def blanked(text: str) -> str:
    """The same text with spaces in place of comments and of what is quoted; lines stay."""
    pattern = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#[^\n]*"
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL)


def r_functions(file: str, text: str) -> Iterator[Function]:
    """The functions of a file that have a name, by the brackets that they end at."""
    for match in re.finditer(r"^ *`?([\w.<-]+?)`? (?:<-|=) function\(", text, re.MULTILINE):
        opened = match.end() - 1
        closed = bracket_end(text, opened)
        start = closed + 1 + len(text[closed + 1 :]) - len(text[closed + 1 :].lstrip())
        end = bracket_end(text, start) if text[start : start + 1] == "{" else text.find("\n", start)
        body = text[start + 1 : end] if text[start : start + 1] == "{" else text[start:end]
        lines = sum(bool(line.strip()) for line in body.splitlines())
        yield Function(file, match[1], lines, parameters_of(text[opened + 1 : closed]))


def bracket_end(text: str, start: int) -> int:
    """Where the bracket ends that opens at a place."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place
    return len(text)


def parameters_of(text: str) -> int:
    """How many parameters a list of them has; the rest, `...`, is none."""
    text = re.sub(r"(, *)?\.\.\. *$", "", text)
    depth, count = 0, int(bool(text.strip()))
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        count += letter == "," and depth == 0
    return count
