"""The stream "numpy": the Mersenne Twister as NumPy's legacy generator seeds and reads it (SPEC.md 7.2)."""

from __future__ import annotations

import numpy as np

from onehidden._typing import Array

SKIPPED_AT_ONCE = 2**20


class NumpyStream:
    """What `np.random.seed(seed)` starts and `np.random.random_sample` reads."""

    lowest_seed = 0
    highest_seed = 2**32 - 1

    def __init__(self, seed: int) -> None:
        self.generator = np.random.RandomState(seed)

    def uniforms(self, n: int) -> Array:
        """Draw the next n numbers: of two words a and b, (floor(a / 2^5) * 2^26 + floor(b / 2^6)) / 2^53."""
        return self.generator.random_sample(n)

    def skip(self, n: int) -> None:
        """Skip n numbers by drawing them."""
        for passed in range(0, n, SKIPPED_AT_ONCE):
            self.uniforms(min(SKIPPED_AT_ONCE, n - passed))
