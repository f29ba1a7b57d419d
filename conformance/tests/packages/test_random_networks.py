"""Networks that nobody has thought of: Python, R and the oracle must agree on every bit, or refuse in the same step.

Python and R by either kind of kernels.
"""

from functools import cache

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onehidden_conformance.implementations import Refused
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.oracle import OracleImplementation, network_values
from onehidden_conformance.oracle import Oracle, first_not_finite
from onehidden_conformance.vectors.arguments import OptimizerArgument, PairArgument
from onehidden_conformance.vectors.names import ACTIVATIONS, LOSSES, NAMES, REDUCTIONS, STREAMS

SIZES = st.integers(1, 4)
EXTREME = (0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, -1e-300, 1e-160, 1e150, -1e150, 1e300, 700.0, -745.0, 40.0)
NUMBERS = st.one_of(
    st.floats(-2.0, 2.0),
    st.floats(-50.0, 50.0, width=32),
    st.sampled_from(EXTREME),
    st.floats(allow_nan=False, allow_infinity=False),
)
MODERATE = st.floats(-3.0, 3.0)
KERNELS = ("interpreted", "compiled")


@cache
def all_implementations():
    return [make_implementation(f"{language}:{kernels}") for language in ("python", "r") for kernels in KERNELS]


def common(outcomes):
    """What all of them are."""
    first, *others = outcomes
    for other in others:
        assert other == first
    return first


ORACLE = OracleImplementation("oracle", Oracle())


@st.composite
def targets(draw, n, k, output_activation):
    """Targets that the output can reach; for softmax labels, or halves of two classes."""
    if output_activation != "softmax":
        return draw(
            arrays(
                float, (n, k), elements=st.floats(*np.clip(Oracle().reach(output_activation), -1e300, 1e300).tolist())
            )
        )
    pairs = [draw(st.tuples(st.integers(0, k - 1), st.integers(0, k - 1))) for _ in range(n)]
    return np.array([[0.5 * (j == a) + 0.5 * (j == b) for j in range(k)] for a, b in pairs])


@st.composite
def sample_weights(draw, n):
    """Nothing, or a weight for each row, of which one at least is above 0."""
    if draw(st.booleans()):
        return None
    weights = draw(arrays(float, n, elements=st.one_of(st.just(0.0), st.floats(0.0, 5.0), st.floats(1e-300, 1e3))))
    return weights if weights.any() else np.ones(n)


@st.composite
def options(draw, problem, epochs):
    """What a training may have beside its rows."""
    network, X, y, _ = problem
    name = draw(st.sampled_from(NAMES["optimizer"]))
    settings = {}
    if name in ("momentum", "nesterov") and draw(st.booleans()):
        settings["coefficient"] = draw(st.floats(0.0, 0.99))
    if name == "adam" and draw(st.booleans()):
        settings = {"beta1": draw(st.floats(0.0, 0.99)), "epsilon": draw(st.floats(1e-12, 1.0))}
    chosen = {"optimizer": OptimizerArgument(name, settings)}
    if draw(st.booleans()):
        chosen["weight_decay"] = draw(st.floats(0.0, 1.0))
    weights = draw(sample_weights(len(X)))
    if weights is not None:
        chosen["sample_weight"] = weights
    if draw(st.booleans()):
        chosen |= {"shuffle_seed": draw(st.integers(0, 2**31 - 1)), "stream": draw(st.sampled_from(STREAMS))}
    if draw(st.booleans()):
        n = draw(SIZES)
        rows = draw(arrays(float, (n, X.shape[1]), elements=MODERATE))
        chosen["validation"] = PairArgument(rows, draw(targets(n, y.shape[1], network["output_activation"])))
        if draw(st.booleans()):
            chosen["patience"] = draw(st.integers(1, 3))
    if epochs > 1 and draw(st.booleans()) and "patience" not in chosen:
        chosen["stops"] = [draw(st.integers(1, epochs - 1))]
    return chosen


