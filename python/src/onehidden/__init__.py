"""onehidden: the one-hidden-layer neural network, with the same bits in Python and in R.

Examples
--------
>>> import onehidden
>>> X = [[1, 0, 1, 0], [1, 0, 1, 1], [0, 1, 0, 1]]
>>> y = [1, 1, 0]
>>> network = onehidden.initial_network(4, 3, 1, seed=42, initialization="article_python")
>>> result = onehidden.train(network, X, y, learning_rate=0.1, epochs=1)
>>> result.network
network 4-3-1: sigmoid hidden layer, sigmoid output, squared_error (sum), 19 parameters
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from onehidden import errors
from onehidden._version import __version__ as __version__
from onehidden.arithmetic.kernels import Info, info
from onehidden.checks.arguments import import_package
from onehidden.checks.errors import OneHiddenError, TrainingInterruptedWarning
from onehidden.datasets.loading import Dataset, load_dataset
from onehidden.figures.plots import plot_history, plot_network
from onehidden.figures.regions import plot_decision_regions
from onehidden.models.file import load_model, save_model
from onehidden.models.model import Model
from onehidden.network.digest import parameter_digest
from onehidden.network.functions import backward, forward, predict, update_weights
from onehidden.network.gradients import GradientCheck, check_gradients
from onehidden.network.initialization import initial_network
from onehidden.network.network import Network
from onehidden.network.threshold import threshold_unit
from onehidden.streams.splitting import split_rows
from onehidden.training.optimizers import Optimizer, adam, momentum, nesterov
from onehidden.training.reports import mean_absolute_error, print_report
from onehidden.training.result import Epoch, TrainingResult
from onehidden.training.train import train, training_epochs
from onehidden.walkthrough.walkthrough import Walkthrough, walkthrough

if TYPE_CHECKING:
    from onehidden.models.estimators import OneHiddenClassifier, OneHiddenRegressor

__all__ = [
    "Dataset",
    "Epoch",
    "GradientCheck",
    "Info",
    "Model",
    "Network",
    "OneHiddenClassifier",
    "OneHiddenError",
    "OneHiddenRegressor",
    "Optimizer",
    "TrainingInterruptedWarning",
    "TrainingResult",
    "Walkthrough",
    "adam",
    "backward",
    "check_gradients",
    "errors",
    "forward",
    "info",
    "initial_network",
    "load_dataset",
    "load_model",
    "mean_absolute_error",
    "momentum",
    "nesterov",
    "parameter_digest",
    "plot_decision_regions",
    "plot_history",
    "plot_network",
    "predict",
    "print_report",
    "save_model",
    "split_rows",
    "threshold_unit",
    "train",
    "training_epochs",
    "update_weights",
    "walkthrough",
]

ESTIMATORS = ("OneHiddenClassifier", "OneHiddenRegressor")

# Without scikit-learn, `from onehidden import *` and help() must not ask for the estimators.
if not TYPE_CHECKING and find_spec("sklearn") is None:
    __all__ = [name for name in __all__ if name not in ESTIMATORS]


def __getattr__(name: str) -> Any:
    """Import the estimators, and scikit-learn with them, when one of them is used."""
    if name not in ESTIMATORS:
        raise AttributeError(f"module 'onehidden' has no attribute '{name}'")
    import_package("sklearn", f"`{name}`", "sklearn")
    return getattr(import_module("onehidden.models.estimators"), name)


def __dir__() -> list[str]:
    """List the estimators too, where scikit-learn is installed."""
    return sorted({*globals(), *__all__})
