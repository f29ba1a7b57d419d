"""Networks: parameters that fit together, with activations, loss and reduction (SPEC.md, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

import numpy.typing as npt

from onehidden._display import Displayed
from onehidden._typing import Array
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.arrays import check_matrix, check_vector
from onehidden.checks.errors import (
    IncompatibleLossError,
    InvalidNetworkError,
    MissingParameterError,
    ShapeMismatchError,
    UnknownActivationError,
    UnknownLossError,
    UnknownReductionError,
)
from onehidden.checks.refusals import counted, kind, refuse
from onehidden.checks.values import check_choice
from onehidden.network.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from onehidden.network.losses import LOSSES

REDUCTIONS = ("sum", "mean")
PARAMETER_NAMES = ("wh", "bh", "wout", "bout")


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Network(Displayed):
    """A network with one hidden layer, or with none. It is immutable: an update returns a new one.

    Parameters
    ----------
    wh : array_like, d x h, or None
        Weights from the d features to the h hidden neurons. None: no hidden layer.
    bh : array_like, length h, or None
        Biases of the hidden neurons. None: no bias.
    wout : array_like, h x k (d x k without hidden layer)
        Weights to the k output neurons.
    bout : array_like, length k, or None
        Biases of the output neurons. None: no bias.
    hidden_activation, output_activation : {"sigmoid", "tanh", "relu", "identity"}
        The activation function of each layer; for the output also "softmax", with at least two outputs.
    loss : {"squared_error", "binary_cross_entropy", "categorical_cross_entropy"}
        The loss that training minimizes. Binary cross-entropy requires the output activation "sigmoid"; categorical
        cross-entropy and "softmax" require each other.
    reduction : {"sum", "mean"}
        Whether the loss is the sum over the samples or their mean.

    Attributes
    ----------
    wh, bh, wout, bout : numpy.ndarray or None
        The parameters, in double precision, read-only.
    hidden_activation, output_activation, loss, reduction : str
        As given.

    Raises
    ------
    OneHiddenError
        With code not_numeric, not_finite, wrong_dimensions, empty, shape_mismatch, missing_parameter,
        unknown_activation, unknown_loss, unknown_reduction or incompatible_loss (SPEC.md, section 10).

    Notes
    -----
    SPEC.md, section 2.

    Examples
    --------
    >>> Network(wh=[[0.5, -0.5]], bh=[0.0, 0.1], wout=[[1.0], [-1.0]], bout=[0.0])
    network 1-2-1: sigmoid hidden layer, sigmoid output, squared_error (sum), 7 parameters
    """

    wh: Array | None
    bh: Array | None
    wout: Array
    bout: Array | None
    hidden_activation: str
    output_activation: str
    loss: str
    reduction: str

    @refuse_unknown_arguments
    def __init__(
        self,
        wh: npt.ArrayLike | None,
        bh: npt.ArrayLike | None,
        wout: npt.ArrayLike,
        bout: npt.ArrayLike | None,
        hidden_activation: str = "sigmoid",
        output_activation: str = "sigmoid",
        loss: str = "squared_error",
        reduction: str = "sum",
    ) -> None:
        parameters = check_parameters(wh, bh, wout, bout)
        check_choice(hidden_activation, "hidden_activation", ACTIVATIONS, UnknownActivationError)
        check_choice(output_activation, "output_activation", OUTPUT_ACTIVATIONS, UnknownActivationError)
        check_choice(loss, "loss", LOSSES, UnknownLossError)
        check_choice(reduction, "reduction", REDUCTIONS, UnknownReductionError)
        check_loss_fits(loss, output_activation)
        check_enough_outputs(parameters["wout"].shape[1], output_activation)
        self._set(
            **parameters,
            hidden_activation=hidden_activation,
            output_activation=output_activation,
            loss=loss,
            reduction=reduction,
        )

    def with_parameters(self, wh: Array | None, bh: Array | None, wout: Array, bout: Array | None) -> Network:
        """Return the network with other parameters of the same shapes, unchecked."""
        network = object.__new__(Network)
        vars(network).update(vars(self))
        network._set(wh=wh, bh=bh, wout=wout, bout=bout)
        return network

    def _set(self, **attributes: object) -> None:
        vars(self).update(attributes)  # bypasses the frozen dataclass's __setattr__ during construction
        for parameter in self.parameters().values():
            parameter.setflags(write=False)

    def parameters(self) -> dict[str, Array]:
        """Return the parameters of the network by name, in the order of the digest."""
        attributes = vars(self)
        return {name: attributes[name] for name in PARAMETER_NAMES if attributes[name] is not None}

    def __setstate__(self, state: dict[str, object]) -> None:
        self._set(**state)  # unpickled arrays become read-only again

    @property
    def n_features(self) -> int:
        """d, the number of columns of `X`."""
        return len(self.wout if self.wh is None else self.wh)

    @property
    def n_outputs(self) -> int:
        """k, the number of columns of `y`."""
        return int(self.wout.shape[1])

    def __repr__(self) -> str:
        sizes = [self.n_features, self.n_outputs] if self.wh is None else [*self.wh.shape, self.n_outputs]
        hidden = "no hidden layer" if self.wh is None else f"{self.hidden_activation} hidden layer"
        return (
            f"network {'-'.join(map(str, sizes))}: {hidden}, {self.output_activation} output, "
            f"{self.loss} ({self.reduction}), {sum(p.size for p in self.parameters().values())} parameters"
        )


def check_loss_fits(loss: str, output_activation: str) -> None:
    """Reject a loss that does not fit the output activation."""
    needed = LOSSES[loss].output_activation
    if needed not in (None, output_activation):
        refuse(
            IncompatibleLossError,
            "loss",
            f'a loss that fits the output activation, and "{loss}" requires "{needed}"',
            f'`output_activation` is "{output_activation}"',
            f'Use output_activation = "{needed}", or loss = "squared_error".',
        )
    if output_activation == "softmax" and needed is None:
        refuse(
            IncompatibleLossError,
            "loss",
            '"categorical_cross_entropy" where the output activation is "softmax"',
            f'it is "{loss}"',
            'Use loss = "categorical_cross_entropy", or another output activation.',
        )


def check_enough_outputs(n_outputs: int, output_activation: str) -> None:
    """Reject softmax of a single output, which is always 1."""
    if output_activation == "softmax" and n_outputs == 1:
        expected = 'a matrix with at least 2 columns where the output activation is "softmax"'
        hint = 'Use output_activation = "sigmoid" for two classes.'
        refuse(ShapeMismatchError, "wout", expected, "it has 1 column", hint)


class Parameters(TypedDict):
    """The parameters of a network, checked and copied."""

    wh: Array | None
    bh: Array | None
    wout: Array
    bout: Array | None


def check_parameters(wh: Any, bh: Any, wout: Any, bout: Any) -> Parameters:
    """Return copies of the parameters, checked to fit together."""
    if wout is None:
        refuse(MissingParameterError, "wout", "given", "it is missing", "Give the weights to the outputs, h x k.")
    if wh is None and bh is not None:
        hint = "Give `wh`, or leave `bh` out: a network without hidden layer has neither."
        refuse(MissingParameterError, "wh", "given where `bh` is", "it is missing", hint)
    wout = check_matrix(wout, "wout")
    if wh is not None:
        wh = check_matrix(wh, "wh")
        check_layers_fit(wh, wout)
    if bh is not None:
        bh = check_vector(bh, "bh", wh.shape[1], "per hidden neuron")
    if bout is not None:
        bout = check_vector(bout, "bout", wout.shape[1], "per output neuron")
    return Parameters(wh=copied(wh), bh=copied(bh), wout=wout.copy(), bout=copied(bout))


def check_layers_fit(wh: Array, wout: Array) -> None:
    """Reject weights of two layers that disagree about the number of hidden neurons."""
    if wh.shape[1] != wout.shape[0]:
        given = f"`wh` has {counted(wh.shape[1], 'column')} and `wout` has {counted(wout.shape[0], 'row')}"
        hint = "`wh` is d x h and `wout` is h x k; has one of them been transposed?"
        refuse(ShapeMismatchError, "wout", "a matrix with one row per hidden neuron", given, hint)


def copied(array: Array | None) -> Array | None:
    """Return a copy, which the caller cannot change."""
    return None if array is None else array.copy()


def check_network(network: Any) -> None:
    """Reject a value that is not a network."""
    if not isinstance(network, Network):
        holds_one = isinstance(getattr(network, "network", None), Network)
        given = "it is an object that contains one" if holds_one else f"it is {kind(network)}"
        hint = "Give its `network`." if holds_one else "Create one with Network()."
        refuse(InvalidNetworkError, "network", "a network", given, hint)
