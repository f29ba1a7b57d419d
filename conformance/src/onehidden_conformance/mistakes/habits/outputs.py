"""Outputs other than those computed: never filled, negated, in other bytes, rounded to a decision, too late."""

from __future__ import annotations

import struct
from typing import Any, ClassVar

import numpy as np

from onehidden_conformance.mistakes.base import SUMS_OVER_ROWS, UPDATED, Mistake, scaled
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector
from onehidden_conformance.oracle import FORWARD, NetworkValues, elementwise, updated_network
from onehidden_conformance.oracle.network import each_number


class OutputNegated(Mistake):
    """The output has the wrong sign."""

    name = "output-negated"
    steps = ("output",)

    def output(self, s: Any) -> Matrix:
        """Change the sign."""
        return scaled(super().output(s), -1.0)  # type: ignore[no-any-return]


class ShownDifferently(Mistake):
    """A network that computes rightly and shows something else."""

    def shown(self, name: str, value: Any) -> Any:
        """What is shown of a step."""
        raise NotImplementedError

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Change what is shown at the end."""
        steps = super().step(network, X, y, learning_rate, sample_weight)
        return {name: self.shown(name, value) for name, value in steps.items()}


class OutputShownNegated(ShownDifferently, OutputNegated):
    """Only where it is shown."""

    form = "only where it is shown"

    def output(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.output(self, s)

    def shown(self, name: str, value: Any) -> Any:
        """Change the sign."""
        return scaled(value, -1.0) if name == "output" else value


class OutputZero(Mistake):
    """The output is 0 whatever the input is: it was never filled in, or never computed."""

    name = "output-zero"
    steps = ("output",)

    def output(self, s: Any) -> Matrix:
        """Give zeros."""
        return elementwise(lambda _: 0.0, super().output(s))


class EverythingZero(ShownDifferently, OutputZero):
    """The gradients are 0 too, and nothing changes."""

    form = "and all gradients"

    def shown(self, name: str, value: Any) -> Any:
        """Give zeros."""
        return zeros(value) if name == "output" or name in SUMS_OVER_ROWS else value

    def updated(self, s: Any, w: float, grad: float) -> float:
        """Leave it."""
        del s, grad
        return w


class ResultsZero(ShownDifferently, OutputZero):
    """All that is shown is 0."""

    form = "and all other results"

    def shown(self, name: str, value: Any) -> Any:
        """Give zeros."""
        del name
        return zeros(value)


class OutputShownZero(ShownDifferently, OutputZero):
    """Only where it is shown."""

    form = "only where it is shown"

    def output(self, s: Any) -> Matrix:
        """Right."""
        return Mistake.output(self, s)

    def shown(self, name: str, value: Any) -> Any:
        """Give zeros."""
        return zeros(value) if name == "output" else value


def zeros(value: Any) -> Any:
    """Zeros in the shape of a number, a vector or a matrix."""
    return each_number(lambda _: 0.0, value) if isinstance(value, list) else 0.0


class BytesSwapped(ShownDifferently):
    """The numbers came with their bytes in reverse order.

    Files and messages hold the most significant byte first or last; read them as they were written.
    """

    name = "bytes-swapped"
    steps = ("output", "hidden_layer_input", "output_layer_input", "error", "loss")
    names: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def undone(cls, name: str, value: Any) -> Any:
        """Swap them again."""
        return np.array(value).byteswap() if not cls.names or name in cls.names else value

    def shown(self, name: str, value: Any) -> Any:
        """Swap the bytes of everything."""
        if self.names and name not in self.names:
            return value
        return each_number(swapped, value) if isinstance(value, list) else swapped(value)


class OutputBytesSwapped(BytesSwapped):
    """Only of the output."""

    form = "of the output only"
    names = ("output",)


def swapped(x: float) -> float:
    """A number with its bytes in reverse order."""
    return struct.unpack("<d", struct.pack(">d", x))[0]  # type: ignore[no-any-return]


class OutputDecided(ShownDifferently):
    """The output was rounded to a decision, 0 or 1; the output is the number that the decision is made from."""

    name = "output-decided"
    steps = ("output",)

    def shown(self, name: str, value: Any) -> Any:
        """Decide at a half."""
        return elementwise(lambda o: 1.0 if o > 0.5 else 0.0, value) if name == "output" else value


class OutputOfLargest(OutputDecided):
    """The largest of a row."""

    form = "for the largest"

    def shown(self, name: str, value: Any) -> Any:
        """Decide for the largest."""
        if name != "output":
            return value
        return [[float(at == row.index(max(row))) for at in range(len(row))] for row in value]


class OutputOfDecisions(OutputDecided):
    """And what follows was computed from the decision."""

    form = "before the error is computed"

    def output(self, s: Any) -> Matrix:
        """Decide at a half."""
        return elementwise(lambda o: 1.0 if o > 0.5 else 0.0, super().output(s))


class OutputAfterUpdate(Mistake):
    """The output that is shown was computed after the update, with the new parameters."""

    name = "output-after-update"
    looks_ahead = True
    steps = ("output",)
    later: tuple[str, ...] = ("output",)

    def step(
        self, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
    ) -> dict[str, Value]:
        """Look at the new network."""
        steps = super().step(network, X, y, learning_rate, sample_weight)
        after = super().step(updated_network(network, steps), X, y, learning_rate, sample_weight)
        return {name: after[name] if name in self.later else value for name, value in steps.items()}


class OutputAndLossAfterUpdate(OutputAfterUpdate):
    """The loss too."""

    form = "and the loss"
    later = ("output", "loss")


class LossAfterUpdate(OutputAfterUpdate):
    """The loss that is shown was computed after the update, with the new parameters."""

    name = "loss-after-update"
    steps = ("loss",)
    later = ("loss",)


class ResultsRounded(ShownDifferently):
    """The results were rounded to 7 digits or fewer when they were written down.

    Print 17 digits, or hexadecimal bits: a double needs them.
    """

    name = "results-rounded"
    steps = (*FORWARD, *UPDATED)
    digits = 6

    def shown(self, name: str, value: Any) -> Any:
        """Write and read."""
        del name
        return each_number(self.rounded, value) if isinstance(value, list) else self.rounded(value)

    def rounded(self, x: float) -> float:
        """To so many significant digits."""
        return float(f"{x:.{self.digits}g}")


class FloatResults(ResultsRounded):
    """As float32."""

    form = "to single precision"

    def rounded(self, x: float) -> float:
        """As a float32."""
        try:
            return float(struct.unpack("<f", struct.pack("<f", x))[0])
        except OverflowError:
            return float("inf") if x > 0 else float("-inf")


class SevenDigits(ResultsRounded):
    """7 digits."""

    form = "to 7 digits"
    digits = 7


class SixDecimals(ResultsRounded):
    """6 digits after the point, as %f writes them."""

    form = "to 6 decimals"

    def rounded(self, x: float) -> float:
        """After the point."""
        return round(x, 6)


class EightDecimals(ResultsRounded):
    """8 digits after the point, as NumPy prints."""

    form = "to 8 decimals"

    def rounded(self, x: float) -> float:
        """After the point."""
        return round(x, 8)


class FourDecimals(ResultsRounded):
    """4 digits after the point."""

    form = "to 4 decimals"

    def rounded(self, x: float) -> float:
        """After the point."""
        return round(x, 4)
