"""What is to run, and what came of starting it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onehidden_conformance.implementations import TIMEOUT, Broken, Implementation
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.reports.lines import Vector
from onehidden_conformance.running.known_failures import KnownFailures

ALL_AS_EXPECTED, NOT_CONFORMING, USAGE, BROKEN, NOTHING_RAN = range(5)
"""Exit codes."""


@dataclass(frozen=True)
class Start:
    """An implementation, or why there is none."""

    name: str
    implementation: Implementation | None
    problem: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """What is to run: all there is to know before the first implementation starts."""

    vectors: Iterable[Vector]
    ids: Sequence[str]
    implementations: Sequence[str]
    level: int | None = None
    timeout: float = TIMEOUT
    fingerprint: bool = True
    known: KnownFailures = field(default_factory=dict)
    command: Sequence[str] = ()


def start(name: str, timeout: float) -> Start:
    """Start an implementation. Whatever keeps it from starting is a finding and no accident of the suite's."""
    try:
        implementation = make_implementation(name, timeout)
        return Start(implementation.name, implementation, metadata=dict(implementation.metadata))
    except Broken as broken:
        return Start(name, None, "\n".join(filter(None, [str(broken), broken.stderr])))
    except Exception as error:
        return Start(name, None, f"{type(error).__name__}: {error}")
