"""Which vectors a command names: published ones by patterns, made ones by their ids, and those of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

from onehidden_conformance import made
from onehidden_conformance.vectors import reading
from onehidden_conformance.vectors.places import ROOT

Loaders = dict[str, Callable[[], dict[str, Any]]]


def selected(globs: Sequence[str], folder: Path = ROOT) -> Loaders:
    """What loads each vector that is named, by its id; all published ones if none is named.

    Raises
    ------
    RecipeError
        If an id of a made vector is malformed.
    FixtureError
        If a file does not hold a vector.
    """
    ids = reading.vector_ids(folder)
    loaders: Loaders = {}
    for glob in globs or ["*"]:
        if glob.startswith(made.PREFIX) and not Path(glob).is_file():
            loaders |= {glob: partial(made.vector, str(made.parse(glob)))}
        elif glob.endswith(".json") and glob.removesuffix(".json") not in ids:
            loaders |= {file["id"]: (lambda file=file: file) for file in [from_file(Path(glob), folder)]}
        else:
            loaders |= {id: partial(reading.load, id, folder) for id in ids if fnmatchcase(id, glob)}
    return loaders


def from_file(path: Path, folder: Path) -> dict[str, Any]:
    """A vector from a file anywhere, checked."""
    vector: dict[str, Any] = reading.parse(path)
    reading.check(vector, path, folder)
    return vector


def named(id: str, folder: Path = ROOT) -> dict[str, Any]:
    """One vector by its id, published or made, or by its file.

    Raises
    ------
    KeyError
        If there is no such vector.
    """
    loaders = selected([id], folder)
    if len(loaders) != 1:
        raise KeyError(id)
    return next(iter(loaders.values()))()
