"""How long two trainings stay the same, and how far one that need not stay the same drifts.

Two trainings are compared by their digests: the first that differs is the horizon up to which they are identical.
Where it differs is then found by training again up to there. A training in blas arithmetic leaves the expected one at
once; its losses are compared with a Monte Carlo band, which tells drift from error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from onehidden_conformance.findings.perturbation import RUNS, band
from onehidden_conformance.implementations import Implementation, Trained
from onehidden_conformance.judging.answers import Vector, is_plain, shortened
from onehidden_conformance.numbers.bits import Array, ulp_distance
from onehidden_conformance.numbers.comparison import element, first_true
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.oracle import Oracle, rows_of_batches
from onehidden_conformance.vectors.arguments import PARAMETERS, learning_rate_of, network_arguments, training_options


@dataclass(frozen=True)
class Horizon:
    """How long two trainings are identical.

    Attributes
    ----------
    updates : int
        How many there are to compare.
    first : int or None
        The first update, counted from 1, after which they differ; None if they never do.
    where : str
        The parameter that is farthest apart then, such as "wh[2, 1]"; empty if that is not known.
    ulp : int
        How far.
    """

    updates: int
    first: int | None
    where: str = ""
    ulp: int = 0

    def line(self) -> str:
        """The horizon in words."""
        if self.first is None:
            return f"identical for all {self.updates} updates" if self.updates else "no update to compare"
        return f"from update {self.first}" + (f", in {self.where}, {self.ulp} ulp" if self.where else "")


def bit_horizon(a: Trained, b: Trained) -> Horizon:
    """Compare the digests of two trainings, and their last parameters if only these differ.

    Trainings of unlike length differ from the first update that only one of them has. An implementation that gives no
    digests cannot be compared.

    Examples
    --------
    >>> none = {}
    >>> bit_horizon(Trained(none, [], ["1", "2"]), Trained(none, [], ["1", "3"])).line()
    'from update 2'
    """
    if a.digests is None or b.digests is None:
        return Horizon(0, None)
    digests = a.digests, b.digests
    updates, shared = max(map(len, digests)), min(map(len, digests))
    differing = (i + 1 for i in range(updates) if i >= shared or digests[0][i] != digests[1][i])
    first = next(differing, None)
    if first is None or first < updates or shared < updates:
        return Horizon(updates, first)
    return located(Horizon(updates, first), a.parameters, b.parameters)


def find_horizon(vector: Vector, a: Implementation, b: Implementation) -> Horizon:
    """Let two implementations train, find the first update after which they differ, and where they do."""
    horizon = bit_horizon(trained(vector, a), trained(vector, b))
    if horizon.first is None or horizon.where:
        return horizon
    after = [parameters_after(vector, implementation, horizon.first) for implementation in (a, b)]
    return located(horizon, *after)


def located(horizon: Horizon, a: Mapping[str, Array], b: Mapping[str, Array]) -> Horizon:
    """The same, with the parameter that is farthest apart."""
    both = [name for name in PARAMETERS if name in a and name in b and np.shape(a[name]) == np.shape(b[name])]
    distances = {name: ulp_distance(a[name], b[name]) for name in both}
    name = max(distances, key=lambda n: int(distances[n].max()), default="")
    worst = int(distances[name].max()) if name else 0
    if not worst:
        return horizon
    return replace(horizon, where=element(name, first_true(distances[name] == worst)), ulp=worst)


def trained(vector: Vector, implementation: Implementation) -> Trained:
    """Let an implementation train as a vector says."""
    return implementation.train(**arguments(vector))


def parameters_after(vector: Vector, implementation: Implementation, update: int) -> Mapping[str, Array]:
    """The parameters after so many updates: whole epochs first, then the first batches of one more.

    A training that is more than plain has a memory and an order that cannot be cut like that: nothing is known then.
    """
    given = arguments(vector)
    if not is_plain(vector):
        return implementation.train(**given).parameters if update == len(vector["expected"]["digests"]) else {}
    batches = rows_of_batches(given["batches"], len(given["X"]))
    epochs, rest = divmod(update, len(batches))
    parameters = implementation.train(**{**given, "epochs": epochs}).parameters
    if not rest:
        return parameters
    network = {**given["network"], **parameters}
    return implementation.train(**{**given, "network": network, "epochs": 1, "batches": batches[:rest]}).parameters


def arguments(vector: Vector) -> dict[str, Any]:
    """The arguments of a training."""
    return {
        "network": network_arguments(vector["network"]),
        "X": to_array(vector["X"]),
        "y": to_array(vector["y"]),
        "learning_rate": learning_rate_of(vector),
        "epochs": vector["epochs"],
        "batches": vector["batches"],
        "watched": [],
        **({"options": options} if (options := training_options(vector)) else {}),
    }


# ---- drift -----------------------------------------------------------------------------------------------------------

EPOCHS = 500
"""Epochs whose drift is looked at: what perturbs itself for longer takes long to compute."""


@dataclass(frozen=True)
class Drift:
    """How far the losses of a training are from the expected ones, in Monte Carlo bands.

    Attributes
    ----------
    epochs : int
        How many epochs were compared.
    worst : float
        The largest distance as a multiple of the band up to then; below 1 the training is as good as any.
    epoch : int
        Where that is.
    """

    epochs: int
    worst: float
    epoch: int

    def line(self) -> str:
        """The drift in words."""
        if not np.isfinite(self.worst):
            return f"the losses cannot be compared in epoch {self.epoch}"
        return f"drift at most {self.worst:.2g} Monte Carlo bands, in epoch {self.epoch} of {self.epochs}"


def drift(vector: Vector, training: Trained, epochs: int = EPOCHS, runs: int = RUNS) -> Drift:
    """Compare the losses of a training with what rounding errors can make of them.

    The band of an epoch is the largest distance of perturbed trainings up to then, and at least 8 ulp of the loss.
    """
    updates_an_epoch = len(rows_of_batches(vector["batches"], vector["X"]["shape"][0]))
    piece = shortened(vector, epochs * updates_an_epoch)
    expected = to_array(piece["expected"]["history"])
    history = np.asarray(training.history, dtype=np.float64)[: expected.size]
    if history.size < expected.size:
        return Drift(piece["epochs"], np.inf, int(history.size))
    if (history == expected).all():
        return Drift(piece["epochs"], 0.0, 0)
    widths = np.maximum.accumulate(band(Oracle, piece, runs)["history"])
    with np.errstate(all="ignore"):
        bands = np.abs(history - expected) / np.maximum(widths, 8 * np.spacing(expected))
    bands = np.where(history == expected, 0.0, np.nan_to_num(bands, nan=np.inf))
    return Drift(piece["epochs"], float(bands.max()), int(np.argmax(bands)))
