"""A walkthrough as a page: the numbers as JSON, put into the template that both packages have (SPEC.md, section 15).

The template is made by walkthrough/build.py; its policy allows its own script and style and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.errors import InvalidCountError, OutOfRangeError
from onehidden.checks.files import MOST_BYTES, check_path, check_place, write_file
from onehidden.checks.refusals import counted, refuse
from onehidden.network.network import Network
from onehidden.walkthrough.equations import equations

MOST_NUMBERS = 500_000  # 10 megabytes
MOST_SAMPLES = 200
MOST_NEURONS = 64
TEMPLATE = "walkthrough.html"
PLACE_OF_DATA = "{{data}}"


# ---- the file --------------------------------------------------------------------------------------------------------


def write_page(
    path: Path,
    network: Network,
    X: Array,
    y: Array,
    learning_rate: float,
    epochs: list[dict[str, Any]],
    decimals: int,
    arithmetic: str,
) -> None:
    """Write the page; `epochs` has the values of each update by name."""
    data = {
        "network": repr(network),
        "arithmetic": arithmetic,
        "reduction": network.reduction,
        "decimals": decimals,
        "equations": [vars(equation) for equation in equations(network)],
        "given": {"X": X, "y": y, "learning_rate": learning_rate},
        "epochs": epochs,
    }
    template = Path(__file__).parents[1].joinpath(TEMPLATE).read_text(encoding="ascii")
    write_file(path, template.replace(PLACE_OF_DATA, json_text(data)).encode("ascii"), MOST_BYTES)


def json_text(value: Any) -> str:
    """The value as JSON, numbers with 17 digits. Texts are words of this package and need no escape."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "{" + ",".join(f'"{name}":{json_text(element)}' for name, element in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n".join(json_text(element) for element in value) + "]"
    if np.ndim(value):
        return "[" + ",".join(json_text(element) for element in value) + "]"
    return f"{value:.17g}" if np.isfinite(value) else "null"


# ---- checks ----------------------------------------------------------------------------------------------------------


def check_path_of_page(value: Any) -> Path:
    """Return the path; what is no place for a file is refused before anything is computed."""
    path = check_path(value, "walkthrough.html")
    check_place(path)
    return path


def check_size(network: Network, X: Array, epochs: int) -> None:
    """Refuse what nobody could read, or no browser show."""
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
    """Refuse one dimension that is too large for a page."""
    if size > most:
        expected = f"small enough for a page, with at most {counted(most, word)}"
        mend = "Give a part of it, or leave `path` out: the console cuts what is large."
        refuse(OutOfRangeError, argument, expected, f"it has {size}", mend)
