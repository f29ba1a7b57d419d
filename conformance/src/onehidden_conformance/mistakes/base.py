"""What a mistake is: an oracle that errs, with a name and an explanation."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, ClassVar

from onehidden_conformance.numbers.comparison import ACCURATE
from onehidden_conformance.numbers.tensors import Matrix
from onehidden_conformance.oracle import Oracle, transpose
from onehidden_conformance.oracle.network import each_number

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
    form : str
        Empty for the form that stands in the catalogue. The same mistake may be made in several ways that give other
        numbers: each further one is a class of its own that inherits the name and says here what it is.
    is_right : bool
        Whether it is no mistake at all, but another precision.
    looks_ahead : bool
        Whether it uses updated parameters, so that what it makes of a step depends on the steps after it.
    """

    name: ClassVar[str]
    steps: ClassVar[tuple[str, ...]]
    level: ClassVar[int] = ACCURATE
    kind: ClassVar[str] = "step"
    form: ClassVar[str] = ""
    is_right: ClassVar[bool] = False
    looks_ahead: ClassVar[bool] = False

    @classmethod
    def explanation(cls) -> str:
        """What is wrong, and how to mend it."""
        return inspect.getdoc(cls) or ""

    @classmethod
    def short_explanation(cls) -> str:
        """What is wrong, in one sentence."""
        return cls.explanation().splitlines()[0]

    @classmethod
    def of_rows(cls, n: int) -> Iterator[type[Mistake]]:
        """The oracles that stand for the mistake on n rows: itself, unless something has to be guessed."""
        del n
        yield cls

    @classmethod
    def is_guessed(cls, n: int) -> bool:
        """Whether n rows are too many for all that may have been done to them to be tried."""
        return n < 0

    @classmethod
    def undone(cls, name: str, value: Any) -> Any:
        """What a tensor would be without the mistake, where that can be told from what is shown; None elsewhere.

        It must be told so where rounding errors of what is computed would become large in what is shown.
        """
        del name, value

    # What goes back to the hidden layer, in pieces: two mistakes in it can then be made at once.

    def error_at_hidden_layer(self, s: Any) -> Matrix:
        """Step 8 (3.12)."""
        return self.product(self.sent_back(s), self.turned(self.weights_back(s)))

    def sent_back(self, s: Any) -> Matrix:
        """What goes back: the delta of the output layer."""
        return s.d_output  # type: ignore[no-any-return]

    def weights_back(self, s: Any) -> Matrix:
        """The weights through which it goes."""
        return s.wout  # type: ignore[no-any-return]

    def turned(self, weights: Matrix) -> Matrix:
        """Those weights transposed."""
        return transpose(weights)


def scaled(value: Any, factor: float) -> Any:
    """A vector or a matrix times a factor."""
    return each_number(lambda x: x * factor, value)
