"""What a mistake is: an oracle that errs, with a name and an explanation."""

from __future__ import annotations

import inspect
from typing import ClassVar

from onehidden_conformance.numbers.comparison import ACCURATE
from onehidden_conformance.oracle import Oracle

SUMS_OVER_ROWS = ("grad_wout", "grad_wh", "grad_bout", "grad_bh")
SUMS = ("hidden_layer_input", "output_layer_input", "output", "loss", "error_at_hidden_layer", *SUMS_OVER_ROWS)
UPDATED = ("updated_wh", "updated_bh", "updated_wout", "updated_bout")


class Mistake(Oracle):
    """An oracle that errs.

    Attributes
    ----------
    name : str
        What the mistake is called.
    steps : tuple of str
        The steps at which it can show first.
    level : int
        The lowest level at which it is seen: 2 where only bits or digests tell.
    kind : str
        The kind of vectors that see it: "step", which is also in the checkpoints of a training, "training", or "stream"
        for all that is drawn.
    """

    name: ClassVar[str]
    steps: ClassVar[tuple[str, ...]]
    level: ClassVar[int] = ACCURATE
    kind: ClassVar[str] = "step"

    @classmethod
    def explanation(cls) -> str:
        """What is wrong, and how to mend it."""
        return inspect.getdoc(cls) or ""

    @classmethod
    def short_explanation(cls) -> str:
        """What is wrong, in one sentence."""
        return cls.explanation().splitlines()[0]
