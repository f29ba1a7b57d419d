"""Cases of trainings: what a group lists of each, and how a vector is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import NetworkValues, Settings
from onehidden_vectors.making.trainings import short_training


@dataclass(frozen=True, kw_only=True)
class Case:
    """One training of a group.

    Attributes
    ----------
    name, title, why, spec : str
        What its vector says about itself; the sentence on bounds is added to `spec`.
    settings : Settings
        The settings of the training.
    shape : tuple of int
        n, d, h and k.
    network : mapping of str
        The rest of the network besides its parameters.
    hunts : str
        The known mistakes that must show.
    written : str
        The settings of the optimizer that are written down; the others have their defaults.
    scale : float
        What the numbers are multiplied by.
    apart : int
        Rows that are kept apart for validation.
    """

    name: str
    title: str
    why: str
    spec: str
    settings: Settings
    shape: tuple[int, int, int, int] = (1, 1, 0, 1)
    network: Mapping[str, Any] = field(default_factory=dict)
    hunts: str = ""
    written: str = ""
    scale: float = 1.0
    apart: int = 0

    @property
    def hunted(self) -> Sequence[type[Mistake]]:
        """The mistakes that must show."""
        return [MISTAKES[name] for name in self.hunts.split()]

    def vector(self, group: str, network: NetworkValues, X: Matrix, y: Matrix, settings: Settings | None = None) -> Any:
        """Make the vector; what only the data can give stands in other settings."""
        return short_training(
            f"{group}/{self.name}",
            self.title,
            network,
            X,
            y,
            settings=settings or self.settings,
            written=self.written.split(),
            hunts=self.hunted,
            why=self.why,
            spec=f"{self.spec} 9.19",
        )
