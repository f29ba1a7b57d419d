"""What the commands of the command line do with their options: train, predict, walkthrough and info."""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import machine, python_version, system
from typing import Any

import numpy as np
import numpy.typing as npt

import onehidden
from onehidden._typing import Array
from onehidden.arithmetic import tested_reproducible
from onehidden.errors import InvalidModelError, InvalidTargetsError, MissingColumnError, OneHiddenError, OutOfRangeError
from onehidden.files import check_path, check_place
from onehidden.fitting import Settings, check_settings, fit_model
from onehidden.initialization import initial_network
from onehidden.inputs import Input, design_matrix, have_names, level_text
from onehidden.kernels import SPECIFICATION
from onehidden.model import Model
from onehidden.model_file import EXAMPLE, load_model, save_model
from onehidden.network import Network
from onehidden.splitting import split_rows
from onehidden.streams import MOST_DRAWS
from onehidden.tables import (
    Table,
    check_folder,
    check_names,
    data_of,
    inputs_of,
    is_text,
    numbers,
    read_table,
    texts,
    write_table,
    write_text,
)
from onehidden.validation import check_count, counted, number, refuse
from onehidden.walkthrough import walkthrough

EXTRAS = {"sklearn": "scikit-learn", "plots": "matplotlib", "progress": "tqdm"}


@dataclass(frozen=True)
class Task:
    """What a table asks for: `y` is a matrix of numbers where `classes` is None, else the places of classes."""

    inputs: tuple[Input, ...]
    X: Array
    y: npt.NDArray[Any]
    classes: list[str] | list[int] | None


# ---- train -----------------------------------------------------------------------------------------------------------


def run_train(options: Namespace) -> None:
    """Train, test, and write the model; what is told goes to standard error if the model goes to standard output."""
    told = sys.stderr if options.out == "-" else sys.stdout
    given = {field.name: getattr(options, field.name) for field in fields(Settings) if field.name in options}
    settings = check_settings(Settings(**given))
    check_place_of_model(options.out)
    table = read_table(options.data)
    task = task_of(table, options)
    print(description(table, task, options), file=told)
    kept, test = rows_of(len(task.X), options)
    fit = fit_model(task.X[kept], task.y[kept], task.inputs, task.classes, None, settings, outputs_of(task, options))
    print(fit.training, file=told)
    print(f"training: {quality(fit.model, task, kept)}", file=told)
    if len(test):
        print(f"test:     {quality(fit.model, task, test)}", file=told)
    write_model(fit.model, options.out)
    if options.out != "-":
        print(f"written:  {options.out}", file=told)


def task_of(table: Table, options: Namespace) -> Task:
    """Read inputs and target."""
    check_names(table, [options.target, *options.ignore, *options.text])
    names = [name for name in table.names if name not in (options.target, *options.ignore)]
    if not names:
        mend = "A model predicts from at least one other column."
        refuse(OutOfRangeError, table.source, "a table with inputs", "only the target is left", mend)
    inputs = inputs_of(table, names, options.text)
    X = design_matrix(inputs, data_of(table, inputs))
    if is_class(table, options):
        labels = labels_of(table, options.target)
        classes = sorted(set(labels))
        return Task(inputs, X, np.array([classes.index(label) for label in labels]), classes)
    return Task(inputs, X, numbers(table, options.target).reshape(-1, 1), None)


def is_class(table: Table, options: Namespace) -> bool:
    """Tell whether the target is a class: text is, numbers are where it is said."""
    if options.classification or options.target in options.text:
        return True
    return not options.regression and is_text(table, options.target)


def labels_of(table: Table, target: str) -> list[Any]:
    """The classes of the rows, whole numbers or text; at least two different ones."""
    labels: list[Any] = texts(table, target)
    if not is_text(table, target):
        values = numbers(table, target)
        if np.any(values != np.floor(values)):
            given = f"column `{target}` has fractions"
            mend = "For a regression leave --classification out."
            refuse(InvalidTargetsError, table.source, "a table with classes as its target", given, mend)
        labels = [int(value) for value in values]
    if len(set(labels)) < 2:
        given = f"every row of column `{target}` is {labels[0]}"
        mend = "Give rows of another class, too."
        refuse(InvalidTargetsError, table.source, "a table with at least two classes", given, mend)
    return labels


def description(table: Table, task: Task, options: Namespace) -> str:
    """Say what is done."""
    n, d = task.X.shape
    size = f"{table.source}: {counted(n, 'row')}, {counted(len(task.inputs), 'input')}"
    columns = "" if d == len(task.inputs) else f" ({d} columns with their contrasts)"
    if task.classes is not None:
        kind = f"classification of {options.target}, {len(task.classes)} classes"
    else:
        kind = f"regression of {options.target}"
        different = np.unique(task.y)
        if len(different) <= 20 and np.all(different == np.floor(different)) and not options.regression:
            kind += f" (are its {len(different)} whole numbers classes? Then say --classification)"
    return f"{size}{columns}\n{kind}"


def rows_of(n: int, options: Namespace) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The rows for the training, and those that are kept for the test."""
    if options.test_fraction is None:
        return np.arange(n), np.arange(0)
    rows = split_rows(n, options.test_fraction, options.seed, options.stream)
    return rows["training"], rows["validation"]


def outputs_of(task: Task, options: Namespace) -> list[str] | None:
    """In a regression the output has the target's name."""
    return [options.target] if task.classes is None else None


