"""Data sets that come with the package: iris and handwritten digits.

The README beside the files tells their origin and licences.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import UnknownDatasetError
from onehidden.checks.values import check_choice


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Samples and their classes.

    Attributes
    ----------
    name : str
        The name it was loaded by.
    X : numpy.ndarray, n x d
        One row per sample.
    y : numpy.ndarray, length n
        The class of each sample: text or whole numbers.
    feature_names : list of str
        The names of the columns of X.
    target_name : str
        The name of y.
    classes : numpy.ndarray
        The classes in ascending order.

    Examples
    --------
    >>> load_dataset("iris")
    dataset iris: 150 samples, 4 features, species one of setosa, versicolor, virginica
    """

    name: str
    X: Array
    y: npt.NDArray[Any]
    feature_names: list[str]
    target_name: str
    classes: npt.NDArray[Any]

    def __repr__(self) -> str:
        n, d = self.X.shape
        classes = ", ".join(map(str, self.classes))
        return f"dataset {self.name}: {n} samples, {d} features, {self.target_name} one of {classes}"


@refuse_unknown_arguments
def load_dataset(name: str) -> Dataset:
    """Load a data set that comes with the package.

    - "iris": 150 flowers of three species, 50 of each; length and width of sepals and petals in centimetres.
    - "digits": 1797 handwritten digits of 13 people, 0 to 9; 8 x 8 pixels, row by row, each from 0 (white) to 1
      (black): the share of dark points, in sixteenths.

    Parameters
    ----------
    name : {"iris", "digits"}
        The name of the data set.

    Returns
    -------
    Dataset
        With `X` (n x d), `y` (length n), `feature_names`, `target_name` and `classes`: the same bits in both languages.

    Raises
    ------
    OneHiddenError
        With code unknown_dataset.

    Notes
    -----
    SPEC.md 11.1. Iris was collected by E. Anderson (1935) and published by R. A. Fisher (1936). The digits are the test
    set of E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998,
    under CC BY 4.0. More in the README beside the files, in the folder datasets of the package.

    Examples
    --------
    >>> iris = load_dataset("iris")
    >>> iris.X[0], str(iris.y[0])
    (array([5.1, 3.5, 1.4, 0.2]), 'setosa')
    """
    check_choice(name, "name", DATASETS, UnknownDatasetError)
    text = (files("onehidden") / "datasets" / f"{name}.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    number, label = DATASETS[name]
    y = np.array([label(row[-1]) for row in rows])
    return Dataset(
        name=name,
        X=np.array([[number(cell) for cell in row[:-1]] for row in rows]),
        y=y,
        feature_names=header[:-1],
        target_name=header[-1],
        classes=np.unique(y),
    )


def sixteenths(text: str) -> float:
    """A number of sixteenths, which is exact."""
    return int(text) / 16


# How numbers and classes are read.
DATASETS: dict[str, tuple[Callable[[str], float], Callable[[str], Any]]] = {
    "iris": (float, str),
    "digits": (sixteenths, int),
}
