"""Mistakes in the batches of an epoch, the number of epochs, and the losses that are noted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onehidden_conformance.mistakes.trainings.base import OfTrainings
from onehidden_conformance.numbers.comparison import IDENTICAL
from onehidden_conformance.numbers.tensors import Vector
from onehidden_conformance.oracle import Settings, Training, rows_of_batches


class BatchesIgnored(OfTrainings):
    """Every update used all rows, whatever the batches were."""

    name = "batches-ignored"

    def batches(self, batches: list[list[int]], n: int) -> list[list[int]]:
        """One batch of all rows, as often as there are batches."""
        return [list(range(n))] * len(batches)


class IncompleteBatchDropped(OfTrainings):
    """The last batch was left out because it is smaller than the first.

    Data loaders have an option for that (drop_last in PyTorch). Every batch makes an update here, whatever its size.
    """

    name = "incomplete-batch-dropped"

    def batches(self, batches: list[list[int]], n: int) -> list[list[int]]:
        """Drop it."""
        del n
        return batches[:-1] if len(batches[-1]) < len(batches[0]) else batches


class RowsCountedFromOne(OfTrainings):
    """The batches' rows were taken to be counted from 1, and they are counted from 0.

    Row 0 then is the last one, or none. In R, add 1 to the indices of a fixture.
    """

    name = "rows-counted-from-one"

    def batches(self, batches: list[list[int]], n: int) -> list[list[int]]:
        """Be one row early; -1 is the last row."""
        return [[(row - 1) % n for row in rows] for rows in batches]


class BatchRowsSorted(OfTrainings):
    """The rows of a batch were sorted, and sums go in the order in which the batch names them.

    A mask or a set of rows has no order. This changes rounding errors only.
    """

    name = "batch-rows-sorted"
    level = IDENTICAL

    def batches(self, batches: list[list[int]], n: int) -> list[list[int]]:
        """Sort."""
        del n
        return [sorted(rows) for rows in batches]


class BatchesReversed(OfTrainings):
    """The batches of an epoch were taken from the last to the first."""

    name = "batches-reversed"

    def batches(self, batches: list[list[int]], n: int) -> list[list[int]]:
        """Reverse."""
        del n
        return batches[::-1]


class MeanOverAllRows(OfTrainings):
    """The mean of a batch was divided by the number of all rows, and n is the number of rows of the batch."""

    name = "mean-over-all-rows"

    def gradient(self, s: Any, sums: Vector) -> Vector:
        """Divide by the rows of the training; a step by itself has no others."""
        if s.network.reduction == "sum":
            return super().gradient(s, sums)
        if s.sample_weight is not None:
            return super().gradient(s, sums)
        return [-(x / (self.rows or s.n)) for x in sums]


class OneEpochLess(OfTrainings):
    """The training stopped one epoch early.

    A loop from 1 to below the number of epochs is one short; so are E states: state 0 comes before the first epoch.
    """

    name = "one-epoch-less"

    def train(self, network: Any, X: Any, y: Any, settings: Settings) -> Training:
        """Stop early."""
        return super().train(network, X, y, replace(settings, epochs=max(0, settings.epochs - 1)))


class LossBeforeUpdate(OfTrainings):
    """The history ends with the loss before the last update.

    The loss was noted in passing, in the forward pass of each update. E epochs have E + 1 states, and the last is that
    of the trained network.
    """

    name = "loss-before-update"

    def train(self, network: Any, X: Any, y: Any, settings: Settings) -> Training:
        """Lack the last loss."""
        training = super().train(network, X, y, settings)
        return LossesLeftOut(**vars(training))


class LossesLeftOut(Training):
    """A training without its last loss."""

    @property
    def history(self) -> Vector:
        """All losses but the last."""
        return super().history[:-1]


class LossOfLastBatch(OfTrainings):
    """The history holds the loss of the last batch of each epoch; it is the loss of all rows."""

    name = "loss-of-last-batch"

    def train(self, network: Any, X: Any, y: Any, settings: Settings) -> Training:
        """Evaluate the last batch only."""
        training = super().train(network, X, y, settings)
        rows = rows_of_batches(settings.batches, len(X))[-1]
        batch = [X[row] for row in rows], [y[row] for row in rows]
        later = [state._replace(loss=self.state(state.network, *batch)[0].loss) for state in training.states[1:]]
        return replace(training, states=[training.states[0], *later])
