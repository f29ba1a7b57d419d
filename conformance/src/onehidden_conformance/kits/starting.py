"""`onehidden-conformance new`: writes a kit and an example into a folder, and says what to do next."""

from __future__ import annotations

import shutil
from pathlib import Path

from onehidden_conformance.kits import KITS, ROOT


class InTheWay(Exception):  # noqa: N818 - the word for what it is
    """A file that would be overwritten; the text is its name."""


def write_kit(language: str, folder: Path) -> list[str]:
    """Write a kit and its right network into a folder, and give the names of the files.

    Raises
    ------
    InTheWay
        If one of them is there; then none is written.
    """
    kit = KITS[language]
    names = [kit.kit, kit.right]
    for name in names:
        if (folder / name).exists():
            raise InTheWay(name)
    for name in names:
        shutil.copyfile(ROOT / language / name, folder / name)
    return names


def next_steps(language: str) -> list[str]:
    """What to type next, one command a line."""
    kit = KITS[language]
    build = kit.made_by(kit.right)
    return [
        *([build] if build else []),
        *(f'onehidden-conformance {what} --implementation "{kit.run(kit.right)}"' for what in ("smoke", "run")),
    ]
