"""Gradients and updates on balls (3.14 to 3.17), and the divisor of a mean."""

from __future__ import annotations

from typing import Any

from gmpy2 import mpfr

from onehidden_conformance.bounds.accumulated import Column, Sum, sum_over_rows, together, updated, with_decay
from onehidden_conformance.bounds.operations import (
    ONE,
    ZERO,
    Ball,
    column_sum,
    columns,
    flat_balls,
    negated,
    quotient,
    total,
)
from onehidden_conformance.oracle.network import in_shape_of

NO_DECAY = (ZERO, "gradient")


def last_layer(s: Any) -> Any:
    """What the output layer reads (3.4)."""
    return s.X if s.wh is None else s.hidden_layer_activations


def divisor(s: Any) -> Ball:
    """What the mean divides by (3.8, 3.16, 3.22)."""
    if s.sample_weight is None:
        return Ball(mpfr(s.n), mpfr(0))
    weights = column_sum(s.sample_weight)
    return ONE if weights.x == 0 else weights


def averaged(s: Any, a: Ball) -> Ball:
    """Divide by n if the reduction is the mean (3.8, 3.16, 3.22)."""
    return quotient(a, divisor(s)) if s.network.reduction == "mean" else a


def of_weights(s: Any) -> int:
    """9.15: roundings that sample weights bring into every term, whether or not they are normalised first."""
    if s.sample_weight is None:
        return 0
    return s.n + 1 if s.network.reduction == "mean" else 1


def gradients(s: Any, name: str) -> Any:
    """-(t(A) . deltas) of a weight matrix or -column_sums(deltas) of a bias, divided by n if the reduction is the mean.

    What they are sums of stays in `s` for the update, divided by n as well.
    """
    sums = sums_of(s, name)
    vars(s)[f"sums_{name}"] = [shared_out(s, one) for one in flat_balls(sums)]
    grads = [negated(averaged(s, one.ball)) for one in flat_balls(sums)]
    decay = decay_of(s, name)
    if decay.m:
        triples = zip(grads, flat_balls(getattr(s, name)), getattr(s, f"sums_{name}"), strict=True)
        grads = [with_decay(g, w, decay, one) for g, w, one in triples]
    return in_shape_of(sums, grads)


def sums_of(s: Any, name: str) -> Any:
    """The sums over rows that make a parameter's gradient, in its shape."""
    neurons, extra = columns_of(s, hidden=name in ("wh", "bh")), scaled(s)
    if name in ("bh", "bout"):
        shared = len(getattr(s, name)) < len(neurons)
        return [sum_over_rows(None, neuron, extra) for neuron in ([together(neurons)] if shared else neurons)]
    inputs = columns(s.X if name == "wh" else last_layer(s))
    return [[sum_over_rows(a, neuron, extra) for neuron in neurons] for a in inputs]


def columns_of(s: Any, *, hidden: bool) -> list[Column]:
    """The deltas of every neuron of a layer; those of the hidden layer are sums over the outputs (9.24)."""
    if not hidden:
        return [Column(deltas, 1, 1) for deltas in columns(s.d_output)]
    reach = [1 + total(w.m for w in weights) for weights in s.wout]
    return [Column(deltas, len(s.wout[0]), r) for deltas, r in zip(columns(s.d_hidden_layer), reach, strict=True)]


def scaled(s: Any) -> int:
    """9.15: roundings of every term that is divided by n, or multiplied by its row's weight, before the sum."""
    return (2 if s.network.reduction == "mean" else 0) + of_weights(s)


def shared_out(s: Any, one: Sum) -> Sum:
    """A sum divided by n if the reduction is the mean."""
    if s.network.reduction == "sum":
        return one
    n = divisor(s)
    least = n.x - n.e
    return one._replace(magnitude=one.magnitude / least, lost=one.lost * (1 + 1 / least))


def decay_of(s: Any, name: str) -> Ball:
    """How much of a parameter is in its gradient (4.12)."""
    c, place = getattr(s, "decay", NO_DECAY)
    return c if name in ("wh", "wout") and place != "loss" else ZERO


def new_values(s: Any, name: str) -> Any:
    """Step 12 of one of the four parameters, a vector or a matrix."""
    w, gradient = flat_balls(getattr(s, name)), flat_balls(getattr(s, f"grad_{name}"))
    sums = getattr(s, f"sums_{name}", None)
    if sums is None:
        pairs = zip(w, gradient, strict=True)
        return in_shape_of(getattr(s, name), [updated(a, g, s.learning_rate) for a, g in pairs])
    extra, decay = of_weights(s), decay_of(s, name).m
    triples = zip(w, gradient, sums, strict=True)
    new = [updated(a, g, s.learning_rate, one, extra, decay) for a, g, one in triples]
    return in_shape_of(getattr(s, name), new)
