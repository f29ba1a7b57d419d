"""Every error of the package, to be caught by its class: `except onehidden.errors.ShapeMismatchError`.

Only Python: in R the classes of a condition need no module.
"""

from onehidden.checks.errors import *  # noqa: F403
