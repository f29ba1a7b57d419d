"""A model saved in one language and loaded in the other is the same model: to the bit, or with the same refusal."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
import rpy2.rinterface as ri

import onehidden
from onehidden import Network, OneHiddenError, TrainingResult, initial_network, load_model, parameter_digest, save_model
from onehidden_conformance.implementations.r import array_to_r, to_r
from onehidden_conformance.vectors.names import NAMES, registry
from onehidden_conformance.vectors.reading import ROOT
from tests.inside import FactorInput, fitted, numeric_inputs

SCHEMA = json.loads((ROOT / "schema" / "model.schema.json").read_text(encoding="utf-8"))


# ---- R ---------------------------------------------------------------------------------------------------------------

FUNCTIONS = """list(
  fit = function(X, y, inputs, classes, outputs, sample_weight, settings, path) {
    package <- asNamespace("onehidden")
    own <- names(settings) %in% names(package$model_settings())
    training <- utils::modifyList(package$MODEL_TRAINING, c(settings[!own], list(sample_weight = sample_weight)))
    fit <- package$fit_model(X, y, inputs, classes, do.call(package$model_settings, settings[own]), training, outputs)
    onehidden::save_model(fit$model, path)
    fit$training$history
  },
  numeric_input = function(name) asNamespace("onehidden")$numeric_input(name),
  factor_input = function(...) asNamespace("onehidden")$factor_input(...),
  network = function(...) onehidden::network(...),
  optimizer = function(name, ...) getExportedValue("onehidden", name)(...),
  save = function(model, path) onehidden::save_model(model, path),
  refused = function(path) {
    tryCatch(
      onehidden::save_model(onehidden::network(NULL, NULL, rbind(1), NULL), path),
      onehidden_error = function(error) c(error$code, conditionMessage(error))
    )
  },
  save_again = function(from, to) onehidden::save_model(onehidden::load_model(from), to),
  predict = function(path, data, type) t(stats::predict(onehidden::load_model(path), data, type = type)),
  class = function(path, data) as.character(stats::predict(onehidden::load_model(path), data, type = "class")),
  data = function(...) data.frame(..., stringsAsFactors = TRUE),
  trace = function(path, data) lapply(stats::predict(onehidden::load_model(path), data, type = "trace"), t),
  load = function(path) {
    tryCatch(
      c("loaded", onehidden::parameter_digest(onehidden::load_model(path)$network)),
      onehidden_error = function(error) c(error$code, conditionMessage(error))
    )
  }
)"""


@cache
def functions_of_r():
    ri.initr()
    functions = ri.evalr(FUNCTIONS)
    return dict(zip(functions.names, functions, strict=True))


def r(function, *arguments, **named):
    return functions_of_r()[function](*map(for_r, arguments), **{key: for_r(value) for key, value in named.items()})


def for_r(value):
    """What `to_r` does not know: texts, classes, lists, and what is R's already."""
    if isinstance(value, ri.sexp.Sexp):
        return value
    if isinstance(value, Path):
        return ri.StrSexpVector([str(value)])
    if isinstance(value, tuple) and isinstance(value[0], str):
        return ri.StrSexpVector(list(value))
    if isinstance(value, tuple) and isinstance(value[0], bool):
        return ri.BoolSexpVector(list(value))
    if isinstance(value, tuple):
        return ri.FloatSexpVector([float(number) for number in value])
    if isinstance(value, list):
        return ri.ListSexpVector([for_r(one) for one in value])
    if isinstance(value, dict):
        result = ri.ListSexpVector([for_r(one) for one in value.values()])
        result.do_slot_assign("names", ri.StrSexpVector(list(value)))
        return result
    return to_r(value)


def bytes_of_r(numbers):
    """The bytes of what R gives, whose functions above have transposed it: R keeps matrices by columns."""
    return np.array(numbers.memoryview()).tobytes(order="F")


# ---- the models ------------------------------------------------------------------------------------------------------


def table(name):
    lines = (ROOT / "datasets" / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines[1:]]
    return lines[0].split(","), np.array([row[:-1] for row in rows], dtype=float), [row[-1] for row in rows]


IRIS_NAMES, IRIS, SPECIES = table("iris.csv")
DIGIT_NAMES, DIGITS, DIGIT = table("digits.csv")
KINDS = ("setosa", "versicolor", "virginica")
KIND = np.array([KINDS.index(species) for species in SPECIES])
STRANGE = (
    '"',
    "\\",
    "tab\there",
    "Länge in µm",
    "😀",
    "'; system('touch stolen'); '",
    "line\nbreak\x7f\x01 NA",
    "NULL",
)


