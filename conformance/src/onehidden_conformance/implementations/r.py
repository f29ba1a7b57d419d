"""The R package as an implementation, in an R embedded in this process by rpy2, through its public functions only.

Numbers cross as memory, never as text, so that each arrives with the bits that it left with. R keeps matrices column
by column, has no scalars, and counts rows from 1; all three are settled here.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import rpy2.rinterface as ri

from onehidden_conformance.implementations import (
    MODES,
    NO_OPTIONS,
    Batches,
    Network,
    Options,
    Rate,
    Refused,
    Steps,
    Trained,
)
from onehidden_conformance.implementations.declaration import EVERYTHING
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.vectors.arguments import (
    NetworkArgument,
    OptimizerArgument,
    PairArgument,
    RatesArgument,
    Text,
    TrainedArgument,
    with_choice,
)


class RImplementation:
    """`onehidden` in R, in one of its arithmetics, with one of its kinds of kernels."""

    def __init__(self, mode: str) -> None:
        self.name = f"r:{mode}"
        self.level = MODES[mode].level
        self.choice = MODES[mode].arguments
        self.steps = None
        self.declaration = EVERYTHING

    @property
    def metadata(self) -> Mapping[str, str]:
        """What it says of itself; this starts R."""
        metadata: Mapping[str, str] = ask("metadata")
        return metadata

    def forward(self, network: Network, X: Array) -> Steps:
        """Steps 2 to 4."""
        steps: Steps = ask("forward", network, X, self.choice)
        return steps

    def predict(self, network: Network, X: Array) -> Array:
        """The output of step 4."""
        output: Array = ask("predict", network, X, self.choice)
        return output

    def step(
        self, network: Network, X: Array, y: Array, learning_rate: float, sample_weight: Array | None = None
    ) -> tuple[Steps, str]:
        """Steps 2 to 12, and the digest of the updated network."""
        answer = ask("step", network, X, y, learning_rate, self.choice, sample_weight)
        steps = answer["steps"]
        return {**steps, "loss": scalar(steps["loss"])}, answer["digest"]

    def update(self, network: Network, gradients: Mapping[str, Array], learning_rate: float) -> tuple[Steps, str]:
        """Step 12 from given gradients, and the digest of the updated network."""
        answer = ask("update", network, gradients, learning_rate)
        return answer["steps"], answer["digest"]

    def train(
        self,
        network: Network,
        X: Array,
        y: Array,
        learning_rate: Rate,
        epochs: int,
        batches: Batches,
        watched: Sequence[int],
        options: Options = NO_OPTIONS,
    ) -> Trained:
        """Train as a whole for the result, and epoch by epoch for what lies between."""
        rate = RatesArgument(learning_rate) if isinstance(learning_rate, np.ndarray) else learning_rate
        stops = np.array(options.get("stops", []), dtype=np.float64)
        how = {**options, "stops": stops} if options else options
        watched_vector = np.array(watched, dtype=np.float64)
        answer = ask("train", network, X, y, rate, epochs, batches, watched_vector, self.choice, how)
        return Trained(
            parameters=answer["parameters"],
            history=answer["history"],
            digests=digests(answer["updates"], answer["last_digest"]),
            outputs=dict(zip(watched, answer["outputs"], strict=True)),
            mean_absolute_errors=dict(zip(watched, map(scalar, answer["mean_absolute_errors"]), strict=True)),
            validation_history=answer["validation_history"] if "validation" in options else None,
            best_epoch=None if answer["best_epoch"] is None else int(scalar(answer["best_epoch"])),
        )

    def threshold_unit(self, x: Array, w: Array | None, b: float, threshold: float) -> Array:
        """The threshold unit at one x or at every row of x."""
        output: Array = ask("threshold_unit", x, w, b, threshold)
        return output.reshape(x.shape[:-1])

    def uniforms(self, seed: int, n: int, stream: str) -> Array:
        """The first n numbers of a stream."""
        numbers: Array = ask("uniforms", seed, n, stream)
        return numbers

    def normals(self, seed: int, n: int, stream: str) -> Array:
        """The first n normals of a stream."""
        numbers: Array = ask("normals", seed, n, stream)
        return numbers

    def initial_network(
        self, n_features: int, n_hidden: int, n_outputs: int, seed: int, initialization: str, stream: str
    ) -> tuple[Mapping[str, Array], str]:
        """First weights, and their digest."""
        answer = ask("initial_network", n_features, n_hidden, n_outputs, seed, initialization, stream)
        return answer["parameters"], answer["digest"]

    def split_rows(self, n: int, fraction: float, seed: int, stream: str) -> tuple[list[int], list[int]]:
        """Rows for training and for validation; R counts them from 1."""
        rows = ask("split_rows", n, fraction, seed, stream)
        return (rows["training"] - 1).astype(int).tolist(), (rows["validation"] - 1).astype(int).tolist()

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """Call a public function with arguments as they stand in a fixture, right or wrong."""
        ask("call_public", function, with_choice(function, arguments, self.choice))

    def close(self) -> None:
        """R cannot be started again in this process, so it stays."""


def digests(updates: Array | None, last_digest: str) -> list[str]:
    """The digest after every update: one column of numbers each. The last is the package's own word for it."""
    if updates is None:
        return []
    columns = np.asfortranarray(updates, dtype="<f8").T
    return [*(hashlib.sha256(column.tobytes()).hexdigest() for column in columns[:-1]), last_digest]


