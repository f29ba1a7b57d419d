"""Vectors made to measure: from an id that anyone can ask for again, for what an implementation declares."""

from __future__ import annotations

from onehidden_conformance.made.choosing import Choice, Seen, for_declaration
from onehidden_conformance.made.recipes import PREFIX, Recipe, RecipeError, parse
from onehidden_conformance.made.vectors import vector
from onehidden_conformance.made.visibility import visible

__all__ = ["PREFIX", "Choice", "Recipe", "RecipeError", "Seen", "for_declaration", "parse", "vector", "visible"]
