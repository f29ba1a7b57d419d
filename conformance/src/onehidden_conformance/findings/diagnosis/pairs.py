"""Two mistakes at once, where no single one explains an implementation.

Thousands of pairs are possible. The effects of each mistake alone show which pairs affect exactly the wrong
results; one small vector with many shapes tells nearly all of those apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TypeAlias

import numpy as np

from onehidden_conformance.findings.diagnosis.evidence import Case, comparable, richness
from onehidden_conformance.findings.diagnosis.matching import Precision, far_off
from onehidden_conformance.mistakes import Mistake
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.comparison import IDENTICAL
from onehidden_conformance.oracle import Oracle

SMALL = 60
"""Numbers in X of vectors that say what a mistake changes."""

MOST = 4
"""Such vectors."""


Named: TypeAlias = tuple[str, str, type[Mistake]]
"""The name, the kind and one form of a candidate."""


@dataclass(frozen=True)
class Single:
    """One form of a candidate, the tensors that it changes, and those that it explains by itself."""

    name: str
    kind: str
    form: type[Mistake]
    changes: frozenset[str]
    explains: frozenset[str]


@cache
def together(*forms: type[Mistake]) -> type[Mistake] | None:
    """An oracle that makes several mistakes at once; None where one of them contains the other."""
    try:
        return type("And".join(form.__name__ for form in forms), forms, {"level": min(form.level for form in forms)})
    except TypeError:
        return None


@cache
def overridden(form: type[Mistake]) -> frozenset[str]:
    """The methods that a mistake gets wrong."""
    own = form.__mro__[: form.__mro__.index(Mistake)]
    return frozenset(name for kind in own for name, value in vars(kind).items() if callable(value))


def both_orders(a: type[Mistake], b: type[Mistake]) -> Iterator[type[Mistake]]:
    """Two mistakes together; in both orders where the one that is asked first may hide the other."""
    orders = [(a, b), (b, a)] if overridden(a) & overridden(b) else [(a, b)]  # type: ignore[arg-type] # hashable
    yield from filter(None, (together(*order) for order in orders))  # type: ignore[arg-type] # hashable


def telling_cases(cases: Sequence[Case]) -> list[Case]:
    """Small updates that are wrong, the richest first, and what has a wrong tensor that none of those has."""
    updates = [case for case in cases if case.is_update and case.wrong and case.work <= SMALL]
    ranked = sorted(updates, key=lambda case: (-richness(case), case.work))
    chosen = ranked[:MOST]
    for case in ranked[MOST:]:
        if not case.wrong <= wrong_in(chosen):
            chosen.append(case)
    return chosen


def singles_of(candidates: Sequence[Named], cases: Sequence[Case], precision: Precision) -> Iterator[Single]:
    """The candidates that change something that is wrong, and nothing that is right."""
    wrong = wrong_in(cases)
    for name, kind, form in candidates:
        if form.kind == "step" and form.level != IDENTICAL:
            changes = frozenset[str]().union(*(changed(case, form, precision) for case in cases))
            if changes and changes <= wrong:
                far = frozenset[str]().union(*(unexplained(case, form, precision) for case in cases))
                yield Single(name, kind, form, changes, wrong - far)


def wrong_in(cases: Sequence[Case]) -> frozenset[str]:
    """The tensors that are wrong in any case."""
    return frozenset[str]().union(*(case.wrong for case in cases))


def changed(case: Case, form: type[Oracle], precision: Precision) -> set[str]:
    """What an oracle makes of a case that is not right."""
    predicted, right = case.predicted(form), case.right
    names = [name for name in comparable(case.given, predicted) if name in case.expected]
    return {
        name
        for name in names
        if far_off(right, name, predicted[name], precision) or not alike(case.expected[name], predicted[name])
    }


def unexplained(case: Case, form: type[Oracle], precision: Precision) -> set[str]:
    """What an oracle does not explain of a case."""
    predicted = case.predicted(form)
    return {name for name in comparable(case.given, predicted) if far_off(case, name, predicted[name], precision)}


def may_explain(a: Single, b: Single, wrong: frozenset[str]) -> bool:
    """Whether a pair may explain all that is wrong: what only one of them changes, that one must explain."""
    alone = (a.changes - b.changes, a), (b.changes - a.changes, b)
    return a.changes | b.changes == wrong and all(
        single.form.looks_ahead or names <= single.explains for names, single in alone
    )


def pairs_of(
    candidates: Sequence[Named], cases: Sequence[Case], precision: Precision
) -> Iterator[tuple[Single, Single, type[Mistake]]]:
    """The pairs that explain the telling cases roughly."""
    telling = telling_cases(cases)
    wrong = wrong_in(telling)
    for a, b in combinations(list(singles_of(candidates, telling, precision)), 2):
        if a.name != b.name and may_explain(a, b, wrong):
            for form in both_orders(a.form, b.form):
                if all(is_near(case, form, precision) for case in telling):
                    yield a, b, form


def is_near(case: Case, form: type[Mistake], precision: Precision) -> bool:
    """Whether a pair explains a case roughly; what it answers is not kept, for there are too many of them."""
    predicted = case.compute(form())
    names = comparable(case.given, predicted)
    return bool(names) and not any(
        far_off(case, name, predicted[name], precision) or not alike(case.given[name], predicted[name])
        for name in names
    )


def alike(given: Array, predicted: Array) -> bool:
    """Whether infinities and NaN stand in the same places."""
    finite = np.isfinite(given)
    return np.shape(given) == np.shape(predicted) and bool((finite == np.isfinite(predicted)).all())
