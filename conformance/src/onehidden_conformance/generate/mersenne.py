"""The stream `numpy`: the Mersenne Twister MT19937 in plain integers (SPEC 7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from onehidden_conformance.tensors import Vector

WORDS, MIDDLE = 624, 397
LOW_32 = 0xFFFFFFFF


def uniforms(seed: int, n: int) -> Vector:
    """Draw n numbers of [0, 1) with 53 bits each, from two 32-bit words each.

    Examples
    --------
    >>> uniforms(42, 2)
    [0.3745401188473625, 0.9507143064099162]
    """
    stream = words(seed)
    pairs = [(next(stream) >> 5, next(stream) >> 6) for _ in range(n)]
    return [(high * 2**26 + low) / 2**53 for high, low in pairs]


def words(seed: int) -> Iterator[int]:
    """Yield the 32-bit words of MT19937."""
    state = knuth(seed)
    while True:
        state = twist(state)
        yield from map(temper, state)


def knuth(seed: int) -> list[int]:
    """Fill the state by Knuth's recurrence."""
    state = [seed]
    for i in range(1, WORDS):
        previous = state[-1]
        state.append((1812433253 * (previous ^ (previous >> 30)) + i) & LOW_32)
    return state


def twist(state: list[int]) -> list[int]:
    """Compute the next 624 words; later ones are made from words that are already new."""
    state = list(state)
    for i in range(WORDS):
        joined = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7FFFFFFF)
        odd = 0x9908B0DF if joined & 1 else 0
        state[i] = state[(i + MIDDLE) % WORDS] ^ (joined >> 1) ^ odd
    return state


def temper(word: int) -> int:
    """Spread the bits of a word of the state."""
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C5680
    word ^= (word << 15) & 0xEFC60000
    return word ^ (word >> 18)


def matrix(numbers: Iterator[float], rows: int, columns: int) -> list[Vector]:
    """Take a matrix from a stream, row by row."""
    return [list(islice(numbers, columns)) for _ in range(rows)]
