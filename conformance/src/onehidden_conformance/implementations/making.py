"""Implementations by their names, or by the command line of a program.

What an implementation rests on is imported only when it is asked for: whoever judges a program of their own needs
neither `onehidden` nor R.
"""

from __future__ import annotations

import shlex

from onehidden_conformance.implementations import MODES, TIMEOUT, Broken, Implementation

OURS = tuple(f"{language}:{mode}" for language in ("python", "r") for mode in MODES)
IMPLEMENTATIONS = tuple(name for name in OURS if not name.endswith(":reproducible"))  # which is one of the others


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
    if kind == "python":
        from onehidden_conformance.implementations.python import PythonImplementation

        return PythonImplementation(mode)
    if kind == "r":
        from onehidden_conformance.implementations.r import RImplementation

        return RImplementation(mode)
    from onehidden_conformance.implementations.process import ProcessImplementation, rscript

    if kind == "rscript":
        return rscript(mode, timeout)
    try:
        return ProcessImplementation(name, shlex.split(name), timeout)
    except ValueError as error:
        raise Broken(f"would not start: its command line has {str(error).lower()}") from error
