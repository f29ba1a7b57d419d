"""Settings of a training: batches, rates, weights, validation, and its continuation."""

import numpy as np
import pytest

from onehidden import (
    Network,
    OneHiddenError,
    TrainingInterruptedWarning,
    backward,
    parameter_digest,
    train,
    training_epochs,
    update_weights,
)
from onehidden.errors import NumberOverflowError
from onehidden.streams import uniforms
from onehidden.streams.streams import shuffles_of


def digest_by_hand(network, X, y, batches_by_epoch, learning_rate=0.1, sample_weight=None):
    """Train with the public functions of one step at a time."""
    for batches in batches_by_epoch:
        for rows in batches:
            weight = None if sample_weight is None else np.array(sample_weight)[rows]
            steps = backward(network, X[rows], y[rows], sample_weight=weight)
            network = update_weights(network, steps, learning_rate)
    return parameter_digest(network)


def digest(result):
    return parameter_digest(result.network)


def test_a_whole_number_takes_so_many_rows_at_a_time_and_at_last_what_is_left(samples, make_network):
    X, y = samples
    result = train(make_network(), X, y, epochs=2, batches=2)
    assert digest(result) == digest_by_hand(make_network(), X, y, [[[0, 1], [2, 3], [4]]] * 2)
    assert digest(train(make_network(), X, y, epochs=2, batches=100)) == digest(train(make_network(), X, y, epochs=2))


@pytest.mark.parametrize("stream", ["numpy", "pcg64", "r"])
def test_a_shuffle_orders_the_rows_by_the_next_uniforms_of_the_stream(stream, samples, make_network):
    X, y = samples
    u = uniforms(3, 15, stream).reshape(3, 5)
    orders = np.argsort(u, axis=1)
    assert len({tuple(order) for order in orders}) == 3
    batches = [[order[[0, 1]], order[[2, 3]], order[[4]]] for order in orders]
    result = train(make_network(), X, y, epochs=3, batches=2, shuffle_seed=3, stream=stream)
    assert digest(result) == digest_by_hand(make_network(), X, y, batches)
    whole = train(make_network(), X, y, epochs=3, shuffle_seed=3, stream=stream)
    assert digest(whole) == digest_by_hand(make_network(), X, y, [[order] for order in orders])


def test_a_shuffle_is_a_function_of_the_epoch_alone():
    in_turn = shuffles_of(7, "numpy", 6)
    orders = [in_turn(epoch).tolist() for epoch in (1, 2, 3)]
    assert shuffles_of(7, "numpy", 6)(3).tolist() == orders[2]
    assert in_turn(2).tolist() == orders[1]


def test_the_learning_rate_may_be_a_function_of_the_epoch(article):
    X, y, network = article
    asked = []

    def halved(epoch):
        asked.append(epoch)
        return 0.5 / epoch

    result = train(network, X, y, halved, epochs=3, batches="single")
    assert asked == [1, 2, 3]
    for epoch in asked:
        network = train(network, X, y, 0.5 / epoch, epochs=1, batches="single").network
    assert digest(result) == parameter_digest(network)


def test_a_function_that_gives_no_learning_rate_is_rejected_when_it_does(article):
    X, y, network = article
    with pytest.raises(OneHiddenError) as caught:
        train(network, X, y, lambda epoch: 0.1 if epoch < 3 else "less", epochs=5)
    assert (caught.value.code, caught.value.argument) == ("invalid_learning_rate", "learning_rate")


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_a_weight_of_two_is_a_row_that_is_there_twice(reduction, samples, make_network):
    X, y = samples
    network = make_network(reduction=reduction)
    weighted = backward(network, X, y, sample_weight=[1, 2, 0, 1, 1])
    rows = [0, 1, 1, 3, 4]
    repeated = backward(network, X[rows], y[rows])
    for name in ("loss", "grad_wh", "grad_bh", "grad_wout", "grad_bout"):
        np.testing.assert_allclose(weighted[name], repeated[name], rtol=1e-13)