def quality(model: Model, task: Task, rows: npt.NDArray[np.intp]) -> str:
    """How good the predictions of these rows are."""
    X, y = task.X[rows], task.y[rows]
    if task.classes is not None:
        right = int(np.sum(model.predict_proba(X).argmax(axis=1) == y))
        return f"accuracy {right / len(y):.4f} ({right} of {counted(len(y), 'row')})"
    error = y[:, 0] - model.predict(X)
    spread = float(np.sum((y - y.mean()) ** 2))
    explained = f", R squared {1 - float(np.sum(error**2)) / spread:.4f}" if spread > 0 else ""
    return f"root mean squared error {number(float(np.sqrt(np.mean(error**2))))}{explained} ({counted(len(y), 'row')})"


def write_model(model: Model, path: str) -> None:
    """Write a model file; "-" is standard output."""
    if path != "-":
        with naming(path):
            save_model(model, path)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        save_model(model, file)
        write_text(file.read_bytes().decode(), "-")


def check_place_of_model(path: str) -> None:
    """Refuse a model file that could not be written, before the work is done."""
    if path != "-":
        with naming(path):
            check_place(check_path(path, EXAMPLE))


@contextmanager
def naming(source: str) -> Iterator[None]:
    """Let refusals name the file: who types a command knows no arguments of functions."""
    try:
        yield
    except OneHiddenError as error:
        error.args = (str(error).replace("`path`", f"`{source}`"),)
        raise


# ---- predict ---------------------------------------------------------------------------------------------------------


def run_predict(options: Namespace) -> None:
    """Predict every row of a table."""
    check_folder(options.out)
    model = read_model(options.model)
    if options.kind == "class" and model.classes is None:
        mend = "Leave --kind out: it predicts numbers."
        refuse(InvalidModelError, options.model, "a model of classes", "it has none", mend)
    table = read_table(options.data)
    X = design_matrix(model.inputs, data_for(model, table))
    if options.kind == "class" or (options.kind is None and model.classes is not None):
        rows = [[class_text(label)] for label in model.predict(X).tolist()]
        write_table(["class"], rows, options.out)
    elif model.classes is not None:
        write_table(map(class_text, model.classes), model.predict_proba(X).tolist(), options.out)
    else:
        k = model.network.n_outputs
        names = model.outputs or [f"y{place + 1}" if k > 1 else "y" for place in range(k)]
        write_table(names, model.predict(X).reshape(len(X), -1).tolist(), options.out)


def read_model(path: str) -> Model:
    """Read a model file; "-" is standard input."""
    if path != "-":
        with naming(path):
            return load_model(path)
    with naming("standard input"), tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        file.write_bytes(sys.stdin.buffer.read())
        return load_model(file)


def data_for(model: Model, table: Table) -> Any:
    """The columns by name; of a model that knows no names all columns in their order."""
    if have_names(model.inputs):
        return data_of(table, model.inputs)
    return np.column_stack([numbers(table, name) for name in table.names])


def class_text(label: Any) -> str:
    """A class as it stands in a table, the same as for R."""
    return level_text(label, "class", 1)


# ---- walkthrough -----------------------------------------------------------------------------------------------------


def run_walkthrough(options: Namespace) -> None:
    """Print the steps, or write the page."""
    network, X, y = article() if options.data is None else first_rows(options)
    walkthrough(
        network,
        X,
        y,
        options.learning_rate,
        options.path,
        options.epochs,
        options.decimals,
        options.arithmetic,
    )


def article() -> tuple[Network, Array, Array]:
    """The article's three samples, and first weights as its Python listing draws them."""
    X = np.array([[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    return initial_network(4, 3, 1, 42, "article_python"), X, np.array([[1.0], [1.0], [0.0]])


def first_rows(options: Namespace) -> tuple[Network, Array, Array]:
    """The first rows of a table as they are, unscaled, and first weights for them."""
    if options.target is None:
        refuse(MissingColumnError, "--target", "given with a table", "it is missing", "Name the column to predict.")
    count = check_count(options.rows, "--rows", 1, MOST_DRAWS)
    table = read_table(options.data)
    task = task_of(table, options)
    y, settings = targets_of(task)
    network = initial_network(
        task.X.shape[1], options.hidden, y.shape[1], options.seed, options.initialization, options.stream, **settings
    )
    return network, task.X[:count], y[:count]


def targets_of(task: Task) -> tuple[Array, dict[str, str]]:
    """Targets as the network sees them, and the output that goes with them: as the article's where it can."""
    if task.classes is not None and len(task.classes) > 2:
        places = np.arange(len(task.classes))
        settings = {"output_activation": "softmax", "loss": "categorical_cross_entropy"}
        return (task.y[:, None] == places).astype(np.float64), settings
    y = task.y.reshape(-1, 1).astype(np.float64)
    if task.classes is not None:
        return y, {"loss": "binary_cross_entropy"}
    return y, {} if y.min() >= 0 and y.max() <= 1 else {"output_activation": "identity"}


# ---- info ------------------------------------------------------------------------------------------------------------


def run_info(options: Namespace) -> None:  # noqa: ARG001 - all commands are called alike
    """Say which versions and extras there are, and test the arithmetic."""
    print(f"onehidden      {onehidden.__version__}, specification {SPECIFICATION}")
    print(f"Python         {python_version()} on {system()} {machine()}")
    print(f"NumPy          {np.__version__}")
    for extra, package in EXTRAS.items():
        missing = f"not installed; it comes with: pip install 'onehidden[{extra}]'"
        print(f"{package:<14} {installed(package) or missing}")
    tested_reproducible()
    print("self-test      passed: the reproducible arithmetic gives its specified bits here")
    kernels = repr(onehidden.info()).splitlines()[1]
    print(kernels.replace("kernels: ", "kernels        "))


def installed(package: str) -> str | None:
    """The version of a package, if it is installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
