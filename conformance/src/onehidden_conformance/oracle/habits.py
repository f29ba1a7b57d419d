"""Updates of networks with habits that SPEC.md does not have: one bias for a layer, and weight decay within a step.

A bias of length 1 before several neurons is one bias for the layer: every neuron adds it, and its gradient is the sum
of theirs. Weight decay c (SPEC 4.12) adds w * c to the gradients of both weights, or c / 2 times the sum of their
squares to the loss, or both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from onehidden_conformance.numbers.tensors import Matrix, Value, Vector, flat
from onehidden_conformance.oracle.network import BACKWARD, STEPS, NetworkValues, each_number
from onehidden_conformance.oracle.steps import start

if TYPE_CHECKING:
    from onehidden_conformance.oracle import Oracle

UPDATED = STEPS[len(BACKWARD) :]
PLACES = ("gradient", "loss", "both")
"""Where a weight decay acts."""


@dataclass(frozen=True)
class Decay:
    """A weight decay: its coefficient, and where it acts."""

    coefficient: float
    place: str

    @property
    def in_gradient(self) -> bool:
        """Whether the gradients of the weights have it."""
        return self.place in ("gradient", "both")

    @property
    def in_loss(self) -> bool:
        """Whether the loss has it."""
        return self.place in ("loss", "both")


def update(
    oracle: Oracle,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    learning_rate: float,
    sample_weight: Vector | None = None,
    decay: Decay | None = None,
) -> dict[str, Value]:
    """Steps 2 to 12 of one update, by name."""
    shared = layer_biases(network)
    if not shared and decay is None:
        return oracle.step(network, X, y, learning_rate, sample_weight)
    s = start(spread(network), X, y, learning_rate, sample_weight=sample_weight)
    whole = oracle.step(spread(network), X, y, learning_rate, sample_weight)
    steps = {name: value for name, value in whole.items() if name in BACKWARD}
    vars(s).update(steps)
    for name in shared:
        setattr(s, name, getattr(network, name))
        setattr(s, f"grad_{name}", [oracle.fold(flat(getattr(s, f"grad_{name}")))])
    if decay is not None:
        add_decay(oracle, s, decay)
    return {**{name: getattr(s, name) for name in steps}, **oracle.run(UPDATED, s)}


def add_decay(oracle: Oracle, s: Any, decay: Decay) -> None:
    """Let a weight decay act on the steps so far."""
    c = decay.coefficient
    weights = [name for name in ("wh", "wout") if getattr(s, name) is not None]
    if decay.in_gradient:
        for name in weights:
            gradient = each_number(lambda g, w: g + (w * c), getattr(s, f"grad_{name}"), getattr(s, name))
            setattr(s, f"grad_{name}", gradient)
    if decay.in_loss:
        squares = oracle.fold([w * w for name in weights for w in flat(getattr(s, name))])
        s.loss = s.loss + ((squares * c) / 2.0)


def layer_biases(network: NetworkValues) -> list[str]:
    """The biases that a whole layer shares."""
    widths = {"bh": len(network.wh[0]) if network.wh is not None else 0, "bout": len(network.wout[0])}
    biases = {name: getattr(network, name) for name in widths}
    return [name for name, bias in biases.items() if bias is not None and len(bias) == 1 < widths[name]]


def spread(network: NetworkValues) -> NetworkValues:
    """The same network with one bias for each neuron."""
    widths = {"bh": len(network.wh[0]) if network.wh is not None else 0, "bout": len(network.wout[0])}
    changes: dict[str, Any] = {name: getattr(network, name) * widths[name] for name in layer_biases(network)}
    return replace(network, **changes)
