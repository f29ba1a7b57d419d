"""The commands `list`, `show`, `make` and `copy`."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from onehidden_conformance.cli.options import folder_option, globs_option
from onehidden_conformance.made import PREFIX, RecipeError
from onehidden_conformance.reports.show import show as shown
from onehidden_conformance.reports.verdict import ALL_AS_EXPECTED, NOTHING_RAN
from onehidden_conformance.running.selection import Loaders, selected
from onehidden_conformance.vectors import reading
from onehidden_conformance.vectors.places import ROOT


@click.command("list")
@globs_option
@folder_option
def list_command(globs: tuple[str, ...], folder: Path) -> None:
    """List the vectors: id, kind and title."""
    vectors = [load() for load in selected_of(globs, folder).values()]
    width = max((len(vector["id"]) for vector in vectors), default=0)
    for vector in vectors:
        click.echo(f"{vector['id']:{width}}  {vector['kind']:9}  {vector['title']}")
    sys.exit(ALL_AS_EXPECTED if vectors else NOTHING_RAN)


@click.command(
    "show",
    epilog="""\b
Example:
  onehidden-conformance show article/one-iteration
""",
)
@click.argument("fixture")
@click.option("--bits", is_flag=True, help="Print the bits in place of the decimals.")
@folder_option
def show_command(fixture: str, bits: bool, folder: Path) -> None:
    """Print a vector: what it is for, and its steps as tables.

    FIXTURE is an id, also of a made vector, or a file of one.
    """
    console = Console(highlight=False, markup=False)
    for block in shown(vector_named(fixture, folder), bits):
        console.print(block)


def vector_named(fixture: str, folder: Path) -> dict[str, Any]:
    """One vector by its id or its file."""
    loaders = selected_of([fixture], folder)
    if list(loaders) != [fixture] and not fixture.endswith(".json"):
        raise click.UsageError(f"there is no vector {fixture!r}; `onehidden-conformance list` names them")
    return next(iter(loaders.values()))()


@click.command(
    "make",
    epilog="""\b
Example:
  onehidden-conformance make made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-07 > mine.json
  onehidden-conformance run --implementation "./mine" --fixtures mine.json
""",
)
@click.argument("id")
def make_command(id: str) -> None:
    """Print a made vector as JSON, to copy, to read and to run again.

    The id says what it is made of: hidden activation, output activation where the loss does not fix it, loss
    (squared, binary, categorical), reduction, biases, learning rate, the sizes n, d, h, k, and a number.
    """
    if not id.startswith(PREFIX):
        raise click.UsageError(f"the id of a made vector begins with {PREFIX}")
    click.echo(json.dumps(vector_named(id, ROOT), indent=1))


@click.command("copy")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def copy_command(folder: Path) -> None:
    """Copy the vectors to FOLDER, for a loop of your own.

    Its README.md describes the format, and has a complete runner of 60 lines to begin with.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    shutil.copytree(ROOT, folder, dirs_exist_ok=True)
    click.echo(f"copied {len(reading.vector_ids(folder))} vectors to {folder}; begin with {folder / 'README.md'}")


def selected_of(globs: Sequence[str], folder: Path) -> Loaders:
    """What loads the vectors that are named."""
    try:
        return selected(globs, folder)
    except (RecipeError, reading.FixtureError) as error:
        raise click.UsageError(str(error)) from error
