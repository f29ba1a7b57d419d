"""Optimizers: from a parameter and its gradient to the updated parameter (SPEC 4.12 to 4.16)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from onehidden_conformance.numbers.tensors import flat
from onehidden_conformance.oracle.network import each_number
from onehidden_conformance.oracle.steps import Steps

Memory = dict[str, dict[str, Any]]
"""What an optimizer keeps: by the name of a parameter, then of a quantity."""


@dataclass(frozen=True)
class Optimizer:
    """An optimizer by its name, and its settings."""

    name: str = "gradient_descent"
    coefficient: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8


class Optimizers(Steps):
    """Step 12 in a training. `s` also holds `optimizer`, `weight_decay` and `memory`."""

    def new_values(self, s: Any, name: str) -> Any:
        """Step 12 of one of the four parameters; by itself an update is plain gradient descent."""
        optimizer = getattr(s, "optimizer", None)
        if optimizer is None:
            return super().new_values(s, name)
        w, grad = getattr(s, name), self.decayed(s, name)
        return getattr(self, optimizer.name)(s, name, w, grad)

    def decayed(self, s: Any, name: str) -> Any:
        """The gradient with the weight decay (4.12)."""
        grad = getattr(s, f"grad_{name}")
        if s.weight_decay == 0.0 or name not in self.decaying:
            return grad
        return each_number(lambda w, g: g + (w * s.weight_decay), getattr(s, name), grad)

    decaying: ClassVar[tuple[str, ...]] = ("wh", "wout")
    """Biases do not decay (4.12)."""

    def gradient_descent(self, s: Any, name: str, w: Any, grad: Any) -> Any:
        """4.13."""
        del name
        return each_number(lambda w, g: self.updated(s, w, g), w, grad)

    def momentum(self, s: Any, name: str, w: Any, grad: Any) -> Any:
        """4.14."""
        v = self.velocity(s, name, grad)
        return each_number(lambda w, v: w - (v * s.learning_rate), w, v)

    def nesterov(self, s: Any, name: str, w: Any, grad: Any) -> Any:
        """4.15."""
        v, c = self.velocity(s, name, grad), s.optimizer.coefficient
        return each_number(lambda w, v, g: w - (((v * c) + g) * s.learning_rate), w, v, grad)

    def velocity(self, s: Any, name: str, grad: Any) -> Any:
        """The new v of 4.14, remembered."""
        c = s.optimizer.coefficient
        v = each_number(lambda v, g: (v * c) + g, self.remembered(s, name, "v", grad), grad)
        s.memory[name] = {"v": v}
        return v

    def adam(self, s: Any, name: str, w: Any, grad: Any) -> Any:
        """4.16."""
        o = s.optimizer
        m = each_number(lambda m, g: (m * o.beta1) + (g * (1.0 - o.beta1)), self.remembered(s, name, "m", grad), grad)
        v = each_number(
            lambda v, g: (v * o.beta2) + ((g * g) * (1.0 - o.beta2)), self.remembered(s, name, "v", grad), grad
        )
        powers = s.memory.get(name, {"p1": 1.0, "p2": 1.0})
        p1, p2 = powers["p1"] * o.beta1, powers["p2"] * o.beta2
        s.memory[name] = {"m": m, "v": v, "p1": p1, "p2": p2}
        return each_number(lambda w, m, v: w - self.adam_step(s, m, v, p1, p2), w, m, v)

    def adam_step(self, s: Any, m: float, v: float, p1: float, p2: float) -> float:
        """What 4.16 subtracts."""
        step: float = ((m / (1.0 - p1)) * s.learning_rate) / (math.sqrt(v / (1.0 - p2)) + s.optimizer.epsilon)
        return step

    def remembered(self, s: Any, name: str, quantity: str, grad: Any) -> Any:
        """A memory of the optimizer; it begins with +0."""
        zeros = each_number(lambda _: 0.0, grad)
        return s.memory.get(name, {}).get(quantity, zeros)


def memory_not_finite(memory: Memory) -> dict[str, Any]:
    """The non-finite optimizer states, by the step names they are reported under (4.16)."""
    found = {}
    for name, quantities in memory.items():
        for value in quantities.values():
            if not all(map(math.isfinite, flat(value))):
                found[f"updated_{name}"] = value
    return found
