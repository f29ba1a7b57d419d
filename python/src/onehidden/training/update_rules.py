"""What an update makes of a gradient: step 12 with the optimizers' memories (SPEC.md 4.12 to 4.16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from onehidden._typing import Array
from onehidden.network.network import PARAMETER_NAMES, Network
from onehidden.network.steps import Steps, gradient_step, updated
from onehidden.training.optimizers import Optimizer

Settings: TypeAlias = Mapping[str, float]
Memory: TypeAlias = tuple[Any, ...]  # arrays and numbers that an optimizer keeps of one parameter
Memories: TypeAlias = Mapping[str, Memory]  # by the parameters' names


@dataclass(frozen=True)
class Rule:
    """How an optimizer works: its memory before the first update, and an update of w and of the memory."""

    start: Callable[[Array], Memory]
    update: Callable[[Array, Array, float, Memory, Settings], tuple[Array, Memory]]


def nothing(w: Array) -> Memory:  # noqa: ARG001 - all memories are begun alike
    """No memory."""
    return ()


def gradient_descent_update(
    w: Array,
    grad: Array,
    learning_rate: float,
    memory: Memory,
    settings: Settings,  # noqa: ARG001 - all rules are called alike
) -> tuple[Array, Memory]:
    """4.13: step 12 itself."""
    return updated(w, grad, learning_rate), memory


def velocity(w: Array) -> Memory:
    """v."""
    return (np.zeros(w.shape),)


def momentum_update(
    w: Array, grad: Array, learning_rate: float, memory: Memory, settings: Settings
) -> tuple[Array, Memory]:
    """4.14."""
    v = (memory[0] * settings["coefficient"]) + grad
    return updated(w, v, learning_rate), (v,)


def nesterov_update(
    w: Array, grad: Array, learning_rate: float, memory: Memory, settings: Settings
) -> tuple[Array, Memory]:
    """4.15."""
    v = (memory[0] * settings["coefficient"]) + grad
    return updated(w, (v * settings["coefficient"]) + grad, learning_rate), (v,)


def moments(w: Array) -> Memory:
    """m, v, and the powers of beta1 and beta2."""
    return np.zeros(w.shape), np.zeros(w.shape), 1.0, 1.0


def adam_update(
    w: Array, grad: Array, learning_rate: float, memory: Memory, settings: Settings
) -> tuple[Array, Memory]:
    """4.16."""
    m, v, power1, power2 = memory
    beta1, beta2 = settings["beta1"], settings["beta2"]
    m = (m * beta1) + (grad * (1.0 - beta1))
    v = (v * beta2) + ((grad * grad) * (1.0 - beta2))
    power1, power2 = power1 * beta1, power2 * beta2
    mean, mean_square = m / (1.0 - power1), v / (1.0 - power2)
    new = w - ((mean * learning_rate) / (np.sqrt(mean_square) + settings["epsilon"]))
    return new, (m, v, power1, power2)


RULES = {
    "gradient_descent": Rule(nothing, gradient_descent_update),
    "momentum": Rule(velocity, momentum_update),
    "nesterov": Rule(velocity, nesterov_update),
    "adam": Rule(moments, adam_update),
}

# ---- an update of a network ------------------------------------------------------------------------------------------

DECAYING = ("wh", "wout")


def first_memories(network: Network, optimizer: Optimizer) -> Memories:
    """What an optimizer knows before the first update."""
    start = RULES[optimizer.name].start
    return {name: start(w) for name, w in network.parameters().items()}


def optimizer_step(
    network: Network,
    steps: Steps,
    learning_rate: float,
    optimizer: Optimizer,
    memories: Memories,
    weight_decay: float,
) -> tuple[Network, Memories]:
    """Step 12 with an optimizer: every parameter and its memory, from their old values and the gradients."""
    if optimizer.name == "gradient_descent" and weight_decay == 0.0:  # step 12 itself, without detours
        return gradient_step(network, steps, learning_rate), memories
    rule = RULES[optimizer.name]
    new: dict[str, Array | None] = dict.fromkeys(PARAMETER_NAMES)
    new_memories: dict[str, Memory] = {}
    for name, w in network.parameters().items():
        grad = steps[f"grad_{name}"]  # type: ignore[literal-required]
        if weight_decay > 0.0 and name in DECAYING:
            grad = grad + (w * weight_decay)
        new[name], new_memories[name] = rule.update(w, grad, learning_rate, memories[name], optimizer.settings)
    return network.with_parameters(**new), new_memories  # type: ignore[arg-type]
