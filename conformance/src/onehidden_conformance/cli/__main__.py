"""`python -m onehidden_conformance.cli`."""

from onehidden_conformance.cli import main

main(prog_name="onehidden-conformance")
