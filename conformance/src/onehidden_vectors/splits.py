"""Group splits: rows for training and rows that are kept apart."""

from __future__ import annotations

from onehidden_vectors.vector import Vectors, split

CASES: list[tuple[str, int, float, int, str, str, str]] = [
    (
        "numpy",
        10,
        0.25,
        42,
        "numpy",
        "A quarter of ten rows",
        "floor(2.5) is two: rounding gives three, or two, as the language likes. The last two of the order are kept"
        " apart, and both parts come in ascending order.",
    ),
    (
        "pcg64",
        7,
        0.4,
        0,
        "pcg64",
        "Two fifths of seven rows",
        "7 * 0.4 is 2.8000000000000003, and two rows are kept apart.",
    ),
    (
        "r",
        12,
        1 / 3,
        -1,
        "r",
        "A third of twelve rows",
        "A third is not quite a third in binary, and times twelve it is 4 again.",
    ),
    (
        "product-below-a-whole-number",
        100,
        0.29,
        1,
        "numpy",
        "29 hundredths of a hundred rows",
        "100 * 0.29 is 28.999999999999996: 28 rows. Whoever computes with decimals, or rounds, keeps 29.",
    ),
    (
        "at-least-one",
        5,
        0.05,
        3,
        "pcg64",
        "A twentieth of five rows",
        "floor(0.25) is 0, and at least one row is kept apart.",
    ),
    (
        "at-most-all-but-one",
        2,
        0.99,
        8,
        "r",
        "Nearly all of two rows",
        "One row is for training and one is kept apart, whatever the fraction.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for name, n, fraction, seed, stream, title, why in CASES:
        yield split(f"splits/{name}", title, n, fraction, seed, stream, why=why)
