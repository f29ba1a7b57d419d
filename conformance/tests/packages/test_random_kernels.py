"""Compiled and interpreted kernels on networks that nobody has thought of, in both languages: every bit of a training.

Compiled ones run with every vector width, each with another number of threads; large networks give the threads work.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import onehidden
from onehidden_conformance.implementations import Refused
from onehidden_conformance.implementations import python as in_python
from onehidden_conformance.implementations import r as in_r
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.vectors.arguments import NetworkArgument, OptimizerArgument, PairArgument, RatesArgument
from onehidden_conformance.vectors.names import ACTIVATIONS, NAMES, REDUCTIONS

CPUINFO = Path("/proc/cpuinfo")
FUNCTION_OF_R = (Path(__file__).parent / "training_of_r.R").read_text(encoding="utf-8")

# ---- the trainings of both languages, as bytes -----------------------------------------------------------------------


def as_bytes(value):
    """Arrays, numbers and what holds them, as something that is equal only where every bit is."""
    if isinstance(value, dict):
        return {name: as_bytes(element) for name, element in value.items() if element is not None}
    if isinstance(value, list | tuple):
        return [as_bytes(element) for element in value]
    return value if isinstance(value, str) else np.asarray(value, dtype=np.float64).tobytes().hex()


def of_result(result):
    """All that a training in Python has left."""
    return {
        "parameters": result.network.parameters(),
        "history": some(result.history),
        "validation_history": some(result.validation_history),
        "epochs": result.epochs,
        "best_epoch": result.best_epoch,
        "last": None if result.last is None else of_state(result.last),
    }


def some(array):
    """None of an array without elements, as R's NULL."""
    return array if array.size else None


def of_state(state):
    kept = {name: list(values) for name, values in state.optimizer_state.items()}
    return {"parameters": state.network.parameters(), "error": state.error, "loss": state.loss, "kept": kept}


def by_python(problem, kernels):
    arguments = {name: in_python.python_value(value) for name, value in problem.items()}
    try:
        return as_bytes(of_result(onehidden.train(**arguments, kernels=kernels)))
    except onehidden.errors.NumberOverflowError as error:
        told = {"message": str(error), "step": error.step, "epoch": error.epoch}
        return as_bytes({**told, "result": of_result(error.result)})


@cache
def training_of_r():
    return in_r.ri.evalr(FUNCTION_OF_R)(
        in_r.ri.StrSexpVector([str(Path(in_r.__file__).with_name("in_r") / "in_process.R")])
    )


def by_r(problem, kernels):
    in_r.functions_of_r()  # starts R
    return as_bytes(in_r.from_r(training_of_r()(in_r.to_r({**problem, "kernels": kernels}))))


# ---- what is tried ---------------------------------------------------------------------------------------------------

EXTREME = np.array([0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, -1e-300, 1e-160, 1e150, -1e150, 1e300, 700.0, -745.0, 40.0])
LOSSES = {
    "squared_error": ACTIVATIONS,
    "binary_cross_entropy": ("sigmoid",),
    "categorical_cross_entropy": ("softmax",),
}
FEW, MORE = st.integers(1, 6), st.integers(7, 40)
ROWS = st.one_of(st.integers(1, 20), st.integers(21, 300), st.sampled_from([4095, 4096, 4097, 5000, 8193]))


class Numbers:
    """Arrays from one seed: moderate, of all sizes, or with extreme numbers among them."""

    def __init__(self, seed, kind):
        self.generator, self.kind = np.random.default_rng(seed), kind

    def array(self, *shape):
        moderate = self.generator.uniform(-1, 1, shape)
        if self.kind == "of all sizes":
            return moderate * 10.0 ** self.generator.integers(-6, 4, shape)
        if self.kind == "extreme":
            return np.where(self.generator.random(shape) < 0.05, self.generator.choice(EXTREME, shape), moderate)
        return moderate

    def targets(self, n, k, output_activation):
        """What the output can reach."""
        y = self.generator.random((n, k)).round(int(self.generator.integers(0, 3)))
        return y if output_activation != "softmax" else np.eye(k)[self.generator.integers(0, k, n)]


@st.composite
def networks(draw, numbers):
    d, k = draw(st.one_of(FEW, MORE)), draw(st.one_of(FEW, FEW, MORE))
    h = draw(st.one_of(st.just(0), FEW, MORE))
    loss = draw(st.sampled_from(sorted(LOSSES)))
    output_activation = draw(st.sampled_from(LOSSES[loss]))
    k = max(k, 2) if output_activation == "softmax" else k
    return {
        "wh": numbers.array(d, h) if h else None,
        "bh": numbers.array(h) if h and draw(st.booleans()) else None,
        "wout": numbers.array(h or d, k),
        "bout": numbers.array(k) if draw(st.booleans()) else None,
        "hidden_activation": draw(st.sampled_from(ACTIVATIONS)),
        "output_activation": output_activation,
        "loss": loss,
        "reduction": draw(st.sampled_from(REDUCTIONS)),
    }


@st.composite
def optimizers(draw):
    name = draw(st.sampled_from(NAMES["optimizer"]))
    if name == "gradient_descent" or draw(st.booleans()):
        return OptimizerArgument(name, {})
    if name == "adam":
        return OptimizerArgument(name, {"beta1": draw(st.floats(0.0, 0.99)), "beta2": draw(st.floats(0.0, 0.999))})
    return OptimizerArgument(name, {"coefficient": draw(st.floats(0.0, 0.99))})


