"""Right networks of other habits on every published update: row by row, and in single precision."""

from functools import cache

import numpy as np
import pytest

from onehidden_conformance.bounds.single import Limits, digits, is_within, right_digits, single_precision
from onehidden_conformance.judging.answers import bounds, expected_answer, parts
from onehidden_conformance.numbers.comparison import ACCURATE, compare
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.vectors.arguments import network_arguments
from onehidden_conformance.vectors.reading import load, vector_ids
from tests.specification import in_numpy

TALL = ("shapes/tall", "shapes/tall-three-blocks")  # their balls take seconds


@cache
def updates():
    """Every published update."""
    groups = ("streams/", "initializations/", "invalid/", "splits/", "threshold/")
    vectors = [load(id) for id in vector_ids() if not id.startswith(groups)]
    return [part for vector in vectors for part in parts(vector) if part["kind"] == "step"]


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


SPECIFIED = in_numpy()
F = {name: activation.f for name, activation in SPECIFIED.items()} | {"softmax": softmax}
SLOPE = {name: activation.slope for name, activation in SPECIFIED.items()}


def row_by_row(vector, dtype):
    """One update whose changes are added to the parameters row by row, all of them of the old weights."""
    p = network_arguments(vector["network"])
    X, y, rate = (dtype(to_array(vector[name])) for name in ("X", "y", "learning_rate"))
    weights = dtype(to_array(vector["sample_weight"])) if "sample_weight" in vector else np.ones(len(X), dtype)
    w = {name: dtype(p[name]) for name in ("wh", "bh", "wout", "bout") if p[name] is not None}
    with np.errstate(all="ignore"):
        h = F[p["hidden_activation"]](X @ w["wh"] + w.get("bh", 0)) if "wh" in w else X
        o = F[p["output_activation"]](h @ w["wout"] + w.get("bout", 0))
        d = (y - o) * weights[:, None]
        if p["loss"] == "squared_error":
            d = d * SLOPE[p["output_activation"]](o)
        deltas = {"wout": d, "bout": d}
        if "wh" in w:
            deltas["wh"] = deltas["bh"] = (d @ w["wout"].T) * SLOPE[p["hidden_activation"]](h)
    share = rate / dtype(weights.sum() or 1) if p["reduction"] == "mean" else rate
    for name in w:
        w[name] = w[name].copy()
        for i, delta in enumerate(deltas[name]):
            rows = {"wh": X, "wout": h}.get(name)
            w[name] += share * (delta if rows is None else np.outer(rows[i], delta))
    return {"output": o, **{f"updated_{name}": value for name, value in w.items()}}


def test_changes_added_row_by_row_are_right_in_every_published_vector():
    tried = 0
    for vector in updates():
        expected, limits = expected_answer(vector), bounds(vector)
        for name, value in row_by_row(vector, np.float64).items():
            assert compare(name, value, expected[name], limits[name], ACCURATE).fault == "", vector["id"]
        tried += 1
    assert tried > 120


def test_the_published_vectors_that_fit_are_right_in_single_precision():
    found = []
    for vector in updates():
        limits = None if vector["id"] in TALL else single_precision(vector)
        if limits is None:
            continue
        found.append(right_digits(vector, row_by_row(vector, np.float32), limits))
        assert found[-1] is not None, vector["id"]
        assert right_digits(vector, row_by_row(vector, np.float64), limits) is not None, vector["id"]
    assert len(found) > 110
    assert sorted(found)[len(found) // 2] in (6, 7)


@pytest.mark.parametrize("id", ["article/one-iteration", "activations/tanh-sigmoid", "softmax/labels"])
def test_a_mistake_in_single_precision_is_not_right(id):
    vector = next(part for part in updates() if part["id"] == id)
    right = row_by_row(vector, np.float32)
    wrong = {**right, "updated_wout": np.float32(to_array(vector["network"]["wout"]))}
    assert right_digits(vector, right) is not None
    assert right_digits(vector, wrong) is None


def test_half_precision_is_not_single_precision():
    vector = load("article/one-iteration")
    assert right_digits(vector, row_by_row(vector, np.float16)) is None


def test_shapes_and_nan_are_not_right():
    vector = load("article/one-iteration")
    output = single_precision(vector)["output"].values
    assert right_digits(vector, {"output": output}) is not None
    assert right_digits(vector, {"output": output[0]}) is None
    assert right_digits(vector, {"output": np.full_like(output, np.nan)}) is None
    assert right_digits(vector, {}) is None


def test_any_number_passes_where_there_is_no_bound_but_nan():
    nothing = Limits(np.array(np.nan), np.array(np.inf))
    assert is_within(np.array(3.0), nothing)
    assert is_within(np.array(np.inf), nothing)
    assert not is_within(np.array(np.nan), nothing)
    assert not is_within(np.array(np.inf), Limits(np.array(1.0), np.array(2.0)))


def test_what_does_not_fit_is_not_judged():
    assert single_precision(load("edges/around-1e-300")) is not None
    assert single_precision(load("edges/around-1e150")) is None


def test_digits_are_those_of_the_largest_element():
    assert digits(np.array([1.0, 2e-9]), np.array([1.0, 1e-9])) == 9
    assert digits(np.array([1.5, 0.0]), np.array([1.0, 0.0])) == 0
    assert digits(np.array([np.inf, 2.0]), np.array([np.inf, 2.0])) == 16


def test_short_trainings_are_judged_in_single_precision_and_others_are_not():
    vector = load("optimizers/momentum-mini-batches")
    expected = expected_answer(vector)
    right = {name: np.float32(expected[name]) for name in ("history", "wh", "bh", "wout", "bout")}
    assert set(single_precision(vector)) == set(right)
    assert right_digits(vector, right) in (5, 6, 7)
    without_momentum = expected_answer(load("optimizers/momentum-coefficient-zero"))["history"]
    assert right_digits(vector, {"history": without_momentum}) is None
    assert single_precision(load("article/training")) is None  # long, and without bounds
    assert single_precision(load("stopping/network")) is None  # which state is best depends on the precision
    assert single_precision(load("streams/numpy-42")) is None
