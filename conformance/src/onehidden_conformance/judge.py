"""One vector and one testee: what conforms, and what does not and where first (SPEC.md, sections 8 and 9)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from onehidden_conformance.arguments import PARAMETERS, arguments_of_call, network_arguments
from onehidden_conformance.bits import Array
from onehidden_conformance.comparison import (
    IDENTICAL,
    Comparison,
    compare,
    compare_in_order,
    compare_published,
    compare_word,
)
from onehidden_conformance.oracle import FORWARD, STEPS
from onehidden_conformance.tensors import to_array
from onehidden_conformance.testees import Refused, Steps, Testee, Trained

Vector = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What the judge found, comparison by comparison, in the order of the steps."""

    vector: str
    testee: str
    comparisons: tuple[Comparison, ...]

    @property
    def faults(self) -> list[Comparison]:
        """The comparisons that failed; the first of them is where to look."""
        return [comparison for comparison in self.comparisons if comparison.fault]

    @property
    def passed(self) -> bool:
        """Whether the testee conforms, as far as this vector can tell."""
        return not self.faults

    def __str__(self) -> str:
        if self.passed:
            return f"{self.vector}: {self.testee} conforms"
        return f"{self.vector}: {self.testee}: {self.faults[0].fault}"


def judge(vector: Vector, testee: Testee) -> Verdict:
    """Let the testee work on a vector and compare whatever it is expected to give."""
    comparisons = tuple(until_refused(JUDGES[vector["kind"]](vector, testee)))
    return Verdict(vector["id"], testee.name, comparisons)


def until_refused(comparisons: Iterator[Comparison]) -> Iterator[Comparison]:
    """Let an unexpected refusal be the last fault."""
    try:
        yield from comparisons
    except Refused as refusal:
        step = refusal.step or "call"
        yield Comparison(step, f"{step}: refused what it should accept: {refusal.message}")


# ---- kinds of vectors ------------------------------------------------------------------------------------------------


def judge_step(vector: Vector, testee: Testee) -> Iterator[Comparison]:
    """One update: every step, and the same again from `forward` and `predict`."""
    network, X, y = network_arguments(vector["network"]), to_array(vector["X"]), to_array(vector["y"])
    expected = vector["expected"]
    steps, digest = testee.step(network, X, y, number(vector["learning_rate"]))
    yield from compare_steps(steps, expected, testee.level)
    forward_steps = {name: expected[name] for name in FORWARD if name in expected}
    yield from within("forward", compare_steps(testee.forward(network, X), forward_steps, testee.level))
    output = {"output": testee.predict(network, X)}
    yield from within("predict", compare_steps(output, {"output": expected["output"]}, testee.level))
    if testee.level == IDENTICAL:
        yield compare_word("digest", digest, vector["digest"])
    for published in vector.get("published", []):
        yield judge_published(published, steps.get(published["step"]))


def judge_training(vector: Vector, testee: Testee) -> Iterator[Comparison]:
    """A training: one update at a time from the shared states of its checkpoints, then as a whole.

    The checkpoints come first because they can name a step, and a digest cannot. Only bits are compared beyond them:
    what is merely accurate drifts from update to update, and no useful bound follows it.
    """
    for checkpoint in vector["checkpoints"]:
        shared = {name: vector[name] for name in ("X", "y", "learning_rate")}
        yield from within(f"epoch {checkpoint['epoch']}", judge_step({**shared, **checkpoint}, testee))
    published = vector.get("published", [])
    trained = testee.train(
        network_arguments(vector["network"]),
        to_array(vector["X"]),
        to_array(vector["y"]),
        number(vector["learning_rate"]),
        vector["epochs"],
        vector["batches"],
        sorted({numbers["after_epoch"] for numbers in published}),
    )
    if testee.level == IDENTICAL:
        yield from compare_training(trained, vector["expected"])
    for numbers in published:
        source = trained.outputs if numbers["step"] == "output" else trained.mean_absolute_errors
        yield judge_published(numbers, source[numbers["after_epoch"]])


def compare_training(trained: Trained, expected: Mapping[str, Any]) -> Iterator[Comparison]:
    """The digest after every update, the losses and the last parameters, bit by bit."""
    yield compare_in_order("digest", trained.digests, expected["digests"], "update")
    yield compare("history", trained.history, to_array(expected["history"]), None, IDENTICAL)
    last = {name: expected[name] for name in PARAMETERS if name in expected}
    yield from within("last network", compare_steps(trained.parameters, last, IDENTICAL))


def judge_update(vector: Vector, testee: Testee) -> Iterator[Comparison]:
    """Step 12 by itself."""
    gradients = {name: to_array(tensor) for name, tensor in vector["gradients"].items()}
    network, learning_rate = network_arguments(vector["network"]), number(vector["learning_rate"])
    steps, digest = testee.update(network, gradients, learning_rate)
    yield from compare_steps(steps, vector["expected"], testee.level)
    if testee.level == IDENTICAL:
        yield compare_word("digest", digest, vector["digest"])
    for published in vector.get("published", []):
        yield judge_published(published, steps.get(published["step"]))


def judge_threshold(vector: Vector, testee: Testee) -> Iterator[Comparison]:
    """The threshold unit, whose output is 0 or 1 and nothing near it."""
    w = None if vector["w"] is None else to_array(vector["w"])
    output = testee.threshold_unit(to_array(vector["x"]), w, number(vector["b"]), number(vector["threshold"]))
    yield compare("output", output, to_array(vector["expected"]["output"]), None, IDENTICAL)


def judge_stream(vector: Vector, testee: Testee) -> Iterator[Comparison]:
    """A stream of random numbers, which has no rounding to forgive."""
    uniforms = testee.uniforms(vector["seed"], vector["n"], vector["stream"])
    yield compare("uniforms", uniforms, to_array(vector["expected"]["uniforms"]), None, IDENTICAL)


def judge_invalid(vector: Vector, testee: Testee) -> Iterator[Comparison]:
    """A call that must be refused, in the expected words."""
    try:
        testee.call(vector["call"], arguments_of_call(vector))
    except Refused as refusal:
        for word, expected in vector["expected"].items():
            if word != "digest" or testee.level == IDENTICAL:
                yield compare_word(word, getattr(refusal, word), expected).remarked(refusal.message)
    else:
        yield Comparison("code", f"code: accepted what it should refuse as {vector['expected']['code']}")


JUDGES = {
    "step": judge_step,
    "training": judge_training,
    "update": judge_update,
    "threshold": judge_threshold,
    "stream": judge_stream,
    "invalid": judge_invalid,
}

# ---- what they share -------------------------------------------------------------------------------------------------


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
