"""What a runtime does is read off its bits: told apart are the ways in which runtimes really differ."""

import math
from fractions import Fraction

import gmpy2
import numpy as np
import pytest

from onehidden_conformance.findings.fingerprint import fingerprint
from onehidden_conformance.findings.probes import UNKNOWN, visible
from onehidden_conformance.implementations import Refused, Skipped
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.implementations.python import PythonImplementation
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import BINARY64, Oracle

RIGHT = {
    "summation": "left to right",
    "column_sums": "left to right",
    "products": "rounded",
    "precision": "double",
    "subnormals": "kept",
    "exp": "correctly rounded",
    "tanh": "correctly rounded",
    "log": "correctly rounded",
}


def found(oracle):
    return values(OracleImplementation("probed", oracle))


def values(implementation):
    result = fingerprint(implementation)
    return {name: getattr(result, name) for name in RIGHT}


class NumPySums(Oracle):
    """Sums as np.sum takes them."""

    def fold(self, terms):
        return float(np.sum(np.array(list(terms))))


class EightLanes(Oracle):
    """Eight accumulators, as in vectorised loops."""

    def fold(self, terms):
        terms = list(terms)
        return super().fold([super(EightLanes, self).fold(terms[lane::8]) for lane in range(8)])


class BlocksOfEight(Oracle):
    """Blocks of eight terms."""

    def fold(self, terms):
        terms = list(terms)
        return super().fold([super(BlocksOfEight, self).fold(terms[i : i + 8]) for i in range(0, len(terms), 8)])


class LongDouble(Oracle):
    """Products and sums in 80-bit registers."""

    def dot(self, a, b):
        total = gmpy2.mpfr(0)
        with gmpy2.context(precision=64):
            for x, y in zip(a, b, strict=True):
                total += gmpy2.mpfr(x) * gmpy2.mpfr(y)
        return float(BINARY64.plus(total))


class Single(Oracle):
    """Products and sums in float32."""

    def dot(self, a, b):
        total = np.float32(0)
        for x, y in zip(a, b, strict=True):
            total += np.float32(x) * np.float32(y)
        return float(total)


class RandomOrder(Oracle):
    """The smallest terms first: no order that is known."""

    def dot(self, a, b):
        return self.fold(sorted((x * y for x, y in zip(a, b, strict=True)), key=abs))


class FusedInAnUnknownOrder(Oracle):
    """The largest products last, each added with one rounding."""

    def dot(self, a, b):
        total = 0.0
        for x, y in sorted(zip(a, b, strict=True), key=lambda pair: (abs(pair[0] * pair[1]), pair[0])):
            exact = Fraction(x) * Fraction(y) + Fraction(total)
            total = exact.numerator / exact.denominator
        return total


class LibraryExp(Oracle):
    """exp of the C library."""

    def exp(self, x):
        try:
            return math.exp(x)
        except OverflowError:
            return math.inf


class LibraryTanh(Oracle):
    """tanh of the C library."""

    def tanh(self, x):
        return math.tanh(x)


class NearlyLog(Oracle):
    """A logarithm that is off by a unit now and then."""

    def log(self, x):
        log = super().log(x)
        return float(np.nextafter(log, 0.0)) if int(x * 1e6) % 3 == 0 else log


def test_the_right_network_has_the_fingerprint_of_the_specification():
    assert found(Oracle()) == RIGHT


def test_the_package_in_reproducible_arithmetic_has_it_too():
    assert values(PythonImplementation("reproducible")) == RIGHT