@dataclass
class Case:
    """What is fitted: matrices, what they are made of, settings; and data by name, where X is not the data."""

    X: np.ndarray
    y: np.ndarray
    names: tuple | None = None
    classes: tuple | None = None
    outputs: tuple | None = None
    factor: tuple | None = None
    sample_weight: np.ndarray | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] | None = None


CONTRASTS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
MIXED = np.column_stack([IRIS[:, :1], CONTRASTS[KIND], IRIS[:, 1:2]])

CASES = {
    "iris": Case(IRIS, KIND, tuple(IRIS_NAMES[:4]), KINDS),
    "iris, not scaled": Case(IRIS, KIND, tuple(IRIS_NAMES[:4]), KINDS, settings={"scale": False}),
    "iris, no hidden layer": Case(IRIS, KIND, None, KINDS, settings={"hidden": 0}),
    "two classes, texts": Case(IRIS[:100], KIND[:100], tuple(IRIS_NAMES[:4]), KINDS[:2]),
    "two classes, logical": Case(IRIS, (KIND == 2) + 0, None, (False, True), settings={"hidden_activation": "tanh"}),
    "two classes, numbers": Case(IRIS, (KIND == 0) + 0, None, (-1, 1), settings={"hidden_activation": "relu"}),
    "digits": Case(DIGITS[:300], np.array(DIGIT[:300], int), tuple(DIGIT_NAMES[:64]), tuple(range(10))),
    "digits, many hidden neurons": Case(
        DIGITS[:60] / 16, np.array(DIGIT[:60], int), None, tuple("0123456789"), settings={"hidden": 100, "epochs": 2}
    ),
    "one number": Case(IRIS[:, :3], IRIS[:, 3:], tuple(IRIS_NAMES[:3])),
    "two numbers": Case(IRIS[:, :2], IRIS[:, 2:], None, outputs=("petal_length", "petal_width")),
    "two numbers, not scaled": Case(IRIS[:, :2], IRIS[:, 2:], None, settings={"scale": False, "hidden": 0}),
    "a factor": Case(
        MIXED,
        IRIS[:, 2:3],
        ("sepal_length", "sepal_width"),
        outputs=("petal_length",),
        factor=("species", KINDS, CONTRASTS, ("speciesversicolor", "speciesvirginica")),
        data={"sepal_length": IRIS[:, 0], "sepal_width": IRIS[:, 1], "species": tuple(SPECIES)},
    ),
    "strange names": Case(IRIS, KIND, STRANGE[:4], STRANGE[4:7]),
    "sample weights": Case(IRIS, KIND, None, KINDS, sample_weight=(np.arange(150) % 4) / 3),
}

SETTINGS = [
    *({"optimizer": optimizer} for optimizer in NAMES["optimizer"]),
    {"optimizer": onehidden.adam(0.8, 0.95, 1e-6), "learning_rate": 0.3},
    *({"initialization": one} for one in ("glorot", "he", "article_python", "article_r")),
    *({"shuffle": True, "batches": 16, "stream": stream, "seed": 7} for stream in ("numpy", "pcg64", "r")),
    {"batches": "single", "epochs": 2},
    {"weight_decay": 0.01, "hidden": 3, "hidden_activation": "tanh"},
    {"validation_fraction": 0.25},
    {"validation_fraction": 0.3, "patience": 2, "epochs": 60, "learning_rate": 0.5, "seed": 3},
    {"hidden": 0, "scale": False, "epochs": 0},
]
FITS = dict(CASES)
for number, settings in enumerate(SETTINGS):
    weights = {1: (np.arange(150) % 3) / 2}.get(number % 3)
    FITS[f"settings {number}, classes"] = Case(IRIS, KIND, None, KINDS, sample_weight=weights, settings=settings)
    FITS[f"settings {number}, numbers"] = Case(IRIS[:, :2], IRIS[:, 2:], None, sample_weight=weights, settings=settings)


