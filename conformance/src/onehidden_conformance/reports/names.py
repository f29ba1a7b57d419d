"""What an implementation writes, made fit for a line: its name in short, and nothing that steers a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import PurePath

LONGEST = 400
"""Characters of a culprit that are shown: an implementation may have made it as long as it likes."""
LONGEST_NAME = 32
INTERPRETERS = ("python", "pypy", "node", "deno", "bun", "Rscript", "ruby", "java", "julia", "perl", "php", "env")


def plain(text: str) -> str:
    """A text that an implementation may have written, with whatever would steer a terminal made visible.

    Examples
    --------
    >>> plain(f"{chr(27)}[31m red").startswith(chr(92))
    True
    """
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def shown(text: str) -> str:
    """The same in one line."""
    return plain(text).replace("\n", " / ")


def cut(text: str) -> str:
    """A line of bearable length; all of it is among the details."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Names without folders and interpreter where they are long, if that still tells them apart.

    Examples
    --------
    >>> list(short_names(["node network.js", "/opt/bin/python3.11 /home/me/network.py"]).values())
    ['node network.js', 'python3.11 network.py']
    """
    shorts = {name: short_name(name) for name in names}
    taken = list(shorts.values())
    return {name: short if taken.count(short) == 1 else cut(shown(name)) for name, short in shorts.items()}


def short_name(name: str) -> str:
    """One name in short: without folders, then without interpreter, then without its middle."""
    for text in (shown(name), " ".join(bare := words(name)), " ".join(without_interpreter(bare))):
        if len(text) <= LONGEST_NAME:
            return text
    return f"{text[: LONGEST_NAME // 2 - 1]} ... {text[4 - LONGEST_NAME // 2 :]}"


def words(name: str) -> list[str]:
    """The words of a command line, of paths only what they end in."""
    try:
        parts = shlex.split(name)
    except ValueError:
        parts = [name]
    return [shown(PurePath(part).name or part) for part in parts] or [shown(name)]


def without_interpreter(words: Sequence[str]) -> Sequence[str]:
    """The same from the program itself on."""
    while len(words) > 1 and (words[0].rstrip("0123456789.") in INTERPRETERS or words[0].startswith("-")):
        words = words[1:]
    return words
