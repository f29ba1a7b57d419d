"""What an implementation declares of itself: which networks it is, and how its arrays lie (docs/protocol.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from onehidden_conformance.oracle import STEPS
from onehidden_conformance.vectors.names import ACTIVATIONS, KINDS, LOSSES, OUTPUT_ACTIVATIONS, REDUCTIONS, STREAMS

RESULTS = ("output", "loss", *(name for name in STEPS if name.startswith(("grad_", "updated_"))))
"""What an implementation shows whose trace is `results`."""

FIRST_VERSION = {
    "hidden_activations": ("sigmoid", "tanh", "relu", "identity"),
    "output_activations": ("sigmoid", "tanh", "relu", "identity"),
    "losses": ("squared_error", "binary_cross_entropy"),
    "reductions": ("sum", "mean"),
    "streams": ("numpy",),
}
"""What an absent list means: all that there was in the first version of the fixtures."""

BIASES = {
    "any": ("11", "11", "00", "11", "10", "01"),
    "both": ("11",),
    "hidden": ("10",),
    "output": ("01",),
    "none": ("00",),
    "layer": ("ll",),
}
"""Which biases a word means, as signs for the hidden and the output layer; the usual ones come most often."""

NEEDS = {"updated_bh": "hidden", "grad_bh": "hidden", "updated_bout": "output", "grad_bout": "output"}
"""The layer whose bias a step belongs to."""


class DeclarationError(ValueError):
    """A declaration that contradicts itself; the message says how."""


@dataclass(frozen=True)
class Declaration:
    """Which networks an implementation is, how its arrays lie, and what it shows.

    Attributes
    ----------
    hidden_activations, output_activations, losses, reductions, streams : tuple of str
        The words that it knows.
    biases : str
        "both", "hidden", "output", "none", "layer" (one for each layer), or "any" of the first four.
    learning_rate : float, str or None
        None: it is given. A number: it is always that. "none": it is 1, and no argument.
    rows : int or None
        How many samples it takes at a time; None for any number.
    shapes : mapping or None
        What is fixed of n, d, h and k.
    weight_decay, decay : str, float or None
        Where a weight decay acts within a step: "none", "gradient", "loss" or "both"; its coefficient if that is fixed.
    labels : int or None
        Targets are class numbers, counted from 0 or from 1; None for rows of outputs.
    weights, samples : str
        How matrices lie: "d x h" or "h x d"; samples as "rows" or "columns".
    precision : str
        "double" or "single".
    trace : tuple of str or None
        The steps that it shows; None for all.
    kinds, features : frozenset of str
        The kinds of vectors, and what else it can do.
    said : frozenset of str
        The keys that it declared itself; what it did not say is tried.
    """

    hidden_activations: Sequence[str] = FIRST_VERSION["hidden_activations"]
    output_activations: Sequence[str] = FIRST_VERSION["output_activations"]
    losses: Sequence[str] = FIRST_VERSION["losses"]
    reductions: Sequence[str] = FIRST_VERSION["reductions"]
    biases: str = "any"
    learning_rate: float | str | None = None
    rows: int | None = None
    shapes: Mapping[str, int] | None = None
    weight_decay: str = "none"
    decay: float | None = None
    labels: int | None = None
    weights: str = "d x h"
    samples: str = "rows"
    precision: str = "double"
    trace: Sequence[str] | None = None
    kinds: Collection[str] = frozenset({"step"})
    features: Collection[str] = frozenset()
    streams: Sequence[str] = FIRST_VERSION["streams"]
    said: frozenset[str] = field(default=frozenset(), compare=False)

    # ---- what vectors are made for (`made.choosing.Wanted`) ----------------------------------------------------------

    @property
    def combinations(self) -> list[tuple[str, str, str, str]]:
        """Hidden and output activation, loss and reduction that go together (SPEC 2.3)."""
        hidden_words = self.hidden_activations or ("none",)
        words = product(self.reductions, self.losses, self.output_activations, hidden_words)
        return [(hidden, output, loss, r) for r, loss, output, hidden in words if go_together(output, loss)]

    @property
    def bias_signs(self) -> Sequence[str]:
        """Pairs of signs as in the id of a made vector."""
        return BIASES[self.biases]

    @property
    def rates(self) -> Sequence[str]:
        """Learning rates in decimal, as in the id of a made vector."""
        if self.learning_rate is None:
            return ("0.1", "0.5", "0.3")
        return ("1",) if self.learning_rate == "none" else (in_decimal(float(self.learning_rate)),)

    @property
    def decays(self) -> Sequence[tuple[str, str]]:
        """Coefficients and places of a weight decay, as in the id of a made vector."""
        if self.weight_decay == "none":
            return (("", ""),)
        if self.decay is not None:
            return ((in_decimal(self.decay), self.weight_decay),)
        return (("0.01", self.weight_decay), ("", ""), ("0.3", self.weight_decay))

    @property
    def shown(self) -> frozenset[str] | None:
        """The steps that it shows; None for all."""
        return None if self.trace is None else frozenset(self.trace)

    @property
    def plain(self) -> bool:
        """Whether arrays cross as they stand in the vectors."""
        return self.weights == "d x h" and self.samples == "rows" and self.labels is None


EVERYTHING = Declaration(
    hidden_activations=ACTIVATIONS,
    output_activations=OUTPUT_ACTIVATIONS,
    losses=LOSSES,
    reductions=REDUCTIONS,
    streams=STREAMS,
    kinds=frozenset(KINDS),
    features=frozenset(("sample_weight",)),
)
"""What our own packages and the oracle would declare."""


def go_together(output: str, loss: str) -> bool:
    """Whether an output activation and a loss go together (SPEC 2.3)."""
    if "softmax" in output or loss == "categorical_cross_entropy":
        return output == "softmax" and loss == "categorical_cross_entropy"
    return loss != "binary_cross_entropy" or output == "sigmoid"


def in_decimal(number: float) -> str:
    """A number in decimal without exponent: 1, 0.1, 0.00001."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# ---- read ------------------------------------------------------------------------------------------------------------


