import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest

import onehidden
from onehidden.cli import main, parser
from onehidden.fitting import Settings

FLOWERS = "width,colour,kind\n" + "".join(
    f"{width},{colour},{kind}\n"
    for width, colour, kind in zip(
        (0.1, 0.2, 0.3, 0.35, 1.1, 1.2, 1.3, 1.35), ("red", "blue") * 4, ("a",) * 4 + ("b",) * 4, strict=True
    )
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Go to a folder with flowers.csv."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowers.csv").write_text(FLOWERS)
    return tmp_path


in_folder = pytest.mark.usefixtures("folder")


def train(*more):
    return main(["train", "flowers.csv", "--target", "kind", "--out", "model.json", "--epochs", "60", *more])


def refused(capsys, *arguments):
    """The one line of a refusal."""
    assert main(arguments) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


@in_folder
def test_train_writes_a_model_that_predicts_like_the_same_training_in_python(capsys):
    assert train() == 0
    told = capsys.readouterr().out
    assert "flowers.csv: 8 rows, 2 inputs" in told
    assert "classification of kind, 2 classes" in told
    assert "training: accuracy 1.0000 (8 of 8 rows)" in told
    assert "test:" not in told
    model = onehidden.load_model("model.json")
    assert model.classes == ("a", "b")
    assert model.inputs[1].levels == ("blue", "red")
    fresh = {"width": [0.15, 1.25], "colour": ["red", "blue"]}
    assert model.predict(fresh).tolist() == ["a", "b"]


def test_predict_writes_classes_or_probabilities(folder, capsys):
    train()
    capsys.readouterr()
    (folder / "new.csv").write_text("kind,colour,other,width\n?,blue,1,1.3\n?,red,2,0.1\n")
    assert main(["predict", "model.json", "new.csv"]) == 0
    assert capsys.readouterr().out == "class\nb\na\n"
    assert main(["predict", "model.json", "new.csv", "--kind", "response", "--out", "p.csv"]) == 0
    header, *rows = (folder / "p.csv").read_text().splitlines()
    expected = onehidden.load_model("model.json").predict_proba({"width": [1.3, 0.1], "colour": ["blue", "red"]})
    assert header == "a,b"
    assert [[float(cell) for cell in row.split(",")] for row in rows] == expected.tolist()


