"""The inputs of a model and the columns of X they make: numbers as they are, categories by contrasts (SPEC.md 13.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

import numpy as np

from onehidden._typing import Array
from onehidden.checks.arrays import check_matrix, check_numbers
from onehidden.checks.errors import (
    MissingColumnError,
    NotFiniteError,
    ShapeMismatchError,
    UnknownLevelError,
    WrongDimensionsError,
)
from onehidden.checks.refusals import counted, nearest, refuse


@dataclass(frozen=True)
class NumericInput:
    """A numeric input, which is one column of X.

    Attributes
    ----------
    name : str or None
        The column of the data. None: the data had no names, and the input is known by its position.
    """

    name: str | None


@dataclass(frozen=True, eq=False)
class FactorInput:
    """A categorical input, which is coded by a contrast matrix.

    Attributes
    ----------
    name : str
        The column of the data.
    levels : tuple of str
        The categories.
    contrasts : numpy.ndarray, levels x columns
        The row of X for each level.
    columns : tuple of str
        The names of its columns of X.
    """

    name: str
    levels: tuple[str, ...]
    contrasts: Array
    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        self.contrasts.setflags(write=False)


Input: TypeAlias = NumericInput | FactorInput


def numeric_inputs(names: Iterable[str] | None, n: int) -> tuple[Input, ...]:
    """Make n numeric inputs with these names, or without names."""
    return tuple(NumericInput(name) for name in ([None] * n if names is None else names))


def feature_names(inputs: Sequence[Input]) -> list[str]:
    """Name the columns of X; inputs without a name become x1, x2 and so on."""
    names: list[str] = []
    for place, one in enumerate(inputs, 1):
        if isinstance(one, FactorInput):
            names.extend(one.columns)
        else:
            names.append(f"x{place}" if one.name is None else one.name)
    return names


def have_names(inputs: Sequence[Input]) -> bool:
    """Whether the inputs have names; either all do, or none."""
    return all(one.name is not None for one in inputs)


# ---- from data to X --------------------------------------------------------------------------------------------------


def design_matrix(inputs: Sequence[Input], data: Any, argument: str = "data") -> Array:
    """Make X from data with named columns, or from a matrix with the columns of X."""
    columns = columns_by_name(data) if have_names(inputs) else None
    if columns is None:
        return matrix_of_columns(inputs, data, argument)
    check_columns(inputs, columns)
    parts = [part_of_design(one, columns[str(one.name)]) for one in inputs]
    check_same_length(inputs, parts)
    return np.column_stack(parts)


def matrix_of_columns(inputs: Sequence[Input], data: Any, argument: str) -> Array:
    """Take the data as the columns of X, in their order."""
    X = check_matrix(data, argument)
    features = feature_names(inputs)
    if X.shape[1] != len(features):
        given = f"it has {counted(X.shape[1], 'column')}"
        hint = f"This model has {counted(len(features), 'feature')}: {listed(features)}."
        refuse(ShapeMismatchError, argument, "a matrix with one column per feature", given, hint)
    return X


def columns_by_name(data: Any) -> Mapping[str, Any] | None:
    """The columns of a mapping, a data frame (pandas, polars, pyarrow) or a structured array; None for other data."""
    if isinstance(data, Mapping):
        return {str(name): column for name, column in data.items()}
    dtype = getattr(data, "dtype", None)
    of_frame = getattr(data, "column_names", getattr(data, "columns", None))
    names = dtype.names if isinstance(dtype, np.dtype) else of_frame
    return None if names is None else {str(name): data[name] for name in names}


def check_columns(inputs: Sequence[Input], columns: Mapping[str, Any]) -> None:
    """Reject data that lacks a column; the message lists the columns and suggests a similar name."""
    wanted = [str(one.name) for one in inputs]
    missing = [name for name in wanted if name not in columns]
    if missing:
        meant = nearest(missing[0], [name for name in columns if name not in wanted])
        given = f"it is missing; the data has {listed(list(columns))}"
        hint = f"Did you mean `{meant}`?" if meant else hint_for_missing(missing[0])
        refuse(MissingColumnError, missing[0], "a column of the data", given, hint)


def hint_for_missing(name: str) -> str:
    """The hint for a missing column; one with such a name was computed by a formula in R."""
    if "(" in name or ":" in name:
        return "An R formula computed it, and models do not store formulas: give it as a column of numbers."
    return "Give the columns that the model was trained with."


def part_of_design(one: Input, column: Any) -> Array:
    """The columns of X that an input makes."""
    return contrasts_of(one, column) if isinstance(one, FactorInput) else numbers_of(column, str(one.name))


def numbers_of(column: Any, name: str) -> Array:
    """The column as finite doubles."""
    values = np.asarray(column)
    if values.dtype == object:  # a nullable column of a frame
        values = np.array([np.nan if is_missing(value) else value for value in values.tolist()])
    numbers = check_numbers(values, name)
    if numbers.ndim != 1:
        given = "it is a single number" if numbers.ndim == 0 else f"it has {numbers.ndim} dimensions"
        refuse(WrongDimensionsError, name, "a column with one element per row", given, "Give one number for each row.")
    return numbers


def contrasts_of(factor: FactorInput, column: Any) -> Array:
    """The rows of the contrast matrix, one per element of the column."""
    values = np.asarray(column, dtype=object).ravel().tolist()
    rows = {level: row for row, level in enumerate(factor.levels)}
    texts = [level_text(value, factor.name, place) for place, value in enumerate(values, 1)]
    for place, text in enumerate(texts, 1):
        if text not in rows:
            refuse_unknown_level(factor, text, place)
    return factor.contrasts[[rows[text] for text in texts]]


def level_text(value: Any, name: str, place: int) -> str:
    """A category as text: text as it is, TRUE or FALSE, whole numbers without a decimal point."""
    if is_missing(value):
        given = f"row {place} (counted from 1) is missing"
        refuse(NotFiniteError, name, "given in every row", given, "Remove such rows or fill them first.")
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float, np.integer, np.floating)):
        return f"{value:.15g}"
    return str(value)


def is_missing(value: Any) -> bool:
    """Whether a value is missing: None, NaN, or a data frame's own missing value."""
    if value is None:
        return True
    different = value != value  # True for NaN; for pandas' NA neither True nor False
    return bool(different) if isinstance(different, (bool, np.bool_)) else True


def check_same_length(inputs: Sequence[Input], parts: Sequence[Array]) -> None:
    """Reject columns of different lengths."""
    for one, part in zip(inputs, parts, strict=True):
        if len(part) != len(parts[0]):
            given = f"it has {counted(len(part), 'row')}"
            hint = f"`{inputs[0].name}` has {counted(len(parts[0]), 'row')}."
            refuse(ShapeMismatchError, str(one.name), "as long as the other columns", given, hint)


def refuse_unknown_level(factor: FactorInput, text: str, place: int) -> NoReturn:
    """Reject an unknown category."""
    expected = f"one of its levels, {listed(factor.levels)}"
    given = f'row {place} (counted from 1) is "{text[:60]}"'
    refuse(UnknownLevelError, factor.name, expected, given, "The model was not trained with it.")


def listed(words: Sequence[str]) -> str:
    """The first ten names, and the number of others."""
    more = f" and {len(words) - 10} more" if len(words) > 10 else ""
    return ", ".join(f"`{word[:60]}`" for word in words[:10]) + more if words else "none"
