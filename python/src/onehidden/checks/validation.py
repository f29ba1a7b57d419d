"""Checks of what users hand in: made once, at the edge (SPEC.md, section 10).

A refusal names the argument, what was expected, what was given, and how to mend it. Rows and columns in messages count
from 1.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, ParamSpec, TypedDict, TypeVar

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.errors import (
    EmptyError,
    InvalidBatchesError,
    InvalidCountError,
    InvalidLearningRateError,
    InvalidSampleWeightError,
    InvalidValidationError,
    MissingPackageError,
    MissingParameterError,
    NotFiniteError,
    NotLogicalError,
    NotNumericError,
    OneHiddenError,
    OutOfRangeError,
    ShapeMismatchError,
    TargetOutOfRangeError,
    UnknownArgumentError,
    UnknownArithmeticError,
    WrongDimensionsError,
    require_real,
)
from onehidden.network.activations import OUTPUT_ACTIVATIONS, row_sums

P = ParamSpec("P")
R = TypeVar("R")
ARITHMETICS = ("reproducible", "blas")
WHOLE_IN_FULL = 1e16  # smaller whole numbers are shown with all digits


class Parameters(TypedDict):
    """The parameters of a network, checked and copied."""

    wh: Array | None
    bh: Array | None
    wout: Array
    bout: Array | None


# ---- saying no ---------------------------------------------------------------------------------------------------


def refuse(error: type[OneHiddenError], argument: str, expected: str, given: str, mend: str) -> NoReturn:
    """Raise the error with the message that all refusals share."""
    raise error(f"`{argument}` must be {expected}, but {given}. {mend}", argument)


def refuse_unknown_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """Make a call with a misspelt argument an error of ours, with the name that was probably meant."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        unknown = [name for name in kwargs if name not in signature.parameters]
        if unknown:
            name = function.__qualname__.removesuffix(".__init__")
            known = [parameter for parameter in signature.parameters if parameter != "self"]
            meant = nearest(unknown[0], known)
            mend = f"Did you mean `{meant}`?" if meant else f"It has {', '.join(f'`{word}`' for word in known)}."
            raise UnknownArgumentError(f"{name}() has no argument `{unknown[0]}`. {mend}", unknown[0])
        return function(*args, **kwargs)

    return checked


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that was probably meant: the first of the nearest, at most two letters away.

    Some letters must be the same, at least in another case: every short word is near to every other.
    """
    similar = [other for other in known if abs(len(other) - len(word)) <= 2]  # a word may be millions of letters long
    distance = {other: edit_distance(word, other) for other in similar}
    most = min(2, len(word) - 1)
    near = [other for other in similar if distance[other] <= most or other.lower() == word.lower()]
    return min(near, key=lambda other: distance[other]) if near else None


def edit_distance(a: str, b: str) -> int:
    """Levenshtein's distance: how many letters must be put in, taken out or replaced."""
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        above, row = row, [i]
        for j, other in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other)))
    return row[-1]


