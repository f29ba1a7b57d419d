"""Checks of arrays (SPEC.md, section 10). Rows and columns in messages count from 1."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.errors import (
    EmptyError,
    NotFiniteError,
    NotNumericError,
    ShapeMismatchError,
    WrongDimensionsError,
)
from onehidden.checks.refusals import counted, number, refuse


def require_real(array: npt.NDArray[Any], argument: str) -> None:
    """Reject an array whose elements are not real numbers or logical values."""
    if array.dtype.kind not in "biuf":
        missing = array.ndim == 0 and array[()] is None
        given = (
            "it is missing" if missing else f"it holds {KINDS.get(array.dtype.kind, f'values of type {array.dtype}')}"
        )
        hint = "Convert text and categories to numbers first."
        raise NotNumericError(f"`{argument}` must be made of real numbers, but {given}. {hint}", argument)


# By the kinds of NumPy's dtypes.
KINDS = {"U": "text", "S": "text", "T": "text", "c": "complex numbers", "O": "objects", "M": "dates", "m": "time spans"}


def check_numbers(value: Any, argument: str) -> Array:
    """Return the value as a non-empty array of finite doubles."""
    try:
        given = np.asarray(value)
    except ValueError:
        refuse(
            WrongDimensionsError,
            argument,
            "a matrix or a vector",
            "its rows differ in length",
            "Give every row the same number of elements.",
        )
    require_real(given, argument)
    if given.size == 0:
        refuse(EmptyError, argument, "non-empty", "it has no elements", "Give at least one row and one column.")
    numbers = given.astype(np.float64, order="C", copy=False)
    check_finite(numbers, argument)
    return numbers


def check_finite(numbers: Array, argument: str) -> None:
    """Reject NaN and infinities; the message names the first."""
    finite = np.isfinite(numbers)
    if finite.all():
        return
    first = tuple(np.argwhere(~finite)[0])
    places = ("row", "column") if numbers.ndim == 2 else ("element",) * numbers.ndim
    where = ", ".join(f"{place} {index + 1}" for place, index in zip(places, first, strict=False))
    given = f"{where} (counted from 1) is {number(numbers[first])}" if where else f"it is {number(numbers[first])}"
    refuse(NotFiniteError, argument, "finite", given, "Remove or replace such values first.")


def check_matrix(value: Any, argument: str) -> Array:
    """Return the value as a matrix of finite doubles."""
    numbers = check_numbers(value, argument)
    if numbers.ndim != 2:
        given = {0: "it is a single number", 1: "it is a vector"}.get(numbers.ndim, f"it has {numbers.ndim} dimensions")
        hint = "Give rows and columns: one sample is a matrix of 1 row, one feature a matrix of 1 column."
        refuse(WrongDimensionsError, argument, "a matrix", given, hint)
    return numbers


def check_vector(value: Any, argument: str, length: int, per: str) -> Array:
    """Return the value as a vector of finite doubles of this length; `per` says what each element belongs to."""
    numbers = check_numbers(value, argument)
    if numbers.ndim != 1:
        given = {0: "it is a single number", 2: "it is a matrix"}.get(numbers.ndim, f"it has {numbers.ndim} dimensions")
        reason = "; a bias belongs to a neuron, not to a sample" if per.endswith("neuron") else ""
        hint = f"Give a vector with {counted(length, 'element')}{reason}."
        refuse(WrongDimensionsError, argument, f"a vector with one element {per}", given, hint)
    if len(numbers) != length:
        given = f"it has {counted(len(numbers), 'element')}"
        hint = f"Give a vector with {counted(length, 'element')}."
        refuse(ShapeMismatchError, argument, f"a vector with one element {per}", given, hint)
    return numbers
