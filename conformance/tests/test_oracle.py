"""The oracle against mathematics: derivatives, MPFR, and other people's numbers."""

from dataclasses import replace
from itertools import product

import gmpy2
import mpmath
import numpy as np
import pytest

from onehidden_conformance.generate import alternatives, mersenne
from onehidden_conformance.generate.inputs import Numbers
from onehidden_conformance.oracle import BLOCK, NetworkValues, Oracle, Overflow, rows_of_batches
from onehidden_conformance.tensors import bits_of

ORACLE = Oracle()
ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
COMBINATIONS = [
    *product(ACTIVATIONS, ACTIVATIONS, ["squared_error"], ["sum", "mean"]),
    *product(ACTIVATIONS, ["sigmoid"], ["binary_cross_entropy"], ["sum", "mean"]),
]

F = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "identity": lambda z: z,
}


def true_loss(network, X, y):
    """The loss by textbook formulas in high precision, from parameters that mpmath may vary."""
    n, hidden, output = len(X), F[network.hidden_activation], F[network.output_activation]
    loss = mpmath.mpf(0)
    for x, targets in zip(X, y, strict=True):
        a = x
        if network.wh is not None:
            a = layer(x, network.wh, network.bh, hidden)
        for o, t in zip(layer(a, network.wout, network.bout, output), targets, strict=True):
            if network.loss == "squared_error":
                loss += (t - o) ** 2 / 2
            else:
                loss -= t * mpmath.log(o) + (1 - t) * mpmath.log(1 - o)
    return loss / n if network.reduction == "mean" else loss


def layer(x, weights, biases, f):
    """One layer for one sample."""
    biases = biases or [0] * len(weights[0])
    return [f(mpmath.fsum(a * row[j] for a, row in zip(x, weights, strict=True)) + b) for j, b in enumerate(biases)]


def derivative(network, X, y, name, index):
    """The derivative of the loss with respect to one parameter, by high-precision differences."""
    parameter = getattr(network, name)

    def loss(w):
        changed = [list(row) for row in parameter] if isinstance(index, tuple) else list(parameter)
        if isinstance(index, tuple):
            changed[index[0]][index[1]] = w
        else:
            changed[index] = w
        return true_loss(replace(network, **{name: changed}), X, y)

    at = parameter[index[0]][index[1]] if isinstance(index, tuple) else parameter[index]
    return mpmath.diff(loss, mpmath.mpf(at))


def indices(parameter):
    """All indices of a vector or matrix."""
    if not isinstance(parameter[0], list):
        return list(range(len(parameter)))
    return [(i, j) for i in range(len(parameter)) for j in range(len(parameter[0]))]


@pytest.mark.parametrize(("hidden", "output", "loss", "reduction"), COMBINATIONS)
def test_gradients_are_the_derivatives_of_the_loss(hidden, output, loss, reduction):
    numbers = Numbers(7)
    network = numbers.network(
        2, 3, 2, hidden_activation=hidden, output_activation=output, loss=loss, reduction=reduction
    )
    X, y = numbers.matrix(3, 2), numbers.matrix(3, 2, 0, 1)
    steps = ORACLE.step(network, X, y, 0.1)
    assert steps["loss"] == pytest.approx(float(true_loss(network, X, y)), rel=1e-14)
    with mpmath.workdps(60):
        for name, parameter in network.parameters().items():
            for index in indices(parameter):
                gradient = steps[f"grad_{name}"]
                got = gradient[index[0]][index[1]] if isinstance(index, tuple) else gradient[index]
                expected = float(derivative(network, X, y, name, index))
                assert got == pytest.approx(expected, rel=1e-12, abs=1e-15), (name, index)


def test_the_gradient_without_hidden_layer_is_the_derivative_too():
    numbers = Numbers(8)
    network = numbers.network(3, 0, 2)
    X, y = numbers.matrix(4, 3), numbers.labels(4, 2)
    with mpmath.workdps(60):
        expected = [[float(derivative(network, X, y, "wout", (i, j))) for j in range(2)] for i in range(3)]
    np.testing.assert_allclose(ORACLE.step(network, X, y, 0.1)["grad_wout"], expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["exp", "log", "tanh"])
def test_elementary_functions_are_the_nearest_doubles(name):
    arguments = elementary_arguments(name)
    with gmpy2.context(precision=2500):
        nearest = [float(getattr(gmpy2, name)(gmpy2.mpfr(x))) for x in arguments]
    assert [bits_of(getattr(ORACLE, name)(x)) for x in arguments] == [bits_of(x) for x in nearest]


