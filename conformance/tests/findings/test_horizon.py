"""Where two trainings part is found, and drift is told from error."""

import numpy as np
import pytest

from onehidden_conformance.findings.horizon import Horizon, bit_horizon, drift, find_horizon, trained
from onehidden_conformance.implementations import Trained
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.implementations.python import PythonImplementation
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import reading

RIGHT = OracleImplementation("right", Oracle())
TRAININGS = ("article/r-listing-training", "batches/uneven", "batches/uneven-mean", "article/ten-points-single")


class LateNudge(Oracle):
    """Right for a number of updates; then one weight goes up by one unit in the last place."""

    def __init__(self, update):
        self.update_number, self.updates = update, 0

    def updated_wh(self, s):
        self.updates += 1
        wh = super().updated_wh(s)
        if self.updates == self.update_number:
            wh[2][1] = float(np.nextafter(wh[2][1], np.inf))
        return wh


class Nudged(OracleImplementation):
    """Nudges in the n-th update of each training that starts from the vector's own network."""

    def __init__(self, update, first_wh):
        super().__init__("nudged", Oracle())
        self.update_number, self.first_wh = update, first_wh

    def train(self, network, *arguments, **named):
        fresh = np.array_equal(network["wh"], self.first_wh)
        self.oracle = LateNudge(self.update_number if fresh else self.update_number - self.done)
        self.done = self.update_number // 3 * 3  # batches/uneven has three batches an epoch
        return super().train(network, *arguments, **named)


def training(*digests, wout=0.0):
    return Trained({"wout": np.array([[wout, 0.0]])}, np.zeros(1), list(digests))


@pytest.mark.parametrize("id", TRAININGS)
def test_the_package_and_the_oracle_are_identical_to_the_end(id):
    vector = reading.load(id)
    updates = len(vector["expected"]["digests"])
    horizon = find_horizon(vector, PythonImplementation("reproducible"), RIGHT)
    assert horizon == Horizon(updates, None)
    assert horizon.line() == f"identical for all {updates} updates"


def test_the_first_digest_that_differs_is_the_horizon():
    assert bit_horizon(training("a", "b", "c"), training("a", "x", "y")).line() == "from update 2"


def test_a_training_that_ends_early_differs_from_there():
    assert bit_horizon(training("a", "b", "c"), training("a", "b")) == Horizon(3, 3)


def test_where_the_last_update_differs_is_known_from_the_last_parameters():
    a, b = training("a", "b", wout=1.0), training("a", "c", wout=float(np.nextafter(1.0, 2.0)))
    assert bit_horizon(a, b).line() == "from update 2, in wout[0, 0], 1 ulp"


def test_trainings_without_updates_or_digests_are_not_called_identical():
    assert bit_horizon(training(), training()).line() == "no update to compare"
    without = Trained({}, np.zeros(1), None)
    assert "identical" not in bit_horizon(without, training("a")).line()


@pytest.mark.parametrize("update", [4, 5, 6, 8])
def test_a_unit_in_the_last_place_of_one_weight_is_found_in_its_update(update):
    vector = reading.load("batches/uneven")
    wh = np.array(vector["network"]["wh"]["values"]).reshape(vector["network"]["wh"]["shape"])
    horizon = find_horizon(vector, Nudged(update, wh), RIGHT)
    assert horizon.line() == f"from update {update}, in wh[2, 1], 1 ulp"


def test_another_arithmetic_parts_and_the_place_is_named():
    vector = reading.load("article/ten-points-mini-batches")
    horizon = find_horizon(vector, OracleImplementation("fused", MISTAKES["fused-multiply-add"]()), RIGHT)
    assert 1 <= horizon.first <= 60
    assert horizon.where.startswith(("wh[", "bh[", "wout[", "bout["))
    assert horizon.ulp >= 1


@pytest.mark.parametrize("name", ["fused-multiply-add", "right-to-left", "reciprocal-exp", "several-accumulators"])
@pytest.mark.parametrize("id", ["batches/uneven", "article/ten-points-mini-batches"])
def test_another_arithmetic_drifts_within_the_band(id, name):
    vector = reading.load(id)
    assert drift(vector, trained(vector, OracleImplementation(name, MISTAKES[name]()))).worst < 3.0


def test_blas_drifts_within_the_band_for_hundreds_of_epochs():
    vector = reading.load("article/training")
    found = drift(vector, trained(vector, PythonImplementation("blas")), epochs=200)
    assert found.epochs == 200
    assert found.worst < 3.0


OF_PLAIN_TRAININGS = (
    *("batches-ignored", "incomplete-batch-dropped", "rows-counted-from-one", "batch-rows-sorted", "batches-reversed"),
    *("mean-over-all-rows", "one-epoch-less", "loss-before-update", "loss-of-last-batch"),
)


@pytest.mark.parametrize(
    "name", [n for n, m in MISTAKES.items() if m.kind == "training" and n not in OF_PLAIN_TRAININGS]
)
def test_what_goes_wrong_with_options_alone_leaves_a_plain_training_as_it_is(name):
    vector = reading.load("batches/uneven-mean")
    assert drift(vector, trained(vector, OracleImplementation(name, MISTAKES[name]()))).worst == 0.0


@pytest.mark.parametrize("name", OF_PLAIN_TRAININGS)
def test_a_wrong_training_is_far_outside_the_band_unless_it_only_rounds_otherwise(name):
    vector = reading.load("batches/uneven-mean")
    found = drift(vector, trained(vector, OracleImplementation(name, MISTAKES[name]())))
    assert found.worst < 3.0 if name == "batch-rows-sorted" else found.worst > 1e6


def test_the_expected_training_does_not_drift():
    vector = reading.load("batches/uneven")
    found = drift(vector, trained(vector, RIGHT))
    assert found.worst == 0.0
    assert found.line() == "drift at most 0 Monte Carlo bands, in epoch 0 of 3"


def test_a_history_that_is_too_short_or_not_finite_is_said_not_to_compare():
    vector = reading.load("batches/uneven")
    short, broken = np.zeros(2), np.full(4, np.nan)
    assert drift(vector, Trained({}, short, None)).line() == "the losses cannot be compared in epoch 2"
    assert drift(vector, Trained({}, broken, None)).line() == "the losses cannot be compared in epoch 0"
