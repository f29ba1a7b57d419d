"""The kill matrix: which vector sees which known mistake, and at which level.

It is the power of the suite in one table. A mistake that no vector sees could pass, and a vector that sees no mistake
proves nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from onehidden_conformance.judging.answers import (
    LEFT_OUT,
    Vector,
    answer,
    has_bounds,
    is_plain,
    network_of,
    parts,
    shortened,
    visible_at,
)
from onehidden_conformance.mistakes import MISTAKES, Mistake
from onehidden_conformance.numbers.comparison import ACCURATE, IDENTICAL
from onehidden_conformance.numbers.tensors import bits_of, to_array
from onehidden_conformance.oracle import rows_of_batches, updated_network
from onehidden_conformance.vectors import reading
from onehidden_conformance.vectors.places import CHECKOUT

UPDATES, NUMBERS = 6, 50_000
"""How much of a training is computed, in updates and in numbers of their samples: enough for a digest to differ."""

DRAWN = ("stream", "initialization", "split")
"""Kinds of vectors that hold what is drawn from a stream."""

ENOUGH = 2
"""Vectors that must see a mistake."""


@dataclass(frozen=True)
class KillMatrix:
    """Which vector sees which mistake.

    Attributes
    ----------
    vectors : tuple of str
        The ids of the vectors that were tried.
    cells : mapping
        By mistake, then by vector: the lowest level at which it is seen. An absent one is not seen.
    left_out : mapping of int
        How many vectors of a kind were not tried.
    """

    vectors: tuple[str, ...]
    cells: Mapping[str, Mapping[str, int]]
    left_out: Mapping[str, int]

    def killers(self, mistake: str, level: int = IDENTICAL) -> list[str]:
        """The vectors that see a mistake at a level."""
        return [vector for vector, lowest in self.cells[mistake].items() if lowest <= level]

    def victims(self, vector: str) -> list[str]:
        """The mistakes that a vector sees."""
        return [mistake for mistake, seen in self.cells.items() if vector in seen]

    @property
    def survivors(self) -> list[str]:
        """Mistakes that too few vectors see at the level at which they should be seen."""
        return [name for name in self.cells if len(self.killers(name, MISTAKES[name].level)) < ENOUGH]

    @property
    def useless(self) -> list[str]:
        """Vectors that see no mistake."""
        return [vector for vector in self.vectors if not self.victims(vector)]


def kill_matrix(vectors: Iterable[Vector], mistakes: Sequence[type[Mistake]] | None = None) -> KillMatrix:
    """Let every mistake answer every vector.

    Parameters
    ----------
    vectors : iterable of vectors
        As `reading.load` gives them.
    mistakes : sequence of classes, optional
        All unless given.
    """
    all_vectors = list(vectors)
    tried = [vector for vector in all_vectors if vector["kind"] not in LEFT_OUT]
    left_out = [vector["kind"] for vector in all_vectors if vector["kind"] in LEFT_OUT]
    pieces = {vector["id"]: [first_updates(part) for part in parts(vector)] for vector in tried}
    rows = {mistake.name: row(mistake, pieces) for mistake in mistakes or MISTAKES.values()}
    return KillMatrix(tuple(pieces), rows, {kind: left_out.count(kind) for kind in dict.fromkeys(left_out)})


def first_updates(vector: Vector) -> Vector:
    """As much of a training as is computed; anything else as it is."""
    numbers = len(vector["X"]["bits"]) if "X" in vector else 1
    return shortened(vector, max(1, min(UPDATES, NUMBERS // numbers)))


def row(mistake: type[Mistake], pieces: Mapping[str, Sequence[Vector]]) -> dict[str, int]:
    """The vectors that see a mistake, and the lowest level at which each does."""
    levels = {vector: lowest(mistake, its_pieces) for vector, its_pieces in pieces.items()}
    return {vector: level for vector, level in levels.items() if level is not None}


def lowest(mistake: type[Mistake], pieces: Sequence[Vector]) -> int | None:
    """The lowest level at which one piece of a vector sees a mistake."""
    found = None
    for piece in pieces:
        level = seen_at(mistake, piece)
        if level == ACCURATE:
            return ACCURATE
        found = found or level
    return found


def seen_at(mistake: type[Mistake], piece: Vector) -> int | None:
    """The lowest level at which an update, a training or what is drawn sees a mistake."""
    if piece["kind"] == "training" and mistake.kind == "step" and not has_bounds(piece):
        return IDENTICAL if first_update_differs(mistake, piece) else None
    if (piece["kind"] in DRAWN) != (mistake.kind == "stream"):
        return None  # neither has anything of the other
    if mistake.kind == "training" and piece["kind"] != "training":
        return None  # single updates do not show it
    return visible_at(piece, answer(mistake(), piece))


def first_update_differs(mistake: type[Mistake], vector: Vector) -> bool:
    """Whether a training shows a mistake of a step in its first update: in the digest, or in the loss of all rows.

    The other updates are like it, and checkpoints stand for them.
    """
    if not is_plain(vector):
        return visible_at(vector, answer(mistake(), vector)) is not None
    network, expected = network_of(vector), vector["expected"]
    X, y = (to_array(vector[name]) for name in ("X", "y"))
    rows = rows_of_batches(vector["batches"], len(X))[0]
    steps = mistake().step(network, X[rows].tolist(), y[rows].tolist(), to_array(vector["learning_rate"]).item())
    losses = [bits_of(steps["loss"])] if rows == list(range(len(X))) else []  # type: ignore[arg-type]
    digests = [updated_network(network, steps).digest()][: len(expected["digests"])]
    return bool(digests != expected["digests"][:1] or losses != expected["history"]["bits"][: len(losses)])


# ---- for people ------------------------------------------------------------------------------------------------------

DOCUMENTS = CHECKOUT.parent / "docs"
COMMAND = "python -m onehidden_vectors.kill_matrix"

CLASSES = ("Seen at level 1", "Seen in trainings, by digests and losses", "Seen in bits only")
"""What it takes to see a mistake, as headings."""


def class_of(mistake: type[Mistake]) -> str:
    """The heading that a mistake stands under."""
    if mistake.kind == "training":
        return CLASSES[1]
    return CLASSES[0] if mistake.level == ACCURATE else CLASSES[2]


def to_markdown(matrix: KillMatrix) -> str:
    """The matrix as a page: the counts by mistake, then by vector and mistake."""
    return "\n".join(markdown_lines(matrix)) + "\n"


def markdown_lines(matrix: KillMatrix) -> Iterator[str]:
    """The lines of the page."""
    yield from (
        "# The kill matrix",
        "",
        f"Which vector sees which [known mistake](mistakes.md). Written by `{COMMAND}`; a test keeps it current.",
        "",
        f"{len(matrix.cells)} mistakes, {len(matrix.vectors)} vectors. A mistake must be seen by {ENOUGH} vectors or"
        " more at the level of its class, and no vector may see nothing. Of a training, the checkpoints and the"
        " beginning are tried.",
        "",
    )
    for kind, count in matrix.left_out.items():
        yield f"- Left out: {count} vectors of the kind `{kind}`: {LEFT_OUT[kind]}."
    yield from ("", "## Mistakes", "", "The numbers of vectors that see each.")
    for heading in CLASSES:
        yield from ("", f"### {heading}", "", "| mistake | level 1 | level 2 | for example |", "|---|---:|---:|---|")
        for name in [name for name in matrix.cells if class_of(MISTAKES[name]) == heading]:
            at_1, at_2 = (matrix.killers(name, level) for level in (ACCURATE, IDENTICAL))
            yield f"| `{name}` | {len(at_1)} | {len(at_2)} | {', '.join((at_1 or at_2)[:2])} |"
    yield from ("", "## Vectors", "", "What each sees; *in italics* at level 2 only.", "")
    yield from ("| vector | mistakes | which |", "|---|---:|---|")
    for vector in matrix.vectors:
        victims = matrix.victims(vector)
        named = [name if matrix.cells[name][vector] == ACCURATE else f"*{name}*" for name in victims]
        yield f"| {vector} | {len(victims)} | {', '.join(named)} |"


def catalogue() -> str:
    """The mistakes and their explanations as a page."""
    lines = [
        "# Known mistakes",
        "",
        f"Wrong networks that people write. Written by `{COMMAND}`; a test keeps it current.",
    ]
    for heading in CLASSES:
        lines += ["", f"## {heading}"]
        for name, mistake in MISTAKES.items():
            if class_of(mistake) == heading:
                lines += [
                    "",
                    f"### {name}",
                    "",
                    mistake.explanation(),
                    "",
                    f"Shows first in {', '.join(mistake.steps)}.",
                ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Write both pages."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write docs/kill-matrix.md and docs/mistakes.md.")
    parser.add_argument("--docs", type=Path, default=DOCUMENTS, help="the folder to write to")
    parser.add_argument("globs", nargs="*", metavar="GLOB", help="print the matrix of these vectors, and write nothing")
    options = parser.parse_args(arguments)
    if options.globs:
        ids = [id for id in reading.vector_ids() if any(fnmatchcase(id, glob) for glob in options.globs)]
        print(to_markdown(kill_matrix(map(reading.load, ids))))
        return
    folder = options.docs
    folder.mkdir(exist_ok=True)
    (folder / "kill-matrix.md").write_text(to_markdown(kill_matrix(reading.vectors())), encoding="utf-8")
    (folder / "mistakes.md").write_text(catalogue(), encoding="utf-8")


if __name__ == "__main__":
    main()
