"""The search: declarations and single mistakes, then pairs, then part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from onehidden_conformance.bounds.single import right_digits, single_precision
from onehidden_conformance.findings.diagnosis.estimates import estimated
from onehidden_conformance.findings.diagnosis.evidence import Answers, Case, cases_of, largest
from onehidden_conformance.findings.diagnosis.matching import DOUBLE, SINGLE, Fit, Precision, fit, fit_of_form
from onehidden_conformance.findings.diagnosis.pairs import Named, pairs_of
from onehidden_conformance.findings.diagnosis.parts import ENDS, Parts, parts_of
from onehidden_conformance.findings.diagnosis.words import DECLARATION, MISTAKE, PAIR, PARTS, Match, first_line
from onehidden_conformance.findings.diagnosis.words import SINGLE as SINGLE_WORDS
from onehidden_conformance.judging.answers import Vector
from onehidden_conformance.made.choosing import Seen, sights
from onehidden_conformance.mistakes import MISTAKES, Mistake, forms_of
from onehidden_conformance.mistakes.declarations import DECLARATIONS
from onehidden_conformance.numbers.bits import Array

RESULTS = ("output", *ENDS)
"""What an update is for; how it is computed on the way is mentioned only if it fits too."""

MOST_PAIRS = 6
"""How many pairs are named; if more fit, the vectors tell too little."""

MOST_FORMS = 8
"""Forms of a mistake that are tried together with others."""

IN_SINGLE = " And it computes in single precision."

WRITTEN = 2.0**-29
"""How far a number of single precision is off at most when it was written with 9 digits and read."""

LEAST_OF_SINGLE, MOST_OF_SINGLE = 2.0**-34, 2.0**-4
"""Relative errors between which single precision is tried."""


@dataclass(frozen=True)
class Candidate:
    """What may explain an implementation: a declaration or a mistake, in all its forms."""

    name: str
    kind: str
    forms: tuple[type[Mistake], ...]

    def match(self, found: Fit, single: bool = False) -> Match:
        """The match."""
        first, *others = self.forms[0].explanation().split("\n")
        text = "\n".join([f"{first}{IN_SINGLE if single else ''}", *others])
        return Match(self.name, found.telling, found.telling, text, found.identical, self.kind, (self.name,))


def candidates(cases: Sequence[Case]) -> list[Candidate]:
    """Declarations first, then all known mistakes."""
    declarations = [Candidate(kind.name, DECLARATION, (kind,)) for kind in (*DECLARATIONS, *estimated(cases))]
    return [*declarations, *(Candidate(name, MISTAKE, tuple(forms_of(name))) for name in MISTAKES)]


def diagnose(answers: Answers, vectors: Iterable[Vector]) -> list[Match]:
    """Find what explains what an implementation has answered.

    Parameters
    ----------
    answers : mapping
        By the vector's id: the steps that the implementation has given, as many as it shows, or its training.
    vectors : iterable of vectors
        Those of the answers; others are ignored.

    Returns
    -------
    list of Match
        Declarations for which it is right first, then mistakes, then pairs of mistakes; several if the vectors cannot
        tell them apart; none if nothing explains everything.
    """
    asked = [vector for vector in vectors if vector["id"] in answers]
    cases = in_order(cases_of(answers, asked))
    if all(case.identical for case in cases):
        return []
    return next(filter(None, attempts(cases, asked)), [])


def in_order(cases: Sequence[Case]) -> list[Case]:
    """Wrong cases first, then right ones; the small ones first in both."""
    return sorted(cases, key=lambda case: (not case.wrong, case.work))


def attempts(cases: Sequence[Case], asked: Sequence[Vector]) -> Iterator[list[Match]]:
    """What is tried, one after the other; the first that finds something ends it.

    Several mistakes at once are looked for among those alone that the vectors can show.
    """
    tried = candidates(cases)
    views = [cases, *results_only(cases)]
    for view in views:
        yield singles(view, tried, DOUBLE)
    yield in_single_precision(cases)
    precision = SINGLE if all(map(is_single, cases)) else DOUBLE
    chosen = [case for case in cases if precision is DOUBLE or fits_single(case)]
    views = [chosen, *results_only(chosen)]
    if precision is SINGLE:
        for view in views:
            yield singles(view, tried, precision)
    tried = visible(tried, cases, asked)
    lost = [case for case in chosen if is_lost(case)]
    if lost and len(lost) < len(chosen):
        kept = [case for case in chosen if not is_lost(case)]
        yield with_lost(without_lost(kept, tried, precision), lost, tried)
        if not any(case.wrong for case in kept):
            return
    for view in views:
        yield pairs(view, tried, precision)
    yield by_parts(views[-1], tried, precision)


def visible(tried: Sequence[Candidate], cases: Sequence[Case], asked: Sequence[Vector]) -> list[Candidate]:
    """The candidates without the mistakes of which the coverage of these vectors says that they could not be seen."""
    seen = Seen(frozenset[str]().union(*(case.given for case in cases if case.is_update)))
    for sight in sights([vector for vector in asked if vector["kind"] == "step"]):
        seen.look(sight)
    return [each for each in tried if each.kind == DECLARATION or each.name not in seen.unseen]


# ---- numbers that are lost -------------------------------------------------------------------------------------------


def is_lost(case: Case) -> bool:
    """Whether an update has NaN or infinities where numbers are expected: one overflow hides every other mistake."""
    return case.is_update and any(
        np.shape(given) == np.shape(case.expected[name])
        and (np.isfinite(case.expected[name]) & ~np.isfinite(given)).any()
        for name, given in case.given.items()
        if name in case.wrong
    )


def without_lost(cases: Sequence[Case], tried: Sequence[Candidate], precision: Precision) -> list[Match]:
    """What explains the vectors on which no number is lost."""
    views = [cases, *results_only(cases)]
    found = (search(view, tried, precision) for search in (singles, pairs) for view in views)
    return next(filter(None, found), []) or by_parts(views[-1], tried, precision)


def with_lost(matches: list[Match], lost: Sequence[Case], tried: Sequence[Candidate]) -> list[Match]:
    """The same with what explains the others."""
    outputs = [case.showing(("output",)) for case in lost]
    names = [f"`{match.mistake}`" for match in singles(outputs, tried, DOUBLE) if match.kind == MISTAKE]
    why = f": there it fits {' or '.join(names[:MOST_PAIRS])}" if names else ""
    text = f" On {len(lost)} more it gave NaN or infinity{why}."
    return [replace(match, explanation=first_line(match.explanation) + text) for match in matches]


def results_only(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """The same cases by their results alone, if more was shown and these are wrong."""
    shown = [case.showing(RESULTS) if case.is_update else case for case in cases]
    more = any(set(case.given) - set(RESULTS) for case in cases if case.is_update)
    if more and any(case.wrong for case in shown) and all(case.given for case in shown):
        yield shown


def singles(cases: Sequence[Case], tried: Sequence[Candidate], precision: Precision) -> list[Match]:
    """The candidates that explain everything; only those that have all bits, if there are any."""
    found = [(candidate, fit(candidate.forms, cases, precision)) for candidate in tried]
    matches = [candidate.match(result, precision is SINGLE) for candidate, result in found if result is not None]
    exact = [match for match in matches if match.identical]
    return sorted(exact or matches, key=lambda match: (match.kind != DECLARATION, -match.of))


# ---- single precision ------------------------------------------------------------------------------------------------


def in_single_precision(cases: Sequence[Case]) -> list[Match]:
    """Whether the network is right but for its precision, and with how many digits."""
    wrong = [case for case in cases if case.wrong]
    if not wrong or not all(case.is_update and is_single(case) and may_be_single(case) for case in wrong):
        return []
    judged = [(case, limits) for case in cases if case.is_update and (limits := single_precision(case.vector))]
    digits = [right_digits(case.vector, case.given, limits) for case, limits in judged]
    if not digits or None in digits:
        return []
    fewest = min(number for number in digits if number is not None)
    text = (
        f"Right in single precision, with {fewest} digits or more.\n\nLevel 1 needs double precision: declare single "
        "precision, or compute in float64 from the first number to the last."
    )
    count = sum(bool(case.wrong) for case, _ in judged)
    return [Match(SINGLE_WORDS, count, count, text, False, DECLARATION, (SINGLE_WORDS,))]


def may_be_single(case: Case) -> bool:
    """Whether the wrong results are no farther off than single precision may bring them."""
    pairs = [(case.given[name], case.expected[name]) for name in case.wrong]
    if any(np.shape(given) != np.shape(expected) for given, expected in pairs):
        return False
    apart, sizes = (max(map(largest, part)) for part in zip(*(differences(*pair) for pair in pairs), strict=True))
    return not fits_single(case) or LEAST_OF_SINGLE * sizes < apart < MOST_OF_SINGLE * sizes


def differences(given: Array, expected: Array) -> tuple[list[Array], list[Array]]:
    """How far a tensor is off, and what it should be."""
    with np.errstate(all="ignore"):
        return [np.abs(given - expected)], [expected]


def fits_single(case: Case) -> bool:
    """Whether all numbers of a case lie in the range of single precision."""
    if not case.is_update:
        return False
    _, *numbers, _ = case.update
    arrays = [np.abs(np.ravel(value)) for value in numbers if value is not None]
    arrays += [np.abs(np.ravel(value)) for value in case.expected.values() if isinstance(value, np.ndarray)]
    everything = np.concatenate(arrays)
    there = everything[everything > 0.0]
    return bool((there < SINGLE.largest).all() and (there > SINGLE.smallest).all())


def is_single(case: Case) -> bool:
    """Whether every number that was given is one of single precision, or that written with 9 digits."""
    arrays = [np.ravel(value) for value in case.given.values() if isinstance(value, np.ndarray)]
    numbers = np.concatenate(arrays) if arrays else np.zeros(0)
    finite = numbers[np.isfinite(numbers)]
    with np.errstate(all="ignore"):
        return bool((np.abs(finite.astype(np.float32) - finite) <= WRITTEN * np.abs(finite)).all())


# ---- several at once -------------------------------------------------------------------------------------------------


def named(tried: Sequence[Candidate]) -> list[Named]:
    """Every form of every candidate; of one that differs in a number only, the form of the catalogue."""
    forms = {each.name: each.forms[:1] if len(each.forms) > MOST_FORMS else each.forms for each in tried}
    return [(candidate.name, candidate.kind, form) for candidate in tried for form in forms[candidate.name]]


def pairs(cases: Sequence[Case], tried: Sequence[Candidate], precision: Precision) -> list[Match]:
    """Two at once that explain everything."""
    found: dict[tuple[str, str], Match] = {}
    for a, b, form in pairs_of(named(tried), cases, precision):
        names = (a.name, b.name)
        result = fit_of_form(form, cases, precision) if names not in found and len(found) < MOST_PAIRS else None
        if result is not None:
            texts = [f"{quoted(x.name, x.kind)}: {first_line(x.form.explanation())}" for x in (a, b)]
            both = " and ".join(quoted(x.name, x.kind) for x in (a, b))
            found[names] = Match(both, result.telling, result.telling, " ".join(texts), result.identical, PAIR, names)
    exact = [match for match in found.values() if match.identical]
    return exact or list(found.values())


def by_parts(cases: Sequence[Case], tried: Sequence[Candidate], precision: Precision) -> list[Match]:
    """A mistake for each wrong result."""
    parts = parts_of(named(tried), cases, precision)
    if parts is None:
        return []
    count = sum(bool(case.wrong) for case in cases)
    names = tuple(name for name, _, _ in chosen_of(parts))
    said = [*(quoted(name, kind) for name, kind, _ in chosen_of(parts)), *parts.factors]
    return [Match(" and ".join(said), count, count, " ".join(texts_of(parts)), False, PARTS, names)]


def chosen_of(parts: Parts) -> list[Named]:
    """The mistakes of all parts."""
    return list(dict.fromkeys([*([parts.forward] if parts.forward else []), *parts.parts]))


def texts_of(parts: Parts) -> Iterator[str]:
    """Which mistake explains which result."""
    if parts.forward:
        yield f"output: {quoted(*parts.forward[:2])}."
    for (name, kind, _), results in parts.parts.items():
        yield f"{', '.join(results)}: {quoted(name, kind)}."
    yield from (f"{factor[0].upper()}{factor[1:]}." for factor in parts.factors)
    if parts.unknown:
        yield f"{', '.join(parts.unknown)}: nothing known fits."


def quoted(name: str, kind: str) -> str:
    """A mistake in backticks, a declaration as it is."""
    return name if kind == DECLARATION else f"`{name}`"
