"""PyTorch in double precision as an implementation: layers, autograd and SGD as everybody uses them.

    onehidden-conformance run --implementation "python conformance/examples/peers/pytorch.py"

Autograd gives the derivatives with respect to every intermediate value, so that nearly all steps can be shown; the
slopes of step 6 never exist by themselves.
"""

import torch
from adapter import PARAMETERS, Skip, serve

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda z: z}
SHOWN = [
    "hidden_layer_input", "hidden_layer_activations", "output_layer_input", "output", "loss", "d_output",
    "error_at_hidden_layer", "d_hidden_layer", "grad_wout", "grad_wh", "grad_bout", "grad_bh",
    "updated_wh", "updated_bh", "updated_wout", "updated_bout",
]  # fmt: skip


def update(network, X, y, learning_rate):
    """One step of SGD."""
    X, y = torch.tensor(X), torch.tensor(y)
    given = {name: network[name] for name in PARAMETERS if network[name] is not None}
    parameters = {name: torch.tensor(value, requires_grad=True) for name, value in given.items()}
    traced = {}
    last = X
    if "wh" in parameters:
        traced["hidden_layer_input"] = torch.nn.functional.linear(X, parameters["wh"].T, parameters.get("bh"))
        last = ACTIVATIONS[network["hidden_activation"]](traced["hidden_layer_input"])
        traced["hidden_layer_activations"] = last
    z = torch.nn.functional.linear(last, parameters["wout"].T, parameters.get("bout"))
    traced["output_layer_input"] = z
    output = ACTIVATIONS[network["output_activation"]](z)
    loss = loss_of(network, z, output, y)

    distinct = {name: value for name, value in traced.items() if value.requires_grad}
    for value in distinct.values():
        value.retain_grad()
    optimizer = torch.optim.SGD(parameters.values(), lr=learning_rate)
    loss.backward()
    gradients = {f"grad_{name}": p.grad.clone() for name, p in parameters.items()}
    samples = len(X) if network["reduction"] == "mean" else 1  # d_output belongs to the summed loss (SPEC.md 3.18)
    deltas = {"d_output": -z.grad * samples}
    if "wh" in parameters:
        deltas["error_at_hidden_layer"] = -traced["hidden_layer_activations"].grad * samples
        deltas["d_hidden_layer"] = -traced["hidden_layer_input"].grad * samples
    optimizer.step()
    updated = {f"updated_{name}": p for name, p in parameters.items()}
    steps = {**traced, "output": output, "loss": loss, **deltas, **gradients, **updated}
    return {name: value.detach().numpy() for name, value in steps.items()}


def loss_of(network, z, output, y):
    """PyTorch averages over all elements where it averages, so the mean over samples is taken by hand."""
    if network["loss"] == "squared_error":
        loss = torch.nn.functional.mse_loss(output, y, reduction="sum") / 2
    else:
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum")
        if infinite(output, y):
            raise Skip("has a cross-entropy that is never infinite")
    return loss / len(y) if network["reduction"] == "mean" else loss


def infinite(output, y):
    """Whether an output is certain and wrong."""
    return bool((((output == 0) & (y > 0)) | ((output == 1) & (y < 1))).any())


if __name__ == "__main__":
    serve("PyTorch", torch.__version__, {"kinds": ["step", "training"], "trace": SHOWN}, update)
