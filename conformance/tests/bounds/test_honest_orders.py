"""The bounds against right networks in orders that nobody has thought of (SPEC 9.23)."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from onehidden_conformance.bounds.limits import bound
from onehidden_conformance.bounds.operations import flat_balls
from onehidden_conformance.bounds.rounding import DOUBLE, SINGLE, rounding_to
from onehidden_conformance.bounds.steps import step_balls
from onehidden_conformance.oracle import NetworkValues
from onehidden_conformance.vectors.names import ACTIVATIONS
from tests.bounds.honest_programs import FORMS, Program

LOSSES = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}


def problem(random):
    """A network with its data: small, of scales that make terms cancel."""
    n, d, h, k = random.integers(1, [7, 4, 4, 4])
    loss = random.choice(["squared_error", *LOSSES])
    k = max(k, 2) if loss == "categorical_cross_entropy" else k
    size = 10.0 ** random.uniform(-1.5, 1.0, 4)
    p = {
        "wh": size[0] * random.standard_normal((d, h)),
        "bh": random.choice([None, 1]) and size[1] * random.standard_normal(h),
        "wout": size[2] * random.standard_normal((h, k)),
        "bout": random.choice([None, 1]) and size[3] * random.standard_normal(k),
        "hidden_activation": random.choice(ACTIVATIONS),
        "output_activation": LOSSES.get(loss) or random.choice([name for name in ACTIVATIONS if name != "relu"]),
        "loss": loss,
        "reduction": random.choice(["sum", "mean"]),
    }
    y = random.integers(0, 2, (n, k)) + 0.0 if random.random() < 0.5 else random.random((n, k))
    if loss == "categorical_cross_entropy":
        y = np.eye(k)[random.integers(0, k, n)] if random.random() < 0.5 else random.dirichlet(np.ones(k), n)
    weights = 10.0 ** random.uniform(-1, 1, n) if random.random() < 0.3 else None
    decay = 10.0 ** random.uniform(-4, 0) if random.random() < 0.3 else 0.0
    return p, random.standard_normal((n, d)), y, 10.0 ** random.uniform(-2, 0.5), weights, decay


def shares(p, X, y, rate, weights, decay, result):
    """How much of its bound every step needs, at its worst element."""
    lists = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in p.items()}
    weights = None if weights is None else weights.tolist()
    network, decay = NetworkValues(**lists), (decay, "gradient")
    balls = step_balls(network, X.tolist(), y.tolist(), rate, sample_weight=weights, decay=decay)
    found = {}
    for name, value in result.items():
        for ball, number in zip(flat_balls(balls[name]), np.ravel(value).tolist(), strict=True):
            if ball is None:
                continue
            limit, distance = bound(ball, float(ball.x)), abs(number - float(ball.x))
            found[name] = max(found.get(name, 0.0), distance / limit if limit else math.inf if distance else 0.0)
    return found


def worst(seed, forms, rounding):
    """The shares of one program on one problem."""
    random = np.random.default_rng(seed)
    given_problem = problem(random)
    program = Program(forms, random, rounding.dtype)
    with np.errstate(all="ignore"), rounding_to(rounding):
        return shares(*given_problem, program.run(*given_problem))


PROGRAMS = st.fixed_dictionaries({name: st.sampled_from(forms) for name, forms in FORMS.items()})
SEARCH = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("rounding", [DOUBLE, SINGLE], ids=["double", "single"])
def test_no_honest_order_leaves_the_bounds(rounding):
    @SEARCH
    @given(st.integers(0, 2**32), PROGRAMS)
    def search(seed, forms):
        found = worst(seed, forms, rounding)
        target(max(found.values()))
        assert max(found.values()) <= 1, found

    search()
