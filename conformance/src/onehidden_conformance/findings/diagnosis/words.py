"""The findings in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DECLARATION, MISTAKE, PAIR, PARTS = "declaration", "mistake", "pair", "parts"
"""What explains an implementation: it is right for something else, or wrong once, twice, or more often."""

SINGLE = "single precision"
"""The declaration of which the digits are told."""


@dataclass(frozen=True)
class Match:
    """What explains all answers.

    Attributes
    ----------
    mistake : str
        Its name; of several mistakes all names.
    matched, of : int
        Vectors that tell it from the right network and agree with it, of how many that could. These are equal: what
        agrees in part is not reported.
    explanation : str
        The fault, and a hint for it.
    identical : bool
        Whether all bits agree.
    kind : str
        "declaration", "mistake", "pair" or "parts".
    names : tuple of str
        The mistakes or declarations one by one.
    """

    mistake: str
    matched: int
    of: int
    explanation: str
    identical: bool
    kind: str = MISTAKE
    names: tuple[str, ...] = ()

    def line(self) -> str:
        """The match in one line."""
        return in_words(self.kind, self.mistake, self.matched, self.of, self.identical, self.explanation)


def in_words(kind: str, mistake: str, matched: int, of: int, identical: bool, explanation: str) -> str:
    """A match in one line.

    Examples
    --------
    >>> in_words("declaration", "reduction mean", 14, 14, False, "")
    'fits if you declare reduction mean: matches on 14 of 14 vectors that can tell'
    """
    count = f"{matched} of {of} vectors"
    if kind == DECLARATION:
        return (
            f"fits if you declare {mistake}: matches on {count} that can tell{precision_in_words(mistake, explanation)}"
        )
    if kind == PARTS:
        return f"result by result, matches on {count}: {first_line(explanation)}"
    bits = ", bit for bit" if identical else ""
    name = f"`{mistake}`" if kind == MISTAKE else mistake
    return f"matches {name} on {count}{bits}: {first_line(explanation)}"


def precision_in_words(declaration: str, explanation: str) -> str:
    """How many digits are right in single precision; nothing of other declarations."""
    first = first_line(explanation)
    return f"; {first[0].lower()}{first[1:].rstrip('.')}" if declaration == SINGLE else ""


def lines(matches: Sequence[Match]) -> list[str]:
    """What was found, in words; no lines if nothing was."""
    if len(matches) < 2:
        return [match.line() for match in matches]
    names = ", ".join(match.mistake if match.kind == DECLARATION else f"`{match.mistake}`" for match in matches)
    return [f"these vectors cannot tell apart: {names}", *(match.line() for match in matches)]


def first_line(text: str) -> str:
    """The first line of a text."""
    return text.partition("\n")[0]
