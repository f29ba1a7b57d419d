"""The twelve steps of one network as equations: the formula of each, and what it does in plain words.

The text and the page of a walkthrough put numbers in place of the names (SPEC.md, section 15).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onehidden.network.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from onehidden.network.losses import LOSSES
from onehidden.network.network import Network


@dataclass(frozen=True)
class Equation:
    """One result of one step: its name, the kind of its arithmetic, its formula ("" if it is given), and a sentence."""

    step: int
    name: str
    kind: str
    formula: str
    says: str


def equations(network: Network) -> list[Equation]:
    """All equations of the network, in the order of the table of twelve steps."""
    return [
        *given_equations(network),
        *forward_equations(network),
        *error_equations(network),
        *backward_equations(network),
        *gradient_equations(network),
        *update_equations(network),
    ]


# ---- the steps -------------------------------------------------------------------------------------------------------


def given_equations(network: Network) -> list[Equation]:
    """Steps 0 and 1: the samples and the parameters."""
    sender = "feature" if network.wh is None else "hidden neuron"
    said = {
        "wh": "The weights from every feature to every hidden neuron.",
        "bh": "One bias per hidden neuron, the same for every sample.",
        "wout": f"The weights from every {sender} to every output neuron.",
        "bout": "One bias per output neuron, the same for every sample.",
    }
    return [
        Equation(0, "X", "given", "", "The samples: one row each, one column per feature."),
        Equation(0, "y", "given", "", "The targets: what the output should be for every sample."),
        *(Equation(1, name, "given", "", said[name]) for name in network.parameters()),
    ]


def forward_equations(network: Network) -> list[Equation]:
    """Steps 2 to 4: from the samples to the output."""
    found = []
    if network.wh is not None:
        found.append(affine_equation(2, "hidden_layer_input", "X", "wh", None if network.bh is None else "bh"))
        found.append(activated(3, "hidden_layer_activations", network.hidden_activation, "hidden_layer_input"))
    A = sender_of(network)
    found.append(affine_equation(4, "output_layer_input", A, "wout", None if network.bout is None else "bout"))
    found.append(activated(4, "output", network.output_activation, "output_layer_input"))
    return found


def error_equations(network: Network) -> list[Equation]:
    """Step 5: the error and the loss."""
    formula = LOSS_FORMULAS[network.loss]
    if network.reduction == "mean":
        formula = f"({formula}) / n"
    return [
        Equation(5, "error", "difference", "y - output", "How far each output is from its target, and to which side."),
        Equation(
            5, "loss", network.loss, formula, "How wrong all outputs are, in one number; training makes it small."
        ),
    ]


def backward_equations(network: Network) -> list[Equation]:
    """Steps 6 to 9: how much each neuron contributes to the error."""
    cancels = LOSSES[network.loss].output_activation is not None
    says = "The error itself, since the slope is 1." if cancels else "Each error, times how far its output can move."
    formula = "error * slope_output_layer"
    found = [
        sloped("slope_output_layer", "one" if cancels else network.output_activation, "output"),
        Equation(7, "d_output", "multiply", formula, says),
    ]
    if network.wh is not None:
        found.insert(1, sloped("slope_hidden_layer", network.hidden_activation, "hidden_layer_activations"))
        says = "The errors go back to the hidden neurons through the old weights."
        found.append(Equation(8, "error_at_hidden_layer", "product", "d_output . t(wout)", says))
        formula = "error_at_hidden_layer * slope_hidden_layer"
        says = "Each hidden error, times how far its neuron can move."
        found.append(Equation(9, "d_hidden_layer", "multiply", formula, says))
    return found


def gradient_equations(network: Network) -> list[Equation]:
    """Steps 10 and 11: how the loss changes with every parameter."""
    sums = {
        "grad_wout": f"t({sender_of(network)}) . d_output",
        "grad_wh": "t(X) . d_hidden_layer",
        "grad_bout": "column_sums(d_output)",
        "grad_bh": "column_sums(d_hidden_layer)",
    }
    found = []
    for name, summed in sums.items():
        parameter = name.removeprefix("grad_")
        if parameter not in network.parameters():
            continue
        step, kind = (10, "gradient") if parameter.startswith("w") else (11, "column_sums")
        over, formula = "summed over", f"-{summed}" if step == 11 else f"-({summed})"
        if network.reduction == "mean":
            over, formula = "the mean over", f"-({summed} / n)" if step == 11 else f"-(({summed}) / n)"
        says = f"How the loss changes with each {noun(parameter)}: {over} all samples."
        found.append(Equation(step, name, kind, formula, says))
    return found


def update_equations(network: Network) -> list[Equation]:
    """Step 12: a small step downhill."""
    return [
        Equation(
            12,
            f"updated_{name}",
            "update",
            f"{name} - (grad_{name} * learning_rate)",
            f"Each {noun(name)} takes a small step against its gradient.",
        )
        for name in network.parameters()
    ]


# ---- shared parts ----------------------------------------------------------------------------------------------------

LOSS_FORMULAS = {
    "squared_error": "total(error * error) / 2",
    "binary_cross_entropy": "total(-((y * log(output)) + ((1 - y) * log(1 - output))))",
    "categorical_cross_entropy": "total(-(y * log(output)))",
}


def affine_equation(step: int, name: str, A: str, w: str, b: str | None) -> Equation:
    """(A . w) + b, or A . w."""
    layer = "hidden" if w == "wh" else "output"
    if b is None:
        says = f"Each {layer} neuron adds up what comes in, times its weights."
        return Equation(step, name, "product", f"{A} . {w}", says)
    says = f"Each {layer} neuron adds up what comes in, times its weights, and its bias."
    return Equation(step, name, "affine", f"({A} . {w}) + {b}", says)


def activated(step: int, name: str, activation: str, z: str) -> Equation:
    """An activation of the input z."""
    f = OUTPUT_ACTIVATIONS[activation]
    return Equation(step, name, activation, with_name(f.formula, "z", z), f.says)


def sloped(name: str, activation: str, a: str) -> Equation:
    """The slope of an activation, from the activation a."""
    if activation == "one":
        says = "1 everywhere: the slope cancels against the derivative of this loss."
        return Equation(6, name, "slope_of_one", "1", says)
    says = "How far each value moves when its neuron's input moves a little."
    formula = with_name(ACTIVATIONS[activation].slope_formula, "a", a)
    return Equation(6, name, f"slope_of_{activation}", formula, says)


def with_name(formula: str, letter: str, name: str) -> str:
    """Put the name of a matrix in place of the letter that stands for it."""
    return re.sub(rf"\b{letter}\b", name, formula)


def noun(parameter: str) -> str:
    """What one element of a parameter is."""
    return "weight" if parameter.startswith("w") else "bias"


def sender_of(network: Network) -> str:
    """The name of the output layer's input."""
    return "X" if network.wh is None else "hidden_layer_activations"