def quoted(words: Iterable[str]) -> str:
    """Join words as in: "a", "b" or "c"."""
    *first, last = [f'"{word}"' for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def shown(value: Any) -> str:
    """Say of a value that should have been one number or one word what it is."""
    if value is None:
        return "it is missing"
    if isinstance(value, (bool, np.bool_)):
        return "it is a logical value"
    if isinstance(value, str):
        return f'it is "{value[:60]}"'
    if isinstance(value, (int, float, np.integer, np.floating)):
        return f"it is {number(float(value))}"
    return "it is not a single value"


def number(value: float) -> str:
    """Six digits, whole numbers with all of theirs, and words for what is not finite."""
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    return f"{value:.0f}" if value == np.floor(value) and abs(value) < WHOLE_IN_FULL else f"{value:.6g}"


def counted(n: int, word: str) -> str:
    """1 row, 2 rows."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


# ---- packages that only some features need --------------------------------------------------------------------------


def import_package(name: str, purpose: str, extra: str) -> Any:
    """Import a package that is no dependency; say how to get it where it is not there."""
    try:
        return importlib.import_module(name)
    except ImportError:
        module = name.partition(".")[0]
        package = {"sklearn": "scikit-learn"}.get(module, module)
        install = f"pip install 'onehidden[{extra}]'"
        message = f"{purpose} needs the package {package}, which is not installed. Install it with: {install}"
        raise MissingPackageError(message, package) from None


# ---- arrays ------------------------------------------------------------------------------------------------------


def check_numbers(value: Any, argument: str) -> Array:
    """Return the value as an array of doubles: not empty, everything in it finite."""
    try:
        given = np.asarray(value)
    except ValueError:
        refuse(WrongDimensionsError, argument, "a matrix or a vector", "its rows differ in length", "Fill them up.")
    require_real(given, argument)
    if given.size == 0:
        refuse(
            EmptyError,
            argument,
            "non-empty",
            "it has no elements",
            "Give at least one row and one column.",
        )
    numbers = given.astype(np.float64, order="C", copy=False)
    check_finite(numbers, argument)
    return numbers


def check_finite(numbers: Array, argument: str) -> None:
    """Refuse NaN and infinities, naming the first."""
    finite = np.isfinite(numbers)
    if finite.all():
        return
    first = tuple(np.argwhere(~finite)[0])
    places = ("row", "column") if numbers.ndim == 2 else ("element",) * numbers.ndim
    where = ", ".join(f"{place} {index + 1}" for place, index in zip(places, first, strict=False))
    given = f"{where} (counted from 1) is {number(numbers[first])}" if where else f"it is {number(numbers[first])}"
    refuse(NotFiniteError, argument, "finite", given, "Remove or replace such values first.")


def check_matrix(value: Any, argument: str) -> Array:
    """Return the value as a matrix of finite doubles."""
    numbers = check_numbers(value, argument)
    if numbers.ndim != 2:
        given = {0: "it is a single number", 1: "it is a vector"}.get(numbers.ndim, f"it has {numbers.ndim} dimensions")
        mend = "Give rows and columns: one sample is a matrix of 1 row, one feature a matrix of 1 column."
        refuse(WrongDimensionsError, argument, "a matrix", given, mend)
    return numbers


def check_vector(value: Any, argument: str, length: int, per: str) -> Array:
    """Return the value as a vector of finite doubles with one element for each of what `per` names."""
    numbers = check_numbers(value, argument)
    if numbers.ndim != 1:
        given = {0: "it is a single number", 2: "it is a matrix"}.get(numbers.ndim, f"it has {numbers.ndim} dimensions")
        reason = "; a bias belongs to a neuron, not to a sample" if per.endswith("neuron") else ""
        mend = f"Give a vector with {counted(length, 'element')}{reason}."
        refuse(WrongDimensionsError, argument, f"a vector with one element {per}", given, mend)
    if len(numbers) != length:
        given = f"it has {counted(len(numbers), 'element')}"
        mend = f"Give a vector with {counted(length, 'element')}."
        refuse(ShapeMismatchError, argument, f"a vector with one element {per}", given, mend)
    return numbers


def check_parameters(wh: Any, bh: Any, wout: Any, bout: Any) -> Parameters:
    """Return copies of the parameters, which fit together."""
    if wout is None:
        refuse(
            MissingParameterError,
            "wout",
            "given",
            "it is missing",
            "Give the weights to the outputs, h x k.",
        )
    if wh is None and bh is not None:
        mend = "Give `wh`, or leave `bh` out: a network without hidden layer has neither."
        refuse(MissingParameterError, "wh", "given where `bh` is", "it is missing", mend)
    wout = check_matrix(wout, "wout")
    if wh is not None:
        wh = check_matrix(wh, "wh")
        check_layers_fit(wh, wout)
    if bh is not None:
        bh = check_vector(bh, "bh", wh.shape[1], "per hidden neuron")
    if bout is not None:
        bout = check_vector(bout, "bout", wout.shape[1], "per output neuron")
    return Parameters(wh=copied(wh), bh=copied(bh), wout=wout.copy(), bout=copied(bout))


def check_layers_fit(wh: Array, wout: Array) -> None:
    """Refuse weights of two layers that do not have the same hidden neurons."""
    if wh.shape[1] != wout.shape[0]:
        given = f"`wh` has {counted(wh.shape[1], 'column')} and `wout` has {counted(wout.shape[0], 'row')}"
        mend = "`wh` is d x h and `wout` is h x k; has one of them been transposed?"
        refuse(ShapeMismatchError, "wout", "a matrix with one row per hidden neuron", given, mend)


def copied(array: Array | None) -> Array | None:
    """Return a copy that the caller cannot change."""
    return None if array is None else array.copy()


def check_samples(X: Any, n_features: int, argument: str = "X") -> Array:
    """Return the samples as a matrix with one column for each feature of the network."""
    samples = check_matrix(X, argument)
    if samples.shape[1] != n_features:
        given = f"it has {counted(samples.shape[1], 'column')}"
        mend = f"This network was made for {counted(n_features, 'feature')}."
        refuse(ShapeMismatchError, argument, "a matrix with one column per feature", given, mend)
    return samples


def check_targets(y: Any, n: int, k: int, output_activation: str, argument: str = "y") -> Array:
    """Return the targets as an n x k matrix of values that the output can reach; a vector is one column."""
    targets = check_numbers(y, argument)
    targets = targets.reshape(-1, 1) if targets.ndim == 1 and k == 1 else check_matrix(targets, argument)
    if targets.shape != (n, k):
        given = f"it has {counted(targets.shape[0], 'row')} and {counted(targets.shape[1], 'column')}"
        mend = f"`X` has {counted(n, 'row')} and the network {counted(k, 'output')}."
        expected = "a matrix with one row per sample and one column per output"
        refuse(ShapeMismatchError, argument, expected, given, mend)
    check_targets_in_range(targets, output_activation, argument)
    if output_activation == "softmax":
        check_rows_sum_to_one(targets, argument)
    return targets


def check_targets_in_range(y: Array, output_activation: str, argument: str) -> None:
    """Refuse targets that the output can never reach, naming the first."""
    activation = OUTPUT_ACTIVATIONS[output_activation]
    outside = np.argwhere((y < activation.lowest) | (y > activation.highest))
    if len(outside):
        row, column = outside[0]
        ends = f"{number(activation.lowest)} and {number(activation.highest)}"
        expected = f"between {ends}, the range of {output_activation} output"
        given = f"row {row + 1}, column {column + 1} (counted from 1) is {number(y[row, column])}"
        mend = "Rescale the targets, or use another output activation."
        refuse(TargetOutOfRangeError, argument, expected, given, mend)


def check_rows_sum_to_one(y: Array, argument: str) -> None:
    """Refuse rows that are no probabilities, naming the first."""
    sums = row_sums(y)[:, 0]
    outside = np.flatnonzero(np.abs(sums - 1.0) > 2.0**-20)
    if len(outside):
        expected = "probabilities that sum to 1 in every row, as softmax output does"
        given = f"row {outside[0] + 1} (counted from 1) sums to {number(sums[outside[0]])}"
        mend = "Give 1 for the class of a row and 0 elsewhere."
        refuse(TargetOutOfRangeError, argument, expected, given, mend)


def check_sample_weight(value: Any, n: int) -> Array | None:
    """Return the sample weights, one for each row, 0 or larger and not all 0; None stays None."""
    if value is None:
        return None
    weight = check_vector(value, "sample_weight", n, "per sample")
    negative = np.flatnonzero(weight < 0.0)
    if len(negative):
        given = f"element {negative[0] + 1} (counted from 1) is {number(weight[negative[0]])}"
        refuse(InvalidSampleWeightError, "sample_weight", "0 or larger", given, "Leave a sample out by the weight 0.")
    if not weight.any():
        mend = "Give at least one sample a weight."
        refuse(InvalidSampleWeightError, "sample_weight", "above 0 somewhere", "it is 0 everywhere", mend)
    return weight


def check_validation(value: Any, n_features: int, n_outputs: int, output_activation: str) -> tuple[Array, Array] | None:
    """Return X and y of the rows for validation; None stays None."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        mend = "Give X and y of the rows that are kept apart."
        refuse(InvalidValidationError, "validation", "a pair of X and y", "it is something else", mend)
    X = check_samples(value[0], n_features, "validation")
    return X, check_targets(value[1], len(X), n_outputs, output_activation, "validation")


# ---- single values -----------------------------------------------------------------------------------------------


def check_choice(value: Any, argument: str, known: Iterable[str], error: type[OneHiddenError]) -> None:
    """Refuse a word that is not one of the known ones."""
    known = list(known)
    if isinstance(value, str) and value in known:
        return
    meant = nearest(value, known) if isinstance(value, str) else None
    mend = f'Did you mean "{meant}"?' if meant else "Give one of these words."
    refuse(error, argument, quoted(known), shown(value), mend)


def check_arithmetic(value: Any) -> None:
    """Refuse an arithmetic that there is not."""
    check_choice(value, "arithmetic", ARITHMETICS, UnknownArithmeticError)


def check_number(value: Any, argument: str) -> float:
    """Return one finite number as a double."""
    if is_number(value) and np.isfinite(value):
        return float(value)
    error = NotFiniteError if is_number(value) else NotNumericError
    refuse(error, argument, "one finite number", shown(value), "Give for example 0.5.")


def check_learning_rate(value: Any) -> float:
    """Return the learning rate as a double: finite, 0 or larger."""
    if not is_number(value) or not np.isfinite(value) or value < 0:
        expected = "one finite number, 0 or larger"
        refuse(InvalidLearningRateError, "learning_rate", expected, shown(value), "Give for example 0.1.")
    return float(value)


def check_learning_rates(value: Any) -> float | Callable[[int], float]:
    """Return one learning rate, or a function of the epoch; what a user's function gives is checked when it does."""
    if callable(value):
        return lambda epoch: check_learning_rate(value(epoch))
    return check_learning_rate(value)


def check_in_range(value: Any, argument: str, expected: str, inside: Callable[[float], bool], mend: str) -> float:
    """Return one finite number of which `inside` holds."""
    setting = check_number(value, argument)
    if not inside(setting):
        refuse(OutOfRangeError, argument, expected, shown(value), mend)
    return setting


def check_flag(value: Any, argument: str) -> bool:
    """Return a truth value."""
    if not isinstance(value, (bool, np.bool_)):
        refuse(NotLogicalError, argument, "true or false", shown(value), "Give one of the two.")
    return bool(value)


def check_count(value: Any, argument: str, lowest: int, highest: int) -> int:
    """Return a whole number within its range."""
    if not is_number(value) or not lowest <= value <= highest or value != int(value):
        expected = f"a whole number from {lowest} to {highest}"
        refuse(
            InvalidCountError,
            argument,
            expected,
            shown(value),
            "Give one number without a fraction.",
        )
    return int(value)


def is_number(value: Any) -> bool:
    """Tell whether the value is one real number; True and False are none."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


# ---- batches -----------------------------------------------------------------------------------------------------

BATCH_WORDS = ("full", "single")


def check_batches(batches: Any, n: int) -> list[npt.NDArray[np.int64]]:
    """Return the rows of each update of an epoch; rows of `batches` count from 0."""
    if isinstance(batches, str) and batches == "full":
        return [np.arange(n)]
    if isinstance(batches, str) and batches == "single":
        return consecutive_rows(n, 1)
    if is_number(batches) and 1 <= batches < np.inf and batches == np.floor(batches):
        return consecutive_rows(n, int(min(batches, n)))
    if not isinstance(batches, (list, tuple)) or len(batches) == 0:
        known = isinstance(batches, str) or batches is None or is_number(batches)
        given = shown(batches) if known else "it is none of these"
        refuse_batches(given, "A list has one list of row numbers for each update.")
    rows = [check_batch(batch, number, n) for number, batch in enumerate(batches, 1)]
    check_no_row_twice(np.concatenate(rows))
    return list(rows)


def consecutive_rows(n: int, size: int) -> list[npt.NDArray[np.int64]]:
    """So many rows an update, the last one with what is left."""
    return [np.arange(first, min(first + size, n)) for first in range(0, n, size)]


def check_batch(batch: Any, number: int, n: int) -> npt.NDArray[np.int64]:
    """Return the row indices of one batch; `number` counts the batches from 1."""
    try:
        rows = np.asarray(batch)
    except ValueError:  # lists within lists
        rows = np.asarray(None)
    if rows.ndim != 1 or rows.size == 0 or rows.dtype.kind not in "iuf" or np.any(rows != np.floor(rows)):
        refuse_batches(f"batch {number} is not a list of whole numbers", "Give each update at least one row.")
    outside = rows[(rows < 0) | (rows >= n)]
    if len(outside):
        given = f"batch {number} names row {outside[0]:.6g} (counted from 0) and there are {counted(n, 'row')}"
        refuse_batches(given, "Leave out rows that are not there.")
    return rows.astype(np.int64)


def check_no_row_twice(rows: npt.NDArray[np.int64]) -> None:
    """Refuse an epoch that uses a row twice."""
    values, counts = np.unique(rows, return_counts=True)
    if np.any(counts > 1):
        given = f"row {values[counts > 1][0]} (counted from 0) is named twice"
        refuse_batches(given, "Name each row at most once in an epoch.")


def refuse_batches(given: str, mend: str) -> NoReturn:
    """Refuse batches."""
    refuse(
        InvalidBatchesError,
        "batches",
        f"{quoted(BATCH_WORDS).replace(' or ', ', ')}, a number of rows, or a list of lists of row numbers",
        given,
        mend,
    )
