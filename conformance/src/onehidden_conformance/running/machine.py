"""The machine of a run: everything that can change bits outside reproducible arithmetic."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_info


def machine(implementations: Sequence[str]) -> Iterator[str]:
    """Describe languages, libraries and processor, a line each; R only where an implementation needed it."""
    yield f"Python {platform.python_version()}, NumPy {np.__version__}"
    yield f"BLAS of NumPy: {blas_in(Path(np.__file__).parents[1] / 'numpy.libs')}"
    languages = {name.partition(":")[0] for name in implementations}
    if "python" in languages:
        yield from kernels_of_python()
    if "r" in languages:
        yield from about_r()
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{processor()}, {threads} threads usable, {platform.system()} {platform.machine()}"


def kernels_of_python() -> Iterator[str]:
    """The kernels of the Python package, where it is installed."""
    try:
        import onehidden
    except ModuleNotFoundError:
        return
    yield f"Python's {repr(onehidden.info()).splitlines()[-1]}"


def about_r() -> Iterator[str]:
    """Describe R, which is embedded in this process, and its BLAS; or say why there is none."""
    try:
        import rpy2.rinterface as ri

        ri.initr()
    except Exception as error:  # whatever it is, the run has failed of it, and the report must not
        yield f"R: did not start: {error}"
        return
    yield f"{ri.evalr('R.version.string')[0]}, rpy2 {version('rpy2')}"
    file = Path(ri.evalr("extSoftVersion()[['BLAS']]")[0])
    yield f"BLAS of R: {blas_in(file.resolve().parent)}"
    yield f"R's {ri.evalr('format(onehidden::info())')[0].splitlines()[-1]}"


def blas_in(folder: Path) -> str:
    """The BLAS that this process has loaded from a folder: two of them, when R works within Python.

    The folder is what identifies it: on Debian R's own file is a shim that loads its neighbour.
    """
    for library in threadpool_info():
        path = Path(library["filepath"]).resolve()
        if library["user_api"] == "blas" and path.parent == folder:
            return describe(library)
    return "one that does not tell its version"


def describe(library: dict[str, Any]) -> str:
    """A library in words."""
    kernel = library.get("architecture", "unknown")
    return f"{library['internal_api']} {library['version']}, kernel {kernel}, {library['num_threads']} threads"


def processor() -> str:
    """The name of the processor; Linux keeps it in a file."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
