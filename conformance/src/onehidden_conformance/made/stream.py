"""The numbers that made vectors consist of: SplitMix64, seeded with the FNV-1a hash of a text.

Both are a few lines in any language, so the inputs of an id can be made again without this package:

- seed: h = 14695981039346656037; for each byte b of the text in UTF-8, h = ((h xor b) * 1099511628211) mod 2^64;
- word: s = (s + 0x9E3779B97F4A7C15) mod 2^64, z = s, z = ((z xor (z >> 30)) * 0xBF58476D1CE4E5B9) mod 2^64,
  z = ((z xor (z >> 27)) * 0x94D049BB133111EB) mod 2^64, and the word is z xor (z >> 31);
- uniform number in [0, 1): the word's upper 53 bits, divided by 2^53.
"""

from __future__ import annotations

MASK = 2**64 - 1


class Stream:
    """A stream of numbers that a text fixes.

    Examples
    --------
    >>> Stream("made").word() == Stream("made").word()
    True
    """

    def __init__(self, text: str) -> None:
        self.state = 14695981039346656037
        for byte in text.encode():
            self.state = ((self.state ^ byte) * 1099511628211) & MASK

    def word(self) -> int:
        """The next 64 bits."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def between(self, low: float, high: float) -> float:
        """A number between two others."""
        return low + (high - low) * ((self.word() >> 11) / 2.0**53)

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1; n is far below 2^64, so that the remainder will do."""
        return self.word() % n

    def matrix(self, rows: int, columns: int, size: float) -> list[list[float]]:
        """A matrix of numbers between -size and size."""
        return [self.vector(columns, size) for _ in range(rows)]

    def vector(self, length: int, size: float) -> list[float]:
        """Numbers between -size and size."""
        return [self.between(-size, size) for _ in range(length)]
