"""Mistakes around the updates: which rows, how many epochs, what the history holds, when it ends."""
