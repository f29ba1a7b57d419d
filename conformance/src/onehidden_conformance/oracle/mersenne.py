"""The streams `numpy` and `r`: the Mersenne Twister MT19937 in plain integers (SPEC 7.2 and 7.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from onehidden_conformance.numbers.tensors import Vector

WORDS, MIDDLE = 624, 397
LOW_32 = 0xFFFFFFFF


def uniforms(seed: int, n: int) -> Vector:
    """Draw n numbers of [0, 1) with 53 bits each, from two 32-bit words each.

    Examples
    --------
    >>> uniforms(42, 2)
    [0.3745401188473625, 0.9507143064099162]
    """
    return list(islice(doubles(words(knuth(seed))), n))


def doubles(stream: Iterator[int]) -> Iterator[float]:
    """Make numbers of 53 bits of two words each, as NumPy does."""
    while True:
        high, low = next(stream) >> 5, next(stream) >> 6
        yield (high * 2**26 + low) / 2**53


def doubles_of_r(stream: Iterator[int]) -> Iterator[float]:
    """Make a number of one word each, never 0, as R does."""
    for word in stream:
        yield word * 2.0**-32 if word else 0.5 * 2.328306437080797e-10


def words(state: list[int]) -> Iterator[int]:
    """Yield the 32-bit words of MT19937 that follow on a state."""
    while True:
        state = twist(state)
        yield from map(temper, state)


def set_seed(seed: int, rounds: int = 50) -> list[int]:
    """Fill the state as R's set.seed does: a linear congruential generator, 50 rounds after the seed.

    Of the 625 numbers that it makes the first is no part of the state.
    """
    numbers = congruential(seed)
    for _ in range(rounds + 1):
        next(numbers)
    return list(islice(numbers, WORDS))


def congruential(seed: int) -> Iterator[int]:
    """Yield s = 69069 s + 1 modulo 2^32."""
    word = seed & LOW_32
    while True:
        word = (69069 * word + 1) & LOW_32
        yield word


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