@pytest.mark.parametrize(
    ("oracle", "differences"),
    [
        (MISTAKES["fused-multiply-add"], {"products": "fused"}),
        (MISTAKES["pairwise-summation"], {"summation": "pairwise", "column_sums": "pairwise"}),
        (NumPySums, {"summation": "pairwise", "column_sums": "pairwise"}),
        (MISTAKES["right-to-left"], {"summation": "right to left", "column_sums": "right to left"}),
        (MISTAKES["several-accumulators"], {"summation": "blocked", "column_sums": "blocked"}),
        (EightLanes, {"summation": "blocked", "column_sums": "blocked"}),
        (BlocksOfEight, {"summation": "blocked", "column_sums": "blocked"}),
        (
            MISTAKES["extended-precision"],
            {
                "summation": "left to right, extended",
                "column_sums": "left to right, extended",
                "precision": "extended",
            },
        ),
        (LongDouble, {"summation": "left to right, extended", "precision": "extended", "products": "extended"}),
        (
            Single,
            {
                "summation": "left to right, single",
                "precision": "single",
                "subnormals": "flushed",
                "exp": "not correctly rounded",  # what goes into exp and tanh has lost its digits, too
                "tanh": "not correctly rounded",
            },
        ),
        (
            MISTAKES["exact-summation"],
            {"summation": "rounded once, exact", "column_sums": "rounded once, exact", "precision": "exact"},
        ),
        (RandomOrder, {"summation": UNKNOWN}),
        (FusedInAnUnknownOrder, {"summation": UNKNOWN, "products": "fused"}),
        (MISTAKES["flush-to-zero"], {"subnormals": "flushed"}),
        (MISTAKES["reciprocal-exp"], {"exp": "not correctly rounded"}),
        (MISTAKES["single-precision"], {"exp": "not correctly rounded"}),
        (LibraryExp, {"exp": "not correctly rounded"}),
        (LibraryTanh, {"tanh": "not correctly rounded"}),
        (MISTAKES["tanh-by-exponentials"], {"tanh": "not correctly rounded"}),
        (NearlyLog, {"log": "not correctly rounded"}),
    ],
)
def test_a_way_of_calculating_is_recognised_and_nothing_else_suspected(oracle, differences):
    assert found(oracle()) == {**RIGHT, **differences}


def test_the_library_is_recognised_by_its_bits():
    assert "as in this machine's C library" in fingerprint(OracleImplementation("probed", LibraryExp())).reasons["exp"]
    assert "C library" not in fingerprint(OracleImplementation("probed", MISTAKES["single-precision"]())).reasons["exp"]


def test_only_arguments_that_can_show_an_inexact_exp_are_probed():
    seen = [x for x in np.linspace(-10.0, 800.0, 300).tolist() if visible(x)]
    assert 50 < len(seen) < 250
    for x in seen:
        e = Oracle().exp(x)
        assert 1.0 / (1.0 + e) not in (1.0 / (1.0 + np.nextafter(e, 0.0)), 1.0 / (1.0 + np.nextafter(e, np.inf)))


def test_another_formula_for_the_sigmoid_is_not_taken_for_another_exp():
    result = fingerprint(OracleImplementation("probed", MISTAKES["two-branch-sigmoid"]()))
    assert result.exp == "correctly rounded"
    assert "exp(z) / (1 + exp(z))" in result.reasons["exp"]


def test_the_blas_of_this_process_leaves_the_column_sums_and_subnormals_alone():
    result = values(PythonImplementation("blas"))
    assert result["precision"] == "double"
    assert result["subnormals"] == "kept"
    assert result["tanh"] == "not correctly rounded"


class WithoutIdentity(OracleImplementation):
    """Cannot do the identity, and shows no loss."""

    def step(self, network, X, y, learning_rate):
        if network["output_activation"] == "identity":
            raise Skipped("it has no identity")
        steps, digest = super().step(network, X, y, learning_rate)
        return {name: value for name, value in steps.items() if name != "loss"}, digest


def test_what_an_implementation_cannot_do_is_unknown_and_the_reason_is_given():
    result = fingerprint(WithoutIdentity("probed", Oracle()))
    assert {name for name in RIGHT if getattr(result, name) == UNKNOWN} == {"log"}
    assert result.reasons["log"] == "could not be probed: it does not show loss"
    assert "sums over rows of inputs times deltas" in result.reasons["summation"]  # seen through a hidden layer


class Refuses(OracleImplementation):
    """Refuses everything."""

    def step(self, *_):
        raise Refused("no")


def test_a_implementation_that_refuses_everything_is_unknown_in_everything():
    assert values(Refuses("probed", Oracle())) == dict.fromkeys(RIGHT, UNKNOWN)


