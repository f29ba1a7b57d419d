"""Mistakes in the stream of random numbers."""

from __future__ import annotations

import random
from itertools import islice

from onehidden_conformance.generate import mersenne
from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.tensors import Vector


class SeededByArray(Mistake):
    """The Mersenne Twister was seeded by its routine for arrays.

    Python's own random.seed does this, and `np.random.seed(s)` does not: it starts from Knuth's recurrence.
    """

    name = "seeded-by-array"
    steps = ("uniforms",)
    kind = "stream"

    def uniforms(self, seed: int, n: int) -> Vector:
        """Draw as Python's random does."""
        generator = random.Random(seed)
        return [generator.random() for _ in range(n)]


class ThirtyTwoBits(Mistake):
    """One word of 32 bits was drawn for each number, and it takes two.

    R's runif does this. NumPy makes 53 bits of two words.
    """

    name = "uniforms-of-32-bits"
    steps = ("uniforms",)
    kind = "stream"

    def uniforms(self, seed: int, n: int) -> Vector:
        """Divide single words by 2^32."""
        return [word / 2**32 for word in islice(mersenne.words(seed), n)]
