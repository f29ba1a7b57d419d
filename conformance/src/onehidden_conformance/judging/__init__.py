"""One answer to one vector becomes a verdict."""