@dataclass
class Saved:
    """A case fitted in both languages: the files, and the data to predict from in each."""

    case: Case
    python: Path
    r: Path
    histories: tuple[bytes, bytes]

    @property
    def data(self):
        return self.case.X if self.case.data is None else self.case.data

    @property
    def data_in_r(self):
        return array_to_r(self.case.X) if self.case.data is None else r("data", **self.case.data)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Fit a case in both languages, once for all tests."""

    @cache
    def fit_and_save(name):
        folder = tmp_path_factory.mktemp("models")
        case, files = FITS[name], (folder / "python.json", folder / "r.json")
        return Saved(case, *files, (fitted_in_python(case, files[0]), fitted_in_r(case, files[1])))

    return fit_and_save


def settings_of(case):
    return {"epochs": 10, "hidden": 4, **case.settings}


def fitted_in_python(case, path):
    inputs = list(numeric_inputs(case.names, case.X.shape[1]))
    if case.factor is not None:
        inputs.insert(1, FactorInput(*case.factor))
    settings = {**settings_of(case), "sample_weight": case.sample_weight}
    fit = fitted(case.X, case.y, inputs, case.classes, settings, case.outputs)
    save_model(fit.model, path)
    return fit.training.history.tobytes()


def fitted_in_r(case, path):
    names = [None] * case.X.shape[1] if case.names is None else case.names
    inputs = [r("numeric_input", name) for name in names]
    if case.factor is not None:
        inputs.insert(1, r("factor_input", *case.factor))
    settings = {key: r_setting(value) for key, value in settings_of(case).items()}
    y = case.y if case.classes is None else case.y + 1.0
    history = r("fit", case.X, y, inputs, case.classes, case.outputs, case.sample_weight, settings, path)
    return bytes_of_r(history)


def r_setting(value):
    return r("optimizer", value.name, **value.settings) if isinstance(value, onehidden.Optimizer) else value


def without_language(path):
    """The content of a file, but for who wrote it; floating-point numbers travel as bits, so that none is guessed."""
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    del document["written_by"]["language"]
    return document


# ---- saved in one, loaded in the other -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FITS)
def test_equal_matrices_and_settings_give_equal_models(name, saved):
    model = saved(name)
    assert without_language(model.python) == without_language(model.r)
    assert model.histories[0] == model.histories[1]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("writer", ["python", "r"])
def test_predictions_are_equal_to_the_bit_in_both_languages(name, writer, saved):
    model = saved(name)
    path = getattr(model, writer)
    loaded = load_model(path)
    trace = loaded.trace(model.data)
    in_r = r("trace", path, model.data_in_r)
    assert list(in_r.names) == list(trace)
    assert [bytes_of_r(step) for step in in_r] == [step.tobytes() for step in trace.values()]
    assert bytes_of_r(r("predict", path, model.data_in_r, "link")) == loaded.link(model.data).tobytes()
    response = bytes_of_r(r("predict", path, model.data_in_r, "response"))
    if loaded.classes is None:
        assert response == loaded.predict(model.data).tobytes()
    else:
        probabilities = loaded.predict_proba(model.data)
        assert response == (probabilities[:, 1:] if len(loaded.classes) == 2 else probabilities).tobytes()
        words = {"True": "TRUE", "False": "FALSE"}
        classes = [words.get(str(one), str(one)) for one in loaded.predict(model.data)]
        assert list(r("class", path, model.data_in_r)) == classes


@pytest.mark.parametrize("name", CASES)
def test_saved_again_in_the_other_language_it_is_the_same_file(name, saved, tmp_path):
    model = saved(name)
    r("save_again", model.python, tmp_path / "r.json")
    save_model(load_model(model.r), tmp_path / "python.json")
    assert (tmp_path / "r.json").read_bytes() == model.r.read_bytes()
    assert (tmp_path / "python.json").read_bytes() == model.python.read_bytes()


@pytest.mark.parametrize("name", CASES)
def test_the_schema_describes_the_file(name, saved):
    document = json.loads(saved(name).r.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA, registry=registry()).validate(document)


@pytest.mark.parametrize("name", CASES)
def test_the_digest_of_the_content_is_the_one_that_the_specification_says(name, saved):
    document = json.loads(saved(name).r.read_text(encoding="utf-8"))
    del document["written_by"]
    stated = document["digest"].pop("content")
    for part in ("wh", "bh", "wout", "bout"):
        if document["network"][part] is not None:
            document["network"][part] = {"shape": document["network"][part]["shape"]}
    text = json.dumps(without_values(document), separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == stated


def without_values(value):
    if isinstance(value, dict):
        return {key: without_values(part) for key, part in value.items() if key != "values"}
    return [without_values(part) for part in value] if isinstance(value, list) else value


BARE = {
    "all": initial_network(4, 3, 2, 1, "he"),
    "no biases": Network([[0.1, -0.0]], None, [[1e-310], [3e300]], None, "tanh", "identity", reduction="mean"),
    "one bias": Network(None, None, [[1 / 3]], [-0.0]),
    "softmax": initial_network(3, 0, 3, 1, output_activation="softmax", loss="categorical_cross_entropy"),
}


@pytest.mark.parametrize("name", BARE)
def test_networks_and_trainings_are_saved_with_the_same_bytes(name, tmp_path):
    network = BARE[name]
    parameters = {part: getattr(network, part) for part in ("wh", "bh", "wout", "bout")}
    words = {part: getattr(network, part) for part in ("hidden_activation", "output_activation", "loss", "reduction")}
    save_model(network, tmp_path / "python.json")
    r("save", r("network", **parameters, **words), tmp_path / "r.json")
    assert without_language(tmp_path / "python.json") == without_language(tmp_path / "r.json")
    assert outcome(tmp_path / "r.json") == outcome(tmp_path / "python.json") == ("loaded", parameter_digest(network))
    losses = np.array([np.inf, 0.1, 5e-324])
    save_model(TrainingResult(network, losses, 2, False, np.array([]), None, None), tmp_path / "training.json")
    assert r("load", tmp_path / "training.json")[0] == "loaded"
    assert load_model(tmp_path / "training.json").history.tobytes() == losses.tobytes()


def test_files_of_version_1_are_read_forever(tmp_path):
    # Written when the format was new, and never again: whoever changes the format keeps reading it.
    old = Path(__file__).with_name("models") / "version-1.json"
    data = {"x": (5.5, 6.5), "g": ("setosa", "virginica")}
    predicted = np.array([float.fromhex(number) for number in PREDICTED])
    assert load_model(old).predict(data).tobytes() == predicted.tobytes()
    assert bytes_of_r(r("predict", old, r("data", **data), "response")) == predicted.tobytes()
    save_model(load_model(old), tmp_path / "again.json")
    version = f'"version": "{onehidden.__version__}"'
    again = (tmp_path / "again.json").read_text().replace(version, '"version": "0.1.0"')
    assert without_digest(json.loads(again)) == without_digest(json.loads(old.read_text()))


def without_digest(document):
    """The document but for its digest, which was once over a text with other escapes."""
    return {name: part for name, part in document.items() if name != "digest"}


PREDICTED = ("0x1.a6410485279cdp+1", "0x1.15487e638c2e9p+2")


# ---- what is refused -------------------------------------------------------------------------------------------------


def outcome_in_python(path):
    try:
        return "loaded", parameter_digest(load_model(path).network)
    except OneHiddenError as error:
        return error.code, str(error)


def outcome(path):
    """The code and the message, or the digest of what was loaded: the same in both languages."""
    in_python, in_r = outcome_in_python(path), tuple(r("load", path))
    assert in_python == in_r
    return in_python


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def outcome_of(tmp_path):
    """Load a file with this content, or with this JSON, in both languages."""

    def load(content):
        path = tmp_path / "model.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return outcome(path)

    return load


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A file of about 2000 bytes in which everything occurs once: a factor, scalings, a history."""
    case = Case(
        MIXED[::40, :3],
        IRIS[::40, 2:3],
        ("x",),
        outputs=("y",),
        factor=("g", KINDS, CONTRASTS, ("b", "c")),
        settings={"hidden": 0, "epochs": 0},
    )
    path = tmp_path_factory.mktemp("small") / "model.json"
    fitted_in_python(case, path)
    return path.read_bytes()


