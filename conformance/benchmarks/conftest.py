"""The record of a run: everything that was measured, and on what, written as JSON where `--record` says."""

import datetime
import json
import os
from pathlib import Path

import pytest

from benchmarks.machine import machine
from benchmarks.workloads import WORKLOADS


def pytest_addoption(parser):
    """Let the command say where the record goes."""
    parser.addoption("--record", type=Path, metavar="FILE", help="write what was measured there, as JSON")


@pytest.fixture(scope="session")
def record(request):
    """Where the benchmarks leave what they measure."""
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    record = {
        "date": datetime.date.today().isoformat(),
        "load_before": load,
        "machine": machine(),
        "workloads": {
            name: {"shape": workload.shape, "updates": workload.updates} for name, workload in WORKLOADS.items()
        },
        "trainings": [],
        "imports": {},
        "predictions": {},
        "conformance": None,
    }
    yield record
    if request.config.option.record is not None:
        request.config.option.record.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
