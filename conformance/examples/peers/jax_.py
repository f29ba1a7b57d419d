"""JAX in double precision as an implementation: the network as a function, its gradients by `value_and_grad`.

onehidden-conformance run --implementation "python conformance/examples/peers/jax_.py"
"""

import jax
import jax.numpy as jnp
from adapter import PARAMETERS, Skip, serve

jax.config.update("jax_enable_x64", True)

ACTIVATIONS = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": jax.nn.relu, "identity": lambda z: z}


def loss_and_output(parameters, X, y, words):
    """The forward pass."""
    hidden_activation, output_activation, loss, reduction = words
    last = X
    if "wh" in parameters:
        last = ACTIVATIONS[hidden_activation](X @ parameters["wh"] + parameters.get("bh", 0.0))
    z = last @ parameters["wout"] + parameters.get("bout", 0.0)
    output = ACTIVATIONS[output_activation](z)
    squares = (y - output) ** 2 / 2
    entropies = jnp.logaddexp(0.0, z) - y * z  # of the input: of the output autograd would divide 0 by 0
    total = jnp.sum(squares if loss == "squared_error" else entropies)
    return total / len(X) if reduction == "mean" else total, output


gradients_and_values = jax.jit(jax.value_and_grad(loss_and_output, has_aux=True), static_argnums=3)


def update(network, X, y, learning_rate):
    """One step of gradient descent."""
    parameters = {name: jnp.asarray(network[name]) for name in PARAMETERS if network[name] is not None}
    words = tuple(network[name] for name in ("hidden_activation", "output_activation", "loss", "reduction"))
    (loss, output), gradients = gradients_and_values(parameters, jnp.asarray(X), jnp.asarray(y), words)
    if network["loss"] == "binary_cross_entropy" and (((output == 0) & (y > 0)) | ((output == 1) & (y < 1))).any():
        raise Skip("has a cross-entropy that is never infinite")
    updated = {f"updated_{name}": p - learning_rate * gradients[name] for name, p in parameters.items()}
    return {"output": output, "loss": loss, **{f"grad_{name}": g for name, g in gradients.items()}, **updated}


if __name__ == "__main__":
    serve("JAX", jax.__version__, {"kinds": ["step", "training"], "trace": "results"}, update)
