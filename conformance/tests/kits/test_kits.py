"""Each kit, with its right and its wrong network, where its language is installed."""

import shlex
import shutil
import subprocess
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from onehidden_conformance import made
from onehidden_conformance.findings.findings import matches
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.kits import KITS, ROOT
from onehidden_conformance.made.choosing import recipes

WRONG = {
    "c": "bias-never-updated",
    "go": "hidden-slope-missing",
    "java": "update-climbs",
    "javascript": "output-slope-missing",
    "octave": "grad_bout",
    "python": "updated-wout-in-step-8",
    "r": "output",
    "rust": "rate-in-both-deltas",
}
"""The mistake of each wrong network by its name in the catalogue, or else the step that is wrong."""


@pytest.fixture(scope="session", params=KITS)
def built(request, tmp_path_factory):
    """A language, and a copy of its kit with its networks built."""
    kit = KITS[request.param]
    if shutil.which(kit.needs) is None:
        pytest.skip(f"{kit.title} is not installed: there is no {kit.needs}")
    folder = tmp_path_factory.mktemp(request.param) / "kit"
    shutil.copytree(ROOT / request.param, folder)
    for example in (kit.right, kit.wrong):
        if command := kit.made_by(example):
            subprocess.run(shlex.split(command), cwd=folder, check=True, timeout=300)
    return request.param, folder


def judged(built, example, monkeypatch, most=6):
    """The verdicts on some vectors that are made for a network."""
    language, folder = built
    monkeypatch.chdir(folder)
    implementation = make_implementation(KITS[language].run(example), timeout=30)
    try:
        vectors = [vector_of(str(recipe)) for recipe in islice(recipes(implementation.declaration), most)]
        return vectors, [judge(vector, implementation) for vector in vectors]
    finally:
        implementation.stop()


vector_of = cache(made.vector)


def test_a_right_network_passes(built, monkeypatch):
    vectors, verdicts = judged(built, KITS[built[0]].right, monkeypatch)
    assert [(verdict.vector, verdict.status, verdict.reason) for verdict in verdicts] == [
        (vector["id"], "passed", "") for vector in vectors
    ]
    assert {"output", "updated_wh", "updated_bh", "updated_wout", "updated_bout"} == set(verdicts[0].steps)


def test_a_wrong_network_is_seen_and_named(built, monkeypatch):
    language = built[0]
    vectors, verdicts = judged(built, KITS[language].wrong, monkeypatch)
    failed = [(vector, verdict) for vector, verdict in zip(vectors, verdicts, strict=True) if not verdict.passed]
    assert len(failed) >= 4
    assert {verdict.status for _, verdict in failed} == {"failed"}
    named = {match["mistake"] for match in matches(vectors, verdicts)}
    steps = {comparison.step for _, verdict in failed for comparison in verdict.faults}
    assert WRONG[language] in named | steps


def test_an_adapter_is_short(built):
    lines = (built[1] / KITS[built[0]].right).read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if "ADAPTER" in line)
    assert sum(bool(line.strip()) for line in lines[start + 1 :]) <= 15


def test_every_folder_of_kits_is_known():
    assert {folder.name for folder in ROOT.iterdir() if folder.is_dir()} == set(KITS)
    for language, kit in KITS.items():
        for name in (kit.kit, kit.right, kit.wrong):
            assert Path(ROOT, language, name).is_file(), name
