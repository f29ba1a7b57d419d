"""Calls that must be refused whose arguments, or what must be told of them, are computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onehidden_conformance.numbers.tensors import Matrix, to_tensor
from onehidden_conformance.oracle import NetworkValues, Optimizer, Settings, first_not_finite
from onehidden_vectors.making.trainings import overflowing_training
from onehidden_vectors.making.vector import ORACLE, network_json

NETWORK = NetworkValues([[0.5, -0.25], [1.0, 0.75], [-0.5, 0.25]], [0.25, -0.5], [[1.0], [-0.75]], [0.5])
X = [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.5, 0.5, 0.5]]
Y = [[1.0], [0.0], [1.0], [0.5]]

Calls = Iterator[dict[str, Any]]


def computed() -> Calls:
    """Yield the calls."""
    yield from updates()
    yield from overflowing_steps()
    for case in OVERFLOWING:
        yield case.call()


def network_argument(network: NetworkValues = NETWORK) -> dict[str, Any]:
    """Write a network as an argument."""
    return {"network": network_json(network)}


def updates() -> Calls:
    """Yield gradients that do not belong to the network."""
    steps = ORACLE.step(NETWORK, X, Y, 0.5)
    gradients = {name: to_tensor(steps[name]) for name in steps if name.startswith("grad_")}
    without = {name: tensor for name, tensor in gradients.items() if name != "grad_bout"}
    yield update(
        without,
        name="gradient-absent",
        title="No gradient of the output bias",
        why="A bias that is never updated is a common mistake; it must not happen by omission.",
    )
    yield update(
        {**gradients, "grad_wh": to_tensor([[0.5, 0.5]])},
        name="gradient-of-another-shape",
        title="A gradient of another shape than its parameter",
        why="Broadcasting would give every row of weights the same update.",
    )


def update(gradients: dict[str, Any], **about: str) -> dict[str, Any]:
    """A call of update_weights."""
    arguments = {"network": network_argument(), "steps": {"steps": gradients}, "learning_rate": 0.5}
    return {**about, "call": "update_weights", "arguments": arguments, "code": "invalid_steps", "argument": "steps"}


# ---- overflows -------------------------------------------------------------------------------------------------------

LINE = NetworkValues(None, None, [[0.0]], None, output_activation="identity")


def overflow(name: str, call: str, arguments: dict[str, Any], **about: Any) -> dict[str, Any]:
    """A call that ends beyond the largest number."""
    expected = {"code": "overflow", "argument": None}
    return {"id": f"invalid/{name}", "call": call, "arguments": arguments, **expected, **about}


def overflowing_steps() -> Calls:
    """Yield single passes that end beyond the largest number."""
    huge = NetworkValues([[1e200, -1.0]], None, [[1.0], [1.0]], None, "identity", "identity")
    yield overflow(
        "overflow-forward",
        "forward",
        {"network": network_argument(huge), "X": to_tensor([[1.0], [1e150]])},
        title="A product beyond the largest number",
        why="Inputs and weights are finite, their product is not. Infinity must not travel on, where"
        " a sigmoid would turn it into an innocent 1.",
        spec="10.23",
        step=first_not_finite(ORACLE.forward(huge, [[1.0], [1e150]])),
    )
    yield overflow(
        "overflow-gradient",
        "backward",
        {"network": network_argument(LINE), "X": to_tensor([[1e200]]), "y": to_tensor([[1e150]])},
        title="A gradient beyond the largest number",
        why="The loss and the gradient overflow. The loss may; the gradient is what is named.",
        spec="3.9 10.23",
        step=first_not_finite(ORACLE.step(LINE, [[1e200]], [[1e150]], 0.0)),
    )


@dataclass(frozen=True, kw_only=True)
class Case:
    """A training of a line with one weight that overflows."""

    name: str
    title: str
    why: str
    settings: Settings
    X: Matrix
    y: Matrix
    weight: float = 0.0
    spec: str = "4.6 10.23"

    def call(self) -> dict[str, Any]:
        """The call of train."""
        network = NetworkValues(None, None, [[self.weight]], None, output_activation="identity")
        named = {} if self.settings.optimizer == Optimizer() else {"optimizer": self.settings.optimizer.name}
        arguments = {
            "network": network_argument(network),
            "X": to_tensor(self.X),
            "y": to_tensor(self.y),
            "learning_rate": self.settings.learning_rate,
            "epochs": self.settings.epochs,
            **named,
        }
        told = overflowing_training(network, self.X, self.y, self.settings)
        return overflow(self.name, "train", arguments, title=self.title, why=self.why, spec=self.spec, **told)


OVERFLOWING = [
    Case(
        name="overflow-third-epoch",
        title="A training that overflows in its third epoch",
        why="Each epoch multiplies the error by 1e150. The loss of state 2 is infinite already, which"
        " is allowed; in epoch 3 the gradient overflows. State 2 and its history of three losses"
        " must be handed back, not lost.",
        weight=0.0,
        X=[[1e75]],
        y=[[1.0]],
        settings=Settings(learning_rate=1.0, epochs=10),
    ),
    Case(
        name="overflow-between-epochs",
        title="An update that is finite and leads to an output that is not",
        why="All steps of the update of epoch 2 are finite, and so is the new weight. The state of"
        " epoch 2 is not complete, because its error is not: state 1 is handed back.",
        weight=0.0,
        X=[[1e80]],
        y=[[1.0]],
        settings=Settings(learning_rate=1.0, epochs=10),
    ),
    Case(
        name="overflow-slow",
        title="A learning rate that is too large, and hundreds of epochs",
        why="The usual way to overflow: the error grows fourfold in every epoch. The epoch, the step"
        " and the digest of the last complete state depend on every bit of all epochs before.",
        weight=0.5,
        X=[[1.0], [2.0]],
        y=[[1.0], [3.0]],
        settings=Settings(learning_rate=1.0, epochs=5000),
    ),
    Case(
        name="overflow-first-state",
        title="A network that overflows before any update",
        why="State 0 cannot be computed. There is no complete state and the history is empty.",
        weight=1e200,
        X=[[1e200]],
        y=[[1.0]],
        settings=Settings(learning_rate=1.0, epochs=10),
    ),
    Case(
        name="overflow-adam-memory",
        title="A gradient whose square is beyond the largest number",
        why="The gradient is -1e200, and finite. Adam's v is infinite, which makes the step 0 and no parameter"
        " infinite: the training would stand still from then on. A memory that is not finite is told as the update of"
        " its parameter.",
        X=[[1e100]],
        y=[[1e100]],
        settings=Settings(learning_rate=0.5, epochs=5, optimizer=Optimizer("adam")),
        spec="4.6 4.14 4.16 10.23",
    ),
    Case(
        name="overflow-momentum-parameter",
        title="A velocity that carries the weight beyond the largest number",
        why="Each epoch multiplies the error; the velocity is finite longer than the error of the next state.",
        X=[[1e75]],
        y=[[1.0]],
        settings=Settings(learning_rate=1.0, epochs=5, optimizer=Optimizer("momentum")),
        spec="4.6 4.14 4.16 10.23",
    ),
]
