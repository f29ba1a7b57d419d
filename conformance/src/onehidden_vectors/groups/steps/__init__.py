"""Groups of single updates, and of what comes with them."""
