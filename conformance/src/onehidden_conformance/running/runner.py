"""A run of vectors on implementations, from the first start to the exit code.

It has two faces, the command and pytest. The command lets `carry_out` do everything; pytest starts and judges where its
tests run, with `start` and `judged`, and hands what they found to `concluded`. Both end in the same report.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from onehidden_conformance.findings import findings
from onehidden_conformance.judging.judge import Verdict, faulty, judge
from onehidden_conformance.reports.lines import Line, Vector, vector_line, verdict_line
from onehidden_conformance.reports.record import Report, Writer
from onehidden_conformance.reports.verdict import DID_NOT_RUN, ENDED_BADLY, exit_code
from onehidden_conformance.running import known_failures
from onehidden_conformance.running.header import header_line
from onehidden_conformance.running.measuring import Measured, measure
from onehidden_conformance.running.plan import Plan, Start, start

Answers = list[tuple[Vector, list[Verdict]]]


def carry_out(plan: Plan, writer_of: Callable[[Line], Writer], progress: Callable[[str], object]) -> Report:
    """Run a plan, write its report, and end what was started whatever happens."""
    began = time.monotonic()
    starts = [start(name, plan.timeout) for name in plan.implementations]
    ends: list[str] = []
    try:
        writer = writer_of(header_line(plan, starts))
        answers = judge_all(plan, starts, writer, progress)
        measured = measure(plan, starts, answers, writer, judged)
        implementations = [started.implementation for started in starts if started.implementation is not None]
        for line in findings.lines(answers, implementations, plan.level, measured.pairs, plan.fingerprint):
            writer.write(with_coverage(line, measured))
    finally:
        ends += [f"{started.name}{ENDED_BADLY}{end}" for started in starts if (end := started.close())]
    return concluded(plan, starts, writer, time.monotonic() - began, faults=[*measured.faults, *ends])


def with_coverage(line: Line, measured: Measured) -> Line:
    """What was found out about an implementation, with how much was tested."""
    if line["type"] != "implementation":
        return line
    return {**line, "coverage": measured.coverages[line["implementation"]].line()}


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
    """Judge one vector on one implementation; the line names the first wrong step, and says whether it is excused."""
    verdict = judge(vector, started.implementation, plan.level)  # type: ignore[arg-type] # there is one: it started
    try:
        line = line_of(verdict, vector, plan.level or started.level)
    except Exception as error:
        verdict = faulty(verdict, error)
        line = line_of(verdict, vector, plan.level or started.level)
    return verdict, {**line, "known": known_failures.excuse(plan.known, line)}


def line_of(verdict: Verdict, vector: Vector, level: int) -> Line:
    """A verdict as a line, with the first wrong step."""
    return {**verdict_line(verdict, vector), **findings.what_is_wrong(verdict, vector, level)}


def concluded(
    plan: Plan,
    starts: Sequence[Start],
    writer: Writer,
    seconds: float,
    missing: Iterable[tuple[str, str]] = (),
    faults: Sequence[str] = (),
) -> Report:
    """End a report: faults beyond its verdicts, and the exit code.

    `missing` are the pairs of vector and implementation without a verdict. `faults` are those already known of the
    implementations as a whole.
    """
    faults = [
        *faults,
        *(f"{implementation}, {vector}{DID_NOT_RUN}" for vector, implementation in missing),
        *faults_of(plan, starts, writer.report),
    ]
    return writer.end(exit_code(writer.report, faults), faults, seconds)


def faults_of(plan: Plan, starts: Sequence[Start], report: Report) -> Iterator[str]:
    """The faults of a run beyond its verdicts."""
    for started in starts:
        if started.problem:
            yield f"{started.name} did not start: {started.problem.removeprefix('would not start: ')}"
        elif not any(verdict["status"] != "skipped" for verdict in report.of(started.name)):
            yield f"{started.name}: nothing ran"
    if not starts or not report.vectors:
        yield "no vector was found"
    yield from known_failures.complaints(plan.known, report.verdicts, plan.ids, report.implementations)
