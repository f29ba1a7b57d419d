"""Finds out by trying what an implementation did not declare: its biases, learning rate, rows and outputs.

Tried is only what it did not say itself, with small networks of a kind that it declares. What it skips or refuses is
beyond it; an answer, and even a crash, shows that it took what it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from onehidden_conformance.implementations import Broken, Implementation, Refused, Skipped
from onehidden_conformance.implementations.declaration import Declaration, in_decimal
from onehidden_conformance.made.choosing import one_neuron
from onehidden_conformance.made.recipes import Recipe
from onehidden_conformance.made.vectors import draft, given
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.vectors.arguments import network_arguments

MOST_TRIES = 150
WORDS = {"11": "both", "10": "hidden", "01": "output", "00": "none", "ll": "layer"}
UNTOLD = ("11", "10", "01", "00")
"""Biases that are tried where nothing was declared; one for a layer has another shape, and must be declared."""
TRIPLE = re.compile(r"(?<![\w.])(\d+)\D{1,4}(\d+)\D{1,4}(\d+)(?![\w.])")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
Point = tuple[str, str, int, tuple[int, int, int], bool]
"""Signs of the biases, learning rate, rows, (d, h, k), and whether targets are classes."""
SIZES = ((3, 4, 2), (3, 4, 1), (2, 2, 2), (2, 2, 1), (2, 3, 1), (2, 4, 1), (4, 3, 3))
MOST_SIZE = 64
MOST_WORDS = 5


@dataclass
class Trials:
    """Tries of one implementation: which networks it has answered, and what it said of the others."""

    implementation: Implementation
    declaration: Declaration
    tried: dict[Point, bool] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    leads: list[Point] = field(default_factory=list)
    """Networks that were turned away in words not heard before: what they change may have been one thing of several."""

    def answers(self, point: Point) -> bool:
        """Whether it takes a network."""
        if point not in self.tried:
            self.tried[point] = self.ask(point)
        return self.tried[point]

    def ask(self, point: Point) -> bool:
        """Try one network."""
        vector = given(draft(recipe_of(point, self.declaration)))
        X, y, rate = (to_array(vector[name]) for name in ("X", "y", "learning_rate"))
        try:
            self.implementation.step(network_arguments(vector["network"]), X, y, float(rate))
        except Skipped as skipped:
            self.hear(point, skipped.reason)
            return False
        except Refused as refusal:
            self.hear(point, refusal.message)
            return refusal.code is None
        return True

    def hear(self, point: Point, words: str) -> None:
        """Remember why a network was turned away."""
        if words not in self.words:
            self.leads.append(point)
        self.words.append(words)


def recipe_of(point: Point, declaration: Declaration) -> Recipe:
    """A small network of the first kind that is declared."""
    (hidden, output, loss, reduction), (signs, rate, n, (d, h, k), hard) = declaration.combinations[0], point
    sizes: Any = {"n": n, "d": d, "h": h, "k": max(k, 2) if output == "softmax" else k, **(declaration.shapes or {})}
    sizes["h"] = 0 if hidden == "none" else sizes["h"]
    bh, bout = one_neuron(signs, sizes["h"], sizes["k"])
    classes = hard or declaration.labels is not None
    return Recipe(hidden, output, loss, reduction, bh, bout, rate, **sizes, number=1, classes=classes)


@dataclass(frozen=True)
class Discovery:
    """What trying has added to a declaration, and how that is told."""

    declaration: Declaration
    notes: tuple[str, ...] = ()


def discover(implementation: Implementation) -> Discovery:
    """Try what an implementation does not declare; where it breaks down, what it declared stands."""
    declaration = implementation.declaration
    if "step" not in declaration.kinds or not declaration.combinations:
        return Discovery(declaration)
    trials = Trials(implementation, declaration)
    try:
        point = first_answer(trials)
        if point is None:
            return Discovery(
                declaration, (f"it took none of {len(trials.tried)} small networks, for: {last_words(trials)}",)
            )
        return found(trials, point)
    except Broken:
        return Discovery(declaration)


def first_answer(trials: Trials) -> Point | None:
    """The first network that it takes: the usual one, or the one that differs from it in the fewest things."""
    while len(trials.tried) < MOST_TRIES:
        untried = [point for point in points(trials) if point not in trials.tried]
        if not untried:
            return None
        if trials.answers(untried[0]):
            return untried[0]
    return None


def last_words(trials: Trials) -> str:
    """All that the network has said, each once and the last first."""
    return "; ".join(list(dict.fromkeys(reversed(trials.words)))[:MOST_WORDS])


def points(trials: Trials) -> list[Point]:
    """What may be tried, the most usual first; numbers that it has mentioned may be its learning rate or its rows."""
    d = trials.declaration
    mentioned = list(dict.fromkeys(number for words in trials.words for number in NUMBER.findall(words)))
    rates = ["0.1", "1", "0.01", "0.5", *(in_decimal(float(x)) for x in mentioned if 0 < float(x) <= 10)]
    rows = [5, 1, *(int(x) for x in mentioned if x.isdigit() and 1 < int(x) <= 64)]
    choices: tuple[Sequence[Any], ...] = (
        list(UNTOLD) if d.biases == "any" and "biases" not in d.said else list(dict.fromkeys(d.bias_signs)),
        list(dict.fromkeys(rates)) if "learning_rate" not in d.said else d.rates,
        list(dict.fromkeys(rows)) if "rows" not in d.said else [d.rows or 5],
        sizes_of(trials),
        [False, True] if "labels" not in d.said else [d.labels is not None],
    )
    leads = [*reversed(trials.leads), tuple(choice[0] for choice in choices)]
    return sorted(product(*choices), key=lambda point: distance(point, choices, leads))


def sizes_of(trials: Trials) -> list[tuple[int, int, int]]:
    """Sizes that may be tried: three numbers that it has mentioned in a row may be its own."""
    fixed = trials.declaration.shapes or {}
    heard = [[int(x) for x in found] for words in dict.fromkeys(trials.words) for found in TRIPLE.findall(words)]
    mentioned = [(d, h, k) for d, h, k in heard if min(d, h, k) > 0 and max(d, h, k) <= MOST_SIZE]
    usual = (*SIZES[:2], *mentioned, *SIZES[2:])
    return list(dict.fromkeys((fixed.get("d", d), fixed.get("h", h), fixed.get("k", k)) for d, h, k in usual))


def distance(point: Point, choices: Sequence[Sequence[Any]], leads: Sequence[Point]) -> tuple[int, int, int]:
    """In how many things a network differs from the nearest lead, which lead that is, and how far down lists it is.

    Where all were turned away in the same words, sizes and classes come after everything else.
    """
    rare = 1 if len(leads) > 2 else 4
    differs = [sum(a != b for a, b in zip(point[:3], lead[:3], strict=True)) for lead in leads]
    for at, lead in enumerate(leads):
        differs[at] += 0 if point[3] == lead[3] else 1 if point[3] in choices[3][:2] else rare
        differs[at] += 0 if point[4] == lead[4] else rare
    nearest = min(differs)
    places = [choice.index(value) for value, choice in zip(point, choices, strict=True)]
    return nearest, differs.index(nearest), sum(places)


# ---- what is concluded -----------------------------------------------------------------------------------------------


def found(trials: Trials, point: Point) -> Discovery:
    """Vary the network that it takes in one thing after the other, and conclude."""
    changes: dict[str, Any] = {}
    notes: list[str] = []
    for key, value, note in (
        *biases_of(trials, point),
        *rate_of(trials, point),
        *rows_of(trials, point),
        *outputs_of(trials, point),
        *targets_of(trials, point),
    ):
        changes[key] = value
        notes.append(note)
    return Discovery(replace(trials.declaration, **changes), tuple(notes))


Conclusion = Iterator[tuple[str, Any, str]]


def biases_of(trials: Trials, point: Point) -> Conclusion:
    """Which biases it has."""
    if "biases" in trials.declaration.said:
        return
    signs = [sign for sign in WORDS if sign != "ll" and trials.answers((sign, *point[1:]))]
    if len(signs) == 4:
        return
    word = WORDS["11" if "11" in signs else point[0]]
    refused = "one bias for each neuron" if word == "layer" else REFUSED[word]
    yield "biases", word, f"it refused every network {refused}: treated as `biases` {word}"


REFUSED = {
    "both": "without a bias in one of its layers",
    "hidden": "but those with a hidden bias alone",
    "output": "but those with an output bias alone",
    "none": "with biases",
}


def rate_of(trials: Trials, point: Point) -> Conclusion:
    """Whether its learning rate is fixed."""
    others = [rate for rate in ("0.3", "0.1") if rate != point[1]]
    if "learning_rate" in trials.declaration.said or any(trials.answers((point[0], r, *point[2:])) for r in others):
        return
    rate = float(point[1])
    yield "learning_rate", rate, f"it refused every learning rate but {rate:g}: treated as `learning_rate` {rate:g}"


def rows_of(trials: Trials, point: Point) -> Conclusion:
    """Whether it takes a fixed number of samples."""
    others = [rows for rows in (3, 4) if rows != point[2]]
    if "rows" in trials.declaration.said or any(trials.answers((*point[:2], n, *point[3:])) for n in others):
        return
    yield "rows", point[2], f"it refused every number of samples but {point[2]}: treated as `rows` {point[2]}"


def outputs_of(trials: Trials, point: Point) -> Conclusion:
    """Whether its sizes are fixed, or its outputs alone."""
    d, h, k = point[3]
    fixed = trials.declaration.shapes or {}
    if not any(trials.answers((*point[:3], sizes, point[4])) for sizes in ((d + 2, h + 1, k), (d + 1, h + 2, k))):
        words = "-".join(map(str, point[3]))
        yield (
            "shapes",
            {**fixed, "d": d, "h": h, "k": k},
            f"it refused every size but {words}: treated as `shapes` {words}",
        )
    elif k == 1 and not trials.answers((*point[:3], (d, h, 3), point[4])):
        yield (
            "shapes",
            {**fixed, "k": 1},
            "it refused every network with more than one output: treated as `shapes` with k 1",
        )


def targets_of(trials: Trials, point: Point) -> Conclusion:
    """Whether its targets have to be classes, though it takes them as rows of outputs."""
    if point[4] and "labels" not in trials.declaration.said:
        yield "labels", 0, "it refused targets that are no classes: asked with one 1 in each row"
