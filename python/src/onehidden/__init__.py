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

from onehidden.arithmetic.elementary import cr_exp, cr_log, cr_tanh
from onehidden.datasets import Dataset, load_dataset
from onehidden.digest import parameter_digest
from onehidden.errors import (
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
from onehidden.gradients import GradientCheck, check_gradients
from onehidden.initialization import initial_network
from onehidden.interface import backward, forward, predict, update_weights
from onehidden.model import Model
from onehidden.model_file import load_model, save_model
from onehidden.network import Network
from onehidden.optimizers import Optimizer, adam, momentum, nesterov
from onehidden.reports import mean_absolute_error, print_report
from onehidden.splitting import split_rows
from onehidden.streams import normals, uniforms
from onehidden.threshold import threshold_unit
from onehidden.training import train, training_epochs
from onehidden.training_result import Epoch, TrainingResult
from onehidden.walkthrough import Walkthrough, walkthrough

__version__ = "0.1.0"

__all__ = [
    "DamagedFileError",
    "Dataset",
    "EmptyError",
    "Epoch",
    "GradientCheck",
    "IncompatibleLossError",
    "IncompatibleOptimizerError",
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
    "initial_network",
    "load_dataset",
    "load_model",
    "mean_absolute_error",
    "momentum",
    "nesterov",
    "normals",
    "parameter_digest",
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