class WrongShapes(OracleImplementation):
    """Gives one number for everything."""

    def step(self, network, X, y, learning_rate):
        steps, digest = super().step(network, X, y, learning_rate)
        return {name: np.zeros(1) for name in steps}, digest


def test_answers_of_the_wrong_shape_are_unknown_too():
    result = fingerprint(WrongShapes("probed", Oracle()))
    assert result.summation == UNKNOWN
    assert "shape" in result.reasons["summation"]


def test_the_fingerprint_is_one_line_and_its_reasons_are_more():
    result = fingerprint(OracleImplementation("probed", Oracle()))
    assert result.line() == (
        "sums: left to right; sums over rows: left to right; products: rounded; precision: double; "
        "subnormals: kept; exp: correctly rounded; tanh: correctly rounded; log: correctly rounded"
    )
    assert len(result.details().splitlines()) == len(result.reasons) >= 6


# ---- whatever an implementation answers ------------------------------------------------------------------------------


def everywhere(change):
    """Change every step in the same way."""
    return lambda steps: {name: change(np.asarray(step)) for name, step in steps.items()}


def bytes_swapped(step):
    return np.asarray(step, dtype=">f8").view("<f8")


CORRUPTIONS = {
    "zero": everywhere(np.zeros_like),
    "minus zero": everywhere(lambda s: np.zeros_like(s) * -1.0),
    "one": everywhere(np.ones_like),
    "half": everywhere(lambda s: np.full_like(s, 0.5)),
    "negated": everywhere(np.negative),
    "reciprocal": everywhere(lambda s: 1.0 / (s + 1e-300)),
    "plus one": everywhere(lambda s: s + 1.0),
    "bytes swapped": everywhere(bytes_swapped),
    "nan": everywhere(lambda s: s * np.nan),
    "infinite": everywhere(lambda s: np.full_like(s, np.inf)),
    "minus infinity": everywhere(lambda s: np.full_like(s, -np.inf)),
    "infinities of both signs": everywhere(lambda s: np.where(s > s.mean(), np.inf, -np.inf)),
    "huge": everywhere(lambda s: np.full_like(s, 1.7e308)),
    "huge of both signs": everywhere(lambda s: np.copysign(1.7e308, s)),
    "tiny": everywhere(lambda s: np.full_like(s, 5e-324)),
    "squared again and again": everywhere(lambda s: (s * 1e100) ** 3),
    "single": everywhere(lambda s: s.astype(np.float32)),
    "half precision": everywhere(lambda s: s.astype(np.float16)),
    "integers": everywhere(lambda s: np.nan_to_num(s).astype(np.int64)),
    "booleans": everywhere(lambda s: s > 0),
    "complex": everywhere(lambda s: s + 1j),
    "words": everywhere(lambda s: "0.5"),
    "a word": everywhere(lambda s: "nonsense"),
    "None": everywhere(lambda s: None),
    "an object": everywhere(lambda s: {"values": [1.0]}),
    "a number": everywhere(lambda s: 0.25),
    "no number": everywhere(lambda s: []),
    "one dimension more": everywhere(lambda s: s[np.newaxis]),
    "flat": everywhere(np.ravel),
    "transposed": everywhere(np.transpose),
    "one row less": everywhere(lambda s: s[1:] if s.ndim else s),
    "ragged": everywhere(lambda s: [[1.0], [1.0, 2.0]]),
    "a number of 400 digits": everywhere(lambda s: 10**400),
    "no steps": lambda steps: {},
    "only the loss": lambda steps: {"loss": steps["loss"]},
    "not activated": lambda steps: {**steps, "output": steps["output_layer_input"]},
}


class Corrupted(OracleImplementation):
    """The right network, and something else in the answer."""

    def __init__(self, corruption):
        super().__init__("corrupted", Oracle())
        self.corrupt = CORRUPTIONS[corruption]

    def step(self, network, X, y, learning_rate, sample_weight=None):
        steps, digest = super().step(network, X, y, learning_rate, sample_weight)
        with np.errstate(all="ignore"):
            return self.corrupt(steps), digest


