"""One result against one expected value: identical, within the bound, or outside and where (SPEC.md, section 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from onehidden_conformance.numbers.bits import Array, ulp_distance
from onehidden_conformance.numbers.tensors import bits_of
from onehidden_conformance.numbers.words import difference_in_words, shape_in_words, word

ACCURATE = 1
IDENTICAL = 2


@dataclass(frozen=True)
class Comparison:
    """The result of comparing one tensor, list or word.

    Attributes
    ----------
    step : str
        What was compared, most often a step of SPEC.md, section 3.
    fault : str
        The difference in one line; empty if there is none.
    elements, identical : int
        Numbers compared, and how many of them have the expected bits.
    worst_ulp : int
        The largest ULP distance.
    worst_share : float
        The largest of |got - expected| / bound, where there are bounds.
    """

    step: str
    fault: str = ""
    elements: int = 0
    identical: int = 0
    worst_ulp: int = 0
    worst_share: float = 0.0

    def located(self, place: str) -> Comparison:
        """The same, its fault saying where."""
        return replace(self, fault=f"{place}: {self.fault}") if self.fault else self

    def remarked(self, remark: str) -> Comparison:
        """The same, its fault followed by a remark."""
        return replace(self, fault=f"{self.fault} ({remark})") if self.fault else self


def compare(step: str, got: object, expected: Array, bound: Array | None, level: int) -> Comparison:
    """Compare two tensors at a level; an infinite bound stands for the fixtures' null, which lets any number pass."""
    if got is None:
        return Comparison(step, f"{step} is missing")
    got = np.asarray(got, dtype=np.float64)
    if got.shape != expected.shape:
        return Comparison(step, wrong_shape(step, got, expected))
    ulps = ulp_distance(got, expected)
    within, shares = against_bound(got, expected, np.zeros(expected.shape) if bound is None else bound)
    right = (ulps == 0) & ~np.isnan(got) if level == IDENTICAL else within
    return Comparison(
        step,
        "" if right.all() else fault_of_tensor(step, got, expected, shares, ~right),
        elements=expected.size,
        identical=int(np.count_nonzero(ulps == 0)),
        worst_ulp=int(ulps.max()),
        worst_share=0.0 if bound is None else float(shares.max()),
    )


def against_bound(got: Array, expected: Array, bound: Array) -> tuple[npt.NDArray[np.bool_], Array]:
    """Whether each element is within its bound, and its share |got - expected| / bound.

    An infinite bound lets infinities pass, any other only where both are equal; NaN never passes.
    """
    with np.errstate(all="ignore"):  # infinity - infinity and 0 / 0, both settled by `equal`
        difference = np.abs(got - expected)
        shares = difference / bound
    equal = got == expected
    shares = np.where(np.isnan(got), np.inf, np.where(equal | np.isinf(bound), 0.0, shares))
    return equal | (difference <= bound), shares


def wrong_shape(step: str, got: Array, expected: Array) -> str:
    """Two shapes that differ."""
    return f"{step} has the shape {shape_in_words(got.shape)} and should have {shape_in_words(expected.shape)}"


def fault_of_tensor(step: str, got: Array, expected: Array, shares: Array, wrong: npt.NDArray[np.bool_]) -> str:
    """The first wrong element in words, and how many more there are."""
    first = first_true(wrong)
    ulps = ulp_distance(got, expected)
    worst = first_true(wrong & (ulps == ulps[wrong].max()))
    share = f", {shares[first]:.3g} times the bound" if np.isfinite(shares[first]) else ""
    most = difference_in_words(float(got[worst]), float(expected[worst]))
    others = f"; {wrong.sum()} of {wrong.size} are wrong; {element(step, worst)} {most}"
    return (
        f"{element(step, first)} is {decimal(got[first])} and should be {decimal(expected[first])}: "
        f"{difference_in_words(float(got[first]), float(expected[first]))}{share}{others if wrong.sum() > 1 else ''}"
    )


def first_true(wrong: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """The indices of the first true element, row by row."""
    return tuple(int(i) for i in np.unravel_index(np.argmax(wrong), wrong.shape))


def element(step: str, index: tuple[int, ...]) -> str:
    """The name of one element, its indices counted from 0; a scalar has none."""
    return f"{step}{list(index)}" if index else step


def decimal(x: float) -> str:
    """One number for people, and its bits."""
    return f"{float(x)!r} ({bits_of(x)})"


def compare_published(step: str, got: object, values: Array, radius: Array) -> Comparison:
    """Compare with numbers that were published rounded: each must be hit within its radius."""
    if got is None:
        return Comparison(step, f"{step} is missing")
    got = np.asarray(got, dtype=np.float64)
    if got.shape != values.shape:
        return Comparison(step, wrong_shape(step, got, values))
    missed = ~(np.abs(got - values) <= radius)  # NaN misses
    if not missed.any():
        return Comparison(step)
    first = first_true(missed)
    return Comparison(
        step,
        f"{element(step, first)} is {float(got[first])!r}, was published as {float(values[first])!r}, "
        f"and may be {float(radius[first]):.3g} away",
    )


def compare_in_order(step: str, got: Sequence[object], expected: Sequence[object], noun: str) -> Comparison:
    """Compare lists of words, such as digests; the first that differs is named by its number, counted from 1."""
    equal = [a == b for a, b in zip(got, expected, strict=False)]
    fault = ""
    if len(got) != len(expected):
        fault = f"{step}: there are {len(got)} and should be {len(expected)}"
    if not all(equal):
        first = equal.index(False)
        fault = f"{step} of {noun} {first + 1} is {got[first]} and should be {expected[first]}"
    return Comparison(step, fault, elements=len(expected), identical=sum(equal))


def compare_word(step: str, got: object, expected: object) -> Comparison:
    """Compare two words or numbers for equality."""
    return Comparison(step, "" if got == expected else f"{step} is {word(got)} and should be {word(expected)}")
