"""Findings about trainings beyond right and wrong: how long two stay identical, and how far one drifts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from onehidden_conformance.findings.horizon import Horizon, bit_horizon, drift, located, parameters_after
from onehidden_conformance.implementations import Broken, Implementation, Refused, Skipped, Trained
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.judging.judge import FAILED, Verdict
from onehidden_conformance.numbers.comparison import ACCURATE
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.oracle import Oracle
from onehidden_conformance.reports.lines import EXPECTED, Line, Vector
from onehidden_conformance.vectors.arguments import PARAMETERS

ROWS = 100
"""Rows that the perturbed trainings of a drift may go through, about; one epoch at least. More would take long."""
LARGEST = 2_000
"""Numbers that one epoch may have; a larger one is left out for the same reason."""

Trainings = Mapping[str, Trained]  # by the vector's id


def horizons(
    vectors: Sequence[Vector], verdicts: Mapping[str, Sequence[Verdict]], implementations: Sequence[Implementation]
) -> Iterator[Line]:
    """For each pair of implementations, and each one and the expected values: how long trainings stay identical."""
    trainings = [vector for vector in vectors if vector["kind"] == "training"]
    everybody: dict[str, tuple[Implementation, Trainings]] = {
        EXPECTED: (
            OracleImplementation(EXPECTED, Oracle()),
            {vector["id"]: expected_training(vector) for vector in trainings},
        ),
        **{
            implementation.name: (implementation, trained(verdicts[implementation.name]))
            for implementation in implementations
        },
    }
    for a, b in combinations(everybody, 2):
        found = [line for vector in trainings if (line := horizon_line(vector, everybody[a], everybody[b]))]
        if found:
            yield {"type": "horizon", "implementations": [a, b], "trainings": found}


def expected_training(vector: Vector) -> Trained:
    """The expected values of a vector, in the form of a training."""
    expected = vector["expected"]
    parameters = {name: to_array(expected[name]) for name in PARAMETERS if expected.get(name) is not None}
    return Trained(parameters, to_array(expected["history"]), expected["digests"])


def trained(verdicts: Sequence[Verdict]) -> Trainings:
    """What an implementation has trained; a training without digests cannot be compared."""
    found = {verdict.vector: verdict.trained for verdict in verdicts}
    return {id: training for id, training in found.items() if training is not None and training.digests is not None}


def horizon_line(
    vector: Vector, a: tuple[Implementation, Trainings], b: tuple[Implementation, Trainings]
) -> Line | None:
    """One training of two implementations, if both have it."""
    id = vector["id"]
    if id not in a[1] or id not in b[1]:
        return None
    horizon = with_place(bit_horizon(a[1][id], b[1][id]), vector, a[0], b[0])
    return {"vector": id, "updates": horizon.updates, "first": horizon.first, "text": horizon.line()}


def with_place(horizon: Horizon, vector: Vector, a: Implementation, b: Implementation) -> Horizon:
    """The same, with where the difference begins, if both train again up to there."""
    if horizon.first is None or horizon.where:
        return horizon
    try:
        return located(horizon, *(parameters_after(vector, implementation, horizon.first) for implementation in (a, b)))
    except (Broken, Refused, Skipped):
        return horizon


def drifts(vectors: Sequence[Vector], verdicts: Sequence[Verdict], level: int) -> list[dict[str, Any]]:
    """How far each training of an implementation that is merely accurate drifts.

    One that is identical does not drift, and where a single update is wrong a training is not drift but error.
    """
    kinds = {vector["id"]: vector["kind"] for vector in vectors}
    if level != ACCURATE or any(v.status == FAILED and kinds[v.vector] != "training" for v in verdicts):
        return []
    trainings = {verdict.vector: verdict.trained for verdict in verdicts if verdict.trained is not None}
    trained = [vector for vector in vectors if vector["id"] in trainings and small(vector)]
    return [drift_of(vector, trainings[vector["id"]]) for vector in trained]


def small(vector: Vector) -> bool:
    """Whether an epoch of a training can be perturbed in no time."""
    return len(vector["X"]["bits"]) <= LARGEST


def drift_of(vector: Vector, training: Trained) -> dict[str, Any]:
    """One training; a drift that is no number has no bound."""
    found = drift(vector, training, max(1, ROWS // vector["X"]["shape"][0]))
    worst = found.worst if math.isfinite(found.worst) else None
    return {"vector": vector["id"], "worst": worst, "text": found.line()}
