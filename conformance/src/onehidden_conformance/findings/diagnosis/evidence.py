"""The answers of an implementation, prepared for comparison with the predictions of mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from onehidden_conformance.implementations import Trained
from onehidden_conformance.judging.answers import (
    LEFT_OUT,
    WORDS,
    Answer,
    Vector,
    answer,
    answer_of_training,
    bounds,
    expected_answer,
    updates_of,
)
from onehidden_conformance.mistakes import Mistake
from onehidden_conformance.mistakes.answering import Update, answer_to, update_of
from onehidden_conformance.numbers.bits import Array, ulp_distance
from onehidden_conformance.numbers.comparison import against_bound
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.oracle import PARAMETERS, Oracle

Answers: TypeAlias = Mapping[str, "Mapping[str, object] | Trained"]

LARGEST_TRAINING = 3_000
"""Numbers that a training may go through; larger ones are no evidence, for they take long and rounding errors grow."""


@dataclass
class Case:
    """One vector with its answer, and what was predicted for it so far.

    Attributes
    ----------
    wrong : frozenset of str
        The tensors that lie outside the bounds of what is expected, where it has bounds.
    work : int
        Numbers to go through, about.
    """

    vector: Vector
    given: Answer
    expected: Answer
    limits: Mapping[str, Array | None]
    wrong: frozenset[str]
    work: int
    known: dict[type[Oracle], Answer] = field(default_factory=dict)

    @property
    def is_update(self) -> bool:
        """Whether it is one update, whose results are quick to predict."""
        return bool(self.vector["kind"] == "step")

    @property
    def rows(self) -> int:
        """Samples of an update."""
        return int(self.vector["X"]["shape"][0])

    @cached_property
    def update(self) -> Update:
        """What the update starts from."""
        return update_of(self.vector)

    @cached_property
    def size(self) -> float:
        """The largest finite magnitude of all that is given and expected."""
        return largest([*inputs(self.vector), *self.expected.values()])

    @cached_property
    def slack(self) -> dict[str, float]:
        """The largest finite bound of each tensor: how much rounding errors may grow in it."""
        return {name: largest([limit]) for name, limit in self.limits.items() if limit is not None}

    @cached_property
    def right(self) -> Case:
        """The same, as a right network would have answered it."""
        return Case(self.vector, self.expected, self.expected, self.limits, frozenset(), self.work, self.known)

    @cached_property
    def bounded(self) -> bool:
        """Whether anything that is expected has bounds."""
        return any(limit is not None for limit in self.limits.values())

    @cached_property
    def identical(self) -> bool:
        """Whether all bits are those that are expected."""
        return identical(self.given, self.expected)

    def predicted(self, kind: type[Oracle]) -> Answer:
        """What an oracle answers; computed once."""
        if kind not in self.known:
            self.known[kind] = self.compute(kind())
        return self.known[kind]

    def compute(self, oracle: Oracle) -> Answer:
        """What an oracle answers."""
        return answer_to(oracle, self.update) if self.is_update else answer(oracle, self.vector)

    def showing(self, names: Iterable[str]) -> Case:
        """The same with fewer tensors."""
        kept = set(names)
        given = {name: value for name, value in self.given.items() if name in kept}
        return Case(self.vector, given, self.expected, self.limits, self.wrong & kept, self.work, self.known)

    def read_by(self, kind: type[Mistake]) -> Case:
        """The same without what a mistake does to the numbers where they are shown."""
        given = {name: value if name in WORDS else kind.undone(name, value) for name, value in self.given.items()}
        return Case(self.vector, given, self.expected, self.limits, self.wrong, self.work, self.known)


def cases_of(answers: Answers, vectors: Iterable[Vector]) -> list[Case]:
    """Vectors with their answers, the small ones first: they rule out most mistakes in no time."""
    usable = [
        case_of(vector, in_one_form(answers[vector["id"]]))
        for vector in vectors
        if vector["id"] in answers and vector["kind"] not in LEFT_OUT
        if vector["kind"] != "training" or work(vector) <= LARGEST_TRAINING
    ]
    return sorted((case for case in usable if case.given), key=lambda case: case.work)


def case_of(vector: Vector, given: Answer) -> Case:
    """One vector with its answer."""
    expected, limits = expected_answer(vector), bounds(vector)
    wrong = frozenset(
        name for name, value in given.items() if name in expected and is_wrong(value, expected[name], limits.get(name))
    )
    return Case(vector, given, expected, limits, wrong, work(vector))


def is_wrong(given: Any, expected: Any, limit: Array | None) -> bool:
    """Whether a tensor is outside its bounds; without bounds only its shape tells."""
    if limit is None:
        return isinstance(expected, np.ndarray) and np.shape(given) != np.shape(expected)
    return np.shape(given) != np.shape(expected) or not against_bound(given, expected, limit)[0].all()


def in_one_form(given: Mapping[str, object] | Trained) -> Answer:
    """Steps as arrays, a training as its parts."""
    if isinstance(given, Trained):
        return answer_of_training(given)
    return {name: value if name in WORDS else np.asarray(value, dtype=np.float64) for name, value in given.items()}


def work(vector: Vector) -> int:
    """Numbers to go through, about."""
    return updates_of(vector) * len(vector.get("X", {"bits": [""]})["bits"])


def inputs(vector: Vector) -> list[Array]:
    """The numbers that a vector gives."""
    given = {**vector.get("network", {}), **vector.get("gradients", {}), "X": vector.get("X")}
    return [to_array(tensor) for tensor in given.values() if isinstance(tensor, dict)]


def largest(tensors: Iterable[Any]) -> float:
    """The largest finite magnitude."""
    arrays = [np.abs(tensor) for tensor in tensors if isinstance(tensor, np.ndarray)]
    return max((float(a[np.isfinite(a)].max(initial=0.0)) for a in arrays), default=0.0)


def identical(given: Answer, predicted: Answer) -> bool:
    """Whether all that is given has the predicted bits; what only one of them has is not compared."""
    return all(same_bits(name, given[name], predicted[name]) for name in given if name in predicted)


def same_bits(name: str, a: Any, b: Any) -> bool:
    """Whether two tensors, or lists of digests, are equal bit by bit."""
    if name in WORDS:
        return bool(a == b)
    return np.shape(a) == np.shape(b) and not ulp_distance(a, b).any()


def comparable(given: Answer, predicted: Answer) -> list[str]:
    """The tensors that both have."""
    return [name for name in given if name in predicted and name not in WORDS]


def richness(case: Case) -> int:
    """How many sizes are more than 1, and how many biases there are: richer updates distinguish more mistakes."""
    network, X, y, *_ = case.update
    sizes = (len(X), len(X[0]), len(y[0]), 0 if network.wh is None else len(network.wh[0]))
    return sum(size > 1 for size in sizes) + sum(getattr(network, name) is not None for name in PARAMETERS)
