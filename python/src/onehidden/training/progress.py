"""A progress bar for long trainings, and one that shows nothing."""

from __future__ import annotations

from typing import Any

from onehidden.checks.arguments import import_package
from onehidden.checks.refusals import number
from onehidden.training.result import Epoch


class NoBar:
    """A bar that shows nothing."""

    def update(self, state: Epoch) -> None:
        """Update the bar."""

    def close(self) -> None:
        """Close the bar."""


class Bar(NoBar):
    """A tqdm bar, in a terminal or in a notebook."""

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
        """Close the bar, which stays visible."""
        self.bar.close()


def progress_bar(wanted: bool, epochs: int) -> NoBar:
    """A bar for this many epochs, visible or not."""
    return Bar(epochs) if wanted else NoBar()
