"""Targets and samples that are not those that were given: other rows, other classes, other scales."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations
from typing import ClassVar

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle import NetworkValues, elementwise, transpose

MOST_ROWS = 5
"""Rows of which all orders are tried: 120."""


class OtherData(Mistake):
    """A network that gets other data than those that are given."""

    def other_X(self, X: Matrix) -> Matrix:  # noqa: N802
        """The samples that it uses."""
        return X

    def other_y(self, y: Matrix) -> Matrix:
        """The targets that it uses."""
        return y

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Compute with the other data."""
        return super().step(network, self.other_X(X), self.other_y(y), learning_rate, sample_weight)


class LabelsOffByOne(OtherData):
    """The classes were counted from 1 where they are counted from 0, or the other way round.

    Every sample then has the class beside its own, and the last class becomes the first.
    """

    name = "labels-off-by-one"
    steps = ("error", "loss")

    def other_y(self, y: Matrix) -> Matrix:
        """One class up."""
        return [row[-1:] + row[:-1] for row in y]


class LabelsOneDown(LabelsOffByOne):
    """One class down."""

    form = "one down"

    def other_y(self, y: Matrix) -> Matrix:
        """One class down."""
        return [row[1:] + row[:1] for row in y]


class LabelsOneUpLost(LabelsOffByOne):
    """One class up, the last is lost."""

    form = "one up, the last lost"

    def other_y(self, y: Matrix) -> Matrix:
        """One class up."""
        return [[0.0, *row[:-1]] for row in y]


class LabelsOneDownLost(LabelsOffByOne):
    """One class down, the first is lost."""

    form = "one down, the first lost"

    def other_y(self, y: Matrix) -> Matrix:
        """One class down."""
        return [[*row[1:], 0.0] for row in y]


class RowsShuffled(OtherData):
    """The rows of y are not those of X: one of them was shuffled or sorted, and the other was not.

    Shuffle one order of rows and apply it to both.
    """

    name = "rows-shuffled-against-targets"
    steps = ("error", "loss")
    in_order: ClassVar[Sequence[int] | None] = None

    def other_y(self, y: Matrix) -> Matrix:
        """In another order; the first row last unless it is known."""
        return [y[row] for row in self.in_order or [*range(1, len(y)), 0]]

    @classmethod
    def of_rows(cls, n: int) -> Iterator[type[Mistake]]:
        """All orders of few rows, the simplest of many."""
        yield from orders_of(cls, n)  # type: ignore[arg-type] # a class is hashable

    @classmethod
    def is_guessed(cls, n: int) -> bool:
        """Many rows have too many orders."""
        return n > MOST_ROWS


@cache
def orders_of(kind: type[RowsShuffled], n: int) -> tuple[type[Mistake], ...]:
    """One oracle for each order of rows."""
    rows = range(n)
    simple = [[*rows[1:], *rows[:1]], [*rows[-1:], *rows[:-1]], list(rows)[::-1]]
    orders = permutations(rows) if n <= MOST_ROWS else simple
    return (kind, *(type(f"{kind.__name__}{order}", (kind,), {"in_order": order}) for order in map(tuple, orders)))


class TargetsMadeLabels(OtherData):
    """The targets were made 0 and 1: the largest of each row 1, the others 0. Targets may be any shares."""

    name = "targets-made-labels"
    steps = ("error", "loss")

    def other_y(self, y: Matrix) -> Matrix:
        """Labels."""
        return [[float(at == row.index(max(row))) for at in range(len(row))] for row in y]


class TargetsRounded(TargetsMadeLabels):
    """Rounded to 0 or 1."""

    form = "rounded"

    def other_y(self, y: Matrix) -> Matrix:
        """Round."""
        return elementwise(lambda t: float(round(t)), y)


class TargetsMoved(OtherData):
    """The targets were moved away from 0 and 1 before they were used, to 0.01 and 0.99 or the like."""

    name = "targets-moved"
    steps = ("error", "loss")
    low, high = 0.01, 0.99

    def other_y(self, y: Matrix) -> Matrix:
        """Move them."""
        return elementwise(lambda t: self.low + t * (self.high - self.low), y)


class TargetsMovedByATenth(TargetsMoved):
    """To 0.1 and 0.9."""

    form = "to 0.1 and 0.9"
    low, high = 0.1, 0.9


class TargetsPlusMinusOne(TargetsMoved):
    """To -1 and 1."""

    form = "to -1 and 1"
    low, high = -1.0, 1.0


class FirstTargetOnly(OtherData):
    """Only the first column of y was used, for all output neurons: y was a vector, and was laid along all columns."""

    name = "first-target-only"
    steps = ("error", "loss")

    def other_y(self, y: Matrix) -> Matrix:
        """The first column."""
        return [[row[0]] * len(row) for row in y]


class InputsScaled(OtherData):
    """The columns of X were divided by their maximum inside the network.

    Scale data before they are given to the network; here X is used as it is.
    """

    name = "inputs-scaled"
    steps = ("hidden_layer_input", "output_layer_input", "output")

    def other_X(self, X: Matrix) -> Matrix:  # noqa: N802
        """Divide each column."""
        return transpose([scaled_column(column, 0.0, max(column)) for column in transpose(X)])


class InputsToUnitInterval(InputsScaled):
    """From minimum to maximum."""

    form = "to 0 to 1"

    def other_X(self, X: Matrix) -> Matrix:  # noqa: N802
        """To the unit interval."""
        return transpose([scaled_column(c, min(c), max(c) - min(c)) for c in transpose(X)])


class InputsStandardised(InputsScaled):
    """To mean 0 and deviation 1."""

    form = "to mean 0 and deviation 1"

    def other_X(self, X: Matrix) -> Matrix:  # noqa: N802
        """Standardise each column."""
        return transpose([standardised(column) for column in transpose(X)])


class InputsAsBytes(InputsScaled):
    """By 255."""

    form = "by 255"

    def other_X(self, X: Matrix) -> Matrix:  # noqa: N802
        """As if they were bytes."""
        return elementwise(lambda x: x / 255.0, X)


def scaled_column(column: Vector, centre: float, width: float) -> Vector:
    """A column moved and divided; divided by nothing where that is 0."""
    return [(x - centre) / (width or 1.0) for x in column]


def standardised(column: Vector) -> Vector:
    """A column with mean 0 and deviation 1."""
    mean = sum(column) / len(column)
    return scaled_column(column, mean, (sum((x - mean) ** 2 for x in column) / len(column)) ** 0.5)
