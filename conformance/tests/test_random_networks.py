"""Networks that nobody has thought of: Python, R and the oracle must agree on every bit, or refuse in the same step."""

from functools import cache

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onehidden_conformance.oracle import Oracle, first_not_finite
from onehidden_conformance.testees import Refused, make_testee
from onehidden_conformance.testees.oracle import OracleTestee, network_values

ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
REACH = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, 1e300), "identity": (-1e300, 1e300)}
SIZES = st.integers(1, 4)
EXTREME = (0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, -1e-300, 1e-160, 1e150, -1e150, 1e300, 700.0, -745.0, 40.0)
NUMBERS = st.one_of(
    st.floats(-2.0, 2.0),
    st.floats(-50.0, 50.0, width=32),
    st.sampled_from(EXTREME),
    st.floats(allow_nan=False, allow_infinity=False),
)
MODERATE = st.floats(-3.0, 3.0)


@cache
def both():
    return make_testee("python:reproducible"), make_testee("r:reproducible")


ORACLE = OracleTestee("oracle", Oracle())


@st.composite
def problems(draw, numbers):
    """A network, samples, targets that its output can reach, and a learning rate."""
    n, d, h, k = (draw(SIZES) for _ in range(4))
    hidden = draw(st.booleans())
    loss = draw(st.sampled_from(["squared_error", "binary_cross_entropy"]))
    output_activation = "sigmoid" if loss == "binary_cross_entropy" else draw(st.sampled_from(ACTIVATIONS))
    network = {
        "wh": draw(arrays(float, (d, h), elements=numbers)) if hidden else None,
        "bh": draw(arrays(float, h, elements=numbers)) if hidden and draw(st.booleans()) else None,
        "wout": draw(arrays(float, (h if hidden else d, k), elements=numbers)),
        "bout": draw(arrays(float, k, elements=numbers)) if draw(st.booleans()) else None,
        "hidden_activation": draw(st.sampled_from(ACTIVATIONS)),
        "output_activation": output_activation,
        "loss": loss,
        "reduction": draw(st.sampled_from(["sum", "mean"])),
    }
    X = draw(arrays(float, (n, d), elements=numbers))
    y = draw(arrays(float, (n, k), elements=st.floats(*REACH[output_activation])))
    return network, X, y, draw(st.one_of(st.floats(0.0, 2.0), st.sampled_from([0.0, 5e-324, 1e300])))


def bits(results):
    """Arrays as bytes with their shapes: equal only where every bit is."""
    found = {name: np.asarray(value, dtype=np.float64) for name, value in results.items()}
    return {name: (array.shape, array.tobytes().hex()) for name, array in found.items()}


def thorough(examples):
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome_of_step(testee, network, X, y, learning_rate):
    try:
        steps, digest = testee.step(network, X, y, learning_rate)
        return bits(steps), digest, bits(testee.forward(network, X)), bits({"output": testee.predict(network, X)})
    except Refused as refusal:
        return refusal.code, refusal.step, refusal.message


@thorough(250)
@given(problems(NUMBERS))
def test_every_step_has_equal_bits_or_overflows_alike(problem):
    network, X, y, learning_rate = problem
    python, r = (outcome_of_step(testee, *problem) for testee in both())
    assert python == r
    truth = Oracle().step(network_values(network), X.tolist(), y.tolist(), learning_rate)
    overflow = first_not_finite(truth)
    if overflow is None:
        assert python == outcome_of_step(ORACLE, *problem)
    else:
        assert python[:2] == ("overflow", overflow)


def outcome_of_training(testee, problem, epochs, batches):
    try:
        trained = testee.train(*problem, epochs, batches, [0, epochs])
    except Refused as refusal:
        return refusal.code, refusal.step, refusal.epoch, refusal.digest, refusal.history_length
    return (
        bits(trained.parameters),
        bits({"history": trained.history}),
        trained.digests,
        bits(trained.outputs),
        bits(trained.mean_absolute_errors),
    )


@thorough(100)
@given(problems(st.one_of(MODERATE, NUMBERS)), st.integers(0, 3), st.data())
def test_trainings_have_equal_digests_or_overflow_in_the_same_epoch(problem, epochs, data):
    rows = data.draw(st.permutations(range(len(problem[1]))))
    cut = data.draw(st.integers(1, len(rows)))
    listed = [part for part in (rows[:cut], rows[cut:]) if part]
    batches = data.draw(st.sampled_from(["full", "single", listed]))
    python, r = (outcome_of_training(testee, problem, epochs, batches) for testee in both())
    assert python == r == outcome_of_training(ORACLE, problem, epochs, batches)


@thorough(250)
@given(problems(MODERATE))
def test_moderate_numbers_are_not_refused(problem):
    for testee in both():
        result = outcome_of_step(testee, *problem[:3], 0.5)
        assert isinstance(result[0], dict), result
