"""Both languages fit the same model by their interfaces: equal data and settings, equal bits (SPEC.md, section 13)."""

from functools import cache

import numpy as np
import pytest

import onehidden
from tests.inside import fitted, numeric_inputs

IRIS = onehidden.load_dataset("iris")

SETTINGS = {
    "defaults": {},
    "another start": {"seed": 3, "stream": "pcg64", "initialization": "he", "hidden_activation": "relu", "hidden": 7},
    "the stream of R": {"seed": -5, "stream": "r", "initialization": "article_r", "hidden_activation": "tanh"},
    "batches in another order": {"batches": 16, "shuffle": True, "optimizer": "nesterov", "learning_rate": 0.01},
    "single samples": {"batches": "single", "optimizer": "gradient_descent", "epochs": 2, "scale": False},
    "rows kept apart": {"validation_fraction": 0.25, "patience": 3, "learning_rate": 0.3, "weight_decay": 0.001},
}
FEW_EPOCHS = {"epochs": 15}


@cache
def evaluator():
    import rpy2.rinterface as ri

    ri.initr()
    ri.evalr('suppressPackageStartupMessages(library("onehidden"))')
    return ri.evalr


def r_literal(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f'"{value}"' if isinstance(value, str) else value.hex() if isinstance(value, float) else str(value)


def r_fit(call, settings):
    """What R fits: the digest, the history, the validation history, and what it predicts of the data itself."""
    arguments = "".join(f", {name} = {r_literal(value)}" for name, value in settings.items())
    fit = evaluator()(
        f"""local({{
          data <- as.data.frame(load_dataset("iris"))
          fit <- onehidden({call}{arguments})
          list(
            parameter_digest(fit$network), fit$history, fit$training$validation_history,
            as.vector(t(as.matrix(predict(fit)))), as.character(fit$classes)
          )
        }})"""
    )
    digest, history, validation_history, response, classes = fit
    return digest[0], bits(history), bits(validation_history), bits(response), list(classes)


def python_fit(y, classes, settings, X=IRIS.X, sample_weight=None):
    """The same of what Python fits."""
    told = {**settings, "sample_weight": sample_weight}
    fit = fitted(X, y, numeric_inputs(IRIS.feature_names, X.shape[1]), classes, told)
    model = fit.model
    response = model.predict(X) if classes is None else model.predict_proba(X)
    if classes is not None and len(classes) == 2:
        response = response[:, 1]
    validation_history = fit.training.validation_history
    names = [] if classes is None else [str(one).upper() if isinstance(one, bool) else one for one in classes]
    return (
        onehidden.parameter_digest(model.network),
        bits(fit.training.history),
        bits(validation_history),
        bits(response),
        names,
    )


def bits(numbers):
    return np.asarray(numbers, dtype=np.float64).ravel().tobytes().hex()


SPECIES = ["setosa", "versicolor", "virginica"]
SPECIES_PLACES = np.array([SPECIES.index(species) for species in IRIS.y])


@pytest.mark.parametrize("name", SETTINGS)
def test_the_formula_of_r_and_python_fit_three_classes_to_the_same_bits(name):
    settings = {**FEW_EPOCHS, **SETTINGS[name]}
    assert r_fit("species ~ ., data", settings) == python_fit(SPECIES_PLACES, SPECIES, settings)


@pytest.mark.parametrize("name", SETTINGS)
def test_two_classes_are_the_same(name):
    settings = {**FEW_EPOCHS, **SETTINGS[name]}
    places = (SPECIES_PLACES == 1).astype(np.int64)
    assert r_fit('species == "versicolor" ~ ., data', settings) == python_fit(places, [False, True], settings)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_regression_is_the_same(name):
    settings = {**FEW_EPOCHS, **SETTINGS[name]}
    y = np.column_stack([IRIS.X[:, 3], IRIS.X[:, 0]])
    r = r_fit("as.matrix(data[1:4]), as.matrix(data[c(4, 1)])", settings)
    assert r == python_fit(y, None, settings)


def test_a_matrix_and_a_formula_are_the_same_in_r():
    settings = {**FEW_EPOCHS, "shuffle": True, "batches": 10}
    by_formula = r_fit("species ~ ., data", settings)
    assert r_fit("as.matrix(data[1:4]), data$species", settings) == by_formula
    assert r_fit("data[1:4], as.character(data$species)", settings) == by_formula


def test_sample_weights_are_the_same():
    weights = IRIS.X[:, 1]
    expected = python_fit(SPECIES_PLACES, SPECIES, FEW_EPOCHS, sample_weight=weights)
    column = f"data[[{IRIS.feature_names[1]!r}]]"
    assert r_fit(f"species ~ ., data, weights = {column}", FEW_EPOCHS) == expected
    assert r_fit(f"as.matrix(data[1:4]), data$species, sample_weight = {column}", FEW_EPOCHS) == expected
    assert python_fit(SPECIES_PLACES, SPECIES, FEW_EPOCHS) != expected


def test_all_the_defaults_are_the_same():
    assert r_fit("species ~ ., data", {}) == python_fit(SPECIES_PLACES, SPECIES, {})


def test_the_estimators_of_scikit_learn_are_the_same():
    estimators = pytest.importorskip("onehidden.estimators", reason="the estimators need scikit-learn")
    settings = {**FEW_EPOCHS, "hidden": 4, "seed": 2}
    classifier = estimators.OneHiddenClassifier(**settings).fit(IRIS.X, IRIS.y)
    expected = r_fit("species ~ ., data", settings)
    assert onehidden.parameter_digest(classifier.model_.network) == expected[0]
    assert bits(classifier.predict_proba(IRIS.X)) == expected[3]
    regressor = estimators.OneHiddenRegressor(**settings).fit(IRIS.X[:, :3], IRIS.X[:, 3])
    expected = r_fit("as.matrix(data[1:3]), data[[4]]", settings)
    assert onehidden.parameter_digest(regressor.model_.network) == expected[0]
    assert bits(regressor.predict(IRIS.X[:, :3])) == expected[3]


# ---- by way of a file ------------------------------------------------------------------------------------------------

CARS = """
  cars <- transform(mtcars,
    gear = factor(gear), am = am == 1, carb = factor(carb, ordered = TRUE),
    kind = ifelse(cyl > 4, "large", "small")
  )
"""


def r_saved(formula, path, columns):
    """Fit by a formula, save, and give columns of the data, as text or numbers, and the predictions."""
    answer = evaluator()(
        f"""local({{
          {CARS}
          fit <- onehidden({formula}, cars, hidden = 3, epochs = 10)
          save_model(fit, "{path}")
          columns <- as.data.frame(fit$x, check.names = FALSE)
          if ("{columns}" != "") columns <- cars[strsplit("{columns}", " ")[[1]]]
          columns[] <- lapply(columns, function(column) if (is.numeric(column)) column else as.character(column))
          list(names(columns), as.list(columns), as.vector(predict(fit)))
        }})"""
    )
    names, values, predictions = answer
    return dict(zip(names, map(list, values), strict=True)), bits(predictions)


@pytest.mark.parametrize(
    ("formula", "columns"),
    [
        ("mpg ~ wt + hp", "wt hp"),
        ("mpg ~ wt + gear + am + kind", "kind am gear wt"),
        ("mpg ~ carb + gear - 1", "carb gear"),
        ("am ~ carb + wt", "wt carb"),
    ],
)
def test_python_predicts_from_the_columns_of_the_formula(formula, columns, tmp_path):
    data, expected = r_saved(formula, tmp_path / "model.json", columns)
    model = onehidden.load_model(tmp_path / "model.json")
    response = model.predict(data) if model.classes is None else model.predict_proba(data)[:, 1]
    assert bits(response) == expected


def test_python_is_told_to_compute_what_a_formula_computed(tmp_path):
    data, expected = r_saved("mpg ~ log(wt) * gear", tmp_path / "model.json", "")
    model = onehidden.load_model(tmp_path / "model.json")
    assert bits(model.predict(data)) == expected
    with pytest.raises(onehidden.errors.MissingColumnError, match="An R formula computed it"):
        model.predict({"wt": [3.0], "gear": ["4"]})