def scalar(x: Array) -> float:
    """A number, which R keeps as a vector of length 1."""
    return float(x.reshape(()))


def ask(function: str, *arguments: Any) -> Any:
    """Call a function of implementation.R; a refusal is raised."""
    answer = from_r(functions_of_r()[function](*map(to_r, arguments)))
    if "value" in answer:
        return answer["value"]
    if answer["epoch"] is not None:
        answer["epoch"] = int(scalar(answer["epoch"]))
    if answer["history_length"] is not None:
        answer["history_length"] = int(answer["history_length"][0])
    raise Refused(**answer)


@cache
def functions_of_r() -> dict[str, Any]:
    """Start R and read implementation.R."""
    ri.initr()
    source = "function(path) { functions <- new.env(); sys.source(path, functions); as.list(functions) }"
    functions = ri.evalr(source)(ri.StrSexpVector([str(Path(__file__).with_name("in_r") / "in_process.R")]))
    return dict(zip(functions.names, functions, strict=True))


def to_r(value: Any) -> Any:
    """Hand a value to R: numbers as doubles, rows counted from 1."""
    if value is None:
        return ri.NULL
    if isinstance(value, str):
        return ri.StrSexpVector([value])
    if isinstance(value, bool):
        return ri.BoolSexpVector([value])
    if isinstance(value, np.ndarray):
        return array_to_r(value)
    if isinstance(value, Text):
        words = np.array(value.words, dtype=object).reshape(value.shape)
        return with_dimensions(ri.StrSexpVector(words.ravel(order="F").tolist()), words.shape)
    if isinstance(value, NetworkArgument):
        return marked(value.arguments, "network_arguments")
    if isinstance(value, OptimizerArgument):
        return marked({"name": value.name, "settings": value.settings}, "optimizer_arguments")
    if isinstance(value, RatesArgument):
        return marked({"rates": value.rates}, "rates_argument")
    if isinstance(value, PairArgument):
        return ri.ListSexpVector([to_r(value.X), to_r(value.y)])
    if isinstance(value, TrainedArgument):
        return marked(value.arguments, "trained_arguments")
    if isinstance(value, Mapping):
        elements = ri.ListSexpVector([to_r(element) for element in value.values()])
        elements.do_slot_assign("names", ri.StrSexpVector(list(value)))
        return elements
    if isinstance(value, Sequence):
        return ri.ListSexpVector([ri.IntSexpVector([row + 1 for row in rows]) for rows in value])
    return ri.FloatSexpVector([float(value)])


def marked(arguments: Mapping[str, Any], kind: str) -> Any:
    """Arguments of something that R must make, with a class that says what."""
    argument = to_r(arguments)
    argument.do_slot_assign("class", ri.StrSexpVector([kind]))
    return argument


def array_to_r(array: Array) -> Any:
    """Copy an array into R's memory, column by column."""
    columns = np.array(array.ravel(order="F"), dtype=np.float64)
    return with_dimensions(ri.FloatSexpVector.from_memoryview(columns.data), array.shape)


def with_dimensions(vector: Any, shape: Sequence[int]) -> Any:
    """Make an R vector a matrix, where it is one."""
    if len(shape) > 1:
        vector.do_slot_assign("dim", ri.IntSexpVector(list(shape)))
    return vector


def from_r(value: Any) -> Any:
    """Take a value from R: lists with names as dictionaries, words as words, numbers as arrays."""
    if isinstance(value, ri.NULLType):
        return None
    if isinstance(value, ri.StrSexpVector):
        return value[0]
    if isinstance(value, ri.ListSexpVector):
        elements = [from_r(element) for element in value]
        names = value.names
        return elements if isinstance(names, ri.NULLType) else dict(zip(names, elements, strict=True))
    if not isinstance(value, ri.FloatSexpVector):
        return np.array(value)
    numbers = numbers_of(value)
    dimensions = ri.baseenv["dim"](value)
    return numbers if isinstance(dimensions, ri.NULLType) else numbers.reshape(tuple(dimensions), order="F")


def numbers_of(vector: Any) -> Array:
    """A copy of the numbers of a vector, for R may move on with the original.

    At each call memoryview() of rpy2 3.6 gives away a reference to None that it does not own, and before Python 3.12
    the process ends when the last one is gone. So each gets one more.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(None))
    return np.array(vector.memoryview())
