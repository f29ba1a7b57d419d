"""The published test vectors: reading them, and checking that they hold together."""
