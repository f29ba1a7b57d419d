"""Mistakes around the updates: which rows, how many epochs, what the history holds.

Every update is right by itself, so that only whole trainings tell.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.comparison import ACCURATE, IDENTICAL
from onehidden_conformance.numbers.tensors import Vector
from onehidden_conformance.oracle import PLAIN, Options, Training, rows_of_batches


class OfTrainings(Mistake):
    """A mistake that single updates cannot show.

    `steps` names what is compared of a training: the digests after every update, and the losses.
    """

    steps: ClassVar[tuple[str, ...]] = ("digest", "history")
    level = ACCURATE  # where a training has bounds; elsewhere level 1 judges single updates only
    kind = "training"
    rows = 0

    def batches(self, batches: list[list[int]], n: int) -> list[list[int]]:
        """Change the rows of the updates of an epoch, of n rows in all."""
        del n
        return batches

    def train(
        self,
        network: Any,
        X: Any,
        y: Any,
        learning_rate: Any,
        epochs: int,
        batches: Any = "full",
        options: Options = PLAIN,
    ) -> Training:
        """Train with other batches."""
        self.rows = len(X)
        try:
            changes = type(self).batches is not OfTrainings.batches
            changed = self.batches(rows_of_batches(batches, len(X)), len(X)) if changes else batches
            return super().train(network, X, y, learning_rate, epochs, changed, options)
        finally:
            self.rows = 0


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

    def train(
        self,
        network: Any,
        X: Any,
        y: Any,
        learning_rate: Any,
        epochs: int,
        batches: Any = "full",
        options: Options = PLAIN,
    ) -> Training:
        """Stop early."""
        return super().train(network, X, y, learning_rate, max(0, epochs - 1), batches, options)


class LossBeforeUpdate(OfTrainings):
    """The history ends with the loss before the last update.

    The loss was noted in passing, in the forward pass of each update. E epochs have E + 1 states, and the last is that
    of the trained network.
    """

    name = "loss-before-update"

    def train(
        self,
        network: Any,
        X: Any,
        y: Any,
        learning_rate: Any,
        epochs: int,
        batches: Any = "full",
        options: Options = PLAIN,
    ) -> Training:
        """Lack the last loss."""
        training = super().train(network, X, y, learning_rate, epochs, batches, options)
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

    def train(
        self,
        network: Any,
        X: Any,
        y: Any,
        learning_rate: Any,
        epochs: int,
        batches: Any = "full",
        options: Options = PLAIN,
    ) -> Training:
        """Evaluate the last batch only."""
        training = super().train(network, X, y, learning_rate, epochs, batches, options)
        rows = rows_of_batches(batches, len(X))[-1]
        batch = [X[row] for row in rows], [y[row] for row in rows]
        later = [state._replace(loss=self.state(state.network, *batch)[0].loss) for state in training.states[1:]]
        return replace(training, states=[training.states[0], *later])


# ---- rates, shuffles, batch sizes ------------------------------------------------------------------------------------


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

    def rows_of_epoch(self, batches: Any, n: int, epoch: int, options: Options) -> list[list[int]]:
        """Make so many batches."""
        size = -(-n // batches) if isinstance(batches, int) else batches
        return super().rows_of_epoch(size, n, epoch, options)


class RestDropped(OfTrainings):
    """The rows that do not fill a batch were left out: the last update of an epoch takes what is left."""

    name = "rest-dropped"

    def rows_of_epoch(self, batches: Any, n: int, epoch: int, options: Options) -> list[list[int]]:
        """Drop it."""
        rows = super().rows_of_epoch(batches, n, epoch, options)
        return rows if not isinstance(batches, int) or n % batches == 0 else rows[:-1]


class ShuffledOnce(OfTrainings):
    """The rows were shuffled once, and they are before each epoch.

    A generator that is begun with the seed again in every epoch does the same.
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

    def rows_of_epoch(self, batches: Any, n: int, epoch: int, options: Options) -> list[list[int]]:
        """Order the batches."""
        positions = rows_of_batches(batches, n)
        if options.shuffle_seed is None:
            return positions
        order = self.order(n, epoch, options.shuffle_seed, options.stream)
        return [positions[batch] for batch in order if batch < len(positions)]


# ---- validation, patience, continued trainings -----------------------------------------------------------------------


class PatienceOffByOne(OfTrainings):
    """The training went on for one epoch more than patience allows.

    It ends after the state whose number is that of the best plus the patience.
    """

    name = "patience-off-by-one"

    def has_ended(self, training: Training, options: Options) -> bool:
        """Wait one more."""
        if options.patience is None or training.best is None:
            return False
        return len(training.states) - 1 > training.best + options.patience


