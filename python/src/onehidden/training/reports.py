"""The one-line report of a training's state (SPEC.md 4.5)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.arrays import check_matrix
from onehidden.checks.refusals import number
from onehidden.training.result import Epoch


@refuse_unknown_arguments
def mean_absolute_error(error: npt.ArrayLike) -> float:
    """Compute total(|error|) / (n * k).

    Parameters
    ----------
    error : array_like, n x k
        Step 5, y - output.

    Returns
    -------
    float
        In the units of `y`, in reproducible arithmetic.

    Raises
    ------
    OneHiddenError
        With code not_numeric, not_finite, wrong_dimensions or empty.

    Notes
    -----
    SPEC.md 4.5.

    Examples
    --------
    >>> mean_absolute_error([[0.5], [-0.25]])
    0.375
    """
    error = check_matrix(error, "error")
    with np.errstate(over="ignore"):  # a sum that overflows is infinite, and is returned as such
        return arithmetic_named("reproducible").total(np.abs(error)) / error.size


@refuse_unknown_arguments
def print_report(epoch: Epoch) -> None:
    """Print the epoch, the loss and the mean absolute error in one line.

    Parameters
    ----------
    epoch : Epoch
        A state of a training.

    Examples
    --------
    >>> from onehidden import Network
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> print_report(Epoch(0, network, loss=0.125, error=np.array([[0.5]])))
    epoch 0: loss 0.125, mean absolute error 0.5
    """
    mean_error = number(mean_absolute_error(epoch.error))
    print(f"epoch {epoch.epoch}: loss {number(epoch.loss)}, mean absolute error {mean_error}")