def test_the_small_file_loads_written_in_any_layout(small, outcome_of):
    assert outcome_of(small)[0] == "loaded"
    document = json.loads(small)
    for indent in (None, 4):
        assert outcome_of(json.dumps(document, indent=indent).encode()) == outcome_of(small)
    reordered = {key: document[key] for key in reversed(document)}
    assert outcome_of(reordered) == outcome_of(small)
    document["network"]["wout"]["shape"] = [3.0, 1.0]
    assert outcome_of(document) == outcome_of(small)


def test_a_file_that_is_cut_off_anywhere_is_refused_as_damaged(small, outcome_of):
    for length in range(len(small.rstrip())):
        assert outcome_of(small[:length])[0] == "damaged_file"


def test_a_file_in_which_any_byte_was_changed_is_refused_or_the_same_model(small, outcome_of):
    original = outcome_of(small)
    codes = []
    for place in range(len(small)):
        changed = bytearray(small)
        changed[place] ^= 1 + place % 2
        result = outcome_of(bytes(changed))
        codes.append(result[0])
        assert result[0] in ("damaged_file", "invalid_model_file", "unsupported_version") or result == original
    # What does not matter: space, who wrote it, a 17th digit.
    assert codes.count("loaded") < 0.25 * len(small)
    assert codes.count("damaged_file") > 0.5 * len(small)


