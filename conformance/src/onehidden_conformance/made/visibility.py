"""Whether a vector sees a known mistake, as far as an implementation shows its steps."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from onehidden_conformance.made.vectors import Draft
from onehidden_conformance.mistakes import Mistake
from onehidden_conformance.numbers.comparison import ACCURATE
from onehidden_conformance.numbers.tensors import Matrix, Vector, flat, numbers_of, to_value
from onehidden_conformance.oracle import PARAMETERS, NetworkValues, Oracle
from onehidden_conformance.oracle.habits import Decay, update

Shown = Collection[str] | None  # None for every step


@dataclass(frozen=True)
class Sight:
    """A vector of one update, read once, for one mistake after the other."""

    network: NetworkValues
    X: Matrix
    y: Matrix
    rate: float
    weights: Vector | None
    decay: Decay | None
    expected: Mapping[str, tuple[Vector, Vector]]  # numbers and bounds, those of null infinite
    key: str = ""  # what tells it from all other vectors; empty where nothing is to be remembered

    def sees(self, mistake: type[Mistake], shown: Shown = None, level: int = ACCURATE) -> bool:
        """Whether a mistake changes the answer, in a step that is shown."""
        key = (self.key, mistake.name, None if shown is None else frozenset(shown), level)
        if key not in REMEMBERED or not self.key:
            REMEMBERED[key] = self.differs_from(mistake, shown, level)
        return REMEMBERED[key]

    def differs_from(self, mistake: type[Mistake], shown: Shown, level: int) -> bool:
        """The same, computed."""
        steps = self.steps(mistake())
        names = [name for name in self.expected if shown is None or name in shown]
        return any(self.differs(name, steps.get(name), level) for name in names) if steps else False

    def steps(self, oracle: Oracle) -> Mapping[str, Any]:
        """What a network, right or wrong, computes; nothing if it cannot work on this one."""
        try:
            return update(oracle, self.network, self.X, self.y, self.rate, self.weights, self.decay)
        except (ArithmeticError, ValueError, IndexError, TypeError):
            return {}

    def differs(self, name: str, got: Any, level: int) -> bool:
        """Whether one step lies outside of its bounds, or at level 2 has other bits."""
        numbers, bounds = self.expected[name]
        given = [] if got is None else flat(got)
        if len(given) != len(numbers):
            return True
        if level == ACCURATE:
            return any(not within(*triple) for triple in zip(given, numbers, bounds, strict=True))
        return any(bits(a) != bits(b) for a, b in zip(given, numbers, strict=True))


REMEMBERED: dict[tuple[Any, ...], bool] = {}
"""Which vector has seen which mistake, in the steps that are shown and at a level."""


def within(got: float, expected: float, bound: float) -> bool:
    """Whether a number conforms (SPEC 9.3 and 9.4)."""
    return got == expected or (abs(got - expected) <= bound and not math.isnan(got))


def bits(number: float) -> tuple[float, float]:
    """What tells two numbers apart that are not NaN: their value, and the sign of a zero."""
    return number, math.copysign(1.0, number)


def sight_of(vector: Mapping[str, Any]) -> Sight:
    """Read a vector of the kind `step`."""
    parameters = {name: vector["network"][name] for name in PARAMETERS}
    values: Any = {name: None if tensor is None else to_value(tensor) for name, tensor in parameters.items()}
    given: Any = {name: to_value(vector[name]) for name in GIVEN if name in vector}
    return Sight(
        NetworkValues(**{**vector["network"], **values}),
        given["X"],
        given["y"],
        given["learning_rate"],
        given.get("sample_weight"),
        Decay(given["weight_decay"], vector["decay_in"]) if "weight_decay" in given else None,
        {name: (numbers_of(tensor["bits"]), bounds_of(tensor)) for name, tensor in vector["expected"].items()},
        f"{vector['id']} {vector['digest']}",
    )


GIVEN = ("X", "y", "learning_rate", "sample_weight", "weight_decay")


def sight_of_draft(inputs: Draft) -> Sight:
    """A vector that has no bounds yet: whatever differs by more than rounding ever could is seen."""
    steps = {name: flat(value) for name, value in inputs.steps().items()}
    expected = {name: (numbers, [ROUGHLY * max(map(abs, numbers))] * len(numbers)) for name, numbers in steps.items()}
    return Sight(inputs.network, inputs.X, inputs.y, inputs.rate, inputs.weights, inputs.decay, expected)


ROUGHLY = 1e-9


def bounds_of(tensor: Mapping[str, Any]) -> Vector:
    """The bounds of a tensor; a null is infinite."""
    return [math.inf if bound is None else bound for bound in tensor["bound"]]


def visible(
    mistake: type[Mistake], vector: Mapping[str, Any], shown_steps: Shown = None, level: int = ACCURATE
) -> bool:
    """Whether a vector of the kind `step` sees a mistake in the steps that are shown.

    Examples
    --------
    >>> from onehidden_conformance.made.vectors import vector
    >>> from onehidden_conformance.mistakes import MISTAKES
    >>> made = vector("made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-01")
    >>> visible(MISTAKES["sum-for-mean"], made), visible(MISTAKES["sum-for-mean"], made, {"output"})
    (True, False)
    """
    return sight_of(vector).sees(mistake, shown_steps, level)
