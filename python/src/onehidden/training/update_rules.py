"""What an optimizer makes of a gradient: step 12 with the optimizer's state (SPEC.md 4.12 to 4.16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from onehidden._typing import Array
from onehidden.network.network import PARAMETER_NAMES, Network
from onehidden.network.steps import Steps, gradient_step, updated
from onehidden.training.optimizers import Optimizer, OptimizerState, State

Coefficients: TypeAlias = Mapping[str, float]


@dataclass(frozen=True)
class Rule:
    """How an optimizer works: its initial state for a parameter w, and an update of w and of that state."""

    initial: Callable[[Array], State]
    update: Callable[[Array, Array, float, State, Coefficients], tuple[Array, State]]


def no_state(w: Array) -> State:  # noqa: ARG001 - all rules are called alike
    """Nothing."""
    return ()


def gradient_descent_update(
    w: Array,
    grad: Array,
    learning_rate: float,
    state: State,
    settings: Coefficients,  # noqa: ARG001 - all rules are called alike
) -> tuple[Array, State]:
    """4.13: step 12 itself."""
    return updated(w, grad, learning_rate), state


def velocity(w: Array) -> State:
    """v."""
    return (np.zeros(w.shape),)


def momentum_update(
    w: Array, grad: Array, learning_rate: float, state: State, settings: Coefficients
) -> tuple[Array, State]:
    """4.14."""
    v = (state[0] * settings["coefficient"]) + grad
    return updated(w, v, learning_rate), (v,)


def nesterov_update(
    w: Array, grad: Array, learning_rate: float, state: State, settings: Coefficients
) -> tuple[Array, State]:
    """4.15."""
    v = (state[0] * settings["coefficient"]) + grad
    return updated(w, (v * settings["coefficient"]) + grad, learning_rate), (v,)


def moments(w: Array) -> State:
    """m, v, and the powers of beta1 and beta2."""
    return np.zeros(w.shape), np.zeros(w.shape), 1.0, 1.0


def adam_update(
    w: Array, grad: Array, learning_rate: float, state: State, settings: Coefficients
) -> tuple[Array, State]:
    """4.16."""
    m, v, power1, power2 = state
    beta1, beta2 = settings["beta1"], settings["beta2"]
    m = (m * beta1) + (grad * (1.0 - beta1))
    v = (v * beta2) + ((grad * grad) * (1.0 - beta2))
    power1, power2 = power1 * beta1, power2 * beta2
    mean, mean_square = m / (1.0 - power1), v / (1.0 - power2)
    new = w - ((mean * learning_rate) / (np.sqrt(mean_square) + settings["epsilon"]))
    return new, (m, v, power1, power2)


# The kernels know each by its position here.
RULES = {
    "gradient_descent": Rule(no_state, gradient_descent_update),
    "momentum": Rule(velocity, momentum_update),
    "nesterov": Rule(velocity, nesterov_update),
    "adam": Rule(moments, adam_update),
}

# ---- an update of a network ------------------------------------------------------------------------------------------

DECAYING = ("wh", "wout")


def initial_state(network: Network, optimizer: Optimizer) -> OptimizerState:
    """The optimizer's state before the first update."""
    initial = RULES[optimizer.name].initial
    return {name: initial(w) for name, w in network.parameters().items()}


def optimizer_step(
    network: Network,
    steps: Steps,
    learning_rate: float,
    optimizer: Optimizer,
    state: OptimizerState,
    weight_decay: float,
) -> tuple[Network, OptimizerState]:
    """Step 12 with an optimizer: every parameter and its state, from their old values and the gradients."""
    if optimizer.name == "gradient_descent" and weight_decay == 0.0:  # step 12 itself, without detours
        return gradient_step(network, steps, learning_rate), state
    rule = RULES[optimizer.name]
    new: dict[str, Array | None] = dict.fromkeys(PARAMETER_NAMES)
    new_state: dict[str, State] = {}
    for name, w in network.parameters().items():
        grad = steps[f"grad_{name}"]  # type: ignore[literal-required]
        if weight_decay > 0.0 and name in DECAYING:
            grad = grad + (w * weight_decay)
        new[name], new_state[name] = rule.update(w, grad, learning_rate, state[name], optimizer.settings)
    return network.with_parameters(**new), new_state  # type: ignore[arg-type]
