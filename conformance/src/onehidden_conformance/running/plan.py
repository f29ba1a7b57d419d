"""The plan of a run, and the result of starting it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from onehidden_conformance.implementations import TIMEOUT, Broken, Implementation
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.reports.lines import Vector, shortened
from onehidden_conformance.running.known_failures import KnownFailures

MOST_WORDS = 50
"""Words that an implementation may say of itself."""


@dataclass(frozen=True)
class Start:
    """An implementation, or why there is none.

    Attributes
    ----------
    name : str
        What it was asked for by, or what it calls itself.
    implementation : Implementation or None
        None where it did not start, or where it lives in another process.
    problem : str
        Why it did not start; empty if it did.
    level : int
        What it claims.
    metadata : mapping of str
        What it says of itself, as words.
    """

    name: str
    implementation: Implementation | None = None
    problem: str = ""
    level: int = 1
    metadata: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """What can travel to another process."""
        return asdict(replace(self, implementation=None))

    def close(self) -> str:
        """Release what the implementation holds; tell how it ended if that was not as it should."""
        complaint = ""
        try:
            stop = getattr(self.implementation, "stop", None)  # only a program is told to stop
            if stop is not None:
                stop()
        except Broken as broken:
            complaint = str(broken)
        with suppress(Exception):
            if self.implementation is not None:
                self.implementation.close()
        return complaint


@dataclass
class Plan:
    """The plan: everything that is known before the first implementation starts."""

    vectors: Iterable[Vector]
    ids: Sequence[str]
    implementations: Sequence[str]
    level: int | None = None
    timeout: float = TIMEOUT
    fingerprint: bool = True
    made: int | None = 0
    """Vectors made to measure: at least so many for each implementation; None for what programs of others need."""
    known: KnownFailures = field(default_factory=dict)
    command: Sequence[str] = ()


def start(name: str, timeout: float = TIMEOUT) -> Start:
    """Start an implementation. Whatever keeps it from starting is a finding and no accident of the suite's."""
    try:
        made = make_implementation(name, timeout)
        return Start(made.name, made, level=made.level, metadata=words(made.metadata))
    except Broken as broken:
        return Start(name, problem="\n".join(filter(None, [str(broken), broken.stderr])))
    except Exception as error:
        return Start(name, problem=f"{type(error).__name__}: {error}")


def words(metadata: Mapping[str, Any]) -> dict[str, str]:
    """What an implementation says of itself, as words."""
    return {shortened(str(key)): shortened(str(value)) for key, value in list(metadata.items())[:MOST_WORDS]}
