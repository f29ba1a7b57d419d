"""A-priori error bounds of every step, by ball arithmetic (SPEC.md, section 9)."""
