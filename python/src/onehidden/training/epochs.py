"""The epochs of a training, one by one, and what all of them need (SPEC.md 4.1 to 4.17). Nothing is checked here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.checks.errors import NumberOverflowError
from onehidden.network.network import Network
from onehidden.network.overflow import checked_steps, checked_update, refuse_overflow
from onehidden.network.steps import Steps, backward_pass, error_pass, forward_pass
from onehidden.training.batches import Samples
from onehidden.training.result import Epoch, Run
from onehidden.training.settings import Plan
from onehidden.training.update_rules import Memories, optimizer_step


def interpreted_runs(start: Epoch, plan: Plan, epochs: int) -> Iterator[Run]:
    """Yield the states of a training, each as a run of its own."""
    for state in states_of_training(start.network, start.epoch, start.memories, plan, epochs):
        validated = None if state.validation_loss is None else np.array([state.validation_loss])
        yield Run(np.array([state.loss]), validated, state)


def rate_of(plan: Plan, epoch: int) -> float:
    """The learning rate of an epoch."""
    return plan.learning_rate(epoch) if callable(plan.learning_rate) else plan.learning_rate


def states_of_training(network: Network, epoch: int, memories: Memories, plan: Plan, epochs: int) -> Iterator[Epoch]:
    """Yield the state of `epoch`, which has the network and the memories, and those of so many epochs after it."""
    last = epoch + epochs
    try:
        while True:
            steps = evaluated(network, plan.samples, plan.arithmetic)
            yield new_state(epoch, network, memories, steps, plan)
            if epoch == last:
                return
            epoch += 1
            network, memories = trained_once(network, memories, steps, plan, epoch)
    except NumberOverflowError as error:
        error.epoch = epoch
        error.args = (f"In epoch {epoch}: {error}",)
        raise


def new_state(epoch: int, network: Network, memories: Memories, steps: Steps, plan: Plan) -> Epoch:
    """The state of an epoch, with its loss on the rows for validation."""
    validation_loss = None
    if plan.validation is not None:
        validation_loss = evaluated(network, plan.validation, plan.arithmetic)["loss"]
    return Epoch(epoch, network, steps["loss"], steps["error"], validation_loss, plan.optimizer.name, memories)


def trained_once(
    network: Network, memories: Memories, steps: Steps, plan: Plan, epoch: int
) -> tuple[Network, Memories]:
    """The network and the memories after one update for each part; `steps` are those of all rows."""
    learning_rate = rate_of(plan, epoch)
    parts = plan.parts(epoch)
    if parts is None:  # the evaluation was the forward pass of this update
        return descended(network, memories, plan.samples, steps, learning_rate, plan)
    for part in parts:
        steps = evaluated(network, part, plan.arithmetic)
        network, memories = descended(network, memories, part, steps, learning_rate, plan)
    return network, memories


def evaluated(network: Network, samples: Samples, arithmetic: Arithmetic) -> Steps:
    """Steps 2 to 5, refused where one is not finite; activations are finite where their inputs are."""
    with np.errstate(all="ignore"):
        steps = forward_pass(network, samples.X, arithmetic)
        steps = error_pass(network, samples.y, steps, samples.weight, arithmetic)
    inputs = (steps.get("hidden_layer_input"), steps["output_layer_input"], steps["error"])
    return steps if all_finite(*inputs) else checked_steps(steps)


def descended(
    network: Network, memories: Memories, samples: Samples, steps: Steps, learning_rate: float, plan: Plan
) -> tuple[Network, Memories]:
    """Steps 6 to 12, refused where one is not finite.

    Whatever is not, reaches a parameter or a memory, since 0 times it is NaN.
    """
    with np.errstate(all="ignore"):
        steps = backward_pass(network, samples.X, steps, samples.weight, plan.arithmetic)
        new, memories = optimizer_step(network, steps, learning_rate, plan.optimizer, memories, plan.weight_decay)
    if not all_finite(new.wh, new.bh, new.wout, new.bout, *chain.from_iterable(memories.values())):
        refuse_update(steps, new, memories)
    return new, memories


def refuse_update(steps: Steps, new: Network, memories: Memories) -> None:
    """Say which of steps 6 to 12 is not finite."""
    checked_steps(steps)
    checked_update(new)
    for name, memory in memories.items():
        if not all_finite(*memory):
            refuse_overflow(f"updated_{name}")


def all_finite(*arrays: Array | float | None) -> bool:
    """Tell whether there is neither NaN nor infinity in any of the arrays that are there."""
    # Counting takes a third of the time of all() for short arrays.
    return all(array is None or np.count_nonzero(np.isfinite(array)) == np.size(array) for array in arrays)
