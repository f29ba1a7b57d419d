"""Habits of networks that people publish, as mistakes in their natural form: the whole update is computed with them."""
