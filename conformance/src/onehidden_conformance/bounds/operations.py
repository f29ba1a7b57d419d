"""A ball is a true value x and E, how far from it a conforming program may come; here are their operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import gmpy2
from gmpy2 import mpfr

from onehidden_conformance.bounds.rounding import gamma, lost_on_entry, smallest, unit

NOTHING = mpfr(0)


class Ball:
    """A true value and how far a conforming program may be from it; immutable.

    Attributes
    ----------
    x : mpfr
        The true value.
    e : mpfr
        E, how far a conforming program may be from it.
    m : mpfr
        Largest magnitude that a conforming program can have computed on the way: M = |x| + E, or more by 9.24.
    """

    __slots__ = ("e", "m", "x")

    def __init__(self, x: Any, e: Any, size: Any = None) -> None:
        self.x, self.e = x, e
        largest = abs(x) + e
        self.m = largest if size is None or size < largest else size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ball) and (self.x, self.e, self.m) == (other.x, other.e, other.m)

    def __repr__(self) -> str:
        return f"Ball({self.x}, {self.e})"

    __hash__ = None  # type: ignore[assignment]


ONE = Ball(mpfr(1), mpfr(0))
ZERO = Ball(mpfr(0), mpfr(0))
Balls = list[list[Ball]]


def total(terms: Iterable[Any]) -> Any:
    """Sum in high precision."""
    return sum(terms, NOTHING)


def exact(number: float, radius: float = 0.0) -> Ball:
    """9.5: inputs and parameters are exact, unless they were printed rounded; in single precision 9.27."""
    return Ball(mpfr(number), mpfr(radius) + lost_on_entry(number))


def carried(a: Ball, b: Ball) -> Any:
    """Effect of the factors' errors on their product: |a| E_b + |b| E_a + E_a E_b."""
    return abs(a.x) * b.e + (abs(b.x) + b.e) * a.e


def underflow(a: Ball, b: Ball) -> Any:
    """What a product may lose to underflow: nothing where a factor is certainly 0 (9.6)."""
    return smallest() if a.m > 0 and b.m > 0 else NOTHING


def times(a: Ball, b: Ball) -> Ball:
    """9.6."""
    return Ball(a.x * b.x, carried(a, b) + unit() * a.m * b.m + underflow(a, b))


def minus(a: Ball, b: Ball) -> Ball:
    """9.7."""
    x, e = a.x - b.x, a.e + b.e
    return Ball(x, e + unit() * (abs(x) + e))


def plus(a: Ball, b: Ball) -> Ball:
    """9.7."""
    return minus(a, negated(b))


def negated(a: Ball) -> Ball:
    """Change the sign, without error."""
    return Ball(-a.x, a.e, a.m)


def widened(a: Ball, more: Any) -> Ball:
    """The same value, with more error."""
    return Ball(a.x, a.e + more, a.m)


def inner(a: Sequence[Ball], b: Sequence[Ball], bias: Ball | None = None) -> Ball:
    """9.8: sum of products and of a bias if there is one."""
    x, e, magnitude = (NOTHING, NOTHING, NOTHING) if bias is None else (bias.x, bias.e, bias.m)
    summands, there = len(a) + (bias is not None), 0
    for p, q in zip(a, b, strict=True):
        x += p.x * q.x
        e += carried(p, q)
        magnitude += p.m * q.m
        there += bool(p.m and q.m)
    return Ball(x, e + gamma(summands) * magnitude + 2 * there * smallest())


def magnitude_of(a: Sequence[Ball], b: Sequence[Ball]) -> Any:
    """The sum of the absolute values of products."""
    return total(p.m * q.m for p, q in zip(a, b, strict=True))


def column_sum(terms: Sequence[Ball], extra: int = 0) -> Ball:
    """9.9; `extra` roundings of every term as in 9.14 and 9.15."""
    magnitude = total(term.m for term in terms)
    e = total(term.e for term in terms) + gamma(len(terms) + extra) * magnitude
    return Ball(total(term.x for term in terms), e)


def divided(a: Ball, n: int) -> Ball:
    """9.10."""
    return Ball(a.x / n, a.e / n + unit() * (abs(a.x) / n + a.e / n) + smallest())


def quotient(a: Ball, b: Ball) -> Ball:
    """9.16: a / b for a b that is certainly not 0."""
    least = abs(b.x) - b.e
    x = a.x / b.x
    moved = (abs(x) * b.e + a.e) / least
    return Ball(x, moved + unit() * (abs(x) + moved) + smallest())


def root(a: Ball) -> Ball:
    """9.20: the square root of what a conforming program has as 0 or more."""
    x = gmpy2.sqrt(a.x)
    moved = max(gmpy2.sqrt(a.x + a.e) - x, x - gmpy2.sqrt(max(a.x - a.e, NOTHING)))
    return Ball(x, moved + unit() * (x + moved))


def change(f: Callable[[Any], Any], z: Ball) -> Any:
    """How far a monotone function moves within a ball."""
    middle = f(z.x)
    return max(f(z.x + z.e) - middle, middle - f(z.x - z.e))


# --- matrices -------------------------------------------------------------------------------------------------------


def each(function: Any, *matrices: Any) -> list[list[Any]]:
    """Apply a function element by element."""
    rows = zip(*matrices, strict=True)
    return [[function(*balls) for balls in zip(*row, strict=True)] for row in rows]


def columns(A: Balls) -> list[list[Ball]]:
    """Make the columns the rows."""
    return [list(column) for column in zip(*A, strict=True)]


def affine(A: Balls, weights: Balls, bias: list[Ball] | None) -> Balls:
    """(A . weights) + bias; a bias of length 1 is for all columns."""
    width = len(weights[0])
    biases = [None] * width if bias is None else bias * width if len(bias) == 1 else bias
    pairs = list(zip(columns(weights), biases, strict=True))
    return [[inner(row, column, b) for column, b in pairs] for row in A]


def parameter_balls(value: Any, radius: float = 0.0) -> Any:
    """Make balls of a parameter, keeping its nesting; None stays None."""
    if isinstance(value, list):
        return [parameter_balls(element, radius) for element in value]
    return None if value is None else exact(value, radius)


def flat_balls(value: Any) -> list[Any]:
    """List balls row by row."""
    if isinstance(value, list):
        return [ball for element in value for ball in flat_balls(element)]
    return [value]
