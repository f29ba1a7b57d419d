"""A verdict added up: its comparisons as four numbers."""

from __future__ import annotations

from dataclasses import dataclass

from onehidden_conformance.judging.judge import Verdict


@dataclass(frozen=True)
class Result:
    """How many numbers were compared, how many have the expected bits, and how far the worst are off."""

    elements: int
    identical: int
    worst_ulp: int
    worst_share: float


def result_of(verdict: Verdict) -> Result:
    """Add up a verdict's comparisons."""
    comparisons = verdict.comparisons
    return Result(
        elements=sum(c.elements for c in comparisons),
        identical=sum(c.identical for c in comparisons),
        worst_ulp=max((c.worst_ulp for c in comparisons), default=0),
        worst_share=max((c.worst_share for c in comparisons), default=0.0),
    )
