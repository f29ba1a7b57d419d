from dataclasses import fields, replace

import numpy as np
import pytest

from onehidden import (
    OneHiddenError,
    TrainingInterruptedWarning,
    initial_network,
    momentum,
    parameter_digest,
    split_rows,
    train,
)
from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.errors import NumberOverflowError
from onehidden.models.fitting import MODEL_TRAINING, ModelSettings, check_model_settings, class_targets, fit_model
from onehidden.models.inputs import numeric_inputs
from onehidden.models.scaling import column_scaling, scaled
from onehidden.streams import uniforms
from onehidden.training.settings import TrainingSettings
from onehidden.training.train import run_training

N = 30
X = 10.0 * uniforms(1, 3 * N).reshape(N, 3)
NUMBERS = X[:, :2] * X[:, 1:] + 100.0
PLACES = (X[:, 0] > 3).astype(int) + (X[:, 0] > 6)
INPUTS = numeric_inputs(None, 3)
REPRODUCIBLE = arithmetic_named("reproducible")


def fit(y=NUMBERS, classes=None, rows=slice(None), X=X, inputs=INPUTS, **settings):
    model, training, watching = divided({"epochs": 5, "hidden": 4, **settings})
    return fit_model(X[rows], y[rows], inputs, classes, model, training, **watching)


def divided(settings):
    """Those of the model, those of its training, and what only watches."""
    names = [{field.name for field in fields(kind)} for kind in (ModelSettings, TrainingSettings)]
    model, training = ({name: value for name, value in settings.items() if name in known} for known in names)
    watching = {name: value for name, value in settings.items() if name not in names[0] | names[1]}
    return ModelSettings(**model), replace(MODEL_TRAINING, **training), watching


def digest(fitted):
    return parameter_digest(fitted.model.network)


def test_the_defaults_are_those_of_the_specification():
    assert vars(ModelSettings()) == {
        "hidden": 10,
        "hidden_activation": "sigmoid",
        "initialization": "glorot",
        "seed": 0,
        "scale": True,
        "shuffle": False,
        "validation_fraction": 0,
    }
    changed = {"optimizer": "adam", "learning_rate": 0.05, "epochs": 500}
    assert replace(TrainingSettings(), **changed) == MODEL_TRAINING


# ---- what is computed ------------------------------------------------------------------------------------------------


def test_numbers_are_fitted_as_the_parts_say():
    network = initial_network(3, 4, 2, 0, output_activation="identity", reduction="mean")
    inputs, targets = column_scaling(X, None, REPRODUCIBLE), column_scaling(NUMBERS, None, REPRODUCIBLE)
    result = train(network, scaled(X, inputs), scaled(NUMBERS, targets), 0.05, 5, optimizer="adam")
    fitted = fit()
    assert digest(fitted) == parameter_digest(result.network)
    assert fitted.model.history.tobytes() == result.history.tobytes() == fitted.training.history.tobytes()
    assert fitted.model.target_scaling.spread.tobytes() == targets.spread.tobytes()
    assert (fitted.model.inputs, fitted.model.classes, fitted.model.outputs) == (INPUTS, None, None)
    assert fitted.training_rows.tolist() == list(range(N))
    assert len(fitted.validation_rows) == 0


@pytest.mark.parametrize(
    ("classes", "ends"),
    [
        (("a", "b"), (1, "sigmoid", "binary_cross_entropy")),
        (("a", "b", "c"), (3, "softmax", "categorical_cross_entropy")),
    ],
)
def test_classes_are_fitted_as_the_parts_say(classes, ends):
    places = np.minimum(PLACES, len(classes) - 1)
    k, activation, loss = ends
    network = initial_network(3, 4, k, 0, output_activation=activation, loss=loss, reduction="mean")
    targets = class_targets(places, len(classes))
    inputs = column_scaling(X, None, REPRODUCIBLE)
    result = train(network, scaled(X, inputs), targets, 0.05, 5, optimizer="adam")
    fitted = fit(places, classes)
    assert digest(fitted) == parameter_digest(result.network)
    assert (fitted.model.classes, fitted.model.target_scaling) == (classes, None)


def test_targets_of_classes_are_1_for_the_class_of_the_row():
    assert class_targets(np.array([0, 1, 1]), 2).tolist() == [[0.0], [1.0], [1.0]]
    assert class_targets(np.array([2, 0]), 3).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def test_a_model_learns():
    fitted = fit(PLACES, ("a", "b", "c"), epochs=300)
    assert np.mean(fitted.model.predict(X) == np.array(["a", "b", "c"])[PLACES]) > 0.95
    predicted = fit(epochs=500).model.predict(X)
    assert np.mean((predicted - NUMBERS) ** 2) < 0.02 * np.mean((NUMBERS - NUMBERS.mean(axis=0)) ** 2)


def test_without_scaling_nothing_is_scaled():
    fitted = fit(scale=False)
    assert (fitted.model.input_scaling, fitted.model.target_scaling) == (None, None)
    network = initial_network(3, 4, 2, 0, output_activation="identity", reduction="mean")
    assert digest(fitted) == parameter_digest(train(network, X, NUMBERS, 0.05, 5, optimizer="adam").network)


def test_rows_for_validation_are_kept_apart_from_scaling_and_training():
    fitted = fit(validation_fraction=0.2, seed=3)
    rows = split_rows(N, 0.2, 3)
    assert fitted.training_rows.tolist() == rows["training"].tolist()
    assert fitted.validation_rows.tolist() == rows["validation"].tolist()
    alone = fit(rows=rows["training"], seed=3)
    assert digest(fitted) == digest(alone)
    assert fitted.model.input_scaling.center.tobytes() == alone.model.input_scaling.center.tobytes()
    assert len(fitted.training.validation_history) == 6


