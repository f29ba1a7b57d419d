"""An oracle as a testee: the right one, to test the judge, or a wrong one (see `mistakes`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from onehidden_conformance.bits import Array
from onehidden_conformance.oracle import (
    NetworkValues,
    Oracle,
    Overflow,
    State,
    updated_network,
)
from onehidden_conformance.testees import Batches, Network, Refused, Steps, Trained


class OracleTestee:
    """A scalar network, right or wrong. It checks no input: vectors of invalid input are not for it."""

    level = 2
    steps = None
    metadata: ClassVar[Mapping[str, Any]] = {"implementation": "oracle"}

    def __init__(self, name: str, oracle: Oracle) -> None:
        self.name = name
        self.oracle = oracle

    def forward(self, network: Network, X: Array) -> Steps:
        """Steps 2 to 4."""
        return arrays(self.oracle.forward(network_values(network), X.tolist()))

    def predict(self, network: Network, X: Array) -> Array:
        """The output of step 4."""
        return np.array(self.forward(network, X)["output"])

    def step(self, network: Network, X: Array, y: Array, learning_rate: float) -> tuple[Steps, str]:
        """Steps 2 to 12, and the digest of the updated network."""
        values = network_values(network)
        steps = self.oracle.step(values, X.tolist(), y.tolist(), learning_rate)
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
        learning_rate: float,
        epochs: int,
        batches: Batches,
        watched: Sequence[int],
    ) -> Trained:
        """Train, with an eye on the states of the watched epochs."""
        values, samples, targets = network_values(network), X.tolist(), y.tolist()
        try:
            training = self.oracle.train(values, samples, targets, learning_rate, epochs, batches)
        except Overflow as overflow:
            raise refused(overflow) from overflow
        states = training.states
        return Trained(
            parameters=arrays(states[-1].network.parameters()),
            history=np.array(training.history),
            digests=training.digests,
            outputs={e: self.output(states[e], samples) for e in watched},
            mean_absolute_errors={e: self.oracle.mean_absolute_error(states[e].error) for e in watched},
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
        """No streams, but for the mistakes in them."""
        draw = getattr(self.oracle, "uniforms", None)
        if draw is None:
            raise Refused(f"{self.name} cannot do uniforms({seed}, {n}, {stream!r})")
        return np.array(draw(seed, n))

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """No checks."""
        raise Refused(f"{self.name} does not check {function}({', '.join(arguments)})")

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
