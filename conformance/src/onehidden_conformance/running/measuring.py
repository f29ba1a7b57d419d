"""Vectors made to measure in a run, for each implementation, and how much all vectors together have tested."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from onehidden_conformance import made
from onehidden_conformance.implementations.declaration import Declaration
from onehidden_conformance.implementations.process import ProcessImplementation
from onehidden_conformance.judging.belied import belied
from onehidden_conformance.judging.coverage import Coverage, coverage
from onehidden_conformance.judging.discovery import Discovery, discover
from onehidden_conformance.judging.judge import FAILED, PASSED, Verdict
from onehidden_conformance.reports.lines import Line, Vector, vector_line
from onehidden_conformance.reports.record import Writer
from onehidden_conformance.reports.verdict import BELIED
from onehidden_conformance.running.plan import Plan, Start

Pairs = list[tuple[Vector, Verdict]]
Judge = Callable[[Vector, Start, Plan], tuple[Verdict, Line]]
OURS = ("python:", "r:", "rscript:", "mistake:")
"""How the names begin of those that are judged by the published vectors alone, unless more are asked for."""


@dataclass
class Measured:
    """What vectors made to measure have shown, by the name of the implementation.

    Attributes
    ----------
    pairs : dict
        The made vectors with their verdicts.
    coverages : dict
        How much was tested, of each implementation.
    faults : list of str
        Declarations that the answers belie.
    """

    pairs: dict[str, Pairs] = field(default_factory=dict)
    coverages: dict[str, Coverage] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def measure(
    plan: Plan,
    starts: Sequence[Start],
    answers: Sequence[tuple[Vector, Sequence[Verdict]]],
    writer: Writer,
    judge: Judge,
) -> Measured:
    """Judge every implementation on vectors made for it, and sum up how much was tested."""
    measured = Measured()
    alive = [started for started in starts if started.implementation is not None and not started.problem]
    for at, started in enumerate(alive):
        published = [(vector, verdicts[at]) for vector, verdicts in answers]
        found = discovered(plan, started)
        pairs = list(judged_made(plan, started, found.declaration, published, writer, judge))
        measured.pairs[started.name] = pairs
        level = plan.level or started.level
        everything = [*published, *pairs]
        measured.coverages[started.name] = coverage(
            started.name, found.declaration, everything, level, found.notes, makes_for(plan, started)
        )
        measured.faults += [f"{started.name}{BELIED}{fault}" for fault in complaints(started, everything)]
    return measured


def makes_for(plan: Plan, started: Start) -> bool:
    """Whether vectors are made for an implementation: for programs of others unless that is switched off."""
    if plan.made is None:
        return not started.name.startswith(OURS)
    return plan.made > 0


def discovered(plan: Plan, started: Start) -> Discovery:
    """What an implementation is, tried out where vectors are made for it."""
    implementation = started.implementation
    assert implementation is not None
    if isinstance(implementation, ProcessImplementation) and makes_for(plan, started):
        return discover(implementation)
    return Discovery(implementation.declaration)


def judged_made(
    plan: Plan, started: Start, declaration: Declaration, published: Pairs, writer: Writer, judge: Judge
) -> Iterator[tuple[Vector, Verdict]]:
    """Judge an implementation on the vectors made for it, and write that down."""
    if not makes_for(plan, started) or "step" not in declaration.kinds or not declaration.combinations:
        return
    ran = [vector for vector, verdict in published if vector["kind"] == "step" and verdict.status in (PASSED, FAILED)]
    least = {} if plan.made is None else {"least": len(ran) + plan.made}
    for id in made.for_declaration(declaration, ran, plan.level or started.level, **least).ids:
        vector = made.vector(id)
        if id not in writer.report.vectors:
            writer.write(vector_line(vector))
        verdict, line = judge(vector, started, plan)
        writer.write(line)
        yield vector, verdict


def complaints(started: Start, pairs: Pairs) -> Iterator[str]:
    """What the answers belie, with the line in which it was declared."""
    implementation = started.implementation
    if isinstance(implementation, ProcessImplementation):
        for fault in belied(implementation.declaration, pairs):
            yield f"{fault}: {implementation.started_line}"
