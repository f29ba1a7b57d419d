"""Comparisons that several kinds of vectors share: steps, trainings, and numbers that were printed rounded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from onehidden_conformance.implementations import Steps, Trained
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.comparison import (
    ACCURATE,
    IDENTICAL,
    Comparison,
    compare,
    compare_in_order,
    compare_published,
    compare_word,
)
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.oracle import STEPS
from onehidden_conformance.vectors.arguments import PARAMETERS


def compare_steps(steps: Steps, expected: Mapping[str, Any], level: int) -> Iterator[Comparison]:
    """Every expected step in the order of SPEC.md, section 3; and none that there should not be."""
    for name in sorted(expected, key=(*STEPS, *PARAMETERS).index):
        yield compare(name, steps.get(name), to_array(expected[name]), bound_of(expected[name]), level)
    for name in steps:
        if name not in expected:
            yield Comparison(name, f"{name} is there, and this network has no such step")


def bound_of(tensor: Mapping[str, Any]) -> Array | None:
    """The bounds of the elements, infinite where the fixture says null."""
    if "bound" not in tensor:
        return None
    bounds = [math.inf if bound is None else bound for bound in tensor["bound"]]
    return np.array(bounds).reshape(tensor["shape"])


def judge_published(published: Mapping[str, Any], got: object) -> Comparison:
    """Numbers that were printed rounded."""
    values, radius = (np.array(published[key]).reshape(published["shape"]) for key in ("values", "radius"))
    return compare_published(published["step"], got, values, radius).located("published")


def within(place: str, comparisons: Iterator[Comparison]) -> Iterator[Comparison]:
    """Say in the faults where they are."""
    for comparison in comparisons:
        yield comparison.located(place)


def number(tensor: dict[str, Any]) -> float:
    """A tensor of shape [] as a number."""
    return float(to_array(tensor))


# ---- trainings -------------------------------------------------------------------------------------------------------


def compare_training(trained: Trained, expected: Mapping[str, Any]) -> Iterator[Comparison]:
    """The digest after every update, the losses and the last parameters, bit by bit."""
    if trained.digests is not None:
        yield compare_in_order("digest", trained.digests, expected["digests"], "update")
    yield from compare_results(trained, expected, IDENTICAL)


def compare_results(trained: Trained, expected: Mapping[str, Any], level: int = ACCURATE) -> Iterator[Comparison]:
    """The losses, the best state and the last parameters; of a short training there are bounds."""
    for name in ("history", "validation_history"):
        if name in expected:
            bound = bound_of(expected[name])
            yield compare(name, getattr(trained, name), to_array(expected[name]), bound, level)
    if "best_epoch" in expected:
        yield compare_word("best_epoch", trained.best_epoch, expected["best_epoch"])
    last = {name: expected[name] for name in PARAMETERS if name in expected}
    yield from within("last network", compare_steps(trained.parameters, last, level))


def compare_shapes(trained: Trained, expected: Mapping[str, Any]) -> Iterator[Comparison]:
    """The losses and the last parameters: as many as there should be, and no NaN among them."""
    results = {"history": trained.history, **trained.parameters}
    for name in ("history", *PARAMETERS):
        if name in expected:
            any_number = np.full(expected[name]["shape"], math.inf)
            compared = compare(name, results.get(name), to_array(expected[name]), any_number, ACCURATE)
            yield Comparison(name, compared.fault)
