"""More than two mistakes: each result that is wrong explained by itself.

Losses and updated parameters are ends: nothing is computed from them. So each may have a mistake of its own, on top of
one in the forward pass that they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onehidden_conformance.findings.diagnosis.evidence import Case
from onehidden_conformance.findings.diagnosis.factors import factor_in_words
from onehidden_conformance.findings.diagnosis.matching import Precision, fit_of_form
from onehidden_conformance.findings.diagnosis.pairs import Named, together
from onehidden_conformance.numbers.comparison import IDENTICAL

ENDS = ("loss", "updated_wout", "updated_bout", "updated_wh", "updated_bh")


@dataclass(frozen=True)
class Parts:
    """What explains each wrong result.

    Attributes
    ----------
    forward : Named or None
        The mistake in the forward pass they share.
    parts : mapping
        By mistake: the results that it explains.
    factors : tuple of str
        Updates that are right up to a factor, in words.
    unknown : tuple of str
        The results that nothing explains.
    """

    forward: Named | None
    parts: Mapping[Named, tuple[str, ...]]
    factors: tuple[str, ...]
    unknown: tuple[str, ...]


def parts_of(candidates: Sequence[Named], cases: Sequence[Case], precision: Precision) -> Parts | None:
    """Explain the wrong results, as many as can be, with as few mistakes as can be; None if none can be."""
    updates = [case for case in cases if case.is_update]
    wrong = sorted(frozenset[str]().union(*(case.wrong for case in updates)))
    tried = [named for named in candidates if named[2].kind == "step" and named[2].level != IDENTICAL]
    if not wrong or not set(wrong) <= {"output", *ENDS}:
        return None
    ends = [name for name in ENDS if name in wrong]
    found = [parts_on(base, ends, tried, updates, precision) for base in bases(tried, updates, precision)]
    return min((parts for parts in found if parts.parts or parts.factors), key=lambda p: len(p.unknown), default=None)


def parts_on(
    base: Named | None, ends: Sequence[str], tried: Sequence[Named], cases: Sequence[Case], precision: Precision
) -> Parts:
    """What explains each result on top of one mistake in the forward pass."""
    explained = {name: explaining(name, base, tried, cases, precision) for name in ends}
    factors = {name: factor_in_words(cases, name) for name in ends if not explained[name] and base is None}
    left = tuple(name for name in ends if not explained[name] and not factors.get(name))
    covered = covering({name: by for name, by in explained.items() if by})
    return Parts(base, covered, tuple(filter(None, factors.values())), left)


def bases(tried: Sequence[Named], cases: Sequence[Case], precision: Precision) -> Iterator[Named | None]:
    """What explains the output: nothing where it is right."""
    if not any("output" in case.wrong for case in cases):
        yield None
        return
    outputs = [case.showing(("output",)) for case in cases]
    yield from (named for named in tried if fit_of_form(named[2], outputs, precision) is not None)


def explaining(
    name: str, base: Named | None, tried: Sequence[Named], cases: Sequence[Case], precision: Precision
) -> list[Named]:
    """The mistakes that explain one result everywhere, and leave the output right where it is.

    An infinity or NaN that comes from a wrong output explains nothing where the output was right.
    """
    judged = [case for case in cases if name in case.given and is_judged(case, name)]
    shown = [case.showing({name, "output"} - case.wrong | {name}) for case in judged]
    if base is not None and fit_of_form(base[2], shown, precision) is not None:
        return [base]
    found = []
    for named in tried:
        alone = base is None or named is base
        form = named[2] if alone else together(named[2], base[2])  # type: ignore[arg-type, index] # hashable
        if form is not None and fit_of_form(form, shown, precision) is not None:
            found.append(named)
    return found


def is_judged(case: Case, name: str) -> bool:
    """Whether a result tells anything: an infinite loss may come from an output of 0, whatever else is wrong."""
    return name != "loss" or bool(np.isfinite(case.given[name]).all())


def covering(explained: Mapping[str, Sequence[Named]]) -> dict[Named, tuple[str, ...]]:
    """Few mistakes that explain all results, those that explain most first."""
    left, chosen = dict(explained), {}
    while left:
        counts = {named: [name for name, by in left.items() if named in by] for by in left.values() for named in by}
        best = max(counts, key=lambda named: len(counts[named]))
        chosen[best] = tuple(counts[best])
        left = {name: by for name, by in left.items() if name not in chosen[best]}
    return chosen
