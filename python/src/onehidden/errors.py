"""Every error of the package, to be caught by its class: `except onehidden.errors.ShapeMismatchError`."""

from onehidden.checks.errors import *  # noqa: F403
