import copy
import pickle

import numpy as np
import pytest

from onehidden import Network, OneHiddenError, adam, momentum, nesterov, train
from onehidden.training.optimizers import DEFAULTS, check_optimizer
from onehidden.training.update_rules import RULES, initial_state, optimizer_step

W = np.array([[0.5, -0.25], [-1.0, 2.0]])
GRADIENTS = [np.array([[1.0, -2.0], [0.5, 0.0]]), np.array([[0.25, 1.0], [-3.0, 0.125]]), np.ones((2, 2))]


def updated(optimizer, learning_rate=0.125):
    """W after an update for each gradient, by the rules."""
    w, state = W, RULES[optimizer.name].initial(W)
    for grad in GRADIENTS:
        w, state = RULES[optimizer.name].update(w, grad, learning_rate, state, optimizer.settings)
    return w


def by_hand(one_update, state):
    """W after the same updates, element by element in plain numbers."""
    results = []
    for i, w in enumerate(W.ravel().tolist()):
        kept = list(state)
        for grad in GRADIENTS:
            w, kept = one_update(w, grad.ravel().tolist()[i], kept)
        results.append(w)
    return np.array(results).reshape(W.shape)


def test_gradient_descent_is_step_12():
    expected = by_hand(lambda w, g, kept: (w - (g * 0.125), kept), [])
    assert (updated(DEFAULTS["gradient_descent"]) == expected).all()


def test_momentum_keeps_a_share_of_all_gradients_so_far():
    def one(w, g, kept):
        v = (kept[0] * 0.9) + g
        return w - (v * 0.125), [v]

    assert (updated(momentum()) == by_hand(one, [0.0])).all()


def test_nesterov_looks_one_step_ahead():
    def one(w, g, kept):
        v = (kept[0] * 0.5) + g
        return w - (((v * 0.5) + g) * 0.125), [v]

    assert (updated(nesterov(0.5)) == by_hand(one, [0.0])).all()


def test_adam_divides_a_mean_by_the_root_of_a_mean_square_both_corrected_for_their_start():
    def one(w, g, kept):
        m, v, power1, power2 = kept
        m, v = (m * 0.9) + (g * (1.0 - 0.9)), (v * 0.999) + ((g * g) * (1.0 - 0.999))
        power1, power2 = power1 * 0.9, power2 * 0.999
        corrected = (v / (1.0 - power2)) ** 0.5
        return w - (((m / (1.0 - power1)) * 0.125) / (corrected + 1e-8)), [m, v, power1, power2]

    assert (updated(adam()) == by_hand(one, [0.0, 0.0, 1.0, 1.0])).all()


def test_the_first_step_of_adam_is_the_learning_rate_for_every_gradient():
    w, _ = RULES["adam"].update(W, GRADIENTS[0], 0.125, RULES["adam"].initial(W), adam().settings)
    np.testing.assert_allclose(W - w, np.sign(GRADIENTS[0]) * 0.125, rtol=1e-6)


@pytest.mark.parametrize("name", RULES)
def test_no_gradient_and_no_state_change_nothing(name):
    optimizer = check_optimizer(name)
    w, _ = RULES[name].update(W, np.zeros((2, 2)), 0.125, RULES[name].initial(W), optimizer.settings)
    assert w.tobytes() == W.tobytes()


def test_weights_decay_and_biases_do_not():
    network = Network([[1.0]], [1.0], [[1.0]], [1.0])
    steps = {f"grad_{name}": np.zeros(p.shape) for name, p in network.parameters().items()}
    optimizer = DEFAULTS["gradient_descent"]
    new, _ = optimizer_step(network, steps, 0.5, optimizer, initial_state(network, optimizer), 0.25)
    assert [p.item() for p in new.parameters().values()] == [0.875, 1.0, 0.875, 1.0]


@pytest.mark.parametrize("name", RULES)
def test_a_word_means_the_optimizer_with_its_defaults(name, article):
    X, y, network = article
    by_word, made = (train(network, X, y, epochs=5, optimizer=chosen) for chosen in (name, check_optimizer(name)))
    assert by_word.history.tolist() == made.history.tolist()
    assert by_word.history[5] < by_word.history[0]


def test_an_optimizer_shows_its_settings_and_can_be_copied_and_kept():
    optimizer = adam(0.8, 0.99, 1e-6)
    assert repr(optimizer) == "adam(beta1 = 0.8, beta2 = 0.99, epsilon = 1e-06)"
    assert pickle.loads(pickle.dumps(optimizer)) == copy.deepcopy(optimizer) == optimizer


@pytest.mark.parametrize(
    ("make", "code", "argument"),
    [
        (lambda: momentum(1.0), "out_of_range", "coefficient"),
        (lambda: momentum("0.9"), "not_numeric", "coefficient"),
        (lambda: nesterov(-0.1), "out_of_range", "coefficient"),
        (lambda: nesterov(float("nan")), "not_finite", "coefficient"),
        (lambda: adam(beta1=1.5), "out_of_range", "beta1"),
        (lambda: adam(beta2=-1), "out_of_range", "beta2"),
        (lambda: adam(epsilon=0.0), "out_of_range", "epsilon"),
        (lambda: adam(bta1=0.9), "unknown_argument", "bta1"),
        (lambda: check_optimizer("sgd"), "unknown_optimizer", "optimizer"),
        (lambda: check_optimizer(None), "unknown_optimizer", "optimizer"),
    ],
)
def test_bad_settings_of_optimizers_are_rejected(make, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        make()
    assert (caught.value.code, caught.value.argument) == (code, argument)
