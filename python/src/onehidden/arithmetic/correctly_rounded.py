"""The public functions cr_exp, cr_log and cr_tanh: correctly rounded, for arrays of any shape."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.arithmetic.elementary import rounded_exp, rounded_log, rounded_tanh
from onehidden.checks.arrays import require_real


def doubles(x: npt.ArrayLike) -> Array:
    """Return the argument as an array of doubles."""
    array = np.asarray(x)
    require_real(array, "x")
    return array.astype(np.float64, copy=False)


def cr_exp(x: npt.ArrayLike) -> Array:
    """Exponential function, correctly rounded.

    Computes :math:`e^x` of each element: the double nearest to the true value, or the even one of two equally near.
    The result is therefore the same on every machine and in every language.

    Parameters
    ----------
    x : array_like
        Numbers, of any shape; converted to double precision.

    Returns
    -------
    numpy.ndarray
        An array of the same shape. Its error is that of one rounding: at most half a unit in the last place, subnormal
        results included. ``exp(-inf)`` is 0, ``exp(inf)`` and results above the largest double are infinite, and the
        exponential of NaN is NaN; none of these warns.

    See Also
    --------
    cr_log, cr_tanh

    Notes
    -----
    SPEC.md, sentence 5.6. Argument reduction with a table of 4096 roots of two (Tang, 1989) and a double-double
    polynomial decide all but a few results in a million; these are compared in 240 bits with the midpoint of the
    two candidates.

    References
    ----------
    .. [1] T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
       (1971): the exact sums and products.
    .. [2] P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic",
       ACM Transactions on Mathematical Software 15 (1989).
    .. [3] A. Sibidanov, P. Zimmermann and S. Glondu, "The CORE-MATH project", 29th IEEE Symposium on Computer
       Arithmetic (2022), https://core-math.gitlabpages.inria.fr: the prefix ``cr_``, and the inputs that are hardest to
       round.

    Examples
    --------
    >>> from onehidden.arithmetic import cr_exp
    >>> cr_exp([0.0, 1.0, -1000.0])
    array([1.        , 2.71828183, 0.        ])
    >>> float(cr_exp(1.0)).hex()
    '0x1.5bf0a8b145769p+1'
    """
    return rounded_exp(doubles(x))


def cr_log(x: npt.ArrayLike) -> Array:
    r"""Natural logarithm, correctly rounded.

    Computes :math:`\log_e x` of each element: the double nearest to the true value, or the even one of two
    equally near. The result is therefore the same on every machine and in every language.

    Parameters
    ----------
    x : array_like
        Numbers, of any shape; converted to double precision.

    Returns
    -------
    numpy.ndarray
        An array of the same shape. Its error is that of one rounding: at most half a unit in the last place. The
        logarithm of both zeros is ``-inf``, that of negative numbers and of NaN is NaN; none of these warns.

    See Also
    --------
    cr_exp, cr_tanh

    Notes
    -----
    SPEC.md, sentence 5.6. The argument is divided by the nearest of 4096 roots of two (Tang, 1990); the few results
    that the double-double series leaves undecided are decided by comparing the argument with the exponential of a
    midpoint in 240 bits.

    References
    ----------
    .. [1] T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
       (1971): the exact sums and products.
    .. [2] P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic", ACM
       Transactions on Mathematical Software 16 (1990).
    .. [3] A. Sibidanov, P. Zimmermann and S. Glondu, "The CORE-MATH project", 29th IEEE Symposium on Computer
       Arithmetic (2022), https://core-math.gitlabpages.inria.fr: the prefix ``cr_``, and the inputs that are hardest to
       round.

    Examples
    --------
    >>> from onehidden.arithmetic import cr_log
    >>> cr_log([1.0, 2.0, 0.0])
    array([0.        , 0.69314718,       -inf])
    >>> float(cr_log(2.0)).hex()
    '0x1.62e42fefa39efp-1'
    """
    return rounded_log(doubles(x))


def cr_tanh(x: npt.ArrayLike) -> Array:
    r"""Hyperbolic tangent, correctly rounded.

    Computes :math:`\tanh x = (e^{2x} - 1) / (e^{2x} + 1)` of each element: the double nearest to the true value, or
    the even one of two equally near. The result is therefore the same on every machine and in every language.

    Parameters
    ----------
    x : array_like
        Numbers, of any shape; converted to double precision.

    Returns
    -------
    numpy.ndarray
        An array of the same shape. Its error is that of one rounding: at most half a unit in the last place. Zeros keep
        their sign, the hyperbolic tangent of the infinities is -1 and 1, that of NaN is NaN; none of these warns.

    See Also
    --------
    cr_exp, cr_log

    Notes
    -----
    SPEC.md, sentence 5.6. The quotient of two double-double numbers; the few results that it leaves undecided are
    decided in 240 bits.

    References
    ----------
    .. [1] T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
       (1971): the exact sums and products.
    .. [2] A. Sibidanov, P. Zimmermann and S. Glondu, "The CORE-MATH project", 29th IEEE Symposium on Computer
       Arithmetic (2022), https://core-math.gitlabpages.inria.fr: the prefix ``cr_``, and the inputs that are hardest to
       round.

    Examples
    --------
    >>> from onehidden.arithmetic import cr_tanh
    >>> cr_tanh([0.0, 0.5, -30.0])
    array([ 0.        ,  0.46211716, -1.        ])
    >>> float(cr_tanh(0.5)).hex()
    '0x1.d9353d7568af3p-2'
    """
    return rounded_tanh(doubles(x))
