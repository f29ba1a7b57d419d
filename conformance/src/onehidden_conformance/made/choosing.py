"""Chooses vectors for what an implementation declares, until every known mistake that can be seen is seen by two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Any, Protocol

from onehidden_conformance.made.recipes import Recipe
from onehidden_conformance.made.values import usual
from onehidden_conformance.made.vectors import draft, vector
from onehidden_conformance.made.visibility import Shown, Sight, sight_of, sight_of_draft
from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.numbers.comparison import ACCURATE
from onehidden_conformance.oracle import STEPS

ENOUGH = 2
"""Vectors that must see a mistake."""
LEAST = 24
"""Vectors that run at least, published and made together."""
OF_EACH = 2
"""Vectors of each combination of activations, loss and reduction."""
GIVE_UP = 14
"""Vectors after which a mistake that none of them has seen is tried on promising ones only."""
TRIES = 28
"""Vectors that are tried for the mistakes that nothing has seen twice."""
LARGEST = 1_500
"""Numbers of X, y and weights beyond which a vector is not tried on mistakes: smaller ones see the same."""


Combination = tuple[str, str, str, str]
Shape = tuple[int, int, int, int]


class Wanted(Protocol):
    """What an implementation declares: the parts that made vectors depend on (`implementations.declaration`)."""

    @property
    def rows(self) -> int | None:
        """How many samples it takes at a time; None for any number."""

    @property
    def shapes(self) -> Mapping[str, int] | None:
        """What is fixed of n, d, h and k."""

    @property
    def labels(self) -> int | None:
        """Where class numbers begin; None where targets are rows of outputs."""

    @property
    def features(self) -> Collection[str]:
        """What else it can do."""

    @property
    def decays(self) -> Sequence[tuple[str, str]]:
        """Coefficients and places of a weight decay that are asked for; empty words for none."""

    @property
    def combinations(self) -> Sequence[tuple[str, str, str, str]]:
        """Hidden and output activation, loss and reduction that go together."""

    @property
    def bias_signs(self) -> Sequence[str]:
        """Pairs of signs as in an id, such as "11" and "l1"."""

    @property
    def rates(self) -> Sequence[str]:
        """Learning rates in decimal."""

    @property
    def shown(self) -> Shown:
        """The steps that it shows; None for all."""


SHAPES = (
    (5, 3, 4, 2),
    (4, 2, 3, 3),
    (3, 4, 2, 5),
    (1, 3, 4, 2),
    (4, 3, 4, 2),
    (6, 2, 5, 1),
    (3, 3, 3, 3),
    (2, 5, 3, 4),
    (7, 1, 2, 3),
    (4, 4, 6, 2),
    (3, 2, 1, 4),
)
"""n, d, h and k: all different, h = k, n = h, one sample, one output, one feature, one neuron, all equal."""


def recipes(wanted: Wanted, number_at: Callable[[int], int] = usual) -> Iterator[Recipe]:
    """Recipes for what is declared, without end: each combination in turn, everything else in cycles of its own."""
    shapes = list(dict.fromkeys(fitted(shape, wanted) for shape in SHAPES))
    weighted = "sample_weight" in wanted.features
    for round_ in count():
        for at, combination in enumerate(wanted.combinations):
            recipe = recipe_at(round_ + at, combination, shapes, wanted, number_at(round_ + at))
            yield replace(recipe, weights=weighted and round_ % 3 == 2)


def recipe_at(at: int, combination: Combination, shapes: Sequence[Shape], wanted: Wanted, number: int) -> Recipe:
    """What each cycle has at a place."""
    hidden, output, loss, reduction = combination
    n, d, h, k = shapes[at % len(shapes)]
    h, k = (0 if hidden == "none" else h), (max(k, 2) if output == "softmax" else k)
    bh, bout = one_neuron(wanted.bias_signs[at % len(wanted.bias_signs)], h, k)
    recipe = Recipe(hidden, output, loss, reduction, bh, bout, wanted.rates[at % len(wanted.rates)], n, d, h, k, number)
    decay, place = wanted.decays[at % len(wanted.decays)]
    return replace(recipe, decay=decay, place=place, classes=wanted.labels is not None)


def fitted(shape: Shape, wanted: Wanted) -> Shape:
    """A shape with what is fixed of it."""
    fixed = {**({} if wanted.rows is None else {"n": wanted.rows}), **(wanted.shapes or {})}
    n, d, h, k = (fixed.get(name, size) for name, size in zip("ndhk", shape, strict=True))
    return n, d, h, k


def one_neuron(signs: str, h: int, k: int) -> tuple[str, str]:
    """Signs of biases in which a layer of one neuron has its own, and one that is not there has none."""
    bh, bout = ("1" if sign == "l" and width == 1 else sign for sign, width in zip(signs, (h, k), strict=True))
    return (bh if h else "0"), bout


# ---- until every mistake is seen -------------------------------------------------------------------------------------


@dataclass
class Seen:
    """How many vectors have seen each mistake of an update, as far as an implementation shows its steps."""

    shown: Shown
    level: int = ACCURATE
    times: dict[str, int] = field(init=False)
    hidden: set[str] = field(init=False)
    looks: int = 0

    def __post_init__(self) -> None:
        self.times = {name: 0 for name, mistake in MISTAKES.items() if counts(mistake, self.level)}
        self.hidden = {name for name in self.times if comes_later(MISTAKES[name], self.shown)}

    @property
    def lacking(self) -> list[str]:
        """The mistakes that too few vectors have seen."""
        return [name for name, times in self.times.items() if times < ENOUGH]

    @property
    def unseen(self) -> list[str]:
        """The mistakes that no vector has seen."""
        return [name for name, times in self.times.items() if times == 0]

    def look(self, sight: Sight) -> bool:
        """Let one more vector look for the missing mistakes; return whether it saw any."""
        self.looks += 1
        candidates = [
            name for name in self.lacking if name not in self.hidden and (self.looks <= GIVE_UP or self.times[name])
        ]
        seen = [name for name in candidates if sight.sees(MISTAKES[name], self.shown, self.level)]
        for name in seen:
            self.times[name] += 1
        return bool(seen)

    def promised(self, recipe: Recipe) -> bool:
        """Whether a vector would see something that is lacking, as far as one can tell without its bounds."""
        sight = sight_of_draft(draft(recipe))
        names = [name for name in self.lacking if name not in self.hidden]
        promised = [name for name in names if sight.sees(MISTAKES[name], self.shown, self.level)]
        self.looks = 0 if promised else self.looks
        return bool(promised)


def comes_later(mistake: type[Mistake], shown: Shown) -> bool:
    """Whether a mistake shows first in steps that come after all that are shown."""
    last = max((STEPS.index(name) for name in shown or STEPS if name in STEPS), default=0)
    return min(STEPS.index(name) for name in mistake.steps) > last


def counts(mistake: type[Mistake], level: int) -> bool:
    """Whether a mistake is one of an update that a level can see."""
    return mistake.kind == "step" and mistake.level <= level


@dataclass(frozen=True)
class Choice:
    """Made vectors for an implementation, and the mistakes that none of its vectors can see."""

    ids: tuple[str, ...]
    unseen: tuple[str, ...]


def for_declaration(
    wanted: Wanted, published: Sequence[Mapping[str, Any]] = (), level: int = ACCURATE, least: int = LEAST
) -> Choice:
    """Choose vectors for what an implementation declares.

    Parameters
    ----------
    wanted : Wanted
        What it declares.
    published : sequence of vectors
        Those of the published ones that it has answered, of the kind `step`: they count, and are not chosen again.
    level : int
        At which it is judged: at level 2 mistakes count that only bits can show.
    least : int
        How many vectors there must be, published ones included.
    """
    seen, ids = Seen(wanted.shown, level), []
    for sight in sights(published):
        seen.look(sight)
    for recipe in islice(recipes(wanted), needed(wanted, published, least)):
        ids.append(str(recipe))
        seen.look(sight_of(vector(ids[-1])))
    for recipe in islice(recipes(wanted, any_number), TRIES):
        new = seen.lacking and str(recipe) not in ids and seen.promised(recipe)
        if new and seen.look(sight_of(vector(str(recipe)))):
            ids.append(str(recipe))
    return Choice(tuple(dict.fromkeys(ids)), tuple(seen.unseen))


def any_number(at: int) -> int:
    """The number of a vector at a place, counted from 0, the extreme ones included."""
    return at + 1


def needed(wanted: Wanted, published: Sequence[Mapping[str, Any]], least: int) -> int:
    """How many vectors are made whatever the published ones have seen."""
    combinations = [combination_of(vector) for vector in published]
    missing = [max(0, OF_EACH - combinations.count(each)) for each in wanted.combinations]
    rounds = max(missing, default=0)
    return max(least - len(published), rounds * len(wanted.combinations))


def possible(
    combinations: Sequence[tuple[str, str, str, str]], level: int = ACCURATE, known: Collection[str] = ()
) -> list[str]:
    """The mistakes that such networks could show, had they all biases, any rate and rows, and showed every step.

    Those that are `known` to show are not tried, and come first.
    """
    seen, everything = Seen(None, level), Everything(tuple(combinations[:MOST_COMBINATIONS]))
    seen.times |= dict.fromkeys(known, 1)
    for recipe in islice(recipes(everything, any_number), TRIES):
        sight = sight_of_draft(draft(recipe))
        for name in seen.unseen:
            seen.times[name] += sight.sees(MISTAKES[name], None, level)
    return [*known, *(name for name, times in seen.times.items() if times and name not in known)]


MOST_COMBINATIONS = 20


@dataclass(frozen=True)
class Everything:
    """What an implementation would declare that can do all that a combination allows."""

    combinations: Sequence[tuple[str, str, str, str]]
    rows: int | None = None
    shapes: Mapping[str, int] | None = None
    labels: int | None = None
    decays: Sequence[tuple[str, str]] = (("", ""),)
    features: Collection[str] = ()
    bias_signs: Sequence[str] = ("11",)
    rates: Sequence[str] = ("0.1", "0.5")
    shown: Shown = None


def combination_of(vector: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Hidden and output activation, loss and reduction of a vector."""
    network = vector["network"]
    hidden = network["hidden_activation"] if network["wh"] is not None else "none"
    return hidden, network["output_activation"], network["loss"], network["reduction"]


def sights(vectors: Sequence[Mapping[str, Any]]) -> Iterator[Sight]:
    """Vectors that mistakes are tried on, the small ones first."""
    sized = sorted(((size_of(vector), at) for at, vector in enumerate(vectors)))
    return (sight_of(vectors[at]) for size, at in sized if size <= LARGEST)


def size_of(vector: Mapping[str, Any]) -> int:
    """Numbers that a vector gives, times its hidden neurons."""
    wout = vector["network"]["wout"]["shape"]
    return int(len(vector["X"]["bits"]) * wout[0] + len(vector["y"]["bits"]))
