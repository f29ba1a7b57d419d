"""The Python package as a testee, in this process and through its public functions only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from platform import python_version
from typing import Any

import numpy as np

import onehidden
from onehidden_conformance.arguments import PARAMETERS, NetworkArgument, Text, in_arithmetic
from onehidden_conformance.bits import Array
from onehidden_conformance.testees import LEVELS, Batches, Network, Refused, Steps, Trained


class PythonTestee:
    """`onehidden` in Python, in one of its arithmetics."""

    def __init__(self, arithmetic: str) -> None:
        self.name = f"python:{arithmetic}"
        self.level = LEVELS[arithmetic]
        self.arithmetic = arithmetic
        self.steps = None
        self.metadata = {
            "implementation": "onehidden",
            "version": version("onehidden"),
            "language": f"Python {python_version()}",
            "numpy": np.__version__,
        }

    def forward(self, network: Network, X: Array) -> Steps:
        """Steps 2 to 4."""
        with refusals():
            return onehidden.forward(onehidden.Network(**network), X, self.arithmetic)

    def predict(self, network: Network, X: Array) -> Array:
        """The output of step 4."""
        with refusals():
            return onehidden.predict(onehidden.Network(**network), X, self.arithmetic)

    def step(self, network: Network, X: Array, y: Array, learning_rate: float) -> tuple[Steps, str]:
        """Steps 2 to 12, and the digest of the updated network."""
        with refusals():
            old = onehidden.Network(**network)
            steps = onehidden.backward(old, X, y, self.arithmetic)
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
        learning_rate: float,
        epochs: int,
        batches: Batches,
        watched: Sequence[int],
    ) -> Trained:
        """Train as a whole for the result, and epoch by epoch for what lies between."""
        with refusals():
            start = onehidden.Network(**network)
            arguments: Any = (X, y, learning_rate, epochs, batches, self.arithmetic)
            result = onehidden.train(start, *arguments)
            states = list(onehidden.training_epochs(start, *arguments))
            if isinstance(batches, str) and batches == "full":
                networks = [state.network for state in states[1:]]
            else:
                networks = list(self.after_every_update(start, X, y, learning_rate, epochs, batches))
            return Trained(
                parameters=parameters(result.network),
                history=result.history,
                digests=[onehidden.parameter_digest(network) for network in networks],
                outputs={e: onehidden.predict(states[e].network, X, self.arithmetic) for e in watched},
                mean_absolute_errors={e: onehidden.mean_absolute_error(states[e].error) for e in watched},
            )

    def after_every_update(
        self, network: onehidden.Network, X: Array, y: Array, learning_rate: float, epochs: int, batches: Batches
    ) -> Iterator[onehidden.Network]:
        """Train one batch at a time: an epoch yields only its last state, and this its other ones."""
        rows_of_updates = [[row] for row in range(len(X))] if isinstance(batches, str) else batches
        for _ in range(epochs):
            for rows in rows_of_updates:
                network = onehidden.train(network, X, y, learning_rate, 1, [rows], self.arithmetic).network
                yield network

    def threshold_unit(self, x: Array, w: Array | None, b: float, threshold: float) -> float | Array:
        """The threshold unit at one x or at every row of x."""
        with refusals():
            return onehidden.threshold_unit(x, w, b, threshold)

    def uniforms(self, seed: int, n: int, stream: str) -> Array:
        """The first n numbers of a stream."""
        with refusals():
            return onehidden.uniforms(seed, n, stream)

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """Call a public function with arguments as they stand in a fixture, right or wrong."""
        with refusals():
            public: Callable[..., object] = getattr(onehidden, function)
            chosen = in_arithmetic(function, arguments, self.arithmetic)
            public(**{name: python_value(value) for name, value in chosen.items()})

    def close(self) -> None:
        """There is nothing to let go of."""


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


def python_value(value: Any) -> Any:
    """An argument of a fixture as a Python programmer would hand it in."""
    if isinstance(value, Text):
        return np.array(value.words).reshape(value.shape)
    return onehidden.Network(**value.arguments) if isinstance(value, NetworkArgument) else value
