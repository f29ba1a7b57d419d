"""The command `smoke`."""

from __future__ import annotations

import sys

import click

from onehidden_conformance.cli.options import IMPLEMENTATIONS, timeout_option, unique
from onehidden_conformance.reports.names import plain
from onehidden_conformance.reports.verdict import ALL_AS_EXPECTED, BROKEN
from onehidden_conformance.running.smoke import smoke


@click.command(
    "smoke",
    epilog=f"""{IMPLEMENTATIONS}
\b
Example:
  onehidden-conformance smoke --implementation "node my_network.js"
""",
)
@click.option(
    "--implementation",
    "implementations",
    multiple=True,
    required=True,
    metavar="IMPLEMENTATION",
    help="Whom to ask; may be repeated.",
)
@timeout_option
def smoke_command(implementations: tuple[str, ...], timeout: float) -> None:
    """Judge only the way an implementation speaks.

    Does it shake hands, answer one vector, refuse an invalid one, and end?

    Run this first. It says in plain words what is wrong with the way a program speaks, not with what it computes.
    """
    good = True
    for name in unique(implementations):
        click.echo(plain(name))
        for finding in smoke(name, timeout, say=lambda hint: click.echo(f"  {hint}")):
            good = good and finding.good
            click.echo(f"  {plain(str(finding))}")
            for line in finding.stderr.splitlines():
                click.echo(f"    | {plain(line)}")
    sys.exit(ALL_AS_EXPECTED if good else BROKEN)
