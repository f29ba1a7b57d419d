"""Models: a network together with what it needs to predict from data (SPEC.md, section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from onehidden._display import Displayed
from onehidden._typing import Array
from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import InvalidModelError
from onehidden.checks.refusals import counted, refuse
from onehidden.models.inputs import Input, design_matrix
from onehidden.models.scaling import Scaling, scaled, unscaled
from onehidden.network.network import Network
from onehidden.network.overflow import checked_steps, refuse_overflow
from onehidden.network.steps import Steps, forward_pass


@dataclass(frozen=True, eq=False, repr=False)
class Model(Displayed):
    """A network together with what it needs to predict from data: inputs, classes and scaling.

    Fitting and `load_model` make models; they are immutable.

    Attributes
    ----------
    network : Network
        The network.
    inputs : tuple of NumericInput or FactorInput
        The inputs that make the columns of X.
    classes : tuple of str, int or bool, or None
        The classes in the order of the outputs; None in a regression.
    outputs : tuple of str, or None
        The names of the outputs in a regression, if there are any.
    input_scaling, target_scaling : Scaling or None
        The scaling of the columns of X and of y, if there is any.
    history : numpy.ndarray
        The losses of the training.
    arithmetic : str
        "reproducible" or "blas".

    Notes
    -----
    SPEC.md, section 13.

    Examples
    --------
    >>> from onehidden.models.inputs import numeric_inputs
    >>> ends = {"hidden_activation": "relu", "output_activation": "identity"}
    >>> network = Network(wh=[[1.0, -1.0]], bh=None, wout=[[2.0], [0.0]], bout=[1.0], **ends)
    >>> model = Model(network, numeric_inputs(["x"], 1), None, None, None, None, np.array([]), "reproducible")
    >>> model
    model of 1 input and 1 number: network 1-2-1: relu hidden layer, identity output, squared_error (sum), 5 parameters
    >>> model.predict({"x": [-1.0, 0.0, 3.0]})
    array([1., 1., 7.])
    """

    network: Network
    inputs: tuple[Input, ...]
    classes: tuple[str, ...] | tuple[int, ...] | tuple[bool, ...] | None
    outputs: tuple[str, ...] | None
    input_scaling: Scaling | None
    target_scaling: Scaling | None
    history: Array
    arithmetic: str

    @refuse_unknown_arguments
    def predict(self, data: Any) -> npt.NDArray[Any]:
        """Predict the class of each row; in a regression the numbers, n x k, or a vector where k = 1.

        Parameters
        ----------
        data : mapping, frame, or array_like, n x d
            Data with the columns that the model was trained with, or the columns of X as a matrix.

        Returns
        -------
        numpy.ndarray
            One class per row, or the numbers of each row.

        Raises
        ------
        OneHiddenError
            With code missing_column, unknown_level, not_numeric, not_finite, empty, wrong_dimensions, shape_mismatch or
            overflow.

        Notes
        -----
        SPEC.md 13.8.
        """
        if self.classes is not None:
            return model_classes(self, data)
        response = model_response(self, data)
        return response[:, 0] if response.shape[1] == 1 else response

    @refuse_unknown_arguments
    def predict_proba(self, data: Any) -> Array:
        """Compute the probability of each class, one column per class; with two classes, 1 - output and output.

        Parameters
        ----------
        data : mapping, frame, or array_like, n x d
            As in `predict`.

        Returns
        -------
        numpy.ndarray
            n x the number of classes.

        Raises
        ------
        OneHiddenError
            As `predict`, and with code invalid_model where the model has no classes.

        Notes
        -----
        SPEC.md 13.8.
        """
        return model_probabilities(self, data)

    @refuse_unknown_arguments
    def link(self, data: Any) -> Array:
        """Compute `output_layer_input`, n x k: the input of the output activation.

        Parameters
        ----------
        data : mapping, frame, or array_like, n x d
            As in `predict`.

        Returns
        -------
        numpy.ndarray
            n x k.

        Raises
        ------
        OneHiddenError
            As `predict`.

        Notes
        -----
        SPEC.md 13.8.
        """
        return model_link(self, data)

    @refuse_unknown_arguments
    def trace(self, data: Any) -> Steps:
        """Compute steps 2 to 4 of the network on the scaled data.

        Parameters
        ----------
        data : mapping, frame, or array_like, n x d
            As in `predict`.

        Returns
        -------
        dict
            As returned by `forward`.

        Raises
        ------
        OneHiddenError
            As `predict`.

        Notes
        -----
        SPEC.md 13.8.
        """
        return model_trace(self, data)

    def __repr__(self) -> str:
        n = self.network.n_outputs
        what = counted(n, "number") if self.classes is None else f"{len(self.classes)} classes"
        scaling = "" if self.input_scaling is None else ", scaled"
        return f"model of {counted(len(self.inputs), 'input')} and {what}{scaling}: {self.network!r}"


# ---- the kinds of predictions ----------------------------------------------------------------------------------------


def model_trace(model: Model, data: Any, argument: str = "data") -> Steps:
    """Steps 2 to 4 on the scaled data."""
    X = design_matrix(model.inputs, data, argument)
    with np.errstate(all="ignore"):  # non-finite values are reported below
        steps = forward_pass(model.network, scaled(X, model.input_scaling), arithmetic_named(model.arithmetic))
    return checked_steps(steps)


def model_link(model: Model, data: Any, argument: str = "data") -> Array:
    """The input of the output layer."""
    return model_trace(model, data, argument)["output_layer_input"]


def model_response(model: Model, data: Any, argument: str = "data") -> Array:
    """The output, n x k, in the units of y."""
    output = model_trace(model, data, argument)["output"]
    with np.errstate(all="ignore"):
        response = unscaled(output, model.target_scaling)
    if not np.isfinite(response).all():
        refuse_overflow("output")
    return response


def model_probabilities(model: Model, data: Any, argument: str = "data") -> Array:
    """The probability of each class, one column per class."""
    check_has_classes(model)
    output = model_response(model, data, argument)
    return np.column_stack([1.0 - output, output]) if output.shape[1] == 1 else output


def model_classes(model: Model, data: Any, argument: str = "data") -> npt.NDArray[Any]:
    """The class of each row: that of the largest output, the first of several; of two the second if output > 1/2."""
    check_has_classes(model)
    output = model_response(model, data, argument)
    places = (output[:, 0] > 0.5).astype(np.intp) if output.shape[1] == 1 else output.argmax(axis=1)
    predicted: npt.NDArray[Any] = np.array(model.classes)[places]
    return predicted


def check_has_classes(model: Model) -> None:
    """Reject a regression where classes are required."""
    if model.classes is None:
        refuse(InvalidModelError, "model", "a model of classes", "it predicts numbers", "Ask for the response.")
