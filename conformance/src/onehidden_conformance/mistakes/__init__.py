"""Wrong networks that people write, each one or two steps away from the right one.

They are implementations (`--implementation mistake:NAME`): whoever doubts that the suite would notice can look. The
text of each is for the person who made the mistake.
"""

from __future__ import annotations

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
]

ROOMS = (forward, losses, backward, weights, updates, optimizers, epochs, orders, patience, streams, bits)


def mistakes_of(room: object) -> list[type[Mistake]]:
    """The mistakes that a module defines, in its order; what has no name is only there to be derived from."""
    things = vars(room).values()
    return [
        thing for thing in things if isinstance(thing, type) and issubclass(thing, Mistake) and "name" in vars(thing)
    ]


MISTAKES: dict[str, type[Mistake]] = {mistake.name: mistake for room in ROOMS for mistake in mistakes_of(room)}