class LastForBest(OfTrainings):
    """After an early end the last network was given, and it is the best one that counts."""

    name = "last-for-best"
    steps = ("digest", "history", "wh", "bh", "wout", "bout")

    def add_state(self, training: Training, *arguments: Any) -> None:
        """Restore nothing."""
        super().add_state(training, *arguments)
        training.restores = False


class EqualIsBetter(OfTrainings):
    """A validation loss that is equal to the lowest was taken for better.

    The best state is the first of those, and a plateau uses up patience.
    """

    name = "equal-is-better"

    def is_better(self, loss: float, lowest: float) -> bool:
        """Compare with <=."""
        return loss <= lowest


class PatienceWithTrainingLoss(OfTrainings):
    """The best state was found by the loss on the rows of training; it is that on the rows for validation."""

    name = "patience-with-training-loss"

    def add_state(self, training: Training, *arguments: Any) -> None:
        """Look at the wrong loss."""
        super().add_state(training, *arguments)
        history = training.history
        if training.validation_history:
            training.best = history.index(min(history))


class PatienceSinceLastImprovement(OfTrainings):
    """Any loss below the one before was taken for an improvement; it must be below the lowest of all."""

    name = "patience-since-last-decrease"

    def has_ended(self, training: Training, options: Options) -> bool:
        """Count how long the loss has not fallen."""
        losses = training.validation_history
        falls = [e for e in range(len(losses)) if e == 0 or losses[e] < losses[e - 1]]
        return options.patience is not None and len(losses) - 1 >= falls[-1] + options.patience


class ValidationBeforeUpdate(OfTrainings):
    """The validation loss of an epoch was that of the network before its updates."""

    name = "validation-before-update"
    steps = ("history", "validation_history")

    def add_state(self, training: Training, *arguments: Any) -> None:
        """Be one state late."""
        super().add_state(training, *arguments)
        losses = training.validation_history
        if len(losses) > 1:
            self.late = getattr(self, "late", losses[0]) if len(losses) > 2 else losses[0]
            losses[-1], self.late = self.late, losses[-1]
            lowest = losses.index(min(losses))
            training.best = lowest


class ValidationWeighted(OfTrainings):
    """The validation loss was multiplied by the mean of the sample weights; validation has no weights."""

    name = "validation-weighted"
    steps = ("validation_history",)

    def add_state(self, training: Training, network: Any, X: Any, y: Any, epoch: int, options: Options) -> None:
        """Weigh it."""
        super().add_state(training, network, X, y, epoch, options)
        weights = options.sample_weight
        if weights is not None and training.validation_history:
            training.validation_history[-1] *= self.fold(weights) / len(weights)


class MemoryLostAtContinuation(OfTrainings):
    """A continued training began with an empty memory of its optimizer.

    Weights alone are not all that a training is: its velocity or means, and how often they were updated, go on.
    """

    name = "memory-lost-at-continuation"

    def continued(self, training: Training, network: Any) -> Any:
        """Forget."""
        training.memory.clear()
        return network


class EpochsCountedAnew(OfTrainings):
    """A continued training counted its epochs from 1 again: for its learning rate and for its shuffles."""

    name = "epochs-counted-anew"
    before = 0

    def train(
        self,
        network: Any,
        X: Any,
        y: Any,
        learning_rate: Any,
        epochs: int,
        batches: Any = "full",
        options: Options = PLAIN,
    ) -> Training:
        """Begin with none before."""
        self.before = 0
        return super().train(network, X, y, learning_rate, epochs, batches, options)

    def continued(self, training: Training, network: Any) -> Any:
        """Note how many there were."""
        self.before = len(training.states) - 1
        return network

    def rate(self, learning_rate: Any, epoch: int) -> float:
        """Ask for a smaller number."""
        return super().rate(learning_rate, epoch - self.before)

    def order(self, n: int, epoch: int, seed: int, stream: str) -> list[int]:
        """Begin the stream again."""
        return super().order(n, epoch - self.before, seed, stream)


class BestForgottenAtContinuation(OfTrainings):
    """A continued training forgot its best state and took the first one that came for it."""

    name = "best-forgotten-at-continuation"

    def continued(self, training: Training, network: Any) -> Any:
        """Forget."""
        training.best = None
        return network


class ContinuedFromBest(OfTrainings):
    """A training with patience was continued from its best state; it goes on from its last."""

    name = "continued-from-best"

    def continued(self, training: Training, network: Any) -> Any:
        """Go back."""
        return training.network if training.restores else network
