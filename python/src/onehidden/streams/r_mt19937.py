"""The stream "r": the Mersenne Twister as R's `set.seed` seeds and `runif` reads it (SPEC.md 7.4)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array

INSTEAD_OF_ZERO = 2.328306437080797e-10 / 2  # R's runif() never returns 0 or 1


class RStream:
    """What `set.seed(seed)` starts and `runif` reads."""

    lowest_seed = -(2**31 - 1)
    highest_seed = 2**31 - 1

    def __init__(self, seed: int) -> None:
        self.engine = np.random.MT19937(0)
        self.engine.state = {
            "bit_generator": "MT19937",
            "state": {"key": congruential_state(seed), "pos": 624},  # 624: all words are used up
        }

    def uniforms(self, n: int) -> Array:
        """Draw the next n numbers: a word / 2^32."""
        u = self.engine.random_raw(n) / 2**32
        u[u == 0] = INSTEAD_OF_ZERO
        return u

    def skip(self, n: int) -> None:
        """Skip n numbers by drawing them."""
        self.engine.random_raw(n, output=False)


def congruential_state(seed: int) -> npt.NDArray[np.uint32]:
    """Fill the state with seed = 69069 * seed + 1 modulo 2^32; the first 51 are discarded."""
    words = []
    for _ in range(51 + 624):
        seed = (69069 * seed + 1) % 2**32
        words.append(seed)
    return np.array(words[51:], dtype=np.uint32)
