"""Group splits: rows for training and rows that are kept apart."""

from __future__ import annotations

from typing import NamedTuple

from onehidden_vectors.making.kinds import split
from onehidden_vectors.making.vector import Vectors


class Case(NamedTuple):
    """A division of n rows."""

    name: str
    n: int
    fraction: float
    seed: int
    stream: str
    title: str
    why: str


CASES = [
    Case(
        name="numpy",
        n=10,
        fraction=0.25,
        seed=42,
        stream="numpy",
        title="A quarter of ten rows",
        why="floor(2.5) is two: rounding gives three, or two, as the language likes. The last two of the order are kept"
        " apart, and both parts come in ascending order.",
    ),
    Case(
        name="pcg64",
        n=7,
        fraction=0.4,
        seed=0,
        stream="pcg64",
        title="Two fifths of seven rows",
        why="7 * 0.4 is 2.8000000000000003, and two rows are kept apart.",
    ),
    Case(
        name="r",
        n=12,
        fraction=1 / 3,
        seed=-1,
        stream="r",
        title="A third of twelve rows",
        why="A third is not quite a third in binary, and times twelve it is 4 again.",
    ),
    Case(
        name="product-below-a-whole-number",
        n=100,
        fraction=0.29,
        seed=1,
        stream="numpy",
        title="29 hundredths of a hundred rows",
        why="100 * 0.29 is 28.999999999999996: 28 rows. Whoever computes with decimals, or rounds, keeps 29.",
    ),
    Case(
        name="at-least-one",
        n=5,
        fraction=0.05,
        seed=3,
        stream="pcg64",
        title="A twentieth of five rows",
        why="floor(0.25) is 0, and at least one row is kept apart.",
    ),
    Case(
        name="at-most-all-but-one",
        n=2,
        fraction=0.99,
        seed=8,
        stream="r",
        title="Nearly all of two rows",
        why="One row is for training and one is kept apart, whatever the fraction.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for name, n, fraction, seed, stream, title, why in CASES:
        yield split(f"splits/{name}", title, n, fraction, seed, stream, why=why)
