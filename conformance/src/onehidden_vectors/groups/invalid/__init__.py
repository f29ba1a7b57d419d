"""The group of calls that must be refused."""
