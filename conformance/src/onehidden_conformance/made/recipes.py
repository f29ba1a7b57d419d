"""The ids of made vectors: what they say, read and written.

    made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-07
    made/relu-identity-squared-sum-bl1-r0.5-c0.01g-w-o-n5-d3-h4-k2-12

In this order, with dashes between: the hidden activation, or `none` without hidden layer; the output activation, only
where the loss does not fix it; the loss; the reduction; `b` with a sign each for the hidden and the output bias (1
there, 0 absent, l one for the layer); `r` with the learning rate; `c` with a weight decay and where it acts (g in the
gradients, l in the loss, b in both); `w` for sample weights; `o` for targets that are classes (one 1 in a row, else 0);
the sizes n, d, h, k (no h without hidden layer); a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from onehidden_conformance.vectors import names

PREFIX = "made/"
LOSSES = {name.partition("_")[0]: name for name in names.LOSSES}
FIXED = {"binary": "sigmoid", "categorical": "softmax"}
"""The output activation that a loss fixes (SPEC 2.3)."""
HIDDEN = (*names.ACTIVATIONS, "none")
OUTPUT = names.ACTIVATIONS
PLACES = {"g": "gradient", "l": "loss", "b": "both"}
MOST = 20_000
"""Products that a vector may ask for, (d + k) * n * (h or 1): each has a bound in high precision."""
DECIMAL = r"[0-9]+(?:\.[0-9]+)?"
PATTERN = re.compile(
    rf"made/(?P<hidden>[a-z]+)(?:-(?P<output>[a-z]+))??-(?P<loss>{'|'.join(LOSSES)})-(?P<reduction>{'|'.join(names.REDUCTIONS)})"
    rf"-b(?P<bh>[01l])(?P<bout>[01l])-r(?P<rate>{DECIMAL})(?:-c(?P<decay>{DECIMAL})(?P<place>[glb]))?"
    r"(?P<weights>-w)?(?P<classes>-o)?"
    r"-n(?P<n>[1-9][0-9]*)-d(?P<d>[1-9][0-9]*)(?:-h(?P<h>[1-9][0-9]*))?-k(?P<k>[1-9][0-9]*)-(?P<number>[0-9]{2,4})"
)


class RecipeError(ValueError):
    """An id that no vector can be made from; the message says why."""


@dataclass(frozen=True)
class Recipe:
    """What the id of a made vector says.

    Attributes
    ----------
    hidden, output, loss, reduction : str
        The network's words, as SPEC.md has them; hidden is "none" without hidden layer.
    bh, bout : str
        "1" there, "0" absent, "l" one for the layer.
    rate : str
        The learning rate in decimal.
    n, d, h, k : int
        Samples, features, hidden neurons (0 without hidden layer), outputs.
    number : int
        Tells vectors of the same kind apart; it also chooses the flavour of their numbers.
    decay, place : str
        A weight decay in decimal and where it acts; both empty without.
    weights, classes : bool
        Whether rows have weights, and whether targets are classes.
    """

    hidden: str
    output: str
    loss: str
    reduction: str
    bh: str
    bout: str
    rate: str
    n: int
    d: int
    h: int
    k: int
    number: int
    decay: str = ""
    place: str = ""
    weights: bool = False
    classes: bool = False

    def __str__(self) -> str:
        return PREFIX + "-".join([*self.words(), *self.options(), *self.sizes(), f"{self.number:02d}"])

    def words(self) -> list[str]:
        """The words of the network."""
        loss = next(short for short, name in LOSSES.items() if name == self.loss)
        return [self.hidden, *([] if loss in FIXED else [self.output]), loss, self.reduction]

    def options(self) -> list[str]:
        """Biases, learning rate and what else there is."""
        place = next((letter for letter, name in PLACES.items() if name == self.place), "")
        given = {f"c{self.decay}{place}": bool(self.decay), "w": self.weights, "o": self.classes}
        return [f"b{self.bh}{self.bout}", f"r{self.rate}", *(text for text, there in given.items() if there)]

    def sizes(self) -> list[str]:
        """The sizes."""
        return [f"{name}{getattr(self, name)}" for name in "ndhk" if getattr(self, name)]


def parse(id: str) -> Recipe:
    """Read an id.

    Raises
    ------
    RecipeError
        If no vector can be made from it.

    Examples
    --------
    >>> parse("made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-07").output
    'sigmoid'
    """
    found = PATTERN.fullmatch(id)
    if found is None:
        raise RecipeError(
            f"{id!r} is no id of a made vector; write it as made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-07 or "
            "made/relu-identity-squared-sum-b11-r0.1-n5-d3-h4-k2-01 (docs/testing-your-own.md says what the parts mean)"
        )
    recipe = recipe_of(found.groupdict())
    for complaint in complaints(recipe, found.groupdict()):
        raise RecipeError(f"{id}: {complaint}")
    if str(recipe) != id:
        raise RecipeError(f"{id!r} is written as {str(recipe)!r}")
    return recipe


def recipe_of(parts: dict[str, str | None]) -> Recipe:
    """The recipe of the parts of an id."""
    words: Any = {name: parts[name] or "" for name in ("hidden", "reduction", "bh", "bout", "rate", "decay")}
    sizes: Any = {name: int(parts[name] or 0) for name in ("n", "d", "h", "k", "number")}
    loss = parts["loss"] or ""
    return Recipe(
        **words,
        **sizes,
        output=parts["output"] or FIXED.get(loss, ""),
        loss=LOSSES[loss],
        place=PLACES.get(parts["place"] or "", ""),
        weights=bool(parts["weights"]),
        classes=bool(parts["classes"]),
    )


def complaints(recipe: Recipe, parts: dict[str, str | None]) -> list[str]:
    """The faults of a recipe."""
    loss = parts["loss"] or ""
    hidden = recipe.hidden != "none"
    checks = {
        f"there is no hidden activation {recipe.hidden!r}; write {', '.join(HIDDEN)}": recipe.hidden not in HIDDEN,
        f"after {loss} comes no output activation: it is {FIXED.get(loss)}": bool(parts["output"]) and loss in FIXED,
        f"before squared stands an output activation: {', '.join(OUTPUT)}": loss == "squared"
        and recipe.output not in OUTPUT,
        "without hidden layer there is no h and no hidden bias": not hidden and (recipe.h > 0 or recipe.bh != "0"),
        "h is missing": hidden and recipe.h == 0,
        "softmax has two outputs or more (SPEC.md, 2.3)": recipe.output == "softmax" and recipe.k < 2,
        "one bias for a layer of one neuron is written as 1": "l"
        in (recipe.bh * (recipe.h == 1), recipe.bout * (recipe.k == 1)),
        "the learning rate has to be finite and above 0": not 0 < float(recipe.rate) < 1e300,
        f"it is too large: (d + k) * n * h may be {MOST}": (recipe.d + recipe.k) * recipe.n * max(1, recipe.h) > MOST,
        "numbers begin with 01": recipe.number == 0,
    }
    return [complaint for complaint, wrong in checks.items() if wrong]
