"""What can go wrong, by code: the same codes, meanings and messages as in the R package (SPEC.md, section 10).

Every error is a `OneHiddenError`; its `code` names the kind. Where Python has a word of its own for the kind, the class
is also that (`ValueError`, `TypeError`, `ArithmeticError`), so that existing handlers keep working.

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

PUBLIC_MODULE = "onehidden.errors"  # where users import errors from: tracebacks and pickles name it


class OneHiddenError(Exception):
    """Base of all errors of this package.

    Attributes
    ----------
    code : str
        The kind of error: the same word in both languages (SPEC.md 10.3 to 10.42).
    argument : str or None
        The argument that was refused.
    """

    code: ClassVar[str] = "error"

    def __init_subclass__(cls) -> None:
        cls.__module__ = PUBLIC_MODULE

    def __init__(self, message: str, argument: str | None = None) -> None:
        super().__init__(message)
        self.argument = argument


OneHiddenError.__module__ = PUBLIC_MODULE


class NotNumericError(OneHiddenError, TypeError):
    """Text, None or another thing that is not real numbers."""

    code = "not_numeric"


class NotFiniteError(OneHiddenError, ValueError):
    """NaN, NA or an infinity where a finite number must be."""

    code = "not_finite"


class WrongDimensionsError(OneHiddenError, ValueError):
    """A vector where a matrix must be, or the other way round."""

    code = "wrong_dimensions"


class EmptyError(OneHiddenError, ValueError):
    """No rows, no columns or no elements."""

    code = "empty"


class ShapeMismatchError(OneHiddenError, ValueError):
    """Shapes that do not fit together."""

    code = "shape_mismatch"


class MissingParameterError(OneHiddenError, ValueError):
    """A parameter without which another makes no sense: `bh` without `wh`."""

    code = "missing_parameter"


class UnknownArgumentError(OneHiddenError, TypeError):
    """An argument that the function does not have, most often a misspelt one."""

    code = "unknown_argument"


class UnknownActivationError(OneHiddenError, ValueError):
    """An activation function that there is not."""

    code = "unknown_activation"


class UnknownLossError(OneHiddenError, ValueError):
    """A loss that there is not."""

    code = "unknown_loss"


class UnknownReductionError(OneHiddenError, ValueError):
    """A reduction over samples that is neither "sum" nor "mean"."""

    code = "unknown_reduction"


class UnknownArithmeticError(OneHiddenError, ValueError):
    """An arithmetic that is neither "reproducible" nor "blas"."""

    code = "unknown_arithmetic"


class UnknownStreamError(OneHiddenError, ValueError):
    """A stream of random numbers that there is not."""

    code = "unknown_stream"


class IncompatibleLossError(OneHiddenError, ValueError):
    """A loss that does not go with the output's activation."""

    code = "incompatible_loss"


class TargetOutOfRangeError(OneHiddenError, ValueError):
    """A target that the output can never reach."""

    code = "target_out_of_range"


class InvalidLearningRateError(OneHiddenError, ValueError):
    """A learning rate that is not one finite number, zero or larger."""

    code = "invalid_learning_rate"


class InvalidCountError(OneHiddenError, ValueError):
    """A number of epochs, draws or a seed that is not a whole number in its range."""

    code = "invalid_count"


class InvalidBatchesError(OneHiddenError, ValueError):
    """Batches that name a row twice, a row that is not there, or no row."""

    code = "invalid_batches"


class InvalidNetworkError(OneHiddenError, TypeError):
    """Something else where a network must be."""

    code = "invalid_network"


class InvalidStepsError(OneHiddenError, ValueError):
    """Steps without a gradient, or gradients of another network, handed to `update_weights`."""

    code = "invalid_steps"


class UnsafeFloatingPointError(OneHiddenError, ArithmeticError):
    """A process whose floating point is not IEEE 754 binary64 with subnormals and rounding to nearest."""

    code = "unsafe_floating_point"


class NumberOverflowError(OneHiddenError, ArithmeticError):
    """A step that became infinite or NaN.

    Attributes
    ----------
    step : str
        Name of the first step that is not finite.
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
        result: Any = None,  # errors stand below the training and cannot name its type
    ) -> None:
        super().__init__(message)
        self.step = step
        self.epoch = epoch
        self.result = result

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker process hands its errors back pickled, and Exception's own way knows the message only.
        return type(self), (str(self), self.step, self.epoch, self.result)


class InvalidSampleWeightError(OneHiddenError, ValueError):
    """A negative sample weight, or none above 0."""

    code = "invalid_sample_weight"


class UnknownOptimizerError(OneHiddenError, ValueError):
    """An optimizer that there is not."""

    code = "unknown_optimizer"


class IncompatibleOptimizerError(OneHiddenError, ValueError):
    """A training continued with another optimizer than it began with."""

    code = "incompatible_optimizer"


class OutOfRangeError(OneHiddenError, ValueError):
    """A setting outside of its range."""

    code = "out_of_range"


class InvalidValidationError(OneHiddenError, ValueError):
    """Validation that is not a pair of X and y, or `patience` without it."""

    code = "invalid_validation"


class UnknownInitializationError(OneHiddenError, ValueError):
    """A way to draw the first weights that there is not."""

    code = "unknown_initialization"


class UnknownDatasetError(OneHiddenError, ValueError):
    """A data set that does not come with the package."""

    code = "unknown_dataset"


class MissingPackageError(OneHiddenError, ImportError):
    """A package that only this feature needs is not installed."""

    code = "missing_package"


class UnreadableFileError(OneHiddenError, OSError):
    """A file that is not there, or cannot be read or written."""

    code = "unreadable_file"


class DamagedFileError(OneHiddenError, ValueError):
    """A model file that is cut off, is not JSON, or contradicts itself."""

    code = "damaged_file"


class UnsupportedVersionError(OneHiddenError, ValueError):
    """A model file of a later version."""

    code = "unsupported_version"


class InvalidModelFileError(OneHiddenError, ValueError):
    """JSON that is not a model file, or says what no model can be."""

    code = "invalid_model_file"


class InvalidModelError(OneHiddenError, TypeError):
    """Something else where a model must be."""

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
    """Something else where true or false must be."""

    code = "not_logical"


class UnknownKernelsError(OneHiddenError, ValueError):
    """Kernels that there are not."""

    code = "unknown_kernels"


class MissingKernelsError(OneHiddenError, ImportError):
    """Compiled kernels were asked for, and this installation has none that can be used."""

    code = "missing_kernels"


class TrainingInterruptedWarning(UserWarning):
    """Ctrl-C ended a training early; what was trained is returned."""
