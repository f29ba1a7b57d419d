"""Trainings by compiled kernels: the bits, the states, the stops and the errors of the interpreted ones."""

import dataclasses
import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from onehidden import (
    Network,
    TrainingInterruptedWarning,
    adam,
    backward,
    momentum,
    nesterov,
    parameter_digest,
    train,
    training_epochs,
    update_weights,
)
from onehidden.arithmetic import compiled
from onehidden.errors import NumberOverflowError
from onehidden.streams import uniforms
from onehidden.training import train as train_module
from onehidden.training.compiled_epochs import LONGEST_RUN

pytestmark = pytest.mark.skipif(compiled.NATIVE is None, reason="the kernels were not compiled")


def same(a, b):
    """Whether two results of trainings have the same bits throughout."""
    states = zip(a.last.optimizer_state.items(), b.last.optimizer_state.items(), strict=True)
    return (
        all(np.array_equal(p, b.network.parameters()[name]) for name, p in a.network.parameters().items())
        and np.array_equal(a.history, b.history)
        and np.array_equal(a.validation_history, b.validation_history)
        and np.array_equal(a.last.error, b.last.error)
        and (a.epochs, a.best_epoch, a.last.loss) == (b.epochs, b.best_epoch, b.last.loss)
        and all(x == y and all(map(np.array_equal, m, n)) for (x, m), (y, n) in states)
    )


def both(network, X, y, **arguments):
    return [train(network, X, y, kernels=kernels, **arguments) for kernels in ("compiled", "interpreted")]


TRAININGS = {
    "all rows": {},
    "batches": {"batches": 2},
    "single rows": {"batches": "single"},
    "shuffled": {"batches": 2, "shuffle_seed": 3},
    "momentum": {"optimizer": momentum(0.5), "weight_decay": 0.01},
    "nesterov": {"optimizer": nesterov(), "batches": [[4, 0], [2]]},
    "adam": {"optimizer": adam(), "weight_decay": 0.1},
    "weights": {"sample_weight": [1.0, 0.0, 2.5, 0.5, 1.0]},
    "weights of batches": {"sample_weight": [0.0, 0.0, 2.5, 0.5, 1.0], "batches": 2},
    "a learning rate of the epoch": {"learning_rate": lambda epoch: 0.5 / epoch},
    "validation": {"validation": ([[0.1, 0.2, 0.3, 0.4]], [[0.5, 0.25]])},
    "patience": {"validation": ([[0.1, 0.2, 0.3, 0.4]], [[0.5, 0.25]]), "patience": 1, "learning_rate": 5.0},
    "all at once": {
        "batches": 2,
        "optimizer": adam(),
        "weight_decay": 0.1,
        "sample_weight": [1.0, 0.0, 2.5, 0.5, 1.0],
        "shuffle_seed": 3,
        "learning_rate": lambda epoch: 0.5 / epoch,
        "validation": ([[0.1, 0.2, 0.3, 0.4]], [[0.5, 0.25]]),
        "patience": 4,
    },
}


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("training", TRAININGS)
def test_trainings(training, reduction, samples, make_network):
    X, y = samples
    assert same(*both(make_network(reduction=reduction), X, y, epochs=6, **TRAININGS[training]))


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize(
    ("output", "loss"),
    [(output, "squared_error") for output in ("sigmoid", "tanh", "relu", "identity")]
    + [("sigmoid", "binary_cross_entropy"), ("softmax", "categorical_cross_entropy")],
)
def test_activations_and_losses(hidden, output, loss, samples, make_network):
    X, y = samples
    y = y / y.sum(axis=1, keepdims=True) if output == "softmax" else y
    network = make_network(hidden_activation=hidden, output_activation=output, loss=loss)
    assert same(*both(network, X, y, epochs=4))


