"""A check of the gradients of `backward` against differences of the loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import NumberOverflowError, OutOfRangeError
from onehidden.checks.refusals import refuse, shown
from onehidden.checks.values import check_arithmetic, check_in_range
from onehidden.network.data import check_sample_weight, check_samples, check_targets
from onehidden.network.functions import backward
from onehidden.network.network import PARAMETER_NAMES, Network, check_network
from onehidden.network.overflow import checked_steps
from onehidden.network.steps import error_pass, forward_pass


@dataclass(frozen=True, eq=False, repr=False)
class GradientCheck:
    """The result of `check_gradients`; it prints as a table.

    Attributes
    ----------
    analytic, numeric, relative_error : dict of numpy.ndarray
        By the name of each parameter, in its shape: the gradients of `backward`, the differences of the loss, and
        the relative errors.
    largest : dict
        Where the relative error is largest: `parameter`, `index` (counted from 0), `relative_error`, `analytic` and
        `numeric`.
    """

    analytic: dict[str, Array]
    numeric: dict[str, Array]
    relative_error: dict[str, Array]
    largest: dict[str, Any]

    def __repr__(self) -> str:
        return "\n".join([HEADING, *(self._row(name) for name in self.analytic), self._last_line()])

    def _row(self, name: str) -> str:
        difference = np.abs(self.analytic[name] - self.numeric[name]).max()
        error = self.relative_error[name]
        return f"{name:<9}  {error.size:>8}  {difference:>18.2e}  {error.max():>22.2e}"

    def _last_line(self) -> str:
        place = ", ".join(map(str, self.largest["index"]))
        analytic, numeric, error = (self.largest[part] for part in ("analytic", "numeric", "relative_error"))
        return (
            f"largest relative error {error:.2e} at {self.largest['parameter']}[{place}]: "
            f"analytic {analytic:.9g}, numeric {numeric:.9g}"
        )


HEADING = "parameter  elements  largest difference  largest relative error"


@refuse_unknown_arguments
def check_gradients(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    arithmetic: str = "reproducible",
    sample_weight: npt.ArrayLike | None = None,
    step: float = 1e-05,
) -> GradientCheck:
    """Compare the gradients of `backward` with central differences of the loss, parameter by parameter.

    For each element w of each parameter, with h = step * max(1, |w|), the difference is (loss(w + h) - loss(w - h)) /
    ((w + h) - (w - h)). Its distance from the gradient is divided by the larger of the two, but at least by a
    thousandth of the largest of all: anything smaller is mostly rounding of the loss. Where both are 0, the error is
    0.

    Parameters
    ----------
    network, X, y, arithmetic, sample_weight
        As in `backward`.
    step : float
        How far each parameter is moved, above 0. Too large a step misses the curvature of the loss; too small a step
        drowns in rounding.

    Returns
    -------
    GradientCheck
        With `analytic`, `numeric`, `relative_error` and `largest`; it prints as a table.

    Raises
    ------
    NumberOverflowError
        Where the loss is infinite, and as `backward`.
    OneHiddenError
        As `backward`, and with code out_of_range where the step is not above 0, or too small to change a parameter.

    Notes
    -----
    The loss is computed twice for every element, so use a small network or few samples.

    With smooth activations relative errors stay below 1e-6 or so, except where all gradients are tiny compared to the
    loss; a wrong gradient gives 1e-2 or more. The relu has no derivative at 0, where its slope jumps from 0 to 1. Where
    a hidden neuron's input is so close to 0 that the step moves it across, the difference mixes both slopes while the
    gradient is one of them: the relative error is then large for that neuron's weights, although nothing is wrong. Use
    other samples or a smaller step.

    SPEC.md 3.24.

    Examples
    --------
    >>> network = Network(wh=[[0.5, -0.5]], bh=[0.0, 0.1], wout=[[1.0], [-1.0]], bout=[0.0])
    >>> check_gradients(network, X=[[0.0], [1.0]], y=[0.0, 1.0])
    parameter  elements  largest difference  largest relative error
    wh                2            2.28e-12                8.62e-11
    bh                2            3.04e-12                6.04e-10
    wout              2            3.78e-12                2.28e-10
    bout              1            2.14e-12                1.58e-10
    largest relative error 6.04e-10 at bh[0]: analytic 0.00503143696, numeric 0.00503143696
    """
    check_network(network)
    check_arithmetic(arithmetic)
    X = check_samples(X, network.n_features)
    y = check_targets(y, len(X), network.n_outputs, network.output_activation)
    weight = check_sample_weight(sample_weight, len(X))
    step = check_in_range(step, "step", "above 0", lambda x: x > 0, "Give for example 1e-05.")
    steps: Any = backward(network, X, y, arithmetic, weight)
    analytic = {name: steps[f"grad_{name}"] for name in network.parameters()}

    def loss_with(name: str, parameter: Array) -> float:
        changed: Any = {**dict.fromkeys(PARAMETER_NAMES), **network.parameters(), name: parameter}
        return finite_loss(network.with_parameters(**changed), X, y, weight, arithmetic_named(arithmetic))

    numeric = {name: differences(name, w, step, loss_with) for name, w in network.parameters().items()}
    error = relative_errors(analytic, numeric)
    return GradientCheck(analytic, numeric, error, largest_error(analytic, numeric, error))


def finite_loss(network: Network, X: Array, y: Array, weight: Array | None, arithmetic: Arithmetic) -> float:
    """The loss; raises an overflow where it is not finite."""
    with np.errstate(all="ignore"):  # non-finite values are reported below
        steps = error_pass(network, y, forward_pass(network, X, arithmetic), weight, arithmetic)
    loss = checked_steps(steps)["loss"]
    if not np.isfinite(loss):
        message = "The loss is infinite, so it has no differences: an output is certain and wrong, or too large."
        raise NumberOverflowError(f"{message} Scale `X` down, or use smaller weights.", "loss")
    return loss


def differences(name: str, w: Array, step: float, loss_with: Callable[[str, Array], float]) -> Array:
    """The central difference of the loss for each element of a parameter."""
    numeric = np.empty(w.shape)
    for place in np.ndindex(w.shape):
        h = step * max(1.0, abs(float(w[place])))
        up, down = moved(w, place, h), moved(w, place, -h)
        distance = up[place] - down[place]
        if distance == 0:
            expected = "large enough to change every parameter"
            refuse(OutOfRangeError, "step", expected, shown(step), "Give for example 1e-05.")
        numeric[place] = (loss_with(name, up) - loss_with(name, down)) / distance
    return numeric


def moved(w: Array, place: tuple[int, ...], h: float) -> Array:
    """A copy in which one element is moved by h."""
    copy = w.copy()
    copy[place] = w[place] + h
    return copy


SMALLEST_PART = 1 / 1000


def relative_errors(analytic: dict[str, Array], numeric: dict[str, Array]) -> dict[str, Array]:
    """|analytic - numeric| by the larger of the two, but at least by SMALLEST_PART of the largest of all."""
    sizes = {name: np.maximum(np.abs(analytic[name]), np.abs(numeric[name])) for name in analytic}
    largest: float = max(size.max() for size in sizes.values())
    least = largest * SMALLEST_PART
    errors = {}
    for name, size in sizes.items():
        scale = np.maximum(size, least)
        errors[name] = np.abs(analytic[name] - numeric[name]) / np.where(scale > 0, scale, 1)
    return errors


def largest_error(analytic: dict[str, Array], numeric: dict[str, Array], error: dict[str, Array]) -> dict[str, Any]:
    """The first position, row by row, of the largest relative error."""
    name = max(error, key=lambda name: error[name].max())
    index = tuple(map(int, np.unravel_index(error[name].argmax(), error[name].shape)))
    return {
        "parameter": name,
        "index": index,
        "relative_error": float(error[name][index]),
        "analytic": float(analytic[name][index]),
        "numeric": float(numeric[name][index]),
    }
