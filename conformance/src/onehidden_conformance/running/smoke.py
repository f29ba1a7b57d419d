"""Judges the adapter alone: whether an implementation starts, answers one vector, refuses an invalid one, and ends.

It checks that numbers arrive, not that they are right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Timer

import numpy as np

from onehidden_conformance import made
from onehidden_conformance.implementations import TIMEOUT, Broken, Implementation
from onehidden_conformance.implementations.declaration import Declaration
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.process import ProcessImplementation
from onehidden_conformance.implementations.program import FLUSH
from onehidden_conformance.judging.discovery import discover
from onehidden_conformance.judging.judge import ERROR, PASSED, SKIPPED, Vector, Verdict, judge
from onehidden_conformance.made.choosing import recipes
from onehidden_conformance.vectors import reading
from onehidden_conformance.vectors.places import ROOT

VALID = "article/one-iteration"
INVALID = "invalid/x-columns"
SILENCE = 5.0
"""Seconds of silence after which possible causes are shown."""
LARGEST = 2**16
"""Bytes of the largest vector that is tried."""
MOST_MADE = 12
"""Made vectors that are tried where the published ones are skipped."""
IN_THIS_PROCESS = ("python", "r", "mistake")

Say = Callable[[str], object]


@dataclass(frozen=True)
class Finding:
    """One thing that was tried.

    Attributes
    ----------
    check : str
        What was tried, as in "it answers a vector".
    good : bool
        Whether it went well.
    text : str
        The result, in plain words.
    stderr : str
        What the implementation wrote on standard error, if it broke down.
    answered : bool
        Whether it did anything that can be wrong; it has not if it skipped all that it was asked.
    """

    check: str
    good: bool
    text: str
    stderr: str = ""
    answered: bool = True

    def __str__(self) -> str:
        mark = "good" if self.good else "WRONG" if self.answered else "NOT TRIED"
        return f"{mark}: {self.check}: {self.text}"


def smoke(name: str, timeout: float = TIMEOUT, root: Path = ROOT, say: Say = print) -> Iterator[Finding]:
    """Try an implementation, by name or command line; fix the first finding that is not good.

    What may be the matter with a program that keeps silent is said at once.
    """
    try:
        with hint_at_silence(say, name):
            implementation = make_implementation(name, timeout)
    except Broken as broken:
        yield Finding("it starts", False, str(broken), broken.stderr)
        return
    told = ", ".join(f"{key} {value}" for key, value in implementation.metadata.items())
    yield Finding("it starts", True, f"claims level {implementation.level}; {told}")
    for check in (answers, refuses):
        with hint_at_silence(say, name):
            finding = check(implementation, root)
        yield finding
    yield ends(implementation)


@contextmanager
def hint_at_silence(say: Say, name: str) -> Iterator[None]:
    """Give a hint, once, if a program takes suspiciously long."""
    timer = Timer(SILENCE, say, [f"... nothing has come for {SILENCE:g} s. {FLUSH}."])
    timer.daemon = True
    if name.partition(":")[0] not in IN_THIS_PROCESS:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def answers(implementation: Implementation, root: Path) -> Finding:
    """Ask for one vector: the article's, or the first that the implementation does not skip."""
    check = "it answers a vector"
    reason = ""
    for vector in candidates(implementation, root):
        id, verdict = vector["id"], judge(vector, implementation)
        if verdict.status == ERROR:
            return Finding(check, False, f"{id}: {verdict.reason}", verdict.stderr)
        if verdict.status != SKIPPED:
            complaint = wrong_form(vector, verdict, implementation)
            return Finding(check, not complaint, f"{id}: {complaint or what_arrived(verdict)}")
        reason = reason or verdict.reason
    skipped = f"it skips every vector of the kind step, made ones included; the first because it {reason}"
    return Finding(check, False, skipped, answered=False)


def candidates(implementation: Implementation, root: Path) -> Iterator[Vector]:
    """Vectors of one step to try, until one is not skipped: published ones, then some made for the implementation.

    First they are made for what it declares, and then for what it turns out to be.
    """
    published = (reading.load(id, root) for id in (VALID, *small_ones(root)))
    yield from (vector for vector in published if vector["kind"] == "step")
    declared = implementation.declaration
    yield from made_for(declared)
    found = discover(implementation).declaration
    if found != declared:
        yield from made_for(found)


def made_for(declaration: Declaration) -> Iterator[Vector]:
    """Some vectors made for a declaration, each of another combination as long as there are any."""
    if "step" in declaration.kinds and declaration.combinations:
        yield from (made.vector(str(recipe)) for recipe in islice(recipes(declaration), MOST_MADE))


def small_ones(root: Path) -> Iterator[str]:
    """The vectors that are small enough to begin with."""
    for id in reading.vector_ids(root):
        if (root / "vectors" / f"{id}.json").stat().st_size <= LARGEST:
            yield id


def wrong_form(vector: Vector, verdict: Verdict, implementation: Implementation) -> str:
    """The faults of the steps apart from their numbers; empty if there are none."""
    if not verdict.steps:
        return verdict.reason
    for name, expected in vector["expected"].items():
        if implementation.steps is not None and name not in implementation.steps:
            continue
        if name not in verdict.steps:
            return f"{name} is missing. If it cannot be shown, declare in `trace` what can"
        shape = np.asarray(verdict.steps[name], dtype=np.float64).shape
        if shape != tuple(expected["shape"]):
            return f"{name} has the shape {list(shape)} and should have {expected['shape']} (rows are samples)"
    return ""


def what_arrived(verdict: Verdict) -> str:
    """The steps that came, and a hint whether they are right."""
    right = "right" if verdict.status == PASSED else f"wrong (`run` says more): {verdict.reason}"
    return f"{len(verdict.steps)} steps arrived; their numbers are {right}"


def refuses(implementation: Implementation, root: Path) -> Finding:
    """Ask for something invalid, which has one column too few."""
    check = "it refuses an invalid call"
    verdict = judge(reading.load(INVALID, root), implementation)
    if verdict.status == SKIPPED:
        return Finding(check, True, f"not tried: it {verdict.reason}")
    return Finding(check, verdict.passed, verdict.reason or "with the right code", verdict.stderr)


def ends(implementation: Implementation) -> Finding:
    """Tell it to stop."""
    check = "it ends when told to stop"
    if not isinstance(implementation, ProcessImplementation):
        return Finding(check, True, "it lives in this process")
    if implementation.program is None:
        return Finding(check, False, "not tried: it was not running any more")
    try:
        implementation.stop()
    except Broken as broken:
        return Finding(check, False, str(broken), broken.stderr)
    finally:
        implementation.close()
    return Finding(check, True, "with exit code 0")
