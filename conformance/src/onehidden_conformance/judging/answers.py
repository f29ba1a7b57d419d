"""What an oracle, right or wrong, answers to a vector, and at which level the difference to what is expected shows.

An answer has the names of what a vector expects: steps, `uniforms`, rows; of a training `digests`, `history` and the
last parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

from onehidden_conformance.implementations import Trained
from onehidden_conformance.judging.comparing import bound_of
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.comparison import ACCURATE, IDENTICAL, compare
from onehidden_conformance.numbers.tensors import to_array, to_value
from onehidden_conformance.oracle import NetworkValues, Oracle, Overflow, habits, settings_of
from onehidden_conformance.vectors.arguments import network_arguments, training_options, training_settings

Vector: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = Mapping[str, Any]  # arrays by name, and words: digests, rows

DIGESTS = "digests"
ROWS = ("training", "validation")
WORDS = (DIGESTS, *ROWS, "best_epoch")
"""What is compared for equality, and has no bits and no rounding."""

LEFT_OUT = {
    "invalid": "each asks for one check, and its mistake is to leave that check out: the table would be a diagonal",
    "threshold": "the answer is 0 or 1, so that each hunts one wrong decision, which its title names",
}
"""Kinds of vectors that are not computed here, and why."""


def answer(oracle: Oracle, vector: Vector) -> Answer:
    """Compute a vector. An overflow that ends a training leaves nothing to compare.

    Examples
    --------
    >>> from onehidden_conformance.vectors import reading
    >>> float(answer(Oracle(), reading.load("article/one-iteration"))["loss"])
    0.35410631161841577
    """
    try:
        values = dict(ANSWERS[vector["kind"]](oracle, vector))
    except Overflow:
        return {}
    return {name: value if name in WORDS else np.array(value, dtype=np.float64) for name, value in values.items()}


def answers_to_step(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """All steps of one update."""
    X, y, rate = (to_value(vector[name]) for name in ("X", "y", "learning_rate"))
    weights = to_value(vector["sample_weight"]) if "sample_weight" in vector else None
    yield from habits.update(oracle, network_of(vector), X, y, rate, weights, decay_of(vector)).items()  # type: ignore[arg-type]


def decay_of(vector: Vector) -> habits.Decay | None:
    """The weight decay of an update, which only made vectors have."""
    if "weight_decay" not in vector:
        return None
    return habits.Decay(float(to_array(vector["weight_decay"])), vector["decay_in"])


def answers_to_update(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """Step 12."""
    gradients = {name: to_value(gradient) for name, gradient in vector["gradients"].items()}
    rate: Any = to_value(vector["learning_rate"])
    yield from oracle.update(network_of(vector), gradients, rate).items()


def answers_to_training(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """What a training leaves."""
    X, y = (to_value(vector[name]) for name in ("X", "y"))
    settings = settings_of(training_settings(vector))
    training = oracle.train(network_of(vector), X, y, settings)  # type: ignore[arg-type]
    yield DIGESTS, training.digests
    yield "history", training.history
    yield from training.network.parameters().items()
    if settings.validation is not None:
        yield "validation_history", training.validation_history
    if settings.patience is not None:
        yield "best_epoch", training.best


def answers_to_stream(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """The numbers of a stream."""
    for name in vector["expected"]:
        yield name, getattr(oracle, name)(vector["seed"], vector["n"], vector["stream"])


def answers_to_initialization(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """First weights."""
    sizes = (vector[name] for name in ("n_features", "n_hidden", "n_outputs", "seed", "initialization", "stream"))
    yield from oracle.initial_network(*sizes).parameters().items()


def answers_to_split(oracle: Oracle, vector: Vector) -> Iterator[tuple[str, Any]]:
    """Rows for training and for validation."""
    fraction: Any = to_value(vector["fraction"])
    yield from zip(ROWS, oracle.split_rows(vector["n"], fraction, vector["seed"], vector["stream"]), strict=True)


ANSWERS = {
    "step": answers_to_step,
    "update": answers_to_update,
    "training": answers_to_training,
    "stream": answers_to_stream,
    "initialization": answers_to_initialization,
    "split": answers_to_split,
}


def network_of(vector: Vector) -> NetworkValues:
    """The network of a vector, in lists."""
    arguments = network_arguments(vector["network"])
    return NetworkValues(**{name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in arguments.items()})


# ---- what is expected ------------------------------------------------------------------------------------------------


def expected_answer(vector: Vector) -> Answer:
    """What a vector expects, in the form of an answer."""
    return {name: t if name in WORDS else to_array(t) for name, t in vector["expected"].items() if t is not None}


def bounds(vector: Vector) -> dict[str, Array | None]:
    """The bounds of what a vector expects; None where it has none."""
    return {name: bound_of(t) for name, t in vector["expected"].items() if isinstance(t, Mapping)}


def answer_of_training(trained: Trained) -> Answer:
    """An implementation's training in the form of an answer."""
    digests = {} if trained.digests is None else {DIGESTS: trained.digests}
    validation = {} if trained.validation_history is None else {"validation_history": trained.validation_history}
    best = {} if trained.best_epoch is None else {"best_epoch": trained.best_epoch}
    return {**digests, "history": trained.history, **trained.parameters, **validation, **best}


