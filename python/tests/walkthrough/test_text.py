import re

import numpy as np
import pytest

from onehidden.walkthrough.equations import Equation
from onehidden.walkthrough.text import (
    COLOURS,
    PLAIN,
    colours_of_terminal,
    equation_text,
    matrix_lines,
    number_text,
    parts_of,
)

VALUES = {"X": np.array([[1.0, 2.0]]), "wh": np.array([[0.5], [-0.25]]), "bh": np.array([0.125])}
VALUES["hidden_layer_input"] = np.array([[0.125]])
EQUATION = Equation(2, "hidden_layer_input", "affine", "(X . wh) + bh", "Each hidden neuron adds up.")


def test_the_matrices_of_a_formula_stand_side_by_side():
    assert equation_text(EQUATION, VALUES, 3) == (
        "step 2: hidden_layer_input = (X . wh) + bh\n"
        "  Each hidden neuron adds up.\n"
        "\n"
        "  X (1 x 2)   wh (2 x 1)     bh (1)      hidden_layer_input (1 x 1)\n"
        "( [ 1  2 ]  . [  0.500 ] ) + [ 0.125 ] = [ 0.125 ]\n"
        "              [ -0.250 ]\n"
        "\n"
    )


def test_what_does_not_fit_goes_to_the_next_line():
    wide = {**VALUES, "X": np.full((2, 9), 0.5), "wh": np.full((9, 3), 0.5)}
    lines = equation_text(EQUATION, wide, 4).splitlines()
    assert max(map(len, lines)) <= 80
    assert sum("(2 x 9)" in line or "(9 x 3)" in line for line in lines) == 2


def test_a_formula_is_cut_into_matrices_and_what_stands_between_them():
    values = dict.fromkeys(["X", "d_hidden_layer", "y", "output"])
    assert parts_of("-((t(X) . d_hidden_layer) / n)", values) == ["-((", "t(X)", ".", "d_hidden_layer", ") / n)"]
    assert parts_of("total(-(y * log(output)))", values) == ["total(-(", "y", "* log(", "output", ")))"]
    assert parts_of("1", values) == ["1"]


def test_a_transpose_is_shown_transposed():
    equation = Equation(10, "g", "gradient", "-(t(A) . d)", "")
    values = {"A": np.array([[1.0, 2.0], [3.0, 4.0]]), "d": np.array([[1.0], [1.0]]), "g": np.array([[-4.0], [-6.0]])}
    text = equation_text(equation, values, 2)
    assert "t(A) (2 x 2)" in text
    assert "-( [ 1  3 ]" in text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.125, 2, "0.12"),
        (0.375, 2, "0.38"),
        (-0.004, 2, "0.00"),
        (-0.0, 0, "0"),
        (-0.005, 3, "-0.005"),
        (1e9, 2, "1.00e+09"),
        (-1.5e200, 1, "-1.5e+200"),
        (0.1, 17, "0.10000000000000001"),
        (np.inf, 2, "infinite"),
    ],
)
def test_numbers_are_rounded_and_zero_has_no_sign(value, decimals, text):
    assert number_text(value, decimals) == text


def test_a_matrix_of_whole_numbers_has_no_decimals():
    assert matrix_lines(np.array([[1.0, -20.0]]), 2) == ["[   1  -20 ]"]
    assert matrix_lines(np.array([[1.0, 0.5]]), 2) == ["[ 1.00  0.50 ]"]


def test_a_large_matrix_is_cut_and_the_rest_counted():
    lines = matrix_lines(np.full((103, 40), 0.5), 2)
    assert len(lines) == 10
    assert lines[-2:] == ["... 95 more rows", "... 31 more columns"]
    assert max(map(len, lines)) <= 80
    assert lines[0].endswith("0.50  ... ]")
    assert len(matrix_lines(np.full((10, 1), 0.5), 2)) == 10
    assert matrix_lines(np.full((11, 1), 0.5), 2)[-1] == "... 3 more rows"


def test_without_its_colours_the_text_is_the_plain_text():
    painted = equation_text(EQUATION, VALUES, 2, COLOURS)
    assert painted.count("\033[36m") == 4
    assert re.sub(r"\033\[\d+m", "", painted) == equation_text(EQUATION, VALUES, 2, PLAIN)


@pytest.mark.parametrize(
    ("terminal", "environment", "colours"),
    [
        (True, {}, COLOURS),
        (True, {"NO_COLOR": ""}, COLOURS),  # an empty one is none: no-color.org
        (True, {"NO_COLOR": "1"}, PLAIN),
        (True, {"TERM": "dumb"}, PLAIN),
        (False, {}, PLAIN),
    ],
)
def test_colours_only_where_the_terminal_has_them(monkeypatch, terminal, environment, colours):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert colours_of_terminal() is colours
