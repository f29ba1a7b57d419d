"""scikit-learn estimators: `OneHiddenClassifier` and `OneHiddenRegressor` (SPEC.md, section 13).

Only in Python; R has formulas. `onehidden` imports this module, and scikit-learn with it, when an estimator is used.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, column_or_1d, validate_data

from onehidden._typing import Array
from onehidden.models.estimator_labels import check_one_kind, different, portable
from onehidden.models.fitting import ModelSettings, fit_model
from onehidden.models.inputs import numeric_inputs
from onehidden.training.settings import TrainingSettings

PARAMETERS = """hidden : int
        The number of hidden neurons; 0 for no hidden layer.
    hidden_activation : str
        The activation function of the hidden layer, as in `Network`.
    initialization : {"glorot", "he", "article_python", "article_r"}
        The initialization of the weights.
    seed : int
        The seed for initial weights, shuffling, and the choice of validation rows.
    stream : {"numpy", "pcg64", "r"}
        The stream of random numbers.
    scale : bool
        Whether to scale each column by its mean and spread.
    optimizer : str or optimizer
        "adam", "momentum", "nesterov" or "gradient_descent"; or the result of `adam(...)` and so on.
    learning_rate : float or callable
        The learning rate, or a function that returns it for an epoch.
    epochs : int
        The number of passes through the rows.
    batches : {"full", "single"}, int, or list of lists of int
        The rows of each update; a number sets the batch size.
    shuffle : bool
        Whether to reorder the rows before each epoch.
    weight_decay : float
        The strength of L2 regularization.
    validation_fraction : float
        The share of the rows to validate on; 0 for none.
    patience : int or None
        With validation: stop after this many epochs without improvement, and keep the best weights.
    arithmetic : {"reproducible", "blas"}
        Reproducible bits, or BLAS for speed.
    progress : bool
        Whether to show a progress bar, which requires tqdm."""

ATTRIBUTES = """model_ : Model
        The fitted model, which `save_model` writes.
    training_ : TrainingResult
        The training's result.
    n_features_in_ : int
        The number of features.
    feature_names_in_ : numpy.ndarray
        The names of the columns, if `X` had any in `fit`.
    n_iter_ : int
        The number of completed epochs.
    loss_curve_ : numpy.ndarray
        The loss before the first epoch and after each epoch."""


class OneHiddenEstimator(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """The base of classifier and regressor."""

    def __init__(
        self,
        hidden: int = 10,
        hidden_activation: str = "sigmoid",
        initialization: str = "glorot",
        seed: int = 0,
        stream: str = "numpy",
        scale: bool = True,
        optimizer: Any = "adam",
        learning_rate: Any = 0.05,
        epochs: int = 500,
        batches: Any = "full",
        shuffle: bool = False,
        weight_decay: float = 0,
        validation_fraction: float = 0,
        patience: int | None = None,
        arithmetic: str = "reproducible",
        progress: bool = False,
    ) -> None:
        self.hidden = hidden
        self.hidden_activation = hidden_activation
        self.initialization = initialization
        self.seed = seed
        self.stream = stream
        self.scale = scale
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batches = batches
        self.shuffle = shuffle
        self.weight_decay = weight_decay
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.arithmetic = arithmetic
        self.progress = progress

    def _fit(self, X: Array, y: npt.NDArray[Any], sample_weight: Any, **targets: Any) -> None:
        """Fit the model to checked data, and store the results."""
        weights = None if sample_weight is None else checked_weights(sample_weight, X)
        inputs = numeric_inputs(getattr(self, "feature_names_in_", None), X.shape[1])
        settings = ModelSettings(**self._parameters(ModelSettings))
        training = TrainingSettings(**self._parameters(TrainingSettings), sample_weight=weights)
        fit = fit_model(X, y, inputs, settings=settings, training=training, progress=self.progress, **targets)
        self.model_ = fit.model
        self.training_ = fit.training
        self.n_iter_ = fit.training.epochs
        self.loss_curve_ = fit.training.history

    def _parameters(self, settings: type[ModelSettings] | type[TrainingSettings]) -> dict[str, Any]:
        """The parameters of the estimator that are fields of these settings."""
        given = self.get_params(deep=False)
        return {field.name: given[field.name] for field in fields(settings) if field.name in given}

    def _samples(self, X: Any) -> Array:
        """Check new samples against those of `fit`."""
        check_is_fitted(self)
        return validate_data(self, X, dtype=np.float64, reset=False)  # type: ignore[no-any-return]


class OneHiddenClassifier(ClassifierMixin, OneHiddenEstimator):  # type: ignore[misc]  # noqa: D101
    __doc__ = f"""Classifier with one hidden layer, by scikit-learn's conventions.

    Two classes: one sigmoid output with binary cross-entropy. More classes: one softmax output per class with
    categorical cross-entropy. Equal data and settings give the same bits as R's `onehidden`.

    Parameters
    ----------
    {PARAMETERS}

    Attributes
    ----------
    classes_ : numpy.ndarray
        The classes in ascending order.
    {ATTRIBUTES}

    Notes
    -----
    SPEC.md, section 13; the defaults are those of 13.7.

    Examples
    --------
    >>> from onehidden import OneHiddenClassifier, load_dataset
    >>> iris = load_dataset("iris")
    >>> classifier = OneHiddenClassifier(hidden=4, epochs=100).fit(iris.X, iris.y)
    >>> classifier.predict(iris.X[:2]).tolist()
    ['setosa', 'setosa']
    >>> classifier.score(iris.X, iris.y) > 0.95
    True
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> OneHiddenClassifier:
        """Train on the samples.

        Parameters
        ----------
        X : array_like or data frame, n x d
            One row per sample.
        y : array_like, length n
            Their classes: text, whole numbers or logical values, at least two different ones.
        sample_weight : array_like, length n, or None
            The weight of each sample, 0 or larger: a weight of 2 equals duplicating the row.

        Returns
        -------
        OneHiddenClassifier
            Itself.

        Raises
        ------
        ValueError
            For invalid input; the package's own errors are ValueErrors, too.
        """
        check_one_kind(y)
        X, y = validate_data(self, X, y, dtype=np.float64)
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        self.classes_, places = different(y)
        self._fit(X, places, sample_weight, classes=[portable(label) for label in self.classes_])
        return self

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Predict the class of each row: that of the largest probability, or the first of several.

        Parameters
        ----------
        X : array_like or data frame, n x d
            One row per sample.

        Returns
        -------
        numpy.ndarray, length n
            Elements of `classes_`.
        """
        probabilities = self.predict_proba(X)
        return self.classes_[probabilities.argmax(axis=1)]  # type: ignore[no-any-return]

    def predict_proba(self, X: Any) -> Array:
        """Compute the probability of each class.

        Parameters
        ----------
        X : array_like or data frame, n x d
            One row per sample.

        Returns
        -------
        numpy.ndarray, n x number of classes
            In the order of `classes_`.
        """
        samples = self._samples(X)
        return self.model_.predict_proba(samples)

    def decision_function(self, X: Any) -> Array:
        """Compute `output_layer_input`, the input of sigmoid or softmax.

        Parameters
        ----------
        X : array_like or data frame, n x d
            One row per sample.

        Returns
        -------
        numpy.ndarray, n x number of classes, or length n with two classes
            With two classes, positive for the second.
        """
        samples = self._samples(X)
        link = self.model_.link(samples)
        return link[:, 0] if link.shape[1] == 1 else link


class OneHiddenRegressor(RegressorMixin, OneHiddenEstimator):  # type: ignore[misc]  # noqa: D101
    __doc__ = f"""Regressor with one hidden layer, by scikit-learn's conventions.

    One identity output per column of `y`, with squared error. Equal data and settings give the same bits as R's
    `onehidden`.

    Parameters
    ----------
    {PARAMETERS}

    Attributes
    ----------
    {ATTRIBUTES}

    Notes
    -----
    SPEC.md, section 13; the defaults are those of 13.7.

    Examples
    --------
    >>> from onehidden import OneHiddenRegressor, load_dataset
    >>> iris = load_dataset("iris")
    >>> regressor = OneHiddenRegressor(hidden=4, epochs=100).fit(iris.X[:, :3], iris.X[:, 3])
    >>> regressor.score(iris.X[:, :3], iris.X[:, 3]) > 0.9
    True
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> OneHiddenRegressor:
        """Train on the samples.

        Parameters
        ----------
        X : array_like or data frame, n x d
            One row per sample.
        y : array_like, length n or n x k
            The targets.
        sample_weight : array_like, length n, or None
            The weight of each sample, 0 or larger: a weight of 2 equals duplicating the row.

        Returns
        -------
        OneHiddenRegressor
            Itself.

        Raises
        ------
        ValueError
            For invalid input; the package's own errors are ValueErrors, too.
        """
        names = getattr(y, "columns", None)
        X, y = validate_data(self, X, y, dtype=np.float64, multi_output=True, y_numeric=True)
        y = np.asarray(y, dtype=np.float64)
        self._is_vector = y.ndim == 1
        columns = y.reshape(len(y), -1)
        outputs = None if names is None else [str(name) for name in names]
        self._fit(X, columns, sample_weight, classes=None, outputs=outputs)
        return self

    def predict(self, X: Any) -> Array:
        """Predict the targets of each row.

        Parameters
        ----------
        X : array_like or data frame, n x d
            One row per sample.

        Returns
        -------
        numpy.ndarray, length n or n x k
            In the shape of the `y` given to `fit`.
        """
        samples = self._samples(X)
        response: Array = self.model_.predict(samples)
        return response.ravel() if self._is_vector else response.reshape(len(response), -1)

    def __sklearn_tags__(self) -> Any:
        """Declare support for several targets."""
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


def checked_weights(sample_weight: Any, X: Array) -> Array:
    """Return one weight per row; a single number stands for all."""
    weights: Array = _check_sample_weight(sample_weight, X, dtype=np.float64)
    return weights
