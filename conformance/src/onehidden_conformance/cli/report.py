"""The command `report`, and the forms of a report."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from onehidden_conformance.cli.options import EXISTING, opened, outputs
from onehidden_conformance.reports import record
from onehidden_conformance.reports.record import Report, ReportError
from onehidden_conformance.reports.terminal import print_report
from onehidden_conformance.reports.verdict import exit_code


@click.command(
    "report",
    epilog="""\b
Examples:
  onehidden-conformance report run.jsonl
  onehidden-conformance report run.jsonl --html run.html --markdown run.md
""",
)
@click.argument("file", type=EXISTING)
@outputs
def report_command(file: Path, **options: Any) -> None:
    """Show a saved run, or write it in another form.

    A report that was cut or changed is refused. The exit code is that of the run.
    """
    try:
        saved = record.read(file)
    except ReportError as error:
        raise click.UsageError(str(error)) from error
    code = exit_code(saved, saved.footer["faults"])
    if code != saved.footer["exit_code"]:
        raise click.UsageError(
            f"{file}: the footer says exit code {saved.footer['exit_code']}, and its lines say {code}"
        )
    finish(saved, options)
    sys.exit(code)


def finish(report: Report, options: dict[str, Any]) -> None:
    """Print a report, and write what was asked for."""
    print_report(report, Console(highlight=False, markup=False), options["verbose"])
    for form in FORMS:
        if options[form] is not None:
            for suffix, text in in_form(form, report).items():
                path = options[form]
                with opened(path.with_name(f"{path.stem}{suffix}{path.suffix}")) as file:
                    file.write(text)


FORMS = ("html", "markdown", "junit", "badge")


def in_form(form: str, report: Report) -> dict[str, str]:
    """A report in another form, which is loaded only where it is asked for; a badge for each implementation.

    By the suffix of the file's name; only badges have one.
    """
    module = import_module(f"onehidden_conformance.reports.{form}")
    if form == "badge":
        badges: dict[str, str] = module.badges(report)
        return badges
    return {"": getattr(module, "page" if form == "html" else form)(report)}
