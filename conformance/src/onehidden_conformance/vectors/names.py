"""The names of SPEC.md, from the one table that lists them: fixtures/schema/names.schema.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onehidden_conformance.vectors.places import ROOT

if TYPE_CHECKING:
    from referencing import Registry

PATH = ROOT / "schema" / "names.schema.json"
NAMES = {key: tuple(each["enum"]) for key, each in json.loads(PATH.read_text(encoding="utf-8"))["$defs"].items()}

ACTIVATIONS = NAMES["activation"]
OUTPUT_ACTIVATIONS = NAMES["output_activation"]
LOSSES = NAMES["loss"]
REDUCTIONS = NAMES["reduction"]
STREAMS = NAMES["stream"]
KINDS = NAMES["kind"]


@cache
def registry(root: Path = ROOT) -> Registry[Any]:
    """Where a validator finds the table that the schemas below root refer to."""
    from referencing import Registry, Resource

    paths = (root / "schema").glob(PATH.name)  # none in fixtures of before the table
    return Registry().with_resources(
        (path.name, Resource.from_contents(json.loads(path.read_text(encoding="utf-8")))) for path in paths
    )
