"""A report as one HTML file that needs nothing else: no network, no server, no other file.

The page draws what it is given with text nodes only, and its content security policy allows its own script and style
and nothing else. A report is hostile input: an implementation chooses its name.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

from onehidden_conformance.reports.record import Report

SCRIPTS = ("elements.js", "reading.js", "summary.js", "overview.js", "vectors.js", "vector.js", "numbers.js", "main.js")
"""The parts of the page's script, in their order."""


def page(report: Report) -> str:
    """The page of a report."""
    script, style = "\n".join(map(part, SCRIPTS)), part("page.css")
    policy = (
        f"default-src 'none'; script-src '{checksum(script)}'; style-src '{checksum(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    before, after = part("page.html").split("{{report}}")
    for name, value in {"policy": policy, "style": style, "script": script}.items():
        before, after = (text.replace(f"{{{{{name}}}}}", value) for text in (before, after))
    return before + embedded(report.text) + after


def embedded(text: str) -> str:
    """A text as JSON within a script element, which ends where a parser of HTML sees its end: so there is no `<`."""
    return json.dumps(text).replace("<", "\\u003c")


def checksum(text: str) -> str:
    """The source expression of an inline script or style (Content Security Policy Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def part(name: str) -> str:
    """A part of the page."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
