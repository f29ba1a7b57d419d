"""The command `onehidden-conformance`: its group. Each command is imported only when it is used."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "run": "run",
    "new": "new",
    "smoke": "smoke",
    "report": "report",
    "list": "vectors",
    "show": "vectors",
    "make": "vectors",
    "copy": "vectors",
    "mistakes": "mistakes",
}
"""The module of each command."""


class Commands(click.Group):
    """Commands that are imported when they are asked for, so that none waits for what it does not use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{COMMANDS[cmd_name]}"), f"{cmd_name}_command")
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onehidden-conformance")
def main() -> None:
    """Judge implementations of the one-hidden-layer network, step by step and bit by bit.

    Vectors with the exact result of every step go to each implementation, and its answers are compared: at level 2
    every bit must be equal, at level 1 every number must lie within its error bound. What is wrong is named, and so
    is the known mistake that explains it.

    \b
    Start here:
      onehidden-conformance new python
      onehidden-conformance smoke --implementation "node my_network.js"
      onehidden-conformance run --implementation "node my_network.js" --html report.html
    """  # noqa: D301 - click's mark for lines that stay as they are is \b itself
