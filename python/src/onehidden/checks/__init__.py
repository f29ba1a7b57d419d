"""Checks of arguments and files, and the errors they raise. Knows nothing of networks."""
