"""Each file of one language has its twin in the other: python/src/onehidden/ROOM/NAME.py is r/R/ROOM_NAME.R.

A file that is named after its room keeps the room's name alone, and what only one language has says so at its head.
"""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
PYTHON, R = REPOSITORY / "python" / "src" / "onehidden", REPOSITORY / "r" / "R"
ONLY = {
    ".py": r"only (in )?python",
    ".R": r"only (in )?r\b|in python it |which base r |python needs no such file",
}
"""How it is said."""
HEAD = 6  # lines
FACE = "onehidden-package"
"""The page of the package, which is Python's __init__."""


def name_in_r(path):
    """What a file of Python is called in R; nothing for the head of a room, which says what is in it."""
    room, name = path.parent.name, path.stem
    if path.parent == PYTHON:
        return FACE if name == "__init__" else name
    if name == "__init__":
        return ""
    return room if name == room else f"{room}_{name}"


IN_PYTHON = {name: path for path in sorted(PYTHON.rglob("*.py")) if (name := name_in_r(path))}
IN_R = {path.stem: path for path in sorted(R.glob("*.R"))}
ALONE = [
    path for files, others in ((IN_PYTHON, IN_R), (IN_R, IN_PYTHON)) for n, path in files.items() if n not in others
]


def head(path):
    return "\n".join(path.read_text(encoding="utf-8").splitlines()[:HEAD]).lower()


def test_most_files_have_a_twin():
    assert len(IN_PYTHON.keys() & IN_R.keys()) > 45


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_what_only_one_language_has_says_why(path):
    assert re.search(ONLY[path.suffix], head(path)), f"{path} has no twin; say in its first lines why"


@pytest.mark.parametrize("name", sorted(IN_PYTHON.keys() & IN_R.keys()))
def test_no_file_with_a_twin_says_that_it_has_none(name):
    assert not re.search("only (in )?python", head(IN_PYTHON[name]))
    assert not re.search(r"only (in )?r\b", head(IN_R[name]))


def test_names_of_rooms_and_files_become_prefixes():
    assert name_in_r(PYTHON / "network" / "steps.py") == "network_steps"
    assert name_in_r(PYTHON / "network" / "network.py") == "network"
    assert name_in_r(PYTHON / "network" / "__init__.py") == ""
    assert name_in_r(PYTHON / "__init__.py") == FACE