def test_a_weight_of_zero_hides_an_infinite_loss_and_leaves_no_minus_zero():
    network = Network(None, None, [[100.0]], None, loss="binary_cross_entropy", reduction="mean")
    steps = backward(network, [[10.0], [0.0]], [[0.0], [1.0]], sample_weight=[0.0, 2.0])
    assert steps["loss"] == pytest.approx(np.log(2.0))
    assert not np.signbit(steps["d_output"][0, 0])


def test_weights_of_one_change_no_bit(samples, make_network):
    X, y = samples
    plain, weighted = (train(make_network(), X, y, epochs=9, sample_weight=w) for w in (None, np.ones(5)))
    assert digest(plain) == digest(weighted)


def test_sample_weights_go_with_their_rows_into_the_batches(samples, make_network):
    X, y = samples
    weight = [0.5, 1.0, 2.0, 0.0, 3.0]
    result = train(make_network(), X, y, epochs=2, batches=[[3, 1], [4]], sample_weight=weight)
    assert digest(result) == digest_by_hand(make_network(), X, y, [[[3, 1], [4]]] * 2, sample_weight=weight)


def test_a_batch_without_weight_moves_nothing_with_the_mean(samples, make_network):
    X, y = samples
    network = make_network(reduction="mean")
    result = train(network, X, y, epochs=1, batches=[[0]], sample_weight=[0, 1, 1, 1, 1])
    assert digest(result) == parameter_digest(network)


def overfitting():
    """Rows for training and for validation whose losses part."""
    X = uniforms(18, 40).reshape(10, 4)
    y = uniforms(19, 10).round().reshape(10, 1)
    u = 4.0 * uniforms(20, 19) - 2.0
    network = Network(u[:12].reshape(4, 3), u[12:15], u[15:18].reshape(3, 1), u[18:])
    return network, X[:6], y[:6], (X[6:], y[6:])


def test_validation_tells_the_loss_on_rows_that_are_kept_apart():
    network, X, y, validation = overfitting()
    result = train(network, X, y, epochs=4, validation=validation)
    networks = [state.network for state in training_epochs(network, X, y, epochs=4)]
    assert result.validation_history.tolist() == [backward(each, *validation)["loss"] for each in networks]
    assert (result.best_epoch, len(train(network, X, y, epochs=4).validation_history)) == (None, 0)


def test_patience_ends_a_training_and_restores_the_best_network():
    network, X, y, validation = overfitting()
    settings = {"learning_rate": 2.0, "validation": validation}
    free = train(network, X, y, epochs=60, **settings)
    best = int(np.argmin(free.validation_history))
    assert best == 16
    stopped = train(network, X, y, epochs=60, patience=10, **settings)
    assert (stopped.best_epoch, stopped.epochs, len(stopped.history)) == (best, best + 10, best + 11)
    assert digest(stopped) == digest(train(network, X, y, epochs=best, **settings))
    assert "best after" in repr(stopped)


def test_of_equal_losses_the_first_is_the_best(article):
    X, y, network = article
    result = train(network, X, y, learning_rate=0.0, epochs=9, validation=(X, y), patience=4)
    assert (result.best_epoch, result.epochs) == (0, 4)


CONTINUED = [
    {},
    {"batches": 2, "shuffle_seed": 5},
    {"batches": 2, "shuffle_seed": 5, "stream": "pcg64", "optimizer": "adam", "weight_decay": 0.01},
    {"optimizer": "momentum", "shuffle_seed": 1, "stream": "r", "learning_rate": lambda epoch: 0.5 / epoch},
    {"optimizer": "nesterov", "sample_weight": [1, 2, 0, 1, 3, 1]},
    {"learning_rate": 2.0, "patience": 10},
    {"arithmetic": "blas", "optimizer": "adam"},
]


@pytest.mark.parametrize("settings", CONTINUED)
@pytest.mark.parametrize("stop", [0, 1, 7, 25, 40])
def test_a_training_that_continues_equals_one_that_never_stopped(settings, stop):
    network, X, y, validation = overfitting()
    settings = {"validation": validation, **settings}
    whole = train(network, X, y, epochs=40, **settings)
    first = train(network, X, y, epochs=stop, **settings)
    continued = train(first, X, y, epochs=40 - stop, **settings)
    assert digest(continued) == digest(whole)
    assert parameter_digest(continued.last.network) == parameter_digest(whole.last.network)
    assert continued.history.tolist() == whole.history.tolist()
    assert continued.validation_history.tolist() == whole.validation_history.tolist()
    assert (continued.epochs, continued.best_epoch) == (whole.epochs, whole.best_epoch)


