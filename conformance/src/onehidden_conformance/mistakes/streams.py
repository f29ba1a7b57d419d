"""Mistakes in drawing: streams, first weights, divisions of rows."""

from __future__ import annotations

import math
import random
from itertools import repeat
from statistics import NormalDist
from typing import ClassVar

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.comparison import IDENTICAL
from onehidden_conformance.numbers.tensors import Matrix, Vector
from onehidden_conformance.oracle import mersenne, pcg64, transpose
from onehidden_conformance.oracle.drawing import Draws, order_of


class OfStreams(Mistake):
    """A mistake that shows wherever numbers are drawn."""

    steps: ClassVar[tuple[str, ...]] = ("uniforms", "normals", "wh", "bh", "wout", "bout", "training", "validation")
    kind = "stream"


class SeededByArray(OfStreams):
    """The Mersenne Twister was seeded by its routine for arrays.

    Python's own random.seed does this, and `np.random.seed(s)` does not: it starts from Knuth's recurrence.
    """

    name = "seeded-by-array"

    def numpy(self, seed: int) -> Draws:
        """Draw as Python's random does."""
        generator = random.Random(seed)
        return (generator.random() for _ in repeat(None))


class ThirtyTwoBits(OfStreams):
    """One word of 32 bits was drawn for each number, and it takes two.

    R's runif does this. NumPy makes 53 bits of two words.
    """

    name = "uniforms-of-32-bits"

    def numpy(self, seed: int) -> Draws:
        """Divide single words by 2^32."""
        return (word / 2**32 for word in mersenne.words(mersenne.knuth(seed)))


class RWithoutScrambling(OfStreams):
    """The seed of the stream `r` was not scrambled.

    R's set.seed first runs s = 69069 s + 1 fifty times, so that small seeds begin far apart.
    """

    name = "r-without-scrambling"

    def r(self, seed: int) -> Draws:
        """Leave the rounds out."""
        return mersenne.doubles_of_r(mersenne.words(mersenne.set_seed(seed, rounds=0)))


class RWith53Bits(OfStreams):
    """The stream `r` made 53 bits of two words, as NumPy does. R takes one word for each number."""

    name = "r-with-53-bits"

    def r(self, seed: int) -> Draws:
        """Join two words."""
        return mersenne.doubles(mersenne.words(mersenne.set_seed(seed)))


class RSeededByKnuth(OfStreams):
    """The stream `r` was begun by Knuth's recurrence, as np.random.seed begins; R has a recurrence of its own."""

    name = "r-seeded-by-knuth"

    def r(self, seed: int) -> Draws:
        """Take NumPy's state."""
        return mersenne.doubles_of_r(mersenne.words(mersenne.knuth(seed & 0xFFFFFFFF)))


class Pcg64WordsSwapped(OfStreams):
    """The stream `pcg64` read the halves of its 64-bit words of the seed the wrong way round.

    Of two 32-bit words of the SeedSequence the first is the lower half.
    """

    name = "pcg64-words-swapped"

    def pcg64(self, seed: int) -> Draws:
        """Swap the halves."""
        return pcg64.doubles(pcg64.words_of([word >> 32 | (word & pcg64.LOW_32) << 32 for word in seeds(seed)]))


class Pcg64SeededDirectly(OfStreams):
    """The stream `pcg64` was seeded with the seed itself; NumPy's SeedSequence hashes the seed first."""

    name = "pcg64-seeded-directly"

    def pcg64(self, seed: int) -> Draws:
        """Leave the hash out."""
        return pcg64.doubles(pcg64.words_of([0, seed, 0, 0]))


class Pcg64LowWordsOnly(OfStreams):
    """The stream `pcg64` cut its seed to 32 bits; seeds go up to 2^53 - 1."""

    name = "pcg64-seed-of-32-bits"

    def pcg64(self, seed: int) -> Draws:
        """Cut."""
        return super().pcg64(seed & pcg64.LOW_32)


class NormalsByBoxMuller(OfStreams):
    """Normals were made by the method of Box and Muller.

    They are as normal, and other numbers. Here each comes of two uniforms by the inverse of the distribution (AS 241).
    """

    name = "normals-by-box-muller"

    def normal(self, draws: Draws) -> float:
        """Go round the circle."""
        a, b = next(draws), next(draws)
        return math.sqrt(-2.0 * self.log(1.0 - a)) * math.cos(2.0 * math.pi * b)


class NormalsOfOneUniform(OfStreams):
    """A normal was made of one uniform, and it takes two, so that its tails have enough bits."""

    name = "normals-of-one-uniform"

    def normal(self, draws: Draws) -> float:
        """Take one, but neither 0 nor 1."""
        return self.quantile(next(draws) or 2.0**-54)


class NormalsWithoutSign(OfStreams):
    """The normals of the upper tail came out negative: its quantile is that of the lower tail with the sign changed."""

    name = "normals-without-sign"

    def quantile(self, p: float) -> float:
        """Forget the sign in the upper tail."""
        return super().quantile(p) if p < 0.925 else -super().quantile(p)


class QuantileOfLibrary(OfStreams):
    """The quantile came from a library that computes it otherwise. It is as accurate, and has other bits."""

    name = "quantile-of-library"
    level = IDENTICAL

    def quantile(self, p: float) -> float:
        """Ask Python's statistics, which divides AS 241's polynomials in another order."""
        x = NormalDist().inv_cdf(p)
        return x if x != super().quantile(p) else (x * 3.0) / 3.0


class HeByOutputs(OfStreams):
    """He's weights were scaled by the neurons that they go to (fan out); it is those that they come from."""

    name = "he-by-outputs"

    def he(self, draws: Draws, a: int, b: int) -> Matrix:
        """Take the other size."""
        width = math.sqrt(2.0 / b)
        return [[self.normal(draws) * width for _ in range(b)] for _ in range(a)]


