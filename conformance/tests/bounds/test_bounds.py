"""The bounds against programs as people write them: right ones stay within, wrong ones do not."""

import math

import numpy as np
import pytest

from onehidden_conformance.bounds.functions import softmax as softmax_balls
from onehidden_conformance.bounds.limits import within
from onehidden_conformance.bounds.operations import exact, flat_balls
from onehidden_conformance.bounds.rounding import precisely
from onehidden_conformance.bounds.steps import step_balls
from onehidden_conformance.bounds.trainings import training_balls
from onehidden_conformance.oracle import BINARY64, NetworkValues, Optimizer, Settings
from onehidden_conformance.vectors.names import ACTIVATIONS
from tests.specification import in_numpy


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


def softmax(z, exp=np.exp):
    powers = exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax_as_it_is(z, exp=np.exp):
    return exp(z) / exp(z).sum(axis=1, keepdims=True)


def softmax_by_logarithms(z, exp=np.exp):
    moved = z - z.max(axis=1, keepdims=True)
    return exp(moved - np.log(exp(moved).sum(axis=1, keepdims=True)))


def softmax_by_reciprocal(z, exp=np.exp):
    powers = exp(z - z.max(axis=1, keepdims=True))
    return powers * (1 / powers[:, ::-1].sum(axis=1, keepdims=True))


SOFTMAX = [softmax, softmax_as_it_is, softmax_by_logarithms, softmax_by_reciprocal]


def learner(p, X, y, rate, dot=blas, exp=np.exp, weights=None, softmax=softmax):
    """One update as a learner writes it in NumPy."""
    specified = in_numpy(exp)
    f = {name: activation.f for name, activation in specified.items()} | {"softmax": lambda z: softmax(z, exp)}
    slope = {name: activation.slope for name, activation in specified.items()}
    s = np.ones(len(X)) if weights is None else weights
    v, n = {}, s.sum() if p["reduction"] == "mean" else 1
    v["hidden_layer_input"] = dot(X, p["wh"]) + p["bh"]
    v["hidden_layer_activations"] = h = f[p["hidden_activation"]](v["hidden_layer_input"])
    v["output_layer_input"] = dot(h, p["wout"]) + p["bout"]
    v["output"] = o = f[p["output_activation"]](v["output_layer_input"])
    v["error"] = y - o
    v["slope_hidden_layer"] = slope[p["hidden_activation"]](h)
    if p["loss"] == "squared_error":
        v["loss"] = np.sum(v["error"] ** 2 * s[:, None]) / 2 / n
        v["slope_output_layer"] = slope[p["output_activation"]](o)
    elif p["loss"] == "categorical_cross_entropy":
        v["loss"] = -np.sum(s[:, None] * y * np.log(o)) / n
        v["slope_output_layer"] = np.ones_like(o)
    else:
        with np.errstate(divide="ignore"):
            v["loss"] = -np.sum((y * np.log(o) + (1 - y) * np.log(1 - o)) * s[:, None]) / n
        v["slope_output_layer"] = np.ones_like(o)
    v["d_output"] = v["error"] * (v["slope_output_layer"] * s[:, None])
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
        "output_activation": "sigmoid" if seed % 4 == 0 else ACTIVATIONS[random.integers(len(ACTIVATIONS))],
        "loss": loss,
        "reduction": ("sum", "mean")[seed % 2],
    }
    return p, random.standard_normal((n, d)), random.random((n, k)), 10.0 ** random.uniform(-3, 0.5)


def values(p):
    lists = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in p.items()}
    return NetworkValues(**lists)


def outside(p, X, y, rate, result, weights=None):
    """Name the steps that leave the bounds, and count the elements looked at."""
    balls = step_balls(values(p), X.tolist(), y.tolist(), rate, 0.0, None if weights is None else weights.tolist())
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


# ---- softmax and sample weights --------------------------------------------------------------------------------------


def problem_of_classes(seed):
    """A random network with softmax, with shares of classes, and with weights in two of three cases."""
    random = np.random.default_rng(10_000 + seed)
    n, d, h, k = random.integers([1, 1, 1, 2], [12, 7, 6, 9])
    p = {
        "wh": 10.0 ** random.uniform(-1, 1) * random.standard_normal((d, h)),
        "bh": random.standard_normal(h),
        "wout": 10.0 ** random.uniform(-2, 1.5) * random.standard_normal((h, k)),
        "bout": 10.0 ** random.uniform(-1, 1) * random.standard_normal(k),
        "hidden_activation": ACTIVATIONS[seed % 3],
        "output_activation": "softmax",
        "loss": "categorical_cross_entropy",
        "reduction": ("sum", "mean")[seed % 2],
    }
    y = random.dirichlet(np.ones(k), size=n)
    weights = None if seed % 3 == 0 else 10.0 ** random.uniform(-3, 3, n) * (random.random(n) > 0.2)
    if weights is not None and not weights.any():
        weights[0] = 1.0
    return p, random.standard_normal((n, d)), y, 10.0 ** random.uniform(-3, 0.5), weights


