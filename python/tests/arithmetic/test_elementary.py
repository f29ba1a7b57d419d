from decimal import Context, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onehidden.arithmetic import cr_exp, cr_log, cr_tanh, elementary
from onehidden.errors import NotNumericError

FUNCTIONS = {"exp": cr_exp, "log": cr_log, "tanh": cr_tanh}
HARD_CASES = [
    ("exp", "-0x1.12d31a20fb38bp+5", "0x1.5b0bf3244820ap-50"),
    ("exp", "0x1.9e9cbbfd6080bp-31", "0x1.000000033d398p+0"),
    ("exp", "-0x1.8e4aaad97ed04p-8", "0x1.fce5d515acb06p-1"),
    ("exp", "-0x1.0p-54", "0x1.0p+0"),
    ("log", "0x1.fd15daa6ce332p+732", "0x1.fc12387d0632ap+8"),
    ("log", "0x1.613955dc802f8p-35", "-0x1.7f02f9baf6035p+4"),
    ("log", "0x1.9476e304cd7c7p-384", "-0x1.09b60caf47b36p+8"),
    ("tanh", "0x1.e0000000000e1p-22", "0x1.dfffffffffeafp-22"),
    ("tanh", "0x1.ac343b179fec4p-3", "0x1.a612499c53078p-3"),
    ("tanh", "0x1.1375c272d441cp+1", "0x1.f258bcd572d2ep-1"),
]


def bits(x):
    return np.asarray(x).view(np.int64).tolist()


def oracle(name, x):
    """The correctly rounded value, by the standard library's decimal numbers of 80 digits."""
    with localcontext(Context(prec=80)):
        if name == "exp":
            return float(Decimal(x).exp())
        if name == "log":
            return float(Decimal(x).ln())
        e = Decimal(2 * x).exp()
        return float((e - 1) / (e + 1))


@given(st.floats(min_value=-745.0, max_value=709.0))
def test_exp_is_correctly_rounded(x):
    assert bits(cr_exp([x])) == bits([oracle("exp", x)])


@given(st.floats(min_value=5e-324, allow_infinity=False, allow_nan=False))
def test_log_is_correctly_rounded(x):
    if x != 1:  # of which decimal numbers know no zero with a sign
        assert bits(cr_log([x])) == bits([oracle("log", x)])


@given(st.floats(min_value=1e-20, max_value=30.0))
def test_tanh_is_correctly_rounded(x):
    assert bits(cr_tanh([x, -x])) == bits([oracle("tanh", x), -oracle("tanh", x)])


@pytest.mark.parametrize(("name", "x", "value"), HARD_CASES)
def test_the_hardest_cases_to_round_are_right(name, x, value):
    assert FUNCTIONS[name](float.fromhex(x)).item().hex() == float.fromhex(value).hex()


@pytest.mark.parametrize(("name", "x"), [case[:2] for case in HARD_CASES])
def test_the_hard_cases_need_the_second_phase(name, x, monkeypatch):
    def refuse(_):
        raise ArithmeticError("asked the second phase")

    monkeypatch.setattr(elementary, "wide_is_positive", refuse)
    with pytest.raises(ArithmeticError, match="asked the second phase"):
        FUNCTIONS[name](float.fromhex(x))


def test_exp_at_the_ends_of_its_range():
    largest, overflows = 709.782712893384, np.nextafter(709.782712893384, 1000)
    assert cr_exp([largest, overflows, 1e300, np.inf]).tolist() == [oracle("exp", largest), np.inf, np.inf, np.inf]
    smallest, vanishes = -745.1332191019411, np.nextafter(-745.1332191019411, -1000)
    assert cr_exp([smallest, vanishes, -746.0, -1e300, -np.inf]).tolist() == [5e-324, 0, 0, 0, 0]


