import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from onehidden import (
    Network,
    OneHiddenError,
    TrainingInterruptedWarning,
    backward,
    mean_absolute_error,
    parameter_digest,
    predict,
    train,
    training_epochs,
    update_weights,
)
from onehidden.errors import NumberOverflowError
from onehidden.streams import uniforms


def by_hand(network, X, y, learning_rate, batches, epochs):
    """Train with the public functions of one step at a time."""
    for _ in range(epochs):
        for rows in batches:
            network = update_weights(network, backward(network, X[rows], y[rows]), learning_rate)
    return network


@pytest.mark.parametrize(
    ("batches", "rows"),
    [
        ("full", [[0, 1, 2]]),
        ("single", [[0], [1], [2]]),
        ([[2, 0], [1]], [[2, 0], [1]]),
        ([[1]], [[1]]),
    ],
)
def test_training_is_backward_and_update_for_every_batch_in_order(batches, rows, article):
    X, y, network = article
    result = train(network, X, y, learning_rate=0.5, epochs=7, batches=batches)
    assert parameter_digest(result.network) == parameter_digest(by_hand(network, X, y, 0.5, rows, 7))
    assert (result.epochs, result.interrupted, len(result.history)) == (7, False, 8)


def test_the_history_is_the_loss_on_all_rows_before_and_after_each_epoch(article):
    X, y, network = article
    result = train(network, X, y, epochs=3, batches="single")
    networks = [state.network for state in training_epochs(network, X, y, epochs=3, batches="single")]
    assert result.history.tolist() == [backward(network, X, y)["loss"] for network in networks]


def test_the_article_learns_its_three_samples(article):
    X, y, network = article
    result = train(network, X, y)
    assert (abs(y - predict(result.network, X)) < 0.05).all()


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_the_log_prints_its_eight_decimals_again(arithmetic):
    X = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    y = [0.0, 0.0, 1.0, 1.0]
    network = Network(None, None, (2.0 * uniforms(42, 3) - 1.0).reshape(3, 1), None)
    last = train(network, X, y, learning_rate=1.0, epochs=9999, arithmetic=arithmetic)
    printed = [f"{value:.8f}" for value in predict(last.network, X, arithmetic)[:, 0]]
    assert printed == ["0.00966808", "0.00786589", "0.99358863", "0.99211705"]
    first = next(training_epochs(network, X, y))
    assert mean_absolute_error(first.error) == pytest.approx(0.5261413704970179, rel=1e-15)


def test_learning_rate_zero_and_no_epochs_change_nothing(article):
    X, y, network = article
    assert parameter_digest(train(network, X, y, learning_rate=0.0, epochs=3).network) == parameter_digest(network)
    result = train(network, X, y, epochs=0)
    assert (result.epochs, len(result.history)) == (0, 1)
    assert result.network is network


def test_reports_come_every_so_many_epochs_beginning_with_none(article, capsys):
    X, y, network = article
    seen = []
    train(network, X, y, epochs=7, report_every=3.0, report=lambda state: seen.append(state.epoch))
    assert seen == [0, 3, 6]
    train(network, X, y, epochs=1, report_every=1)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "epoch 0: loss 0.339184, mean absolute error 0.397252"
    assert len(lines) == 2


def test_training_is_silent_unless_asked(article, capsys):
    X, y, network = article
    train(network, X, y, epochs=2)
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


def exploding():
    """A network that a learning rate of 10 drives out of the doubles' range within a few epochs."""
    network = Network([[1.0]], [0.0], [[1.0]], [0.0], "identity", "identity")
    return network, [[10.0], [20.0]], [[1.0], [2.0]]


@pytest.mark.parametrize("arithmetic", ["reproducible", "blas"])
def test_an_overflow_names_epoch_and_step_and_carries_what_was_trained(arithmetic):
    network, X, y = exploding()
    with pytest.raises(NumberOverflowError) as caught:
        train(network, X, y, learning_rate=10.0, arithmetic=arithmetic)
    error = caught.value
    assert error.code == "overflow"
    assert f"epoch {error.epoch}" in str(error)
    assert f"`{error.step}`" in str(error)
    assert error.result.epochs == error.epoch - 1 == len(error.result.history) - 1
    again = train(network, X, y, learning_rate=10.0, epochs=error.result.epochs, arithmetic=arithmetic)
    assert parameter_digest(again.network) == parameter_digest(error.result.network)
    assert again.history.tolist() == error.result.history.tolist()


