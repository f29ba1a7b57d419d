"""A run of vectors on implementations, from the first start to the exit code.

It has two faces, the command and pytest. The command lets `carry_out` do everything; pytest starts and judges where its
tests run, with `start` and `judged`, and hands what they found to `concluded`. Both end in the same report.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from onehidden_conformance.findings import findings
from onehidden_conformance.judging.judge import Verdict, judge
from onehidden_conformance.reports.lines import Line, Vector, vector_line, verdict_line
from onehidden_conformance.reports.record import Report, Writer
from onehidden_conformance.reports.verdict import DID_NOT_RUN, exit_code
from onehidden_conformance.running import known_failures
from onehidden_conformance.running.header import header_line
from onehidden_conformance.running.plan import Plan, Start, start

Answers = list[tuple[Vector, list[Verdict]]]


def carry_out(plan: Plan, writer_of: Callable[[Line], Writer], progress: Callable[[str], object]) -> Report:
    """Run a plan, write its report, and end what was started whatever happens."""
    began = time.monotonic()
    starts = [start(name, plan.timeout) for name in plan.implementations]
    try:
        writer = writer_of(header_line(plan, starts))
        answers = judge_all(plan, starts, writer, progress)
        implementations = [started.implementation for started in starts if started.implementation is not None]
        for line in findings.lines(answers, implementations, plan.level, plan.fingerprint):
            writer.write(line)
    finally:
        for started in starts:
            started.close()
    return concluded(plan, starts, writer, time.monotonic() - began)


def judge_all(plan: Plan, starts: Sequence[Start], writer: Writer, progress: Callable[[str], object]) -> Answers:
    """Judge every vector, write that down, and keep what was answered."""
    answers = []
    for vector in plan.vectors:
        progress(vector["id"])
        writer.write(vector_line(vector))
        pairs = [judged(vector, started, plan) for started in starts if not started.problem]
        for _, line in pairs:
            writer.write(line)
        answers.append((vector, [verdict for verdict, _ in pairs]))
    return answers


def judged(vector: Vector, started: Start, plan: Plan) -> tuple[Verdict, Line]:
    """Judge one vector on one implementation; the line names the first wrong step, and says what is excused."""
    verdict = judge(vector, started.implementation, plan.level)  # type: ignore[arg-type] - there is one: it started
    wrong = findings.what_is_wrong(verdict, vector, plan.level or started.level)
    line = {**verdict_line(verdict, vector), **wrong}
    return verdict, {**line, "known": known_failures.excuse(plan.known, line)}


def concluded(
    plan: Plan, starts: Sequence[Start], writer: Writer, seconds: float, missing: Iterable[tuple[str, str]] = ()
) -> Report:
    """End a report: what is wrong beyond its verdicts, and the exit code.

    `missing` are a vector and an implementation each: what was chosen and has no verdict.
    """
    faults = [
        *(f"{implementation}, {vector}{DID_NOT_RUN}" for vector, implementation in missing),
        *faults_of(plan, starts, writer.report),
    ]
    return writer.end(exit_code(writer.report, faults), faults, seconds)


def faults_of(plan: Plan, starts: Sequence[Start], report: Report) -> Iterator[str]:
    """What is wrong with a run beyond its verdicts."""
    for started in starts:
        if started.problem:
            yield f"{started.name} did not start: {started.problem.removeprefix('would not start: ')}"
        elif not any(verdict["status"] != "skipped" for verdict in report.of(started.name)):
            yield f"{started.name}: nothing ran"
    if not starts or not report.vectors:
        yield "no vector was found"
    yield from known_failures.complaints(plan.known, report.verdicts, plan.ids, report.implementations)
