"""Findings from all verdicts together: the mistake that fits, the runtime's arithmetic, how long bits stay equal."""
