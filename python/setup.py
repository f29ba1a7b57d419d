"""What pyproject.toml cannot say: the kernels are compiled where there is a compiler, and left out elsewhere."""

import sys
from pathlib import Path

from setuptools import Extension, setup

THREADS = [] if sys.platform == "win32" else ["pthread"]

setup(
    ext_modules=[
        Extension(
            "onehidden._kernels",
            ["extension.c"],
            depends=[str(path) for path in Path("kernels").glob("*.[ch]")],
            libraries=THREADS,
            optional=True,
        )
    ]
)
