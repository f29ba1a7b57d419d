import pickle
import subprocess
import sys

import numpy as np
import pytest

import onehidden
from onehidden import OneHiddenError, train
from onehidden.errors import InvalidTargetsError

REASON = "needs scikit-learn, the extra `sklearn`"
sklearn = pytest.importorskip("sklearn", reason=REASON)

from sklearn.base import clone  # noqa: E402
from sklearn.datasets import load_iris  # noqa: E402
from sklearn.exceptions import NotFittedError  # noqa: E402
from sklearn.model_selection import GridSearchCV, cross_val_score  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402
from sklearn.utils.estimator_checks import parametrize_with_checks  # noqa: E402

from onehidden import OneHiddenClassifier, OneHiddenRegressor  # noqa: E402

FAST = {"hidden": 4, "epochs": 40}
X, Y = load_iris(return_X_y=True)
NAMES = np.array(["setosa", "versicolor", "virginica"])[Y]
DEFAULTS = {  # SPEC.md 13.7
    "hidden": 10,
    "hidden_activation": "sigmoid",
    "initialization": "glorot",
    "seed": 0,
    "stream": "numpy",
    "scale": True,
    "optimizer": "adam",
    "learning_rate": 0.05,
    "epochs": 500,
    "batches": "full",
    "shuffle": False,
    "weight_decay": 0,
    "validation_fraction": 0,
    "patience": None,
    "arithmetic": "reproducible",
    "progress": False,
}


@parametrize_with_checks([OneHiddenClassifier(), OneHiddenRegressor()])
def test_every_check_of_scikit_learn_passes(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator", [OneHiddenClassifier, OneHiddenRegressor])
def test_parameters_and_defaults_are_those_of_the_specification(estimator):
    assert list(estimator().get_params().items()) == sorted(DEFAULTS.items())


# ---- how it is found -------------------------------------------------------------------------------------------------


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_only_who_asks_for_an_estimator_imports_scikit_learn():
    code = "import onehidden, sys; before = 'sklearn' in sys.modules; onehidden.OneHiddenClassifier; print(before)"
    assert run(code).stdout == "False\n"
    assert {"OneHiddenClassifier", "OneHiddenRegressor"} <= set(dir(onehidden))
    with pytest.raises(AttributeError, match="has no attribute 'OneHidenClassifier'"):
        onehidden.OneHidenClassifier  # noqa: B018


def test_without_scikit_learn_the_error_says_how_to_install_it_and_help_still_works():
    hide = (
        "import sys; sys.modules['sklearn'] = None; from onehidden import *;"
        " import onehidden, pydoc; pydoc.render_doc(onehidden);"
    )
    result = run(f"{hide} from onehidden import OneHiddenClassifier")
    assert "onehidden.errors.MissingPackageError: `OneHiddenClassifier` requires" in result.stderr
    assert "pip install 'onehidden[sklearn]'" in result.stderr
    assert run(f"{hide} print('OneHiddenClassifier' in dir(onehidden))").stdout == "False\n"


# ---- labels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "labels",
    [
        np.array(["no", "yes"]),
        np.array(["no", "yes"], dtype=object),
        np.array([False, True]),
        np.array([-3, 12]),
        np.array([0.0, 2.0]),
        np.array(["a", "b", "c"]),
        np.array([1, 5, 9], dtype=np.int8),
    ],
)
def test_labels_of_any_kind_come_back_as_they_were(labels):
    y = labels[np.minimum(Y, len(labels) - 1)]
    fitted = OneHiddenClassifier(**FAST, learning_rate=0.2).fit(X, y)
    predicted = fitted.predict(X)
    assert predicted.dtype == y.dtype
    assert fitted.classes_.tolist() == labels.tolist()
    assert fitted.score(X, y) > 0.9
    assert list(fitted.model_.classes) == labels.tolist()
    assert not any(isinstance(label, (float, np.generic)) for label in fitted.model_.classes)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.array([1, "a"] * 75, dtype=object), "some labels are numbers and some text"),
        ([1, "a"] * 75, "some labels are numbers and some text"),
        ([True, 2] * 75, "some labels are logical values and some numbers"),
        (["one"] * 150, "only one class"),
        (X[:, 0], "continuous"),
    ],
)
def test_labels_that_are_no_classes_are_rejected(y, message):
    with pytest.raises((ValueError, TypeError), match=message):
        OneHiddenClassifier(**FAST).fit(X, y)


def test_refusals_have_the_codes_of_the_package():
    with pytest.raises(InvalidTargetsError):
        OneHiddenClassifier().fit(X, np.zeros(150, dtype=int))
    with pytest.raises(OneHiddenError) as caught:
        OneHiddenClassifier(hidden=-1).fit(X, Y)
    assert (caught.value.code, caught.value.argument) == ("invalid_count", "hidden")


# ---- what is predicted -----------------------------------------------------------------------------------------------


def test_probabilities_classes_and_decisions_belong_together():
    for y in (NAMES, NAMES == "setosa"):
        fitted = OneHiddenClassifier(**FAST).fit(X, y)
        probabilities = fitted.predict_proba(X)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
        assert np.array_equal(fitted.classes_[probabilities.argmax(axis=1)], fitted.predict(X))
        decisions = fitted.decision_function(X)
        best = (decisions > 0).astype(int) if decisions.ndim == 1 else decisions.argmax(axis=1)
        assert np.array_equal(fitted.classes_[best], fitted.predict(X))


def test_the_model_predicts_the_same_bits_and_is_a_model_file_in_waiting():
    fitted = OneHiddenClassifier(**FAST).fit(X, NAMES)
    assert np.array_equal(fitted.model_.predict_proba(X), fitted.predict_proba(X))
    assert fitted.model_.predict(X).tolist() == fitted.predict(X).tolist()


