"""Group streams: the first weights from a seed."""

from __future__ import annotations

from typing import Any, NamedTuple

from onehidden_conformance.numbers.tensors import to_tensor
from onehidden_conformance.oracle import mersenne
from onehidden_vectors.making.kinds import drawn_tensor
from onehidden_vectors.making.vector import ORACLE, Vectors, about


class OfNumPy(NamedTuple):
    """The first n uniforms of the stream `numpy`."""

    name: str
    seed: int
    n: int
    title: str
    why: str


STREAMS = [
    OfNumPy(
        name="numpy-42",
        seed=42,
        n=20,
        title="The seed of the tutorials",
        why="0.3745401188473625 is the number that most readers of tutorials have seen. A generator that"
        " makes doubles from one 32-bit word, or joins its two words the other way round, fails.",
    ),
    OfNumPy(
        name="numpy-0",
        seed=0,
        n=5,
        title="Seed 0",
        why="0 is a seed like any other: no default, no clock, no replacement by 1.",
    ),
    OfNumPy(
        name="numpy-largest-seed",
        seed=2**32 - 1,
        n=5,
        title="The largest seed",
        why="Seeds have 32 bits without a sign. R's integers do not hold this one, and arithmetic with"
        " doubles loses the low bits of its products.",
    ),
    OfNumPy(
        name="numpy-long",
        seed=20170527,
        n=700,
        title="700 numbers: twice beyond one filling of the state",
        why="A state of 624 words gives 312 numbers. The next ones need the state to be renewed, partly"
        " from words that are new themselves.",
    ),
]


class Drawn(NamedTuple):
    """The first n numbers of a stream: `uniforms` or `normals`."""

    name: str
    what: str
    stream: str
    seed: int
    n: int
    title: str
    why: str


MORE = [
    Drawn(
        name="pcg64-42",
        what="uniforms",
        stream="pcg64",
        seed=42,
        n=20,
        title="default_rng(42)",
        why="0.7739560485559633 is what NumPy's own documentation begins with. The state is made of the seed by a hash,"
        " word"
        " by word; halves of words the other way round give another stream.",
    ),
    Drawn(
        name="pcg64-0",
        what="uniforms",
        stream="pcg64",
        seed=0,
        n=5,
        title="default_rng(0)",
        why="0 is one word like any other seed, and not no word at all.",
    ),
    Drawn(
        name="pcg64-two-words",
        what="uniforms",
        stream="pcg64",
        seed=2**32 + 5,
        n=5,
        title="A seed of two 32-bit words",
        why="Cut to 32 bits it would be seed 5. The lower word comes first. R has no integers of that size.",
    ),
    Drawn(
        name="pcg64-largest-seed",
        what="uniforms",
        stream="pcg64",
        seed=2**53 - 1,
        n=7,
        title="The largest seed of pcg64",
        why="The largest whole number up to which a double has all of them.",
    ),
    Drawn(
        name="r-42",
        what="uniforms",
        stream="r",
        seed=42,
        n=20,
        title="set.seed(42)",
        why="0.914806043496355, as every user of R has seen it. The seed is scrambled fifty times, and each number"
        " takes"
        " one"
        " word of 32 bits.",
    ),
    Drawn(
        name="r-1",
        what="uniforms",
        stream="r",
        seed=1,
        n=5,
        title="set.seed(1)",
        why="0.2655086631421, R's other familiar beginning.",
    ),
    Drawn(
        name="r-0",
        what="uniforms",
        stream="r",
        seed=0,
        n=5,
        title="set.seed(0)",
        why="The recurrence adds 1, so that 0 is a seed like any other.",
    ),
    Drawn(
        name="r-negative-seed",
        what="uniforms",
        stream="r",
        seed=-5,
        n=5,
        title="set.seed(-5)",
        why="A negative seed is a word modulo 2^32; its absolute value is another seed.",
    ),
    Drawn(
        name="r-long",
        what="uniforms",
        stream="r",
        seed=20170527,
        n=650,
        title="650 numbers: beyond one filling of the state",
        why="A state of 624 words gives 624 numbers; the next ones need it to be renewed. Of the 625 words that the"
        " recurrence makes after its fifty rounds the first is no part of the state.",
    ),
    Drawn(
        name="r-normals-42",
        what="normals",
        stream="r",
        seed=42,
        n=24,
        title="set.seed(42); rnorm(24)",
        why="1.37095844714667, -0.564698171396089 and so on, as R prints them. Each takes two uniforms, of which the"
        " first"
        " gives 27 bits. Some lie in the tails, where the logarithm is.",
    ),
    Drawn(
        name="r-normals-negative-seed",
        what="normals",
        stream="r",
        seed=-1,
        n=9,
        title="Nine normals after set.seed(-1)",
        why="An odd number of normals; methods that make them in pairs throw one away, or keep it for the next call.",
    ),
    Drawn(
        name="numpy-normals-42",
        what="normals",
        stream="numpy",
        seed=42,
        n=20,
        title="Normals from the stream of np.random.seed(42)",
        why="These are not np.random.normal's, which go by the polar method: they are the quantiles of the stream's"
        " uniforms.",
    ),
    Drawn(
        name="pcg64-normals-0",
        what="normals",
        stream="pcg64",
        seed=0,
        n=15,
        title="Normals from the stream of default_rng(0)",
        why="These are not standard_normal's, which go by the ziggurat.",
    ),
    Drawn(
        name="numpy-normals-long",
        what="normals",
        stream="numpy",
        seed=3,
        n=160,
        title="160 normals from np.random.seed(3)",
        why="Enough for both tails, and for the state to be filled anew in the middle of a normal.",
    ),
]

SOURCES = {
    "numpy": "The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), as NumPy's legacy np.random.seed begins"
    " it.",
    "pcg64": "PCG XSL-RR 128/64 (O'Neill, 2014), begun by NumPy's SeedSequence.",
    "r": "The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), as R's set.seed begins it.",
}
QUANTILE = " Normals by algorithm AS 241 (Wichura, 1988)."
SENTENCES = {"numpy": "7.2", "pcg64": "7.3", "r": "7.4"}


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for name, seed, n, title, why in STREAMS:
        yield stream(name, seed, n, title, why)
    for name, what, from_stream, seed, n, title, why in MORE:
        yield drawn(name, what, from_stream, seed, n, title, why)


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


def drawn(name: str, what: str, from_stream: str, seed: int, n: int, title: str, why: str) -> dict[str, Any]:
    """Make a vector of uniforms or normals of any stream."""
    normals = what == "normals"
    numbers = getattr(ORACLE, what)(seed, n, from_stream)
    return {
        **about(
            f"streams/{name}",
            "stream",
            title,
            why,
            SOURCES[from_stream] + (QUANTILE if normals else ""),
            SENTENCES[from_stream] + (" 7.5 9.22" if normals else ""),
        ),
        "stream": from_stream,
        "seed": seed,
        "n": n,
        "expected": {what: drawn_tensor(numbers) if normals else to_tensor(numbers)},
    }
