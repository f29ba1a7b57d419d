"""Whether a wrong network is named that shows a part of itself, on vectors made to measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from random import Random
from typing import Any

import numpy as np

from onehidden_conformance import made
from onehidden_conformance.findings.diagnosis import Match, diagnose
from onehidden_conformance.findings.diagnosis.evidence import case_of
from onehidden_conformance.implementations.declaration import Declaration
from onehidden_conformance.made.choosing import recipes
from onehidden_conformance.numbers.tensors import to_array
from onehidden_vectors.score.hooks import HOOKS
from onehidden_vectors.score.network import PARAMETERS, STEPS, Hooks, Network

UPDATED = tuple(f"updated_{name}" for name in PARAMETERS)
TRACES: dict[str, tuple[str, ...]] = {
    "everything": STEPS,
    "output, loss, updates": ("output", "loss", *UPDATED),
    "updates only": UPDATED,
    "output only": ("output",),
}
"""How much of itself an implementation shows."""

CONFIGURATIONS = (
    ("sigmoid", "sigmoid", "squared_error", "sum"),
    ("tanh", "sigmoid", "binary_cross_entropy", "mean"),
    ("relu", "softmax", "categorical_cross_entropy", "mean"),
    ("sigmoid", "softmax", "categorical_cross_entropy", "sum"),
    ("tanh", "tanh", "squared_error", "mean"),
    ("relu", "identity", "squared_error", "mean"),
    ("sigmoid", "identity", "squared_error", "sum"),
    ("relu", "sigmoid", "binary_cross_entropy", "sum"),
)
"""What people declare: hidden and output activation, loss, reduction."""

VECTORS = 10
"""Made for each configuration, in all shapes; as many others say whether a name fits beyond them."""

RIGHT, EQUAL, UNNAMED, WRONG, UNSEEN = "right", "in other words", "unnamed", "named wrong", "cannot be seen"
OUTCOMES = (RIGHT, EQUAL, UNNAMED, WRONG, UNSEEN)


@cache
def vectors_of(configuration: tuple[str, str, str, str], part: int = 0) -> list[Mapping[str, Any]]:
    """Vectors for a configuration, with both biases."""
    hidden, output, loss, reduction = configuration
    declared = Declaration((hidden,), (output,), (loss,), (reduction,), biases="both")
    chosen = islice(recipes(declared), part * VECTORS, (part + 1) * VECTORS)
    return [made.vector(str(recipe)) for recipe in chosen]


def given_of(vector: Mapping[str, Any]) -> dict[str, Any]:
    """What an update starts from, for a network in NumPy."""
    network = vector["network"]
    parameters = {name: None if network[name] is None else to_array(network[name]) for name in PARAMETERS}
    words = {"hidden": "hidden_activation", "out": "output_activation", "loss_name": "loss", "reduction": "reduction"}
    weights = to_array(vector["sample_weight"]) if "sample_weight" in vector else None
    data = {"X": to_array(vector["X"]), "y": to_array(vector["y"]), "rate": float(to_array(vector["learning_rate"]))}
    return {**parameters, **data, "weights": weights, **{key: network[word] for key, word in words.items()}}


def answers_of(hooks: Sequence[Hooks], vectors: Sequence[Mapping[str, Any]], shown: Sequence[str]) -> dict[str, Any]:
    """What a network answers, as much as it shows."""
    answers = {}
    for seed, vector in enumerate(vectors):
        steps = Network(hooks, seed).step(given_of(vector))
        answers[vector["id"]] = {name: steps[name] for name in shown if name in steps}
    return answers


def is_seen(answers: Mapping[str, Any], vectors: Sequence[Mapping[str, Any]]) -> bool:
    """Whether any answer is outside of its bounds."""
    return any(case_of(vector, answers[vector["id"]]).wrong for vector in vectors)


@dataclass(frozen=True)
class Outcome:
    """The result of one trial."""

    names: tuple[str, ...]
    trace: str
    outcome: str
    matches: tuple[str, ...] = ()


def tried(names: Sequence[str], trace: str, configuration: tuple[str, str, str, str]) -> Outcome:
    """Let a network err, and see the diagnosis."""
    hooks, vectors = [HOOKS[name] for name in names], vectors_of(configuration)
    answers = answers_of(hooks, vectors, TRACES[trace])
    if not is_seen(answers, vectors):
        return Outcome(tuple(names), trace, UNSEEN)
    found = diagnose(answers, vectors)
    visible = {name for name in names if not same(answers, without(name, names, vectors, TRACES[trace]))}
    outcome = RIGHT if any(visible <= set(match.names) for match in found) else UNNAMED if not found else ""
    if not outcome:
        others = vectors_of(configuration, 1)
        again = diagnose(answers_of(hooks, others, TRACES[trace]), others)
        outcome = EQUAL if named(found) & named(again) else WRONG
    return Outcome(tuple(names), trace, outcome, tuple(match.mistake for match in found))


def without(name: str, names: Sequence[str], vectors: Sequence[Mapping[str, Any]], shown: Sequence[str]) -> Any:
    """What a network answers that makes one mistake less."""
    return answers_of([HOOKS[other] for other in names if other != name], vectors, shown)


def same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two networks answer the same."""
    one, other = (np.concatenate([np.ravel(each[id][name]) for id in each for name in each[id]]) for each in (a, b))
    return len(one) == len(other) and np.allclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True)


def named(matches: Sequence[Match]) -> set[tuple[str, ...]]:
    """What is named."""
    return {match.names for match in matches}


def configuration_for(names: Sequence[str], at: int) -> tuple[str, str, str, str] | None:
    """A configuration in which every one of some mistakes shows, and all together something of their own."""
    for offset in range(len(CONFIGURATIONS)):
        configuration = CONFIGURATIONS[(at + offset) % len(CONFIGURATIONS)]
        alone = [[name] for name in names] if len(names) > 1 else []
        if differ([names, *alone, []], vectors_of(configuration)):
            return configuration
    return None


def differ(networks: Sequence[Sequence[str]], vectors: Sequence[Mapping[str, Any]]) -> bool:
    """Whether networks answer differently, each from each other; one that errs twice must not be one that errs once."""
    answers = [answers_of([HOOKS[name] for name in names], vectors, STEPS) for names in networks]
    return not any(same(a, b) for at, a in enumerate(answers) for b in answers[at + 1 :])


def singles() -> Iterator[Sequence[str]]:
    """Every mistake by itself."""
    yield from ([name] for name in HOOKS)


def pairs(count: int, seed: int = 1) -> Iterator[Sequence[str]]:
    """Pairs by lot; half of them with the one that is half of nearly every pair that was found in public."""
    random = Random(seed)
    for at in range(count):
        two = random.sample(sorted(HOOKS), 2)
        yield two if at % 2 else [two[0], "updated-wout-in-step-8"]


def outcomes(chosen: Iterator[Sequence[str]], traces: Sequence[str] = tuple(TRACES)) -> Iterator[Outcome]:
    """The results of all trials."""
    for at, names in enumerate(chosen):
        configuration = configuration_for(names, at) if len(set(names)) == len(names) else None
        if configuration is not None:
            for trace in traces:
                yield tried(names, trace, configuration)
