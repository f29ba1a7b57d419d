"""All errors, by code: the codes, meanings and messages are those of the R package (SPEC.md, section 10).

Every error is a `OneHiddenError`; its `code` names the kind. Each class also inherits from the built-in exception
that fits (`ValueError`, `TypeError`, `ArithmeticError`), so that existing handlers catch it.

Examples
--------
>>> try:
...     raise EmptyError("`X` must have at least one row")
... except OneHiddenError as error:
...     error.code
'empty'
"""

from __future__ import annotations

from typing import Any, ClassVar

PUBLIC_MODULE = "onehidden.errors"  # the public module, which tracebacks and pickles name


class OneHiddenError(Exception):
    """Base of all errors of this package.

    Attributes
    ----------
    code : str
        The kind of error, the same in both languages (SPEC.md 10.3 to 10.42).
    argument : str or None
        The argument that was rejected.
    """

    code: ClassVar[str] = "error"

    def __init_subclass__(cls) -> None:
        cls.__module__ = PUBLIC_MODULE

    def __init__(self, message: str, argument: str | None = None) -> None:
        super().__init__(message)
        self.argument = argument


OneHiddenError.__module__ = PUBLIC_MODULE


class NotNumericError(OneHiddenError, TypeError):
    """Text, None or other values that are not real numbers."""

    code = "not_numeric"


class NotFiniteError(OneHiddenError, ValueError):
    """NaN, NA or an infinity where a finite number is required."""

    code = "not_finite"


class WrongDimensionsError(OneHiddenError, ValueError):
    """A vector where a matrix is required, or the other way round."""

    code = "wrong_dimensions"


class EmptyError(OneHiddenError, ValueError):
    """No rows, no columns or no elements."""

    code = "empty"


class ShapeMismatchError(OneHiddenError, ValueError):
    """Shapes that do not fit together."""

    code = "shape_mismatch"


class MissingParameterError(OneHiddenError, ValueError):
    """A missing parameter that another one requires, such as `wh` where `bh` is given."""

    code = "missing_parameter"


class UnknownArgumentError(OneHiddenError, TypeError):
    """An argument that the function does not have, usually a misspelt one."""

    code = "unknown_argument"


class UnknownActivationError(OneHiddenError, ValueError):
    """An unknown activation function."""

    code = "unknown_activation"


class UnknownLossError(OneHiddenError, ValueError):
    """An unknown loss."""

    code = "unknown_loss"


class UnknownReductionError(OneHiddenError, ValueError):
    """A reduction over samples that is neither "sum" nor "mean"."""

    code = "unknown_reduction"


class UnknownArithmeticError(OneHiddenError, ValueError):
    """An arithmetic that is neither "reproducible" nor "blas"."""

    code = "unknown_arithmetic"


class UnknownStreamError(OneHiddenError, ValueError):
    """An unknown stream of random numbers."""

    code = "unknown_stream"


class IncompatibleLossError(OneHiddenError, ValueError):
    """A loss that does not fit the output activation."""

    code = "incompatible_loss"


class TargetOutOfRangeError(OneHiddenError, ValueError):
    """A target that the output can never reach."""

    code = "target_out_of_range"


class InvalidLearningRateError(OneHiddenError, ValueError):
    """A learning rate that is not one finite number, zero or larger."""

    code = "invalid_learning_rate"


class InvalidCountError(OneHiddenError, ValueError):
    """A number of epochs or draws, or a seed, that is not a whole number in its range."""

    code = "invalid_count"


class InvalidBatchesError(OneHiddenError, ValueError):
    """Batches that name a row twice, a row that does not exist, or no row."""

    code = "invalid_batches"


class InvalidNetworkError(OneHiddenError, TypeError):
    """A network is required, and something else was given."""

    code = "invalid_network"


class InvalidStepsError(OneHiddenError, ValueError):
    """Steps for `update_weights` that lack a gradient or belong to another network."""

    code = "invalid_steps"


class UnsafeFloatingPointError(OneHiddenError, ArithmeticError):
    """The process does not compute in IEEE 754 binary64 with subnormals and rounding to nearest."""

    code = "unsafe_floating_point"


class NumberOverflowError(OneHiddenError, ArithmeticError):
    """A step that became infinite or NaN.

    Attributes
    ----------
    step : str
        The first step that is not finite.
    epoch : int or None
        The epoch in which it happened, counted from 1; None outside a training.
    result : TrainingResult or None
        The last finite network and its history; None outside a training.
    """

    code = "overflow"

    def __init__(
        self,
        message: str,
        step: str,
        epoch: int | None = None,
        result: Any = None,  # the errors are below the training and cannot import its type
    ) -> None:
        super().__init__(message)
        self.step = step
        self.epoch = epoch
        self.result = result

    def __reduce__(self) -> tuple[Any, ...]:
        # Worker processes return errors pickled, and Exception pickles the message only.
        return type(self), (str(self), self.step, self.epoch, self.result)


class InvalidSampleWeightError(OneHiddenError, ValueError):
    """A negative sample weight, or none above 0."""

    code = "invalid_sample_weight"


class UnknownOptimizerError(OneHiddenError, ValueError):
    """An unknown optimizer."""

    code = "unknown_optimizer"


class IncompatibleOptimizerError(OneHiddenError, ValueError):
    """A training that is continued with a different optimizer."""

    code = "incompatible_optimizer"


class OutOfRangeError(OneHiddenError, ValueError):
    """A setting outside its range."""

    code = "out_of_range"


class InvalidValidationError(OneHiddenError, ValueError):
    """Validation data that is not a pair of X and y, or `patience` without validation data."""

    code = "invalid_validation"


class UnknownInitializationError(OneHiddenError, ValueError):
    """An unknown initialization."""

    code = "unknown_initialization"


class UnknownDatasetError(OneHiddenError, ValueError):
    """An unknown data set."""

    code = "unknown_dataset"


class MissingPackageError(OneHiddenError, ImportError):
    """An optional package that is required here but not installed."""

    code = "missing_package"


class UnreadableFileError(OneHiddenError, OSError):
    """A file that does not exist, or cannot be read or written."""

    code = "unreadable_file"


class DamagedFileError(OneHiddenError, ValueError):
    """A model file that is cut off, is not JSON, or contradicts itself."""

    code = "damaged_file"


class UnsupportedVersionError(OneHiddenError, ValueError):
    """A model file of a later version."""

    code = "unsupported_version"


class InvalidModelFileError(OneHiddenError, ValueError):
    """JSON that is not a model file, or does not describe a valid model."""

    code = "invalid_model_file"


class InvalidModelError(OneHiddenError, TypeError):
    """A model is required, and something else was given."""

    code = "invalid_model"


class MissingColumnError(OneHiddenError, ValueError):
    """Data without a column that the model needs."""

    code = "missing_column"


class UnknownLevelError(OneHiddenError, ValueError):
    """A category that the model was not trained with."""

    code = "unknown_level"


class InvalidTargetsError(OneHiddenError, ValueError):
    """Targets that are neither numbers nor at least two classes."""

    code = "invalid_targets"


class NotLogicalError(OneHiddenError, TypeError):
    """True or false is required, and something else was given."""

    code = "not_logical"


class UnknownKernelsError(OneHiddenError, ValueError):
    """Unknown kernels."""

    code = "unknown_kernels"


class MissingKernelsError(OneHiddenError, ImportError):
    """Compiled kernels were requested, but this installation has none that work."""

    code = "missing_kernels"


class TrainingInterruptedWarning(UserWarning):
    """Ctrl-C ended a training early; the result so far is returned."""
