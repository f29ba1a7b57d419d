"""JAX in double precision: gradients by `grad`, all updates in one compiled `fori_loop`."""

import time

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.contenders import Contender

jax.config.update("jax_enable_x64", True)


def loss(weights, X, y):
    wh, bh, wout, bout = weights
    output = jax.nn.sigmoid(jax.nn.sigmoid(X @ wh + bh) @ wout + bout)
    return jnp.sum((y - output) ** 2) / 2


def trained(weights, X, y, learning_rate, updates):
    def update(_, weights):
        gradients = jax.grad(loss)(weights, X, y)
        return [w - learning_rate * gradient for w, gradient in zip(weights, gradients, strict=True)]

    return jax.lax.fori_loop(0, updates, update, weights)


def prepare(problem):
    weights = [jnp.asarray(w) for w in (problem.wh, problem.bh, problem.wout, problem.bout)]
    arguments = (weights, jnp.asarray(problem.X), jnp.asarray(problem.y), problem.learning_rate, problem.updates)
    start = time.perf_counter()
    compiled = jax.jit(trained).lower(*arguments).compile()
    compilation = time.perf_counter() - start
    return Contender(
        train=lambda: jax.block_until_ready(compiled(*arguments)),
        parameters=lambda weights: dict(zip(("wh", "bh", "wout", "bout"), map(np.asarray, weights), strict=True)),
        compilation=compilation,
    )
