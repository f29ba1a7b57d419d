"""What the tutorials get wrong: runs the demonstrations in this folder, and pastes their output into the page.

    python conformance/examples/errata/errata.py

writes docs/errata.md anew. The words there are written by hand, the blocks below "prints:" by this. It needs R with
onehidden; a test keeps the page current.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[2] / "docs" / "errata.md"
PROGRAMS = {".py": sys.executable, ".R": "Rscript"}
BLOCK = re.compile(r"(?<=/errata/)(?P<name>[\w.]+)\) prints:\n\n```text\n(?P<output>.*?)```\n", re.DOTALL)


def demonstrations() -> list[str]:
    """The names of the files that the page must show."""
    return sorted(path.name for path in HERE.iterdir() if path.suffix in PROGRAMS and path != Path(__file__))


def output_of(name: str) -> str:
    """The output of a demonstration."""
    command = [PROGRAMS[Path(name).suffix], str(HERE / name)]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def renewed(page: str) -> str:
    """The page with every block as its demonstration prints it today."""
    return BLOCK.sub(lambda block: f"{block['name']}) prints:\n\n```text\n{output_of(block['name'])}```\n", page)


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
