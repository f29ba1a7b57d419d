"""`check_network`: the suite as an assertion in your own tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from onehidden_conformance import made
from onehidden_conformance.findings.findings import matches, what_is_wrong
from onehidden_conformance.implementations import Broken
from onehidden_conformance.judging.coverage import TOO_LITTLE, coverage
from onehidden_conformance.judging.discovery import discover
from onehidden_conformance.judging.judge import FAULT, SKIPPED, Vector, Verdict, judge
from onehidden_conformance.kits.in_process import InProcess
from onehidden_conformance.made.choosing import recipes

FIRST = 8
"""Vectors that are judged before all others are chosen."""
MOST_FAILURES = 3
"""Failures that are reported one by one."""
Answer = tuple[Vector, Verdict]


def check_network(update: Callable[..., Any], *, vectors: int | None = None, **declared: Any) -> None:
    """Assert that one update of a network is right, on vectors made for what it declares.

    Parameters
    ----------
    update : callable
        One step of training. It asks by name for what it wants among X, y, wh, bh, wout, bout, rate, hidden, output,
        loss, reduction and decay, and returns a dict of what it computed by the names of SPEC.md, section 3.
    vectors : int, optional
        How many vectors at least (10 or more); as many as every known mistake needs to be seen, unless given.
    **declared
        What the network is, as in the kit of Python: hidden, output, loss, reduction, biases, rate, rows, shapes,
        decay, labels, weights, samples, precision, trace, level, lists.

    Raises
    ------
    AssertionError
        If a number is wrong, with the first wrong step, and the mistake where it is a known one; if the network
        crashes; if too little could be tested for the network to be called right.

    Examples
    --------
    In a test file::

        def test_my_network():
            check_network(update, hidden="tanh", loss="binary_cross_entropy", reduction="mean")
    """
    __tracebackhide__ = True  # pytest shows the caller's line
    name = getattr(update, "__name__", "the network")
    try:
        implementation = InProcess(name, update, declared)
    except Broken as broken:
        raise AssertionError(f"{name} does not say what it is: {broken.message}") from None
    with np.errstate(all="ignore"):  # vectors at the borders overflow where that is right
        complaint = "\n".join(complaints(implementation, vectors))
    if complaint:
        raise AssertionError(complaint)


def complaints(implementation: InProcess, least: int | None) -> Iterator[str]:
    """What keeps a network from being called right, in lines."""
    level = implementation.level
    found = discover(implementation)
    answers = judged(implementation, map(str, islice(recipes(found.declaration), FIRST)))
    if not failures(answers):  # a network that is wrong on the first need not wait until the rest is chosen
        ids = made.for_declaration(found.declaration, [], level, **({} if least is None else {"least": least})).ids
        answers += judged(implementation, ids[FIRST:])
    if failures(answers):
        ran = sum(verdict.status != SKIPPED for _, verdict in answers)
        yield f"{implementation.name} is wrong on {len(failures(answers))} of {ran} vectors"
        yield from first_failures(failures(answers), level)
        yield from explanations(answers)
        return
    tested = coverage(implementation.name, found.declaration, answers, level, found.notes)
    if tested.verdict == TOO_LITTLE:
        yield f"{implementation.name} is too little tested: {'; '.join([*tested.missing, *tested.notes])}"


def judged(implementation: InProcess, ids: Iterable[str]) -> list[Answer]:
    """The verdicts on made vectors."""
    return [(vector, judge(vector, implementation)) for vector in map(made.vector, ids)]


def failures(answers: Sequence[Answer]) -> list[Answer]:
    """Verdicts that are neither passed nor skipped."""
    return [(vector, verdict) for vector, verdict in answers if not verdict.passed and verdict.status != SKIPPED]


def first_failures(failed: Sequence[Answer], level: int) -> Iterator[str]:
    """The first wrong step of the first failures."""
    for vector, verdict in islice(failed, MOST_FAILURES):
        culprit = verdict.reason if verdict.status == FAULT else what_is_wrong(verdict, vector, level)["culprit"]
        yield f"  {vector['id']}: {culprit}"
    if len(failed) > MOST_FAILURES:
        yield f"  and {len(failed) - MOST_FAILURES} more"


def explanations(answers: Sequence[Answer]) -> Iterator[str]:
    """What explains all answers: a known mistake, or a declaration."""
    for match in matches([vector for vector, _ in answers], [verdict for _, verdict in answers]):
        yield f"It is as if: {match['explanation']}"
