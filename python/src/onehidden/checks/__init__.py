"""Checks of what users hand in, and the errors they raise: knows nothing of networks."""
