"""Streams of random numbers that are the same in both languages (SPEC.md 7.2 to 7.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import UnknownStreamError
from onehidden.checks.values import check_choice, check_count
from onehidden.streams.normal_quantile import normal_quantile
from onehidden.streams.numpy_mt19937 import NumpyStream
from onehidden.streams.pcg64 import Pcg64Stream
from onehidden.streams.r_mt19937 import RStream

STREAMS: dict[str, type[NumpyStream | Pcg64Stream | RStream]] = {
    "numpy": NumpyStream,
    "pcg64": Pcg64Stream,
    "r": RStream,
}
MOST_DRAWS = 2**31 - 1  # the largest integer in R


@refuse_unknown_arguments
def uniforms(seed: int, n: int, stream: str = "numpy") -> Array:
    """Draw n uniform random numbers between 0 and 1 from a named stream, started with a seed.

    The stream "numpy" gives the numbers of `np.random.seed(seed); np.random.random_sample(n)`, "pcg64" those of
    `np.random.default_rng(seed).random(n)`, "r" those of R's `set.seed(seed); runif(n)`.

    Parameters
    ----------
    seed : int
        0 to 2^32 - 1 for "numpy", 0 to 2^53 - 1 for "pcg64", -(2^31 - 1) to 2^31 - 1 for "r".
    n : int
        How many numbers.
    stream : {"numpy", "pcg64", "r"}
        Which stream.

    Returns
    -------
    numpy.ndarray, length n
        In [0, 1), with "r" in (0, 1): the same bits in both languages. No other generator is affected.

    Raises
    ------
    OneHiddenError
        With code invalid_count or unknown_stream.

    See Also
    --------
    normals

    Notes
    -----
    SPEC.md 7.2 to 7.4 and 7.6.

    Examples
    --------
    >>> uniforms(42, 2)
    array([0.37454012, 0.95071431])
    >>> uniforms(42, 2, stream="r")
    array([0.91480604, 0.93707541])
    """
    check_stream(stream)
    seed = check_seed(seed, "seed", stream)
    n = check_count(n, "n", 0, MOST_DRAWS)
    return open_stream(seed, stream).uniforms(n)


@refuse_unknown_arguments
def normals(seed: int, n: int, stream: str = "numpy") -> Array:
    """Draw n standard normal random numbers from a named stream, started with a seed.

    Each takes two uniforms a and b of the stream: it is the normal quantile of p = (floor(134217728 * a) + b) /
    134217728, by algorithm AS 241 with the correctly rounded logarithm.

    Parameters
    ----------
    seed, n, stream
        As in `uniforms`.

    Returns
    -------
    numpy.ndarray, length n
        The same bits in both languages. No other generator is affected.

    Raises
    ------
    OneHiddenError
        With code invalid_count or unknown_stream.

    See Also
    --------
    uniforms

    Notes
    -----
    SPEC.md 7.5 and 7.7. With the stream "r" this is what R's `set.seed(seed); rnorm(n)` computes, and bits are equal
    where R's own logarithm is correctly rounded: with R 4.2.2 on Linux (x86-64), 36 of 4 million draws differed, by at
    most 3 units in the last place. With the other streams the numbers differ from those of NumPy's normal generators,
    which use other algorithms.

    Examples
    --------
    >>> normals(42, 2, stream="r")
    array([ 1.37095845, -0.56469817])
    """
    check_stream(stream)
    seed = check_seed(seed, "seed", stream)
    n = check_count(n, "n", 0, MOST_DRAWS)
    return open_stream(seed, stream).normals(n)


# ---- what initialization and training draw from ----------------------------------------------------------------------


class Stream:
    """A stream that continues where it stopped: `uniforms(n)`, `normals(n)`, and `skip(n)` to skip n uniforms."""

    def __init__(self, source: NumpyStream | Pcg64Stream | RStream) -> None:
        self.uniforms = source.uniforms
        self.skip = source.skip

    def normals(self, n: int) -> Array:
        """Draw the next n normals from 2 n uniforms."""
        u = self.uniforms(2 * n)
        return normal_quantile((np.floor(134217728 * u[0::2]) + u[1::2]) / 134217728)


def open_stream(seed: int, stream: str) -> Stream:
    """Start a stream."""
    return Stream(STREAMS[stream](seed))


def shuffled_rows(stream: Stream, n: int) -> npt.NDArray[np.intp]:
    """Order n rows by the next n uniforms, ascending; of equal ones the lower row comes first."""
    return np.argsort(stream.uniforms(n), kind="stable")


def check_stream(stream: Any) -> str:
    """Return the name of a stream."""
    return check_choice(stream, "stream", STREAMS, UnknownStreamError)


def check_seed(seed: Any, argument: str, stream: str) -> int:
    """Return a seed in the range of the stream."""
    return check_count(seed, argument, STREAMS[stream].lowest_seed, STREAMS[stream].highest_seed)


def shuffles_of(seed: int, stream: str, n: int) -> Callable[[int], npt.NDArray[np.intp]]:
    """A function that gives the order of the rows in an epoch; asked in ascending order, it draws each number once."""
    drawing, following = open_stream(seed, stream), 1

    def shuffle(epoch: int) -> npt.NDArray[np.intp]:
        nonlocal drawing, following
        if epoch != following:
            drawing = open_stream(seed, stream)
            drawing.skip((epoch - 1) * n)
        following = 0  # no epoch, in case of an interrupt during the draw
        order = shuffled_rows(drawing, n)
        following = epoch + 1
        return order

    return shuffle
