"""Quantiles of the standard normal distribution by algorithm AS 241, PPND16 (SPEC.md 7.5 and 7.7).

M. J. Wichura (1988), The percentage points of the normal distribution, Applied Statistics 37, 477 to 484. R's `qnorm`
uses it too; here the logarithm is correctly rounded.
"""

from __future__ import annotations

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.elementary import rounded_log

# The coefficients of each rational function, highest power first.
MIDDLE = (
    (
        *(2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457),
        *(13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    ),
    (
        *(5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867),
        *(5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
    ),
)
TAIL = (
    (
        *(7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258),
        *(3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    ),
    (
        *(1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459),
        *(0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
    ),
)
FAR_TAIL = (
    (
        *(2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093),
        *(0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    ),
    (
        *(2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4),
        *(0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
    ),
)


def normal_quantile(p: Array) -> Array:
    """The quantile of each probability; minus infinity for 0, infinity for 1."""
    quantile = np.where(p == 0, -np.inf, np.inf)
    q = p - 0.5
    middle = np.abs(q) <= 0.425
    tail = ~middle & (p > 0) & (p < 1)
    quantile[middle] = middle_quantile(q[middle])
    quantile[tail] = tail_quantile(p[tail])
    return quantile


def middle_quantile(q: Array) -> Array:
    """The quantile of 0.5 + q, for |q| <= 0.425."""
    r = 0.180625 - (q * q)
    return (q * horner(MIDDLE[0], r)) / horner(MIDDLE[1], r)


def tail_quantile(p: Array) -> Array:
    """The quantile of p, nearer to 0 or 1."""
    lower = p < 0.5
    r = np.sqrt(-rounded_log(np.where(lower, p, 1 - p)))
    near = horner(TAIL[0], r - 1.6) / horner(TAIL[1], r - 1.6)
    far = horner(FAR_TAIL[0], r - 5) / horner(FAR_TAIL[1], r - 5)
    quantile = np.where(r <= 5, near, far)
    return np.where(lower, -quantile, quantile)


def horner(coefficients: tuple[float, ...], x: Array) -> Array:
    """((c1 * x + c2) * x + c3) ..., left to right."""
    value: Array = np.full(x.shape, coefficients[0])
    for coefficient in coefficients[1:]:
        value = (value * x) + coefficient
    return value
