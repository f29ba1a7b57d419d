"""Balls: every operation against its sentence in SPEC section 9, and every fixture within E."""

from itertools import product

import gmpy2
import numpy as np
import pytest
from gmpy2 import mpfr

from onehidden_conformance.bounds import functions, operations, rounding
from onehidden_conformance.bounds.limits import bound, bounded_tensor, round_up, within
from onehidden_conformance.bounds.operations import ONE, Ball, flat_balls
from onehidden_conformance.bounds.rounding import ETA, SINGLE, U, gamma, precisely, rounding_to
from onehidden_conformance.bounds.steps import step_balls
from onehidden_conformance.bounds.vectors import network_values
from onehidden_conformance.numbers.tensors import flat, to_value
from onehidden_conformance.oracle import NetworkValues
from onehidden_conformance.vectors.reading import load, vector_ids

TALL = "shapes/tall"  # its balls take seconds; the generator checks every element as it makes them


@pytest.fixture(autouse=True)
def high_precision():
    with precisely():
        yield


def ball(x, e=0.0):
    return Ball(mpfr(x), mpfr(e))


def test_a_product_carries_both_errors():
    a, b = ball(-3, 0.5), ball(2, 0.25)
    expected = 3 * mpfr(0.25) + 2 * mpfr(0.5) + mpfr(0.125) + U * mpfr(3.5) * mpfr(2.25) + ETA
    assert operations.times(a, b) == Ball(mpfr(-6), expected)


def test_a_difference_rounds_once():
    assert operations.minus(ball(5, 0.5), ball(2, 0.25)) == Ball(mpfr(3), mpfr(0.75) + U * mpfr(3.75))


def test_an_inner_product_allows_any_order():
    a, b = [ball(1), ball(-2)], [ball(3), ball(4, 0.5)]
    got = operations.inner(a, b, ball(10))
    assert got.x == 5
    assert got.e == 2 * mpfr(0.5) + gamma(3) * (3 + 2 * mpfr(4.5) + 10) + 4 * ETA


def test_a_column_sum_allows_any_order():
    got = operations.column_sum([ball(1, 0.5), ball(-2)])
    assert got == Ball(mpfr(-1), mpfr(0.5) + gamma(2) * mpfr(3.5))


def test_a_division_rounds_once():
    assert operations.divided(ball(6, 3), 3) == Ball(mpfr(2), 1 + U * 3 + ETA)


def test_a_quotient_carries_both_errors_and_is_farthest_at_the_smallest_divisor():
    got = operations.quotient(ball(6, 0.5), ball(-3, 0.25))
    q = (2 * mpfr(0.25) + mpfr(0.5)) / mpfr(2.75)
    assert got == Ball(mpfr(-2), q + U * (2 + q) + ETA)
    corners = [(6 + a) / (-3 + b) for a in (-0.5, 0.5) for b in (-0.25, 0.25)]
    assert all(abs(corner - got.x) <= got.e for corner in corners)


def test_a_quotient_by_a_number_of_rows_is_a_division():
    assert operations.quotient(ball(6, 3), ball(3)) == operations.divided(ball(6, 3), 3)


@pytest.mark.parametrize(("x", "e"), [(4.0, 0.5), (0.0, 1e-300), (1e-20, 1e-18), (2.0, 0.0)])
def test_a_root_covers_its_interval(x, e):
    got = operations.root(ball(x, e))
    assert abs(gmpy2.sqrt(mpfr(x) + e) - got.x) <= got.e
    assert abs(gmpy2.sqrt(max(mpfr(x) - mpfr(e), mpfr(0))) - got.x) <= got.e


def test_a_ball_may_be_larger_than_its_value_and_keeps_its_size():
    a = Ball(mpfr(1), mpfr(0.5), mpfr(4))
    assert a.m == operations.negated(a).m == operations.widened(a, 1).m == 4
    assert operations.widened(a, 8).m == 9.5
    assert operations.times(a, ball(2)).e == 2 * mpfr(0.5) + U * 8 + ETA


# ---- softmax ---------------------------------------------------------------------------------------------------------


def exact_softmax(z):
    powers = [gmpy2.exp(mpfr(x)) for x in z]
    return [power / sum(powers, mpfr(0)) for power in powers]


