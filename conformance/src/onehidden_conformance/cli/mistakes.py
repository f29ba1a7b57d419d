"""The command `mistakes`."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from onehidden_conformance.mistakes import MISTAKES


@click.command("mistakes")
def mistakes_command() -> None:
    """List the known mistakes that a failing implementation is compared with."""
    console = Console(highlight=False, markup=False)
    for name, mistake in MISTAKES.items():
        console.print(
            Text(name, style="bold"), Text("(seen only at level 2)" if mistake.level == 2 else "", style="dim")
        )
        console.print(Text(mistake.explanation()), soft_wrap=True)
        console.print()