def elementary_arguments(name):
    """Arguments over the whole range, ends and subnormal results included."""
    uniforms = mersenne.uniforms(5, 400)
    if name == "log":
        return [2.0 ** (2000 * u - 1000) for u in uniforms] + [5e-324, 1.0, 0.0, -0.0, 1 - 2**-53]
    wide = 1500 if name == "exp" else 40
    ends = [0.0, -0.0, 5e-324, -745.13, -745.14, 709.78, 709.79, -709.5, 1e-300]
    return [wide * (u - 0.5) for u in uniforms] + ends


def test_a_sum_is_a_left_fold_from_plus_zero():
    assert ORACLE.fold([1e16, 1.0, -1e16, 1.0]) == 1.0
    assert bits_of(ORACLE.fold([-0.0, -0.0])) == bits_of(0.0)


def test_a_sum_over_rows_has_blocks():
    terms = [0.1] * (BLOCK + 3)
    block, last = ORACLE.fold([0.1] * BLOCK), ORACLE.fold([0.1] * 3)
    assert ORACLE.fold_over_rows(terms) == block + last
    assert ORACLE.fold_over_rows(terms) != ORACLE.fold(terms)


def test_a_total_goes_by_columns():
    A = [[1e16, 1.0], [-1e16, 1.0]]
    assert ORACLE.total(A) == (1e16 - 1e16) + (1.0 + 1.0)


def test_a_product_with_a_zero_weight_does_not_see_the_logarithm():
    assert ORACLE.cross_entropy(1.0, 1.0) == 0.0
    assert ORACLE.cross_entropy(0.0, 0.0) == 0.0
    assert ORACLE.cross_entropy(0.0, 1.0) == np.inf


def test_step_8_uses_the_old_weights():
    numbers = Numbers(9)
    network = numbers.network(2, 2, 1)
    X, y = numbers.matrix(3, 2), numbers.labels(3, 1)
    steps = [ORACLE.step(network, X, y, rate)["error_at_hidden_layer"] for rate in (0.0, 5.0)]
    assert steps[0] == steps[1]


def test_absent_parts_have_no_steps():
    steps = ORACLE.step(Numbers(1).network(2, 0, 1, output_bias=False), [[1.0, 2.0]], [[0.5]], 0.1)
    assert set(steps) == {
        *("output_layer_input", "output", "error", "loss", "slope_output_layer", "d_output"),
        *("grad_wout", "updated_wout"),
    }


def test_training_is_repeated_updating():
    numbers = Numbers(11)
    network, X, y = numbers.network(2, 3, 1), numbers.matrix(4, 2), numbers.labels(4, 1)
    training = ORACLE.train(network, X, y, 0.5, 2, [[2, 0], [1]])
    for rows in ([2, 0], [1], [2, 0], [1]):
        steps = ORACLE.step(network, [X[r] for r in rows], [y[r] for r in rows], 0.5)
        network = NetworkValues(steps["updated_wh"], steps["updated_bh"], steps["updated_wout"], steps["updated_bout"])
    assert training.states[-1].network == network
    assert training.digests[-1] == network.digest()
    assert len(training.digests) == 4
    assert training.history == [ORACLE.step(s.network, X, y, 0.5)["loss"] for s in training.states]


def test_words_for_batches_mean_rows():
    assert rows_of_batches("full", 3) == [[0, 1, 2]]
    assert rows_of_batches("single", 3) == [[0], [1], [2]]


def test_an_overflow_keeps_the_complete_states():
    network = NetworkValues(None, None, [[0.0]], None, output_activation="identity")
    with pytest.raises(Overflow) as caught:
        ORACLE.train(network, [[1e75]], [[1.0]], 1.0, 10)
    assert (caught.value.step, caught.value.epoch) == ("grad_wout", 3)
    assert len(caught.value.training.states) == 3


@pytest.mark.parametrize("seed", [0, 1, 42, 2**31, 2**32 - 1])
def test_the_stream_is_that_of_numpy(seed):
    assert mersenne.uniforms(seed, 1000) == np.random.RandomState(seed).random_sample(1000).tolist()


@pytest.mark.parametrize("name", ["OtherSlopes", "DividedRate", "FusedUpdate"])
def test_alternatives_are_right_on_paper(name):
    numbers = Numbers(12)
    network = numbers.network(5, 4, 2, reduction="mean")
    X, y = numbers.matrix(6, 5), numbers.labels(6, 2)
    right = ORACLE.step(network, X, y, 0.7)
    other = getattr(alternatives, name)().step(network, X, y, 0.7)
    for step in ("updated_wh", "updated_bh", "updated_wout", "updated_bout"):
        np.testing.assert_allclose(other[step], right[step], rtol=1e-12, atol=1e-15)
    assert other != right
