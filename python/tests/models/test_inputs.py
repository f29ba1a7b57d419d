from collections import UserDict

import numpy as np
import pytest

from onehidden import OneHiddenError
from onehidden.models.inputs import FactorInput, NumericInput, design_matrix, feature_names, numeric_inputs

COLOUR = FactorInput("colour", ("red", "TRUE", "3"), np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), ("c2", "c3"))
INPUTS = (NumericInput("size"), COLOUR, NumericInput("age"))
DATA = {"age": [5, 6], "colour": ["3", "red"], "size": [True, False], "more": ["is", "ignored"]}
X = [[1.0, 0.0, 1.0, 5.0], [0.0, 0.0, 0.0, 6.0]]


def refusal(data, inputs=INPUTS):
    with pytest.raises(OneHiddenError) as caught:
        design_matrix(inputs, data)
    return caught.value.code, caught.value.argument


def test_features_are_named_in_the_order_of_the_inputs():
    assert feature_names(INPUTS) == ["size", "c2", "c3", "age"]
    assert feature_names(numeric_inputs(None, 3)) == ["x1", "x2", "x3"]
    assert feature_names(numeric_inputs(["a", "b"], 2)) == ["a", "b"]


class Table:
    """Knows its columns as pyarrow's tables do: `columns` are not their names."""

    column_names = tuple(DATA)
    columns = tuple(DATA.values())

    def __getitem__(self, name):
        return DATA[name]


def frames():
    yield "dictionary", DATA
    yield "mapping", UserDict(DATA)
    yield "table", Table()
    rows = list(zip(*DATA.values(), strict=True))
    yield "structured array", np.array(rows, dtype=[("age", int), ("colour", "U3"), ("size", bool), ("more", "U9")])
    try:
        import pandas as pd
    except ImportError:
        pass
    else:
        yield "pandas", pd.DataFrame(DATA)
        yield "pandas, categories", pd.DataFrame({**DATA, "colour": pd.Categorical(DATA["colour"])})
        yield "pandas, nullable", pd.DataFrame({**DATA, "age": pd.array([5, 6], dtype="Int64")})
    try:
        import polars as pl
    except ImportError:
        pass
    else:
        yield "polars", pl.DataFrame(DATA)


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in frames()])
def test_columns_are_found_by_name_in_data_of_every_kind(data):
    assert design_matrix(INPUTS, data).tolist() == X


def test_a_matrix_has_the_columns_of_the_design_already():
    assert design_matrix(INPUTS, X).tolist() == X
    assert refusal([[1.0, 2.0]]) == ("shape_mismatch", "data")
    assert refusal([1.0, 2.0, 3.0, 4.0]) == ("wrong_dimensions", "data")


def test_inputs_without_names_take_any_data_by_place():
    assert design_matrix(numeric_inputs(None, 2), [[1, 2]]).tolist() == [[1.0, 2.0]]
    assert refusal([[1, 2, 3]], numeric_inputs(None, 2)) == ("shape_mismatch", "data")


@pytest.mark.parametrize(
    ("values", "columns"),
    [
        (["red", "TRUE"], [[0.0, 0.0], [1.0, 0.0]]),
        ([True, 3], [[1.0, 0.0], [0.0, 1.0]]),
        ([np.True_, np.float64(3)], [[1.0, 0.0], [0.0, 1.0]]),
        ([3, 3.0], [[0.0, 1.0], [0.0, 1.0]]),
    ],
)
def test_categories_are_known_by_their_text(values, columns):
    assert design_matrix([COLOUR], {"colour": values}).tolist() == columns


def changed(**columns):
    return {**DATA, **columns}


@pytest.mark.parametrize(
    ("data", "code", "argument"),
    [
        ({name: DATA[name] for name in ("age", "size")}, "missing_column", "colour"),
        ({}, "missing_column", "size"),
        (changed(colour=["red", "blue"]), "unknown_level", "colour"),
        (changed(colour=["red", None]), "not_finite", "colour"),
        (changed(colour=["red", np.nan]), "not_finite", "colour"),
        (changed(age=[1.0, np.nan]), "not_finite", "age"),
        (changed(age=[1, None]), "not_finite", "age"),
        (changed(age=[1.0, np.inf]), "not_finite", "age"),
        (changed(age=["1", "2"]), "not_numeric", "age"),
        (changed(age=[[1.0], [2.0]]), "wrong_dimensions", "age"),
        (changed(age=1.0), "wrong_dimensions", "age"),
        (changed(age=[]), "empty", "age"),
        (changed(age=[1.0, 2.0, 3.0]), "shape_mismatch", "age"),
    ],
)
def test_unusable_data_is_rejected_by_column(data, code, argument):
    assert refusal(data) == (code, argument)


def test_a_missing_column_is_reported_with_the_columns_and_a_similar_name():
    with pytest.raises(OneHiddenError) as caught:
        design_matrix(INPUTS, {"size": [1], "color": ["red"], "age": [1]})
    assert str(caught.value) == (
        "`colour` must be a column of the data, but it is missing; the data has `size`, `color`, `age`. Did you mean "
        "`color`?"
    )
    with pytest.raises(OneHiddenError, match="Give the columns that the model was trained with"):
        design_matrix(numeric_inputs(["a", "b"], 2), {"a": [1]})  # `a` was meant, and is there
    with pytest.raises(OneHiddenError) as caught:
        design_matrix([NumericInput("y")], {f"x{i}": [1] for i in range(100, 112)})
    assert str(caught.value) == (
        "`y` must be a column of the data, but it is missing; the data has `x100`, `x101`, `x102`, `x103`, `x104`, "
        "`x105`, `x106`, `x107`, `x108`, `x109` and 2 more. Give the columns that the model was trained with."
    )


@pytest.mark.parametrize("name", ["log(size)", "size:age", "poly(size, 2)1"])
def test_the_hint_for_a_column_of_a_formula_says_what_to_give(name):
    with pytest.raises(OneHiddenError) as caught:
        design_matrix(numeric_inputs([name], 1), {"of something else": [1]})
    assert str(caught.value) == (
        f"`{name}` must be a column of the data, but it is missing; the data has `of something else`. "
        "An R formula computed it, and models do not store formulas: give it as a column of numbers."
    )


def test_an_unknown_category_is_reported_with_its_row():
    with pytest.raises(OneHiddenError) as caught:
        design_matrix([COLOUR], {"colour": ["red", "blue"]})
    assert str(caught.value) == (
        '`colour` must be one of its levels, `red`, `TRUE`, `3`, but row 2 (counted from 1) is "blue". The model was '
        "not trained with it."
    )
