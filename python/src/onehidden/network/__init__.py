"""The network and its twelve steps."""
