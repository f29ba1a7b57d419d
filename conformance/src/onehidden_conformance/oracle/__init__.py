"""The oracle: the network of SPEC.md in plain Python numbers, one method a step.

It shares no code with the packages that it judges, and it is written to be compared with SPEC.md
line by line. A wrong network is a subclass that overrides a method.
"""

from __future__ import annotations

from onehidden_conformance.oracle.network import (
    BACKWARD,
    FORWARD,
    NEEDS,
    PARAMETERS,
    STEPS,
    NetworkValues,
    add_to_rows,
    elementwise,
    transpose,
    updated_network,
)
from onehidden_conformance.oracle.optimizers import Optimizer
from onehidden_conformance.oracle.steps import BINARY64, BLOCK, start
from onehidden_conformance.oracle.training import (
    Overflow,
    Settings,
    State,
    Training,
    Trainings,
    first_not_finite,
    rows_of_batches,
    settings_of,
)

__all__ = [
    "BACKWARD",
    "BINARY64",
    "BLOCK",
    "FORWARD",
    "NEEDS",
    "PARAMETERS",
    "STEPS",
    "NetworkValues",
    "Optimizer",
    "Oracle",
    "Overflow",
    "Settings",
    "State",
    "Training",
    "add_to_rows",
    "elementwise",
    "first_not_finite",
    "rows_of_batches",
    "settings_of",
    "start",
    "transpose",
    "updated_network",
]


class Oracle(Trainings):
    """Steps, optimizers, trainings and streams together."""
