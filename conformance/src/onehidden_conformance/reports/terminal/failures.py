"""The failures, a line each: the vector, the first wrong step, and how far off it is."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from onehidden_conformance.numbers.comparison import element
from onehidden_conformance.numbers.tensors import numbers_of
from onehidden_conformance.numbers.words import difference_in_words
from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import LONGEST, cut, plain, shown
from onehidden_conformance.reports.record import Report
from onehidden_conformance.reports.summary import Summary

MOST = 10
"""Failures that are listed unless all are asked for."""
WORDS = {"error": "ERROR", "fault": "FAULT"}
NO_NAMES: Mapping[str, str] = {}
WRITTEN = {"line": "its line", "stderr": "standard error"}


def failures(report: Report, everybody: Sequence[Summary], width: int, verbose: bool) -> Iterator[Text]:
    """A line for each vector that failed, as far as there is room; all of them and all about them if asked for."""
    failed = [line for line in report.verdicts if line["kind"]]
    several = len({line["implementation"] for line in failed}) > 1
    shorts = {each.name: each.short for each in everybody} if several else {}
    listed = failed if verbose else chosen(failed)
    for line in listed:
        if verbose:
            yield failure(line, shorts)
            yield Text(details(line), style="dim")
        else:
            yield from fitted(line, shorts, max(40, width) - 1)
    if len(failed) > len(listed):
        yield Text(f"and {len(failed) - len(listed)} more failures; -v lists all and tells all about each", style="dim")
    if failed:
        yield Text()


def fitted(line: Line, shorts: Mapping[str, str], width: int) -> Iterator[Text]:
    """One failure in one line; where it has no room there, what is wrong stands on a second line."""
    whole = failure(line, shorts, brief(line))
    short = whole.cell_len <= width
    lines = [whole] if short else [Text.assemble(head(line), who(line, shorts)), Text(f"      {brief(line)}")]
    for text in lines:
        text.truncate(width, overflow="ellipsis")
        yield text


def chosen(failed: Sequence[Line]) -> list[Line]:
    """The failures to show: first those that are not known, and of each kind one before any comes twice."""
    seen: dict[tuple[str, str], int] = {}
    ranked = []
    for place, line in enumerate(failed):
        kind = (line["implementation"], line["kind"])
        seen[kind] = seen.get(kind, 0) + 1
        ranked.append((bool(line["known"]), seen[kind] > MOST // 2, place))
    return [failed[place] for _, _, place in sorted(sorted(ranked)[:MOST], key=lambda rank: rank[2])]


def failure(line: Line, shorts: Mapping[str, str] = NO_NAMES, culprit: str = "") -> Text:
    """One failure in one line, with the whole culprit unless another text is given."""
    return head(line).append(f"  {culprit or cut(shown(line['culprit']))}{who(line, shorts)}", style="none")


def head(line: Line) -> Text:
    """That a vector failed, and the issue if that is known."""
    mark = Text("known " if line["known"] else "", style="yellow")
    mark.append(WORDS.get(line["status"], "FAIL"), style="red")
    because = f"  ({shown(line['known'])})" if line["known"] else ""
    return mark.append(f" {shown(line['vector'])}", style="bold").append(because, style="none")


def who(line: Line, shorts: Mapping[str, str]) -> str:
    """Which implementation failed, where there are several."""
    return f"  ({shorts[line['implementation']]})" if line["implementation"] in shorts else ""


def brief(line: Line) -> str:
    """The first wrong step with the number that is farthest off; whatever is no step as it is."""
    step = max((name for name in line["differs"] if names_it(line["culprit"], name)), key=len, default="")
    differs = line["differs"].get(step, {})
    if not differs.get("bits"):
        return cut(shown(line["culprit"]))
    pairs = list(zip(numbers_of(differs["got"]), numbers_of(differs["bits"]), strict=True))
    worst = max(range(len(pairs)), key=lambda index: far(*pairs[index]))
    return f"{element(step, place(differs, worst))} {difference_in_words(*pairs[worst])}"


def names_it(culprit: str, step: str) -> bool:
    """Whether a culprit begins with a step."""
    return culprit.startswith((f"{step} ", f"{step}["))


def far(got: float, expected: float) -> float:
    """How far off a number is, relative to its size; NaN is farthest."""
    apart = abs(got - expected) / abs(expected) if expected else abs(got)
    return math.inf if math.isnan(apart) else apart


def place(tensor: Line, index: int) -> tuple[int, ...]:
    """Where a number of an excerpt stands in its tensor."""
    columns = math.prod(tensor["shape"][1:])
    row = (tensor["rows"][index // columns],) if tensor["shape"] else ()
    return (*row, index % columns) if len(tensor["shape"]) > 1 else row


def details(line: Line) -> str:
    """Everything else about a failure, set in."""
    wrote = [f"{name}: {line[key]}" for key, name in WRITTEN.items() if line[key]]
    faults = [fault for fault in line["faults"] if fault != line["culprit"]]
    reason = line["reason"] if len(line["culprit"]) > LONGEST else ""
    texts = filter(None, [reason, line["details"], *faults, *wrote])
    return "\n".join(textwrap.indent(plain(text), "      ") for text in texts)
