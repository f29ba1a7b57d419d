"""Badges for a README, in the format of shields.io's endpoint badges: one for each implementation.

A badge says how much was tested. It is green only if that was enough, and never counts a vector that did not run.
"""

from __future__ import annotations

import json
import re

from onehidden_conformance.reports.record import Report
from onehidden_conformance.reports.summary import (
    AS_KNOWN,
    CONFORMING,
    FAULT,
    NO_START,
    NOT_CONFORMING,
    NOTHING_RAN,
    TOO_LITTLE,
    Summary,
    summaries,
)

GREY = dict.fromkeys((NOTHING_RAN, FAULT), "lightgrey")
COLORS = {CONFORMING: "brightgreen", TOO_LITTLE: "yellow", AS_KNOWN: "yellow", **GREY}
"""Whatever is not here is red."""


def badges(report: Report) -> dict[str, str]:
    """The badge of each implementation, by the suffix that its file needs.

    With one implementation that is nothing.
    """
    everybody = summaries(report)
    if len(everybody) == 1:
        return {"": badge(everybody[0])}
    slugs = [re.sub(r"[^a-z0-9]+", "-", each.short.lower()).strip("-") or "implementation" for each in everybody]
    numbers = [f"-{n}" if slugs.count(slug) > 1 else "" for n, slug in enumerate(slugs, 1)]
    return {f"-{slug}{n}": badge(each) for slug, n, each in zip(slugs, numbers, everybody, strict=True)}


def badge(each: Summary) -> str:
    """The badge of one implementation."""
    content = {
        "schemaVersion": 1,
        "label": "onehidden",
        "message": message(each),
        "color": COLORS.get(each.outcome, "red"),
    }
    return json.dumps(content) + "\n"


def message(each: Summary) -> str:
    """One implementation in a few words."""
    if each.outcome in (NO_START, NOTHING_RAN, FAULT):
        return each.outcome
    if each.outcome in (CONFORMING, AS_KNOWN):
        return f"level {each.level}, {covered(each)}"
    if each.outcome == TOO_LITTLE:
        return f"{TOO_LITTLE}, {covered(each)}"
    if each.outcome == NOT_CONFORMING:
        return f"{each.counts['failed']} of {each.ran} vectors fail"
    return each.outcome


def covered(each: Summary) -> str:
    """How much was tested."""
    mistakes = each.coverage.get("mistakes", {"all": 0})
    seen = f", {mistakes['seen']} of {mistakes['all']} mistakes" if mistakes["all"] else ""
    known = f", {each.counts['known']} known failures" if each.counts["known"] else ""
    return f"{each.ran} vector{'' if each.ran == 1 else 's'}{seen}{known}"
