"""The oracle against mathematics: derivatives, MPFR, and other people's numbers."""

from dataclasses import replace
from itertools import product

import gmpy2
import mpmath
import numpy as np
import pytest

from onehidden_conformance.numbers.tensors import bits_of
from onehidden_conformance.oracle import (
    BLOCK,
    NetworkValues,
    Optimizer,
    Oracle,
    Overflow,
    Settings,
    mersenne,
    rows_of_batches,
)
from onehidden_conformance.vectors.names import ACTIVATIONS
from onehidden_vectors.making import alternatives
from onehidden_vectors.making.inputs import Numbers
from tests import specification

ORACLE = Oracle()
COMBINATIONS = [
    *product(ACTIVATIONS, ACTIVATIONS, ["squared_error"], ["sum", "mean"]),
    *product(ACTIVATIONS, ["sigmoid"], ["binary_cross_entropy"], ["sum", "mean"]),
    *product(ACTIVATIONS, ["softmax"], ["categorical_cross_entropy"], ["sum", "mean"]),
]

SPECIFIED = specification.activations(exp=mpmath.exp, tanh=mpmath.tanh, where=lambda c, a, b: a if c else b)
F = {name: activation.f for name, activation in SPECIFIED.items()}


def true_loss(network, X, y, weights=None):
    """The loss by textbook formulas in high precision, from parameters that mpmath may vary."""
    weights = weights or [1.0] * len(X)
    hidden, output = F[network.hidden_activation], F.get(network.output_activation, lambda z: z)
    loss = mpmath.mpf(0)
    for x, targets, weight in zip(X, y, weights, strict=True):
        a = x
        if network.wh is not None:
            a = layer(x, network.wh, network.bh, hidden)
        outputs = layer(a, network.wout, network.bout, output)
        if network.output_activation == "softmax":
            total = mpmath.fsum(map(mpmath.exp, outputs))
            outputs = [mpmath.exp(z) / total for z in outputs]
        for o, t in zip(outputs, targets, strict=True):
            if network.loss == "squared_error":
                loss += weight * (t - o) ** 2 / 2
            elif network.loss == "categorical_cross_entropy":
                loss -= weight * t * mpmath.log(o)
            else:
                loss -= weight * (t * mpmath.log(o) + (1 - t) * mpmath.log(1 - o))
    return loss / mpmath.fsum(weights) if network.reduction == "mean" else loss


def layer(x, weights, biases, f):
    """One layer for one sample."""
    biases = biases or [0] * len(weights[0])
    return [f(mpmath.fsum(a * row[j] for a, row in zip(x, weights, strict=True)) + b) for j, b in enumerate(biases)]


def derivative(network, X, y, name, index, weights=None):
    """The derivative of the loss with respect to one parameter, by high-precision differences."""
    parameter = getattr(network, name)

    def loss(w):
        changed = [list(row) for row in parameter] if isinstance(index, tuple) else list(parameter)
        if isinstance(index, tuple):
            changed[index[0]][index[1]] = w
        else:
            changed[index] = w
        return true_loss(replace(network, **{name: changed}), X, y, weights)

    at = parameter[index[0]][index[1]] if isinstance(index, tuple) else parameter[index]
    return mpmath.diff(loss, mpmath.mpf(at))


def indices(parameter):
    """All indices of a vector or matrix."""
    if not isinstance(parameter[0], list):
        return list(range(len(parameter)))
    return [(i, j) for i in range(len(parameter)) for j in range(len(parameter[0]))]


