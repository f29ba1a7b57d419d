"""A report for people at a terminal: what conforms, what does not and where first, and what that looks like."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from onehidden_conformance.reports.lines import EXPECTED, Line
from onehidden_conformance.reports.record import STATUSES, Report, counts
from onehidden_conformance.reports.tables import LEGEND, numbers, short, tables
from onehidden_conformance.reports.verdict import LONGEST, cut, plain
from onehidden_conformance.reports.verdict import shown as line_of
from onehidden_conformance.reports.verdict import verdict as verdict_of


def print_report(report: Report, console: Console, verbose: bool) -> None:
    """Print a report, the details of each failure only if asked for; the verdict is the last line."""
    for block in blocks(report, console.width, verbose):
        console.print(block, soft_wrap=not isinstance(block, Table))
    console.print()
    console.print(
        Text(verdict_of(report), style="bold green" if report.footer["exit_code"] == 0 else "bold red"), soft_wrap=True
    )


def blocks(report: Report, width: int, verbose: bool) -> Iterator[RenderableType]:
    """The parts of a report, from the long to the short."""
    yield from failures(report, verbose)
    yield from (Text(f"{line_of(fault)}", style="red") for fault in report.footer["faults"])
    yield Text()
    for groups in tables(report, width):
        yield from (groups, Text())
    yield table(report)
    yield Text(LEGEND, style="dim")
    yield Text()
    for name in report.implementations:
        yield from findings(report, name, verbose)
    yield from horizons(report, verbose)
    yield from agreement(report.agreement)
    yield Text("\n".join(report.header["machine"]), style="dim")


# ---- failures --------------------------------------------------------------------------------------------------------


def failures(report: Report, verbose: bool) -> Iterator[Text]:
    """A line for each vector that failed: who, which, and the culprit."""
    for verdict in report.verdicts:
        if verdict["kind"]:
            yield failure(verdict)
            if verbose:
                yield Text(details(verdict), style="dim")


def failure(verdict: Line) -> Text:
    """One failure in one line."""
    mark = Text("known " if verdict["known"] else "", style="yellow")
    mark.append("ERROR" if verdict["status"] == "error" else "FAIL", style="red")
    because = f" (known: {line_of(verdict['known'])})" if verdict["known"] else ""
    who = f"{line_of(verdict['vector'])}  {line_of(verdict['implementation'])}"
    return mark.append(f" {who}  {cut(line_of(verdict['culprit']))}{because}", style="default")


def details(verdict: Line) -> str:
    """Everything else about a failure, set in."""
    wrote = [f"{name}: {verdict[key]}" for key, name in WRITTEN.items() if verdict[key]]
    faults = [fault for fault in verdict["faults"] if fault != verdict["culprit"]]
    reason = verdict["reason"] if len(verdict["culprit"]) > LONGEST else ""
    texts = filter(None, [reason, verdict["details"], *faults, *wrote])
    return "\n".join(map(set_in, texts))


WRITTEN = {"line": "its line", "stderr": "standard error"}


def set_in(text: str) -> str:
    """A text with space before its lines."""
    return "\n".join(f"      {line}" for line in plain(text).splitlines())


# ---- numbers ---------------------------------------------------------------------------------------------------------


def table(report: Report) -> Table:
    """A row for each implementation: how many vectors, how many of their bits, how far off."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    seen = [status for status in STATUSES if report.footer[status]]
    table.add_column("implementation", overflow="fold")
    for heading in ("level", *seen, "bits", "ulp", "bound"):
        table.add_column(heading, justify="right", no_wrap=True)
    for implementation in report.header["implementations"]:
        name = Text(line_of(implementation["name"]))
        if implementation["problem"]:
            table.add_row(name, Text("did not start", style="red"))
        else:
            table.add_row(name, str(implementation["level"]), *measures(report.of(implementation["name"]), seen))
    return table


