"""The stream "pcg64": PCG XSL-RR 128/64 as NumPy's `default_rng` seeds and reads it (SPEC.md 7.3).

NumPy itself is the definition; the R package, which has no such generator, writes it out.
"""

from __future__ import annotations

import numpy as np

from onehidden._typing import Array


class Pcg64Stream:
    """What `np.random.default_rng(seed)` begins and its `random` reads."""

    lowest_seed = 0
    highest_seed = 2**53 - 1  # the largest whole number up to which R's numbers have no gap

    def __init__(self, seed: int) -> None:
        self.engine = np.random.PCG64(seed)
        self.generator = np.random.Generator(self.engine)

    def uniforms(self, n: int) -> Array:
        """Draw the next n numbers: of a word a of 64 bits, floor(a / 2^11) / 2^53."""
        return self.generator.random(n)

    def skip(self, n: int) -> None:
        """Jump over n numbers."""
        self.engine.advance(n)
