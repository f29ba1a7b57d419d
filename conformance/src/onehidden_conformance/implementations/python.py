"""The Python package as an implementation, in this process and through its public functions only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import pairwise
from platform import python_version
from typing import Any

import numpy as np

import onehidden
import onehidden.arithmetic
import onehidden.streams
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
from onehidden_conformance.oracle import rows_of_batches
from onehidden_conformance.vectors.arguments import (
    PARAMETERS,
    NetworkArgument,
    OptimizerArgument,
    PairArgument,
    RatesArgument,
    Text,
    TrainedArgument,
    rate_of_epoch,
    with_choice,
)


class PythonImplementation:
    """`onehidden` in Python, in one of its arithmetics, with one of its kinds of kernels."""

    def __init__(self, mode: str) -> None:
        self.name = f"python:{mode}"
        self.level = MODES[mode].level
        self.choice: Any = MODES[mode].arguments
        self.steps = None
        self.declaration = EVERYTHING
        self.metadata = {
            "implementation": "onehidden",
            "version": version("onehidden"),
            "language": f"Python {python_version()}",
            "numpy": np.__version__,
        }

    def forward(self, network: Network, X: Array) -> Steps:
        """Steps 2 to 4."""
        with refusals():
            return onehidden.forward(onehidden.Network(**network), X, **self.choice)

    def predict(self, network: Network, X: Array) -> Array:
        """The output of step 4."""
        with refusals():
            return onehidden.predict(onehidden.Network(**network), X, **self.choice)

    def step(
        self, network: Network, X: Array, y: Array, learning_rate: float, sample_weight: Array | None = None
    ) -> tuple[Steps, str]:
        """Steps 2 to 12, and the digest of the updated network."""
        with refusals():
            old = onehidden.Network(**network)
            steps = onehidden.backward(old, X, y, sample_weight=sample_weight, **self.choice)
            new = onehidden.update_weights(old, steps, learning_rate)
            return {**steps, **updated(new)}, onehidden.parameter_digest(new)

    def update(self, network: Network, gradients: Mapping[str, Array], learning_rate: float) -> tuple[Steps, str]:
        """Step 12 from given gradients, and the digest of the updated network."""
        with refusals():
            steps: Any = dict(gradients)
            new = onehidden.update_weights(onehidden.Network(**network), steps, learning_rate)
            return updated(new), onehidden.parameter_digest(new)

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
        with refusals():
            start = onehidden.Network(**network)
            arguments: Any = (X, y, rate_argument(learning_rate), epochs, batches)
            more = self.keywords(options, without=("patience", "stops"))
            result = self.trained(start, X, y, learning_rate, epochs, batches, options)
            states = list(onehidden.training_epochs(start, *arguments, **more))[: result.epochs + 1]
            if isinstance(batches, str) and batches == "full":
                networks = [state.network for state in states[1:]]
            else:
                networks = list(self.after_every_update(start, X, y, learning_rate, result.epochs, batches, options))
            return Trained(
                parameters=parameters(result.network),
                history=result.history,
                digests=[onehidden.parameter_digest(network) for network in networks],
                outputs={e: onehidden.predict(states[e].network, X, **self.choice) for e in watched},
                mean_absolute_errors={e: onehidden.mean_absolute_error(states[e].error) for e in watched},
                validation_history=result.validation_history if "validation" in options else None,
                best_epoch=result.best_epoch,
            )

    def trained(
        self,
        start: onehidden.Network,
        X: Array,
        y: Array,
        learning_rate: Rate,
        epochs: int,
        batches: Batches,
        options: Options,
    ) -> onehidden.TrainingResult:
        """The result of a training, which is continued after each of its stops."""
        more = self.keywords(options, without=("stops",))
        stops = [0, *options.get("stops", []), epochs]
        result: Any = start
        for before, stop in pairwise(stops):
            arguments: Any = (rate_argument(learning_rate), stop - before, batches)
            result = onehidden.train(result, X, y, *arguments, **more)
        return result  # type: ignore[no-any-return]

    def keywords(self, options: Options, without: Sequence[str]) -> Any:
        """The choice of this implementation, and the other settings of a training."""
        kept = {name: python_value(value) for name, value in options.items() if name not in without}
        return {**self.choice, **kept}

    def after_every_update(
        self,
        network: onehidden.Network,
        X: Array,
        y: Array,
        learning_rate: Rate,
        epochs: int,
        batches: Batches,
        options: Options,
    ) -> Iterator[onehidden.Network]:
        """Train one batch at a time: an epoch yields only its last state, and this its other ones.

        Each update continues the one before, so that an optimizer keeps its memory.
        """
        more = self.keywords(options, without=("shuffle_seed", "stream", "validation", "patience", "stops"))
        result: Any = network
        for epoch in range(1, epochs + 1):
            rate = rate_of_epoch(learning_rate, epoch)
            for rows in rows_of_epoch(batches, len(X), epoch, options):
                result = onehidden.train(result, X, y, rate, 1, [rows], **more)
                yield result.network

    def threshold_unit(self, x: Array, w: Array | None, b: float, threshold: float) -> float | Array:
        """The threshold unit at one x or at every row of x."""
        with refusals():
            return onehidden.threshold_unit(x, w, b, threshold)

    def uniforms(self, seed: int, n: int, stream: str) -> Array:
        """The first n numbers of a stream."""
        with refusals():
            return onehidden.streams.uniforms(seed, n, stream)

    def normals(self, seed: int, n: int, stream: str) -> Array:
        """The first n normals of a stream."""
        with refusals():
            return onehidden.streams.normals(seed, n, stream)

    def initial_network(
        self, n_features: int, n_hidden: int, n_outputs: int, seed: int, initialization: str, stream: str
    ) -> tuple[Mapping[str, Array], str]:
        """First weights, and their digest."""
        with refusals():
            network = onehidden.initial_network(n_features, n_hidden, n_outputs, seed, initialization, stream)
            return parameters(network), onehidden.parameter_digest(network)

    def split_rows(self, n: int, fraction: float, seed: int, stream: str) -> tuple[list[int], list[int]]:
        """Rows for training and for validation."""
        with refusals():
            rows = onehidden.split_rows(n, fraction, seed, stream)
            return rows["training"].tolist(), rows["validation"].tolist()

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """Call a public function with arguments as they stand in a fixture, right or wrong."""
        with refusals():
            public = public_function(function)
            chosen = with_choice(function, arguments, self.choice)
            public(**{name: python_value(value) for name, value in chosen.items()})

    def close(self) -> None:
        """There is nothing to let go of."""


PUBLIC = (onehidden, onehidden.streams, onehidden.arithmetic)
"""Where the public functions of SPEC.md, section 11, are."""


def public_function(name: str) -> Callable[..., Any]:
    """A public function by its name."""
    for module in PUBLIC:
        if name in module.__all__:
            function: Callable[..., Any] = getattr(module, name)
            return function
    raise AttributeError(f"there is no public function {name!r}")


@contextmanager
def refusals() -> Iterator[None]:
    """Turn whatever is raised into `Refused`."""
    try:
        yield
    except Exception as error:
        raise refused(error) from error


def refused(error: Exception) -> Refused:
    """What an error tells; only the package's own have a code."""
    if not isinstance(error, onehidden.OneHiddenError):
        return Refused(f"{type(error).__name__}: {error}")
    result: Any = getattr(error, "result", None)
    complete = result is not None and len(result.history) > 0  # otherwise the network is just the one given
    return Refused(
        str(error),
        code=error.code,
        argument=error.argument,
        step=getattr(error, "step", None),
        epoch=getattr(error, "epoch", None),
        digest=onehidden.parameter_digest(result.network) if complete else None,
        history_length=None if result is None else len(result.history),
    )