@pytest.mark.parametrize("parts", list(itertools.product([True, False], repeat=3)))
def test_parts_that_a_network_lacks(parts, samples, make_network):
    X, y = samples
    has_layer, has_bh, has_bout = parts
    full = make_network()
    wh, bh = (full.wh if has_layer else None), (full.bh if has_layer and has_bh else None)
    wout = full.wout if has_layer else np.ones((4, 2)) / 7.0
    assert same(*both(Network(wh, bh, wout, full.bout if has_bout else None), X, y, epochs=3))


def test_more_rows_than_a_block(monkeypatch):
    X, y = uniforms(1, 5000 * 6).reshape(5000, 6), uniforms(2, 5000).reshape(5000, 1)
    u = uniforms(3, 71) - 0.5
    network = Network(u[:54].reshape(6, 9), u[54:63][:9], u[62:71].reshape(9, 1), u[:1])
    for threads in ("1", "2"):
        monkeypatch.setenv("ONEHIDDEN_THREADS", threads)
        assert same(*both(network, X, y, learning_rate=0.001, epochs=2))


def test_a_continued_training(samples, make_network):
    X, y = samples
    for optimizer in ("gradient_descent", "momentum", "adam"):
        once = train(make_network(), X, y, epochs=9, optimizer=optimizer)
        first = train(make_network(), X, y, epochs=4, optimizer=optimizer, kernels="interpreted")
        assert same(train(first, X, y, epochs=5, optimizer=optimizer), once)


def test_reports_come_at_their_epochs(samples, make_network):
    X, y = samples
    seen = {}
    for kernels in ("compiled", "interpreted"):
        states = seen[kernels] = []
        train(make_network(), X, y, epochs=7, report_every=3, report=states.append, kernels=kernels)
    assert [state.epoch for state in seen["compiled"]] == [0, 3, 6]
    for a, b in zip(seen["compiled"], seen["interpreted"], strict=True):
        assert a.loss == b.loss
        assert np.array_equal(a.error, b.error)


def test_states_one_by_one(samples, make_network):
    X, y = samples
    states = [list(training_epochs(make_network(), X, y, epochs=5, kernels=k)) for k in ("compiled", "interpreted")]
    assert [state.epoch for state in states[0]] == list(range(6))
    for a, b in zip(*states, strict=True):
        assert (a.loss, np.array_equal(a.network.wout, b.network.wout)) == (b.loss, True)
    assert all(not state.network.wout.flags.writeable for state in states[0])


def test_more_epochs_than_a_run_holds(article):
    X, y, network = article
    result = train(network, X, y, epochs=LONGEST_RUN + 10)
    assert len(result.history) == LONGEST_RUN + 11
    assert result.history[-1] == train(network, X, y, epochs=LONGEST_RUN + 10, report_every=999, report=id).history[-1]


@pytest.mark.parametrize("batches", ["full", "single"])
@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
def test_an_overflow_is_reported_by_the_interpreted_code(batches, optimizer):
    network = Network([[1.0]], [0.0], [[1.0]], [0.0], "identity", "identity")
    told = []
    for kernels in ("compiled", "interpreted"):
        arguments = {"learning_rate": 1e200 if optimizer == "adam" else 10.0, "batches": batches, "kernels": kernels}
        with pytest.raises(NumberOverflowError) as caught:
            train(network, [[10.0], [20.0]], [[1.0], [2.0]], optimizer=optimizer, **arguments)
        told.append(caught.value)
    assert (str(told[0]), told[0].step, told[0].epoch) == (str(told[1]), told[1].step, told[1].epoch)
    assert same(told[0].result, told[1].result)


@pytest.mark.usefixtures("sigint_interrupts")
def test_an_interrupt_leaves_what_was_trained(article):
    X, y, network = article
    begun = threading.Event()

    def rate(epoch):
        if epoch > LONGEST_RUN:  # the first run is complete
            begun.set()
        return 0.1

    def interrupt():
        begun.wait(60)
        time.sleep(0.2)  # now most likely in the kernels
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.warns(TrainingInterruptedWarning):
        result = train(network, X, y, rate, epochs=2**31 - 1)
    assert result.interrupted
    assert len(result.history) == result.epochs + 1
    assert result.history[-1] == result.last.loss == train(network, X, y, epochs=result.epochs).history[-1]


