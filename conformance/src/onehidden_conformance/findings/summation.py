"""Ways in which programs add products up, each as a function that gives their bits.

An order says which terms meet first; a unit says how often and how finely results are rounded. Every pair of both is
a guess at what a program does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import gmpy2

from onehidden_conformance.oracle import BINARY64

Pair: TypeAlias = tuple[float, float]
Order: TypeAlias = Callable[["Unit", Sequence[Pair]], Any]


@dataclass(frozen=True)
class Unit:
    """Arithmetic of a precision, with products rounded before they are added, or fused with the addition.

    `factors` is the precision to which numbers are converted and in which they are multiplied.
    """

    precision: str
    products: str
    context: Any
    factors: Any

    def step(self, total: Any, pair: Pair) -> Any:
        """total + (a * b)."""
        a, b = (self.factors.plus(gmpy2.mpfr(x)) for x in pair)
        if self.products == "fused":
            return self.context.fma(a, b, total)
        return self.context.add(total, self.factors.mul(a, b))

    def fold(self, pairs: Iterable[Pair]) -> Any:
        """Add products from first to last, from +0."""
        return reduce(self.step, pairs, gmpy2.mpfr(0))

    def join(self, sums: Iterable[Any]) -> Any:
        """Add sums from first to last."""
        return reduce(self.context.add, sums)


EXTENDED, SINGLE = gmpy2.context(precision=64), gmpy2.context(precision=24)

UNITS = (
    Unit("double", "rounded", BINARY64, BINARY64),
    Unit("double", "fused", BINARY64, BINARY64),
    Unit("extended", "rounded", EXTENDED, BINARY64),
    Unit("extended", "extended", EXTENDED, EXTENDED),
    Unit("single", "rounded", SINGLE, SINGLE),
    Unit("single", "fused", SINGLE, SINGLE),
)


def left_to_right(unit: Unit, pairs: Sequence[Pair]) -> Any:
    """((a + b) + c) + d."""
    return unit.fold(pairs)


def right_to_left(unit: Unit, pairs: Sequence[Pair]) -> Any:
    """((d + c) + b) + a."""
    return unit.fold(pairs[::-1])


def pairwise(unit: Unit, pairs: Sequence[Pair]) -> Any:
    """Halves, and halves of halves, down to two terms."""
    if len(pairs) < 3:
        return unit.fold(pairs)
    half = len(pairs) // 2
    return unit.join([pairwise(unit, pairs[:half]), pairwise(unit, pairs[half:])])


def pairwise_of_numpy(unit: Unit, pairs: Sequence[Pair]) -> Any:
    """Halves down to 128 terms, which are dealt out to eight sums; fewer than eight terms from left to right."""
    if len(pairs) < 8:
        return unit.fold(pairs)
    if len(pairs) > 128:
        half = len(pairs) // 2 - (len(pairs) // 2) % 8
        return unit.join([pairwise_of_numpy(unit, pairs[:half]), pairwise_of_numpy(unit, pairs[half:])])
    whole = len(pairs) - len(pairs) % 8
    return reduce(unit.step, pairs[whole:], tree(unit, [unit.fold(pairs[lane:whole:8]) for lane in range(8)]))


def tree(unit: Unit, sums: Sequence[Any]) -> Any:
    """Neighbours first, then neighbours of neighbours."""
    while len(sums) > 1:
        sums = [unit.join(sums[i : i + 2]) for i in range(0, len(sums), 2)]
    return sums[0]


def lanes(count: int) -> Order:
    """Terms dealt out to so many sums in turn."""
    return lambda unit, pairs: unit.join([unit.fold(pairs[lane::count]) for lane in range(count)])


def blocks(size: int) -> Order:
    """Blocks of so many terms, and then their sums."""
    return lambda unit, pairs: unit.join([unit.fold(pairs[i : i + size]) for i in range(0, len(pairs), size)])


def exactly(_unit: Unit, pairs: Sequence[Pair]) -> Any:
    """All terms, rounded once."""
    return gmpy2.mpfr(math.fsum(a * b for a, b in pairs))


ORDERS: tuple[tuple[str, Order], ...] = (
    ("left to right", left_to_right),
    ("right to left", right_to_left),
    ("pairwise", pairwise),
    ("pairwise", pairwise_of_numpy),
    *(("blocked", lanes(count)) for count in (2, 4, 8, 16)),
    *(("blocked", blocks(size)) for size in (2, 4, 8, 16)),
)


@dataclass(frozen=True)
class Guess:
    """An order in a unit."""

    order: str
    unit: Unit
    function: Order

    def __call__(self, pairs: Sequence[Pair]) -> float:
        """The sum, as the double that comes out at the end."""
        return float(BINARY64.plus(self.function(self.unit, pairs)))


GUESSES = (
    *(Guess(name, unit, order) for unit in UNITS for name, order in ORDERS),
    Guess("rounded once", Unit("exact", "rounded", None, None), exactly),
)


def guesses(sums: Sequence[tuple[Sequence[Pair], float]]) -> list[Guess]:
    """Those that explain the bits of all given sums, the simplest first."""
    return [guess for guess in GUESSES if all(same(guess(pairs), total) for pairs, total in sums)]


def units(sums: Sequence[tuple[Sequence[Pair], float]]) -> list[Unit]:
    """The units that explain the bits of all given sums, each sum in an order of its own."""
    return [
        unit
        for unit in UNITS
        if all(any(same(Guess(name, unit, f)(pairs), total) for name, f in ORDERS) for pairs, total in sums)
    ]


def same(a: float, b: float) -> bool:
    """Whether two numbers are equal; zeros of both signs are, for an adder may start from either."""
    return a == b
