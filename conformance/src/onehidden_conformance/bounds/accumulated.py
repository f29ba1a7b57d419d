"""Sums over rows, and updates made of them, in every order (9.15, 9.24, 9.25): also one sample after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from onehidden_conformance.bounds.operations import NOTHING, ONE, Ball, carried, minus, plus, times, widened
from onehidden_conformance.bounds.rounding import gamma, smallest

SCALED = 4
"""Roundings of a term besides its sum: product, rate, division by n, or both as one factor (9.25)."""


class Sum(NamedTuple):
    """A sum over rows.

    Attributes
    ----------
    ball : Ball
        Its true value and error.
    magnitude : mpfr
        The sum of the absolute values of its terms.
    terms : int
        How many of them are not certainly 0, each taken apart as far as people do.
    lost : mpfr
        What underflow can take.
    """

    ball: Ball
    magnitude: Any
    terms: int
    lost: Any


class Column(NamedTuple):
    """One neuron's deltas, a row each.

    Attributes
    ----------
    deltas : sequence of balls
        Elements of `d_output` or `d_hidden_layer`.
    parts : int
        How many terms each of them is a sum of (9.24).
    reach : mpfr
        The largest factor by which the error of a term may be multiplied.
    """

    deltas: Sequence[Ball]
    parts: int
    reach: Any


def together(neurons: Sequence[Column]) -> Column:
    """The deltas of all neurons as one column: what a bias that they share is the sum of."""
    deltas = [delta for neuron in neurons for delta in neuron.deltas]
    return Column(deltas, neurons[0].parts, max(neuron.reach for neuron in neurons))


def sum_over_rows(a: Sequence[Ball] | None, column: Column, extra: int) -> Sum:
    """9.24: the sum of a * d over the rows, or of d where there is no a; `extra` roundings of every term (9.15)."""
    x = e = magnitude = lost = NOTHING
    terms = 0
    for p, d in zip([ONE] * len(column.deltas) if a is None else a, column.deltas, strict=True):
        size = p.m * d.m
        if size:
            x, e, magnitude = x + p.x * d.x, e + carried(p, d), magnitude + size
            lost, terms = lost + (1 + p.m) * (1 + d.m), terms + column.parts
    lost *= 2 * column.reach * smallest()
    return Sum(Ball(x, e + gamma(terms + extra) * magnitude + lost), magnitude, terms, lost)


def accumulated(base: Ball, gradient: Ball, factor: Ball, sums: Sum, extra: int = 0, decayed: Any = 0) -> Ball:
    """9.25: base - (gradient * factor), where the terms of the gradient may be added to the base one by one.

    `decayed` is the size of what the gradient contains besides its sum (4.12).
    """
    x = base.x - gradient.x * factor.x
    if not factor.m or not (sums.terms or decayed):
        return Ball(x, base.e)
    scale = base.m + 2 * factor.m * (sums.magnitude + decayed)
    lost = (2 + factor.m) * (sums.lost + smallest())
    return Ball(x, base.e + carried(gradient, factor) + gamma(sums.terms + SCALED + extra) * scale + lost)


def updated(w: Ball, gradient: Ball, rate: Ball, sums: Sum | None = None, extra: int = 0, decay: Any = 0) -> Ball:
    """w - (gradient * rate), the gradient made of `sums` (9.25) or given (9.14); `decay` times w is in it."""
    if sums is None:
        return minus(w, times(gradient, rate))
    return accumulated(w, gradient, rate, sums, extra, decay * w.m)


def with_decay(gradient: Ball, w: Ball, decay: Ball, sums: Sum) -> Ball:
    """gradient + (w * decay), 4.12, in any order of all its terms."""
    if not decay.m:
        return gradient
    both = plus(gradient, times(w, decay))
    return widened(both, gamma(sums.terms + SCALED) * (sums.magnitude + w.m * decay.m))
