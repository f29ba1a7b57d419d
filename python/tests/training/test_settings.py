"""The order in which faults are reported, alike in both languages."""

import numpy as np
import pytest

from onehidden import Network, OneHiddenError, initial_network, train
from onehidden.training.settings import TrainingSettings, check_settings

NETWORK = initial_network(2, 2, 1, seed=0)

# Every fault, in the order of the checks: by its argument, what is wrong and what is right.
FAULTS = {
    "optimizer": ("sgd", "adam"),
    "network": (None, NETWORK),
    "arithmetic": ("fast", "blas"),
    "X": ([[np.nan, 0.0]], [[0.0, 1.0], [1.0, 0.0]]),
    "y": ([2.0], [0.0, 1.0]),
    "sample_weight": ([-1.0], [1.0, 2.0]),
    "epochs": (-1, 2),
    "batches": ("half", "single"),
    "kernels": ("compile", "interpreted"),
    "stream": ("mt", "numpy"),
    "shuffle_seed": (-1, 1),
    "validation": ([1], ([[0.0, 0.0]], [0.0])),
    "learning_rate": (-1.0, 0.5),
    "weight_decay": (-1.0, 0.1),
    "patience": (0, 1),
    "report_every": (0, 1),
    "progress": ("yes", False),
}


def test_faults_are_reported_in_one_order(capsys):
    arguments = {name: wrong for name, (wrong, _) in FAULTS.items()}
    for name, (_, right) in FAULTS.items():
        with pytest.raises(OneHiddenError) as caught:
            train(**arguments)
        assert caught.value.argument == name
        arguments[name] = right
    assert train(**arguments).epochs <= 2
    assert capsys.readouterr().out.startswith("epoch 0: loss")


def test_settings_are_checked_without_data():
    checked = check_settings(TrainingSettings(epochs=2.0, learning_rate=1, batches="half", optimizer="adam"))
    assert (checked.epochs, checked.learning_rate, checked.optimizer.name) == (2, 1.0, "adam")
    assert checked.batches == "half"  # names rows, so it is checked with the data


def test_a_validation_of_another_kind_is_named():
    for value, given in [("rows", "it is text"), ([1, 2, 3], "it has 3 elements"), (np.ones((2, 2)), "it is a matrix")]:
        with pytest.raises(OneHiddenError, match=given):
            train(NETWORK, [[0.0, 1.0]], [1.0], validation=value)


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (None, "it is missing"),
        (True, "it is a logical value"),
        (1.5, "it is a number"),
        ({}, "it is a list"),
        (train, "it is a function"),
        (Network, "it is a function"),
        (slice(1), "it is an object of type slice"),
    ],
)
def test_what_is_given_instead_of_a_network_is_named(value, given):
    with pytest.raises(OneHiddenError, match=rf"`network` must be a network, but {given}\."):
        train(value, [[0.0, 1.0]], [1.0])
