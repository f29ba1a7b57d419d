"""The vectors that were checked when they were written, by their SHA-256: they need not be checked at every reading.

`SHA256SUMS` lies among the vectors and has the format of `sha256sum`. A file that is not in it, or no longer, is
checked as any other; so a list that is out of date costs time and nothing else.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

NAME = "SHA256SUMS"


def is_listed(data: bytes, folder: Path) -> bool:
    """Whether the content of a file is one of those that were checked."""
    return hashlib.sha256(data).hexdigest() in sums(folder)


@cache
def sums(folder: Path) -> frozenset[str]:
    """The checksums of a folder of vectors; none where there is no list."""
    path = folder / NAME
    if not path.is_file():
        return frozenset()
    return frozenset(line.partition(" ")[0] for line in path.read_text(encoding="utf-8").splitlines())


def text(folder: Path) -> str:
    """The list of a folder as it should be."""
    paths = sorted(folder.rglob("*.json"))
    sums = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return "".join(f"{sum}  {path.relative_to(folder).as_posix()}\n" for sum, path in zip(sums, paths, strict=True))


def write(folder: Path) -> None:
    """Write the list anew."""
    (folder / NAME).write_text(text(folder), encoding="utf-8", newline="\n")