def test_an_interrupted_training_can_be_continued(article):
    X, y, network = article

    def interrupt(state):
        if state.epoch == 4:
            raise KeyboardInterrupt

    settings = {"optimizer": "adam", "batches": 2, "shuffle_seed": 1}
    with pytest.warns(TrainingInterruptedWarning):
        first = train(network, X, y, epochs=9, report_every=1, report=interrupt, **settings)
    continued = train(first, X, y, epochs=5, **settings)
    assert digest(continued) == digest(train(network, X, y, epochs=9, **settings))
    assert not continued.interrupted


def test_a_training_is_not_continued_with_another_optimizer(article):
    X, y, network = article
    first = train(network, X, y, epochs=1, optimizer="adam")
    with pytest.raises(OneHiddenError, match='"adam", with which the training began') as caught:
        train(first, X, y, epochs=1)
    assert (caught.value.code, caught.value.argument) == ("incompatible_optimizer", "optimizer")


def test_an_overflowing_optimizer_state_is_reported_as_the_update_of_its_parameter():
    network = Network(None, None, [[1.0]], None, output_activation="identity")
    with pytest.raises(NumberOverflowError) as caught:
        train(network, [[1e100]], [[0.0]], learning_rate=1e-300, epochs=1, optimizer="adam")
    assert (caught.value.step, caught.value.epoch) == ("updated_wout", 1)


def test_an_overflow_in_the_validation_names_its_step():
    network = Network(None, None, [[10.0]], None)
    with pytest.raises(NumberOverflowError) as caught:
        train(network, [[1.0]], [[0.0]], epochs=1, validation=([[1e308]], [0.0]))
    assert (caught.value.step, caught.value.epoch) == ("output_layer_input", 0)


@pytest.mark.parametrize(
    ("settings", "code", "argument"),
    [
        ({"optimizer": "sgd"}, "unknown_optimizer", "optimizer"),
        ({"weight_decay": -1}, "out_of_range", "weight_decay"),
        ({"weight_decay": "some"}, "not_numeric", "weight_decay"),
        ({"sample_weight": [1, 1]}, "shape_mismatch", "sample_weight"),
        ({"sample_weight": [1, -1, 1]}, "invalid_sample_weight", "sample_weight"),
        ({"sample_weight": [0, 0, 0]}, "invalid_sample_weight", "sample_weight"),
        ({"sample_weight": [[1, 1, 1]]}, "wrong_dimensions", "sample_weight"),
        ({"shuffle_seed": -1}, "invalid_count", "shuffle_seed"),
        ({"shuffle_seed": 2**32}, "invalid_count", "shuffle_seed"),
        ({"shuffle_seed": True}, "invalid_count", "shuffle_seed"),
        ({"stream": "java"}, "unknown_stream", "stream"),
        ({"validation": [[1.0]]}, "invalid_validation", "validation"),
        ({"validation": 0.2}, "invalid_validation", "validation"),
        ({"validation": ([[1.0]], [1.0])}, "shape_mismatch", "validation"),
        ({"validation": (np.ones((2, 4)), [1.0])}, "shape_mismatch", "validation"),
        ({"validation": (np.ones((1, 4)), [2.0])}, "target_out_of_range", "validation"),
        ({"patience": 5}, "invalid_validation", "validation"),
        ({"patience": 0, "validation": (np.ones((1, 4)), [1.0])}, "invalid_count", "patience"),
        ({"progress": 1}, "not_logical", "progress"),
    ],
)
def test_bad_settings_are_rejected_by_code_and_argument(settings, code, argument, article):
    X, y, network = article
    with pytest.raises(OneHiddenError) as caught:
        train(network, X, y, **settings)
    assert (caught.value.code, caught.value.argument) == (code, argument)
