"""Accuracy on rows that took no part in the training, beside scikit-learn's network of equal size and training."""

import numpy as np
import pytest

from onehidden import load_dataset

pytest.importorskip("sklearn", reason="needs scikit-learn, the extra `sklearn`")

from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from onehidden import OneHiddenClassifier

SEEDS = range(5)
# Ours, and the same for MLPClassifier, which must not stop early; both have a logistic hidden layer and Adam.
EQUAL = {
    "iris": ({}, {"hidden_layer_sizes": 10, "max_iter": 500, "learning_rate_init": 0.05, "batch_size": 105}),
    "digits": (
        {"hidden": 32, "batches": 32, "shuffle": True, "learning_rate": 0.01, "epochs": 20},
        {"hidden_layer_sizes": 32, "max_iter": 20, "learning_rate_init": 0.01, "batch_size": 32},
    ),
}


@pytest.mark.filterwarnings("ignore", category=ConvergenceWarning)
@pytest.mark.parametrize("name", EQUAL)
def test_accuracy_is_in_the_range_of_scikit_learns_network(name):
    ours, theirs = EQUAL[name]
    data = load_dataset(name)
    scores = []
    for seed in SEEDS:
        X, X_test, y, y_test = train_test_split(data.X, data.y, test_size=0.3, random_state=seed, stratify=data.y)
        mlp = MLPClassifier(activation="logistic", alpha=0, tol=0, n_iter_no_change=1000, random_state=seed, **theirs)
        estimators = (OneHiddenClassifier(seed=seed, **ours), make_pipeline(StandardScaler(), mlp))
        scores.append([estimator.fit(X, y).score(X_test, y_test) for estimator in estimators])
    ranges = [f"{min(column):.3f} to {max(column):.3f}, mean {np.mean(column):.3f}" for column in np.transpose(scores)]
    print(f"\n{name}: onehidden {ranges[0]}; scikit-learn {ranges[1]}")
    (low, other_low), (high, other_high) = np.min(scores, axis=0), np.max(scores, axis=0)
    assert low <= other_high
    assert other_low <= high
    assert abs(np.subtract(*np.mean(scores, axis=0))) < 0.02
