import json

import numpy as np
import pytest

from onehidden import Model, Network, OneHiddenError, initial_network, load_model, parameter_digest, save_model, train
from onehidden.models.document import digests_of, document_of
from onehidden.models.file import NotJsonError, parsed_json
from onehidden.models.inputs import FactorInput, NumericInput, numeric_inputs
from onehidden.models.scaling import Scaling

FACTOR = FactorInput("colour", ("red", "blue"), np.array([[0.0], [1.0]]), ("blue",))
NETWORK = initial_network(2, 3, 1, 1, output_activation="identity", reduction="mean")
SCALING = Scaling(np.array([1 / 3, -0.0]), np.array([0.1, 5e-324]))
MODEL = Model(
    NETWORK,
    (NumericInput("größe \"'\\\n"), FACTOR),
    None,
    ("y",),
    SCALING,
    Scaling(np.array([2.0]), np.array([3.0])),
    np.array([np.inf, 0.1]),
    "blas",
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.json"


def refusal(call):
    with pytest.raises(OneHiddenError) as caught:
        call()
    return caught.value.code, caught.value.argument


def test_a_model_is_loaded_as_it_was_saved(path):
    assert save_model(MODEL, path) is None
    loaded = load_model(str(path))
    assert parameter_digest(loaded.network) == parameter_digest(NETWORK)
    assert repr(loaded) == repr(MODEL)
    assert loaded.inputs[0] == MODEL.inputs[0]
    assert (loaded.inputs[1].levels, loaded.inputs[1].columns) == (FACTOR.levels, FACTOR.columns)
    assert loaded.inputs[1].contrasts.tobytes() == FACTOR.contrasts.tobytes()
    assert loaded.input_scaling.center.tobytes() == SCALING.center.tobytes()
    assert loaded.input_scaling.spread.tobytes() == SCALING.spread.tobytes()
    assert loaded.target_scaling.center.tolist() == [2.0]
    assert loaded.history.tobytes() == MODEL.history.tobytes()
    assert (loaded.classes, loaded.outputs, loaded.arithmetic) == (None, ("y",), "blas")


@pytest.mark.parametrize("classes", [("b", "a", "ä"), (3, -1, 2**53), (np.int64(1), np.int64(2), np.int64(0))])
def test_classes_keep_their_kind_and_order(classes, path):
    network = initial_network(1, 0, 3, 1, output_activation="softmax", loss="categorical_cross_entropy")
    save_model(Model(network, numeric_inputs(None, 1), classes, None, None, None, np.array([]), "reproducible"), path)
    loaded = load_model(path).classes
    assert loaded == classes
    assert {type(one) for one in loaded} <= {str, int}


@pytest.mark.parametrize("classes", [(False, True), (np.False_, np.True_)])
def test_logical_classes_stay_logical(classes, path):
    network = initial_network(1, 0, 1, 1, loss="binary_cross_entropy")
    save_model(Model(network, numeric_inputs(None, 1), classes, None, None, None, np.array([]), "reproducible"), path)
    assert load_model(path).classes[0] is False
    assert json.loads(path.read_text())["classes"] == [False, True]


def test_networks_and_trainings_can_be_saved_too(path):
    network = Network([[0.5, -0.0]], None, [[1.0], [2.0]], [0.0], "tanh", "relu")
    save_model(network, path)
    loaded = load_model(path)
    assert repr(loaded.network) == repr(network)
    assert loaded.network.bh is None
    assert parameter_digest(loaded.network) == parameter_digest(network)
    assert len(loaded.history) == 0
    result = train(network, [[1.0]], [[1.0]], epochs=3)
    save_model(result, path)
    assert load_model(path).history.tobytes() == result.history.tobytes()
    assert load_model(path).predict([[1.0]]).shape == (1,)


def test_an_estimator_that_holds_a_model_can_be_saved(path):
    class Estimator:
        model_ = MODEL

    save_model(Estimator(), path)
    assert repr(load_model(path)) == repr(MODEL)


def test_the_content_digest_tells_models_apart_and_not_who_wrote_them():
    texts = [json.dumps(document_of(MODEL, version)) for version in ("0.1.0", "9.9.9")]
    assert texts[0] != texts[1]
    assert texts[0].replace("0.1.0", "9.9.9") == texts[1]
    assert digests_of(MODEL)["parameters"] == parameter_digest(NETWORK)
    parts = vars(MODEL)
    others = [
        {"outputs": None},
        {"arithmetic": "reproducible"},
        {"history": np.array([np.inf])},
        {"input_scaling": None},
        {"target_scaling": Scaling(np.array([2.0]), np.array([2.0]))},
        {"inputs": (NumericInput("x"), FACTOR)},
        {"network": initial_network(2, 3, 1, 2, output_activation="identity", reduction="mean")},
    ]
    digests = {digests_of(Model(**{**parts, **other}))["content"] for other in [{}, *others]}
    assert len(digests) == len(others) + 1


@pytest.mark.parametrize(
    ("model", "argument"),
    [(None, "model"), ("model", "model"), (Model, "model")],
)
def test_only_models_can_be_saved(model, argument, path):
    assert refusal(lambda: save_model(model, path)) == ("invalid_model", argument)
    assert not path.exists()


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_names_that_no_file_can_hold_are_rejected(name, path):
    model = Model(NETWORK, numeric_inputs([name, "b"], 2), None, None, None, None, np.array([]), "reproducible")
    assert refusal(lambda: save_model(model, path)) == ("invalid_model", "model")


@pytest.mark.parametrize("classes", [(0.5, 1), (0, 2**53 + 1), (0, np.nan)])
def test_classes_that_no_file_can_hold_are_rejected(classes, path):
    network = initial_network(1, 0, 1, 1, loss="binary_cross_entropy")
    model = Model(network, numeric_inputs(None, 1), classes, None, None, None, np.array([]), "reproducible")
    assert refusal(lambda: save_model(model, path)) == ("invalid_model", "model")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda text: text[: len(text) // 2], "damaged_file"),
        (lambda text: text.replace('"blas"', '"reproducible"'), "damaged_file"),
        (lambda text: text.replace('"red"', '"rad"'), "damaged_file"),
        (lambda text: text.replace("[0.1, 5e-324]", "[0.2, 5e-324]"), "damaged_file"),
        (lambda text: text.replace('"version": 1', '"version": 2'), "unsupported_version"),
        (lambda text: text.replace('"version": 1', '"version": 1.5'), "invalid_model_file"),
        (lambda text: text.replace('"tanh"', '"sinh"').replace('"sigmoid"', '"sigmoidal"'), "invalid_model_file"),
        (lambda text: text.replace('"levels": ["red", "blue"]', '"levels": ["red"]'), "invalid_model_file"),
        (lambda text: text.replace('"bh"', '"hb"'), "invalid_model_file"),
        (lambda text: text.replace('"format"', '"formal"'), "invalid_model_file"),
    ],
)
def test_a_changed_file_is_rejected(edit, code, path):
    save_model(MODEL, path)
    text = path.read_text(encoding="utf-8")
    assert edit(text) != text
    path.write_text(edit(text), encoding="utf-8")
    assert refusal(lambda: load_model(path)) == (code, "path")


