"""What mistakes of trainings have in common: every update is right by itself, so only whole trainings show them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.comparison import ACCURATE
from onehidden_conformance.oracle import Settings, Training, rows_of_batches


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

    def train(self, network: Any, X: Any, y: Any, settings: Settings) -> Training:
        """Train with other batches."""
        self.rows = len(X)
        try:
            if type(self).batches is not OfTrainings.batches:
                rows = rows_of_batches(settings.batches, len(X))
                settings = replace(settings, batches=self.batches(rows, len(X)))
            return super().train(network, X, y, settings)
        finally:
            self.rows = 0
