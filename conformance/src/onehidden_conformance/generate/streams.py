"""Group streams: the first weights from a seed."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.generate import mersenne
from onehidden_conformance.generate.vector import Vectors, about
from onehidden_conformance.tensors import to_tensor

STREAMS = [
    (
        "numpy-42",
        42,
        20,
        "The seed of the tutorials",
        "0.3745401188473625 is the number that most readers of tutorials have seen. A generator that"
        " makes doubles from one 32-bit word, or joins its two words the other way round, fails.",
    ),
    (
        "numpy-0",
        0,
        5,
        "Seed 0",
        "0 is a seed like any other: no default, no clock, no replacement by 1.",
    ),
    (
        "numpy-largest-seed",
        2**32 - 1,
        5,
        "The largest seed",
        "Seeds have 32 bits without a sign. R's integers do not hold this one, and arithmetic with"
        " doubles loses the low bits of its products.",
    ),
    (
        "numpy-long",
        20170527,
        700,
        "700 numbers: twice beyond one filling of the state",
        "A state of 624 words gives 312 numbers. The next ones need the state to be renewed, partly"
        " from words that are new themselves.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for name, seed, n, title, why in STREAMS:
        yield stream(name, seed, n, title, why)


def stream(name: str, seed: int, n: int, title: str, why: str) -> dict[str, Any]:
    """Make a vector of the stream `numpy`."""
    return {
        **about(
            f"streams/{name}",
            "stream",
            title,
            why,
            "The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), read as NumPy's legacy"
            " np.random.seed and np.random.random_sample read it.",
            "7.2",
        ),
        "stream": "numpy",
        "seed": seed,
        "n": n,
        "expected": {"uniforms": to_tensor(mersenne.uniforms(seed, n))},
    }
