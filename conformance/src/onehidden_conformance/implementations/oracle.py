"""An oracle as an implementation: the right one, to test the judge, or a wrong one (see `mistakes`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from onehidden_conformance.implementations import (
    NO_OPTIONS,
    Batches,
    Network,
    Options,
    Rate,
    Refused,
    Skipped,
    Steps,
    Trained,
)
from onehidden_conformance.implementations.declaration import EVERYTHING
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.oracle import (
    NetworkValues,
    Oracle,
    Overflow,
    State,
    habits,
    settings_of,
    updated_network,
)


class OracleImplementation:
    """A scalar network, right or wrong. It checks no input: vectors of invalid input are not for it."""

    level = 2
    steps = None
    declaration = EVERYTHING
    metadata: ClassVar[Mapping[str, Any]] = {"implementation": "oracle"}

    def __init__(self, name: str, computes: Oracle) -> None:
        self.name = name
        self.oracle = computes

    def forward(self, network: Network, X: Array) -> Steps:
        """Steps 2 to 4."""
        return arrays(self.oracle.forward(network_values(network), X.tolist()))

    def predict(self, network: Network, X: Array) -> Array:
        """The output of step 4."""
        return np.array(self.forward(network, X)["output"])

    def step(
        self,
        network: Network,
        X: Array,
        y: Array,
        learning_rate: float,
        sample_weight: Array | None = None,
        weight_decay: float | None = None,
        decay_in: str = "gradient",
    ) -> tuple[Steps, str]:
        """Steps 2 to 12, and the digest of the updated network."""
        values = network_values(network)
        weights = None if sample_weight is None else sample_weight.tolist()
        decay = None if weight_decay is None else habits.Decay(weight_decay, decay_in)
        steps = habits.update(self.oracle, values, X.tolist(), y.tolist(), learning_rate, weights, decay)
        return arrays(steps), updated_network(values, steps).digest()

    def update(self, network: Network, gradients: Mapping[str, Array], learning_rate: float) -> tuple[Steps, str]:
        """Step 12 from given gradients, and the digest of the updated network."""
        values = network_values(network)
        lists = {name: gradient.tolist() for name, gradient in gradients.items()}
        steps = self.oracle.update(values, lists, learning_rate)
        return arrays(steps), updated_network(values, steps).digest()

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
        """Train, with an eye on the states of the watched epochs."""
        values, samples, targets = network_values(network), X.tolist(), y.tolist()
        settings = settings_of({**options, "learning_rate": learning_rate, "epochs": epochs, "batches": batches})
        try:
            training = self.oracle.train(values, samples, targets, settings)
        except Overflow as overflow:
            raise refused(overflow) from overflow
        states = training.states
        return Trained(
            parameters=arrays(training.network.parameters()),
            history=np.array(training.history),
            digests=training.digests,
            outputs={e: self.output(states[e], samples) for e in watched},
            mean_absolute_errors={e: self.oracle.mean_absolute_error(states[e].error) for e in watched},
            validation_history=np.array(training.validation_history) if training.validation_history else None,
            best_epoch=training.best,
        )

    def output(self, state: State, samples: list[list[float]]) -> Array:
        """The output of a state, n x k."""
        return np.array(self.oracle.forward(state.network, samples)["output"])

    def threshold_unit(self, x: Array, w: Array | None, b: float, threshold: float) -> Array:
        """The threshold unit at one x or at every row of x."""
        weights = None if w is None else w.tolist()
        units = [self.oracle.threshold_unit(row, weights, b, threshold) for row in np.atleast_2d(x).tolist()]
        return np.array(units).reshape(x.shape[:-1])

    def uniforms(self, seed: int, n: int, stream: str) -> Array:
        """The first n numbers of a stream."""
        return np.array(self.oracle.uniforms(seed, n, stream))

    def normals(self, seed: int, n: int, stream: str) -> Array:
        """The first n normals of a stream."""
        return np.array(self.oracle.normals(seed, n, stream))

    def initial_network(
        self, n_features: int, n_hidden: int, n_outputs: int, seed: int, initialization: str, stream: str
    ) -> tuple[Mapping[str, Array], str]:
        """First weights, and their digest."""
        network = self.oracle.initial_network(n_features, n_hidden, n_outputs, seed, initialization, stream)
        return arrays(network.parameters()), network.digest()

    def split_rows(self, n: int, fraction: float, seed: int, stream: str) -> tuple[list[int], list[int]]:
        """Rows for training and for validation."""
        return self.oracle.split_rows(n, fraction, seed, stream)

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """No checks."""
        raise Skipped(f"does not check {function}({', '.join(arguments)})")

    def close(self) -> None:
        """There is nothing to let go of."""


def refused(overflow: Overflow) -> Refused:
    """What an overflow tells."""
    states = overflow.training.states
    return Refused(
        str(overflow),
        code="overflow",
        step=overflow.step,
        epoch=overflow.epoch,
        digest=states[-1].network.digest() if states else None,
        history_length=len(states),
    )


def network_values(network: Network) -> NetworkValues:
    """The oracle's network of the constructor's arguments."""
    lists = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in network.items()}
    return NetworkValues(**lists)


def arrays(steps: Mapping[str, Any]) -> dict[str, Array]:
    """Lists as arrays."""
    return {name: np.array(value, dtype=np.float64) for name, value in steps.items()}