def test_an_overflow_before_the_first_epoch_carries_the_network_as_given():
    network = Network(None, None, [[1e300]], None, output_activation="identity")
    with pytest.raises(NumberOverflowError) as caught:
        train(network, [[1e300]], [[0.0]])
    assert (caught.value.epoch, caught.value.step) == (0, "output_layer_input")
    assert caught.value.result.network is network
    assert len(caught.value.result.history) == 0


def test_numbers_whose_sum_would_overflow_are_finite():
    network = Network(None, None, [[1.5e308], [1.5e308]], None)
    result = train(network, [[0.0, 0.0]], [1.0], epochs=2)
    assert result.network.wout.tolist() == network.wout.tolist()


def test_an_infinite_loss_does_not_stop_the_training():
    network = Network(None, None, [[0.5]], [-0.2], loss="binary_cross_entropy")
    result = train(network, [[100.0]], [[0.0]], learning_rate=0.01, epochs=20)
    assert result.history[0] == np.inf
    assert np.isfinite(result.history[-1])
    assert np.isfinite(result.network.wout).all()


def test_an_interrupt_keeps_what_was_trained(article):
    X, y, network = article

    def interrupt(state):
        if state.epoch == 4:
            raise KeyboardInterrupt

    with pytest.warns(TrainingInterruptedWarning, match="after 4 epochs"):
        result = train(network, X, y, report_every=1, report=interrupt)
    assert (result.epochs, result.interrupted, len(result.history)) == (4, True, 5)
    whole = train(network, X, y, epochs=4)
    assert parameter_digest(result.network) == parameter_digest(whole.network)
    assert result.history.tolist() == whole.history.tolist()


PROGRAM = """
import signal, warnings, onehidden as o
signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs of a script inherit SIGINT ignored
warnings.simplefilter("ignore")
print("ready", flush=True)
network = o.Network([[0.5, 0.25]], [0.0, 0.0], [[0.5], [0.5]], [0.0])
result = o.train(network, [[0.0], [1.0]], [0.0, 1.0], epochs=10**9)
again = o.train(network, [[0.0], [1.0]], [0.0, 1.0], epochs=result.epochs)
same = o.parameter_digest(result.network) == o.parameter_digest(again.network)
print(result.interrupted, result.epochs > 0, len(result.history) == result.epochs + 1, same)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console, tests included")
def test_a_real_ctrl_c_keeps_what_was_trained():
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        try:
            answer, _ = child.communicate(timeout=60)
        finally:
            child.kill()
    assert answer == "True True True True\n"


@pytest.mark.parametrize(
    ("settings", "code", "argument"),
    [
        ({"learning_rate": -0.1}, "invalid_learning_rate", "learning_rate"),
        ({"learning_rate": "fast"}, "invalid_learning_rate", "learning_rate"),
        ({"learning_rate": float("nan")}, "invalid_learning_rate", "learning_rate"),
        ({"learning_rate": True}, "invalid_learning_rate", "learning_rate"),
        ({"epochs": 2.5}, "invalid_count", "epochs"),
        ({"epochs": -1}, "invalid_count", "epochs"),
        ({"epochs": None}, "invalid_count", "epochs"),
        ({"epochs": float("nan")}, "invalid_count", "epochs"),
        ({"report_every": 0}, "invalid_count", "report_every"),
        ({"batches": "half"}, "invalid_batches", "batches"),
        ({"batches": []}, "invalid_batches", "batches"),
        ({"batches": [[]]}, "invalid_batches", "batches"),
        ({"batches": [[0, 3]]}, "invalid_batches", "batches"),
        ({"batches": [[-1]]}, "invalid_batches", "batches"),
        ({"batches": [[0], [0]]}, "invalid_batches", "batches"),
        ({"batches": [[0.5]]}, "invalid_batches", "batches"),
        ({"batches": [["a"]]}, "invalid_batches", "batches"),
        ({"batches": [[0], [1, [2]]]}, "invalid_batches", "batches"),
        ({"batches": 0}, "invalid_batches", "batches"),
        ({"batches": 2.5}, "invalid_batches", "batches"),
        ({"batches": float("inf")}, "invalid_batches", "batches"),
        ({"lerning_rate": 0.1}, "unknown_argument", "lerning_rate"),
    ],
)
def test_bad_settings_are_rejected_by_code_and_argument(settings, code, argument, article):
    X, y, network = article
    with pytest.raises(OneHiddenError) as caught:
        train(network, X, y, **settings)
    assert (caught.value.code, caught.value.argument) == (code, argument)


def test_the_generator_checks_when_it_is_made_not_when_it_is_asked(article):
    X, y, network = article
    with pytest.raises(OneHiddenError):
        training_epochs(network, X, y, epochs=-1)
