"""Mistakes in validation, patience and trainings that are continued."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.mistakes.trainings.base import OfTrainings
from onehidden_conformance.oracle import Settings, Training


class PatienceOffByOne(OfTrainings):
    """The training went on for one epoch more than patience allows.

    It ends after the state whose number is that of the best plus the patience.
    """

    name = "patience-off-by-one"

    def has_ended(self, training: Training, settings: Settings) -> bool:
        """Wait one more."""
        if settings.patience is None or training.best is None:
            return False
        return len(training.states) - 1 > training.best + settings.patience


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

    def has_ended(self, training: Training, settings: Settings) -> bool:
        """Count how long the loss has not fallen."""
        losses = training.validation_history
        falls = [e for e in range(len(losses)) if e == 0 or losses[e] < losses[e - 1]]
        return settings.patience is not None and len(losses) - 1 >= falls[-1] + settings.patience


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

    def add_state(self, training: Training, network: Any, X: Any, y: Any, epoch: int, settings: Settings) -> None:
        """Weigh it."""
        super().add_state(training, network, X, y, epoch, settings)
        weights = settings.sample_weight
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

    def train(self, network: Any, X: Any, y: Any, settings: Settings) -> Training:
        """Begin with none before."""
        self.before = 0
        return super().train(network, X, y, settings)

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
