"""Draws from a stream: numbers, orders of rows, first weights (SPEC section 7, 4.10 and section 12)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import mersenne, pcg64, quantile
from onehidden_conformance.oracle.network import NetworkValues

Draws = Iterator[float]


class Drawing:
    """Streams and what is made of them."""

    # --- streams ----------------------------------------------------------------------------------------------------

    def draws(self, seed: int, stream: str) -> Draws:
        """A stream of uniforms from a seed."""
        streams = {"numpy": self.numpy, "pcg64": self.pcg64, "r": self.r}
        return streams[stream](seed)

    def numpy(self, seed: int) -> Draws:
        """7.2."""
        return mersenne.doubles(mersenne.words(mersenne.knuth(seed)))

    def pcg64(self, seed: int) -> Draws:
        """7.3."""
        return pcg64.doubles(pcg64.words(seed))

    def r(self, seed: int) -> Draws:
        """7.4."""
        return mersenne.doubles_of_r(mersenne.words(mersenne.set_seed(seed)))

    def normal(self, draws: Draws) -> float:
        """The next normal of a stream, which takes two uniforms (7.5)."""
        a, b = next(draws), next(draws)
        return self.quantile((math.floor(134217728.0 * a) + b) / 134217728.0)

    def quantile(self, p: float) -> float:
        """The quantile of the standard normal distribution (7.5)."""
        return quantile.normal_quantile(p)

    def uniforms(self, seed: int, n: int, stream: str = "numpy") -> Vector:
        """The first n uniforms."""
        return list(islice(self.draws(seed, stream), n))

    def normals(self, seed: int, n: int, stream: str = "numpy") -> Vector:
        """The first n normals."""
        draws = self.draws(seed, stream)
        return [self.normal(draws) for _ in range(n)]

    # --- first weights ----------------------------------------------------------------------------------------------

    def initial_network(
        self, d: int, h: int, k: int, seed: int, initialization: str = "glorot", stream: str = "numpy"
    ) -> NetworkValues:
        """The first weights, drawn in the order wh, bh, wout, bout (section 12)."""
        draws = self.draws(seed, stream)
        weights = {
            "article_python": self.article_python,
            "article_r": self.article_r,
            "glorot": self.glorot,
            "he": self.he,
        }[initialization]
        drawn = initialization.startswith("article")
        wh = weights(draws, d, h) if h > 0 else None
        bh = self.bias(draws, h, drawn) if h > 0 else None
        wout = weights(draws, h or d, k)
        return NetworkValues(wh, bh, wout, self.bias(draws, k, drawn))

    def article_python(self, draws: Draws, a: int, b: int) -> Matrix:
        """12.1."""
        return [[next(draws) for _ in range(b)] for _ in range(a)]

    def article_r(self, draws: Draws, a: int, b: int) -> Matrix:
        """12.2: column by column."""
        columns = [[self.normal(draws) for _ in range(a)] for _ in range(b)]
        return [[column[row] for column in columns] for row in range(a)]

    def glorot(self, draws: Draws, a: int, b: int) -> Matrix:
        """12.3."""
        width = math.sqrt(6.0 / (a + b))
        return [[((next(draws) * 2.0) - 1.0) * width for _ in range(b)] for _ in range(a)]

    def he(self, draws: Draws, a: int, b: int) -> Matrix:
        """12.4."""
        width = math.sqrt(2.0 / a)
        return [[self.normal(draws) * width for _ in range(b)] for _ in range(a)]

    def bias(self, draws: Draws, b: int, drawn: bool) -> Vector:
        """Uniforms in the article's ways; otherwise +0, and nothing is drawn."""
        return [next(draws) for _ in range(b)] if drawn else [0.0] * b

    # --- rows -------------------------------------------------------------------------------------------------------

    def split_rows(self, n: int, fraction: float, seed: int, stream: str = "numpy") -> tuple[list[int], list[int]]:
        """The rows for training and those for validation (12.5)."""
        order = order_of(self.uniforms(seed, n, stream))
        last = min(max(math.floor(n * fraction), 1), n - 1)
        return sorted(order[: n - last]), sorted(order[n - last :])


def order_of(uniforms: Vector) -> list[int]:
    """The rows by ascending uniforms, of equal ones the lower row first (4.10)."""
    return sorted(range(len(uniforms)), key=lambda row: (uniforms[row], row))