@st.composite
def problems(draw, numbers):
    """A network, samples, targets that its output can reach, and a learning rate."""
    n, d, h, k = (draw(SIZES) for _ in range(4))
    hidden = draw(st.booleans())
    loss = draw(st.sampled_from(LOSSES))
    needed = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}
    output_activation = needed[loss] if loss in needed else draw(st.sampled_from(ACTIVATIONS))
    k = max(k, 2) if output_activation == "softmax" else k
    network = {
        "wh": draw(arrays(float, (d, h), elements=numbers)) if hidden else None,
        "bh": draw(arrays(float, h, elements=numbers)) if hidden and draw(st.booleans()) else None,
        "wout": draw(arrays(float, (h if hidden else d, k), elements=numbers)),
        "bout": draw(arrays(float, k, elements=numbers)) if draw(st.booleans()) else None,
        "hidden_activation": draw(st.sampled_from(ACTIVATIONS)),
        "output_activation": output_activation,
        "loss": loss,
        "reduction": draw(st.sampled_from(REDUCTIONS)),
    }
    X = draw(arrays(float, (n, d), elements=numbers))
    y = draw(targets(n, k, output_activation))
    return network, X, y, draw(st.one_of(st.floats(0.0, 2.0), st.sampled_from([0.0, 5e-324, 1e300])))


def bits(results):
    """Arrays as bytes with their shapes: equal only where every bit is."""
    found = {name: np.asarray(value, dtype=np.float64) for name, value in results.items()}
    return {name: (array.shape, array.tobytes().hex()) for name, array in found.items()}


def thorough(examples):
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome_of_step(implementation, network, X, y, learning_rate, weights=None):
    try:
        steps, digest = implementation.step(network, X, y, learning_rate, weights)
        return (
            bits(steps),
            digest,
            bits(implementation.forward(network, X)),
            bits({"output": implementation.predict(network, X)}),
        )
    except Refused as refusal:
        return refusal.code, refusal.step, refusal.message


@thorough(250)
@given(problems(NUMBERS), st.data())
def test_every_step_has_equal_bits_or_overflows_alike(problem, data):
    network, X, y, learning_rate = problem
    weights = data.draw(sample_weights(len(X)))
    outcome = common(outcome_of_step(implementation, *problem, weights) for implementation in all_implementations())
    listed = None if weights is None else weights.tolist()
    truth = Oracle().step(network_values(network), X.tolist(), y.tolist(), learning_rate, listed)
    overflow = first_not_finite(truth)
    if overflow is None:
        assert outcome == outcome_of_step(ORACLE, *problem, weights)
    else:
        assert outcome[:2] == ("overflow", overflow)


def outcome_of_training(implementation, problem, epochs, batches, chosen):
    watched = [0] if "patience" in chosen else [0, epochs]
    try:
        trained = implementation.train(*problem, epochs, batches, watched, chosen)
    except Refused as refusal:
        return refusal.code, refusal.step, refusal.epoch, refusal.digest, refusal.history_length
    return (
        bits(trained.parameters),
        bits({"history": trained.history}),
        bits({} if trained.validation_history is None else {"validation": trained.validation_history}),
        trained.best_epoch if "patience" in chosen else None,
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
    batches = data.draw(st.sampled_from(["full", "single", listed, 2, 3]))
    chosen = data.draw(st.one_of(st.just({}), options(problem, epochs)))
    if data.draw(st.booleans()) and epochs:
        problem = (*problem[:3], np.array(data.draw(st.lists(st.floats(0.0, 1.0), min_size=epochs, max_size=epochs))))
    outcome = common(
        outcome_of_training(implementation, problem, epochs, batches, chosen)
        for implementation in all_implementations()
    )
    assert outcome == outcome_of_training(ORACLE, problem, epochs, batches, chosen)


@thorough(150)
@given(
    st.integers(1, 6),
    st.integers(0, 6),
    st.integers(1, 4),
    st.sampled_from(NAMES["initialization"]),
    st.sampled_from(STREAMS),
    st.integers(0, 2**31 - 1),
    st.integers(2, 40),
    st.floats(0.001, 0.999),
)
def test_what_is_drawn_has_equal_bits(d, h, k, how, stream, seed, n, fraction):
    def drawn(implementation):
        parameters, digest = implementation.initial_network(d, h, k, seed, how, stream)
        numbers = {
            "uniforms": implementation.uniforms(seed, n, stream),
            "normals": implementation.normals(seed, n, stream),
        }
        return (
            bits(parameters),
            digest,
            bits(numbers),
            tuple(map(list, implementation.split_rows(n, fraction, seed, stream))),
        )

    assert common(map(drawn, all_implementations())) == drawn(ORACLE)


@thorough(250)
@given(problems(MODERATE))
def test_moderate_numbers_are_not_refused(problem):
    for implementation in all_implementations():
        result = outcome_of_step(implementation, *problem[:3], 0.5)
        assert isinstance(result[0], dict), result
