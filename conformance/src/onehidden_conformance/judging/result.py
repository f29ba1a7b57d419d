"""A verdict added up: numbers and words that can travel from one process to another."""

from __future__ import annotations

from dataclasses import dataclass

from onehidden_conformance.judging.judge import Verdict


@dataclass(frozen=True)
class Result:
    """A verdict in numbers and words that can travel from one process to another."""

    vector: str
    implementation: str
    fault: str
    elements: int
    identical: int
    worst_ulp: int
    worst_share: float

    @property
    def group(self) -> str:
        """The folder of the vector."""
        return self.vector.partition("/")[0]


def result_of(verdict: Verdict) -> Result:
    """Add up a verdict's comparisons."""
    comparisons = verdict.comparisons
    return Result(
        vector=verdict.vector,
        implementation=verdict.implementation,
        fault="" if verdict.passed else verdict.reason or verdict.status,
        elements=sum(c.elements for c in comparisons),
        identical=sum(c.identical for c in comparisons),
        worst_ulp=max((c.worst_ulp for c in comparisons), default=0),
        worst_share=max((c.worst_share for c in comparisons), default=0.0),
    )