def test_a_number_is_a_regression_unless_it_is_said_to_be_a_class(folder, capsys):
    (folder / "n.csv").write_text("x,y\n0,1\n1,1\n2,2\n3,2\n")
    common = ["train", "n.csv", "--target", "y", "--out", "m.json", "--epochs", "200"]
    assert main(common) == 0
    assert "Then say --classification" in capsys.readouterr().out
    assert main(["predict", "m.json", "n.csv"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header == "y"
    np.testing.assert_allclose([float(row) for row in rows], [1, 1, 2, 2], atol=0.2)
    assert main([*common, "--classification"]) == 0
    capsys.readouterr()
    assert main(["predict", "m.json", "n.csv"]) == 0
    assert capsys.readouterr().out == "class\n1\n1\n2\n2\n"
    assert [type(label) for label in onehidden.load_model("m.json").classes] == [int, int]


def test_columns_can_be_ignored_or_be_said_to_be_text(folder):
    (folder / "z.csv").write_text("id,zip,x,y\na1,1,0,1.5\na2,2,1,2.5\na3,1,2,3.5\n")
    more = ["--ignore", "id", "--text", "zip", "--epochs", "2"]
    assert main(["train", "z.csv", "--target", "y", "--out", "m.json", *more]) == 0
    first, second = onehidden.load_model("m.json").inputs
    assert (first.levels, first.columns, second.name) == (("1", "2"), ("zip2",), "x")


@in_folder
def test_rows_for_a_test_are_those_of_split_rows_and_take_no_part(capsys):
    assert train("--test-fraction", "0.25", "--seed", "3") == 0
    told = capsys.readouterr().out
    assert "of 6 rows)" in told
    assert "of 2 rows)" in told
    kept = onehidden.split_rows(8, 0.25, 3)["training"]
    widths = np.array([float(line.split(",")[0]) for line in FLOWERS.splitlines()[1:]])
    center = onehidden.load_model("model.json").input_scaling.center[0]
    np.testing.assert_allclose(center, widths[kept].mean(), rtol=1e-14)


def test_every_setting_has_an_option_with_its_default():
    options = parser().parse_args(["train", "x.csv", "--target", "y", "--out", "m.json"])
    for name, value in vars(Settings()).items():
        if name not in ("report_every", "report"):
            assert getattr(options, name) == value, name


@in_folder
def test_settings_reach_the_training():
    more = ["--hidden", "3", "--hidden-activation", "tanh", "--batches", "2", "--shuffle", "--no-scale"]
    assert train(*more, "--optimizer", "momentum", "--learning-rate", "0.1", "--stream", "pcg64") == 0
    model = onehidden.load_model("model.json")
    assert model.input_scaling is None
    assert model.network.hidden_activation == "tanh"
    assert model.network.wh.shape == (2, 3)
    assert train(*more, "--optimizer", "momentum", "--learning-rate", "0.1", "--stream", "numpy") == 0
    assert onehidden.parameter_digest(onehidden.load_model("model.json").network) != onehidden.parameter_digest(
        model.network
    )


def test_a_dash_is_standard_input_and_output(folder, monkeypatch, capfdbinary):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FLOWERS.encode())))
    assert main(["train", "-", "--target", "kind", "--epochs", "60", "--out", "-"]) == 0
    written = capfdbinary.readouterr()
    assert b"standard input: 8 rows" in written.err
    train()
    assert json.loads(written.out) == json.loads((folder / "model.json").read_text())
    capfdbinary.readouterr()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(written.out)))
    assert main(["predict", "-", "flowers.csv"]) == 0
    assert capfdbinary.readouterr().out.splitlines() == [b"class", *[b"a"] * 4, *[b"b"] * 4]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "none.csv", "--target", "kind", "--out", "m.json"], "`none.csv` must be a file that can be read"),
        (["train", "flowers.csv", "--target", "knd", "--out", "m.json"], "Did you mean `kind`?"),
        (["train", "flowers.csv", "--target", "kind", "--out", "none/m.json"], "there is no folder"),
        (["train", "flowers.csv", "--target", "kind", "--out", "m.json", "--regression"], 'line 2 has "a"'),
        (["train", "flowers.csv", "--target", "width", "--out", "m.json", "--classification"], "has fractions"),
        (["train", "flowers.csv", "--target", "kind", "--out", "m.json", "--hidden", "-1"], "`hidden` must be"),
        (["train", "flowers.csv", "--target", "kind", "--out", "m.json", "--test-fraction", "2"], "fraction"),
        (["train", "flowers.csv", "--target", "kind", "--out", "m.json", "--batches", "some"], "`batches` must be"),
        (
            ["train", "flowers.csv", "--target", "kind", "--ignore", "width", "--ignore", "colour", "--out", "m.json"],
            "only the target is left",
        ),
        (["predict", "none.json", "flowers.csv"], "`none.json` must be"),
        (["predict", "flowers.csv", "flowers.csv"], "`flowers.csv` must be a model file"),
        (["walkthrough", "flowers.csv"], "`--target` must be given"),
        (["walkthrough", "flowers.csv", "--target", "kind", "--rows", "0"], "`--rows` must be"),
    ],
)
def test_input_that_is_refused_gives_one_line_and_exit_code_1(folder, capsys, arguments, message):
    assert message in refused(capsys, *arguments)
    assert not (folder / "m.json").exists()


