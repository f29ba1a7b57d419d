"""Fixtures: all of them are sound, and damaged ones are refused with a reason."""

import json
import re
import shutil
from pathlib import Path

import pytest

from onehidden_conformance.numbers.tensors import to_tensor, to_value
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import checksums, reading
from onehidden_conformance.vectors.reading import ROOT, FixtureError, load, parse, vector_ids, vectors

SPEC = ROOT.parent / "SPEC.md"


@pytest.fixture(scope="module")
def all_vectors():
    return list(vectors())


def test_every_vector_is_sound(all_vectors):
    assert len(all_vectors) == len(vector_ids()) >= 60
    for vector in all_vectors:  # reading alone would believe the checksums
        reading.check(vector, ROOT / "vectors" / f"{vector['id']}.json")


def test_every_vector_is_read_without_being_checked_again():
    assert (ROOT / "vectors" / "SHA256SUMS").read_text(encoding="utf-8") == checksums.text(ROOT / "vectors")


def test_a_vector_that_was_changed_is_checked_though_its_old_checksum_is_listed(folder):
    damaged = original()
    damaged["expected"]["loss"]["values"][0] += 1.0
    place(folder, damaged)
    with pytest.raises(FixtureError, match=r"the bits .* are not the value"):
        load("article/one-iteration", folder)


def test_a_list_of_checksums_that_comes_with_strange_vectors_is_not_believed(folder):
    damaged = original()
    damaged["expected"]["loss"]["values"][0] += 1.0
    place(folder, damaged)
    checksums.write(folder / "vectors")
    with pytest.raises(FixtureError, match=r"the bits .* are not the value"):
        load("article/one-iteration", folder)


def test_every_vector_cites_sentences_that_exist(all_vectors):
    sentences = set(re.findall(r"\*\*(\d+\.\d+)\*\*", SPEC.read_text(encoding="utf-8")))
    for vector in all_vectors:
        assert set(vector["spec"]) <= sentences, vector["id"]


def test_every_vector_has_a_reason_and_a_title_of_its_own(all_vectors):
    assert len({vector["title"] for vector in all_vectors}) == len(all_vectors)
    assert all(len(vector["why"]) > 25 for vector in all_vectors)


# They need files, data frames, or packages or kernels that are not there, which no fixture can hand over.
OF_MODELS = {
    *("missing_package", "missing_kernels", "damaged_file", "unsupported_version", "invalid_model_file"),
    *("missing_column", "unknown_level", "invalid_targets"),
}


def test_there_are_invalid_calls_for_nearly_every_code(all_vectors):
    codes = [v["expected"]["code"] for v in all_vectors if v["kind"] == "invalid"]
    specified = set(re.findall(r"\*\*10\.\d+\*\* \| `(\w+)`", SPEC.read_text(encoding="utf-8")))
    assert len(codes) >= 25
    assert set(codes) == specified - {"unsafe_floating_point"} - OF_MODELS


def test_every_invalid_call_cites_the_sentence_of_its_code(all_vectors):
    numbers = dict(re.findall(r"\*\*(10\.\d+)\*\* \| `(\w+)`", SPEC.read_text(encoding="utf-8")))
    for vector in all_vectors:
        if vector["kind"] == "invalid":
            cited = [numbers[number] for number in vector["spec"] if number in numbers]
            assert cited == [vector["expected"]["code"]], vector["id"]


def test_all_vectors_together_stay_small():
    sizes = [path.stat().st_size for path in (ROOT / "vectors").rglob("*.json")]
    assert sum(sizes) < 8.5 * 2**20
    assert max(sizes) < reading.LARGEST_FILE / 4


def test_published_numbers_are_met(all_vectors):
    met = 0
    for vector in all_vectors:
        for published in vector.get("published", []):
            if published["step"] == "mean_absolute_error":
                continue  # not among the expected steps; see the next test
            update = vector
            if "after_epoch" in published:
                update = next(c for c in vector["checkpoints"] if c["epoch"] == published["after_epoch"])
            values = update["expected"][published["step"]]["values"]
            for value, printed, radius in zip(values, published["values"], published["radius"], strict=True):
                assert abs(value - printed) <= radius, (vector["id"], published["step"])
                met += 1
    assert met > 30


def test_the_published_mean_absolute_error_is_met():
    vector = load("log/training")
    published = next(p for p in vector["published"] if p["step"] == "mean_absolute_error")
    assert published["after_epoch"] == 0
    error = Oracle().mean_absolute_error(to_value(vector["checkpoints"][0]["expected"]["error"]))
    assert abs(error - published["values"][0]) <= published["radius"][0] < 2e-15


def test_the_example_of_the_readme_runs(monkeypatch):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL).group(1)
    monkeypatch.chdir(ROOT.parent)
    printed = []
    exec(compile(example, "README.md", "exec"), {"print": printed.append})
    passed, failed = re.fullmatch(r"(\d+) vectors pass, (\d+) fail, \d+ need more .*", printed[-1]).groups()
    assert int(passed) > 20
    assert failed == "0"


