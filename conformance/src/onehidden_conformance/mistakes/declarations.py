"""Networks that are right for another declaration than their own: the oracle of that declaration.

They are tried before any mistake: to average the gradients is no mistake if the declaration says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from onehidden_conformance.mistakes.base import UPDATED, Mistake
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle import NetworkValues
from onehidden_conformance.vectors.names import ACTIVATIONS, LOSSES, REDUCTIONS

BIASES = {"none": (), "hidden": ("bh",), "output": ("bout",)}


class Declaration(Mistake):
    """A network that would be right if it declared something else.

    Attributes
    ----------
    words : str
        What it would have to declare.
    """

    steps = UPDATED
    words: ClassVar[str]

    @classmethod
    def explanation(cls) -> str:
        """What to declare."""
        return f"The network is right if it declares {cls.words}: declare that, or change the network."


class OtherNetwork(Declaration):
    """Another activation, loss or reduction."""

    changes: ClassVar[dict[str, str]]

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Compute what is not declared, where that is a network that there is."""
        return super().step(self.other(network), X, y, learning_rate, sample_weight)

    def train(self, network: NetworkValues, *arguments: Any, **named: Any) -> Any:
        """Train what is not declared."""
        return super().train(self.other(network), *arguments, **named)

    def other(self, network: NetworkValues) -> NetworkValues:
        """The network that it is, where there is such a network."""
        changes: dict[str, Any] = {**self.changes}
        other = replace(network, **changes)
        return other if exists(other) else network


def exists(network: NetworkValues) -> bool:
    """Whether the loss belongs to the output activation (SPEC 2.1)."""
    needed = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}.get(network.loss)
    return network.output_activation == needed if needed else network.output_activation != "softmax"


class OtherRate(Declaration):
    """A fixed learning rate, whatever is given."""

    rate_of_its_own: ClassVar[float]

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Take its own rate."""
        del learning_rate
        return super().step(network, X, y, self.rate_of_its_own, sample_weight)

    def update(self, network: NetworkValues, gradients: dict[str, Value], learning_rate: float) -> dict[str, Value]:
        """Take its own rate."""
        del learning_rate
        return super().update(network, gradients, self.rate_of_its_own)

    def rate(self, learning_rate: Any, epoch: int) -> float:
        """Take its own rate."""
        del learning_rate, epoch
        return self.rate_of_its_own


class OtherBiases(Declaration):
    """Fewer biases than are given; those that it does not have stay as they are."""

    kept: ClassVar[tuple[str, ...]]

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Leave biases out."""
        gone = [name for name in ("bh", "bout") if name not in self.kept and getattr(network, name) is not None]
        absent: dict[str, Any] = dict.fromkeys(gone)
        steps = super().step(replace(network, **absent), X, y, learning_rate, sample_weight)
        for name in gone:
            steps |= {f"updated_{name}": getattr(network, name), f"grad_{name}": [0.0] * len(getattr(network, name))}
        return steps


def of_networks(field: str, name: str, values: tuple[str, ...]) -> Iterator[type[Declaration]]:
    """One for each value of a field of networks."""
    for value in values:
        words = f"{name} {value}"
        yield type(
            words.title().replace(" ", ""), (OtherNetwork,), {"name": words, "words": words, "changes": {field: value}}
        )


def of_rate(rate: float) -> type[Declaration]:
    """A learning rate that never changes."""
    words = f"learning rate {rate:.6g}"
    return type("FixedRate", (OtherRate,), {"name": words, "words": words, "rate_of_its_own": rate})


def of_biases() -> Iterator[type[Declaration]]:
    """Fewer biases."""
    for value, kept in BIASES.items():
        words = f"biases {value}"
        yield type(f"Biases{value.title()}", (OtherBiases,), {"name": words, "words": words, "kept": kept})


DECLARATIONS: tuple[type[Declaration], ...] = (
    *of_networks("reduction", "reduction", REDUCTIONS),
    *of_networks("loss", "loss", LOSSES),
    of_rate(1.0),
    *of_biases(),
    *of_networks("hidden_activation", "hidden activation", ACTIVATIONS),
    *of_networks("output_activation", "output activation", ACTIVATIONS),
)
"""What is tried; rates other than 1 are found out from the answers."""
