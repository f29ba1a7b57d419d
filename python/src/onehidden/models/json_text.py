"""JSON as model files are written: the same bytes from both languages, and nothing but JSON read (SPEC.md 14.1, 14.5).

What is to be written is a tree: dictionaries and lists, whose leaves are texts that are JSON already.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from onehidden._typing import Array

MOST_NESTED = 16  # model files need 5

# ---- leaves ----------------------------------------------------------------------------------------------------------

ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", **{chr(code): f"\\u{code:04x}" for code in range(32)}})


def json_string(text: str) -> str:
    """Quote a text; only what JSON does not allow as it is becomes an escape."""
    return f'"{text.translate(ESCAPES)}"'


def json_logical(value: bool | np.bool_) -> str:
    """Write true or false."""
    return "true" if value else "false"


def json_whole(value: float) -> str:
    """Write a whole number."""
    return f"{value:.0f}"


def json_numbers(numbers: Iterable[float]) -> list[str]:
    """Write numbers with 17 digits, which no two share; what JSON cannot write is null."""
    return [f"{number:.17g}" if np.isfinite(number) else "null" for number in numbers]


def json_bits(numbers: Array) -> list[str]:
    """Write the bits of numbers, 16 hexadecimal digits each, most significant first."""
    digits = numbers.astype(">f8").tobytes().hex()
    return [f'"{digits[first : first + 16]}"' for first in range(0, len(digits), 16)]


# ---- writing ---------------------------------------------------------------------------------------------------------


def json_line(tree: Any) -> str:
    """Write a tree without any space."""
    if isinstance(tree, dict):
        return "{" + ",".join(f"{json_string(key)}:{json_line(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(json_line, tree)) + "]"
    return str(tree)


def json_lines(tree: Any, indent: str = "") -> str:
    """Write a tree to be read by people: one key per line; lists of numbers and texts on one line."""
    inner = indent + "  "
    if isinstance(tree, dict):
        lines = [f"{inner}{json_string(key)}: {json_lines(value, inner)}" for key, value in tree.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(tree, list) and tree and isinstance(tree[0], dict):
        return "[\n" + ",\n".join(inner + json_lines(value, inner) for value in tree) + f"\n{indent}]"
    return json_line(tree)


# ---- reading ---------------------------------------------------------------------------------------------------------


class NotJsonError(Exception):
    """What was read is not JSON; the message says why."""


STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
OUTSIDE_STRINGS = re.compile(r'[^][{}:,"0-9+.eEtrufalsn \t\r\n-]')
SURROGATE_PAIR = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..", re.DOTALL)
NO_CHARACTER = re.compile(r"\\u([dD][89a-fA-F]|0000)")


def parsed_json(content: bytes) -> Any:
    """Read JSON in UTF-8: objects as dictionaries, every number as a double.

    What JSON leaves open or parsers like to allow is refused: NaN and infinities, comments, keys that occur twice,
    halves of surrogate pairs, the character 0, and deep nesting, which parsers do not always survive.
    """
    text = utf8_text(content)
    check_text(text)
    try:
        return json.loads(text, object_pairs_hook=object_of_pairs, parse_int=float)
    except ValueError:
        raise NotJsonError("it is not JSON") from None


def utf8_text(content: bytes) -> str:
    """Read bytes as text; the byte 0, which no text of R can hold, is not JSON either."""
    if 0 in content:
        raise NotJsonError("it is not JSON")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotJsonError("it is not text in UTF-8") from None


def check_text(text: str) -> None:
    """Refuse what the parsers of the two languages do not see alike."""
    outside = STRING.sub('""', text)
    if OUTSIDE_STRINGS.search(outside) or NO_CHARACTER.search(SURROGATE_PAIR.sub("", text.replace("\\\\", ""))):
        raise NotJsonError("it is not JSON")
    brackets = [1 if bracket in "[{" else -1 for bracket in re.findall(r"[][{}]", outside)]
    if brackets and np.cumsum(brackets).max() > MOST_NESTED:
        raise NotJsonError("it is nested too deeply")


def object_of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object, of which no key may occur twice."""
    result = dict(pairs)
    if len(result) < len(pairs):
        raise NotJsonError("a key occurs twice in it")
    return result
