"""Make the template of the walkthrough's page from its parts, into both packages: python walkthrough/build.py.

The template is one file with a place for the numbers. Its policy names the checksums of its own script and style, so
that a browser runs nothing else. It is ASCII, so that no encoding of R or of a system matters.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = ("data.js", "numbers.js", "arithmetic.js", "matrices.js", "drawing.js", "page.js")
TEMPLATES = (
    HERE.parent / "python" / "src" / "onehidden" / "walkthrough.html",
    HERE.parent / "r" / "inst" / "walkthrough.html",
)


def template() -> str:
    """The page without its numbers."""
    style = part("page.css")
    script = "\n".join(part(name) for name in SCRIPTS)
    policy = (
        f"default-src 'none'; script-src '{checksum(script)}'; style-src '{checksum(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = part("page.html")
    for name, value in {"policy": policy, "style": style, "script": script}.items():
        page = page.replace(f"{{{{{name}}}}}", value)
    return page


def part(name: str) -> str:
    """A part of the page."""
    return (HERE / name).read_text(encoding="ascii")


def checksum(text: str) -> str:
    """The source expression of an inline script or style (Content Security Policy Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


if __name__ == "__main__":
    for file in TEMPLATES:
        file.write_bytes(template().encode("ascii"))
