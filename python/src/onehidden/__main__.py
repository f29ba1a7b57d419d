"""`python -m onehidden`."""

import sys

from onehidden.cli import main

if __name__ == "__main__":
    sys.exit(main())
