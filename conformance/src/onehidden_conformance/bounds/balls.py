"""True values and a-priori error bounds of every step (SPEC 9.5 to 9.27): what other rooms use of this one."""

from onehidden_conformance.bounds.functions import ACTIVATIONS
from onehidden_conformance.bounds.gradients import divisor
from onehidden_conformance.bounds.limits import bound, bounded_tensor, round_up, within
from onehidden_conformance.bounds.operations import Ball, exact, flat_balls, parameter_balls
from onehidden_conformance.bounds.rounding import PRECISION
from onehidden_conformance.bounds.steps import (
    BallSteps,
    mean_absolute_error_ball,
    step_balls,
    update_balls,
)

__all__ = [
    "ACTIVATIONS",
    "PRECISION",
    "Ball",
    "BallSteps",
    "bound",
    "bounded_tensor",
    "divisor",
    "exact",
    "flat_balls",
    "mean_absolute_error_ball",
    "parameter_balls",
    "round_up",
    "step_balls",
    "update_balls",
    "within",
]
