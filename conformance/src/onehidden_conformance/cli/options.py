"""Options that commands share, and how their values are parsed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

import click

from onehidden_conformance.vectors.places import ROOT

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

IMPLEMENTATIONS = """\b
An implementation is
  python                    the Python package, in this process
  r                         the R package, in this process
  rscript                   the R package as a program of its own
  python:compiled, :interpreted, :blas and so on: with these kernels, or in this arithmetic
  mistake:NAME              a network with a known mistake (see `mistakes`)
  "node my_network.js"      any program that speaks the protocol (docs/protocol.md)
"""
TIMEOUT = 10.0
"""Seconds that a program may take for one answer."""


def outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of what a report can be turned into."""
    for name, text in (
        ("--badge", "a badge in the format of shields.io's endpoint, a file for each implementation"),
        ("--junit", "JUnit's XML for continuous integration"),
        ("--markdown", "Markdown for a pull request"),
        ("--html", "one HTML file that needs no network, with all numbers"),
    ):
        command = click.option(name, type=FILE, metavar="FILE", help=f"Write {text}.")(command)
    return click.option("-v", "--verbose", is_flag=True, help="Print everything that is known about each failure.")(
        command
    )


def folder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option of where the vectors are."""
    return click.option(
        "--folder",
        type=FOLDER,
        default=ROOT,
        metavar="FOLDER",
        help="Fixtures of your own: vectors/ and schema/.",
    )(command)


def globs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that chooses vectors."""
    return click.option(
        "--fixtures",
        "globs",
        multiple=True,
        metavar="GLOB",
        help='Only these vectors, as in "edges/*"; also the id of a made vector, or a file of one; may be repeated.',
    )(command)


def timeout_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option of how long to wait for a program."""
    return click.option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="What a program may take for an answer.",
    )(command)


def unique(implementations: Sequence[str]) -> Sequence[str]:
    """The implementations, none of them twice: `python` and `python:reproducible` are the same."""
    from onehidden_conformance.implementations.making import full_name

    try:
        names = list(map(full_name, implementations))
    except KeyError as error:
        raise click.UsageError(error.args[0]) from error
    for name, given in zip(names, implementations, strict=True):
        if names.count(name) > 1:
            raise click.UsageError(f"the implementation {given!r} comes twice")
    return names


def opened(path: Path) -> IO[str]:
    """A file to write to."""
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error
