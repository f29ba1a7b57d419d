"""Implementations against each other: who gives the same bits as whom, and how far apart the others are.

Two implementations can both be accurate and differ; and two that are wrong in the same way agree, which says more
about them than what they miss.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onehidden_conformance.judging.answers import WORDS, answer_of_training
from onehidden_conformance.judging.judge import Verdict
from onehidden_conformance.numbers.bits import ulp_distance

INCOMPARABLE = -1
"""In place of a distance where shapes or steps differ, or where there is nothing to compare."""


@dataclass(frozen=True)
class Agreement:
    """Who agrees with whom, on the vectors that all have answered.

    Attributes
    ----------
    implementations : tuple of str
        Their names.
    vectors : tuple of str
        What was compared.
    classes : tuple of tuples of str
        Implementations that give the same bits, the largest class first.
    ulp : mapping
        By a pair of names: the largest ULP distance between the two.
    """

    implementations: tuple[str, ...]
    vectors: tuple[str, ...]
    classes: tuple[tuple[str, ...], ...]
    ulp: Mapping[tuple[str, str], int]

    def lines(self) -> Iterator[str]:
        """The classes, one a line."""
        if not self.vectors:
            yield "no vector was answered by all"
            return
        yield f"{len(self.vectors)} vectors were answered by all"
        for members in self.classes:
            together = "give the same bits" if len(members) > 1 else "agrees with nobody"
            yield f"{', '.join(members)}: {together}"

    def table(self) -> list[list[str]]:
        """The largest ULP distances: a heading, and one row for each implementation."""
        rows = [[a, *(cell(self.ulp[a, b]) for b in self.implementations)] for a in self.implementations]
        return [["ulp", *self.implementations], *rows]


def agreement(verdicts: Mapping[str, Sequence[Verdict]]) -> Agreement:
    """Compare implementations by what they gave for the steps and trainings that all of them have answered.

    Parameters
    ----------
    verdicts : mapping
        By the implementation's name.
    """
    given = {implementation: answers(its_verdicts) for implementation, its_verdicts in verdicts.items()}
    by_all = set.intersection(*(set(answered) for answered in given.values())) if given else set()
    vectors = tuple(sorted(by_all))
    pairs = {(a, b): distance(given[a], given[b], vectors) for a in given for b in given}
    return Agreement(tuple(given), vectors, classes(given, vectors), pairs)


def answers(verdicts: Sequence[Verdict]) -> dict[str, Mapping[str, Any]]:
    """What an implementation gave, by vector; nothing for those that it did not answer."""
    found: dict[str, Mapping[str, Any]] = {}
    for verdict in verdicts:
        given = answer_of_training(verdict.trained) if verdict.trained is not None else verdict.steps
        if given:
            found[verdict.vector] = given
    return found


def classes(
    given: Mapping[str, Mapping[str, Mapping[str, Any]]], vectors: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Implementations with equal digests of all their answers, each digest a class."""
    members: dict[str, list[str]] = {}
    for implementation, answered in given.items():
        members.setdefault(digest([answered[vector] for vector in vectors]), []).append(implementation)
    return tuple(sorted((tuple(names) for names in members.values()), key=len, reverse=True))


def digest(given: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over all numbers of answers, with their names and shapes."""
    total = hashlib.sha256()
    for answered in given:
        for name in sorted(set(answered) - set(WORDS)):
            value = np.ascontiguousarray(answered[name], dtype="<f8")
            total.update(f"{name}{value.shape}".encode())
            total.update(value.tobytes())
        total.update(str([answered.get(word) for word in WORDS]).encode())
    return total.hexdigest()


def distance(a: Mapping[str, Mapping[str, Any]], b: Mapping[str, Mapping[str, Any]], vectors: Sequence[str]) -> int:
    """The largest ULP distance of two implementations over what both show."""
    shared = [(a[v][name], b[v][name]) for v in vectors for name in a[v] if name in b[v] and name not in WORDS]
    if not shared or any(np.shape(x) != np.shape(y) for x, y in shared):
        return INCOMPARABLE
    return max(int(ulp_distance(x, y).max(initial=0)) for x, y in shared)


def cell(ulp: int) -> str:
    """A distance for people: 0 is identical, and a dash is not comparable."""
    if ulp == INCOMPARABLE:
        return "-"
    return str(ulp) if ulp < 100_000 else f"{ulp:.0e}"