@pytest.mark.filterwarnings("ignore::numpy.exceptions.ComplexWarning")
@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_no_answer_brings_the_probes_down(corruption):
    result = fingerprint(Corrupted(corruption))
    assert set(result.reasons) >= {"summation", "exp", "log"}
    assert "fault of the suite" not in result.details()
    assert "Traceback" not in result.details()


def test_a_sigmoid_outside_of_0_and_1_is_told_and_no_logarithm_of_it_taken():
    assert "lies between 0 and 1" in fingerprint(Corrupted("negated")).reasons["log"]
    assert "has NaN or an infinity" in fingerprint(Corrupted("nan")).reasons["exp"]


def test_a_fault_of_a_probe_is_told_and_the_run_goes_on(monkeypatch):
    monkeypatch.setattr("onehidden_conformance.findings.probes.visible", lambda x: 1 / 0)
    result = fingerprint(OracleImplementation("probed", Oracle()))
    assert result.exp == UNKNOWN
    assert result.reasons["exp"].startswith("could not be probed, by a fault of the suite: ZeroDivisionError")
    assert result.log == "correctly rounded"


# ---- networks with a hidden layer and a sigmoid only -----------------------------------------------------------------


class OnlyHidden(OracleImplementation):
    """Takes one hidden layer and a sigmoid output, and shows what a caller of a library sees."""

    def __init__(self, oracle, hidden="sigmoid", loss="squared_error", reduction="sum", biases=True):
        super().__init__("probed", oracle)
        self.words = {"hidden_activation": hidden, "output_activation": "sigmoid", "loss": loss, "reduction": reduction}
        self.biases = biases

    def step(self, network, X, y, learning_rate, sample_weight=None):
        if network["wh"] is None or (network["bh"] is None) == self.biases:
            raise Skipped("it has one hidden layer")
        if any(network[key] != word for key, word in self.words.items()):
            raise Skipped("it cannot do that")
        steps, digest = super().step(network, X, y, learning_rate, sample_weight)
        return {name: step for name, step in steps.items() if name == "output" or name.startswith("updated_")}, digest


SIGMOID = {**dict.fromkeys(RIGHT, UNKNOWN), **{name: RIGHT[name] for name in RIGHT if name not in ("tanh", "log")}}


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_a_network_with_a_sigmoid_output_only_is_probed_through_its_hidden_layer(loss, reduction):
    assert values(OnlyHidden(Oracle(), loss=loss, reduction=reduction)) == SIGMOID


@pytest.mark.parametrize(("hidden", "tanh"), [("tanh", "correctly rounded"), ("relu", UNKNOWN)])
def test_another_hidden_activation_is_probed_too(hidden, tanh):
    assert values(OnlyHidden(Oracle(), hidden=hidden)) == {**SIGMOID, "tanh": tanh}


def test_without_biases_there_is_less_to_see():
    assert values(OnlyHidden(Oracle(), biases=False)) == {**SIGMOID, "column_sums": UNKNOWN}


@pytest.mark.parametrize(
    ("oracle", "differences"),
    [
        (MISTAKES["fused-multiply-add"], {"products": "fused"}),
        (MISTAKES["right-to-left"], {"summation": "right to left", "column_sums": "right to left"}),
        (NumPySums, {"summation": "pairwise", "column_sums": "pairwise"}),
        (MISTAKES["flush-to-zero"], {"subnormals": "flushed"}),
        (LibraryExp, {"exp": "not correctly rounded"}),
    ],
)
def test_a_way_of_calculating_is_recognised_through_a_hidden_layer(oracle, differences):
    assert values(OnlyHidden(oracle())) == {**SIGMOID, **differences}


@pytest.mark.filterwarnings("ignore::numpy.exceptions.ComplexWarning")
@pytest.mark.parametrize("corruption", [name for name in CORRUPTIONS if name not in ("only the loss", "not activated")])
def test_no_answer_brings_the_probes_of_a_hidden_layer_down(corruption):
    class Both(Corrupted, OnlyHidden):
        def __init__(self):
            OnlyHidden.__init__(self, Oracle())
            self.corrupt = CORRUPTIONS[corruption]

    assert "fault of the suite" not in fingerprint(Both()).details()