@pytest.mark.parametrize("weights", [None, [0.5, 2.25, 0.0]], ids=["plain", "weighted"])
@pytest.mark.parametrize(("hidden", "output", "loss", "reduction"), COMBINATIONS)
def test_gradients_are_the_derivatives_of_the_loss(hidden, output, loss, reduction, weights):
    numbers = Numbers(7)
    network = numbers.network(
        2, 3, 2, hidden_activation=hidden, output_activation=output, loss=loss, reduction=reduction
    )
    X, y = numbers.matrix(3, 2), numbers.matrix(3, 2, 0, 1)
    y = [[row[0], 1.0 - row[0]] for row in y] if output == "softmax" else y
    steps = ORACLE.step(network, X, y, 0.1, weights)
    assert steps["loss"] == pytest.approx(float(true_loss(network, X, y, weights)), rel=1e-14)
    with mpmath.workdps(60):
        for name, parameter in network.parameters().items():
            for index in indices(parameter):
                gradient = steps[f"grad_{name}"]
                got = gradient[index[0]][index[1]] if isinstance(index, tuple) else gradient[index]
                expected = float(derivative(network, X, y, name, index, weights))
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
    training = ORACLE.train(network, X, y, Settings(0.5, 2, [[2, 0], [1]]))
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
        ORACLE.train(network, [[1e75]], [[1.0]], Settings(1.0, 10))
    assert (caught.value.step, caught.value.epoch) == ("grad_wout", 3)
    assert len(caught.value.training.states) == 3


@pytest.mark.parametrize("seed", [0, 1, 42, 2**31, 2**32 - 1])
def test_the_stream_is_that_of_numpy(seed):
    assert mersenne.uniforms(seed, 1000) == np.random.RandomState(seed).random_sample(1000).tolist()


SEEDS = {"numpy": [0, 42, 2**32 - 1], "pcg64": [0, 42, 2**32, 2**40 + 3, 2**53 - 1], "r": [0, 1, 42, -5, 2**31 - 1]}


@pytest.mark.parametrize("seed", SEEDS["pcg64"])
def test_the_stream_pcg64_is_that_of_numpy(seed):
    assert ORACLE.uniforms(seed, 500, "pcg64") == np.random.default_rng(seed).random(500).tolist()


def of_r(seed, call):
    """What R itself draws."""
    import rpy2.rinterface as ri

    ri.initr()
    return list(ri.evalr(f"{{ set.seed({seed}); {call} }}"))


@pytest.mark.parametrize("seed", [*SEEDS["r"], -(2**31 - 1)])
def test_the_stream_r_is_that_of_r(seed):
    assert ORACLE.uniforms(seed, 1300, "r") == of_r(seed, "runif(1300)")


@pytest.mark.parametrize("seed", SEEDS["r"])
def test_the_normals_of_the_stream_r_are_those_of_r(seed):
    ours, theirs = np.array(ORACLE.normals(seed, 1000, "r")), np.array(of_r(seed, "rnorm(1000)"))
    assert (ours == theirs).mean() > 0.99  # all of them where R's logarithm is correctly rounded
    np.testing.assert_allclose(ours, theirs, rtol=1e-15)


def test_the_uniforms_of_r_are_never_zero():
    assert list(mersenne.doubles_of_r(iter([0, 1]))) == [0.5 * 2.328306437080797e-10, 2.0**-32]


QUANTILES = [1e-300, 1e-20, 1e-12, 1e-5, 0.02, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.93, 1 - 1e-9, 1 - 2**-53]


@pytest.mark.parametrize("p", QUANTILES)
def test_normal_quantiles_are_those_of_the_distribution(p):
    with mpmath.workdps(400):
        true = mpmath.sqrt(2) * mpmath.erfinv(2 * mpmath.mpf(p) - 1)
        assert abs(ORACLE.quantile(p) - true) <= 2**-46 * abs(true)


def test_first_weights_of_r_are_those_of_the_article():
    wh = np.array(of_r(42, "matrix(rnorm(12), 4, 3)")).reshape(3, 4).T
    others = of_r(42, "rnorm(12); c(runif(3), rnorm(3), runif(1))")
    network = ORACLE.initial_network(4, 3, 1, 42, "article_r", "r")
    np.testing.assert_allclose(network.wh, wh, rtol=1e-15)
    np.testing.assert_allclose([*network.bh, *np.ravel(network.wout), *network.bout], others, rtol=1e-15)


@pytest.mark.parametrize(("how", "second_moment"), [("glorot", 2 / (40 + 60)), ("he", 2 / 40)])
def test_first_weights_are_as_wide_as_their_authors_say(how, second_moment):
    wh = np.array(ORACLE.initial_network(40, 60, 1, 5, how, "pcg64").wh)
    assert (wh**2).mean() == pytest.approx(second_moment, rel=0.05)
    assert abs(wh.mean()) < 0.02


