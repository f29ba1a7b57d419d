"""What there is to say of one implementation: its verdict, what explains it, and how much was tested."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence

from rich.text import Text

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import cut, plain, shown
from onehidden_conformance.reports.record import Report
from onehidden_conformance.reports.summary import NO_START, TOO_LITTLE, Summary, skips

REASONS = 3
"""Reasons for skips that are shown unless all are asked for."""


def cards(report: Report, each: Summary, width: int, verbose: bool) -> Iterator[Text]:
    """The lines on one implementation."""
    yield heading(each)
    if each.result():
        yield Text(f"  {each.result()}")
    if each.short != each.name:
        yield Text(f"  {cut(shown(each.name))}", style="dim")
    if each.outcome == NO_START:
        return
    found = report.findings.get(each.name, {})
    for style, texts in (
        ("yellow", in_words(found.get("matches", []), each.counts["failed"])),
        ("yellow", alike(report.of(each.name))),
        ("yellow", each.coverage.get("missing", []) if each.outcome == TOO_LITTLE else []),
        ("", told(report, each, found, verbose)),
    ):
        for text in texts:
            yield Text(set_in(shown(text), width), style=style)
    if verbose and found.get("reasons"):
        yield Text(textwrap.indent(plain(found["reasons"]), "      "), style="dim")


def heading(each: Summary) -> Text:
    """The verdict, on whom, and at which level."""
    text = Text(each.outcome.upper(), style=f"bold {each.color}")
    text.append(f": {each.short}", style="bold default")
    return text.append(f", at level {each.level}", style="not bold default")


def told(report: Report, each: Summary, found: Line, verbose: bool) -> Iterator[str]:
    """How much was tested, what was not and why, and how it calculates."""
    yield f"tested: {'; '.join(each.tested())}"
    yield from each.coverage.get("notes", [])
    yield from not_run(skips(report.of(each.name)), verbose)
    if verbose and each.coverage.get("uncovered"):
        yield f"no vector has tested: {'; '.join(each.coverage['uncovered'])}"
    if verbose and each.coverage.get("mistakes", {}).get("unseen"):
        yield f"known mistakes that would not have been seen: {', '.join(each.coverage['mistakes']['unseen'])}"
    yield from calculates(found.get("fingerprint", ""), verbose)
    yield from drift(found.get("drifts", []))


def set_in(text: str, width: int) -> str:
    """A paragraph with space before its lines, broken between words."""
    room = max(40, width) - 1
    lines = textwrap.wrap(text, room, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return "\n".join(lines)


def calculates(fingerprint: str, verbose: bool) -> Iterator[str]:
    """How it calculates, without what no probe could tell."""
    known = "; ".join(part for part in fingerprint.split("; ") if verbose or not part.endswith(": unknown"))
    if known:
        yield f"calculates: {known}"


def alike(verdicts: Sequence[Line]) -> Iterator[str]:
    """What is wrong wherever anything is, as when a network crashes."""
    culprits = [line["culprit"] for line in verdicts if line["kind"]]
    if len(culprits) > 1 and len(set(culprits)) == 1:
        yield f"all {len(culprits)} are wrong in the same way: {cut(shown(culprits[0]))}"


# ---- the parts -------------------------------------------------------------------------------------------------------


def in_words(matches: Sequence[Line], failed: int) -> Iterator[str]:
    """What explains the failures: one mistake, or several that these vectors cannot tell apart.

    Examples
    --------
    >>> match = {"mistake": "x", "matched": 2, "of": 2, "identical": False, "explanation": "Halve it."}
    >>> list(in_words([match], 3))
    ['matches `x` on 2 of 2 vectors that can tell it from a right network (of the 3 that failed): Halve it.']
    """
    if len(matches) > 1:
        yield f"these vectors cannot tell apart: {', '.join(match['mistake'] for match in matches)}"
    for match in matches:
        explanation = match["explanation"].partition("\n")[0]
        count = f"{match['matched']} of {match['of']} vectors"
        of = f" (of the {failed} that failed)" if failed > match["of"] else ""
        bits = ", bit for bit" if match["identical"] else ""
        if match.get("kind") == "declaration":
            more = "" if explanation.startswith(REDUNDANT) or not explanation else f": {explanation}"
            yield f"fits if you declare {match['mistake']}: matches on {count} that can tell{of}{more}"
            continue
        if match.get("kind") == "parts":
            yield f"result by result, matches on {count} that can tell{of}: {explanation}"
            continue
        name = f"`{match['mistake']}`" if match.get("kind", "mistake") == "mistake" else match["mistake"]
        yield f"matches {name} on {count} that can tell it from a right network{of}{bits}: {explanation}"


REDUNDANT = "The network is right if it declares "
"""How what explains most declarations begins: the line says that already."""


def not_run(reasons: dict[str, int], verbose: bool) -> Iterator[str]:
    """Why vectors were skipped, the most frequent reasons first; what it does not declare is told together."""
    if not reasons:
        return
    own = {reason: count for reason, count in reasons.items() if not reason.startswith(tuple(DECLARED))}
    texts = [text for start, what in DECLARED.items() if (text := undeclared(reasons, start, what, verbose))]
    listed = list(own.items())[: None if verbose else REASONS]
    texts += [f"{count} ({shown(reason)})" for reason, count in listed]
    more = f"; {len(own) - len(listed)} more reasons with -v" if len(own) > len(listed) else ""
    yield f"skipped {sum(reasons.values())}: {'; '.join(texts)}{more}"


DECLARED = {
    "declares that it does no vectors of the kind ": "of kinds that it does not declare",
    "declares no ": "for what it does not declare",
}
"""How a reason begins that follows from the declaration, and what all such are called together."""


def undeclared(reasons: dict[str, int], start: str, what: str, verbose: bool) -> str:
    """All reasons that begin alike."""
    found = {shown(reason.removeprefix(start)): n for reason, n in reasons.items() if reason.startswith(start)}
    if not found:
        return ""
    names = [f"{name} {count}" if verbose else name for name, count in found.items()]
    listed = names if verbose else names[: 2 * REASONS]
    return f"{sum(found.values())} {what} ({', '.join(listed)}{' ...' if len(names) > len(listed) else ''})"


def drift(drifts: Sequence[Line]) -> Iterator[str]:
    """The training that drifts most."""
    if drifts:
        worst = max(drifts, key=lambda line: math.inf if line["worst"] is None else line["worst"])
        yield f"trainings: {worst['text']} ({worst['vector']})"
