"""The generator: the same command gives the same bytes, and claims about bits are checked."""

import json

import pytest

from onehidden_conformance.mistakes import PairwiseSummation
from onehidden_conformance.oracle import NetworkValues, Settings
from onehidden_vectors import __main__ as command
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.layout import text_of
from onehidden_vectors.making.published import half_unit
from onehidden_vectors.making.trainings import overflowing_training
from onehidden_vectors.making.vector import step


@pytest.mark.parametrize("group", command.GROUPS)
def test_the_generator_writes_the_very_bytes_of_the_fixtures(group):
    assert list(command.differences([group], command.VECTORS)) == []


def test_every_folder_of_vectors_belongs_to_a_group():
    folders = {path.name for path in command.VECTORS.iterdir() if path.is_dir()}
    assert folders == set(command.GROUPS)


def test_check_tells_what_differs_and_writes_nothing(tmp_path, capsys):
    command.main(["threshold", "--folder", str(tmp_path)])
    (tmp_path / "threshold" / "sum.json").write_text("{}")
    (tmp_path / "threshold" / "rows.json").unlink()
    (tmp_path / "threshold" / "old.json").write_text("{}")
    capsys.readouterr()
    assert command.main(["threshold", "--check", "--folder", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "threshold/sum: differs" in printed
    assert "threshold/rows: missing" in printed
    assert "old.json: nothing makes it" in printed
    assert (tmp_path / "threshold" / "sum.json").read_text() == "{}"


def test_check_tells_that_the_checksums_are_out_of_date(tmp_path, capsys):
    command.main(["threshold", "--folder", str(tmp_path)])
    (tmp_path / "SHA256SUMS").write_text("")
    assert command.main(["threshold", "--check", "--folder", str(tmp_path)]) == 1
    assert "SHA256SUMS: differs" in capsys.readouterr().out


def test_writing_repairs_and_removes(tmp_path, capsys):
    (tmp_path / "threshold").mkdir()
    (tmp_path / "threshold" / "old.json").write_text("{}")
    assert command.main(["threshold", "--folder", str(tmp_path)]) == 0
    assert command.main(["threshold", "--check", "--folder", str(tmp_path)]) == 0
    assert "threshold: 6 vectors" in capsys.readouterr().out


def test_an_unknown_group_is_refused():
    with pytest.raises(SystemExit) as caught:
        command.main(["artikle"])
    assert caught.value.code == 2


def test_a_vector_that_does_not_show_what_it_hunts_is_refused():
    network = NetworkValues(None, None, [[0.5]], None)
    with pytest.raises(ValueError, match=r"PairwiseSummation shows in \[\]"):
        step("x/y", "", network, [[1.0]], [[0.0]], why="", spec="", hunts={PairwiseSummation: "output_layer_input"})


def test_a_training_that_does_not_overflow_is_refused():
    with pytest.raises(ValueError, match="does not overflow"):
        overflowing_training(NetworkValues(None, None, [[0.5]], None), [[1.0]], [[0.0]], Settings(epochs=2))


def test_numbers_are_decimals_and_always_the_same():
    assert Numbers(1).vector(4) == [-0.73, 0.7, 0.53, -0.49]
    assert all(-0.2 <= x <= 0.3 for x in Numbers(2).vector(1000, -0.2, 0.3))


@pytest.mark.parametrize(("printed", "half"), [("0.79", 0.005), ("1", 0.5), ("0.00966808", 5e-9), ("-0.15", 0.005)])
def test_the_radius_is_half_a_unit_of_the_last_digit(printed, half):
    assert half_unit(printed) == half


def test_a_list_of_numbers_stays_on_one_line():
    value = {"a": {"shape": [2], "bits": ["x", "y"]}, "b": [{"c": 1}], "d": [[0, 1], [2]], "e": []}
    text = text_of(value)
    assert json.loads(text) == value
    assert '    "bits": ["x","y"]\n' in text
    assert text.endswith("}\n")
    assert '  "d": [[0,1],[2]],\n' in text
