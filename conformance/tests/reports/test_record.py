"""A report says all there is to say, and one that is not whole is refused."""

import json
import re

import numpy as np
import pytest

from onehidden_conformance.numbers.tensors import numbers_of
from onehidden_conformance.reports import record
from onehidden_conformance.reports.lines import rows_to_show
from onehidden_conformance.reports.record import ReportError, Writer
from onehidden_conformance.vectors import reading

MISTAKE = "mistake:error-reversed"


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


# ---- what stands in it -----------------------------------------------------------------------------------------------


def test_it_begins_with_what_ran_where_and_by_which_command(saved_report):
    header = lines_of(saved_report.text)[0]
    assert header["type"] == "header"
    assert header["command"] == ["onehidden-conformance", "run"]
    assert {"Python", "onehidden", "onehidden-conformance", "numpy"} <= header["versions"].keys()
    assert header["processor"]
    assert header["threads"] > 0
    assert header["blas"][0].startswith("BLAS of NumPy: ")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", header["date"])
    assert [implementation["name"] for implementation in header["implementations"]] == ["python:reproducible", MISTAKE]


def test_it_ends_with_the_counts(saved_report):
    footer = lines_of(saved_report.text)[-1]
    assert (footer["verdicts"], footer["passed"], footer["failed"]) == (6, 3, 3)
    assert footer["exit_code"] == 1


def test_it_is_read_back_as_it_was_written(saved_report):
    assert record.parse(saved_report.text) == saved_report


def test_a_difference_holds_both_numbers_bit_by_bit(saved_report):
    verdict = next(v for v in saved_report.of(MISTAKE) if v["vector"] == "article/one-iteration")
    error = verdict["differs"]["error"]
    assert error["shape"] == [3, 1]
    assert numbers_of(error["got"]) == [-x for x in numbers_of(error["bits"])]
    expected = reading.load("article/one-iteration")["expected"]
    assert error["bits"] == expected["error"]["bits"]
    assert error["bound"] == expected["error"]["bound"]
    assert "output" in verdict["steps"]
    assert "output" not in verdict["differs"]


def test_of_a_large_tensor_there_are_the_first_rows_and_the_wrong_ones(report_of):
    tall = report_of(["python:blas"], ["shapes/tall"])
    given = tall.vectors["shapes/tall"]["given"]["X"]
    assert given["shape"][0] > 4096
    assert len(given["bits"]) == len(given["rows"]) * given["shape"][1] <= 256
    [verdict] = tall.verdicts
    assert verdict["differs"]
    assert all(len(d["got"]) == len(d["bits"]) == len(d["bound"]) for d in verdict["differs"].values())
    assert len(tall.text) < 500_000


def test_a_wrong_row_is_shown_wherever_it_is():
    array = np.zeros((5000, 4))
    wrong = np.zeros(array.shape, dtype=bool)
    wrong[[7, 4321], [0, 3]] = True
    assert rows_to_show(array, wrong) == [*range(64), 4321]


def test_a_training_shows_its_losses_and_its_last_parameters(report_of):
    report = report_of([MISTAKE], ["batches/full"])
    [verdict] = report.verdicts
    assert {"history", "wh", "wout"} <= verdict["differs"].keys()


# ---- what is refused -------------------------------------------------------------------------------------------------


def test_a_report_that_was_cut_anywhere_is_refused(saved_report):
    text = saved_report.text
    for length in {0, 1, len(text) // 2, len(text) - 1, text.rindex("\n", 0, -1) + 1, text.index("\n") + 1}:
        with pytest.raises(ReportError):
            record.parse(text[:length])


def test_the_run_that_did_not_end_is_called_that(saved_report):
    with pytest.raises(ReportError, match="has no footer: the run did not end, or the file was cut"):
        record.parse(saved_report.text[: saved_report.text.rindex("\n", 0, -1) + 1])


def test_one_changed_digit_is_noticed(saved_report):
    with pytest.raises(ReportError, match="checksum"):
        record.parse(saved_report.text.replace('"seconds": 0.', '"seconds": 1.', 1))


def test_a_line_that_was_left_out_is_noticed(saved_report):
    lines = saved_report.text.splitlines(keepends=True)
    with pytest.raises(ReportError, match="the footer counts"):
        record.parse("".join(lines[:2] + lines[3:]))


def test_lines_that_disagree_with_each_other_are_refused(written, saved_report):
    lines = lines_of(saved_report.text)
    verdict = next(line for line in lines if line["type"] == "verdict")
    with pytest.raises(ReportError, match="two verdicts on the same"):
        record.parse(written([*lines[:-1], verdict]))
    with pytest.raises(ReportError, match="which the report does not know"):
        record.parse(written([*lines[:-1], {**verdict, "implementation": "somebody else"}]))


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda text: "{}\n" + text, "line 1: .*'type' is a required property"),
        (lambda text: text + text.splitlines()[-1] + "\n", "the footer must be the last line"),
        (lambda text: text.replace('"header"', '"footer"', 1), "line 1"),
        (lambda text: text.replace("{", "{{", 1), "line 1: is not JSON"),
        (lambda text: text.replace('"elements": ', '"elements": -', 1), "elements: .*minimum"),
        (lambda text: text.replace('"seconds": 0.', '"seconds": NaN, "x": 0.', 1), "NaN is no JSON number"),
        (lambda text: text.replace('"kind"', '"kind": "a", "kind"', 1), "the key 'kind' comes twice"),
        (lambda text: text.replace('"schema": 1', '"schema": 2', 1), r"\$.schema: 1 was expected"),
        (lambda text: text.replace('"status": "passed"', '"status": "fine"', 1), "status"),
        (lambda text: "[" * 100_000 + "\n" + text, "line 1: is not JSON"),
        (lambda text: text.replace('"type": "vector"', '"evil": 1, "type": "vector"', 1), "evil"),
    ],
)
def test_a_damaged_report_is_refused_and_the_line_named(saved_report, damage, complaint):
    with pytest.raises(ReportError, match=complaint):
        record.parse(damage(saved_report.text))


def test_a_file_that_is_no_report_is_refused_by_name(tmp_path):
    for content in (b"", b"\xff\xfe\x00", b"hello\n"):
        file = tmp_path / "some.jsonl"
        file.write_bytes(content)
        with pytest.raises(ReportError, match=r"some\.jsonl: "):
            record.read(file)
    with pytest.raises(ReportError, match="cannot be read"):
        record.read(tmp_path)


def test_an_endless_file_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "LARGEST_FILE", 1000)
    file = tmp_path / "large.jsonl"
    file.write_bytes(b"x" * 2000)
    with pytest.raises(ReportError, match="is larger than 1000 bytes"):
        record.read(file)


def test_a_line_is_written_before_the_next_one_is_computed(tmp_path, saved_report):
    lines = lines_of(saved_report.text)
    file = tmp_path / "run.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        writer = Writer(lines[0], stream)
        writer.write(lines[1])
        assert len(file.read_text(encoding="utf-8").splitlines()) == 2
