"""How much a run has tested of an implementation, and whether that is enough to call it conforming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onehidden_conformance.implementations.declaration import Declaration
from onehidden_conformance.judging.judge import ERROR, FAILED, FAULT, PASSED, SKIPPED, Verdict
from onehidden_conformance.made.choosing import Seen, combination_of, possible, sights

CONFORMING, NOT_CONFORMING, TOO_LITTLE = "conforming", "not conforming", "too little tested"
LEAST = 10
"""Vectors that must have run."""
SHARE = 0.5
"""Of the known mistakes that such networks could show, how many must have been visible."""
Vector = Mapping[str, Any]


@dataclass(frozen=True)
class Coverage:
    """What a run has tested of an implementation.

    Attributes
    ----------
    implementation, verdict : str
        Its name; "conforming", "not conforming" or "too little tested".
    missing : tuple of str
        What too little was tested of, and what would mend it.
    notes : tuple of str
        What was found out by trying.
    asked, ran, passed, made : int
        Vectors that it was asked, those that were not skipped, those that it passed, those that were made for it.
    combinations, uncovered : tuple of str
        What it declares as activations, loss and reduction, and what of that no vector has tested.
    seen, unseen : tuple of str
        The mistakes of an update that the vectors it answered would have shown, and those that they could not.
    could : tuple of str
        The mistakes that such networks could show, had they all biases, any learning rate and rows, and showed all.
    """

    implementation: str
    verdict: str
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asked: int = 0
    ran: int = 0
    passed: int = 0
    made: int = 0
    combinations: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    could: tuple[str, ...] = ()
    unseen: tuple[str, ...] = field(default=())

    def line(self) -> dict[str, Any]:
        """What a report has of it."""
        numbers = {name: getattr(self, name) for name in ("asked", "ran", "passed", "made")}
        lists = {name: list(getattr(self, name)) for name in ("missing", "notes", "combinations", "uncovered")}
        return {
            "verdict": self.verdict,
            **numbers,
            **lists,
            "mistakes": {"seen": len(self.seen), "all": len(self.could), "unseen": list(self.unseen)},
        }


def coverage(
    implementation: str,
    declaration: Declaration,
    answered: Sequence[tuple[Vector, Verdict]],
    level: int,
    notes: Sequence[str] = (),
    makes: bool = True,
) -> Coverage:
    """Sum up what was asked of an implementation, and decide.

    Parameters
    ----------
    implementation : str
        Its name.
    declaration : Declaration
        What it declares, and what trying has added.
    answered : sequence of pairs
        The vectors that it was asked, each with its verdict.
    level : int
        At which it was judged.
    notes : sequence of str
        What was found out by trying.
    makes : bool
        Whether vectors are made for what it declares: then each combination must have one.
    """
    ran = [(vector, verdict) for vector, verdict in answered if verdict.status != SKIPPED]
    steps = [vector for vector, verdict in ran if vector["kind"] == "step" and verdict.status in (PASSED, FAILED)]
    seen, unseen, could = mistakes_seen(declaration, steps, level)
    words = [in_words(each) for each in declaration.combinations]
    covered = {in_words(combination_of(vector)) for vector, verdict in ran if "network" in vector}
    found = Coverage(
        implementation,
        CONFORMING,
        notes=tuple(notes),
        asked=len(answered),
        ran=len(ran),
        passed=sum(verdict.passed for _, verdict in ran),
        made=sum(vector["id"].startswith("made/") for vector, _ in answered),
        combinations=tuple(words) if "step" in declaration.kinds else (),
        uncovered=tuple(each for each in words if each not in covered) if "step" in declaration.kinds else (),
        seen=seen,
        unseen=unseen,
        could=could,
    )
    missing = tuple(what_is_missing(found, declaration, makes))
    return decided(found, [verdict for _, verdict in ran], missing)


def decided(found: Coverage, verdicts: Sequence[Verdict], missing: tuple[str, ...]) -> Coverage:
    """The verdict: a failure counts more than missing tests."""
    wrong = any(verdict.status in (FAILED, ERROR, FAULT) for verdict in verdicts)
    verdict = NOT_CONFORMING if wrong else TOO_LITTLE if missing else CONFORMING
    return Coverage(**{**vars(found), "verdict": verdict, "missing": missing})


def in_words(combination: tuple[str, str, str, str]) -> str:
    """A combination for people; without hidden layer its activation counts for nothing."""
    hidden, output, loss, reduction = combination
    return f"{hidden}, {output}, {loss.replace('_', ' ')}, {reduction}"


def mistakes_seen(
    declaration: Declaration, steps: Sequence[Vector], level: int
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The mistakes that vectors would have shown, those of such networks that they could not, and these together."""
    if "step" not in declaration.kinds:
        return (), (), ()
    seen = Seen(declaration.shown, level)
    for sight in sights(steps):
        seen.look(sight)
    visible = [name for name, times in seen.times.items() if times]
    could = possible(declaration.combinations, level, visible)
    return tuple(visible), tuple(name for name in could if name not in visible), tuple(could)


def what_is_missing(found: Coverage, declaration: Declaration, makes: bool) -> Iterator[str]:
    """What too little was tested of, with what would mend it."""
    if found.ran < LEAST:
        yield f"only {found.ran} of {found.asked} vectors ran, and {LEAST} are needed"
    if found.uncovered and makes:
        more = f" and {len(found.uncovered) - 1} more" if len(found.uncovered) > 1 else ""
        yield f"no vector has tested {found.uncovered[0]}{more}: declare only what it does"
    if len(found.seen) < SHARE * len(found.could):
        remedies = " and ".join(dict.fromkeys(remedies_of(declaration)))
        counted = f"{len(found.seen)} of {len(found.could)} known mistakes could have been seen"
        yield f"only {counted}{': ' if remedies else ''}{remedies}"


def remedies_of(declaration: Declaration) -> Iterator[str]:
    """What would let more mistakes be seen."""
    shown = declaration.shown
    if shown is not None and not any(name.startswith(("grad_", "updated_")) for name in shown):
        yield "show gradients or updated parameters, and declare them in `trace`"
    elif shown is not None and len(shown) < WIDE:
        yield "show more steps, and declare them in `trace`"
    if declaration.rows == 1:
        yield "take more than one row"


WIDE = 5