def test_a_file_that_could_not_be_written_is_refused_before_the_training(folder, capsys):
    assert main(["train", "flowers.csv", "--target", "kind", "--out", str(folder / "none" / "m.json")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "there is no folder" in told.err


def test_a_target_with_one_class_is_refused(folder, capsys):
    (folder / "one.csv").write_text("x,y\n1,a\n2,a\n")
    assert "every row of column `y` is a" in refused(capsys, "train", "one.csv", "--target", "y", "--out", "m.json")


def test_prediction_from_data_that_do_not_fit_is_refused(folder, capsys):
    train()
    capsys.readouterr()
    (folder / "new.csv").write_text("width,colour\n1,green\n")
    assert 'line 2 has "green"' in refused(capsys, "predict", "model.json", "new.csv")
    (folder / "new.csv").write_text("width\n1\n")
    assert "the column `colour`" in refused(capsys, "predict", "model.json", "new.csv")


@in_folder
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["trian"],
        ["train", "flowers.csv"],
        ["train", "flowers.csv", "--target", "kind", "--out", "m.json", "--optimizer", "sgd"],
        ["train", "flowers.csv", "--target", "kind", "--out", "m.json", "--epoch", "3"],
        ["train", "flowers.csv", "--target", "kind", "--out", "m.json", "--classification", "--regression"],
        ["predict", "-", "-"],
    ],
)
def test_wrong_usage_is_exit_code_2(capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m onehidden" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["train", "predict", "walkthrough"])
def test_help_has_examples_that_are_usage(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out.partition("examples:")[2].replace("\\\n", "")
    calls = [line.split("python -m onehidden ")[1] for line in text.splitlines() if "python -m onehidden" in line]
    examples = [call.split(" > ")[0].split() for call in calls]
    assert len(examples) >= 3
    for example in examples:
        assert parser().parse_args(example).run is not None


def test_walkthrough_shows_the_article_or_the_first_rows_of_a_table(folder, capsys):
    assert main(["walkthrough"]) == 0
    assert "network 4-3-1" in capsys.readouterr().out
    assert main(["walkthrough", "flowers.csv", "--target", "kind", "--rows", "2", "--hidden", "2"]) == 0
    told = capsys.readouterr().out
    assert "network 2-2-1" in told
    assert "X (2 x 2)" in told
    assert main(["walkthrough", "--path", "page.html", "--epochs", "1"]) == 0
    assert (folder / "page.html").read_text(encoding="utf-8").lstrip().startswith("<!")


def test_info_tells_versions_and_tests_the_arithmetic(capsys):
    assert main(["info"]) == 0
    told = capsys.readouterr().out
    assert f"onehidden      {onehidden.__version__}" in told
    assert np.__version__ in told
    assert "self-test      passed" in told


def test_info_tells_how_to_install_what_is_missing(capsys, monkeypatch):
    monkeypatch.setattr("onehidden.commands.EXTRAS", {"plots": "no-such-package"})
    assert main(["info"]) == 0
    assert "pip install 'onehidden[plots]'" in capsys.readouterr().out


def test_the_module_is_a_program_and_a_reader_may_leave_early(folder):
    (folder / "long.csv").write_text("width,colour\n" + "0.1,red\n" * 20_000)
    train()
    command = [sys.executable, "-m", "onehidden", "predict", "model.json", "long.csv", "--kind", "response"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ) as process:
        assert process.stdout.readline() == b"a,b\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_what_cannot_be_written_is_refused_before_the_training(folder, capsys):
    (folder / "n.csv").write_text("x,y\n0,1\n1,1\n2,2\n3,2\n")
    for out in (".", "/dev/null", "", "none/model.json"):
        assert main(["train", "n.csv", "--target", "y", "--out", out]) == 1
        captured = capsys.readouterr()
        assert "training" not in captured.out
        assert captured.err.count("\n") == 1


def test_a_model_of_numbers_predicts_no_classes(folder, capsys):
    (folder / "n.csv").write_text("x,y\n0,1\n1,1\n2,2\n3,2\n")
    assert main(["train", "n.csv", "--target", "y", "--out", "n.json", "--regression", "--epochs", "2"]) == 0
    capsys.readouterr()
    assert main(["predict", "n.json", "n.csv", "--kind", "class"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "must be a model of classes" in captured.err
