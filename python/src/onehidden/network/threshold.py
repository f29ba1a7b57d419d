"""The threshold unit: the perceptron, where neural networks began (SPEC.md 3.19)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.arrays import check_matrix, check_numbers, check_vector
from onehidden.checks.values import check_number
from onehidden.network.overflow import refuse_overflow


@refuse_unknown_arguments
def threshold_unit(
    x: npt.ArrayLike, w: npt.ArrayLike | None = None, b: float = 0.0, threshold: float = 0.0
) -> float | Array:
    """Compute 1 where ((x . w) + b) > threshold, else 0.

    Parameters
    ----------
    x : array_like, length d or n x d
        One sample, or one per row.
    w : array_like, length d, or None
        The weights. None: every weight is 1.
    b : float
        The bias.
    threshold : float
        The value that the sum must exceed.

    Returns
    -------
    float or numpy.ndarray, length n
        1.0 or 0.0, or one of them per row where `x` is a matrix.

    Raises
    ------
    OneHiddenError
        With code not_numeric, not_finite, empty, wrong_dimensions or shape_mismatch; with code overflow where a sum is
        not finite.

    Notes
    -----
    SPEC.md 3.19, in reproducible arithmetic.

    Examples
    --------
    >>> threshold_unit([0.0, 1.0, 1.0])
    1.0
    >>> threshold_unit([0.0, 1.0, 1.0], w=[2.0, 3.0, 4.0], b=-10.0)
    0.0
    """
    x = check_numbers(x, "x")
    samples = x.reshape(1, -1) if x.ndim == 1 else check_matrix(x, "x")
    d = samples.shape[1]
    w = np.ones(d) if w is None else check_vector(w, "w", d, "per input")
    b, threshold = check_number(b, "b"), check_number(threshold, "threshold")
    with np.errstate(all="ignore"):  # non-finite values are reported below
        weighted = arithmetic_named("reproducible").product(samples, w.reshape(d, 1))[:, 0] + b
    if not np.isfinite(weighted).all():
        refuse_overflow("output")
    output = np.where(weighted > threshold, 1.0, 0.0)
    return float(output[0]) if x.ndim == 1 else output