def test_a_split_has_every_row_once_and_is_that_of_the_uniforms():
    training, validation = ORACLE.split_rows(20, 0.3, 9, "pcg64")
    order = np.argsort(np.random.default_rng(9).random(20), kind="stable")
    assert validation == sorted(order[-6:].tolist())
    assert training == sorted(order[:-6].tolist())


def test_equal_uniforms_leave_the_lower_row_first(monkeypatch):
    monkeypatch.setattr(Oracle, "uniforms", lambda self, seed, n, stream="numpy": [0.5, 0.25, 0.5, 0.25][:n])
    assert Oracle().order(4, 1, 0, "numpy") == [1, 3, 0, 2]


# ---- optimizers, against textbook formulas in NumPy ------------------------------------------------------------------


def textbook(optimizer, targets, rate, decay):
    """The path of one weight whose gradient is w - target, by formulas with powers."""
    w, v, m, path = 0.5, 0.0, 0.0, []
    for t, target in enumerate(targets, start=1):
        g = (w - target) + decay * w
        if optimizer.name == "adam":
            m = optimizer.beta1 * m + (1 - optimizer.beta1) * g
            v = optimizer.beta2 * v + (1 - optimizer.beta2) * g**2
            m_hat, v_hat = m / (1 - optimizer.beta1**t), v / (1 - optimizer.beta2**t)
            w -= rate * m_hat / (np.sqrt(v_hat) + optimizer.epsilon)
        else:
            v = optimizer.coefficient * v + g
            w -= rate * (optimizer.coefficient * v + g if optimizer.name == "nesterov" else v)
        path.append(w)
    return path


@pytest.mark.parametrize("decay", [0.0, 0.25])
@pytest.mark.parametrize(
    "optimizer", [Optimizer("momentum"), Optimizer("nesterov", 0.6), Optimizer("adam"), Optimizer("adam", beta2=0.9)]
)
def test_an_optimizer_goes_the_way_of_the_textbook(optimizer, decay):
    targets = [1.0, -2.0, 0.25, 3.0, 0.0]
    network = NetworkValues(None, None, [[0.5]], None, output_activation="identity")
    X, y = [[1.0]] * 5, [[target] for target in targets]
    settings = Settings(0.1, 2, "single", optimizer, weight_decay=decay, stops=(1,))
    training = ORACLE.train(network, X, y, settings)
    expected = textbook(optimizer, targets * 2, 0.1, decay)
    got = [training.states[epoch].network.wout[0][0] for epoch in (1, 2)]
    np.testing.assert_allclose(got, [expected[4], expected[9]], rtol=1e-12)


def test_each_epoch_has_its_learning_rate():
    numbers = Numbers(13)
    network, X, y = numbers.network(2, 3, 1), numbers.matrix(4, 2), numbers.labels(4, 1)
    trained = ORACLE.train(network, X, y, Settings([0.5, 0.25], 2)).states[-1].network
    for rate in (0.5, 0.25):
        steps = ORACLE.step(network, X, y, rate)
        network = NetworkValues(steps["updated_wh"], steps["updated_bh"], steps["updated_wout"], steps["updated_bout"])
    assert trained == network


def test_a_memory_that_is_not_finite_is_told_as_its_parameter():
    network = NetworkValues(None, None, [[0.0]], None, output_activation="identity")
    with pytest.raises(Overflow) as caught:
        ORACLE.train(network, [[1e100]], [[1e100]], Settings(0.5, 2, optimizer=Optimizer("adam")))
    assert (caught.value.step, caught.value.epoch) == ("updated_wout", 1)


def test_the_largest_input_of_softmax_becomes_zero():
    assert ORACLE.softmax([1000.0, 1000.0]) == [0.5, 0.5]
    assert ORACLE.softmax([-1000.0, 0.0]) == [0.0, 1.0]


def test_a_batch_size_takes_what_is_left():
    assert rows_of_batches(3, 7) == [[0, 1, 2], [3, 4, 5], [6]]
    assert rows_of_batches(9, 2) == [[0, 1]]


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
