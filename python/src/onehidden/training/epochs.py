"""The epochs of a training, one by one, in the readable, interpreted code (SPEC.md 4.1 to 4.17). Nothing is checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.checks.errors import NumberOverflowError
from onehidden.network.network import Network
from onehidden.network.overflow import all_finite, checked_steps, checked_update, refuse_overflow
from onehidden.network.steps import Steps, backward_pass, error_pass, forward_pass
from onehidden.training.batches import Samples
from onehidden.training.optimizers import OptimizerState
from onehidden.training.plan import Plan
from onehidden.training.result import Epoch, Run
from onehidden.training.update_rules import optimizer_step


def interpreted_runs(start: Epoch, plan: Plan) -> Iterator[Run]:
    """Yield the states of a training, each as a run of its own."""
    for state in states_of_training(start, plan):
        validated = None if state.validation_loss is None else np.array([state.validation_loss])
        yield Run(np.array([state.loss]), validated, state)


def states_of_training(start: Epoch, plan: Plan) -> Iterator[Epoch]:
    """Yield the starting state with its losses, then the state after each epoch."""
    epoch, network, state = start.epoch, start.network, start.optimizer_state
    try:
        while True:
            steps = evaluated(network, plan.samples, plan.arithmetic)
            yield new_epoch(epoch, network, state, steps, plan)
            if epoch == plan.last:
                return
            epoch += 1
            network, state = trained_once(network, state, steps, plan, epoch)
    except NumberOverflowError as error:
        error.epoch = epoch
        error.args = (f"In epoch {epoch}: {error}",)
        raise


def new_epoch(epoch: int, network: Network, state: OptimizerState, steps: Steps, plan: Plan) -> Epoch:
    """The state after an epoch, with the validation loss."""
    validation_loss = None
    if plan.validation is not None:
        validation_loss = evaluated(network, plan.validation, plan.arithmetic)["loss"]
    return Epoch(epoch, network, steps["loss"], steps["error"], validation_loss, plan.optimizer.name, state)


def trained_once(
    network: Network, state: OptimizerState, steps: Steps, plan: Plan, epoch: int
) -> tuple[Network, OptimizerState]:
    """The network and the optimizer state after one update per part; `steps` are those of all rows."""
    learning_rate = plan.rate(epoch)
    parts = plan.parts(epoch)
    if parts is None:  # the evaluation was the forward pass of this update
        return descended(network, state, plan.samples, steps, learning_rate, plan)
    for part in parts:
        steps = evaluated(network, part, plan.arithmetic)
        network, state = descended(network, state, part, steps, learning_rate, plan)
    return network, state


def evaluated(network: Network, samples: Samples, arithmetic: Arithmetic) -> Steps:
    """Steps 2 to 5; raises an overflow where one is not finite. Activations are finite where their inputs are."""
    with np.errstate(all="ignore"):
        steps = forward_pass(network, samples.X, arithmetic)
        steps = error_pass(network, samples.y, steps, samples.weight, arithmetic)
    inputs = (steps.get("hidden_layer_input"), steps["output_layer_input"], steps["error"])
    return steps if all_finite(*inputs) else checked_steps(steps)


def descended(
    network: Network, state: OptimizerState, samples: Samples, steps: Steps, learning_rate: float, plan: Plan
) -> tuple[Network, OptimizerState]:
    """Steps 6 to 12; raises an overflow where one is not finite.

    Looking at the result is enough: a non-finite value always propagates to a parameter or to the optimizer state,
    since 0 times it is NaN.
    """
    with np.errstate(all="ignore"):
        steps = backward_pass(network, samples.X, steps, samples.weight, plan.arithmetic)
        new, state = optimizer_step(network, steps, learning_rate, plan.optimizer, state, plan.weight_decay)
    if not all_finite(new.wh, new.bh, new.wout, new.bout, *chain.from_iterable(state.values())):
        refuse_update(steps, new, state)
    return new, state


def refuse_update(steps: Steps, new: Network, state: OptimizerState) -> None:
    """Name the first of steps 6 to 12 that is not finite."""
    checked_steps(steps)
    checked_update(new)
    for name, values in state.items():
        if not all_finite(*values):
            refuse_overflow(f"updated_{name}")
