"""onehidden: the one-hidden-layer neural network, bit for bit the same in Python and in R.

Examples
--------
>>> import onehidden
>>> X = [[1, 0, 1, 0], [1, 0, 1, 1], [0, 1, 0, 1]]
>>> y = [1, 1, 0]
>>> u = onehidden.uniforms(42, 19)
>>> network = onehidden.Network(u[:12].reshape(4, 3), u[12:15], u[15:18].reshape(3, 1), u[18:])
>>> result = onehidden.train(network, X, y, learning_rate=0.1, epochs=1)
>>> result.network
network 4-3-1: sigmoid hidden layer, sigmoid output, squared_error (sum), 19 parameters
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from onehidden._version import __version__ as __version__
from onehidden.arithmetic.elementary import cr_exp, cr_log, cr_tanh
from onehidden.arithmetic.kernels import Info, info
from onehidden.checks.arguments import import_package
from onehidden.checks.errors import (
    DamagedFileError,
    EmptyError,
    IncompatibleLossError,
    IncompatibleOptimizerError,
    InvalidBatchesError,
    InvalidCountError,
    InvalidLearningRateError,
    InvalidModelError,
    InvalidModelFileError,
    InvalidNetworkError,
    InvalidSampleWeightError,
    InvalidStepsError,
    InvalidTargetsError,
    InvalidValidationError,
    MissingColumnError,
    MissingKernelsError,
    MissingPackageError,
    MissingParameterError,
    NotFiniteError,
    NotLogicalError,
    NotNumericError,
    NumberOverflowError,
    OneHiddenError,
    OutOfRangeError,
    ShapeMismatchError,
    TargetOutOfRangeError,
    TrainingInterruptedWarning,
    UnknownActivationError,
    UnknownArgumentError,
    UnknownArithmeticError,
    UnknownDatasetError,
    UnknownInitializationError,
    UnknownKernelsError,
    UnknownLevelError,
    UnknownLossError,
    UnknownOptimizerError,
    UnknownReductionError,
    UnknownStreamError,
    UnreadableFileError,
    UnsafeFloatingPointError,
    UnsupportedVersionError,
    WrongDimensionsError,
)
from onehidden.datasets.loading import Dataset, load_dataset
from onehidden.figures import notebook as notebook  # gives networks, results and models their pictures
from onehidden.figures.plots import plot_decision_regions, plot_history, plot_network
from onehidden.models.file import load_model, save_model
from onehidden.models.model import Model
from onehidden.network.digest import parameter_digest
from onehidden.network.functions import backward, forward, predict, update_weights
from onehidden.network.gradients import GradientCheck, check_gradients
from onehidden.network.initialization import initial_network
from onehidden.network.network import Network
from onehidden.network.threshold import threshold_unit
from onehidden.streams.splitting import split_rows
from onehidden.streams.streams import normals, uniforms
from onehidden.training.optimizers import Optimizer, adam, momentum, nesterov
from onehidden.training.reports import mean_absolute_error, print_report
from onehidden.training.result import Epoch, TrainingResult
from onehidden.training.train import train, training_epochs
from onehidden.walkthrough.walkthrough import Walkthrough, walkthrough

__all__ = [
    "DamagedFileError",
    "Dataset",
    "EmptyError",
    "Epoch",
    "GradientCheck",
    "IncompatibleLossError",
    "IncompatibleOptimizerError",
    "Info",
    "InvalidBatchesError",
    "InvalidCountError",
    "InvalidLearningRateError",
    "InvalidModelError",
    "InvalidModelFileError",
    "InvalidNetworkError",
    "InvalidSampleWeightError",
    "InvalidStepsError",
    "InvalidTargetsError",
    "InvalidValidationError",
    "MissingColumnError",
    "MissingKernelsError",
    "MissingPackageError",
    "MissingParameterError",
    "Model",
    "Network",
    "NotFiniteError",
    "NotLogicalError",
    "NotNumericError",
    "NumberOverflowError",
    "OneHiddenError",
    "Optimizer",
    "OutOfRangeError",
    "ShapeMismatchError",
    "TargetOutOfRangeError",
    "TrainingInterruptedWarning",
    "TrainingResult",
    "UnknownActivationError",
    "UnknownArgumentError",
    "UnknownArithmeticError",
    "UnknownDatasetError",
    "UnknownInitializationError",
    "UnknownKernelsError",
    "UnknownLevelError",
    "UnknownLossError",
    "UnknownOptimizerError",
    "UnknownReductionError",
    "UnknownStreamError",
    "UnreadableFileError",
    "UnsafeFloatingPointError",
    "UnsupportedVersionError",
    "Walkthrough",
    "WrongDimensionsError",
    "adam",
    "backward",
    "check_gradients",
    "cr_exp",
    "cr_log",
    "cr_tanh",
    "forward",
    "info",
    "initial_network",
    "load_dataset",
    "load_model",
    "mean_absolute_error",
    "momentum",
    "nesterov",
    "normals",
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
    "uniforms",
    "update_weights",
    "walkthrough",
]

ESTIMATORS = ("OneHiddenClassifier", "OneHiddenRegressor")


def __getattr__(name: str) -> Any:
    """Import the estimators, and scikit-learn with them, when somebody asks for one."""
    if name not in ESTIMATORS:
        raise AttributeError(f"module 'onehidden' has no attribute '{name}'")
    import_package("sklearn", f"`{name}`", "sklearn")
    return getattr(import_module("onehidden.models.estimators"), name)


def __dir__() -> list[str]:
    """List the estimators only where they can be had: help() looks at everything that is listed."""
    return sorted([*globals(), *(ESTIMATORS if find_spec("sklearn") else ())])
