"""Writes fixtures/vectors/: the same command gives the same bytes."""