def test_no_change_of_what_the_model_is_goes_unnoticed(small, outcome_of):
    document = json.loads(small)
    edits = [
        lambda d: d.update(arithmetic="blas"),
        lambda d: d["network"].update(reduction="sum"),
        lambda d: d["inputs"][0].update(name="z"),
        lambda d: d["inputs"][1].update(levels=["setosa", "virginica", "versicolor"]),
        lambda d: d["inputs"][1].update(columns=["c", "b"]),
        lambda d: d.update(outputs=None),
        lambda d: d["scaling"].update(inputs=None),
        lambda d: d["scaling"].update(targets=None),
        lambda d: d["history"].update(shape=[0], bits=[], values=[]),
        lambda d: d["digest"].update(content="0" * 64),
        lambda d: d["digest"].update(parameters=d["digest"]["content"]),
        lambda d: d["network"]["bout"].update(bits=["3ff0000000000000"], values=[1]),
        lambda d: d["scaling"]["inputs"]["center"].update(bits=["8000000000000000"] * 3, values=[0] * 3),
    ]
    for edit in edits:
        edited = json.loads(json.dumps(document))
        edit(edited)
        code, message = outcome_of(edited)
        assert (code, "digest" in message) == ("damaged_file", True)


def places(value, path=()):
    """The paths to everything in JSON."""
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def replaced(document, path, value):
    copy = json.loads(json.dumps(document))
    if not path:
        return value
    parent = copy
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = value
    return copy


OTHERS = [None, [], {}, "x", "", True, 0, 1, -1, 1.5, 1e300, [[]], [None], ["x"], [1], {"x": 1}]


@pytest.mark.slow
@pytest.mark.parametrize("other", OTHERS, ids=repr)
def test_something_else_in_any_place_is_refused_alike(other, small, outcome_of):
    document = json.loads(small)
    original = outcome_of(small)
    for path in places(document):
        result = outcome_of(replaced(document, path, other))
        for_people = path[:1] == ("written_by",) and isinstance(other, str)
        same = for_people or replaced(document, path, other) == document
        refused = result[0] in ("damaged_file", "invalid_model_file", "unsupported_version")
        assert refused or (same and result == original)


def test_a_missing_or_unknown_key_is_named(small, outcome_of):
    document = json.loads(small)
    for path in places(document):
        parent = document
        for key in path:
            parent = parent[key]
        if not isinstance(parent, dict):
            continue
        for key in parent:
            code, message = outcome_of(replaced(document, path, {k: v for k, v in parent.items() if k != key}))
            assert code == "invalid_model_file"
            assert key in message or key in ("format", "version", "kind")
        code, message = outcome_of(replaced(document, path, {**parent, "surprise": 1}))
        assert code == "invalid_model_file"
        assert "surprise" in message


def test_a_later_version_is_told_before_anything_else(outcome_of):
    code, message = outcome_of({"format": "onehidden model", "version": 2, "weights": "in another form"})
    assert code == "unsupported_version"
    assert message == ("`path` must be a model file of version 1, but it is of version 2. Install a later onehidden.")


def with_text(small, text):
    return small.replace(b'"reproducible"', text)


