"""Axes of matplotlib: imported when they are needed, and left as the user has set them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onehidden.checks.arguments import import_package

if TYPE_CHECKING:
    pass


SMALLEST_TEXT = 4.5  # points; what would be smaller is left out


def matplotlib(module: str) -> Any:
    """Import one of matplotlib's modules, or say how to install it."""
    return import_package(f"matplotlib.{module}", "plotting", "plots")


def axes_or_new(ax: Any, **figure: Any) -> Any:
    """Return the axes, or those of a new figure."""
    return matplotlib("pyplot").subplots(layout="constrained", **figure)[1] if ax is None else ax


def ink_and_paper(ax: Any) -> tuple[Any, Any]:
    """The colours of text and background, which a style may have set."""
    paper = ax.get_facecolor()
    has_colour = paper[3] > 0 and ax.axison
    return matplotlib("pyplot").rcParams["text.color"], paper if has_colour else ax.get_figure().get_facecolor()


def literal(text: str) -> str:
    """The text as it is, where matplotlib would take $ for mathematics and leave out legends that begin with _."""
    hidden = "\u200b" if text.startswith("_") else ""
    return hidden + text.replace("$", "\\$")