@pytest.mark.parametrize(
    "z", [[1.0, -2.0, 0.5], [0.0, 0.0], [1000.0, 998.0, -5.0], [-745.0, -746.0], [3.0] * 5, [1e6, 0.0]]
)
@pytest.mark.parametrize("e", [0.0, 1e-14, 0.125])
def test_softmax_covers_the_corners_of_its_box(z, e):
    row = functions.softmax([ball(x, e) for x in z])
    for ball_of_one, true in zip(row, exact_softmax(z), strict=True):
        assert abs(ball_of_one.x - true) < mpfr("1e-70")
    for signs in product([-1, 1], repeat=len(z)):
        moved = exact_softmax([mpfr(x) + sign * mpfr(e) for x, sign in zip(z, signs, strict=True)])
        assert all(abs(p - b.x) <= b.e for p, b in zip(moved, row, strict=True))


def test_the_bound_of_softmax_is_some_units_in_the_last_place():
    for z in ([1.0, -2.0, 0.5], [0.0, -30.0], [2.0] * 10):
        for b in functions.softmax([ball(x) for x in z]):
            assert 4 * U * b.x < b.e < 400 * U * b.x


def test_softmax_by_logarithms_loses_what_its_inputs_are_large():
    near, far = (functions.softmax([ball(z), ball(z)])[0] for z in (0.0, 1000.0))
    assert far.e - near.e > 0.5 * 5 * U * 1000


def test_a_term_of_weight_zero_has_no_error_whatever_it_is():
    assert functions.weighted_term(None, ball(0)) == ball(0)
    assert functions.weighted_term(ball(3, 1), ball(0)) == ball(0)
    assert functions.weighted_term(None, ball(2)) is None


def test_the_mean_divides_by_the_sum_of_the_weights():
    network = NetworkValues(None, None, [[2.0]], None, output_activation="identity", reduction="mean")
    X, y = [[3.0], [1.0]], [[0.0], [0.0]]
    weighted = step_balls(network, X, y, 0.1, sample_weight=[0.5, 2.0])
    assert float(weighted["grad_wout"][0][0].x) == pytest.approx((0.5 * 18 + 2 * 2) / 2.5)
    assert float(weighted["loss"].x) == pytest.approx((0.5 * 18 + 2 * 2) / 2.5)


@pytest.mark.parametrize("name", functions.ACTIVATIONS)
@pytest.mark.parametrize("z", [-800.0, -1.0, 0.0, 1e-300, 2.0, 40.0])
def test_an_activation_covers_its_whole_interval(name, z):
    a = functions.activation(name, ball(z, 0.125))
    ends = [functions.ACTIVATIONS[name](mpfr(z) + side * mpfr(0.125)) for side in (-1, 1)]
    assert all(abs(end - a.x) <= a.e for end in ends)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_forms_in_which_numbers_near_1_cancel_are_right_as_far_as_40_bits_are(name):
    for z in (-1.0, -20.0 if name == "sigmoid" else 1e-6):
        a = functions.activation(name, ball(z))
        least = min(mpfr(6), 2**13 * abs(a.x)) * U
        assert least < a.e < least + 16 * U * abs(a.x)


def test_a_slope_may_be_of_the_input_or_in_another_form():
    for name, exact in (("sigmoid", mpfr(0.25) * mpfr(0.75)), ("tanh", 1 - mpfr(0.25) ** 2)):
        got = functions.slope(name, ball(0.25))
        assert got.x == exact
        assert U * (16 * exact + mpfr(0.25) ** 2) < got.e < U * (20 * exact + mpfr(0.25) ** 2)


def test_the_slope_of_relu_is_uncertain_only_across_zero():
    assert functions.slope("relu", ball(1, 0.5)) == Ball(mpfr(1), mpfr(0))
    assert functions.slope("relu", ball(0, 0)) == Ball(mpfr(0), mpfr(0))
    assert functions.slope("relu", ball(0, 1e-300)) == Ball(mpfr(0), mpfr(1))
    assert functions.slope("relu", ball(1e-300, 1e-300)).e == 1


def test_the_slope_of_the_identity_is_exact():
    assert functions.slope("identity", ball(7, 3)) == ONE


def test_a_logarithm_that_may_be_of_zero_has_no_bound():
    assert functions.logarithm(ball(1e-16, 1e-16)) is None
    assert functions.logarithm(ball(1e-16, 1e-17)).x == gmpy2.log(mpfr(1e-16))


def test_a_logarithm_may_have_an_exponential_inside():
    p = ball(0.25)
    assert functions.logarithm(p) == Ball(gmpy2.log(p.x), 8 * U * abs(gmpy2.log(p.x)))


