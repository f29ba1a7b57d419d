"""Read a whole file, and write a file completely or not at all (SPEC.md 14.8, 15.8)."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import Any, NoReturn

from onehidden.checks.errors import UnreadableFileError
from onehidden.checks.refusals import kind, refuse, shown

MOST_BYTES = 64 * 2**20  # about 1.4 million parameters


def check_path(path: Any, example: str) -> Path:
    """Return the path of a file, with `~` expanded."""
    name = os.fspath(path) if isinstance(path, os.PathLike) else path
    if not isinstance(name, str) or name == "" or "\0" in name:
        given = shown(name) if isinstance(name, str) else f"it is {kind(name)}"
        refuse_file("the name of a file", given, f'Give for example "{example}".')
    return Path(os.path.expanduser(name))  # noqa: PTH111 - leaves ~nobody/ as it is, where Path raises


def read_file(path: Path, most_bytes: int) -> bytes:
    """Return the bytes of a file that is not too large."""
    expected = "a file that can be read"
    try:
        if not path.exists():
            refuse_file(expected, f'there is no file "{path}"', "Check its name and folder.")
        if path.is_dir():
            refuse_file(expected, f'"{path}" is a folder', "Give the name of a file.")
        size = path.stat().st_size
        if size > most_bytes:
            refuse_too_large(size, most_bytes)
        return path.read_bytes() if size else b""  # an empty pipe is not opened: reading it might never end
    except UnreadableFileError:
        raise
    except OSError:
        refuse_file(expected, f'"{path}" cannot be read', "Check its permissions.")


def write_file(path: Path, content: bytes, most_bytes: int) -> None:
    """Write a temporary file beside its place and move it there; until then the old file stays."""
    if len(content) > most_bytes:
        refuse_too_large(len(content), most_bytes)
    target = check_place(path)
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError:
        refuse_writing(path)
    finally:
        temporary.unlink(missing_ok=True)


def check_place(path: Path) -> Path:
    """Return the place of a file to write; reject one where no file can be, or where something else would be lost."""
    expected = "a file that can be written"
    target = Path(os.path.realpath(path))  # writing through a link keeps the link
    try:
        if not target.parent.is_dir():
            refuse_file(expected, f'there is no folder "{path.parent}"', "Create the folder first.")
        if target.is_dir():
            refuse_file(expected, f'"{path}" is a folder', "Give the name of a file.")
        if target.exists() and not target.is_file():
            refuse_file(expected, f'"{path}" is a device', "Give the name of a file.")
    except UnreadableFileError:
        raise
    except OSError:  # for example a name that is too long
        refuse_writing(path)
    return target


# ---- saying no -------------------------------------------------------------------------------------------------------


def refuse_too_large(size: int, most_bytes: int) -> NoReturn:
    """Reject a file that is too large."""
    expected = f"a file of at most {most_bytes // 2**20} MiB"
    refuse_file(expected, f"there are {size / 2**20:.1f} MiB", "No model with one hidden layer needs more.")


def refuse_writing(path: Path) -> NoReturn:
    """Reject a file that cannot be written."""
    hint = "Check free space and permissions."
    refuse_file("a file that can be written", f'"{path}" cannot be written', hint)


def refuse_file(expected: str, given: str, hint: str) -> NoReturn:
    """Reject a file that cannot be read or written."""
    refuse(UnreadableFileError, "path", expected, given, hint)