def test_a_saved_estimator_predicts_the_same_bits_as_a_model(tmp_path):
    for fitted in (OneHiddenClassifier(**FAST).fit(X, NAMES), OneHiddenRegressor(**FAST).fit(X[:, :3], X[:, 3])):
        onehidden.save_model(fitted, tmp_path / "model.json")
        model = onehidden.load_model(tmp_path / "model.json")
        assert (
            model.predict(X[:, : fitted.n_features_in_]).tolist()
            == fitted.predict(X[:, : fitted.n_features_in_]).tolist()
        )


def test_the_training_is_that_of_train_with_equal_settings():
    fitted = OneHiddenRegressor(**FAST, scale=False).fit(X[:, :3], X[:, 3])
    network = onehidden.initial_network(3, 4, 1, 0, output_activation="identity", reduction="mean")
    result = train(network, X[:, :3], X[:, 3], 0.05, 40, optimizer="adam")
    assert onehidden.parameter_digest(result.network) == onehidden.parameter_digest(fitted.model_.network)
    assert fitted.loss_curve_.tolist() == result.history.tolist()
    assert (fitted.n_iter_, fitted.training_.epochs) == (40, 40)


def test_targets_of_several_columns_keep_their_shape_and_names():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    targets = pandas.DataFrame(X[:, 2:], columns=["length", "width"])
    fitted = OneHiddenRegressor(hidden=4, epochs=200).fit(X[:, :2], targets)
    assert fitted.predict(X[:, :2]).shape == (150, 2)
    assert fitted.model_.outputs == ("length", "width")
    assert fitted.score(X[:, :2], targets) > 0.8
    assert OneHiddenRegressor(**FAST).fit(X[:, :2], X[:, 2:3]).predict(X[:, :2]).shape == (150, 1)
    assert OneHiddenRegressor(**FAST).fit(X[:, :2], X[:, 2]).predict(X[:, :2]).shape == (150,)


def test_a_sample_weight_counts_as_repetition():
    weight = np.arange(150) % 3
    weighted = OneHiddenClassifier(**FAST).fit(X, NAMES, sample_weight=weight)
    repeated = OneHiddenClassifier(**FAST).fit(np.repeat(X, weight, axis=0), np.repeat(NAMES, weight))
    np.testing.assert_allclose(weighted.predict_proba(X), repeated.predict_proba(X), rtol=1e-9)
    plain = OneHiddenClassifier(**FAST).fit(X, NAMES)
    assert not np.allclose(weighted.predict_proba(X), plain.predict_proba(X), rtol=1e-3)


def test_patience_ends_the_training_with_the_best_weights():
    fitted = OneHiddenClassifier(hidden=4, epochs=500, learning_rate=0.3, validation_fraction=0.3, patience=5).fit(X, Y)
    assert fitted.n_iter_ == fitted.training_.best_epoch + 5 < 500
    assert len(fitted.loss_curve_) == fitted.n_iter_ + 1


# ---- together with others --------------------------------------------------------------------------------------------


def test_it_works_in_pipelines_searches_and_cross_validation():
    pipeline = make_pipeline(StandardScaler(), OneHiddenClassifier(**FAST))
    assert cross_val_score(pipeline, X, NAMES, cv=3).mean() > 0.8
    search = GridSearchCV(
        OneHiddenClassifier(**FAST), {"hidden": [2, 4], "optimizer": ["adam", onehidden.momentum(0.8)]}
    )
    assert search.fit(X, NAMES).best_params_["hidden"] in (2, 4)
    assert search.score(X, NAMES) > 0.8


def test_clones_and_pickles_are_the_same():
    fitted = OneHiddenClassifier(**FAST).fit(X, NAMES)
    again = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(again.predict_proba(X), fitted.predict_proba(X))
    assert not again.model_.network.wh.flags.writeable
    twin = clone(fitted)
    with pytest.raises(NotFittedError):
        twin.predict(X)
    assert np.array_equal(twin.fit(X, NAMES).predict_proba(X), fitted.predict_proba(X))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_data_frames_give_names_and_are_checked_by_them(library):
    frames = pytest.importorskip(library, reason=f"needs {library}")
    columns = ["sepal length", "sepal width", "petal length", "petal width"]
    frame = frames.DataFrame(dict(zip(columns, X.T, strict=True)))
    labels = frames.Series(NAMES)
    fitted = OneHiddenClassifier(**FAST).fit(frame, labels)
    assert fitted.feature_names_in_.tolist() == columns
    assert [one.name for one in fitted.model_.inputs] == columns
    assert np.array_equal(fitted.predict_proba(frame), OneHiddenClassifier(**FAST).fit(X, NAMES).predict_proba(X))
    assert np.array_equal(fitted.model_.predict_proba(frame), fitted.predict_proba(frame))
    with pytest.raises(ValueError, match="feature names"):
        fitted.predict(frame[columns[::-1]])


def test_set_output_of_a_pipeline_reaches_the_estimator():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    frame = pandas.DataFrame(X, columns=list("abcd"))
    pipeline = make_pipeline(StandardScaler(), OneHiddenClassifier(**FAST)).set_output(transform="pandas")
    assert pipeline.fit(frame, NAMES)[-1].feature_names_in_.tolist() == list("abcd")


def test_progress_is_shown_only_when_asked(capsys):
    pytest.importorskip("tqdm", reason="needs tqdm, the extra `progress`")
    OneHiddenClassifier(**FAST).fit(X, NAMES)
    silent = capsys.readouterr()
    assert silent.out + silent.err == ""
    OneHiddenClassifier(**FAST, progress=True).fit(X, NAMES)
    assert "40/40" in capsys.readouterr().err