def declared(capabilities: Mapping[str, Any], level: int = 1) -> Declaration:
    """Read the capabilities of an answer to start, which the schema has passed, and check them.

    Raises
    ------
    DeclarationError
        If they contradict each other.

    Examples
    --------
    >>> declared({"biases": "none", "learning_rate": 0.5}).rates
    ('0.5',)
    """
    declaration = read(capabilities)
    for complaint in contradictions(declaration, level):
        raise DeclarationError(complaint)
    return declaration


def read(capabilities: Mapping[str, Any]) -> Declaration:
    """Read capabilities as they stand."""
    given = dict(capabilities)
    decay = given.get("weight_decay")
    if isinstance(decay, dict):
        given |= {"weight_decay": decay["in"], "decay": float(decay["coefficient"])}
    if given.get("learning_rate") == "given":
        given["learning_rate"] = None
    if given.get("shapes") is not None:
        given["shapes"] = {name: int(size) for name, size in given["shapes"].items() if size is not None} or None
    if "trace" in given:
        given["trace"] = steps_of(given["trace"])
    for key in ("kinds", "features"):
        given[key] = frozenset(given.get(key, ["step"] if key == "kinds" else []))
    return Declaration(**given, said=frozenset(capabilities))


def steps_of(trace: str | Sequence[str]) -> Sequence[str] | None:
    """The steps that an implementation shows, from what it declared; None for all."""
    if trace == "all":
        return None
    return RESULTS if trace == "results" else tuple(trace)


def contradictions(declaration: Declaration, level: int) -> Iterator[str]:
    """What cannot be true of one network."""
    d = declaration
    if {"losses", "output_activations"} <= d.said:
        yield from lonely(d)
    if "step" in d.kinds and not d.combinations:
        yield "declares no loss that goes with one of its output activations"
    yield from steps_without_bias(d)
    if d.rows is not None and (d.shapes or {}).get("n", d.rows) != d.rows:
        yield f"declares `rows` {d.rows} and `shapes` with n {d.shapes['n'] if d.shapes else ''}"
    if (d.shapes or {}).get("k") == 1 and set(d.output_activations) == {"softmax"}:
        yield "declares softmax, which has two outputs or more, and `shapes` with k 1"
    if d.precision == "single" and level > 1:
        yield "declares `precision` single and level 2, which asks for the bits of double precision"


def lonely(declaration: Declaration) -> Iterator[str]:
    """Losses and output activations that nothing goes with."""
    outputs, losses = declaration.output_activations, declaration.losses
    for loss in losses:
        if not any(go_together(output, loss) for output in outputs):
            yield f"declares the loss {loss} without the output activation that it needs"
    if "softmax" in outputs and "categorical_cross_entropy" not in losses:
        yield "declares the output activation softmax without the loss categorical_cross_entropy"


def steps_without_bias(declaration: Declaration) -> Iterator[str]:
    """Steps of biases that the network does not have."""
    layers = {"hidden": ("hidden",), "output": ("output",), "none": ()}
    there = layers.get(declaration.biases, ("hidden", "output"))
    trace = declaration.trace if declaration.trace is not RESULTS else ()
    for step in trace or ():
        if step in NEEDS and NEEDS[step] not in there:
            yield f"declares the biases {declaration.biases!r} and shows {step} in its `trace`"
