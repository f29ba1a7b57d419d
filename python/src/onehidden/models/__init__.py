"""Models: a network together with what it takes to use it on data."""
