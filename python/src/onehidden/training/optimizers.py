"""Optimizers and their settings (SPEC.md 4.13 to 4.16); `update_rules` has the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import UnknownOptimizerError
from onehidden.checks.values import check_choice, check_in_range

State: TypeAlias = tuple[Any, ...]  # the arrays and numbers that an optimizer keeps for one parameter
OptimizerState: TypeAlias = Mapping[str, State]  # by the names of the parameters


@dataclass(frozen=True)
class Optimizer:
    """The name of an optimizer and its settings; made by `momentum`, `nesterov` and `adam`."""

    name: str
    settings: Mapping[str, float]

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{name} = {value:g}' for name, value in self.settings.items())})"


@refuse_unknown_arguments
def momentum(coefficient: float = 0.9) -> Optimizer:
    """Make gradient descent with momentum: v = (v * coefficient) + grad, and w - (v * learning_rate).

    Parameters
    ----------
    coefficient : float
        The share of v that is kept, at least 0 and below 1.

    Returns
    -------
    Optimizer
        The value for the argument `optimizer` of `train`.

    Raises
    ------
    OneHiddenError
        With code not_numeric, not_finite or out_of_range.

    Notes
    -----
    SPEC.md 4.14. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).

    Examples
    --------
    >>> momentum(0.5)
    momentum(coefficient = 0.5)
    """
    return Optimizer("momentum", {"coefficient": check_coefficient(coefficient, "coefficient")})


@refuse_unknown_arguments
def nesterov(coefficient: float = 0.9) -> Optimizer:
    """Make Nesterov's momentum: v = (v * coefficient) + grad, w - (((v * coefficient) + grad) * learning_rate).

    Parameters
    ----------
    coefficient : float
        The share of v that is kept, at least 0 and below 1.

    Returns
    -------
    Optimizer
        The value for the argument `optimizer` of `train`.

    Raises
    ------
    OneHiddenError
        With code not_numeric, not_finite or out_of_range.

    Notes
    -----
    SPEC.md 4.15. Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)" (1983).

    Examples
    --------
    >>> nesterov()
    nesterov(coefficient = 0.9)
    """
    return Optimizer("nesterov", {"coefficient": check_coefficient(coefficient, "coefficient")})


@refuse_unknown_arguments
def adam(beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> Optimizer:
    """Make Adam: mean gradients, divided by the root of their mean squares.

    m = (m * beta1) + (grad * (1 - beta1)), v = (v * beta2) + ((grad * grad) * (1 - beta2)), and
    w - (((m / (1 - beta1^t)) * learning_rate) / (sqrt(v / (1 - beta2^t)) + epsilon)) in update t.

    Parameters
    ----------
    beta1, beta2 : float
        The shares of m and v that are kept, at least 0 and below 1.
    epsilon : float
        Added to the root, above 0.

    Returns
    -------
    Optimizer
        The value for the argument `optimizer` of `train`.

    Raises
    ------
    OneHiddenError
        With code not_numeric, not_finite or out_of_range.

    Notes
    -----
    SPEC.md 4.16. Kingma and Ba, "Adam: a method for stochastic optimization" (2015).

    Examples
    --------
    >>> adam(beta1=0.8)
    adam(beta1 = 0.8, beta2 = 0.999, epsilon = 1e-08)
    """
    settings = {
        "beta1": check_coefficient(beta1, "beta1"),
        "beta2": check_coefficient(beta2, "beta2"),
        "epsilon": check_in_range(epsilon, "epsilon", "above 0", lambda x: x > 0, "Give for example 1e-8."),
    }
    return Optimizer("adam", settings)


def check_coefficient(value: Any, argument: str) -> float:
    """Return a share, at least 0 and below 1."""
    return check_in_range(value, argument, "at least 0 and below 1", lambda x: 0 <= x < 1, "Give for example 0.9.")


def check_optimizer(value: Any) -> Optimizer:
    """Return the optimizer; a name stands for the optimizer with its defaults."""
    if isinstance(value, Optimizer):
        return value
    check_choice(value, "optimizer", DEFAULTS, UnknownOptimizerError)
    return DEFAULTS[value]


def check_weight_decay(value: Any) -> float:
    """Return the weight decay as a double: finite, 0 or larger."""
    return check_in_range(value, "weight_decay", "0 or larger", lambda x: x >= 0, "Give for example 0.001.")


DEFAULTS = {
    "gradient_descent": Optimizer("gradient_descent", {}),
    "momentum": momentum(),
    "nesterov": nesterov(),
    "adam": adam(),
}
