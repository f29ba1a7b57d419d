"""Implementations by their names, or by the command line of a program.

What an implementation rests on is imported only when it is asked for: whoever judges a program of their own needs
neither `onehidden` nor R.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Collection
from pathlib import Path

from onehidden_conformance.implementations import MODES, TIMEOUT, Broken, Implementation
from onehidden_conformance.vectors import names

PACKAGES = ("python", "r", "rscript")
IMPLEMENTATIONS = tuple(
    f"{language}:{mode}" for language in ("python", "r") for mode in MODES if mode != "reproducible"
)
"""What `pytest conformance` judges; reproducible is one of the others."""


def full_name(name: str) -> str:
    """The name with the mode that it leaves out; whether a command line can be started, only starting it can tell.

    Raises
    ------
    KeyError
        If one of our names is misspelt, or if there is no name.
    """
    from onehidden_conformance.mistakes import MISTAKES

    kind, _, detail = name.partition(":")
    details: dict[str, Collection[str]] = {**dict.fromkeys(PACKAGES, MODES), "mistake": MISTAKES}
    if kind in PACKAGES and not detail:
        return f"{kind}:reproducible"
    if kind in details and detail not in details[kind]:
        raise KeyError(f"there is no implementation {name!r}; after {kind}: {', '.join(details[kind])}")
    if not name.strip():
        raise KeyError("an implementation needs a name or a command line")
    return name


def make_implementation(name: str, timeout: float = TIMEOUT) -> Implementation:
    """Make an implementation from its name, or from the command line of a program (docs/protocol.md).

    `python`, `r` and `rscript` are followed by a mode, as in `r:blas`, or mean reproducible arithmetic by whatever
    kernels there are; `mistake` is followed by a name of the catalogue. A language starts only now, so that who asks
    for Python alone needs no R.

    Raises
    ------
    Broken
        If a program does not start, or says what the protocol does not allow.
    KeyError
        If there is no such mode or mistake.
    """
    kind, _, detail = name.partition(":")
    if kind == "mistake":
        from onehidden_conformance.implementations.oracle import OracleImplementation
        from onehidden_conformance.mistakes import MISTAKES

        return OracleImplementation(name, MISTAKES[detail]())
    mode = detail or "reproducible"
    if kind in PACKAGES[:2]:
        return in_this_process(kind, mode)
    from onehidden_conformance.implementations.process import ProcessImplementation

    if kind == "rscript":
        return rscript(mode, timeout)
    try:
        return ProcessImplementation(name, shlex.split(name), timeout)
    except ValueError as error:
        raise Broken(f"would not start: its command line has {str(error).lower()}") from error


def in_this_process(kind: str, mode: str) -> Implementation:
    """One of our packages, in this process; each is an extra of this one."""
    try:
        if kind == "python":
            from onehidden_conformance.implementations.python import PythonImplementation

            return PythonImplementation(mode)
        from onehidden_conformance.implementations.r import RImplementation

        return RImplementation(mode)
    except ModuleNotFoundError as error:
        command = f"pip install 'onehidden-conformance[{kind}]'"
        raise Broken(f"would not start: there is no {error.name} here; install it with {command}") from error


def rscript(mode: str, timeout: float = TIMEOUT) -> Implementation:
    """The R package as a program of its own, to see that the way through rpy2 changes nothing."""
    from onehidden_conformance.implementations.process import ProcessImplementation

    chosen = MODES[mode]
    # Where tox installs the R package for its environment.
    environment = {"R_LIBS": str(Path(sys.prefix, "r-library")), **os.environ}
    script = str(Path(__file__).with_name("in_r") / "rscript.R")
    arguments = [str(chosen.level), *filter(None, chosen.arguments.values())]
    command = ["Rscript", "--no-init-file", script, str(names.PATH), *arguments]
    return ProcessImplementation(f"rscript:{mode}", command, timeout, environment)
