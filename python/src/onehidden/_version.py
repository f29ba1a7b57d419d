"""The version of the package, below everything that names it. Only Python: R has it in DESCRIPTION."""

__version__ = "0.1.0"
