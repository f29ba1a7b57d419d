"""`check_network`: right networks pass silently, wrong ones raise an AssertionError that says where."""

import numpy as np
import pytest

from onehidden_conformance import check_network


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def steps_of(X, y, wh, bh, wout, bout, rate, back):
    """One update with binary cross-entropy; `back` is what the error is carried back through."""
    h = np.tanh(X @ wh + bh)
    output = sigmoid(h @ wout + bout)
    d_output = (output - y) / len(X)
    updated_wout = wout - rate * h.T @ d_output
    d_hidden = (d_output @ back(wout, updated_wout).T) * (1 - h**2)
    return {
        "output": output,
        "updated_wh": wh - rate * X.T @ d_hidden,
        "updated_bh": (bh - rate * d_hidden.sum(axis=0)).reshape(1, -1),
        "updated_wout": updated_wout,
        "updated_bout": bout - rate * d_output.sum(axis=0),
    }


def right(X, y, wh, bh, wout, bout, rate):
    return steps_of(X, y, wh, bh, wout, bout, rate, lambda old, new: old)


def wrong(X, y, wh, bh, wout, bout, rate):
    return steps_of(X, y, wh, bh, wout, bout, rate, lambda old, new: new)


DECLARED = {"hidden": "tanh", "loss": "binary_cross_entropy", "reduction": "mean"}


def test_a_right_network_passes():
    check_network(right, **DECLARED, vectors=10)


def test_a_wrong_network_is_told_the_step_and_the_mistake():
    with pytest.raises(AssertionError) as caught:
        check_network(wrong, **DECLARED, vectors=10)
    first, *rest = str(caught.value).splitlines()
    assert first.startswith("wrong is wrong on ")
    assert "updated_wh is the first wrong step" in rest[0]
    assert "through weights that were already updated" in str(caught.value)


def test_what_is_too_little_tested_does_not_pass():
    def forward(X, wh, bh, wout, bout):
        return {"output": sigmoid(sigmoid(X @ wh + bh) @ wout + bout)}

    with pytest.raises(AssertionError, match="forward is too little tested"):
        check_network(forward, trace=["output"], vectors=10)


def test_a_crash_is_told():
    def crashes(X, wh):
        return {"output": X @ wh[:, 99]}

    with pytest.raises(AssertionError, match="index 99 is out of bounds"):
        check_network(crashes, trace=["output"], vectors=10)


def test_an_argument_that_there_is_not_is_refused():
    with pytest.raises(TypeError, match="update asks for w1, and can have X, y, wh"):
        check_network(lambda X, w1: {}, vectors=10)


def test_a_declaration_that_there_is_not_is_refused():
    with pytest.raises(AssertionError, match="'learning' was unexpected"):
        check_network(right, **DECLARED, learning=1)


def test_lists_are_given_to_networks_without_numpy():
    def one_sample(X, y, wh, wout, rate):
        assert isinstance(X[0], list)
        (x,), (t,) = X, y
        h = [max(sum(a * w[j] for a, w in zip(x, wh, strict=True)), 0.0) for j in range(len(wh[0]))]
        o = [sum(a * w[j] for a, w in zip(h, wout, strict=True)) for j in range(len(t))]
        d = [b - a for a, b in zip(o, t, strict=True)]
        back = [sum(w * e for w, e in zip(row, d, strict=True)) * (a > 0) for row, a in zip(wout, h, strict=True)]
        return {
            "output": [o],
            "updated_wh": [
                [w + rate * a * b for w, b in zip(r, back, strict=True)] for r, a in zip(wh, x, strict=True)
            ],
            "updated_wout": [
                [w + rate * a * e for w, e in zip(r, d, strict=True)] for r, a in zip(wout, h, strict=True)
            ],
        }

    check_network(one_sample, hidden="relu", output="identity", biases="none", rows=1, lists=True, vectors=10)
