"""The walkthrough: the twelve steps of one update as matrices, in the console or as a page (SPEC.md, section 15)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import NumberOverflowError
from onehidden.checks.refusals import number
from onehidden.checks.values import check_arithmetic, check_count, check_learning_rate
from onehidden.network.data import check_samples, check_targets
from onehidden.network.functions import backward, update_weights
from onehidden.network.network import Network, check_network
from onehidden.network.steps import Steps
from onehidden.walkthrough.equations import equations
from onehidden.walkthrough.page import check_path_of_page, check_size, write_page
from onehidden.walkthrough.text import colours_of_terminal, equation_text, painted

MOST_EPOCHS_OF_A_PAGE = 1000
MOST_DECIMALS = 17  # enough to distinguish every double from its neighbours


@dataclass(frozen=True, eq=False)
class Walkthrough:
    """The result of a walkthrough.

    Attributes
    ----------
    steps : dict
        Steps 2 to 11 of the first update, as `backward` returns them.
    network : Network
        The network after the first update, step 12.
    path : str or None
        The path of the page, if one was written.
    """

    steps: Steps
    network: Network
    path: str | None

    def __repr__(self) -> str:
        where = "" if self.path is None else f" in {self.path}"
        return f"walkthrough{where}, loss {number(self.steps['loss'])} before the update: {self.network!r}"


@refuse_unknown_arguments
def walkthrough(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    learning_rate: float = 0.1,
    path: str | os.PathLike[str] | None = None,
    epochs: int = 10,
    decimals: int = 2,
    arithmetic: str = "reproducible",
) -> Walkthrough:
    """Walk through the twelve steps of an update, matrix by matrix.

    Without a path the steps are printed: each with its number, name and formula, a sentence, and the matrices it is
    computed from. With a path they are written as a page for a browser: one self-contained file, with buttons for the
    steps and the epochs, the arithmetic of every cell, and a drawing of the network.

    Parameters
    ----------
    network : Network
        Where to start; it is not changed.
    X : array_like, n x d
        One row per sample.
    y : array_like, n x k, or a vector where k = 1
        The targets.
    learning_rate : float
        The learning rate, 0 or larger.
    path : str, path or None
        The file to write, best with the ending .html; an existing file is replaced. None: print.
    epochs : int
        The number of updates on the page, each on all rows.
    decimals : int
        The number of decimals shown, 0 to 17; the page lets its reader choose.
    arithmetic : {"reproducible", "blas"}
        Reproducible bits, or BLAS for speed.

    Returns
    -------
    Walkthrough
        `steps`, as `backward` returns them; `network`, the network after the update; `path`.

    Raises
    ------
    OneHiddenError
        As `backward` and `update_weights`; with code invalid_count; with code out_of_range where the page would be too
        large; with code unreadable_file where it cannot be written.

    Notes
    -----
    SPEC.md, section 15.

    Examples
    --------
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> result = walkthrough(network, X=[[0.0]], y=[[1.0]])  # doctest: +ELLIPSIS
    one update of a network 1-2-1: sigmoid hidden layer, sigmoid output, squared_error (sum), 7 parameters
    ...
    step 8: error_at_hidden_layer = d_output . t(wout)
      The errors go back to the hidden neurons through the old weights.
    <BLANKLINE>
    d_output (1 x 1)   t(wout) (1 x 2)   error_at_hidden_layer (1 x 2)
    [ 0.12 ]         . [ 1  1 ]        = [ 0.12  0.12 ]
    ...
    >>> result.steps["error"]
    array([[0.5]])
    """
    check_network(network)
    check_arithmetic(arithmetic)
    X = check_samples(X, network.n_features)
    y = check_targets(y, len(X), network.n_outputs, network.output_activation)
    learning_rate = check_learning_rate(learning_rate)
    epochs = check_count(epochs, "epochs", 1, MOST_EPOCHS_OF_A_PAGE)
    decimals = check_count(decimals, "decimals", 0, MOST_DECIMALS)
    lesson = Lesson(network, X, y, learning_rate, decimals, arithmetic)
    if path is None:
        return printed(lesson)
    path = check_path_of_page(path)
    check_size(network, X, epochs)
    return written(lesson, path, epochs)


@dataclass(frozen=True, eq=False)
class Lesson:
    """What to walk through, checked."""

    network: Network
    X: Array
    y: Array
    learning_rate: float
    decimals: int
    arithmetic: str

    def given(self) -> dict[str, Any]:
        """The given values, by their names in the equations."""
        return {"X": self.X, "y": self.y, "learning_rate": self.learning_rate}


def printed(lesson: Lesson) -> Walkthrough:
    """Print the steps of one update."""
    steps, new, values = one_update(lesson, lesson.network)
    values = {**lesson.given(), **values}
    colours = colours_of_terminal()
    print(painted(f"one update of a {lesson.network!r}", "step", colours))
    print(f"learning rate {number(lesson.learning_rate)}, {lesson.arithmetic} arithmetic\n")
    print("".join(equation_text(e, values, lesson.decimals, colours) for e in equations(lesson.network)), end="")
    return Walkthrough(steps, new, None)


def written(lesson: Lesson, path: Path, epochs: int) -> Walkthrough:
    """Write the page and print its path."""
    updates = updates_of(lesson, epochs)
    write_page(path, data_of_page(lesson, [values for _, _, values in updates]))
    print(f"wrote {path}: open it in a browser")
    steps, new, _ = updates[0]
    return Walkthrough(steps, new, str(path))


def data_of_page(lesson: Lesson, epochs: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page shows; `epochs` holds the values of each update by name."""
    return {
        "network": repr(lesson.network),
        "arithmetic": lesson.arithmetic,
        "reduction": lesson.network.reduction,
        "decimals": lesson.decimals,
        "equations": [vars(equation) for equation in equations(lesson.network)],
        "given": lesson.given(),
        "epochs": epochs,
    }


Update: TypeAlias = tuple[Steps, Network, dict[str, Any]]


def updates_of(lesson: Lesson, epochs: int) -> list[Update]:
    """The updates of several epochs; an overflow names its epoch."""
    updates: list[Update] = []
    for epoch in range(1, epochs + 1):
        try:
            updates.append(one_update(lesson, updates[-1][1] if updates else lesson.network))
        except NumberOverflowError as error:
            error.epoch = epoch
            error.args = (f"In epoch {epoch}: {error}",)
            raise
    return updates


def one_update(lesson: Lesson, network: Network) -> Update:
    """Steps 1 to 12: what `backward` returns, the updated network, and every value by its name in the equations."""
    steps = backward(network, lesson.X, lesson.y, lesson.arithmetic)
    new = update_weights(network, steps, lesson.learning_rate)
    updated = {f"updated_{name}": parameter for name, parameter in new.parameters().items()}
    return steps, new, {**network.parameters(), **steps, **updated}
