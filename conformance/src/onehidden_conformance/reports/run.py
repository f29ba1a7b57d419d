"""A run of the suite as data: what was to run, what came of it, and whether that will do.

Four things make a run fail: a bit that differs in reproducible arithmetic, a bound that is exceeded in blas arithmetic,
a selected vector that did not run on every implementation, and a folder without vectors. A vector that was left out
on purpose only makes it partial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onehidden_conformance.judging.result import Result


@dataclass(frozen=True)
class Run:
    """What was to run and what ran; a pair is a vector's id and an implementation's name."""

    vectors: Sequence[str]
    implementations: Sequence[str]
    selected: frozenset[tuple[str, str]]
    results: Sequence[Result]

    @property
    def faults(self) -> list[str]:
        """What is wrong, the first culprit first."""
        if not self.vectors:
            return ["no vector was found"]
        wrong = sorted((r for r in self.results if r.fault), key=lambda r: self.rank(r.vector, r.implementation))
        ran = {(r.vector, r.implementation) for r in self.results}
        missing = sorted(self.selected - ran, key=lambda pair: self.rank(*pair))
        return [
            *(f"{r.implementation}, {r.vector}, {r.fault}" for r in wrong),
            *(f"{implementation}, {vector}, did not run" for vector, implementation in missing),
        ]

    def rank(self, vector: str, implementation: str) -> tuple[int, int]:
        """Where a pair stands in the order of the run."""
        return self.vectors.index(vector), self.implementations.index(implementation)

    @property
    def is_partial(self) -> bool:
        """Whether vectors were left out on purpose."""
        return len(self.selected) < len(self.vectors) * len(self.implementations)

    def verdict(self) -> str:
        """The run in one line."""
        faults = self.faults
        if faults:
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            return f"NOT CONFORMING: {faults[0]}{more}"
        word = "ACCURATE" if all(name.endswith(":blas") for name in self.implementations) else "IDENTICAL"
        ran = len({vector for vector, _ in self.selected})
        claim = f"{ran} of {len(self.vectors)} vectors, {who(self.implementations)}, {what(self.implementations)}"
        return f"PARTIAL RUN, {word.lower()} so far: {claim}" if self.is_partial else f"{word}: {claim}"


LANGUAGES = {"python": "Python", "r": "R"}
CLAIMS = {
    "reproducible": "every bit in reproducible arithmetic",
    "compiled": "every bit with compiled kernels",
    "interpreted": "every bit with interpreted kernels",
    "blas": "every bound in blas arithmetic",
}


def who(implementations: Sequence[str]) -> str:
    """The languages of the implementations."""
    return " and ".join(dict.fromkeys(LANGUAGES.get(name.partition(":")[0], name) for name in implementations))


def what(implementations: Sequence[str]) -> str:
    """What the implementations have kept."""
    *others, last = dict.fromkeys(CLAIMS.get(name.partition(":")[2], "every bit") for name in implementations)
    return f"{', '.join(others)} and {last}" if others else last
