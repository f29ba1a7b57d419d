"""Mistakes in the rate of an epoch, the order of its rows, and the size of its batches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onehidden_conformance.mistakes.trainings.base import OfTrainings
from onehidden_conformance.oracle import Settings, rows_of_batches


class RateOfEpochBefore(OfTrainings):
    """Each epoch used the learning rate of the one before.

    The function of the epoch is asked with numbers that count from 1: the first update belongs to epoch 1.
    """

    name = "rate-of-epoch-before"

    def rate(self, learning_rate: Any, epoch: int) -> float:
        """Count from 0."""
        return super().rate(learning_rate, max(1, epoch - 1))


class RateOfFirstEpoch(OfTrainings):
    """The learning rate was asked for once, and every epoch has its own."""

    name = "rate-of-first-epoch"

    def rate(self, learning_rate: Any, epoch: int) -> float:
        """Ask for epoch 1."""
        del epoch
        return super().rate(learning_rate, 1)


class BatchSizeAsCount(OfTrainings):
    """The batch size was taken for the number of batches."""

    name = "batch-size-as-count"

    def rows_of_epoch(self, n: int, epoch: int, settings: Settings) -> list[list[int]]:
        """Make so many batches."""
        batches = settings.batches
        size = -(-n // batches) if isinstance(batches, int) else batches
        return super().rows_of_epoch(n, epoch, replace(settings, batches=size))


class RestDropped(OfTrainings):
    """The rows that do not fill a batch were left out: the last update of an epoch takes what is left."""

    name = "rest-dropped"

    def rows_of_epoch(self, n: int, epoch: int, settings: Settings) -> list[list[int]]:
        """Drop it."""
        rows, batches = super().rows_of_epoch(n, epoch, settings), settings.batches
        return rows if not isinstance(batches, int) or n % batches == 0 else rows[:-1]


class ShuffledOnce(OfTrainings):
    """The rows were shuffled once, and they are before each epoch.

    A generator that is seeded again in every epoch does the same.
    """

    name = "shuffled-once"

    def order(self, n: int, epoch: int, seed: int, stream: str) -> list[int]:
        """Take the order of epoch 1."""
        del epoch
        return super().order(n, 1, seed, stream)


class NotShuffled(OfTrainings):
    """The rows were not shuffled."""

    name = "not-shuffled"

    def order(self, n: int, epoch: int, seed: int, stream: str) -> list[int]:
        """Leave them."""
        del epoch, seed, stream
        return list(range(n))


class RanksForOrder(OfTrainings):
    """The rows were put where their ranks say: the inverse of the order.

    order() in R and argsort() in NumPy give the rows by their uniforms; rank() gives each row's place, which is the
    inverse permutation.
    """

    name = "ranks-for-order"

    def order(self, n: int, epoch: int, seed: int, stream: str) -> list[int]:
        """Invert it."""
        order = super().order(n, epoch, seed, stream)
        return [order.index(row) for row in range(n)]


class ShuffledOrderOnOrder(OfTrainings):
    """Each epoch shuffled the order of the epoch before; every order is of the rows as they were given."""

    name = "shuffled-on-shuffled"

    def order(self, n: int, epoch: int, seed: int, stream: str) -> list[int]:
        """Shuffle on."""
        rows = list(range(n))
        for number in range(1, epoch + 1):
            rows = [rows[position] for position in super().order(n, number, seed, stream)]
        return rows


class ShuffledByFisherYates(OfTrainings):
    """The rows were shuffled by exchanging them in turn (Fisher and Yates).

    That is as random, and another order. Here the rows are sorted by their uniforms, which any language can do alike.
    """

    name = "shuffled-by-exchanges"

    def order(self, n: int, epoch: int, seed: int, stream: str) -> list[int]:
        """Exchange from the end."""
        uniforms = self.uniforms(seed, epoch * n, stream)[(epoch - 1) * n :]
        rows = list(range(n))
        for last, u in zip(range(n - 1, 0, -1), uniforms, strict=False):
            other = int(u * (last + 1))
            rows[last], rows[other] = rows[other], rows[last]
        return rows


class ShuffledWithinBatches(OfTrainings):
    """The batches came in another order, each with its own rows; it is the rows that are shuffled, across batches."""

    name = "batches-shuffled"

    def rows_of_epoch(self, n: int, epoch: int, settings: Settings) -> list[list[int]]:
        """Order the batches."""
        positions = rows_of_batches(settings.batches, n)
        if settings.shuffle_seed is None:
            return positions
        order = self.order(n, epoch, settings.shuffle_seed, settings.stream)
        return [positions[batch] for batch in order if batch < len(positions)]
