"""matplotlib axes, shared by all plots; matplotlib is imported when needed. Only in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onehidden.checks.arguments import import_package

if TYPE_CHECKING:
    pass


SMALLEST_TEXT = 4.5  # points; smaller text is left out


def matplotlib(module: str) -> Any:
    """Import a module of matplotlib, or raise an error that says how to install it."""
    return import_package(f"matplotlib.{module}", "plotting", "plots")


def axes_or_new(ax: Any, **figure: Any) -> Any:
    """Return the axes, or new ones."""
    return matplotlib("pyplot").subplots(layout="constrained", **figure)[1] if ax is None else ax


def ink_and_paper(ax: Any) -> tuple[Any, Any]:
    """The colours of text and background, as set by the style."""
    paper = ax.get_facecolor()
    has_colour = paper[3] > 0 and ax.axison
    return matplotlib("pyplot").rcParams["text.color"], paper if has_colour else ax.get_figure().get_facecolor()


def literal(text: str) -> str:
    """The text, literally: matplotlib would read $ as mathematics and drop labels that begin with _."""
    hidden = "\u200b" if text.startswith("_") else ""
    return hidden + text.replace("$", "\\$")
