"""The conformance suite of onehidden: proves that implementations of SPEC.md give identical bits."""

import os
import sys
from pathlib import Path

# Where tox installs the R package for its environment: so that commands called by hand find it, too. It must be known
# before R starts, wherever that is.
R_LIBRARY = Path(sys.prefix, "r-library")
if R_LIBRARY.is_dir():
    os.environ.setdefault("R_LIBS", str(R_LIBRARY))

__all__ = ["check_network"]


def __getattr__(name: str) -> object:
    """`check_network`, imported only when it is asked for: the command should start quickly."""
    if name != "check_network":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from onehidden_conformance.kits.checking import check_network

    return check_network