def large(seed):
    """Arguments of a training that threads share."""
    numbers = uniforms(seed, 3000 * 20 + 20 * 32 + 32 * 5)
    wh, wout = numbers[:640].reshape(20, 32) - 0.5, numbers[640:800].reshape(32, 5) - 0.5
    return {
        "network": Network(wh, np.zeros(32), wout, np.zeros(5)),
        "X": numbers[800:].reshape(3000, 20),
        "y": numbers[:15000].reshape(3000, 5),
        "learning_rate": 1e-4,
    }


@pytest.mark.usefixtures("sigint_interrupts")
def test_an_interrupt_ends_large_work_of_threads(monkeypatch):
    monkeypatch.setenv("ONEHIDDEN_THREADS", "3")
    timer = threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.warns(TrainingInterruptedWarning):
        result = train(**large(1), epochs=2**31 - 1)
    assert same(result, dataclasses.replace(train(**large(1), epochs=result.epochs), interrupted=True))


IN_A_THREAD = """
import os, signal, sys, threading, time
import numpy as np, onehidden as o

signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs of a script inherit SIGINT ignored
network = o.Network(np.full((20, 32), 0.1), None, np.full((32, 5), 0.1), None)
arguments = (network, np.full((3000, 20), 0.5), np.full((3000, 5), 0.5), 1e-9)
began = threading.Event()

def rate(epoch):
    began.set()
    return 1e-9

threading.Thread(target=o.train, args=(*arguments[:3], rate, 2**31 - 1), daemon=True).start()
began.wait()
try:
    print("ready", flush=True)  # the signal may come at once
    time.sleep(60)
except KeyboardInterrupt:
    print(o.train(*arguments, epochs=2).epochs, flush=True)
os._exit(0)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console, tests included")
def test_a_training_in_a_thread_blocks_neither_work_nor_interrupts():
    with subprocess.Popen([sys.executable, "-c", IN_A_THREAD], stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout.readline() == "ready\n"
            child.send_signal(signal.SIGINT)
            answer, _ = child.communicate(timeout=30)
        finally:
            child.kill()
    assert answer == "2\n"


def test_trainings_at_the_same_time_do_not_meet(monkeypatch):
    monkeypatch.setenv("ONEHIDDEN_THREADS", "2")
    arguments = [{**large(seed), "epochs": 5 + seed, "optimizer": "adam"} for seed in range(4)]
    alone = [train(**each) for each in arguments]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda each: train(**each), arguments * 2))
    assert all(map(same, together, alone * 2))


def trained_in_a_child(seed):
    return train(**large(seed), epochs=3)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_fork_while_threads_train(monkeypatch):
    monkeypatch.setenv("ONEHIDDEN_THREADS", "3")
    over = threading.Event()

    def train_on():
        while not over.is_set():
            train(**large(1), epochs=20)

    busy = threading.Thread(target=train_on)
    busy.start()
    try:
        with multiprocessing.get_context("fork").Pool(2) as pool:
            results = pool.map_async(trained_in_a_child, range(6)).get(timeout=60)
    finally:
        over.set()
        busy.join()
    assert all(same(result, trained_in_a_child(seed)) for seed, result in enumerate(results))


def test_blas_arithmetic_trains_by_the_products_of_blas(samples, make_network, monkeypatch):
    X, y = samples
    monkeypatch.setattr(train_module, "compiled_runs", lambda *_: pytest.fail("the kernels computed"))
    results = both(make_network(), X, y, epochs=3, learning_rate=0.5, arithmetic="blas")
    assert same(*results)
    network = make_network()
    for _ in range(3):
        network = update_weights(network, backward(network, X, y, arithmetic="blas"), 0.5)
    assert parameter_digest(results[0].network) == parameter_digest(network)