@pytest.mark.parametrize("form", SOFTMAX)
@pytest.mark.parametrize("dot", [blas, shuffled])
def test_right_programs_with_softmax_and_weights_stay_within_the_bounds(form, dot):
    elements = tried = 0
    for seed in range(60):
        p, X, y, rate, weights = problem_of_classes(seed)
        with np.errstate(all="ignore"):
            result = learner(p, X, y, rate, dot, weights=weights, softmax=form)
        if np.abs(result["output_layer_input"]).max() > 700:
            continue  # where the maximum must be subtracted, and logarithms of outputs may be infinite
        found, looked_at = outside(p, X, y, rate, result, weights)
        assert found == [], seed
        elements, tried = elements + looked_at, tried + 1
    assert elements > 5_000
    assert tried > 50


def test_softmax_with_the_maximum_subtracted_stays_within_the_bounds_for_inputs_of_any_size():
    random = np.random.default_rng(7)
    for size in (1e-3, 1.0, 30.0, 700.0, 1e4, 1e8):
        for _ in range(200):
            z = size * random.standard_normal((1, random.integers(2, 12)))
            found = [within(ball, x) for ball, x in zip(balls_of_row(z[0]), softmax(z)[0].tolist(), strict=True)]
            assert all(found), z


def balls_of_row(z):
    with precisely():
        return softmax_balls([exact(x) for x in z.tolist()])


@pytest.mark.parametrize("seed", range(40))
def test_softmax_by_an_exponential_in_single_precision_leaves_the_bounds(seed):
    p, X, y, rate, weights = problem_of_classes(seed)
    p["wout"] = p["wout"] / np.abs(p["wout"]).max()
    p["hidden_activation"] = "tanh"
    found, _ = outside(p, X, y, rate, learner(p, X, y, rate, exp=exp32, weights=weights), weights)
    assert "output" in found


# ---- short trainings -------------------------------------------------------------------------------------------------


def descend(name, w, g, v, rate, t, right=True):
    """One step of an optimizer as its textbook has it, with powers; or with a mistake."""
    if name == "adam":
        m, s = v
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        correction = (1 - 0.9**t, 1 - 0.999**t) if right else (1.0, 1.0)
        return w - rate * (m / correction[0]) / (np.sqrt(s / correction[1]) + 1e-8), (m, s)
    v = 0.9 * v + (g if right else 0.1 * g)
    ahead = 0.9 * v + g if name == "nesterov" else v
    return w - rate * ahead, v


def trained(name, p, X, y, rate, epochs, decay, right=True):
    """The losses of a training in NumPy."""
    p, memory, losses = dict(p), {}, []
    for t in range(1, epochs + 2):
        steps = learner(p, X, y, rate)
        losses.append(steps["loss"])
        for w in ("wh", "bh", "wout", "bout"):
            g = steps[f"grad_{w}"] + (decay * p[w] if w.startswith("w") else 0.0)
            begin = (np.zeros_like(g), np.zeros_like(g)) if name == "adam" else np.zeros_like(g)
            p[w], memory[w] = descend(name, p[w], g, memory.get(w, begin), rate, t, right)
    return losses


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adam"])
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_trainings_stay_within_their_bounds_and_wrong_ones_do_not(name, decay):
    for seed in range(1, 13):
        p, X, y, _ = problem(seed)
        p["hidden_activation"], p["output_activation"], p["loss"] = "tanh", "sigmoid", "squared_error"
        options = Settings(optimizer=Optimizer(name), weight_decay=decay)
        updates = [(0.05, [list(range(len(X)))])] * 3
        balls = training_balls(values(p), X.tolist(), y.tolist(), updates, options)
        for right in (True, False):
            losses = trained(name, p, X, y, 0.05, 3, decay, right)
            inside = [within(ball, loss) for ball, loss in zip(balls.history, losses, strict=True)]
            assert all(inside) == right, (seed, right)
        widths = [float(ball.e) for ball in balls.history]
        assert max(widths) < 1e-9


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