def test_paths_are_checked(tmp_path):
    assert refusal(lambda: load_model(tmp_path / "nothing")) == ("unreadable_file", "path")
    assert refusal(lambda: save_model(MODEL, tmp_path)) == ("unreadable_file", "path")
    assert refusal(lambda: save_model(MODEL, None)) == ("unreadable_file", "path")
    assert refusal(lambda: load_model(file=tmp_path)) == ("unknown_argument", "file")


# ---- JSON as it is read ----------------------------------------------------------------------------------------------


def test_json_is_read_with_every_number_as_a_double():
    assert parsed_json(b'{"a": [1, 2.5, -0, 1e3], "b": null, "c": {}, "d": "\\u00e4\\ud83d\\ude00"}') == {
        "a": [1.0, 2.5, 0.0, 1000.0],
        "b": None,
        "c": {},
        "d": "ä😀",
    }
    assert isinstance(parsed_json(b"1"), float)
    assert parsed_json(b"0.1") == 0.1
    assert parsed_json(rb'["\\ud800"]') == [r"\ud800"]


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[1", b"[1]]", b"[1,]", b"[01]", b"[+1]", b"[.5]", b"[1.]", b"[NaN]", b"[Infinity]", b"[nul]"),
        *(b"['a']", b'["a]', b'["\\x"]', b'["a\nb"]', b'["a"] // b', b"/* a */ []", b"\x00", b"[]\x00", b"[1\x0c]"),
        *(b"\xef\xbb\xbf[]", b"\xff\x00", b'["\\ud800"]', b'["\\udc00\\ud800"]', b'["\\u0000"]'),
    ],
)
def test_what_is_not_json_is_rejected(content):
    with pytest.raises(NotJsonError, match=r"^it is not JSON$"):
        parsed_json(content)


def test_other_rejected_content_says_why():
    with pytest.raises(NotJsonError, match="not UTF-8 text"):
        parsed_json(b'["\xff"]')
    with pytest.raises(NotJsonError, match="a key occurs twice in it"):
        parsed_json(b'[{"a": {"b": 1, "\\u0062": 2}}]')
    with pytest.raises(NotJsonError, match="nested too deeply"):
        parsed_json(b"[" * 17 + b"]" * 17)
    assert parsed_json(b"[" * 16 + b"]" * 16 + b" ")
    assert parsed_json(b'["' + b"[" * 100 + b'\\"]"]') == ["[" * 100 + '"]']


def test_a_file_has_one_part_of_the_model_on_each_line(path):
    save_model(MODEL, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split('"')[1] for line in lines[1:-1]] == list(document_of(MODEL, "0.1.0"))
    assert json.loads(path.read_bytes()) == document_of(MODEL, "0.1.0")
