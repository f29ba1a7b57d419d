"""Checks of calls: unknown arguments, and optional packages."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from onehidden.checks.errors import MissingPackageError, UnknownArgumentError
from onehidden.checks.refusals import nearest

P = ParamSpec("P")


R = TypeVar("R")


def refuse_unknown_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """Reject misspelt arguments with an error of this package that suggests the right name."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        unknown = [name for name in kwargs if name not in signature.parameters]
        if unknown:
            name = function.__qualname__.removesuffix(".__init__")
            known = [parameter for parameter in signature.parameters if parameter != "self"]
            meant = nearest(unknown[0], known)
            hint = f"Did you mean `{meant}`?" if meant else f"It has {', '.join(f'`{word}`' for word in known)}."
            raise UnknownArgumentError(f"{name}() has no argument `{unknown[0]}`. {hint}", unknown[0])
        return function(*args, **kwargs)

    return checked


def import_package(name: str, purpose: str, extra: str) -> Any:
    """Import an optional package, or raise an error that says how to install it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        module = name.partition(".")[0]
        package = {"sklearn": "scikit-learn"}.get(module, module)
        install = f"pip install 'onehidden[{extra}]'"
        message = f"{purpose} requires the package {package}, which is not installed. Install it with: {install}"
        raise MissingPackageError(message, package) from None
