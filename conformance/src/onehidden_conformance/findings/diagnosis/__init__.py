"""What explains the answers of a wrong implementation: another declaration, a known mistake, or several at once.

Something is named only if it predicts every answer, right or wrong. Bits are compared
first, for an implementation that calculates as SPEC.md says apart from its mistake; otherwise each number must lie in
the band of rounding errors around the prediction (see `perturbation`).
"""

from __future__ import annotations

from onehidden_conformance.findings.diagnosis.diagnosing import diagnose
from onehidden_conformance.findings.diagnosis.words import DECLARATION, MISTAKE, PAIR, PARTS, Match, first_line, lines

__all__ = ["DECLARATION", "MISTAKE", "PAIR", "PARTS", "Match", "diagnose", "first_line", "lines"]
