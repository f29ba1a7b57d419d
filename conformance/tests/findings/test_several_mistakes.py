"""Mistakes of several results at once: none is named whose NaN is another's, or that could not have been seen."""

import numpy as np
import pytest

from onehidden_conformance import made
from onehidden_conformance.findings.diagnosis import PAIR, diagnose
from onehidden_conformance.findings.diagnosis.diagnosing import by_parts, candidates, in_order, visible
from onehidden_conformance.findings.diagnosis.evidence import cases_of
from onehidden_conformance.findings.diagnosis.matching import DOUBLE
from onehidden_conformance.numbers.tensors import to_array


def update_with_naive_loss(vector):
    """A network with the slope of the input, and a loss that is NaN where 0 is multiplied by log(0)."""
    X, y, rate = (to_array(vector[name]) for name in ("X", "y", "learning_rate"))
    wh, bh, wout, bout = (to_array(vector["network"][name]) for name in ("wh", "bh", "wout", "bout"))
    z = X @ wh + bh
    h = np.tanh(z)
    with np.errstate(all="ignore"):
        output = 1 / (1 + np.exp(-(h @ wout + bout)))
        loss = -np.sum(y * np.log(output) + (1 - y) * np.log(1 - output)) / len(X)
    error = (y - output) / len(X)
    delta = error @ wout.T * (1 - z * z)
    hidden = {"updated_wh": wh + rate * X.T @ delta, "updated_bh": bh + rate * delta.sum(axis=0)}
    outer = {"updated_wout": wout + rate * h.T @ error, "updated_bout": bout + rate * error.sum(axis=0)}
    return {"output": output, "loss": loss, **hidden, **outer}


CERTAIN = ("made/tanh-binary-mean-b11-r0.3-n6-d2-h5-k1-06", "made/tanh-binary-mean-b11-r0.1-n4-d2-h3-k3-13")
"""Vectors with outputs of exactly 0 and 1: of the first both results are wrong, of the second the loss alone."""
USUAL = (
    "made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-01",
    "made/tanh-binary-mean-b11-r0.5-n4-d2-h3-k3-02",
    "made/tanh-binary-mean-b11-r0.5-n4-d3-h4-k2-05",
    "made/tanh-binary-mean-b11-r0.1-n4-d4-h6-k2-11",
)
NAIVE = {"zero-times-logarithm", "slope-of-input"}


@pytest.mark.parametrize("ids", [CERTAIN[:1], (*USUAL, CERTAIN[0]), (*USUAL, *CERTAIN)], ids=len)
def test_a_loss_that_is_nan_is_explained_only_by_what_makes_it_nan_where_the_output_is_right(ids):
    chosen = [made.vector(id) for id in ids]
    given = {vector["id"]: update_with_naive_loss(vector) for vector in chosen}
    (match,) = diagnose(given, chosen)
    assert match.kind == PAIR
    assert set(match.names) == NAIVE
    cases = in_order(cases_of(given, chosen))
    (parts,) = by_parts(cases, candidates(cases), DOUBLE)
    assert set(parts.names) <= NAIVE  # part by part a lost loss is left apart


def test_several_mistakes_are_looked_for_among_those_alone_that_the_coverage_says_could_be_seen():
    chosen = [made.vector(USUAL[0])]
    cases = cases_of({USUAL[0]: update_with_naive_loss(chosen[0])}, chosen)
    kept = {candidate.name for candidate in visible(candidates(cases), cases, chosen)}
    assert "slope-of-input" in kept
    assert "zero-times-logarithm" not in kept