class HeUniform(OfStreams):
    """He's weights were uniform, between plus and minus sqrt(6 / a); here they are normal."""

    name = "he-uniform"

    def he(self, draws: Draws, a: int, b: int) -> Matrix:
        """Draw as Glorot does."""
        width = math.sqrt(6.0 / a)
        return [[((next(draws) * 2.0) - 1.0) * width for _ in range(b)] for _ in range(a)]


class GlorotByInputs(OfStreams):
    """Glorot's weights were scaled by sqrt(6 / a), as if only the neurons that they come from counted."""

    name = "glorot-by-inputs"

    def glorot(self, draws: Draws, a: int, b: int) -> Matrix:
        """Leave b out."""
        width = math.sqrt(6.0 / a)
        return [[((next(draws) * 2.0) - 1.0) * width for _ in range(b)] for _ in range(a)]


class GlorotNormal(OfStreams):
    """Glorot's weights were normal with the variance 2 / (a + b); here they are uniform."""

    name = "glorot-normal"

    def glorot(self, draws: Draws, a: int, b: int) -> Matrix:
        """Draw as He does."""
        width = math.sqrt(2.0 / (a + b))
        return [[self.normal(draws) * width for _ in range(b)] for _ in range(a)]


class GlorotNotCentred(OfStreams):
    """Glorot's weights were all positive: u * width, and it is ((u * 2) - 1) * width."""

    name = "glorot-not-centred"

    def glorot(self, draws: Draws, a: int, b: int) -> Matrix:
        """Stay above 0."""
        width = math.sqrt(6.0 / (a + b))
        return [[next(draws) * width for _ in range(b)] for _ in range(a)]


class FilledByColumns(OfStreams):
    """Matrices were filled column by column.

    R and Fortran do so unless told otherwise. Only `article_r` fills them that way.
    """

    name = "filled-by-columns"

    def article_python(self, draws: Draws, a: int, b: int) -> Matrix:
        """Fill by columns."""
        return transpose(super().article_python(draws, b, a))

    def glorot(self, draws: Draws, a: int, b: int) -> Matrix:
        """Fill by columns."""
        return transpose(super().glorot(draws, b, a))

    def he(self, draws: Draws, a: int, b: int) -> Matrix:
        """Fill by columns; the width is that of a."""
        width = math.sqrt(2.0 / a)
        return transpose([[self.normal(draws) * width for _ in range(a)] for _ in range(b)])


class FilledByRows(OfStreams):
    """The matrices of `article_r` were filled row by row; R's matrix() fills them column by column."""

    name = "filled-by-rows"

    def article_r(self, draws: Draws, a: int, b: int) -> Matrix:
        """Fill by rows."""
        return [[self.normal(draws) for _ in range(b)] for _ in range(a)]


class BiasesDrawn(OfStreams):
    """Biases were drawn from the stream, though they begin with 0 and draw nothing; all later weights are shifted."""

    name = "biases-drawn"

    def bias(self, draws: Draws, b: int, drawn: bool) -> Vector:
        """Draw always, and throw away what is not wanted."""
        numbers = [next(draws) for _ in range(b)]
        return numbers if drawn else [0.0] * b


class BiasesNotDrawn(OfStreams):
    """The article's biases were left at 0; its listings draw them."""

    name = "biases-not-drawn"

    def bias(self, draws: Draws, b: int, drawn: bool) -> Vector:
        """Draw never."""
        del draws, drawn
        return [0.0] * b


class SplitFromFront(OfStreams):
    """The first rows of the order were kept for validation, and it is the last ones."""

    name = "split-from-front"
    steps = ("training", "validation")

    def split_rows(self, n: int, fraction: float, seed: int, stream: str = "numpy") -> tuple[list[int], list[int]]:
        """Cut at the other end."""
        order = order_of(self.uniforms(seed, n, stream))
        last = min(max(math.floor(n * fraction), 1), n - 1)
        return sorted(order[last:]), sorted(order[:last])


class SplitRounded(OfStreams):
    """The number of rows for validation was rounded up; it is rounded down."""

    name = "split-rounded-up"
    steps = ("training", "validation")

    def split_rows(self, n: int, fraction: float, seed: int, stream: str = "numpy") -> tuple[list[int], list[int]]:
        """Round the other way."""
        order = order_of(self.uniforms(seed, n, stream))
        last = min(math.ceil(n * fraction), n - 1)
        return sorted(order[: n - last]), sorted(order[n - last :])


class SplitWithoutShuffle(OfStreams):
    """The last rows were taken for validation as they stand, without being drawn.

    Data are often sorted by class: the last rows are then of one class alone.
    """

    name = "split-without-shuffle"
    steps = ("training", "validation")

    def split_rows(self, n: int, fraction: float, seed: int, stream: str = "numpy") -> tuple[list[int], list[int]]:
        """Cut the rows as they are."""
        del seed, stream
        last = min(max(math.floor(n * fraction), 1), n - 1)
        return list(range(n - last)), list(range(n - last, n))


class SplitNotSorted(OfStreams):
    """The rows of a split came in the order in which they were drawn; each part is in ascending order."""

    name = "split-not-sorted"
    steps = ("training", "validation")

    def split_rows(self, n: int, fraction: float, seed: int, stream: str = "numpy") -> tuple[list[int], list[int]]:
        """Leave them."""
        order = order_of(self.uniforms(seed, n, stream))
        last = min(max(math.floor(n * fraction), 1), n - 1)
        return order[: n - last], order[n - last :]


def seeds(seed: int) -> list[int]:
    """The four words that begin the stream `pcg64`."""
    return pcg64.seed_sequence(seed, 4)
