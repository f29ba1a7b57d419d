"""The public functions of one step at a time: each checks its arguments, then computes (SPEC.md, sections 3 and 11)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._typing import Array
from onehidden.arithmetic.kernels import arithmetic_named, check_kernels
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.arrays import check_numbers
from onehidden.checks.errors import InvalidStepsError
from onehidden.checks.refusals import refuse
from onehidden.checks.values import check_arithmetic, check_learning_rate
from onehidden.network.data import check_sample_weight, check_samples, check_targets
from onehidden.network.network import Network, check_network
from onehidden.network.overflow import checked_steps, checked_update
from onehidden.network.steps import Steps, backward_pass, error_pass, forward_pass, gradient_step


@refuse_unknown_arguments
def forward(network: Network, X: npt.ArrayLike, arithmetic: str = "reproducible", kernels: str | None = None) -> Steps:
    """Compute steps 2 to 4: from the samples to the output.

    hidden_layer_input = (X . wh) + bh, hidden_layer_activations = f of it, output_layer_input =
    (hidden_layer_activations . wout) + bout, output = g of it.

    Parameters
    ----------
    network : Network
        The network.
    X : array_like, n x d
        One row per sample.
    arithmetic : {"reproducible", "blas"}
        Reproducible bits, or BLAS for speed.
    kernels : {"compiled", "interpreted"} or None
        As in `train`.

    Returns
    -------
    dict
        `hidden_layer_input` and `hidden_layer_activations` (n x h), `output_layer_input` and `output` (n x k). Without
        a hidden layer the first two are absent.

    Raises
    ------
    OneHiddenError
        With code invalid_network, unknown_arithmetic, unknown_kernels, missing_kernels, not_numeric, not_finite, empty,
        wrong_dimensions or shape_mismatch; with code overflow where a step is not finite (SPEC.md, section 10).

    Notes
    -----
    SPEC.md 3.2 to 3.4.

    Examples
    --------
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[0.0])
    >>> forward(network, [[0.0]])["hidden_layer_activations"]
    array([[0.5, 0.5]])
    """
    check_network(network)
    check_arithmetic(arithmetic)
    kernels = check_kernels(kernels)
    X = check_samples(X, network.n_features)
    with np.errstate(all="ignore"):  # non-finite values are reported below
        steps = forward_pass(network, X, arithmetic_named(arithmetic, kernels))
    return checked_steps(steps)


@refuse_unknown_arguments
def backward(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    arithmetic: str = "reproducible",
    sample_weight: npt.ArrayLike | None = None,
    kernels: str | None = None,
) -> Steps:
    """Compute steps 2 to 11: from the samples to the gradients of the loss.

    The forward steps, then error = y - output, the loss, the slopes, d_output = error * slope_output_layer,
    error_at_hidden_layer = d_output . t(wout), d_hidden_layer = error_at_hidden_layer * slope_hidden_layer, and the
    gradients -t(hidden_layer_activations) . d_output, -t(X) . d_hidden_layer, and minus the column sums.

    Parameters
    ----------
    network : Network
        The network.
    X : array_like, n x d
        One row per sample.
    y : array_like, n x k, or a vector where k = 1
        The targets.
    arithmetic : {"reproducible", "blas"}
        Reproducible bits, or BLAS for speed.
    sample_weight : array_like, length n, or None
        The weight of each sample, 0 or larger. None: every weight is 1.
    kernels : {"compiled", "interpreted"} or None
        As in `train`.

    Returns
    -------
    dict
        All steps by name, in the order of the table of twelve steps. `d_*` are minus the derivatives of the summed loss
        with respect to a layer's input, `grad_*` the derivatives of the loss.

    Raises
    ------
    OneHiddenError
        As `forward`, and with code target_out_of_range or invalid_sample_weight.

    Notes
    -----
    SPEC.md 3.2 to 3.16, 3.20 to 3.23.

    Examples
    --------
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> steps = backward(network, X=[[0.0]], y=[[1.0]])
    >>> steps["loss"], steps["grad_bh"]
    (0.125, array([-0.03125, -0.03125]))
    """
    check_network(network)
    check_arithmetic(arithmetic)
    kernels = check_kernels(kernels)
    X = check_samples(X, network.n_features)
    y = check_targets(y, len(X), network.n_outputs, network.output_activation)
    weight = check_sample_weight(sample_weight, len(X))
    chosen = arithmetic_named(arithmetic, kernels)
    with np.errstate(all="ignore"):
        steps = error_pass(network, y, forward_pass(network, X, chosen), weight, chosen)
        steps = backward_pass(network, X, steps, weight, chosen)
    return checked_steps(steps)


@refuse_unknown_arguments
def update_weights(network: Network, steps: Steps, learning_rate: float) -> Network:
    """Compute step 12: w - (grad_w * learning_rate) for every parameter, all from the old values.

    Parameters
    ----------
    network : Network
        The network the gradients belong to.
    steps : dict
        The steps that `backward` returned; only the gradients are used.
    learning_rate : float
        The learning rate, 0 or larger.

    Returns
    -------
    Network
        A new network; the old one is unchanged.

    Raises
    ------
    OneHiddenError
        With code invalid_network, invalid_steps or invalid_learning_rate; with code overflow where a parameter is not
        finite.

    Notes
    -----
    SPEC.md 3.17.

    Examples
    --------
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> steps = backward(network, X=[[0.0]], y=[[1.0]])
    >>> update_weights(network, steps, learning_rate=1.0).wout
    array([[1.0625],
           [1.0625]])
    """
    check_network(network)
    gradients = check_steps(network, steps)
    learning_rate = check_learning_rate(learning_rate)
    with np.errstate(all="ignore"):
        new = gradient_step(network, gradients, learning_rate)
    return checked_update(new)


@refuse_unknown_arguments
def predict(network: Network, X: npt.ArrayLike, arithmetic: str = "reproducible", kernels: str | None = None) -> Array:
    """Compute the output of the network, n x k: the last step of `forward`.

    Parameters
    ----------
    network : Network
        The network.
    X : array_like, n x d
        One row per sample.
    arithmetic : {"reproducible", "blas"}
        Reproducible bits, or BLAS for speed.
    kernels : {"compiled", "interpreted"} or None
        As in `train`.

    Returns
    -------
    numpy.ndarray, n x k
        One row per sample, one column per output neuron.

    Raises
    ------
    OneHiddenError
        As `forward`.

    Notes
    -----
    SPEC.md 3.4.

    Examples
    --------
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> predict(network, [[0.0]])
    array([[0.5]])
    """
    return forward(network, X, arithmetic, kernels)["output"]


def check_steps(network: Network, steps: Any) -> Steps:
    """Return the gradients, checked to fit the parameters of the network."""
    gradients: Any = {}
    for name, parameter in network.parameters().items():
        grad = steps.get(f"grad_{name}") if isinstance(steps, dict) else None
        if grad is None or np.shape(grad) != parameter.shape:
            given = f"`grad_{name}` is missing or of another shape"
            refuse(
                InvalidStepsError,
                "steps",
                "the steps that backward() returned for this network",
                given,
                "Call backward() first.",
            )
        gradients[f"grad_{name}"] = check_numbers(grad, "steps")
    return gradients  # type: ignore[no-any-return]
