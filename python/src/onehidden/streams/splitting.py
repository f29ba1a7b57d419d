"""Split rows into training and validation rows (SPEC.md 12.5)."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.values import check_count, check_in_range
from onehidden.streams.streams import MOST_DRAWS, check_seed, check_stream, open_stream, shuffled_rows


@refuse_unknown_arguments
def split_rows(n: int, fraction: float, seed: int, stream: str = "numpy") -> dict[str, npt.NDArray[np.intp]]:
    """Split n rows at random into training rows and validation rows.

    The rows are ordered by n uniforms. The last floor(n * fraction) of that order, at least 1 and at most n - 1, are
    validation rows; the others are training rows.

    Parameters
    ----------
    n : int
        The number of rows, 2 or more.
    fraction : float
        The share of validation rows, above 0 and below 1.
    seed, stream
        As in `uniforms`.

    Returns
    -------
    dict
        `training` and `validation`: row numbers, counted from 0, each in ascending order; the same rows in both
        languages.

    Raises
    ------
    OneHiddenError
        With code invalid_count, not_numeric, not_finite, out_of_range or unknown_stream.

    Notes
    -----
    SPEC.md 12.5.

    Examples
    --------
    >>> rows = split_rows(8, 0.25, seed=1)
    >>> rows["training"], rows["validation"]
    (array([2, 3, 4, 5, 6, 7]), array([0, 1]))
    """
    n = check_count(n, "n", 2, MOST_DRAWS)
    hint = "Give for example 0.25."
    fraction = check_in_range(fraction, "fraction", "above 0 and below 1", lambda x: 0 < x < 1, hint)
    check_stream(stream)
    order = shuffled_rows(open_stream(check_seed(seed, "seed", stream), stream), n)
    n_validation = max(math.floor(n * fraction), 1)  # below n, since the product rounds to a number below n
    return {"training": np.sort(order[: n - n_validation]), "validation": np.sort(order[n - n_validation :])}