def parts(vector: Vector) -> Iterator[Vector]:
    """The updates that a vector holds: its own if it is one, and those from the checkpoints of a training.

    The training itself comes last.
    """
    shared = {name: vector[name] for name in ("X", "y", "learning_rate", "sample_weight") if name in vector}
    for checkpoint in vector.get("checkpoints", []):
        yield {"id": vector["id"], "kind": "step", **shared, **checkpoint}
    yield vector


def shortened(vector: Vector, updates: int) -> Vector:
    """A training cut to about so many updates; its last parameters are then not known."""
    if vector["kind"] != "training" or not is_plain(vector):
        return vector  # what is more than plain is short, and tried whole
    an_epoch = max(1, updates_of(vector) // max(1, vector["epochs"]))
    epochs = max(1, updates // an_epoch)
    if epochs >= vector["epochs"]:
        return vector
    expected = vector["expected"]
    history = expected["history"]
    first = {"shape": [epochs + 1], **{key: history[key][: epochs + 1] for key in history if key != "shape"}}
    return {
        **vector,
        "epochs": epochs,
        "expected": {"digests": expected["digests"][: epochs * an_epoch], "history": first},
    }


def is_plain(vector: Vector) -> bool:
    """Whether a training is plain gradient descent at one learning rate, in the given order."""
    return "learning_rate" in vector and not training_options(vector)


def updates_of(vector: Vector) -> int:
    """How many updates a vector asks for."""
    return len(vector["expected"]["digests"]) if vector["kind"] == "training" else 1


def visible_at(vector: Vector, given: Answer) -> int | None:
    """The lowest level at which an answer is not what the vector expects; None if all bits are right.

    A training's own results are compared at level 2 only, unless it has bounds: rounding errors grow from update to
    update.
    """
    unbounded = vector["kind"] == "training" and not has_bounds(vector)
    levels = [IDENTICAL] if unbounded and given else [ACCURATE, IDENTICAL]
    return next((level for level in levels if not conforms(vector, given, level)), None)


def has_bounds(vector: Vector) -> bool:
    """Whether the results of a training have bounds."""
    return "bound" in vector["expected"]["history"]


def conforms(vector: Vector, given: Answer, level: int) -> bool:
    """Whether an answer is all that the vector expects, at a level; digests have only bits."""
    limits = bounds(vector)
    return all(
        given.get(name) == expected
        if name in WORDS
        else not compare(name, given.get(name), expected, limits[name], level).fault
        for name, expected in expected_answer(vector).items()
        if not (name == DIGESTS and level == ACCURATE and bool(given))
    )
