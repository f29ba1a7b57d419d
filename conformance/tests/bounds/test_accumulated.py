"""Sums over rows and updates: every sentence of SPEC 9.14, 9.15, 9.24 and 9.25, and of 9.27 where it touches them."""

from dataclasses import replace

import pytest
from gmpy2 import mpfr

from onehidden_conformance.bounds import accumulated, operations
from onehidden_conformance.bounds.operations import Ball, flat_balls
from onehidden_conformance.bounds.rounding import ETA, SINGLE, gamma, precisely, rounding_to
from onehidden_conformance.bounds.steps import step_balls
from onehidden_conformance.oracle import NetworkValues


@pytest.fixture(autouse=True)
def high_precision():
    with precisely():
        yield


def ball(x, e=0.0):
    return Ball(mpfr(x), mpfr(e))


def column(*deltas, parts=1, reach=1):
    return accumulated.Column(deltas, parts, mpfr(reach))


def test_a_sum_over_rows_may_be_taken_apart():
    a, deltas = [ball(1), ball(-2), ball(0)], [ball(3), ball(4, 0.5), ball(9)]
    got = accumulated.sum_over_rows(a, column(*deltas, parts=3, reach=7), extra=2)
    assert got.magnitude == 3 + 2 * mpfr(4.5)
    assert got.terms == 6  # the third row is 0 for certain
    assert got.lost == 2 * ETA * 7 * (2 * 4 + 3 * mpfr(5.5))
    assert got.ball == Ball(mpfr(-5), 2 * mpfr(0.5) + gamma(8) * got.magnitude + got.lost)


def test_a_bias_is_a_sum_of_deltas():
    got = accumulated.sum_over_rows(None, column(ball(3), ball(-1, 0.5)), extra=0)
    assert got.ball.x == 2
    assert got.ball.e == mpfr(0.5) + gamma(2) * mpfr(4.5) + 2 * ETA * 2 * (4 + mpfr(2.5))


def test_changes_may_be_added_to_a_parameter_one_by_one():
    sums = accumulated.sum_over_rows([ball(1), ball(2)], column(ball(3), ball(-1)), extra=0)
    got = accumulated.updated(ball(100), operations.negated(sums.ball), ball(0.5), sums, extra=1)
    expected = mpfr(0.5) * sums.ball.e + gamma(2 + 4 + 1) * (100 + 2 * mpfr(0.5) * 5) + mpfr(2.5) * (sums.lost + ETA)
    assert got == Ball(mpfr(100.5), expected)


def test_a_decay_is_one_more_term():
    sums = accumulated.sum_over_rows([ball(1)], column(ball(3)), extra=0)
    gradient = accumulated.with_decay(operations.negated(sums.ball), ball(100), ball(0.25), sums)
    assert gradient.x == 22
    assert gradient.e > gamma(5) * (3 + 25)
    got = accumulated.updated(ball(100), gradient, ball(0.5), sums, decay=mpfr(0.25))
    assert got.x == 89
    assert got.e > gamma(1 + 4) * (100 + 2 * mpfr(0.5) * (3 + 25))


def test_a_gradient_that_is_given_is_subtracted_in_two_operations():
    w, g, rate = ball(5), ball(3), ball(0.5)
    assert accumulated.updated(w, g, rate) == operations.minus(w, operations.times(g, rate))


@pytest.mark.parametrize(("rate", "delta"), [(0.0, 3.0), (0.5, 0.0)])
def test_what_certainly_does_not_move_has_no_error(rate, delta):
    sums = accumulated.sum_over_rows([ball(1)], column(ball(delta)), extra=0)
    assert accumulated.updated(ball(100), sums.ball, ball(rate), sums) == ball(100)


SMALL = {"X": [[1.0], [2.0]], "y": [[0.0, 3.5], [0.25, 7.0]], "learning_rate": 0.5}


