"""Findings from all verdicts together: the mistake that fits, the arithmetic of the runtime, how long bits stay equal."""
