"""Updates that are right up to a factor: how far a parameter moved, as a multiple of how far it should have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onehidden_conformance.findings.diagnosis.estimates import NEAR, ratio_of
from onehidden_conformance.findings.diagnosis.evidence import Case, largest
from onehidden_conformance.numbers.tensors import to_array

SIZES = ("n", "d", "h", "k", "rate")
"""What a factor may depend on: samples, features, hidden neurons, outputs, the learning rate."""

POWERS: tuple[Mapping[str, int], ...] = (
    {},
    *({name: power} for power in (-1, 1) for name in SIZES),
    {"n": -2},
    {"n": -1, "k": -1},
    {"n": -1, "d": -1},
    {"n": -1, "h": -1},
)


def factor_in_words(cases: Sequence[Case], name: str) -> str:
    """By what the change of a parameter was multiplied in every case; empty if that is no one factor.

    `name` is that of an updated parameter.
    """
    parameter = name.removeprefix("updated_")
    telling = [case for case in cases if case.is_update and name in case.wrong]
    ratios = [(case, ratio_of(case, parameter)) for case in telling if parameter != name and moves_enough(case, name)]
    if len(ratios) < 2 or any(ratio is None for _, ratio in ratios):
        return ""
    for powers in POWERS:
        constants = [ratio / size_of(case, powers) for case, ratio in ratios if ratio is not None]
        if max(constants) - min(constants) <= NEAR * abs(constants[0]):
            return f"the change of {parameter} is multiplied by {in_words(constants[0], powers)}"
    return ""


def moves_enough(case: Case, name: str) -> bool:
    """Whether a parameter moves so far that rounding errors leave the digits of a factor alone."""
    before = to_array(case.vector["network"][name.removeprefix("updated_")])
    return case.slack.get(name, 0.0) < NEAR / 8.0 * largest([case.expected[name] - before])


def size_of(case: Case, powers: Mapping[str, int]) -> float:
    """A product of powers of a case's sizes."""
    network, X, y, rate, *_ = case.update
    sizes = {"n": len(X), "d": len(X[0]), "h": len(network.wout), "k": len(y[0]), "rate": rate or 1.0}
    product = 1.0
    for name, power in powers.items():
        product *= float(sizes[name]) ** power
    return product


def in_words(constant: float, powers: Mapping[str, int]) -> str:
    """A factor.

    Examples
    --------
    >>> in_words(2.0, {"n": -1, "k": -1}), in_words(1.0, {"rate": 1}), in_words(2.5, {})
    ('2 / (n k)', 'rate', '2.5')
    """
    above = " ".join(name for name, power in powers.items() for _ in range(max(power, 0)))
    below = [name for name, power in powers.items() for _ in range(max(-power, 0))]
    number = f"{constant:.6g}"
    top = above if above and number == "1" else f"{number} {above}".strip()
    return top + (f" / ({' '.join(below)})" if len(below) > 1 else f" / {below[0]}" if below else "")
