"""What a run ran on: the processor, the languages, and the versions of everything that is timed."""

from __future__ import annotations

import subprocess
from importlib.metadata import PackageNotFoundError, version

import onehidden
from onehidden_conformance.running.machine import machine as about_machine

PEERS = ("scikit-learn", "torch", "jax", "numba")


def machine() -> list[str]:
    """Describe it, a line each."""
    peers = [f"{name} {version_of(name)}" for name in PEERS]
    about_onehidden = str(onehidden.info()).splitlines()
    return [*about_machine(["python:reproducible", "r:reproducible"]), ", ".join([*peers, nnet()]), *about_onehidden]


def nnet() -> str:
    """The R package nnet and its version."""
    code = 'cat("nnet", tryCatch(as.character(packageVersion("nnet")), error = function(e) "not installed"))'
    return subprocess.run(["Rscript", "-e", code], check=True, capture_output=True, text=True).stdout


def version_of(package: str) -> str:
    """Its version, or that there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
