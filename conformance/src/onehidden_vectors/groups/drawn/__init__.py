"""Groups of what is drawn from streams."""
