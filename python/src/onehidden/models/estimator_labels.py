"""Labels of scikit-learn's classifiers as classes of a model. Only in Python: in R, classes are levels of a factor."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from onehidden.checks.errors import InvalidTargetsError
from onehidden.checks.refusals import refuse, shown


def check_one_kind(y: Any) -> None:
    """Reject labels that mix text and numbers: NumPy would turn all into text, or fail to sort them."""
    if isinstance(y, (list, tuple)) or getattr(getattr(y, "dtype", None), "kind", None) == "O":
        kinds = {kind_of(label) for label in y}
        if len(kinds) > 1:
            refuse_targets(f"some labels are {' and some '.join(sorted(kinds))}", "Make them all of one kind.")


def kind_of(label: Any) -> str:
    """Name the kind of a label."""
    if isinstance(label, (bool, np.bool_)):
        return "logical values"
    if isinstance(label, str):
        return "text"
    return "numbers" if isinstance(label, (int, float, np.number)) else f"values of type {type(label).__name__}"


def different(y: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
    """Return the classes in ascending order, at least two, and the position of each row's class."""
    classes, places = np.unique(y, return_inverse=True)
    if len(classes) < 2:
        only = shown(classes[0]).removeprefix("it is ")
        refuse_targets(f"it has only one class, {only}", "Give samples of another class, too.")
    return classes, places.ravel()


def portable(label: Any) -> str | int | bool:
    """Return a label as a model file holds it: text, whole number or logical value."""
    value = label.item() if isinstance(label, np.generic) else label
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, (str, int)):
        refuse_targets(f"it has a label of type {type(value).__name__}", "Make labels text or whole numbers.")
    return value


def refuse_targets(given: str, hint: str) -> NoReturn:
    """Reject targets that are not classes."""
    refuse(InvalidTargetsError, "y", "at least two classes: text, whole numbers or logical values", given, hint)
