"""A progress bar for trainings that take long, and its twin that does nothing."""

from __future__ import annotations

from typing import Any

from onehidden.checks.arguments import import_package
from onehidden.checks.refusals import number
from onehidden.training.result import Epoch


class NoBar:
    """Nothing is shown."""

    def update(self, state: Epoch) -> None:
        """Take notice of a state."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class Bar(NoBar):
    """A bar of tqdm, in a terminal or in a notebook."""

    def __init__(self, epochs: int) -> None:
        tqdm = import_package("tqdm.auto", "`progress = True`", "progress").tqdm
        self.bar: Any = tqdm(total=epochs, unit="epoch")
        self.first: int | None = None

    def update(self, state: Epoch) -> None:
        """Show how many epochs are done, and the loss."""
        if self.first is None:
            self.first = state.epoch
        self.bar.set_postfix_str(f"loss {number(state.loss)}", refresh=False)
        self.bar.update(state.epoch - self.first - self.bar.n)

    def close(self) -> None:
        """Leave the bar as it is and go to the next line."""
        self.bar.close()


def progress_bar(wanted: bool, epochs: int) -> NoBar:
    """A bar for so many epochs, if wanted."""
    return Bar(epochs) if wanted else NoBar()