def test_a_cross_entropy_may_be_computed_from_its_input():
    y, o = ball(1), ball(0.5)
    near, far = (functions.cross_entropy(y, o, ball(z)).e for z in (0.0, 100.0))
    assert far - near > 3.9 * U * 100
    near, far = (functions.categorical_cross_entropy(ball(0.5), o, mpfr(z)).e for z in (0.0, 100.0))
    assert far - near > 3.9 * U * 50


def test_d_output_may_be_computed_by_what_the_slope_cancels():
    y, o, d = ball(0.25), ball(0.5), ball(-0.25)
    assert functions.by_quotient(d, y, o).e >= 8 * U * (mpfr(0.25) * 0.5 + mpfr(0.75) * 0.5)
    row = functions.by_jacobian([d, d], [y, ball(0.75)], [o, o])
    assert row[0].e == gamma(2 + 6) * (mpfr(0.25) + mpfr(0.5))


def test_a_certain_and_right_output_has_no_loss():
    assert functions.weighted_log(ball(0), ball(0, 1)) == ball(0)


def test_a_bound_contains_the_distance_of_the_expected_value():
    assert bound(ball(1, 0.5), 1.25) == pytest.approx(0.75, rel=0.01)
    assert bound(ball(1, 0.5), 1.25) >= 0.75
    assert bound(ONE, 1.0) == 0.0
    assert bound(None, 1.0) is None
    assert bound(ball(1), float("inf")) is None


@pytest.mark.parametrize("value", [1 / 3, 1e-300, 0.1, 999.9999, 1.0, 5e-320])
def test_rounding_up_never_rounds_down_and_hardly_up(value):
    assert value <= round_up(mpfr(value)) <= value * 1.0101


def test_more_precision_changes_no_bound_where_terms_cancel(monkeypatch):
    ids = [id for id in vector_ids() if id.startswith("edges/") and load(id)["kind"] == "step"]
    assert len(ids) > 15
    monkeypatch.setattr(rounding, "PRECISION", 2600)
    for vector in map(load, ids):
        network, X, y = network_values(vector["network"]), to_value(vector["X"]), to_value(vector["y"])
        recomputed = step_balls(network, X, y, to_value(vector["learning_rate"]))
        for name, tensor in vector["expected"].items():
            assert bounded_tensor(to_value(tensor), recomputed[name]) == tensor, (vector["id"], name)


def test_a_radius_of_the_parameters_is_carried_along():
    network = NetworkValues(None, None, [[2.0]], [1.0], output_activation="identity")
    z = step_balls(network, [[3.0]], [[0.0]], 0.1, radius=0.005)["output_layer_input"][0][0]
    assert float(z.e) == pytest.approx(3 * 0.005 + 0.005)


# ---- single precision (9.27) -----------------------------------------------------------------------------------------


def test_inputs_lose_their_rounding_in_single_precision():
    with rounding_to(SINGLE):
        assert operations.exact(0.5).e == 0
        assert operations.exact(0.1).e == abs(mpfr(0.1) - mpfr(float(np.float32(0.1))))
        assert operations.exact(1e-40).e == mpfr(1e-40)
        assert gmpy2.is_infinite(operations.exact(1e39).e)
    assert operations.exact(0.1).e == 0


# ---- published vectors -----------------------------------------------------------------------------------------------


def updates():
    """Every update of every fixture: its id, network, X, y, learning rate and expected steps."""
    for id in vector_ids():
        vector = load(id)
        if id == TALL or vector["kind"] not in ("step", "training"):
            continue
        weights = to_value(vector["sample_weight"]) if "sample_weight" in vector else None
        for update in [vector] if vector["kind"] == "step" else vector["checkpoints"]:
            arguments = [to_value(vector[name]) for name in ("X", "y", "learning_rate")]
            yield id, network_values(update["network"]), [*arguments, 0.0, weights], update["expected"]


def test_every_expected_value_lies_within_e_of_the_truth():
    checked = 0
    for id, network, arguments, expected in updates():
        truth = step_balls(network, *arguments)
        for name, tensor in expected.items():
            numbers = flat(to_value(tensor))
            pairs = list(zip(flat_balls(truth[name]), numbers, strict=True))
            assert all(within(b, number) for b, number in pairs), (id, name)
            checked += len(pairs)
    assert checked > 10_000
