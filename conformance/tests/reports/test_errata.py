"""The page about the tutorials' errors: what its programs print today is what it shows, and its references exist."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from onehidden_conformance.mistakes import MISTAKES

CHECKOUT = Path(__file__).parents[3]
ERRATA = runpy.run_path(str(CHECKOUT / "conformance" / "examples" / "errata" / "errata.py"))
PAGE = ERRATA["DOCUMENT"].read_text(encoding="utf-8")
BLOCKS = {block["name"]: block["output"] for block in ERRATA["BLOCK"].finditer(PAGE)}


def has_onehidden_in_r():
    code = 'quit(status = !nzchar(system.file(package = "onehidden")))'
    return shutil.which("Rscript") is not None and subprocess.run(["Rscript", "-e", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ERRATA["demonstrations"]())
def test_the_page_shows_what_the_demonstration_prints(name):
    if name.endswith(".R") and not has_onehidden_in_r():
        pytest.skip("needs R with onehidden")
    assert BLOCKS[name] == ERRATA["output_of"](name)


def test_the_page_shows_every_demonstration_once():
    links = re.findall(r"/errata/([\w.]+)\)", PAGE)
    assert sorted(links) == sorted(BLOCKS) == ERRATA["demonstrations"]()


def test_a_block_that_is_not_current_is_written_anew():
    name = "update_by_hand.py"
    stale = PAGE.replace(BLOCKS[name], "something else\n")
    assert BLOCKS[name] not in stale
    only = stale[stale.index("## 10.") :]
    assert ERRATA["renewed"](only) == PAGE[PAGE.index("## 10.") :]


def test_every_row_has_a_section_with_a_demonstration():
    rows = re.findall(r"^\| \[(\d+)\]\(#(\S+)\) ", PAGE, flags=re.MULTILINE)
    sections = re.findall(r"^## (\d+)\. (.*?)\n(.*?)(?=^## )", PAGE, flags=re.MULTILINE | re.DOTALL)
    anchors = [(number, f"{number}-{title.lower().replace(' ', '-')}") for number, title, _ in sections]
    assert rows == anchors
    assert [number for number, _ in rows] == [str(number + 1) for number in range(len(rows))]
    assert all(ERRATA["BLOCK"].search(text) for _, _, text in sections)


def test_the_mistakes_and_sentences_that_it_names_exist():
    named = set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", PAGE))
    assert named <= set(MISTAKES)
    assert len(named) >= 8
    specification = (CHECKOUT / "SPEC.md").read_text(encoding="utf-8")
    numbers = {number for group in re.findall(r"\(SPEC ([\d., ]+)\)|\((\d\.\d[\d., ]*)\)", PAGE) for number in group}
    numbers = {number for text in numbers for number in re.findall(r"\d+\.\d+", text)}
    assert {number for number in numbers if f"**{number}**" not in specification} == set()
    assert len(numbers) >= 10
