"""Checks of single values (SPEC.md, section 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from onehidden.checks.errors import (
    InvalidCountError,
    InvalidLearningRateError,
    NotFiniteError,
    NotLogicalError,
    NotNumericError,
    OneHiddenError,
    OutOfRangeError,
    UnknownArithmeticError,
)
from onehidden.checks.refusals import nearest, quoted, refuse, shown

ARITHMETICS = ("reproducible", "blas")


def check_choice(value: Any, argument: str, known: Iterable[str], error: type[OneHiddenError]) -> str:
    """Return a word that is one of the known ones."""
    known = list(known)
    if not isinstance(value, str) or value not in known:
        meant = nearest(value, known) if isinstance(value, str) else None
        hint = f'Did you mean "{meant}"?' if meant else "Choose one of these words."
        refuse(error, argument, quoted(known), shown(value), hint)
    return str(value)


def check_arithmetic(value: Any) -> str:
    """Return the name of an arithmetic."""
    return check_choice(value, "arithmetic", ARITHMETICS, UnknownArithmeticError)


def check_number(value: Any, argument: str) -> float:
    """Return one finite number as a double."""
    if not is_number(value) or not np.isfinite(value):
        error = NotFiniteError if is_number(value) else NotNumericError
        refuse(error, argument, "one finite number", shown(value), "Give for example 0.5.")
    return float(value)


def check_learning_rate(value: Any) -> float:
    """Return the learning rate as a double: finite, 0 or larger."""
    if not is_number(value) or not np.isfinite(value) or value < 0:
        expected = "one finite number, 0 or larger"
        refuse(InvalidLearningRateError, "learning_rate", expected, shown(value), "Give for example 0.1.")
    return float(value)


def check_learning_rates(value: Any) -> float | Callable[[int], float]:
    """Return one learning rate, or a function of the epoch that checks what the user's function returns."""
    if callable(value):
        return lambda epoch: check_learning_rate(value(epoch))
    return check_learning_rate(value)


def check_in_range(value: Any, argument: str, expected: str, inside: Callable[[float], bool], hint: str) -> float:
    """Return one finite number for which `inside` holds."""
    setting = check_number(value, argument)
    if not inside(setting):
        refuse(OutOfRangeError, argument, expected, shown(value), hint)
    return setting


def check_flag(value: Any, argument: str) -> bool:
    """Return True or False."""
    if not isinstance(value, (bool, np.bool_)):
        refuse(NotLogicalError, argument, "true or false", shown(value), "Choose one of the two.")
    return bool(value)


def check_count(value: Any, argument: str, lowest: int, highest: int) -> int:
    """Return a whole number within its range."""
    if not is_number(value) or not lowest <= value <= highest or value != int(value):
        expected = f"a whole number from {lowest} to {highest}"
        hint = "Give a number in this range." if is_whole(value) else "Give one number without a fraction."
        refuse(InvalidCountError, argument, expected, shown(value), hint)
    return int(value)


def is_whole(value: Any) -> bool:
    """Whether the value is one whole number."""
    return is_number(value) and (isinstance(value, (int, np.integer)) or float(value).is_integer())


def is_number(value: Any) -> bool:
    """Whether the value is one real number; True and False are not."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
