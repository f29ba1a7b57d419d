"""Declarations that the answers belie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onehidden_conformance.implementations.declaration import NEEDS, Declaration
from onehidden_conformance.judging.judge import Verdict

Vector = Mapping[str, Any]
LAYERS = {"both": ("hidden", "output"), "layer": ("hidden", "output"), "hidden": ("hidden",), "output": ("output",)}


def belied(declaration: Declaration, answered: Sequence[tuple[Vector, Verdict]]) -> Iterator[str]:
    """What an implementation declares itself and none of its answers bears out."""
    updates = [(vector, verdict) for vector, verdict in answered if vector["kind"] == "step" and verdict.steps]
    shown = {name for _, verdict in updates for name in verdict.steps}
    asked = {name for vector, _ in updates for name in vector["expected"]}
    never = sorted(asked - shown)
    if "trace" in declaration.said:
        for name in never:
            if declaration.shown is not None and name in declaration.shown:
                yield f"it declares {name} in its `trace` and never showed it"
    elif "biases" in declaration.said:
        layers = LAYERS.get(declaration.biases, ())
        for name in never:
            if name.startswith("updated_") and NEEDS.get(name) in layers:
                yield f"it declares the biases {declaration.biases!r} and never showed {name}"