def test_exp_around_the_smallest_normal_number():
    x = -708.3964185322641 + np.arange(-50, 51) * 2.0**-43
    assert bits(cr_exp(x)) == bits([oracle("exp", value) for value in x.tolist()])


def test_exp_of_subnormal_results():
    x = np.concatenate([np.linspace(-745.2, -708.3, 500), np.linspace(-708.5, -708.39, 100)])
    assert bits(cr_exp(x)) == bits([oracle("exp", value) for value in x.tolist()])


def test_log_outside_the_positive_numbers():
    assert bits(cr_log([0.0, -0.0, np.inf, 1.0])) == bits([-np.inf, -np.inf, np.inf, 0.0])
    assert np.isnan(cr_log([-1.0, -5e-324, -np.inf, np.nan])).all()


def test_tanh_around_the_ends_of_its_ways():
    x = np.concatenate(
        [np.linspace(18.9, 20.1, 200), 2.0 ** np.linspace(-28, -24, 200), 2.0 ** np.linspace(-16, -13, 50)]
    )
    assert bits(cr_tanh(x)) == bits([oracle("tanh", value) for value in x.tolist()])


def test_tanh_of_tiny_and_huge_arguments():
    x = np.array([0.0, -0.0, 5e-324, -1e-310, 2.0**-28, 20.5, -1e300, np.inf, -np.inf])
    assert bits(cr_tanh(x)) == bits([0.0, -0.0, 5e-324, -1e-310, 2.0**-28, 1.0, -1.0, 1.0, -1.0])


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_nan_stays_nan_and_leaves_its_neighbours_alone(function):
    result = function([0.5, np.nan, 0.5])
    assert np.isnan(result).tolist() == [False, True, False]
    assert bits(result[0]) == bits(function(0.5))


@pytest.mark.parametrize("function", FUNCTIONS.values())
@pytest.mark.parametrize("shape", [(), (0,), (1,), (3, 4), (2, 0, 3), (2, 3, 4)])
def test_the_shape_is_kept(function, shape):
    result = function(np.full(shape, 0.25))
    assert isinstance(result, np.ndarray)
    assert result.shape == shape
    assert (result == function(0.25)).all()


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_the_argument_is_left_as_it_was(function):
    x = np.array([0.5, np.nan, -1.0, 1e-310, 1e300])
    before = x.copy()
    function(x)
    assert bits(x) == bits(before)


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_an_array_longer_than_the_cache_has_the_bits_of_its_elements(function):
    x = np.linspace(0.01, 19, 2 * elementary.CACHED + 7)
    y = function(x)
    for i in (0, elementary.CACHED - 1, elementary.CACHED, 2 * elementary.CACHED, x.size - 1):
        assert bits(y[i]) == bits(function(x[i]))


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_order_and_strides_make_no_difference(function):
    x = np.linspace(0.1, 5, 60).reshape(6, 10)
    expected = bits(function(x))
    assert bits(np.ascontiguousarray(function(np.asfortranarray(x)))) == expected
    assert bits(np.ascontiguousarray(function(x[::-1, ::2])[::-1])) == [row[::2] for row in expected]


def test_integers_and_big_endian_numbers_are_converted():
    assert cr_exp(1) == cr_exp(1.0)
    assert bits(cr_exp(np.array([0.5, 2.0], dtype=">f8"))) == bits(cr_exp([0.5, 2.0]))


def test_a_wrong_bound_is_noticed_by_the_tests_of_rounding(monkeypatch):
    hex_x, hex_value = HARD_CASES[0][1:]
    monkeypatch.setattr(elementary, "EXP_BOUND", 0.0)
    x = np.array([float.fromhex(hex_x), float.fromhex(HARD_CASES[2][1])])
    values = [float.fromhex(hex_value), float.fromhex(HARD_CASES[2][2])]
    assert bits(cr_exp(x)) != bits(values)


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_what_is_not_numbers_is_rejected(function):
    with pytest.raises(NotNumericError, match="it holds text"):
        function(["a"])