# --- damaged files ------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A folder of fixtures with one vector, and a function that damages it."""
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    (tmp_path / "vectors" / "article").mkdir(parents=True)
    return tmp_path


def place(folder, vector, id="article/one-iteration"):
    text = vector if isinstance(vector, bytes) else json.dumps(vector).encode()
    (folder / "vectors" / f"{id}.json").write_bytes(text)


def original(id="article/one-iteration"):
    return json.loads((ROOT / "vectors" / f"{id}.json").read_text(encoding="utf-8"))


def reason(folder):
    with pytest.raises(FixtureError) as caught:
        load("article/one-iteration", folder)
    return caught.value.reason


def test_an_undamaged_copy_is_accepted(folder):
    place(folder, original())
    assert load("article/one-iteration", folder)["kind"] == "step"


def test_a_missing_file_is_refused(folder):
    assert "cannot be read" in reason(folder)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not the JSON of a vector"),
        (b"\xff\xfe", "not the JSON of a vector"),
        (b"[NaN]", "NaN is no JSON number"),
        (b"[-Infinity]", "Infinity is no JSON number"),
        (b"[1e999]", "too large for binary64"),
        (b'{"a": 1, "a": 2}', "'a' comes twice"),
        (b"[" * 100_000, "not the JSON of a vector"),
        (b"1" * 10_000, "not the JSON of a vector"),
        (b"[]", "is not of type 'object'"),
        (b"null", "is not of type 'object'"),
        (b"{}", "is a required property"),
    ],
)
def test_what_is_not_a_vector_is_refused(folder, data, why):
    place(folder, data)
    assert why in reason(folder)


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(folder, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 100)
    place(folder, original())
    assert "larger than 100 bytes" in reason(folder)


def test_an_id_that_is_not_the_path_is_refused(folder):
    place(folder, original("article/chain-rule"))
    assert "its id is 'article/chain-rule'" in reason(folder)


def change(*path, to):
    """Make a damage: the element at a path replaced by something."""

    def damage(vector):
        for key in path[:-1]:
            vector = vector[key]
        vector[path[-1]] = to

    return damage


def without(*path):
    """Make a damage: the element at a path deleted."""

    def damage(vector):
        for key in path[:-1]:
            vector = vector[key]
        del vector[path[-1]]

    return damage


DAMAGES = [
    (change("schema", to=2), "1 was expected"),
    (change("kind", to="steps"), "is not one of"),
    (change("colour", to="red"), "colour"),
    (change("network", "wh", "bits", 0, to="3FDAE147AE147AE1"), "does not match"),
    (change("network", "wh", "bits", 0, to="3fdae147ae147ae2"), "the bits 3fdae147ae147ae2 are not the value 0.42"),
    (change("network", "wh", "values", 0, to=0.43), "are not the value 0.43"),
    (change("network", "wh", "values", 0, to=None), "are not the value None"),
    (change("network", "wh", "values", 0, to=10**400), "are not the value"),
    (change("network", "wh", "shape", to=[3, 3]), "12 bits for the shape [3, 3]"),
    (change("network", "wh", "shape", to=[10**9, 10**9]), "12 bits for the shape"),
    (change("network", "wh", "shape", to=[3, 4]), "wh has the shape [3, 4], not [4, 4]"),
    (change("network", "wh", to=None), "bh is there without wh"),
    (change("network", "hidden_activation", to="softmax"), "is not one of"),
    (change("X", "shape", to=[12]), "must be matrices"),
    (change("y", to=to_tensor([[1.0], [0.0]])), "y has the shape [2, 1], not [3, 1]"),
    (change("learning_rate", to=to_tensor([0.1])), "learning_rate has the shape [1], not []"),
    (change("expected", "output", "bound", to=[1.0]), "1 bound for the shape [3, 1]"),
    (change("expected", "output", "bound", 0, to=-1.0), "less than the minimum"),
    (without("expected", "output", "bound"), "'bound' is a required property"),
    (without("expected", "grad_bh"), "grad_bh is missing"),
    (change("digest", to="0" * 64), "is not that of the parameters"),
    (change("published", 0, "values", 0, to=1.5), "values that are not what was printed"),
    (change("published", 0, "radius", 0, to=0), "less than or equal to the minimum"),
    (change("published", 0, "shape", to=[9]), "published hidden_layer_input has the shape [9]"),
    (change("spec", to=[]), "non-empty"),
]


@pytest.mark.parametrize(("damage", "why"), DAMAGES)
def test_a_damaged_step_is_refused_with_its_reason(folder, damage, why):
    vector = original()
    damage(vector)
    place(folder, vector)
    assert why in reason(folder)


