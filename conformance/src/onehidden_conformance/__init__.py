"""The conformance suite of onehidden: proves that implementations of SPEC.md give identical bits."""

import os
import sys
from pathlib import Path

# Where tox installs the R package for its environment: so that commands called by hand find it, too. It must be known
# before R starts, wherever that is.
R_LIBRARY = Path(sys.prefix, "r-library")
if R_LIBRARY.is_dir():
    os.environ.setdefault("R_LIBS", str(R_LIBRARY))
