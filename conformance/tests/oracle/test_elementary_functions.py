"""exp, log and tanh of both packages against MPFR, bit for bit: what SPEC.md 5.6 demands.

Interpreted ones, and compiled ones with every vector width. Each set of inputs is tried with some thousand values, and
in the slow tests with a million.
"""

from functools import cache

import gmpy2
import numpy as np
import pytest
import rpy2.rinterface as ri

import onehidden
from onehidden_vectors.elementary_bounds import REPOSITORY
from tests.inside import COMPILED

BINARY64 = gmpy2.context(precision=53, emin=-1073, emax=1024, subnormalize=True)
FUNCTIONS = ["exp", "log", "tanh"]
SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, -5e-324, 2.0**-1022, np.finfo(float).max, 1.0, -1.0]


def with_signs(rng, x):
    return rng.choice([-1.0, 1.0], x.size) * x


def any_bits(rng, n):
    return rng.integers(-(1 << 63), (1 << 63) - 1, n).view(np.float64)


# What is random here; the first set of each function covers its whole range.
RANDOM = {
    "exp": {
        "the whole range": lambda rng, n: rng.uniform(-745.2, 709.8, n),
        "around zero": lambda rng, n: with_signs(rng, 2.0 ** rng.uniform(-60, 9, n)),
        "subnormal results": lambda rng, n: rng.uniform(-745.2, -708.3, n),
        "edges of the steps": lambda rng, n: (rng.integers(-4300000, 4100000, n) + 0.5) * (np.log(2) / 4096),
        "any bits": any_bits,
    },
    "log": {
        "the whole range": lambda rng, n: rng.integers(1, 0x7FF0000000000000, n).view(np.float64),
        "around one": lambda rng, n: 1 + with_signs(rng, 2.0 ** rng.uniform(-53, -1, n)),
        "next to one": lambda rng, n: 1 + rng.integers(-(10**6), 10**6, n) * 2.0**-53,
        "subnormal arguments": lambda rng, n: rng.integers(1, 1 << 52, n).view(np.float64),
        "any bits": any_bits,
    },
    "tanh": {
        "the whole range": lambda rng, n: with_signs(rng, 2.0 ** rng.uniform(-30, 5, n)),
        "where it bends": lambda rng, n: rng.normal(size=n),
        "saturation": lambda rng, n: with_signs(rng, rng.uniform(18, 20.5, n)),
        "any bits": any_bits,
    },
}
SETS = [(name, label) for name in FUNCTIONS for label in RANDOM[name]]


def random_inputs(name, label, n):
    return RANDOM[name][label](np.random.default_rng(20240229), n)


def around(x, steps=50):
    """The doubles around x."""
    neighbours = np.full(2 * steps + 1, x)
    with np.errstate(over="ignore"):  # above the largest double comes infinity
        for i in range(steps):
            neighbours[steps + i + 1] = np.nextafter(neighbours[steps + i], np.inf)
            neighbours[steps - i - 1] = np.nextafter(neighbours[steps - i], -np.inf)
    return neighbours


ENDS = {
    "exp": [709.782712893384, -745.1332191019411, -708.3964185322641, -744.4400719213812, 708.0, -708.0, -746.0, 0.0],
    "log": [1.0, 2.0, 0.5, 2.0**-1022, 5e-324, np.finfo(float).max, np.e],
    "tanh": [2.0**-27, -(2.0**-27), 20.0, -20.0, 19.06154746539849, 2.0**-15, 0.0, 5e-324],
}


def by_mpfr(name, x):
    function = getattr(gmpy2, name)
    with gmpy2.context(BINARY64):
        return np.array([float(function(gmpy2.mpfr(value))) for value in x.tolist()])


@cache
def r_function(name):
    ri.initr()
    return ri.evalr(name)


def by_r(name, x):
    return np.array(r_function(f"onehidden::cr_{name}")(ri.FloatSexpVector.from_memoryview(x.data)).memoryview())


def by_python(name, x):
    return getattr(onehidden.arithmetic, f"cr_{name}")(x)


def by_compiled_kernels_of_python(name, x):
    return getattr(COMPILED, name)(x)


def by_compiled_kernels_of_r(name, x):
    return np.array(r_function(f"onehidden:::COMPILED${name}")(ri.FloatSexpVector.from_memoryview(x.data)).memoryview())


def wrong(x, values, expected):
    """The inputs whose values have other bits; any NaN is one."""
    equal = (values.view(np.int64) == expected.view(np.int64)) | (np.isnan(values) & np.isnan(expected))
    return [value.hex() for value in x[~equal].tolist()]


@pytest.fixture(scope="module")
def assert_correctly_rounded(compiled_kernels):
    def check(name, x, expected):
        assert wrong(x, by_python(name, x), expected) == []
        assert wrong(x, by_r(name, x), expected) == []
        for width in compiled_kernels.WIDTHS:
            with compiled_kernels(width):
                assert wrong(x, by_compiled_kernels_of_python(name, x), expected) == [], width
                assert wrong(x, by_compiled_kernels_of_r(name, x), expected) == [], width

    return check


@pytest.mark.parametrize(("name", "label"), SETS)
def test_random_inputs_are_rounded_correctly_in_both_languages(assert_correctly_rounded, name, label):
    x = random_inputs(name, label, 5000)
    assert_correctly_rounded(name, x, by_mpfr(name, x))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "label"), SETS)
def test_a_million_random_inputs_are_rounded_correctly_in_both_languages(assert_correctly_rounded, name, label):
    x = random_inputs(name, label, 1_000_000)
    assert_correctly_rounded(name, x, by_mpfr(name, x))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_ends_of_the_range_are_right_in_both_languages(assert_correctly_rounded, name):
    x = np.concatenate([around(end) for end in ENDS[name]])
    assert_correctly_rounded(name, x, by_mpfr(name, x))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_special_values_are_right_in_both_languages(assert_correctly_rounded, name):
    x = np.array(SPECIAL)
    assert_correctly_rounded(name, x, by_mpfr(name, x))


def hard_cases(name):
    """Inputs and values as they stand in the fixture."""
    lines = (REPOSITORY / "fixtures" / "elementary" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    x, expected = zip(*(map(float.fromhex, line.split(" ")) for line in lines), strict=True)
    return np.array(x), np.array(expected)


@pytest.mark.parametrize(("name", "count"), [("exp", 140), ("log", 100), ("tanh", 100)])
def test_the_hardest_cases_are_right_in_both_languages(assert_correctly_rounded, name, count):
    x, expected = hard_cases(name)
    assert x.size >= count
    assert_correctly_rounded(name, x, expected)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_values_in_the_fixtures_are_those_of_mpfr(name):
    x, expected = hard_cases(name)
    assert wrong(x, expected, by_mpfr(name, x)) == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_comparison_finds_one_bit_and_the_sign_of_zero(name):
    x = np.array([0.5, 0.25])
    values = by_mpfr(name, x)
    assert wrong(x, np.nextafter(values, [np.inf, values[1]]), values) == ["0x1.0000000000000p-1"]
    assert wrong(x, np.array([0.0, -0.0]), np.array([0.0, 0.0])) == ["0x1.0000000000000p-2"]
