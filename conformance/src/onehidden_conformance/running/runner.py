"""A run of vectors on implementations, from the first start to the exit code."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from onehidden_conformance.findings import findings
from onehidden_conformance.implementations import Implementation
from onehidden_conformance.judging.judge import Verdict, judge
from onehidden_conformance.reports.lines import Line, Vector, vector_line, verdict_line
from onehidden_conformance.reports.record import Report, Writer
from onehidden_conformance.running import known_failures
from onehidden_conformance.running.header import header_line
from onehidden_conformance.running.known_failures import KnownFailures
from onehidden_conformance.running.plan import ALL_AS_EXPECTED, BROKEN, NOT_CONFORMING, NOTHING_RAN, Plan, Start, start


def run(
    vectors: Iterable[Vector], implementations: Sequence[Implementation], level: int | None = None
) -> Iterator[Verdict]:
    """Judge every vector on every implementation, vector by vector."""
    for vector in vectors:
        for implementation in implementations:
            yield judge(vector, implementation, level)


def carry_out(plan: Plan, writer_of: Callable[[Line], Writer], progress: Callable[[str], None]) -> Report:
    """Run a plan, write its report, and end what was started whatever happens."""
    began = time.monotonic()
    starts = [start(name, plan.timeout) for name in plan.implementations]
    implementations = [started.implementation for started in starts if started.implementation is not None]
    try:
        writer = writer_of(header_line(plan, starts))
        answers = judge_all(plan, implementations, writer, progress)
        for line in findings.lines(answers, implementations, plan.level, plan.fingerprint):
            writer.write(line)
    finally:
        for implementation in implementations:
            with suppress(Exception):
                implementation.close()
    faults = list(faults_of(plan, starts, writer.report))
    return writer.end(exit_code(writer.report, faults), faults, time.monotonic() - began)


def judge_all(
    plan: Plan, implementations: Sequence[Implementation], writer: Writer, progress: Callable[[str], None]
) -> list[tuple[Vector, list[Verdict]]]:
    """Judge every vector, write that down, and keep what was answered."""
    answers = []
    for vector in plan.vectors:
        progress(vector["id"])
        writer.write(vector_line(vector))
        verdicts = list(run([vector], implementations, plan.level))
        for verdict, implementation in zip(verdicts, implementations, strict=True):
            writer.write(excused(plan.known, judged(verdict, vector, plan.level or implementation.level)))
        answers.append((vector, verdicts))
    return answers


def judged(verdict: Verdict, vector: Vector, level: int) -> Line:
    """A verdict, with the first wrong step where there is one."""
    return {**verdict_line(verdict, vector), **findings.what_is_wrong(verdict, vector, level)}


def excused(known: KnownFailures, line: Line) -> Line:
    """A verdict that says whether its failure is known."""
    return {**line, "known": known_failures.excuse(known, line)}


def faults_of(plan: Plan, starts: Sequence[Start], report: Report) -> Iterator[str]:
    """What is wrong with a run beyond its verdicts."""
    for started in starts:
        if started.implementation is None:
            yield f"{started.name} did not start: {started.problem.removeprefix('would not start: ')}"
        elif not any(verdict["status"] != "skipped" for verdict in report.of(started.name)):
            yield f"{started.name}: nothing ran"
    if not starts or not report.vectors:
        yield "nothing ran: no vector was chosen"
    yield from known_failures.complaints(plan.known, report.verdicts, plan.ids, report.implementations)


def exit_code(report: Report, faults: Sequence[str]) -> int:
    """The exit code; what broke counts more than what is wrong, and that more than what did not run."""
    unexcused = [verdict for verdict in report.verdicts if verdict["kind"] and not verdict["known"]]
    if any(implementation["problem"] for implementation in report.header["implementations"]):
        return BROKEN
    if any(verdict["status"] == "error" for verdict in unexcused):
        return BROKEN
    if unexcused or any(fault.startswith("known failure") for fault in faults):
        return NOT_CONFORMING
    return NOTHING_RAN if faults else ALL_AS_EXPECTED
