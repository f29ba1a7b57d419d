"""What a notebook shows of an object. Only in Python."""

from importlib import import_module


class Displayed:
    """An object that notebooks show as HTML; figures, which stand above what they show, are imported only then."""

    def _repr_html_(self) -> str:
        return str(import_module("onehidden.figures.notebook").html_of(self))
