"""The twelve steps of one update, shown in the console or as a page."""
