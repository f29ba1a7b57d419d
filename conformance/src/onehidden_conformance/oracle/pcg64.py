"""The stream `pcg64`: PCG XSL-RR 128/64 in plain integers, seeded as by NumPy's default_rng (SPEC 7.3)."""

from __future__ import annotations

from collections.abc import Iterator

LOW_32, LOW_64, LOW_128 = 2**32 - 1, 2**64 - 1, 2**128 - 1
MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645


def doubles(stream: Iterator[int]) -> Iterator[float]:
    """Make numbers of the upper 53 bits of each word."""
    for word in stream:
        yield (word >> 11) / 2**53


def words(seed: int) -> Iterator[int]:
    """Yield the 64-bit words that follow on a seed."""
    return words_of(seed_sequence(seed, 4))


def words_of(seeds: list[int]) -> Iterator[int]:
    """Yield the 64-bit words that follow on four: the state and the increment, upper halves first."""
    high, low, increment_high, increment_low = seeds
    increment = ((increment_high << 64 | increment_low) << 1 | 1) & LOW_128
    state = ((increment + (high << 64 | low)) * MULTIPLIER + increment) & LOW_128
    while True:
        state = (state * MULTIPLIER + increment) & LOW_128
        yield rotated(state >> 64 ^ state & LOW_64, state >> 122)


def rotated(word: int, by: int) -> int:
    """Rotate 64 bits to the right."""
    return (word >> by | word << (64 - by)) & LOW_64


# --- NumPy's SeedSequence -----------------------------------------------------------------------


def seed_sequence(seed: int, n: int) -> list[int]:
    """Make n 64-bit words of a seed; of two 32-bit words the first is the lower half."""
    halves = list(generated(pool_of(halves_of(seed)), 2 * n))
    return [low | high << 32 for low, high in zip(halves[::2], halves[1::2], strict=True)]


def halves_of(seed: int) -> list[int]:
    """The 32-bit words of a seed, least significant first."""
    halves = [seed & LOW_32]
    while seed > LOW_32:
        seed >>= 32
        halves.append(seed & LOW_32)
    return halves


class Hash:
    """A hash whose constant changes at every use."""

    def __init__(self, constant: int, multiplier: int) -> None:
        self.constant, self.multiplier = constant, multiplier

    def __call__(self, word: int) -> int:
        """Hash a word."""
        word ^= self.constant
        self.constant = self.constant * self.multiplier & LOW_32
        word = word * self.constant & LOW_32
        return word ^ word >> 16


def pool_of(halves: list[int]) -> list[int]:
    """Mix a seed of up to four words into a pool of four."""
    hashed = Hash(0x43B0D7E5, 0x931E8875)
    pool = [hashed(half) for half in [*halves, 0, 0, 0, 0][:4]]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = mixed(pool[target], hashed(pool[source]))
    return pool


def mixed(x: int, y: int) -> int:
    """Mix two words."""
    word = (0xCA01F9DD * x - 0x4973F715 * y) & LOW_32
    return word ^ word >> 16


def generated(pool: list[int], n: int) -> Iterator[int]:
    """Draw n words from the pool, going round it."""
    hashed = Hash(0x8B51F9DD, 0x58F38DED)
    for i in range(n):
        yield hashed(pool[i % 4])