TRAINING_DAMAGES = [
    (change("batches", to=[[0, 1], [1]]), "comes twice"),
    (change("batches", to=[[0, 10]]), "does not exist"),
    (change("batches", to=[[0], []]), "a batch is empty"),
    (change("batches", to="minibatch"), "is not valid"),
    (change("epochs", to=19), "60 digests for 57 updates"),
    (change("expected", "digests", 59, to="0" * 64), "is not that of the parameters"),
    (change("expected", "history", to=to_tensor([1.0])), "history has the shape [1], not [21]"),
    (change("checkpoints", 1, "epoch", to=18), "checkpoint 18: is not the network of this epoch"),
    (change("checkpoints", 1, "epoch", to=21), "checkpoint 21: lies after the last epoch"),
    (without("checkpoints", 0, "expected", "loss"), "'loss' is a required property"),
]


@pytest.mark.parametrize(("damage", "why"), TRAINING_DAMAGES)
def test_a_damaged_training_is_refused_with_its_reason(folder, damage, why):
    vector = original("article/ten-points-mini-batches")
    damage(vector)
    place(folder, vector)
    assert why in reason(folder)


@pytest.mark.parametrize(
    ("id", "damage", "why"),
    [
        ("log/update-by-hand", without("gradients", "grad_bout"), "grad_bout is missing"),
        ("log/update-by-hand", change("digest", to="1" * 64), "is not that of the parameters"),
        ("threshold/rows", change("w", to=to_tensor([1.0])), "w has the shape [1], not [2]"),
        ("threshold/rows", change("expected", "output", to=to_tensor(1.0)), "output has the shape [], not [4]"),
        ("streams/numpy-0", change("n", to=6), "uniforms has the shape [5], not [6]"),
        ("streams/r-normals-42", change("n", to=25), "normals has the shape [24], not [25]"),
        ("streams/r-normals-42", change("expected", "uniforms", to=to_tensor([0.5])), "many properties"),
        ("initializations/he", change("n_hidden", to=4), "wh has the shape [4, 5], not [4, 4]"),
        ("initializations/he", change("digest", to="1" * 64), "is not that of the parameters"),
        ("initializations/he", without("expected", "bh"), "bh is missing"),
        ("splits/numpy", change("expected", "validation", to=[0]), "the parts are not the rows 0 to 9"),
        ("splits/numpy", change("expected", "training", to=[9, 8, 7, 6, 5, 4, 3, 2]), "the parts are not the rows"),
        ("splits/at-most-all-but-one", change("fraction", to=to_tensor([0.5])), "fraction has the shape [1], not []"),
        ("weights/sum", change("sample_weight", to=to_tensor([1.0])), "sample_weight has the shape [1], not [5]"),
        (
            "epochs/learning-rates",
            change("learning_rates", to=to_tensor([1.0])),
            "learning_rates has the shape [1], not [5]",
        ),
        ("epochs/learning-rates", change("learning_rate", to=to_tensor(1.0)), "is valid under each of"),
        ("epochs/batch-size", change("batches", to=0), "less than the minimum"),
        ("epochs/batch-size", change("batches", to=2), "9 digests for 12 updates"),
        ("optimizers/adam", change("optimizer", "name", to="rmsprop"), "is not one of"),
        ("stopping/patience", without("validation"), "validation and validation_history belong together"),
        ("stopping/patience", without("expected", "best_epoch"), "patience and best_epoch belong together"),
        ("stopping/patience", change("expected", "best_epoch", to=3), "is not that of the parameters"),
        ("stopping/patience", change("validation", "y", to=to_tensor([[1.0]])), "y has the shape [1, 1], not [2, 1]"),
        ("stopping/continued-adam", change("stops", to=[3]), "a stop lies outside of the training"),
        ("invalid/argument-misspelt", without("arguments", "lerning_rate"), "is not among the arguments"),
        ("invalid/x-na", change("arguments", "X", "values", 11, to=0.5), "are not the value 0.5"),
        ("log/training", without("published", 1, "after_epoch"), "belongs to no checkpoint"),
    ],
)
def test_other_kinds_are_checked_too(folder, id, damage, why):
    vector = original(id)
    damage(vector)
    place(folder, vector)
    assert why in reason(folder)


def test_reading_follows_no_path_out_of_the_folder(folder):
    with pytest.raises(FixtureError, match=r"its id is|cannot be read"):
        load("../../etc/passwd", folder)


def test_messages_do_not_quote_the_whole_file(folder):
    place(folder, {"schema": "x" * 10_000})
    assert len(reason(folder)) < 500


def test_a_parsed_file_is_what_json_says(tmp_path):
    path = Path(tmp_path / "a.json")
    path.write_text('{"a": [1, 2.5, null, "é"]}', encoding="utf-8")
    assert parse(path) == {"a": [1, 2.5, None, "é"]}
