"""scikit-learn's MLPRegressor, which has squared error, but only an identity output."""

import copy
import warnings

import sklearn.exceptions
from sklearn.neural_network import MLPRegressor

from benchmarks.contenders import Contender


def prepare(problem):
    warnings.simplefilter("ignore", sklearn.exceptions.ConvergenceWarning)  # the updates were all that was wanted
    y = problem.y.ravel() if problem.y.shape[1] == 1 else problem.y
    model = MLPRegressor(
        hidden_layer_sizes=[problem.wh.shape[1]],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        batch_size=len(problem.X),
        learning_rate_init=problem.learning_rate * len(problem.X),  # it divides the sum over the rows by their number
        max_iter=problem.updates,
        shuffle=False,
        momentum=0.0,
        nesterovs_momentum=False,
        warm_start=True,
        n_iter_no_change=problem.updates + 1,
    )
    model.partial_fit(problem.X, y)  # gives it the shapes; what it learned is replaced
    model.coefs_ = [problem.wh, problem.wout]
    model.intercepts_ = [problem.bh, problem.bout]

    def train():
        trained = copy.deepcopy(model).fit(problem.X, y)
        assert trained.n_iter_ == problem.updates, f"it stopped after {trained.n_iter_} updates"
        return trained

    def parameters(trained):
        (wh, wout), (bh, bout) = trained.coefs_, trained.intercepts_
        return {"wh": wh, "bh": bh, "wout": wout, "bout": bout}

    return Contender(train=train, parameters=parameters)
