"""Wrong networks that people write, each one or two steps away from the right one.

They are implementations (`--implementation mistake:NAME`): if you doubt that the suite would notice, look. The
text of each is for the person who made the mistake.
"""

from __future__ import annotations

from types import ModuleType

from onehidden_conformance.mistakes import (
    backward,
    bits,
    forward,
    losses,
    optimizers,
    streams,
    updates,
    weights,
)
from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.mistakes.bits import (
    BiasFirst,
    FlushToZero,
    FusedMultiplyAdd,
    NoBlocks,
    PairwiseSummation,
    ReciprocalMean,
    RightToLeft,
    TwoBranchSigmoid,
)
from onehidden_conformance.mistakes.habits import (
    activations,
    biases,
    deltas,
    gradients,
    layout,
    outputs,
    reported,
    scales,
    targets,
)
from onehidden_conformance.mistakes.trainings import epochs, orders, patience

__all__ = [
    "MISTAKES",
    "BiasFirst",
    "FlushToZero",
    "FusedMultiplyAdd",
    "Mistake",
    "NoBlocks",
    "PairwiseSummation",
    "ReciprocalMean",
    "RightToLeft",
    "TwoBranchSigmoid",
    "forms_of",
]

HABITS = (activations, outputs, targets, layout, reported, scales, biases, deltas, gradients)
TRAININGS = (epochs, orders, patience)
ROOMS = (forward, losses, backward, weights, updates, *HABITS, optimizers, *TRAININGS, streams, bits)


def mistakes_of(room: ModuleType) -> list[type[Mistake]]:
    """The mistakes that a module defines, in its order; what has no name is only there to be derived from."""
    own = [thing for thing in vars(room).values() if isinstance(thing, type) and thing.__module__ == room.__name__]
    return [thing for thing in own if issubclass(thing, Mistake) and "name" in vars(thing)]


MISTAKES: dict[str, type[Mistake]] = {mistake.name: mistake for room in ROOMS for mistake in mistakes_of(room)}


def forms_of(name: str) -> list[type[Mistake]]:
    """All ways of making a mistake, that of the catalogue first.

    Examples
    --------
    >>> [form.__name__ for form in forms_of("error-reversed")]
    ['ErrorReversed']
    """
    return [MISTAKES[name], *FORMS.get(name, [])]


def further_forms() -> dict[str, list[type[Mistake]]]:
    """The forms beside those of the catalogue, by name."""
    forms: dict[str, list[type[Mistake]]] = {}
    for room in ROOMS:
        for thing in vars(room).values():
            if isinstance(thing, type) and issubclass(thing, Mistake) and "form" in vars(thing) and thing.form:
                forms.setdefault(thing.name, []).append(thing)
    return forms


FORMS = further_forms()
