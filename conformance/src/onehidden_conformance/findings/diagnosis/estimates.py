"""Declarations with a number in them, found out from the answers: a learning rate that never changes, a decay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np

from onehidden_conformance.findings.diagnosis.evidence import Case
from onehidden_conformance.findings.diagnosis.pairs import telling_cases
from onehidden_conformance.mistakes import Mistake
from onehidden_conformance.mistakes.declarations import Declaration, of_rate
from onehidden_conformance.numbers.bits import Array
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.oracle import PARAMETERS

NEAR = 1e-6
"""How exactly a number must come out of one vector to be tried on all."""


class OtherDecay(Declaration):
    """A weight decay of its own."""

    decay = 0.0
    decaying: ClassVar[tuple[str, ...]] = ()
    by_rate = True

    def new_values(self, s: Any, name: str) -> Any:
        """Subtract the decay as well."""
        values = super().new_values(s, name)
        if name not in self.decaying:
            return values
        factor = self.decay * (s.learning_rate if self.by_rate else 1.0)
        return (np.array(values) - factor * np.array(getattr(s, name))).tolist()


def estimated(cases: Sequence[Case]) -> Iterator[type[Mistake]]:
    """Declarations that fit one telling vector whose updates have the right shapes."""
    fitting = [case for case in cases if all(fits(case, name) for name in PARAMETERS)]
    for case in telling_cases(fitting)[:1]:
        yield from rates_in(case)
        yield from decays_in(case)


def fits(case: Case, name: str) -> bool:
    """Whether an updated parameter, if it is shown, has the shape that it should have."""
    given: Any = case.given.get(f"updated_{name}")
    expected: Any = case.expected.get(f"updated_{name}")
    return given is None or np.shape(given) == np.shape(expected)


def rates_in(case: Case) -> Iterator[type[Mistake]]:
    """The learning rate that the updates of a vector have, if it is one for all parameters."""
    rate = case.update[3]
    ratios = [ratio_of(case, name) for name in PARAMETERS if f"updated_{name}" in case.given]
    if ratios and None not in ratios and rate and max(ratios) - min(ratios) <= NEAR * abs(ratios[0]):  # type: ignore[type-var, operator, arg-type]
        found = float(f"{ratios[0] * rate:.9g}")
        if found > 0.0 and found != 1.0:
            yield of_rate(found)


def ratio_of(case: Case, name: str) -> float | None:
    """How many times a parameter moved as far as it should; None where it moved elsewhere."""
    given, expected = moves(case, name)
    size = float(np.vdot(expected, expected))
    if not size or not np.isfinite(given).all():
        return None
    ratio = float(np.vdot(given, expected)) / size
    far = np.abs(given - ratio * expected).max()
    return ratio if far <= NEAR * np.abs(given).max() else None


def moves(case: Case, name: str) -> tuple[Array, Array]:
    """How far a parameter moved, and should have moved."""
    before = parameter(case, name)
    return before - case.given[f"updated_{name}"], before - case.expected[f"updated_{name}"]


def parameter(case: Case, name: str) -> Array:
    """A parameter before the update."""
    return to_array(case.vector["network"][name])


def decays_in(case: Case) -> Iterator[type[Mistake]]:
    """The weight decay of a vector, if what the weights moved too far is one share of them."""
    shares = {name: share_of(case, name) for name in PARAMETERS if f"updated_{name}" in case.given}
    decaying = tuple(name for name, share in shares.items() if share)
    found = [share for share in shares.values() if share]
    rate = case.update[3]
    if not found or None in shares.values() or max(found) - min(found) > NEAR * abs(found[0]):
        return
    which = " on weights and biases" if {"bh", "bout"} & set(decaying) else ""
    for by_rate, decay in ((True, found[0] / rate if rate else 0.0), (False, found[0])):
        number = float(f"{decay:.7g}")
        words = f"weight decay {number:g}{which}{'' if by_rate else ', not times the learning rate'}"
        yield type(
            "Decaying",
            (OtherDecay,),
            {"name": words, "words": words, "decay": number, "decaying": decaying, "by_rate": by_rate},
        )


def share_of(case: Case, name: str) -> float | None:
    """The share of a parameter by which it moved too far; 0 where it is right, None where it moved elsewhere."""
    if f"updated_{name}" not in case.wrong:
        return 0.0
    before, (given, expected) = parameter(case, name), moves(case, name)
    size = float(np.vdot(before, before))
    if not size or not np.isfinite(given).all():
        return None
    share = float(np.vdot(given - expected, before)) / size
    far = np.abs(given - expected - share * before).max()
    return share if far <= NEAR * np.abs(given - expected).max() else None
