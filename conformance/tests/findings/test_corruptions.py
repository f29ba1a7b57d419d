"""Whatever an implementation answers, looking for its fault ends in words and never in an exception."""

import math
from functools import cache
from random import Random

import numpy as np
import pytest

from onehidden_conformance.findings.diagnosis import diagnose
from onehidden_conformance.findings.divergence import first_divergence
from onehidden_conformance.judging.answers import DIGESTS, answer, parts
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.vectors import reading


def filled(value):
    return lambda a: np.full_like(a, value)


def one_element(value):
    def corrupted(a):
        a = a.copy()
        a[(0,) * a.ndim] = value
        return a

    return corrupted


CORRUPTIONS = {
    "zero": filled(0.0),
    "negative zero": filled(-0.0),
    "one": filled(1.0),
    "minus one": filled(-1.0),
    "a half": filled(0.5),
    "NaN": filled(math.nan),
    "infinite": filled(math.inf),
    "minus infinite": filled(-math.inf),
    "largest": filled(1.7976931348623157e308),
    "smallest": filled(5e-324),
    "negated": lambda a: -a,
    "doubled": lambda a: 2.0 * a,
    "halved": lambda a: a / 2.0,
    "huge": lambda a: a * 1e200,
    "tiny": lambda a: a * 1e-200,
    "squared": lambda a: a * a,
    "inverted": lambda a: 1.0 / a,
    "one more": lambda a: a + 1.0,
    "one less": lambda a: a - 1.0,
    "far away": lambda a: a - 1e10,
    "bytes swapped": lambda a: a.copy().byteswap(),
    "single precision": lambda a: a.astype(np.float32).astype(float),
    "whole numbers": np.round,
    "next number": lambda a: np.nextafter(a, np.inf),
    "reversed": lambda a: a.ravel()[::-1].reshape(a.shape),
    "by column": lambda a: a.ravel().reshape(a.shape, order="F"),
    "transposed": lambda a: a.T.copy(),
    "flat": np.ravel,
    "empty": lambda a: np.zeros(0),
    "a number": lambda a: np.array(0.5),
    "a row more": lambda a: np.concatenate([np.atleast_1d(a), np.atleast_1d(a)]),
    "one NaN": one_element(math.nan),
    "one infinity": one_element(math.inf),
    "one huge": one_element(1e300),
    "one zero": one_element(0.0),
}

LARGE = ("shapes/tall", "data/", "edges/hidden-500")


@cache
def updates():
    """An update of every configuration, small ones only, by what makes balls and oracles go other ways."""
    found = {}
    for id in reading.vector_ids():
        if id.startswith(("invalid/", "streams/", "splits/", "initializations/", *LARGE)):
            continue
        for part in parts(reading.load(id)):
            if part["kind"] in ("step", "update") and np.prod(part.get("X", {"shape": [1]})["shape"]) < 100:
                found.setdefault(configuration(part), part)
    return list(found.values())


def configuration(part):
    network = part["network"]
    words = [
        network[name] for name in ("hidden_activation", "output_activation", "loss", "reduction") if name in network
    ]
    there = [network[name] is not None for name in ("wh", "bh", "wout", "bout")]
    return (part["kind"], *words, *there, "sample_weight" in part)


def corrupted(right, name, corruption):
    with np.errstate(all="ignore"):
        return {**right, name: CORRUPTIONS[corruption](np.asarray(right[name], dtype=float))}


def test_there_is_an_update_for_every_reduction_loss_and_kind_with_and_without_weights():
    words = {word for part in updates() for word in configuration(part)}
    assert words >= {
        "sum",
        "mean",
        "squared_error",
        "binary_cross_entropy",
        "categorical_cross_entropy",
        "step",
        "update",
    }
    assert any("sample_weight" in part and part["network"]["reduction"] == "mean" for part in updates())
    assert len(updates()) > 40
    assert len(CORRUPTIONS) > 30


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_any_corrupted_step_of_any_update_is_found_in_words(corruption, level):
    for part in Random(f"{level} {corruption}").sample(updates(), 12):
        right = dict(answer(Oracle(), part))
        for name in [*Random(f"{corruption} {level}").choices(sorted(right), k=3), *{"loss"} & set(right)]:
            divergence = first_divergence(part, corrupted(right, name, corruption), level)
            if divergence is not None:
                assert divergence.line().isprintable()
                assert all(text.isprintable() for text in divergence.detail_lines())
                assert not {"None", "(1,)"} & set(divergence.line().split())


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_any_corrupted_step_of_all_updates_is_diagnosed_without_an_exception(corruption):
    chosen = [part for part in updates() if part["kind"] == "step" and "network" in part][::4]
    for name in Random(corruption).sample(("output", "loss", "d_output", "updated_wout"), 2):
        given = {part["id"]: corrupted(dict(answer(Oracle(), part)), name, corruption) for part in chosen}
        assert all(match.explanation for match in diagnose(given, chosen))


KINDS = ("article/training", "optimizers/adam", "stopping/patience", "streams/numpy-42", "splits/", "initializations/")


@cache
def others():
    ids = [id for id in reading.vector_ids() if id.startswith(KINDS)]
    return [reading.load(id) for id in ids[:12] if not id.startswith(LARGE)]


@pytest.mark.parametrize("corruption", list(CORRUPTIONS)[::4])
def test_other_kinds_are_diagnosed_without_an_exception(corruption):
    given = {}
    for vector in others():
        right = dict(answer(Oracle(), vector))
        arrays = [name for name, value in right.items() if isinstance(value, np.ndarray)]
        if arrays:
            right = corrupted(right, arrays[0], corruption)
        if DIGESTS in right:
            right[DIGESTS] = ["0" * 64]
        given[vector["id"]] = right
    diagnose(given, others())
