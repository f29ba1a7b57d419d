import io

import numpy as np
import pytest

from onehidden import OneHiddenError, tables
from onehidden.inputs import FactorInput, NumericInput, design_matrix


@pytest.fixture
def table(tmp_path):
    """Read a table from text."""

    def read(text, **options):
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(**options))
        return tables.read_table(str(path))

    return read


def test_a_table_has_names_rows_and_the_lines_on_which_rows_end(table):
    read = table('a,b\n1,"x\ny"\n 2 ,z\n\n')
    assert (read.names, read.rows, read.lines) == (["a", "b"], [["1", "x\ny"], ["2", "z"]], [3, 4])


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_it(table):
    read = table("a,b\r\n1,2\r\n", encoding="utf-8-sig")
    assert (read.names, read.rows) == (["a", "b"], [["1", "2"]])


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "empty", "it is empty"),
        ("a,b\n\n", "empty", "it has no rows"),
        ("a,b\n1,2\n3\n4,5\n", "shape_mismatch", "line 3 has 1 cell and the header 2"),
        ("a,b\n1,2\n3,4,5\n", "shape_mismatch", "line 3 has 3 cells"),
        ("a,b\n1,2\n\n3,4\n", "shape_mismatch", "line 3 has 0 cells"),
        ("a,a\n1,2\n", "shape_mismatch", 'column 2 is "a" again'),
        ("a,\n1,2\n", "shape_mismatch", "column 2 has none"),
        ("a,b\n1,2\n3,\n", "not_finite", 'line 3 has "" in column `b`'),
        ("a,b\nNA,2\n", "not_finite", 'line 2 has "NA" in column `a`'),
        ("a,b\nnan,2\n", "not_finite", 'line 2 has "nan"'),
        ('a,b\n1,"2\n', "unreadable_file", "line 2 is not"),
        (b"a,b\n1,\xff\n", "unreadable_file", "byte 7 is none"),
    ],
)
def test_what_is_no_table_is_refused_with_the_line(table, text, code, message):
    with pytest.raises(OneHiddenError, match=message) as caught:
        table(text)
    assert caught.value.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OneHiddenError, match="No such file") as caught:
        tables.read_table(str(tmp_path / "none.csv"))
    assert caught.value.code == "unreadable_file"


def test_numbers_are_the_nearest_doubles_to_their_decimals(table):
    read = table("a\n0.1\n-1.7976931348623157e308\n5e-324\n+3.\n.5\n")
    assert tables.numbers(read, "a").tolist() == [0.1, -1.7976931348623157e308, 5e-324, 3.0, 0.5]


@pytest.mark.parametrize("word", ["1_0", "inf", "0x10", "\uff11", "1e", "--1", "True"])
def test_what_only_python_takes_for_a_number_is_text(table, word):
    assert tables.is_text(table(f"a\n{word}\n"), "a")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("a\n1\n2x\n3\n", "not_numeric", 'line 3 has "2x" in column `a`'),
        ("a\nx\ny\n", "not_numeric", 'line 2 has "x"'),
        ("a\n1\n1e999\n", "not_finite", "line 3 has 1e999"),
    ],
)
def test_columns_that_are_not_numbers_are_refused_with_the_line(table, text, code, message):
    with pytest.raises(OneHiddenError, match=message) as caught:
        tables.numbers(table(text), "a")
    assert caught.value.code == code


def test_text_becomes_treatment_contrasts_in_the_order_of_code_points(table):
    read = table("n,f,c\n1,b,7\n2,B,8\n3,a,7\n")
    inputs = tables.inputs_of(read, read.names, ["c"])
    assert isinstance(inputs[0], NumericInput)
    assert isinstance(inputs[1], FactorInput)
    assert inputs[1].levels == ("B", "a", "b")
    assert inputs[1].columns == ("fa", "fb")
    X = design_matrix(inputs, tables.data_of(read, inputs))
    assert X.tolist() == [[1.0, 0.0, 1.0, 0.0], [2.0, 0.0, 0.0, 1.0], [3.0, 1.0, 0.0, 0.0]]


def test_a_column_with_one_text_is_refused(table):
    with pytest.raises(OneHiddenError, match="--ignore f"):
        tables.inputs_of(table("n,f\n1,b\n2,b\n"), ["n", "f"], [])


def test_other_tables_must_have_the_columns_and_known_categories(table):
    inputs = tables.inputs_of(table("width,f\n1,a\n2,b\n"), ["width", "f"], [])
    with pytest.raises(OneHiddenError, match=r"the column `width`.*Did you mean `widht`\?") as caught:
        tables.data_of(table("widht,f\n1,a\n"), inputs)
    assert caught.value.code == "missing_column"
    with pytest.raises(OneHiddenError, match='line 3 has "c"') as caught:
        tables.data_of(table("f,width\na,1\nc,2\n"), inputs)
    assert caught.value.code == "unknown_level"


def test_what_is_written_is_read_back_bit_for_bit(tmp_path):
    path = str(tmp_path / "out.csv")
    values = np.array([0.1, 1 / 3, 5e-324, -1e300])
    tables.write_table(["a", 'b "c", d'], [[value, "x,y"] for value in values.tolist()], path)
    read = tables.read_table(path)
    assert read.names == ["a", 'b "c", d']
    assert tables.numbers(read, "a").tolist() == values.tolist()
    assert tables.texts(read, 'b "c", d') == ["x,y"] * 4


def test_what_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(OneHiddenError, match="can be written"):
        tables.write_text("text", str(tmp_path))
    with pytest.raises(OneHiddenError, match="there is no folder"):
        tables.check_folder(str(tmp_path / "none" / "file"))


def test_standard_input_and_output_have_the_name_of_a_dash(monkeypatch, capfdbinary):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("a\nü\n".encode()), encoding="ascii"))
    read = tables.read_table("-")
    assert (read.source, read.rows) == ("standard input", [["ü"]])
    tables.write_table(read.names, read.rows, "-")
    assert capfdbinary.readouterr().out == "a\nü\n".encode()
