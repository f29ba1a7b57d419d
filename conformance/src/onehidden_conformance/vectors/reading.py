"""Finds, reads and checks vectors. A file may come from anywhere: it is refused if damaged."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onehidden_conformance.vectors.checksums import is_listed
from onehidden_conformance.vectors.names import registry
from onehidden_conformance.vectors.places import ROOT

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

Vector = dict[str, Any]

LARGEST_FILE = 16 * 2**20
"""Bytes that a vector may have; the largest of ours has a fifth of it."""


class FixtureError(Exception):
    """A vector that cannot be used; the message names the file and says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


def vector_ids(root: Path = ROOT) -> list[str]:
    """List the ids of all vectors below root, sorted.

    Examples
    --------
    >>> "article/one-iteration" in vector_ids()
    True
    """
    vectors = root / "vectors"
    return sorted(id_of(path, vectors) for path in vectors.rglob("*.json"))


def vectors(root: Path = ROOT) -> Iterator[Vector]:
    """Yield all vectors below root, checked, in the order of their ids."""
    for id in vector_ids(root):
        yield load(id, root)


def load(id: str, root: Path = ROOT) -> Vector:
    """Read one vector and check it, unless it is one of ours and as it was when it was checked.

    Raises
    ------
    FixtureError
        If the file is absent, too large, not JSON, not as the schema says, or contradicts itself.

    Examples
    --------
    >>> load("article/one-iteration")["X"]["shape"]
    [3, 4]
    """
    path = root / "vectors" / f"{id}.json"
    data = bytes_of(path)
    if is_listed(data, ROOT / "vectors"):
        vector: Vector = json.loads(data)
    else:
        vector = content_of(data, path)
        check(vector, path, root)
    if vector["id"] != id:
        raise FixtureError(path, f"its id is {vector['id']!r}, its path says {id!r}")
    return vector


def id_of(path: Path, vectors: Path) -> str:
    """Derive an id from a path (SPEC 8.1)."""
    return path.relative_to(vectors).with_suffix("").as_posix()


def parse(path: Path) -> Any:
    """Read a JSON file without following what makes parsers fail or guess."""
    return content_of(bytes_of(path), path)


def bytes_of(path: Path) -> bytes:
    """Read a file that may be anything, also endless."""
    try:
        # One byte more than allowed tells a file that is too large, however large it is.
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FixtureError(path, f"cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_FILE:
        raise FixtureError(path, f"is larger than {LARGEST_FILE} bytes")
    return data


def content_of(data: bytes, path: Path) -> Any:
    """The JSON of a file."""
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=unique_keys,
            parse_constant=refuse_constant,
            parse_float=finite_float,
        )
    except (ValueError, RecursionError) as error:
        raise FixtureError(path, f"is not the JSON of a vector: {error}") from error


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object, refusing a key that comes twice: readers differ in which one they take."""
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} comes twice")
    return result


def refuse_constant(token: str) -> None:
    """Refuse NaN and Infinity, which Python reads although JSON does not have them."""
    raise ValueError(f"{token} is no JSON number; write null")


def finite_float(token: str) -> float:
    """Read a number, refusing one that is too large and would turn into infinity."""
    number = float(token)
    if not math.isfinite(number):
        raise ValueError(f"{token} is too large for binary64")
    return number


def check(vector: Any, path: Path, root: Path = ROOT) -> None:
    """Check a vector against the schema, then for what no schema can say.

    Raises
    ------
    FixtureError
        With the first complaint.
    """
    from jsonschema.exceptions import best_match  # as the next one, only where something is to be checked

    from onehidden_conformance.vectors.lint import complaints

    error = best_match(validator(root).iter_errors(vector))
    if error is not None:
        raise FixtureError(path, f"{error.json_path}: {shortened(error.message)}")
    for complaint in complaints(vector):
        raise FixtureError(path, complaint)


@cache
def validator(root: Path) -> Draft202012Validator:
    """Make the validator of the schema below root, once."""
    from jsonschema import Draft202012Validator

    schema = json.loads((root / "schema" / "vector.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, registry=registry(root))


def shortened(message: str, most: int = 300) -> str:
    """Cut a message that quotes half a file."""
    return message if len(message) <= most else f"{message[: most // 2]} ... {message[-most // 2 :]}"
