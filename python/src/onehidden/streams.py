"""Streams of random numbers that are the same in both languages (SPEC.md 7.2)."""

from __future__ import annotations

import numpy as np

from onehidden._typing import Array
from onehidden.errors import UnknownStreamError
from onehidden.validation import check_choice, check_count, refuse_unknown_arguments

STREAMS = ("numpy",)
MOST_DRAWS = 2**31 - 1  # what R's integers hold


@refuse_unknown_arguments
def uniforms(seed: int, n: int, stream: str = "numpy") -> Array:
    """Draw n numbers in [0, 1) from a named stream, begun afresh with a seed.

    The stream "numpy" gives the numbers of `np.random.seed(seed); np.random.random_sample(n)`.

    Parameters
    ----------
    seed : int
        0 to 2^32 - 1.
    n : int
        How many.
    stream : {"numpy"}
        Which stream.

    Returns
    -------
    numpy.ndarray, length n
        The same bits in both languages. No other generator is touched.

    Raises
    ------
    OneHiddenError
        With code invalid_count or unknown_stream.

    Notes
    -----
    SPEC.md 7.2.

    Examples
    --------
    >>> uniforms(42, 2)
    array([0.37454012, 0.95071431])
    """
    check_choice(stream, "stream", STREAMS, UnknownStreamError)
    seed = check_count(seed, "seed", 0, 2**32 - 1)
    n = check_count(n, "n", 0, MOST_DRAWS)
    return np.random.RandomState(seed).random_sample(n)
