"""Make docs/benchmarks.md, its chart and its numbers of the record of a run: `python -m benchmarks RECORD`.

What is not a complete run is only printed.
"""

import json
import shutil
import sys
from pathlib import Path

from benchmarks.document import document
from benchmarks.results import Results

DOCS = Path(__file__).parents[2] / "docs"


def main(path: Path) -> None:
    """Write, or print."""
    results = Results(json.loads(path.read_text(encoding="utf-8")))
    missing = results.missing()
    if missing:
        print(document(results))
        print(f"Nothing is written to docs/, for this run lacks {', '.join(missing[:3])} and more.")
        return
    from benchmarks.chart import draw  # needs matplotlib, which printing does not

    shutil.copyfile(path, DOCS / "benchmarks.json")
    (DOCS / "benchmarks.md").write_text(document(results), encoding="utf-8")
    draw(results, DOCS / "benchmarks.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
