"""The error bounds behind the elementary functions, and that their check can fail."""

import pytest
from mpmath import mpf

from onehidden_vectors import elementary_bounds
from onehidden_vectors.elementary_bounds import REPOSITORY, Bound, constants_that_differ, main, wide_digits
from tests.inside import elementary, wide

SOURCES = ["python/src/onehidden/arithmetic/wide.py", "r/R/arithmetic_wide.R"]


@pytest.mark.parametrize("bound", elementary_bounds.all_bounds(), ids=lambda bound: bound.quantity)
def test_every_bound_holds(bound):
    assert bound.holds, f"{bound.quantity}: {bound.proven} is not below {bound.used}"


def test_the_constants_stand_in_both_sources():
    assert constants_that_differ() == []
    assert wide_digits(mpf(2) ** -24 + 3) == [3, 1, 0, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("source", SOURCES)
def test_a_wrong_digit_in_a_source_is_found(source, monkeypatch, tmp_path):
    for path in SOURCES:
        text = (REPOSITORY / path).read_text(encoding="utf-8")
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text.replace("2195325", "2195326") if path == source else text, encoding="utf-8")
    monkeypatch.setattr(elementary_bounds, "REPOSITORY", tmp_path)
    assert [difference.split(" should")[0] for difference in constants_that_differ()] == [f"LN2_STEP in {source}"]
    assert main() == 1


@pytest.mark.parametrize("name", ["EXP_BOUND", "LOG_BOUND", "TANH_BOUND", "SMALL_TANH_BOUND", "SHIFT_BOUND"])
def test_a_bound_that_is_too_small_is_found(name, monkeypatch, capsys):
    monkeypatch.setattr(elementary, name, getattr(elementary, name) / 8)
    assert main() == 1
    assert "DOES NOT HOLD" in capsys.readouterr().out


def test_a_guard_below_the_errors_of_the_second_phase_is_found(monkeypatch):
    monkeypatch.setattr(wide, "UNDECIDED", 2.0**-157)
    assert main() == 1


def test_the_table_shows_both_sides(capsys):
    assert main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["quantity", "proven", "used"]
    assert all(line.endswith("holds") for line in lines[1:-1])
    assert lines[-1] == "LN2_STEP and ROOT_STEP stand in both sources"


def test_a_bound_that_is_only_reached_does_not_hold():
    assert Bound("", mpf(1), mpf(2)).holds
    assert not Bound("", mpf(2), mpf(2)).holds
