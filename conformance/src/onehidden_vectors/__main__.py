"""Command line: python -m onehidden_vectors [--check] [group ...]."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from onehidden_conformance.vectors import checksums
from onehidden_vectors.making.layout import text_of

ROOMS = {
    "steps": ("article", "log", "shapes", "edges", "activations", "losses", "softmax", "weights", "data", "threshold"),
    "trainings": ("batches", "epochs", "optimizers", "stopping"),
    "drawn": ("streams", "initializations", "splits"),
    "invalid": ("invalid",),
}
"""Where the module of each group is, below groups/."""
GROUPS = {group: f"onehidden_vectors.groups.{room}.{group}" for room, groups in ROOMS.items() for group in groups}
VECTORS = Path(__file__).parents[3] / "fixtures" / "vectors"


def texts(groups: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Make the vectors of groups: their ids and the texts of their files."""
    for group in groups:
        module = importlib.import_module(GROUPS[group])
        for vector in module.vectors():
            yield vector["id"], text_of(vector)


def write(groups: Iterable[str], folder: Path) -> None:
    """Write the files of groups, and delete those that are not made any more."""
    for group in groups:
        made = dict(texts([group]))
        for id, text in made.items():
            path = folder / f"{id}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        for path in stale(group, made, folder):
            path.unlink()
        print(f"{group}: {len(made)} vectors")


def differences(groups: Iterable[str], folder: Path) -> Iterator[str]:
    """Tell which files are not what would be written."""
    for group in groups:
        made = dict(texts([group]))
        for id, text in made.items():
            path = folder / f"{id}.json"
            if not path.is_file():
                yield f"{id}: missing"
            elif path.read_bytes() != text.encode():
                yield f"{id}: differs"
        yield from (f"{path}: nothing makes it" for path in stale(group, made, folder))


def stale_checksums(folder: Path) -> list[str]:
    """Tell whether the list of checksums is out of date."""
    path = folder / checksums.NAME
    return [] if path.is_file() and path.read_text(encoding="utf-8") == checksums.text(folder) else [f"{path}: differs"]


def stale(group: str, made: Iterable[str], folder: Path) -> list[Path]:
    """List the files of a group that no longer belong to it."""
    names = {f"{id}.json" for id in made}
    files = (folder / group).glob("*.json")
    return sorted(path for path in files if path.relative_to(folder).as_posix() not in names)


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m onehidden_vectors")
    parser.add_argument("groups", nargs="*", metavar="group", help=", ".join(GROUPS))
    parser.add_argument("--check", action="store_true", help="write nothing, tell what differs")
    parser.add_argument("--folder", type=Path, default=VECTORS, help="where the groups are written")
    options = parser.parse_args(arguments)
    groups = options.groups or GROUPS
    unknown = sorted(set(groups) - set(GROUPS))
    if unknown:
        parser.error(f"no such group: {', '.join(unknown)} (there are {', '.join(GROUPS)})")
    if not options.check:
        write(groups, options.folder)
        checksums.write(options.folder)
        return 0
    found = [*differences(groups, options.folder), *stale_checksums(options.folder)]
    print("\n".join(found) or "every vector is what the generator makes")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
