"""A report as Markdown for pull requests."""

from __future__ import annotations

from collections.abc import Iterator

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.record import STATUSES, Report
from onehidden_conformance.reports.terminal import in_words, line_of, measures, skips
from onehidden_conformance.reports.verdict import verdict

SAFE = frozenset(" -/,")
MOST = 50
"""Failures that are listed; a comment on a pull request has a limit."""


def code(text: str) -> str:
    """A text of anyone's as code: every character that could be markup, a mention or a link is written as a number.

    Examples
    --------
    >>> code("a|b")
    '<code>a&#124;b</code>'
    """
    return f"<code>{''.join(c if c in SAFE or c.isalnum() else f'&#{ord(c)};' for c in line_of(text))}</code>"


def markdown(report: Report) -> str:
    """The whole report."""
    return "\n".join(sections(report)) + "\n"


def sections(report: Report) -> Iterator[str]:
    """The verdict, the numbers, the failures, and what was found out."""
    yield f"## Conformance: {verdict(report)}\n"
    yield from table(report)
    yield from (f"- {code(fault)}" for fault in report.footer["faults"])
    yield from failures([verdict for verdict in report.verdicts if verdict["kind"]])
    yield from (line for name in report.implementations for line in findings(report, name))
    yield f"\n{code(report.header['date'])}, {code(' '.join(report.header['command']))}"


def table(report: Report) -> Iterator[str]:
    """A row for each implementation."""
    headings = ["implementation", "level", *STATUSES, "bits", "ulp", "bound"]
    yield f"| {' | '.join(headings)} |"
    yield f"|---|{'---:|' * (len(headings) - 1)}"
    for implementation in report.header["implementations"]:
        cells = (
            ["did not start"]
            if implementation["problem"]
            else [text.plain for text in measures(report.of(implementation["name"]), STATUSES)]
        )
        yield f"| {code(implementation['name'])} | {implementation['level']} | {' | '.join(cells)} |"


def failures(failed: list[Line]) -> Iterator[str]:
    """A row for each failure, as far as there is room."""
    if not failed:
        return
    yield "\n<details><summary>Failures</summary>\n"
    yield "| vector | implementation | what is wrong | known |"
    yield "|---|---|---|---|"
    for line in failed[:MOST]:
        words = [code(line[key]) if line[key] else "" for key in ("vector", "implementation", "culprit", "known")]
        yield f"| {' | '.join(words)} |"
    if len(failed) > MOST:
        yield f"\nand {len(failed) - MOST} more"
    yield "\n</details>\n"


def findings(report: Report, name: str) -> Iterator[str]:
    """What was found out about one implementation."""
    found = report.findings.get(name)
    if found is None:
        return
    yield f"- {code(name)}: {code(found['fingerprint'])}"
    yield from (f"  - {code(text)}" for text in in_words(found["matches"]))
    yield from (f"  - skipped {count}: {code(reason)}" for reason, count in skips(report.of(name)).items())