def small(**other):
    """A network of one input, one hidden neuron and two outputs, whose bounds can be computed by hand."""
    network = NetworkValues([[0.5]], None, [[3.0, 3.0]], None, "identity", "identity", **other)
    return network, SMALL["X"], SMALL["y"], SMALL["learning_rate"]


def test_the_hidden_layer_keeps_the_size_of_what_cancels():
    steps = step_balls(*small())
    d, error, hidden = steps["d_output"][0], steps["error_at_hidden_layer"][0][0], steps["d_hidden_layer"][0][0]
    assert error.m == 3 * d[0].m + 3 * d[1].m > 2 * (abs(error.x) + error.e)
    assert hidden.m == error.m
    assert steps["grad_wh"][0][0].e > gamma(2 * 2) * (error.m + 2 * steps["error_at_hidden_layer"][1][0].m)


@pytest.mark.parametrize(
    ("reduction", "weights", "extra"),
    [("sum", None, 0), ("mean", None, 2), ("sum", [1.0, 0.5], 1), ("mean", [1.0, 0.5], 2 + 1 + 2)],
)
def test_terms_may_be_divided_and_weighted_before_their_sum(reduction, weights, extra):
    network, X, *rest = small(reduction=reduction)
    steps = step_balls(network, X, *rest, sample_weight=weights)
    inputs, deltas = [row[0] for row in steps["hidden_layer_activations"]], [row[0] for row in steps["d_output"]]
    got = accumulated.sum_over_rows(inputs, column(*deltas), extra).ball
    if reduction == "mean":
        n = ball(2) if weights is None else operations.column_sum([ball(weight) for weight in weights])
        got = operations.quotient(got, n)
    assert steps["grad_wout"][0][0] == operations.negated(got)


@pytest.mark.parametrize(("weights", "extra"), [(None, 3), ([1.0, 0.5], 3 + 1)])
def test_the_sum_of_a_loss_allows_more_than_its_terms(weights, extra):
    network, *rest = small()
    steps = step_balls(network, *rest, sample_weight=weights)
    terms = [[operations.times(e, e) for e in row] for row in steps["error"]]
    if weights is not None:
        terms = [[operations.times(t, ball(w)) for t in row] for row, w in zip(terms, weights, strict=True)]
    assert steps["loss"] == operations.divided(operations.column_sum(flat_balls(terms), extra), 2)


@pytest.mark.parametrize("place", ["gradient", "loss", "both"])
def test_a_decay_acts_where_it_is_said_to(place):
    plain, decayed = step_balls(*small()), step_balls(*small(), decay=(0.5, place))
    of_gradient, of_loss = (place in (word, "both") for word in ("gradient", "loss"))
    assert decayed["loss"].x - plain["loss"].x == (0.25 * 18.25 if of_loss else 0)
    assert decayed["grad_wout"][0][1].x - plain["grad_wout"][0][1].x == (1.5 if of_gradient else 0)
    assert decayed["updated_wout"][0][1].x - plain["updated_wout"][0][1].x == (-0.75 if of_gradient else 0)


def test_one_bias_for_a_layer_is_added_everywhere_and_sums_all_deltas():
    network, *rest = small()
    one, two = (step_balls(replace(network, bout=bout), *rest) for bout in ([0.5], [0.5, 0.5]))
    assert one["output"] == two["output"]
    assert one["grad_bout"][0].x == sum(b.x for b in two["grad_bout"])
    assert one["grad_bout"][0].e > sum(b.e for b in two["grad_bout"])
    assert len(one["updated_bout"]) == 1


def test_every_operation_takes_the_unit_of_its_arithmetic():
    network, X, y, rate = small()
    double = step_balls(network, X, y, rate)
    with rounding_to(SINGLE):
        single = step_balls(network, X, y, rate)
    for name, balls in double.items():
        for a, b in zip(flat_balls(balls), flat_balls(single[name]), strict=True):
            assert b.x == a.x
            assert b.e == a.e == 0 or 0.99 < b.e / a.e / 2**29 < 1.01, name
