"""What the guides say of kits, mistakes and vectors is so."""

import re
from fnmatch import fnmatchcase

import pytest

from onehidden_conformance.kits import CHECKOUT, KITS
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.vectors import reading

DOCS = CHECKOUT.parents[1] / "docs"
GUIDES = ("testing-your-own.md", "my-numbers-differ.md")


def text_of(name):
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_guide_lists_every_kit():
    rows = re.findall(r"^\| .* \| `new (\w+)` \| `([\w.]+)` \|", text_of(GUIDES[0]), flags=re.MULTILINE)
    assert dict(rows) == {language: kit.kit for language, kit in KITS.items()}


def test_the_mistakes_that_are_named_are_in_the_catalogue():
    named = re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", text_of(GUIDES[1]))
    assert len(named) >= 10
    assert set(named) <= set(MISTAKES)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_group_of_vectors_that_is_asked_for_is_there(guide):
    globs = re.findall(r'--fixtures "([^"]+)"', text_of(guide))
    assert globs
    for glob in globs:
        assert any(fnmatchcase(id, glob) for id in reading.vector_ids()), glob


def test_the_guide_counts_the_vectors_of_each_stage():
    groups = [id.partition("/")[0] for id in reading.vector_ids()]
    stages = re.findall(r"\| (\d+) in (`\w+`(?:, `\w+`)*) \|", text_of(GUIDES[0]))
    assert len(stages) == 4
    for number, names in stages:
        assert int(number) == sum(map(groups.count, re.findall(r"\w+", names))), names


@pytest.mark.parametrize("guide", GUIDES)
def test_links_lead_somewhere(guide):
    text = text_of(guide)
    headings = {
        re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in re.findall(r"^## (.*)$", text, re.M)
    }
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert link[1:] in headings if link.startswith("#") else (DOCS / link).exists(), link
