"""How far rounding errors may carry a network, found out by trying: a Monte Carlo band.

Samples, parameters and steps are perturbed by up to 2u, again and again, as if another program had rounded otherwise.
What then moves moves by rounding, and the largest move is the band. Unlike the bounds of SPEC.md, section 9, this
serves wrong networks and whole trainings too; and unlike those it is no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np

from onehidden_conformance.judging.answers import WORDS, Vector, answer
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.tensors import Value
from onehidden_conformance.oracle import PARAMETERS, Oracle

TWO_U = 2.0**-52
RUNS = 8


def perturbed(kind: type[Oracle], seed: int, two_u: float = TWO_U) -> Oracle:
    """An oracle of a kind, right or wrong, that perturbs all it is given and all it computes."""
    random = Random(seed)

    class Perturbed(kind):  # type: ignore[misc, valid-type]
        """The steps, each followed by other roundings."""

        def run(self, names: Sequence[str], s: Any) -> dict[str, Value]:
            """Perturb the inputs, and every step before the next one sees it."""
            for name in ("X", *PARAMETERS):
                setattr(s, name, moved(getattr(s, name), random, two_u))
            steps: dict[str, Value] = {}
            for name in names:
                steps |= super().run([name], s)
                if name in steps:
                    steps[name] = moved(steps[name], random, two_u)
                    setattr(s, name, steps[name])
            return steps

    return Perturbed()


def moved(value: Any, random: Random, two_u: float = TWO_U) -> Any:
    """All numbers times 1 + 2u, 1, or 1 - 2u; None stays."""
    if isinstance(value, list):
        return [moved(element, random, two_u) for element in value]
    return None if value is None else value * (1.0 + random.choice((-two_u, 0.0, two_u)))


def band(kind: type[Oracle], vector: Vector, runs: int = RUNS) -> dict[str, Array]:
    """How far each number of an answer moves at most, by name; infinite where it is lost altogether.

    Parameters
    ----------
    kind : class
        `Oracle`, or a mistake.
    vector : mapping
        As `fixtures.load` gives it.
    runs : int
        How often to try.
    """
    still = answer(kind(), vector)
    names = [name for name in still if name not in WORDS]
    bands = {name: np.zeros(np.shape(still[name])) for name in names}
    for seed in range(runs):
        other = answer(perturbed(kind, seed), vector)
        for name in names:
            bands[name] = np.maximum(bands[name], distance(other.get(name), still[name]))
    return bands


def distance(got: Any, still: Array) -> Array:
    """|got - still|, 0 where both are equal or both NaN, and infinite where that cannot be computed."""
    if np.shape(got) != np.shape(still):
        return np.full(np.shape(still), np.inf)
    with np.errstate(all="ignore"):
        difference = np.abs(np.asarray(got) - still)
    same = (got == still) | (np.isnan(got) & np.isnan(still))
    return np.where(same, 0.0, np.where(np.isnan(difference), np.inf, difference))
