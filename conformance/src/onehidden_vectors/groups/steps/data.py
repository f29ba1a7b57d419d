"""Group data: iris and the 8 x 8 digits."""

from __future__ import annotations

import csv
from pathlib import Path

from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import Settings
from onehidden_vectors.making.inputs import Numbers
from onehidden_vectors.making.trainings import training
from onehidden_vectors.making.vector import Vectors, step

DATASETS = Path(__file__).parents[5] / "fixtures" / "datasets"
SPECIES = ("setosa", "versicolor", "virginica")
SOURCE = "{} in fixtures/datasets, whose README tells origin and licence; the weights are ours."


def rows_of(name: str) -> list[list[str]]:
    """Read the rows of a data set as texts."""
    with (DATASETS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def one_hot(index: int, size: int) -> list[float]:
    """Write a class as a row with a single 1."""
    return [float(index == i) for i in range(size)]


def iris() -> tuple[Matrix, Matrix]:
    """Read iris: four measurements in centimetres, three species."""
    rows = rows_of("iris.csv")
    X = [[float(text) for text in row[:4]] for row in rows]
    return X, [one_hot(SPECIES.index(row[4]), 3) for row in rows]


def digits(n: int) -> tuple[Matrix, Matrix]:
    """Read the first n digits: 64 pixels of 0 to 16, divided by 16, and ten classes."""
    rows = rows_of("digits.csv")[:n]
    X = [[int(text) / 16 for text in row[:64]] for row in rows]
    return X, [one_hot(int(row[64]), 10) for row in rows]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    yield from iris_vectors()
    yield from digits_vectors()


def iris_vectors() -> Vectors:
    """Yield one update and a training on iris."""
    network, (X, y) = Numbers(600).network(4, 5, 3), iris()
    yield step(
        "data/iris-step",
        "Iris: 150 flowers, five hidden neurons, three species",
        network,
        X,
        y,
        learning_rate=0.01,
        why="Measurements with one decimal, as data are: none of them is a short binary number, and"
        " sums over 150 rows show every deviation from the specified order.",
        source=SOURCE.format("iris.csv"),
        spec="3.2 3.4 3.14 3.15 5.4",
    )
    yield training(
        "data/iris-training",
        "Iris: 50 epochs",
        network,
        X,
        y,
        settings=Settings(learning_rate=0.01, epochs=50),
        why="Fifty updates on real data. A program that passes the step and fails here carries"
        " something over from one epoch to the next.",
        source=SOURCE.format("iris.csv"),
        spec="4.3 4.4",
    )


def digits_vectors() -> Vectors:
    """Yield one update and a training on the digits."""
    network = Numbers(601).network(64, 8, 10)
    source = SOURCE.format("digits.csv")
    yield step(
        "data/digits-step",
        "Digits: the first 60 images, eight hidden neurons, ten classes",
        network,
        *digits(60),
        learning_rate=0.01,
        why="64 features, 13 of them 0 in all of these images: their gradients are zeros, whose signs are"
        " checked as well. Inner products of 64 terms are where libraries reorder sums.",
        source=source,
        spec="3.2 3.14 5.3 5.4",
    )
    yield training(
        "data/digits-training",
        "Digits: 50 epochs on the first 250 images",
        network,
        *digits(250),
        settings=Settings(learning_rate=0.01, epochs=50),
        why="The largest training: 610 parameters through 50 updates on 250 images.",
        source=source,
        spec="4.3 4.4",
    )
