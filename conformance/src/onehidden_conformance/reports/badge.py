"""A badge for a README, in the format of shields.io's endpoint badges."""

from __future__ import annotations

import json

from onehidden_conformance.reports.record import Report

COLORS = {0: "brightgreen", 1: "red", 3: "red", 4: "lightgrey"}


def badge(report: Report) -> str:
    """What the badge says: the level that was reached by all implementations on everything that they support."""
    footer = report.footer
    content = {
        "schemaVersion": 1,
        "label": "onehidden",
        "message": message(report),
        "color": COLORS[footer["exit_code"]],
    }
    return json.dumps(content) + "\n"


def message(report: Report) -> str:
    """The run in five words."""
    footer = report.footer
    judged = footer["passed"] + footer["failed"] + footer["error"]
    if footer["exit_code"] == 4:
        return "nothing ran"
    if footer["passed"] < judged or footer["exit_code"]:
        return f"{footer['passed']} of {judged} pass"
    level = min(implementation["level"] for implementation in report.header["implementations"])
    return f"level {level}, {footer['vectors']} vectors"
