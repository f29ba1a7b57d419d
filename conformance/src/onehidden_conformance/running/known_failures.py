"""Failures that are known: a file that excuses them, and that is itself checked both ways.

It is JSON, one entry for each vector that an implementation fails:

    {"known_failures": [
      {"implementation": "node my_network.js", "id": "edges/cancellation", "kind": "wrong loss",
       "reason": "sums pairwise", "link": "https://example.org/issues/7", "since": "2025-01-31"}
    ]}

An excuse that has become wrong is a fault: a vector that passes now, that fails in another way, that does not exist, or
an implementation that is not there. So the file cannot rot.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.vectors.reading import FixtureError, parse

UNEXPLAINED = "not explained yet"


class KnownFailuresError(Exception):
    """A file of known failures that cannot be used."""


@dataclass(frozen=True)
class KnownFailure:
    """An excuse: who fails what, how, why, where that is discussed, and since when."""

    implementation: str
    id: str
    kind: str
    reason: str
    link: str = ""
    since: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """What it excuses."""
        return self.id, self.implementation


KnownFailures = Mapping[tuple[str, str], KnownFailure]
NAMES = [field.name for field in fields(KnownFailure)]


def read(path: Path) -> KnownFailures:
    """Read a file of known failures.

    Raises
    ------
    KnownFailuresError
        With the first thing that is wrong with it.
    """
    try:
        content = parse(path)
    except FixtureError as error:
        raise KnownFailuresError(str(error)) from error
    entries = content.get("known_failures") if isinstance(content, dict) else None
    if not isinstance(entries, list) or len(content) > 1:
        raise KnownFailuresError(f'{path}: should be {{"known_failures": [...]}}')
    failures = [entry_of(entry, f"{path}: entry {number}") for number, entry in enumerate(entries, 1)]
    by_pair = {failure.pair: failure for failure in failures}
    for failure in failures:
        if by_pair[failure.pair] is not failure:
            raise KnownFailuresError(f"{path}: {failure.implementation}, {failure.id}, comes twice")
    return by_pair


def entry_of(entry: Any, where: str) -> KnownFailure:
    """Check one entry; `link` and `since` may be absent."""
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise KnownFailuresError(f"{where}: should be an object of strings")
    for name in entry.keys() - set(NAMES):
        raise KnownFailuresError(f"{where}: has no {name!r}; it may have {', '.join(NAMES)}")
    for name in ("implementation", "id", "kind", "reason"):
        if not entry.get(name):
            raise KnownFailuresError(f"{where}: {name!r} is missing or empty")
    return KnownFailure(**entry)


def write(path: Path, failures: Sequence[KnownFailure]) -> None:
    """Write a file of known failures, sorted."""
    entries = [asdict(failure) for failure in sorted(failures, key=lambda failure: failure.pair)]
    path.write_text(json.dumps({"known_failures": entries}, indent=2) + "\n", encoding="utf-8")


def excuse(known: KnownFailures, verdict: Line) -> str:
    """The reason why a verdict is as it is, if it is known; a failure of another kind is not excused."""
    failure = known.get((verdict["vector"], verdict["implementation"]))
    return failure.reason if failure and failure.kind == verdict["kind"] else ""


def complaints(
    known: KnownFailures, verdicts: Sequence[Line], ids: Sequence[str], implementations: Sequence[str]
) -> Iterator[str]:
    """Faults of the known failures after a run; those of vectors that were not chosen cannot be checked."""
    by_pair = {(verdict["vector"], verdict["implementation"]): verdict for verdict in verdicts}
    for failure in known.values():
        verdict = by_pair.get(failure.pair)
        where = f"known failure {failure.implementation}, {failure.id}"
        if failure.id not in ids and not failure.id.startswith("made/"):
            yield f"{where}: there is no such vector"
        elif failure.implementation not in implementations:
            yield f"{where}: there is no such implementation in this run"
        elif verdict and verdict["kind"] == "":
            yield f"{where}: is {verdict['status']} and should be {failure.kind}"
        elif verdict and verdict["kind"] != failure.kind:
            yield f"{where}: is {verdict['kind']} and should be {failure.kind}"


def repaired(known: KnownFailures, verdicts: Sequence[Line], ids: Sequence[str]) -> list[KnownFailure]:
    """The known failures as they should be: reasons are kept, and so is what this run could not tell."""
    judged = {(verdict["vector"], verdict["implementation"]) for verdict in verdicts}
    untold = [
        failure
        for pair, failure in known.items()
        if pair not in judged and (failure.id in ids or failure.id.startswith("made/"))
    ]
    return [*untold, *(renewed(known, verdict) for verdict in verdicts if verdict["kind"])]


def renewed(known: KnownFailures, verdict: Line) -> KnownFailure:
    """The entry of one failure: the old one if it still says the truth."""
    old = known.get((verdict["vector"], verdict["implementation"]))
    if old and old.kind == verdict["kind"]:
        return old
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    return KnownFailure(verdict["implementation"], verdict["vector"], verdict["kind"], UNEXPLAINED, since=today)
