"""How an implementation calculates, read off the bits of a few short updates.

An implementation that is accurate and not identical adds in another order, fuses products, or has another exp. The
bits of sums that are made for the purpose tell which; so a level 1 implementation learns why it is not level 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from onehidden_conformance.findings.hidden_probes import HIDDEN_PROBES, kind_of
from onehidden_conformance.findings.probes import PROBES, UNKNOWN, Finding, Unseen
from onehidden_conformance.implementations import Broken, Implementation, Refused, Skipped

NOT_PROBED = "could not be probed"
FAULT_OF_THE_SUITE = f"{NOT_PROBED}, by a fault of the suite"


@dataclass(frozen=True)
class Fingerprint:
    """How an implementation calculates; "unknown" is what no probe could tell, and `reasons` says why.

    Attributes
    ----------
    summation : str
        The order of the sums in X . wout: "left to right", "right to left", "pairwise", "blocked", "rounded once".
    column_sums : str
        The order of the sums over rows.
    products : str
        "rounded" before they are added, or "fused".
    precision : str
        "double", "extended" (80 bits), "single", or "exact".
    subnormals : str
        "kept" or "flushed".
    exp, tanh, log : str
        "correctly rounded" or "not correctly rounded".
    reasons : mapping of str
        By the name of an attribute, what it was concluded from or why it is unknown.
    """

    summation: str = UNKNOWN
    column_sums: str = UNKNOWN
    products: str = UNKNOWN
    precision: str = UNKNOWN
    subnormals: str = UNKNOWN
    exp: str = UNKNOWN
    tanh: str = UNKNOWN
    log: str = UNKNOWN
    reasons: Mapping[str, str] = field(default_factory=dict)

    def line(self) -> str:
        """The fingerprint in one line."""
        functions = " ".join(f"{name}: {getattr(self, name)};" for name in ("exp", "tanh", "log"))
        return (
            f"sums: {self.summation}; sums over rows: {self.column_sums}; products: {self.products}; "
            f"precision: {self.precision}; subnormals: {self.subnormals}; {functions.rstrip(';')}"
        )

    def details(self) -> str:
        """What each conclusion rests on, line by line."""
        return "\n".join(f"{name}: {reason}" for name, reason in self.reasons.items())


def fingerprint(implementation: Implementation) -> Fingerprint:
    """Let an implementation work on the probes. One that cannot do some of them leaves the answer unknown."""
    values, reasons = tried([(names, partial(probe, implementation)) for names, probe in PROBES])
    lacking = {name for name, reason in reasons.items() if reason.startswith(NOT_PROBED)}
    kind = kind_of(implementation) if lacking else None
    if kind is not None:
        more, why = tried([(names, partial(probe, implementation, kind)) for names, probe in HIDDEN_PROBES])
        values |= {name: value for name, value in more.items() if name in lacking}
        reasons |= {name: why[name] for name in more if name in lacking and name in why}
    return Fingerprint(**values, reasons=reasons)


def tried(probes: Sequence[tuple[Sequence[str], Callable[[], Finding]]]) -> Finding:
    """What probes tell, and why others tell nothing."""
    values: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for names, probe in probes:
        try:
            found, why = probe()
        except (Skipped, Refused, Broken, Unseen) as problem:
            found, why = {}, dict.fromkeys(names, f"could not be probed: {problem}")
        except Exception as fault:  # a probe is not worth a run
            found, why = {}, dict.fromkeys(names, f"{FAULT_OF_THE_SUITE}: {type(fault).__name__}: {fault}")
        values |= {name: value for name, value in found.items() if value != UNKNOWN}
        reasons |= why
    return values, reasons
