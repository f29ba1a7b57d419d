"""The wording of every error message, and the suggestion of a similar word (SPEC.md, section 10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import numpy as np

from onehidden.checks.errors import OneHiddenError

WHOLE_IN_FULL = 1e16  # smaller whole numbers are shown with all digits


def refuse(error: type[OneHiddenError], argument: str, expected: str, given: str, hint: str) -> NoReturn:
    """Raise the error, in the wording that all messages share."""
    raise error(f"`{argument}` must be {expected}, but {given}. {hint}", argument)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the most similar known word, at most two edits away; the first of several.

    At least one letter must agree, or the word must differ in case only: any two short words are similar otherwise.
    """
    similar = [other for other in known if abs(len(other) - len(word)) <= 2]  # the word may be millions of letters long
    distance = {other: edit_distance(word, other) for other in similar}
    most = min(2, len(word) - 1)
    near = [other for other in similar if distance[other] <= most or other.lower() == word.lower()]
    return min(near, key=lambda other: distance[other]) if near else None


def edit_distance(a: str, b: str) -> int:
    """Levenshtein distance: the number of letters to insert, delete or replace."""
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        above, row = row, [i]
        for j, other in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other)))
    return row[-1]


def quoted(words: Iterable[str]) -> str:
    """Join words as in: "a", "b" or "c"."""
    *first, last = [f'"{word}"' for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def shown(value: Any) -> str:
    """Describe a value that should have been one number or one word."""
    if value is None:
        return "it is missing"
    if isinstance(value, (bool, np.bool_)):
        return "it is a logical value"
    if isinstance(value, str):
        return f'it is "{value[:60]}"'
    if isinstance(value, (int, float, np.integer, np.floating)):
        return f"it is {number(float(value))}"
    return "it is not a single value"


def kind(value: Any) -> str:
    """Name the kind of a value, in the same words as in R."""
    if value is None:
        return "missing"
    if isinstance(value, np.ndarray):
        return {1: "a vector", 2: "a matrix"}.get(value.ndim, "an array")
    if callable(value):
        return "a function"
    for types, words in KINDS:
        if isinstance(value, types):
            return words
    return f"an object of type {type(value).__name__}"


KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool, np.bool_), "a logical value"),
    ((str,), "text"),
    ((int, float, np.integer, np.floating), "a number"),
    ((list, tuple, dict), "a list"),
)


def number(value: float) -> str:
    """Format a number: six digits, whole numbers in full, words for non-finite values."""
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    return f"{value:.0f}" if value == np.floor(value) and abs(value) < WHOLE_IN_FULL else f"{value:.6g}"


def counted(n: int, word: str) -> str:
    """1 row, 2 rows."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