@st.composite
def batches_of(draw, n, generator):
    if n > 300:
        return draw(st.sampled_from(["full", "full", 1000, 4096, [generator.permutation(n)[: n // 2].tolist()]]))
    cut = draw(st.integers(1, n))
    rows = generator.permutation(n).tolist()
    listed = [part for part in (rows[:cut], rows[cut:]) if part]
    return draw(st.sampled_from(["full", "single" if n <= 20 else 7, max(1, n // 3), listed]))


@st.composite
def problems(draw):
    """The arguments of a training, as a fixture would hand them in."""
    kind = draw(st.sampled_from(("moderate", "moderate", "of all sizes", "extreme")))
    numbers = Numbers(draw(st.integers(0, 2**32)), kind)
    network, n, epochs = draw(networks(numbers)), draw(ROWS), draw(st.sampled_from((2, 3, 4, 1, 0)))
    d = len(network["wout"] if network["wh"] is None else network["wh"])
    k = network["wout"].shape[1]
    rate = draw(st.sampled_from((0.01, 0.5, 1e-4, 0.1, 0.003, 10.0, 0.0, 1e200)))
    rates = RatesArgument(rate / np.arange(1.0, epochs + 1))
    problem = {
        "network": NetworkArgument(network),
        "X": numbers.array(n, d),
        "y": numbers.targets(n, k, network["output_activation"]),
        "learning_rate": rates if epochs and draw(st.booleans()) else rate,
        "epochs": epochs,
        "batches": draw(batches_of(n, numbers.generator)),
        "optimizer": draw(optimizers()),
        "weight_decay": draw(st.sampled_from((0.0, 0.0, 0.1, 1e-3))),
    }
    if draw(st.booleans()):
        weight = numbers.generator.uniform(0, 3, n) * (numbers.generator.random(n) < 0.8)
        problem["sample_weight"] = np.maximum(weight, [1.0] + [0.0] * (n - 1))
    if draw(st.booleans()):
        problem["shuffle_seed"] = draw(st.integers(0, 2**31 - 1))
    if draw(st.booleans()):
        m = draw(ROWS)
        y = numbers.targets(m, k, network["output_activation"])
        problem["validation"] = PairArgument(numbers.array(m, d), y)
        if draw(st.booleans()):
            problem["patience"] = draw(st.integers(1, 3))
    return problem


def thorough(examples):
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=checks)


def check(problem, compiled_kernels, threads):
    expected = by_python(problem, "interpreted")
    event("overflow" if "message" in expected else "training")
    assert by_r(problem, "interpreted") == expected
    for width, count in zip(compiled_kernels.WIDTHS, threads, strict=True):
        with compiled_kernels(width, count):
            assert by_python(problem, "compiled") == expected, (width, count)
            assert by_r(problem, "compiled") == expected, (width, count)


@thorough(120)
@given(problem=problems(), threads=st.permutations([1, 2, 3]))
def test_trainings_have_equal_bits_or_overflow_alike(compiled_kernels, problem, threads):
    check(problem, compiled_kernels, threads)


@pytest.mark.slow
@thorough(600)
@given(problem=problems(), threads=st.permutations([1, 2, 3]))
def test_many_trainings_have_equal_bits_or_overflow_alike(compiled_kernels, problem, threads):
    check(problem, compiled_kernels, threads)


# ---- single steps ----------------------------------------------------------------------------------------------------


def steps_of(implementation, problem):
    network, X, y = problem["network"].arguments, problem["X"], problem["y"]
    try:
        steps, digest = implementation.step(network, X, y, 0.1, problem.get("sample_weight"))
        return as_bytes({**steps, "digest": digest, "forward": implementation.forward(network, X)})
    except Refused as refusal:
        return refusal.code, refusal.step, refusal.message


@thorough(60)
@given(problem=problems(), threads=st.permutations([1, 2, 3]))
def test_steps_have_equal_bits_or_overflow_alike(compiled_kernels, problem, threads):
    expected = steps_of(make_implementation("python:interpreted"), problem)
    assert steps_of(make_implementation("r:interpreted"), problem) == expected
    for width, count in zip(compiled_kernels.WIDTHS, threads, strict=True):
        with compiled_kernels(width, count):
            assert steps_of(make_implementation("python:compiled"), problem) == expected, (width, count)
            assert steps_of(make_implementation("r:compiled"), problem) == expected, (width, count)


# ---- the comparison itself -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not CPUINFO.exists(), reason="only Linux tells what a processor has in a file")
def test_every_width_is_really_used(compiled_kernels):
    features = CPUINFO.read_text(encoding="utf-8").split()
    has = {"baseline": True, "AVX2": "avx2" in features, "AVX-512": "avx512dq" in features}
    in_r.functions_of_r()
    for width in filter(has.get, compiled_kernels.WIDTHS):
        with compiled_kernels(width, 3):
            assert onehidden.info().width == in_r.ri.evalr("onehidden::info()$width")[0] == width
            assert onehidden.info().threads == in_r.ri.evalr("onehidden::info()$threads")[0] == 3


def test_one_bit_is_seen():
    assert as_bytes({"a": [np.array([1.0, 0.0])]}) != as_bytes({"a": [np.array([1.0, -0.0])]})
    assert as_bytes({"a": 1.0}) != as_bytes({"a": np.nextafter(1.0, 2.0)})
