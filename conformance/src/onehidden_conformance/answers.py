"""What an oracle, right or wrong, answers to a vector, and at which level the difference to what is expected shows.

An answer has the names of what a vector expects: steps, `uniforms`; of a training `digests`, `history` and the last
parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

from onehidden_conformance.arguments import network_arguments
from onehidden_conformance.bits import Array
from onehidden_conformance.comparison import ACCURATE, IDENTICAL, compare
from onehidden_conformance.judge import bound_of
from onehidden_conformance.oracle import NetworkValues, Oracle, Overflow
from onehidden_conformance.tensors import to_array, to_value
from onehidden_conformance.testees import Trained

Vector: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = Mapping[str, Any]  # arrays by name, and a list of digests

DIGESTS = "digests"

LEFT_OUT = {
    "invalid": "each asks for one check, and its mistake is to leave that check out: the table would be a diagonal",
    "threshold": "the answer is 0 or 1, so that each hunts one wrong decision, which its title names",
}
"""Kinds of vectors that are not computed here, and why."""


def answer(oracle: Oracle, vector: Vector) -> Answer:
    """Compute a vector. An overflow that ends a training leaves nothing to compare.

    Examples
    --------
    >>> from onehidden_conformance import fixtures
    >>> float(answer(Oracle(), fixtures.load("article/one-iteration"))["loss"])
    0.35410631161841577
    """
    try:
        values = dict(ANSWERS[vector["kind"]](oracle, vector))
    except Overflow:
        return {}
    return {name: value if name == DIGESTS else np.array(value, dtype=np.float64) for name, value in values.items()}


def answers_to_step(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """All steps of one update."""
    data = (to_value(vector[name]) for name in ("X", "y", "learning_rate"))
    yield from oracle.step(network_of(vector), *data).items()  # type: ignore[arg-type]


def answers_to_update(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """Step 12."""
    gradients = {name: to_value(gradient) for name, gradient in vector["gradients"].items()}
    rate: Any = to_value(vector["learning_rate"])
    yield from oracle.update(network_of(vector), gradients, rate).items()


def answers_to_training(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """What a training leaves."""
    X, y, rate = (to_value(vector[name]) for name in ("X", "y", "learning_rate"))
    training = oracle.train(network_of(vector), X, y, rate, vector["epochs"], vector["batches"])  # type: ignore[arg-type]
    yield DIGESTS, training.digests
    yield "history", training.history
    yield from training.states[-1].network.parameters().items()


def answers_to_stream(oracle: Any, vector: Vector) -> Iterator[tuple[str, Any]]:
    """The numbers of a stream."""
    yield "uniforms", oracle.uniforms(vector["seed"], vector["n"])


ANSWERS = {
    "step": answers_to_step,
    "update": answers_to_update,
    "training": answers_to_training,
    "stream": answers_to_stream,
}


def network_of(vector: Vector) -> NetworkValues:
    """The network of a vector, in lists."""
    arguments = network_arguments(vector["network"])
    return NetworkValues(**{name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in arguments.items()})


# ---- what is expected ------------------------------------------------------------------------------------------------


def expected_answer(vector: Vector) -> Answer:
    """What a vector expects, in the form of an answer."""
    return {name: t if name == DIGESTS else to_array(t) for name, t in vector["expected"].items() if t is not None}


def bounds(vector: Vector) -> dict[str, Array | None]:
    """The bounds of what a vector expects; None where it has none."""
    return {name: bound_of(t) for name, t in vector["expected"].items() if isinstance(t, Mapping)}


def answer_of_training(trained: Trained) -> Answer:
    """A testee's training in the form of an answer."""
    digests = {} if trained.digests is None else {DIGESTS: trained.digests}
    return {**digests, "history": trained.history, **trained.parameters}


def parts(vector: Vector) -> Iterator[Vector]:
    """The updates that a vector holds: its own if it is one, and those from the checkpoints of a training.

    The training itself comes last.
    """
    shared = {name: vector[name] for name in ("X", "y", "learning_rate") if name in vector}
    for checkpoint in vector.get("checkpoints", []):
        yield {"id": vector["id"], "kind": "step", **shared, **checkpoint}
    yield vector


def shortened(vector: Vector, updates: int) -> Vector:
    """A training cut to about so many updates; its last parameters are then not known."""
    if vector["kind"] != "training":
        return vector
    an_epoch = max(1, updates_of(vector) // max(1, vector["epochs"]))
    epochs = max(1, updates // an_epoch)
    if epochs >= vector["epochs"]:
        return vector
    expected = vector["expected"]
    history = expected["history"]
    first = {"shape": [epochs + 1], **{key: history[key][: epochs + 1] for key in ("bits", "values")}}
    return {
        **vector,
        "epochs": epochs,
        "expected": {"digests": expected["digests"][: epochs * an_epoch], "history": first},
    }


def updates_of(vector: Vector) -> int:
    """How many updates a vector asks for."""
    return len(vector["expected"]["digests"]) if vector["kind"] == "training" else 1


def visible_at(vector: Vector, given: Answer) -> int | None:
    """The lowest level at which an answer is not what the vector expects; None if all bits are right.

    A training's own results are compared at level 2 only, for their rounding errors grow without a useful bound.
    """
    levels = [IDENTICAL] if vector["kind"] == "training" and given else [ACCURATE, IDENTICAL]
    return next((level for level in levels if not conforms(vector, given, level)), None)


def conforms(vector: Vector, given: Answer, level: int) -> bool:
    """Whether an answer is all that the vector expects, at a level."""
    limits = bounds(vector)
    return all(
        given.get(name) == expected
        if name == DIGESTS
        else not compare(name, given.get(name), expected, limits[name], level).fault
        for name, expected in expected_answer(vector).items()
    )
