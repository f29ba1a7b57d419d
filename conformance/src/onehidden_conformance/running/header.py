"""The header of a report: what ran, on what, when, and by which command."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from onehidden_conformance.reports.lines import Line, shortened
from onehidden_conformance.reports.record import FORMAT, SCHEMA
from onehidden_conformance.running.machine import machine, processor
from onehidden_conformance.running.plan import Plan, Start

PACKAGES = ("onehidden-conformance", "onehidden", "numpy", "gmpy2", "rpy2", "jsonschema", "click", "rich")


def header_line(plan: Plan, starts: Sequence[Start]) -> Line:
    """The header of a run that is about to begin."""
    names = [started.name for started in starts]
    lines = list(machine(names))
    return {
        "type": "header",
        "format": FORMAT,
        "schema": SCHEMA,
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "command": list(plan.command),
        "level": plan.level,
        "fixtures": len(plan.ids),
        "versions": {"Python": platform.python_version(), "platform": platform.platform(), **dict(versions())},
        "machine": lines,
        "processor": processor(),
        "threads": os.cpu_count() or 0,
        "blas": [line for line in lines if line.startswith("BLAS")],
        "implementations": [implementation_of(started, plan.level) for started in starts],
    }


def versions() -> Iterator[tuple[str, str]]:
    """The versions of the packages that a run rests on, of those that are there."""
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue


def implementation_of(started: Start, level: int | None) -> dict[str, Any]:
    """An implementation: at which level it is judged, and what it says of itself; that may be anything."""
    return {
        "name": started.name,
        "level": level or started.level,
        "metadata": dict(started.metadata),
        "problem": shortened(started.problem),
    }
