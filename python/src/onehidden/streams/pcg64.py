"""The stream "pcg64": PCG XSL-RR 128/64 as NumPy's `default_rng` seeds and reads it (SPEC.md 7.3).

NumPy's generator is used here; the R package implements it, since R has none.
"""

from __future__ import annotations

import numpy as np

from onehidden._typing import Array


class Pcg64Stream:
    """What `np.random.default_rng(seed)` starts and its `random` reads."""

    lowest_seed = 0
    highest_seed = 2**53 - 1  # up to here R's numbers hold every integer

    def __init__(self, seed: int) -> None:
        self.engine = np.random.PCG64(seed)
        self.generator = np.random.Generator(self.engine)

    def uniforms(self, n: int) -> Array:
        """Draw the next n numbers: of a word a of 64 bits, floor(a / 2^11) / 2^53."""
        return self.generator.random(n)

    def skip(self, n: int) -> None:
        """Skip n numbers."""
        self.engine.advance(n)