def measures(verdicts: Sequence[Line], statuses: Sequence[str]) -> Iterator[Text]:
    """The numbers of one implementation, red where something is wrong."""
    for status in statuses:
        count = counts(verdicts)[status]
        bad = count and status in ("failed", "error")
        yield Text(str(count) if count else "-", style="red" if bad else "green" if status == "passed" else "dim")
    yield from map(Text, numbers(verdicts))


# ---- findings --------------------------------------------------------------------------------------------------------


def findings(report: Report, name: str, verbose: bool) -> Iterator[Text]:
    """How an implementation computes, which known mistake it matches, and why vectors were skipped."""
    found = report.findings.get(name)
    if found is None:
        return
    yield Text(f"{line_of(name)}: {line_of(found['fingerprint'])}")
    if verbose:
        yield Text(set_in(found["reasons"]), style="dim")
    yield from (Text(f"  {line_of(text)}", style="yellow") for text in in_words(found["matches"]))
    yield from (Text(f"  {line_of(text)}") for text in drift(found["drifts"]))
    for reason, count in skips(report.of(name)).items():
        yield Text(f"  skipped {count}: {line_of(reason)}", style="dim")


def in_words(matches: Sequence[Line]) -> Iterator[str]:
    """The known mistakes that explain the failures: one, or several that these vectors cannot tell apart."""
    if len(matches) > 1:
        yield f"these vectors cannot tell apart: {', '.join(match['mistake'] for match in matches)}"
    for match in matches:
        bits = ", bit for bit" if match["identical"] else ""
        explanation = match["explanation"].partition("\n")[0]
        yield f"matches `{match['mistake']}` on {match['matched']} of {match['of']} vectors{bits}: {explanation}"


def skips(verdicts: Sequence[Line]) -> dict[str, int]:
    """Why vectors were skipped, and how many for each reason."""
    reasons = [verdict["reason"] for verdict in verdicts if verdict["status"] == "skipped"]
    return {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}


def drift(drifts: Sequence[Line]) -> Iterator[str]:
    """The training that drifts most."""
    if drifts:
        worst = max(drifts, key=lambda line: math.inf if line["worst"] is None else line["worst"])
        yield f"trainings: {worst['text']} ({worst['vector']})"


# ---- implementations against each other ------------------------------------------------------------------------------


def horizon(line: Line) -> str:
    """How many trainings of two implementations are identical, and the first difference of all."""
    a, b = line["implementations"]
    different = sorted((t for t in line["trainings"] if t["first"] is not None), key=lambda t: t["first"])
    same = len(line["trainings"]) - len(different)
    first = f"; first {different[0]['vector']}: {different[0]['text']}" if different else ""
    return f"{a} and {b}: {same} of {len(line['trainings'])} trainings identical to the last update{first}"


def horizons(report: Report, verbose: bool) -> Iterator[Text]:
    """The trainings of each implementation against what is expected, and of all pairs if there is to be more."""
    for line in (line for line in report.horizons if verbose or EXPECTED in line["implementations"]):
        yield Text(line_of(horizon(line)))
        if verbose:
            yield Text(set_in("\n".join(f"{t['vector']}: {t['text']}" for t in line["trainings"])), style="dim")


def agreement(line: Line | None) -> Iterator[RenderableType]:
    """Who gives the same bits as whom, and the largest distances."""
    if line is None:
        return
    yield Text()
    yield Text(f"agreement on the {line['vectors']} vectors that all have answered, largest distances in ulp")
    numbers = {name: str(number) for number, name in enumerate(line["implementations"], 1)}
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading in ("", "implementation", "same bits as", *numbers.values()):
        table.add_column(heading, overflow="fold")
    for name, row in zip(line["implementations"], line["ulp"], strict=True):
        same = [numbers[other] for members in line["classes"] if name in members for other in members if other != name]
        table.add_row(numbers[name], line_of(name), ", ".join(same) or "nobody", *map(distance, row))
    yield table


def distance(ulp: int | None) -> str:
    """A distance; a dash where there is none."""
    return "-" if ulp is None else short(ulp)
