"""A walkthrough as a page: the numbers as JSON, in a page pasted together from its parts (SPEC.md, section 15).

The page is one file. Its policy names the checksums of its own script and style, so that a browser runs nothing else.
It is ASCII, so that no encoding of a system matters.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.errors import InvalidCountError, OutOfRangeError
from onehidden.checks.files import MOST_BYTES, check_path, check_place, write_file
from onehidden.checks.refusals import counted, refuse
from onehidden.network.network import Network

MOST_NUMBERS = 500_000  # 10 megabytes
MOST_SAMPLES = 200
MOST_NEURONS = 64
PARTS = Path(__file__).with_name("parts")
SCRIPTS = ("data.js", "numbers.js", "arithmetic.js", "matrices.js", "drawing.js", "page.js")


def write_page(path: Path, data: dict[str, Any]) -> None:
    """Write the page that shows the data."""
    content = template().replace("{{data}}", json.dumps(plain(data), separators=(",", ":")))
    write_file(path, content.encode("ascii"), MOST_BYTES)


def template() -> str:
    """The page without its data."""
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
    return (PARTS / name).read_text(encoding="ascii")


def checksum(text: str) -> str:
    """The source expression of an inline script or style (Content Security Policy Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def plain(value: Any) -> Any:
    """The value as JSON can hold it: arrays as lists; non-finite numbers are null."""
    if isinstance(value, dict):
        return {name: plain(element) for name, element in value.items()}
    if isinstance(value, (list, np.ndarray)):
        return [plain(element) for element in value]
    if isinstance(value, np.floating):
        value = float(value)
    return None if isinstance(value, float) and not np.isfinite(value) else value


# ---- checks ----------------------------------------------------------------------------------------------------------


def check_path_of_page(value: Any) -> Path:
    """Return the path; an impossible one is rejected before anything is computed."""
    path = check_path(value, "walkthrough.html")
    check_place(path)
    return path


def check_size(network: Network, X: Array, epochs: int) -> None:
    """Reject what would make the page too large to read or to show."""
    n, k = len(X), network.n_outputs
    h = 0 if network.wh is None else network.wh.shape[1]
    check_at_most(n, MOST_SAMPLES, "X", "row")
    check_at_most(network.n_features, MOST_NEURONS, "X", "column")
    check_at_most(h, MOST_NEURONS, "network", "hidden neuron")
    check_at_most(k, MOST_NEURONS, "network", "output neuron")
    parameters = sum(parameter.size for parameter in network.parameters().values())
    fitting = MOST_NUMBERS // (3 * parameters + 5 * n * (h + k))
    if epochs > fitting:
        expected = f"at most {fitting}, so that the page of this network has at most {MOST_NUMBERS} numbers"
        refuse(InvalidCountError, "epochs", expected, f"it is {epochs}", "Choose fewer epochs or fewer samples.")


def check_at_most(size: int, most: int, argument: str, word: str) -> None:
    """Reject one dimension that is too large for a page."""
    if size > most:
        expected = f"small enough for a page, with at most {counted(most, word)}"
        hint = "Give less, or leave `path` out: the console abbreviates large matrices."
        refuse(OutOfRangeError, argument, expected, f"it has {size}", hint)