def test_patience_gives_the_best_network():
    fitted = fit(validation_fraction=0.3, patience=2, epochs=200, learning_rate=0.9)
    history = fitted.training.validation_history
    assert fitted.training.best_epoch == int(np.argmin(history)) < len(history) - 1
    assert digest(fitted) == digest(fit(validation_fraction=0.3, epochs=int(np.argmin(history)), learning_rate=0.9))


def test_a_row_of_weight_0_is_a_row_left_out():
    weight = np.where(np.arange(N) % 3 == 0, 0.0, 1.0)
    assert digest(fit(sample_weight=weight)) == digest(fit(rows=np.arange(N) % 3 != 0))


def test_every_setting_reaches_the_training():
    settings = [
        {},
        {"hidden": 5},
        {"hidden": 0},
        {"hidden_activation": "tanh"},
        {"initialization": "he"},
        {"seed": 1},
        {"stream": "pcg64"},
        {"scale": False},
        {"optimizer": "nesterov"},
        {"optimizer": momentum(0.5)},
        {"learning_rate": 0.01},
        {"learning_rate": lambda epoch: 0.1 / epoch},
        {"epochs": 6},
        {"batches": 7},
        {"batches": 7, "shuffle": True},
        {"batches": 7, "shuffle": True, "seed": 1},
        {"weight_decay": 0.1},
        {"validation_fraction": 0.5},
    ]
    assert len({digest(fit(**setting)) for setting in settings}) == len(settings)
    assert fit(arithmetic="blas").model.arithmetic == "blas"


def test_shuffling_follows_seed_and_stream():
    fitted = fit(batches=7, shuffle=True, seed=5, stream="pcg64", scale=False)
    network = initial_network(3, 4, 2, 5, "glorot", "pcg64", output_activation="identity", reduction="mean")
    shuffled = {"batches": 7, "optimizer": "adam", "shuffle_seed": 5, "stream": "pcg64"}
    assert digest(fitted) == parameter_digest(train(network, X, NUMBERS, 0.05, 5, **shuffled).network)


def test_progress_is_shown_when_asked_for(monkeypatch):
    asked = []

    def spy(*arguments, progress=False, **named):
        asked.append(progress)
        return run_training(*arguments, **named)

    monkeypatch.setattr("onehidden.models.fitting.run_training", spy)
    fit()
    fit(progress=True)
    assert asked == [False, True]


def test_reports_come_when_asked_for():
    told = []
    fit(report_every=2, report=lambda state: told.append(state.epoch))
    assert told == [0, 2, 4]


def test_an_interrupted_fit_keeps_what_was_trained():
    def interrupt(state):
        if state.epoch == 3:
            raise KeyboardInterrupt

    with pytest.warns(TrainingInterruptedWarning, match="after 3 epochs"):
        fitted = fit(report_every=1, report=interrupt)
    assert fitted.training.interrupted
    assert digest(fitted) == digest(fit(epochs=3))


# ---- what is rejected ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "code", "argument"),
    [
        ({"hidden": -1}, "invalid_count", "hidden"),
        ({"hidden": 2.5}, "invalid_count", "hidden"),
        ({"hidden": None}, "invalid_count", "hidden"),
        ({"hidden_activation": "softmax"}, "unknown_activation", "hidden_activation"),
        ({"initialization": "xavier"}, "unknown_initialization", "initialization"),
        ({"seed": -1}, "invalid_count", "seed"),
        ({"stream": "mt"}, "unknown_stream", "stream"),
        ({"scale": 1}, "not_logical", "scale"),
        ({"optimizer": "sgd"}, "unknown_optimizer", "optimizer"),
        ({"learning_rate": -0.1}, "invalid_learning_rate", "learning_rate"),
        ({"epochs": -1}, "invalid_count", "epochs"),
        ({"batches": "half"}, "invalid_batches", "batches"),
        ({"shuffle": "yes"}, "not_logical", "shuffle"),
        ({"weight_decay": -1}, "out_of_range", "weight_decay"),
        ({"validation_fraction": 1}, "out_of_range", "validation_fraction"),
        ({"validation_fraction": -0.1}, "out_of_range", "validation_fraction"),
        ({"validation_fraction": "half"}, "not_numeric", "validation_fraction"),
        ({"patience": 3}, "invalid_validation", "validation_fraction"),
        ({"patience": 0, "validation_fraction": 0.5}, "invalid_count", "patience"),
        ({"arithmetic": "fast"}, "unknown_arithmetic", "arithmetic"),
        ({"report_every": 0}, "invalid_count", "report_every"),
        ({"progress": None}, "not_logical", "progress"),
    ],
)
def test_settings_out_of_their_range_are_rejected_by_their_names(settings, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        fit(**settings)
    assert (caught.value.code, caught.value.argument) == (code, argument)


def test_settings_in_their_range_are_accepted():
    check_model_settings(
        *divided({"hidden": 0, "validation_fraction": 0.5, "patience": 1, "seed": -5, "stream": "r"})[:2]
    )


def test_sample_weights_are_checked():
    for weight in (-np.ones(N), np.zeros(N)):
        with pytest.raises(OneHiddenError) as caught:
            fit(sample_weight=weight)
        assert caught.value.code == "invalid_sample_weight"


def test_columns_too_large_to_be_scaled_are_reported():
    large = np.where(np.arange(N)[:, None] < 15, -1.7e308, 1.7e308)
    with pytest.raises(NumberOverflowError, match="`y` cannot be scaled") as caught:
        fit(large)
    assert caught.value.step == "y"
    with pytest.raises(NumberOverflowError, match="`X` cannot be scaled"):
        fit(X=np.hstack([X, large]), inputs=numeric_inputs(None, 4))