def parameters(network: onehidden.Network) -> dict[str, Array]:
    """The parameters that a network has."""
    present = {name: getattr(network, name) for name in PARAMETERS}
    return {name: parameter for name, parameter in present.items() if parameter is not None}


def updated(network: onehidden.Network) -> dict[str, Array]:
    """The parameters of an updated network under the names of step 12."""
    return {f"updated_{name}": parameter for name, parameter in parameters(network).items()}


def rate_argument(learning_rate: Rate) -> Any:
    """A learning rate as a Python programmer would hand it in: a number, or a function of the epoch."""
    if isinstance(learning_rate, np.ndarray):
        return lambda epoch: rate_of_epoch(learning_rate, epoch)
    return learning_rate


def rows_of_epoch(batches: Batches, n: int, epoch: int, options: Options) -> list[Any]:
    """The rows of every update of an epoch, in the order of the package's own uniforms (SPEC.md 4.10)."""
    positions = rows_of_batches(batches, n)
    if "shuffle_seed" not in options:
        return positions
    uniforms = onehidden.streams.uniforms(options["shuffle_seed"], epoch * n, options.get("stream", "numpy"))
    order = np.argsort(uniforms[(epoch - 1) * n :], kind="stable")
    return [order[batch] for batch in positions]


def python_value(value: Any) -> Any:
    """An argument of a fixture as a Python programmer would hand it in."""
    if isinstance(value, Text):
        return np.array(value.words).reshape(value.shape)
    if isinstance(value, NetworkArgument):
        return onehidden.Network(**value.arguments)
    if isinstance(value, OptimizerArgument):
        return getattr(onehidden, value.name)(**value.settings) if value.settings else value.name
    if isinstance(value, RatesArgument):
        return rate_argument(value.rates)
    if isinstance(value, PairArgument):
        return value.X, value.y
    if isinstance(value, TrainedArgument):
        return onehidden.train(**{name: python_value(argument) for name, argument in value.arguments.items()})
    return value