HOSTILE = {
    "nothing": (lambda _: b"", "damaged_file"),
    "space": (lambda _: b" \n", "damaged_file"),
    "zeros": (lambda _: bytes(1000), "damaged_file"),
    "another JSON": (lambda _: b'{"weights": [1, 2, 3]}', "invalid_model_file"),
    "a number": (lambda _: b"12", "invalid_model_file"),
    "a text": (lambda _: b'"onehidden model"', "invalid_model_file"),
    "a list": (lambda s: b"[" + s + b"]", "invalid_model_file"),
    "null": (lambda _: b"null", "invalid_model_file"),
    "an empty object": (lambda _: b"{}", "invalid_model_file"),
    "two models": (lambda s: s + s, "damaged_file"),
    "something behind it": (lambda s: s + b"x", "damaged_file"),
    "a zero behind it": (lambda s: s + b"\0", "damaged_file"),
    "a comment": (lambda s: s + b"// a comment", "damaged_file"),
    "a comment with a quote": (lambda s: b'/* " */' + s, "damaged_file"),
    "a byte order mark": (lambda s: b"\xef\xbb\xbf" + s, "damaged_file"),
    "UTF-16": (lambda s: s.decode().encode("utf-16"), "damaged_file"),
    "Latin-1": (lambda s: with_text(s, b'"\xe4"'), "damaged_file"),
    "an overlong encoding": (lambda s: with_text(s, b'"\xc0\xaf"'), "damaged_file"),
    "a surrogate in UTF-8": (lambda s: with_text(s, b'"\xed\xa0\x80"'), "damaged_file"),
    "beyond Unicode": (lambda s: with_text(s, b'"\xf4\x90\x80\x80"'), "damaged_file"),
    "half a surrogate pair": (lambda s: with_text(s, rb'"\ud800"'), "damaged_file"),
    "the other half": (lambda s: with_text(s, rb'"\uDC00x"'), "damaged_file"),
    "a surrogate pair": (lambda s: with_text(s, rb'"\ud83d\ude00"'), "invalid_model_file"),
    "an escaped backslash": (lambda s: with_text(s, rb'"\\ud800"'), "invalid_model_file"),
    "the character 0": (lambda s: with_text(s, rb'"a\u0000b"'), "damaged_file"),
    "an unknown escape": (lambda s: with_text(s, rb'"\x41"'), "damaged_file"),
    "a line break in a text": (lambda s: with_text(s, b'"a\nb"'), "damaged_file"),
    "form feed between": (lambda s: s.replace(b": ", b":\f"), "damaged_file"),
    "no-break space between": (lambda s: s.replace(b": ", ":\u00a0".encode()), "damaged_file"),
    "single quotes": (lambda s: s.replace(b'"', b"'"), "damaged_file"),
    "a comma too many": (lambda s: s.replace(b"\n}\n", b",\n}\n"), "damaged_file"),
    "NaN": (lambda s: s.replace(b'"values": [', b'"values": [NaN,'), "damaged_file"),
    "Infinity": (lambda s: s.replace(b'"version": 1', b'"version": -Infinity'), "damaged_file"),
    "a number too large": (lambda s: s.replace(b'"version": 1', b'"version": 1e999'), "invalid_model_file"),
    "many digits": (lambda s: s.replace(b'"version": 1', b'"version": ' + b"9" * 5000), "invalid_model_file"),
    "a leading zero": (lambda s: s.replace(b'"version": 1', b'"version": 01'), "damaged_file"),
    "a plus": (lambda s: s.replace(b'"version": 1', b'"version": +1'), "damaged_file"),
    "hexadecimal": (lambda s: s.replace(b'"version": 1', b'"version": 0x1'), "damaged_file"),
    "version as text": (lambda s: s.replace(b'"version": 1', b'"version": "1"'), "invalid_model_file"),
    "version 0": (lambda s: s.replace(b'"version": 1', b'"version": 0'), "invalid_model_file"),
    "a key twice": (lambda s: b'{"format": "onehidden model",' + s[1:], "damaged_file"),
    "a key twice, far inside": (lambda s: s.replace(b'"shape"', b'"shape": [9], "shape"', 1), "damaged_file"),
    "a key twice by escape": (lambda s: rb'{"form\u0061t": "x",' + s[1:], "damaged_file"),
    "deep nesting": (lambda _: b"[" * 100_000 + b"]" * 100_000, "damaged_file"),
    "deep nesting, open": (lambda _: b'{"a":' * 300_000, "damaged_file"),
    "deep nesting within": (lambda s: with_text(s, b"[" * 20 + b"]" * 20), "damaged_file"),
    "brackets in a text": (lambda s: with_text(s, b'"' + b"[" * 100_000 + b'"'), "invalid_model_file"),
    "escapes in a text": (lambda s: with_text(s, b'"' + rb"\"" * 100_000 + b'"'), "invalid_model_file"),
    "a long text without an end": (lambda s: s + b'"' + b"x" * 1_000_000, "damaged_file"),
    "a shape too large": (lambda s: s.replace(b'"shape": [3, 1]', b'"shape": [3000000,1000000]'), "invalid_model_file"),
    "a shape far too large": (lambda s: s.replace(b'"shape": [3, 1]', b'"shape": [9007199254740992,0]'), None),
    "a negative shape": (lambda s: s.replace(b'"shape": [3, 1]', b'"shape": [-3,-1]'), "invalid_model_file"),
    "no rows": (lambda s: s.replace(b'"shape": [3, 1]', b'"shape": [0,1]'), "invalid_model_file"),
    "capital bits": (lambda s: re.sub(rb'"[0-9a-f]{16}"', lambda m: m[0].upper(), s), "invalid_model_file"),
    "bits with a line break": (lambda s: re.sub(rb'([0-9a-f]{15})[0-9a-f]"', rb'\1\\n"', s), "invalid_model_file"),
    "pickle": (lambda _: b"\x80\x04cos\nsystem\n(S'touch stolen'\ntR.", "damaged_file"),
    "R code": (lambda _: b"system('touch stolen')", "damaged_file"),
    "an R script in gzip": (lambda _: b"\x1f\x8b\x08\x00" + bytes(range(256)), "damaged_file"),
    "YAML with code": (lambda _: b"!!python/object/apply:os.system ['touch stolen']", "damaged_file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_is_refused_alike(name, small, outcome_of, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make, code = HOSTILE[name]
    content = make(small)
    assert content != small
    assert outcome_of(content)[0] == (code or "invalid_model_file")
    assert names_in(tmp_path) == ["model.json"]


def doctored(small, *changes):
    """The document with changes, and with the digests that a clever forger would compute."""
    document = json.loads(small)
    for path, value in changes:
        document = replaced(document, path, value)
    return document


def tensor(values, shape=None):
    array = np.array(values, dtype=float)
    bits = [array[i : i + 1].astype(">f8").tobytes().hex() for i in range(len(array))]
    return {"shape": shape or [len(array)], "bits": bits, "values": [v if np.isfinite(v) else None for v in values]}


NETWORK, INPUTS = ("network",), ("inputs",)
IMPOSSIBLE = {
    "`hidden_activation` must be": [(("network", "hidden_activation"), "sigmoidd")],
    "`loss` must be": [(("network", "loss"), "binary_cross_entropy")],
    "`bh`": [(("network", "bh"), tensor([1.0]))],
    "`wout` must be finite": [(("network", "wout"), tensor([1.0, np.nan, 1.0], [3, 1]))],
    "`bout` must be a vector": [(("network", "bout"), tensor([1.0, 2.0]))],
    "`arithmetic` must be": [(("arithmetic",), "fast")],
    "its inputs make 1 column, and its network has 3": [(INPUTS, [{"kind": "numeric", "name": "x"}])],
    "only some of its inputs have names": [(("inputs", 0, "name"), None)],
    "two of its inputs have the same name": [(("inputs", 0, "name"), "g")],
    "two of its columns have the same name": [(("inputs", 1, "columns"), ["x", "c"])],
    "the contrasts of `g` do not fit": [(("inputs", 1, "levels"), ["a", "b"])],
    "two levels of `g` are equal": [(("inputs", 1, "levels"), ["a", "b", "a"])],
    "`inputs[2]` is neither": [(("inputs", 1, "kind"), "ordered")],
    "the scaling of its inputs": [(("scaling", "inputs"), {"center": tensor([0.0]), "spread": tensor([1.0])})],
    "the scaling of its outputs": [
        (("scaling", "targets"), {"center": tensor([0.0, 0.0]), "spread": tensor([1.0, 1.0])})
    ],
    "an invalid center or spread": [(("scaling", "inputs", "spread"), tensor([1.0, 0.0, 1.0]))],
    "`scaling.inputs` has an invalid": [(("scaling", "inputs", "center"), tensor([1.0, np.inf, 1.0]))],
    "the names of its outputs": [(("outputs",), ["a", "b"])],
    "its classes do not fit": [(("classes",), ["a", "b"])],
    "`classes` mixes different types": [(("classes",), ["a", 1])],
    "`classes` is not a whole number": [(("classes",), [1, 1.5])],
    "`history` contains a value that is not a loss": [(("history",), tensor([np.nan]))],
    "`history` has an invalid shape": [(("history",), tensor([1.0], [1, 1]))],
}


@pytest.mark.parametrize("given", IMPOSSIBLE)
def test_what_no_model_can_be_is_said(given, small, outcome_of):
    code, message = outcome_of(doctored(small, *IMPOSSIBLE[given]))
    assert code == "invalid_model_file"
    assert given in message


def test_classes_must_fit_the_network(saved, outcome_of):
    document = json.loads(saved("iris").python.read_text(encoding="utf-8"))
    for classes, given in [
        (["a", "b", "a"], "two of its classes are equal"),
        (["a", "b"], "its classes do not fit its network"),
        (["a", "b", "c", "d"], "its classes do not fit its network"),
    ]:
        code, message = outcome_of(replaced(document, ("classes",), classes))
        assert code == "invalid_model_file"
        assert given in message
    code, message = outcome_of(replaced(document, ("outputs",), ["a", "b", "c"]))
    assert "it has classes, but also names or a scaling for numbers" in message


def test_bits_and_values_that_disagree_are_told_by_their_place(small, outcome_of):
    code, message = outcome_of(doctored(small, (("network", "wout", "values", 1), 7)))
    assert code == "damaged_file"
    assert message == (
        "`path` must be a model file as save_model() writes it, but bits and value of element 2 (counted from 1) of "
        "`network.wout` disagree. The file is truncated or was modified: save the model again."
    )


# ---- files -----------------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_refused_alike(tmp_path):
    assert outcome(tmp_path)[0] == "unreadable_file"
    assert outcome(tmp_path / "nothing.json")[0] == "unreadable_file"
    assert outcome(tmp_path / "nowhere" / "nothing.json")[0] == "unreadable_file"
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    assert outcome(large)[0] == "unreadable_file"
    os.mkfifo(tmp_path / "pipe")  # opened, it would never end
    assert outcome(tmp_path / "pipe")[0] == "damaged_file"
    assert outcome(Path("http://localhost/model.json"))[0] == "unreadable_file"


def save_in_python(path):
    save_model(BARE["all"], path)


def save_in_r(path):
    network = BARE["all"]
    r("save", r("network", network.wh, network.bh, network.wout, network.bout), path)


def refusal_in_python(path):
    with pytest.raises(OneHiddenError) as caught:
        save_in_python(path)
    return caught.value.code, str(caught.value)


def refusal_in_r(path):
    return tuple(r("refused", path))


def test_places_where_no_file_can_be_are_refused_alike(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere" / "model.json", Path("/dev/null")):
        assert refusal_in_python(path) == refusal_in_r(path)
        assert refusal_in_python(path)[0] == "unreadable_file"
    assert not Path("/dev/null").is_file()
    assert names_in(tmp_path) == []


SAVERS = {
    "python": [sys.executable, "-c", "import onehidden as o; o.save_model(o.initial_network(20, 20, 2, 1), 'm.json')"],
    "r": ["Rscript", "-e", "library(onehidden); save_model(initial_network(20, 20, 2, 1), 'm.json')"],
}


@pytest.mark.parametrize("language", SAVERS)
def test_a_full_disk_leaves_the_old_file_and_no_other(language, tmp_path):
    old = tmp_path / "m.json"
    old.write_bytes(b"what was there before")
    # A limit on the size of files is what a full disk is, too: writing more than it fails.
    limited = ["bash", "-c", 'trap "" XFSZ; ulimit -f 4; exec "$@"', "bash", *SAVERS[language]]
    done = subprocess.run(limited, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert 'but "m.json" cannot be written. Check free space' in done.stderr.replace("\n", " ")
    assert old.read_bytes() == b"what was there before"
    assert names_in(tmp_path) == ["m.json"]


@pytest.mark.parametrize("save", [save_in_python, save_in_r])
def test_the_new_file_takes_the_permissions_of_the_old_and_a_link_stays_one(save, tmp_path):
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_bytes(b"")
    target.chmod(0o640)
    link.symlink_to(target)
    save(link)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert outcome(target)[0] == "loaded"
    assert names_in(tmp_path) == ["link.json", "target.json"]


def test_r_reads_and_writes_in_the_c_locale_too(saved, tmp_path):
    original = saved("strange names").r
    shutil.copy(original, tmp_path / "m.json")
    command = "library(onehidden); save_model(load_model('m.json'), 'again.json')"
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(["Rscript", "-e", command], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "again.json").read_bytes() == original.read_bytes()
