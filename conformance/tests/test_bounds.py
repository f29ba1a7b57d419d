"""The bounds against programs as people write them: right ones stay within, wrong ones do not."""

import math

import numpy as np
import pytest

from onehidden_conformance.balls import flat_balls, step_balls, within
from onehidden_conformance.oracle import BINARY64, NetworkValues

ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")


def blas(A, B):
    return A @ B


def shuffled(A, B):
    order = np.random.default_rng(A.size).permutation(A.shape[1])
    return A[:, order] @ B[order]


def rounded_once(A, B):
    return np.array([[math.fsum(a * b for a, b in zip(r, c, strict=True)) for c in B.T] for r in A])


def fused(A, B):
    result = np.zeros((len(A), B.shape[1]))
    for (i, j), _ in np.ndenumerate(result):
        total = 0.0
        for a, b in zip(A[i].tolist(), B[:, j].tolist(), strict=True):
            total = float(BINARY64.fma(a, b, total))
        result[i, j] = total
    return result


def exp32(z):
    return np.exp(z.astype(np.float32)).astype(np.float64)


def learner(p, X, y, rate, dot=blas, exp=np.exp):
    """One update as a learner writes it in NumPy."""
    f = {
        "sigmoid": lambda z: 1 / (1 + exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
        "identity": lambda z: z,
    }
    slope = {
        "sigmoid": lambda a: a * (1 - a),
        "tanh": lambda a: 1 - a**2,
        "relu": lambda a: (a > 0) * 1.0,
        "identity": np.ones_like,
    }
    v, n = {}, len(X) if p["reduction"] == "mean" else 1
    v["hidden_layer_input"] = dot(X, p["wh"]) + p["bh"]
    v["hidden_layer_activations"] = h = f[p["hidden_activation"]](v["hidden_layer_input"])
    v["output_layer_input"] = dot(h, p["wout"]) + p["bout"]
    v["output"] = o = f[p["output_activation"]](v["output_layer_input"])
    v["error"] = y - o
    v["slope_hidden_layer"] = slope[p["hidden_activation"]](h)
    if p["loss"] == "squared_error":
        v["loss"] = np.sum(v["error"] ** 2) / 2 / n
        v["slope_output_layer"] = slope[p["output_activation"]](o)
    else:
        with np.errstate(divide="ignore"):
            v["loss"] = -np.sum(y * np.log(o) + (1 - y) * np.log(1 - o)) / n
        v["slope_output_layer"] = np.ones_like(o)
    v["d_output"] = v["error"] * v["slope_output_layer"]
    v["error_at_hidden_layer"] = dot(v["d_output"], p["wout"].T)
    v["d_hidden_layer"] = v["error_at_hidden_layer"] * v["slope_hidden_layer"]
    v["grad_wout"], v["grad_wh"] = -dot(h.T, v["d_output"]) / n, -dot(X.T, v["d_hidden_layer"]) / n
    v["grad_bout"], v["grad_bh"] = -v["d_output"].sum(axis=0) / n, -v["d_hidden_layer"].sum(axis=0) / n
    for name in ("wh", "bh", "wout", "bout"):
        v[f"updated_{name}"] = p[name] - rate * v[f"grad_{name}"]
    return v


def problem(seed):
    """A random network with data; scales, activations, losses and shapes vary with the seed."""
    random = np.random.default_rng(seed)
    n, d, h, k = random.integers(1, [12, 7, 6, 4])
    scale = 10.0 ** random.uniform(-2, 1)
    loss = "binary_cross_entropy" if seed % 4 == 0 else "squared_error"
    p = {
        "wh": scale * random.standard_normal((d, h)),
        "bh": scale * random.standard_normal(h),
        "wout": random.standard_normal((h, k)),
        "bout": random.standard_normal(k),
        "hidden_activation": ACTIVATIONS[seed % 3],
        "output_activation": "sigmoid" if seed % 4 == 0 else ACTIVATIONS[random.integers(4)],
        "loss": loss,
        "reduction": ("sum", "mean")[seed % 2],
    }
    return p, random.standard_normal((n, d)), random.random((n, k)), 10.0 ** random.uniform(-3, 0.5)


def outside(p, X, y, rate, result):
    """Name the steps that leave the bounds, and count the elements looked at."""
    lists = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in p.items()}
    balls = step_balls(NetworkValues(**lists), X.tolist(), y.tolist(), rate)
    found, looked_at = [], 0
    for name, value in result.items():
        pairs = list(zip(flat_balls(balls[name]), np.ravel(value).tolist(), strict=True))
        looked_at += len(pairs)
        if not all(within(ball, number) for ball, number in pairs):
            found.append(name)
    return found, looked_at


@pytest.mark.parametrize("dot", [blas, shuffled, rounded_once, fused])
def test_right_programs_stay_within_the_bounds_whatever_their_order(dot):
    elements = 0
    for seed in range(60):
        p, X, y, rate = problem(seed)
        found, looked_at = outside(p, X, y, rate, learner(p, X, y, rate, dot))
        assert found == [], seed
        elements += looked_at
    assert elements > 10_000


def test_an_exponential_in_single_precision_leaves_the_bounds():
    for seed in range(0, 60, 3):  # the hidden activation is the sigmoid
        p, X, y, rate = problem(seed)
        found, _ = outside(p, X, y, rate, learner(p, X, y, rate, exp=exp32))
        assert "hidden_layer_activations" in found, seed


def test_weights_written_with_15_digits_leave_the_bounds():
    caught = 0
    for seed in range(30):
        p, X, y, rate = problem(seed)
        cut = {key: np.vectorize(lambda w: float(f"{w:.15g}"))(v) if key[0] in "wb" else v for key, v in p.items()}
        found, _ = outside(p, X, y, rate, learner(cut, X, y, rate))
        caught += bool(found)
    assert caught >= 27  # a network of a handful of weights may be written without loss


def test_allclose_lets_an_exponential_in_single_precision_pass():
    p, X, y, rate = problem(3)
    right, wrong = learner(p, X, y, rate), learner(p, X, y, rate, exp=exp32)
    assert all(np.allclose(wrong[name], right[name], atol=1e-6) for name in right)
