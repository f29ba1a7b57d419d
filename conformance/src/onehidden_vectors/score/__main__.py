"""Writes docs/naming.md: `python -m onehidden_vectors.score`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from onehidden_conformance.vectors.places import CHECKOUT
from onehidden_vectors.score.trying import OUTCOMES, RIGHT, TRACES, UNSEEN, WRONG, Outcome, outcomes, pairs, singles

COMMAND = "python -m onehidden_vectors.score"
DOCUMENT = CHECKOUT.parent / "docs" / "naming.md"


def page(of_singles: Sequence[Outcome], of_pairs: Sequence[Outcome]) -> Iterator[str]:
    """The lines of docs/naming.md."""
    yield from (
        "# How often a mistake is named",
        "",
        f"Written by `{COMMAND}`. Networks in ordinary NumPy arithmetic err once or twice, in the words of people who",
        "make these mistakes, and show four amounts of themselves; the suite judges them at level 1 on vectors made to",
        "measure. *Right*: the mistake, or both, are among what is named (several are named where what is shown cannot",
        "tell them apart). *In other words*: what is named gives the same numbers on other vectors too. *Named wrong*:",
        "it does not. *Cannot be seen*: what is shown is right.",
    )
    for heading, results in (("One mistake", of_singles), ("Two at once", of_pairs)):
        yield from ("", f"## {heading}", "", *table(results), "", *exceptions(results))


def table(results: Sequence[Outcome]) -> Iterator[str]:
    """Outcomes by trace."""
    yield f"| shown | {' | '.join(OUTCOMES)} | right of what is seen |"
    yield f"|---|{'---:|' * (len(OUTCOMES) + 1)}"
    for trace in TRACES:
        counts = Counter(result.outcome for result in results if result.trace == trace)
        seen = sum(counts.values()) - counts[UNSEEN]
        share = f"{100 * counts[RIGHT] / seen:.1f} %" if seen else "-"
        yield f"| {trace} | {' | '.join(str(counts[outcome]) for outcome in OUTCOMES)} | {share} |"


def exceptions(results: Sequence[Outcome]) -> Iterator[str]:
    """What was not named right."""
    for result in results:
        if result.outcome not in (RIGHT, UNSEEN):
            names = " and ".join(f"`{name}`" for name in result.names)
            said = f": {', '.join(result.matches)}" if result.matches else ""
            yield f"- {names}, {result.trace}: {result.outcome}{said}"


def told(results: Iterable[Outcome]) -> Iterator[Outcome]:
    """Say of each what is not as hoped for: it takes some ten minutes."""
    for result in results:
        if result.outcome not in (RIGHT, UNSEEN):
            print(*exceptions([result]), file=sys.stderr, flush=True)
        yield result


def main() -> None:
    """Try everything, and write the page."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write docs/naming.md.")
    parser.add_argument("--pairs", type=int, default=100, help="how many pairs are drawn")
    parser.add_argument("--to", type=Path, default=DOCUMENT, help="the file to write")
    options = parser.parse_args()
    results = list(told(outcomes(singles()))), list(told(outcomes(pairs(options.pairs))))
    options.to.write_text("\n".join(page(*results)) + "\n", encoding="utf-8")
    wrong = sum(result.outcome == WRONG for part in results for result in part)
    print(f"{options.to}: {sum(map(len, results))} trials, {wrong} named wrong")


if __name__ == "__main__":
    main()
