"""Chooses vectors for what an implementation declares, until every known mistake that can be seen is seen by two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, Protocol

from onehidden_conformance.made.recipes import Recipe
from onehidden_conformance.made.values import usual
from onehidden_conformance.made.vectors import draft, vector
from onehidden_conformance.made.visibility import Shown, Sight, sight_of, sight_of_draft
from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.numbers.comparison import ACCURATE

ENOUGH = 2
"""Vectors that must see a mistake."""
LEAST = 24
"""Vectors that run at least, published and made together."""
OF_EACH = 2
"""Vectors of each combination of activations, loss and reduction."""
TRIES = 42
"""Vectors that are tried for the mistakes that nothing has seen twice."""
LARGEST = 1_500
"""Numbers of X, y and weights beyond which a vector is not tried on mistakes: smaller ones see the same."""


class Wanted(Protocol):
    """What an implementation declares, as far as vectors are made for it (`implementations.declaration`)."""

    rows: int | None
    shapes: Mapping[str, int] | None
    labels: int | None
    decays: Sequence[tuple[str, str]]
    """Coefficients and places of a weight decay that are asked for; ("", "") for none."""
    features: Collection[str]

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
    choices = (shapes, wanted.bias_signs, wanted.rates, wanted.decays)
    weighted = "sample_weight" in wanted.features
    for round_ in count():
        for at, (hidden, output, loss, reduction) in enumerate(wanted.combinations):
            (n, d, h, k), signs, rate, (decay, place) = (pick[(round_ + at) % len(pick)] for pick in choices)
            k = max(k, 2) if output == "softmax" else k
            h, signs = (0, f"0{signs[1]}") if hidden == "none" else (h, signs)
            signs = one_neuron(signs, h, k)
            options = {"decay": decay, "place": place, "classes": wanted.labels is not None}
            recipe = Recipe(hidden, output, loss, reduction, *signs, rate, n, d, h, k, number_at(round_ + at), **options)
            yield recipe if not (weighted and round_ % 3 == 2) else with_weights(recipe)


def with_weights(recipe: Recipe) -> Recipe:
    """The same with sample weights."""
    return Recipe(**{**vars(recipe), "weights": True})


def fitted(shape: tuple[int, int, int, int], wanted: Wanted) -> tuple[int, ...]:
    """A shape with what is fixed of it."""
    fixed = {**({} if wanted.rows is None else {"n": wanted.rows}), **(wanted.shapes or {})}
    return tuple(fixed.get(name, size) for name, size in zip("ndhk", shape, strict=True))


def one_neuron(signs: str, h: int, k: int) -> str:
    """Signs of biases in which a layer of one neuron has its own."""
    return "".join("1" if sign == "l" and width == 1 else sign for sign, width in zip(signs, (h, k), strict=True))


# ---- until every mistake is seen -------------------------------------------------------------------------------------


@dataclass
class Seen:
    """How many vectors have seen each mistake of an update, as far as an implementation shows its steps."""

    shown: Shown
    level: int = ACCURATE
    times: dict[str, int] = field(default_factory=lambda: {})

    def __post_init__(self) -> None:
        self.times = {name: 0 for name, mistake in MISTAKES.items() if counts(mistake, self.level)}

    @property
    def lacking(self) -> list[str]:
        """The mistakes that too few vectors have seen."""
        return [name for name, times in self.times.items() if times < ENOUGH]

    @property
    def unseen(self) -> list[str]:
        """The mistakes that no vector has seen."""
        return [name for name, times in self.times.items() if times == 0]

    def look(self, sight: Sight) -> bool:
        """Let one more vector look for what is lacking; tell whether it saw any of it."""
        seen = [name for name in self.lacking if sight.sees(MISTAKES[name], self.shown, self.level)]
        for name in seen:
            self.times[name] += 1
        return bool(seen)

    def promised(self, recipe: Recipe) -> bool:
        """Whether a vector would see something that is lacking, as far as one can tell without its bounds."""
        sight = sight_of_draft(draft(recipe))
        return any(sight.sees(MISTAKES[name], self.shown, self.level) for name in self.lacking)


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


def possible(combinations: Sequence[tuple[str, str, str, str]], level: int = ACCURATE) -> list[str]:
    """The mistakes that such networks could show, had they all biases, any rate and rows, and showed every step."""
    seen, everything = Seen(None, level), Everything(tuple(combinations[:MOST_COMBINATIONS]))
    for recipe in islice(recipes(everything, any_number), TRIES):
        sight = sight_of_draft(draft(recipe))
        for name in seen.unseen:
            seen.times[name] += sight.sees(MISTAKES[name], None, level)
    return [name for name, times in seen.times.items() if times]


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
    return len(vector["X"]["bits"]) * wout[0] + len(vector["y"]["bits"])
