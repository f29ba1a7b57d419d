"""The command `new`."""

from __future__ import annotations

from pathlib import Path

import click

from onehidden_conformance.kits import KITS
from onehidden_conformance.kits.starting import InTheWay, next_steps, write_kit


@click.command(
    "new",
    epilog="""\b
Example:
  onehidden-conformance new python
""",
)
@click.argument("language", type=click.Choice(list(KITS), case_sensitive=False))
def new_command(language: str) -> None:
    """Write a kit for LANGUAGE and a small network into this folder, and print the next commands.

    The kit speaks the protocol. The network is right: put your own in its place.
    """
    try:
        kit, network = write_kit(language, Path())
    except InTheWay as name:
        raise click.UsageError(f"{name} is here already, and would be overwritten") from None
    click.echo(f"wrote {kit}, which speaks with the suite, and {network}, a right network: put yours in its place")
    click.echo("Next:")
    for command in next_steps(language):
        click.echo(f"  {command}")
