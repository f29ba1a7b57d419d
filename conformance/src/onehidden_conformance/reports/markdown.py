"""A report as Markdown for pull requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import cut, shown
from onehidden_conformance.reports.record import Report
from onehidden_conformance.reports.summary import AS_KNOWN, CONFORMING, NO_START, TOO_LITTLE, Summary, skips, summaries
from onehidden_conformance.reports.terminal.cards import calculates, in_words, not_run
from onehidden_conformance.reports.terminal.failures import brief
from onehidden_conformance.reports.verdict import verdict

SAFE = frozenset(" -/,")
MOST = 50
"""Failures that are listed; a comment on a pull request has a limit."""
HEADINGS = ("implementation", "verdict", "level", "ran", "passed", "failed", "error", "skipped", "known mistakes seen")
MARKS = {CONFORMING: "✅", TOO_LITTLE: "🟡", AS_KNOWN: "🟡"}
"""Whatever is not here is ❌."""


def code(text: str) -> str:
    """A text of anyone's as code: every character that could be markup, a mention or a link is written as a number.

    Examples
    --------
    >>> code("a|b")
    '<code>a&#124;b</code>'
    """
    return f"<code>{''.join(c if c in SAFE or c.isalnum() else f'&#{ord(c)};' for c in shown(text))}</code>"


def markdown(report: Report) -> str:
    """The whole report."""
    return "\n".join(sections(report)) + "\n"


def sections(report: Report) -> Iterator[str]:
    """The verdict, the numbers, what explains the failures, and the failures."""
    everybody = summaries(report)
    words, _, rest = verdict(report).partition(": ")
    yield f"## Conformance: {words}\n"
    yield f"{code(rest)}\n"
    yield from table(everybody)
    yield ""
    yield from (f"- {code(fault)}" for fault in report.footer["faults"])
    for each in everybody:
        yield from findings(report, each)
    yield from failures([line for line in report.verdicts if line["kind"]], {e.name: e.short for e in everybody})
    yield f"\n{code(report.header['date'])}, {code(' '.join(report.header['command']))}"


def table(everybody: Sequence[Summary]) -> Iterator[str]:
    """A row for each implementation: its verdict, and how much was tested."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|---|---|{'---:|' * (len(HEADINGS) - 2)}"
    for each in everybody:
        yield f"| {' | '.join(row(each))} |"


def row(each: Summary) -> Iterator[str]:
    """The cells of one implementation."""
    yield code(each.short)
    yield f"{MARKS.get(each.outcome, '❌')} {each.outcome}"
    yield str(each.level)
    made = f" and {each.made} made" if each.made else ""
    yield f"{each.published[0]} of {each.published[1]}{made}"
    for status in ("passed", "failed", "error", "skipped"):
        yield str(each.counts[status] or "-")
    mistakes = each.coverage.get("mistakes", {"all": 0})
    yield f"{mistakes['seen']} of {mistakes['all']}" if mistakes["all"] else "-"


def findings(report: Report, each: Summary) -> Iterator[str]:
    """What was found out about one implementation."""
    if each.outcome == NO_START:
        return
    found = report.findings.get(each.name, {})
    missing = each.coverage.get("missing", []) if each.outcome == TOO_LITTLE else []
    texts = [*in_words(found.get("matches", []), each.counts["failed"]), *missing, *each.coverage.get("notes", [])]
    texts += [f"tested: {'; '.join(each.tested())}", *not_run(skips(report.of(each.name)), verbose=False)]
    texts += calculates(found.get("fingerprint", ""), verbose=False)
    yield f"- {code(each.name)}"
    yield from (f"  - {code(text)}" for text in texts)


def failures(failed: Sequence[Line], shorts: Mapping[str, str]) -> Iterator[str]:
    """A row for each failure, as far as there is room."""
    if not failed:
        return
    yield f"\n<details><summary>Failures: {len(failed)}</summary>\n"
    yield "| vector | implementation | what is wrong | known |"
    yield "|---|---|---|---|"
    for line in failed[:MOST]:
        words = (line["vector"], shorts[line["implementation"]], cut(brief(line)), line["known"])
        yield f"| {' | '.join(code(word) if word else '' for word in words)} |"
    if len(failed) > MOST:
        yield f"\nand {len(failed) - MOST} more"
    yield "\n</details>\n"
