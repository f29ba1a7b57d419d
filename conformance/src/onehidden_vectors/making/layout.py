"""How a vector is written: one key per line, a list of numbers or texts on one line."""

from __future__ import annotations

import json
from typing import Any


def text_of(vector: dict[str, Any]) -> str:
    """Write a vector as the text of its file."""
    return layout(vector, "") + "\n"


def layout(value: Any, indent: str) -> str:
    """Lay out a value; objects open, and so do lists of objects."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        lines = [f"{inner}{json.dumps(key)}: {layout(value[key], inner)}" for key in value]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(inner + layout(v, inner) for v in value) + f"\n{indent}]"
    return json.dumps(value, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
