"""Models: a network together with what it needs to predict from data."""
