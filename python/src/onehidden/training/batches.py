"""Batches: where the rows of an epoch are cut into updates (SPEC.md 4.2, 4.9, 4.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.errors import InvalidBatchesError
from onehidden.checks.refusals import counted, quoted, refuse, shown
from onehidden.checks.values import is_number

BATCH_WORDS = ("full", "single")

Rows: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Samples:
    """Rows of X and y, and their weights; None where each row counts once."""

    X: Array
    y: Array
    weight: Array | None


def check_batches(batches: Any, n: int) -> list[Rows]:
    """Return the rows of each update of an epoch; rows of `batches` count from 0."""
    if isinstance(batches, str) and batches == "full":
        return [np.arange(n)]
    if isinstance(batches, str) and batches == "single":
        return consecutive_rows(n, 1)
    if is_number(batches) and 1 <= batches < np.inf and batches == np.floor(batches):
        return consecutive_rows(n, int(min(batches, n)))
    if not isinstance(batches, (list, tuple)) or len(batches) == 0:
        known = isinstance(batches, str) or batches is None or is_number(batches)
        given = shown(batches) if known else "it is none of these"
        refuse_batches(given, "A list holds one list of row numbers per update.")
    rows = [check_batch(batch, number, n) for number, batch in enumerate(batches, 1)]
    check_no_row_twice(np.concatenate(rows))
    return list(rows)


def consecutive_rows(n: int, size: int) -> list[Rows]:
    """Cut n rows into batches of `size`; the last one may be shorter."""
    return [np.arange(first, min(first + size, n)) for first in range(0, n, size)]


def check_batch(batch: Any, number: int, n: int) -> Rows:
    """Return the row indices of one batch; `number` counts the batches from 1."""
    try:
        rows = np.asarray(batch)
    except ValueError:  # lists within lists
        rows = np.asarray(None)
    if rows.ndim != 1 or rows.size == 0 or rows.dtype.kind not in "iuf" or np.any(rows != np.floor(rows)):
        refuse_batches(f"batch {number} is not a list of whole numbers", "Give each update at least one row.")
    outside = rows[(rows < 0) | (rows >= n)]
    if len(outside):
        given = f"batch {number} names row {outside[0]:.6g} (counted from 0) and there are {counted(n, 'row')}"
        refuse_batches(given, "Use only rows that exist.")
    return rows.astype(np.int64)


def check_no_row_twice(rows: Rows) -> None:
    """Reject an epoch that uses a row twice."""
    values, counts = np.unique(rows, return_counts=True)
    if np.any(counts > 1):
        given = f"row {values[counts > 1][0]} (counted from 0) appears twice"
        refuse_batches(given, "Name each row at most once in an epoch.")


def refuse_batches(given: str, hint: str) -> NoReturn:
    """Reject the batches."""
    refuse(
        InvalidBatchesError,
        "batches",
        f"{quoted(BATCH_WORDS).replace(' or ', ', ')}, a number of rows, or a list of lists of row numbers",
        given,
        hint,
    )


def batches_by_epoch(
    n: int, batches: list[Rows], shuffles: Callable[[int], Rows] | None
) -> Callable[[int], list[Rows] | None]:
    """A function that gives the rows of each update of an epoch; None stands for all rows in their order."""
    if shuffles is not None:
        return lambda epoch: positions_in(shuffles(epoch), batches)
    fixed = None if is_everything(batches, n) else batches
    return lambda _: fixed


def parts_by_epoch(
    samples: Samples, batches: Callable[[int], list[Rows] | None], reshuffles: bool
) -> Callable[[int], list[Samples] | None]:
    """A function that gives the samples of each update of an epoch; rows that stay the same are fetched once."""
    parts: list[Samples] | None = None

    def parts_of(epoch: int) -> list[Samples] | None:
        nonlocal parts
        rows = batches(epoch)
        if rows is not None and (parts is None or reshuffles):
            parts = samples_of_batches(samples, rows)
        return parts

    return parts_of


def is_everything(batches: list[Rows], n: int) -> bool:
    """Whether there is a single batch, of all rows in their order."""
    return len(batches) == 1 and np.array_equal(batches[0], np.arange(n))


def positions_in(order: Rows, batches: list[Rows]) -> list[Rows]:
    """The rows at the positions in the batches."""
    return [order[positions] for positions in batches]


def samples_of_batches(samples: Samples, batches: list[Rows]) -> list[Samples]:
    """The rows of each batch."""
    X, y, weight = samples.X, samples.y, samples.weight
    return [Samples(X[rows], y[rows], None if weight is None else weight[rows]) for rows in batches]
