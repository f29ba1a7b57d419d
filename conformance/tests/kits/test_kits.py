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
from onehidden_conformance.running.smoke import smoke

WRONG = {
    "c": "bias-never-updated",
    "go": "hidden-slope-missing",
    "java": "update-climbs",
    "javascript": "output-slope-missing",
    "octave": "grad_bout",
    "python": "updated-wout-in-step-8",
    "r": "column-major-weights",
    "rust": "rate-in-both-deltas",
}
"""The mistake of each wrong network by its name in the catalogue, or else a step that is wrong."""


@pytest.fixture(scope="session", params=KITS)
def built(request, tmp_path_factory):
    """A language, and a copy of its kit with its networks built."""
    kit = KITS[request.param]
    if shutil.which(kit.needs) is None:
        pytest.skip(f"{kit.title} is not installed: there is no {kit.needs}")
    folder = tmp_path_factory.mktemp(request.param) / "kit"
    shutil.copytree(ROOT / request.param, folder)
    for example in (kit.right, kit.wrong):
        build(kit, example, folder)
    return request.param, folder


def build(kit, example, folder):
    """Compile an example, if its language does that."""
    if command := kit.made_by(example):
        subprocess.run(shlex.split(command), cwd=folder, check=True, timeout=300)


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


def test_a_kit_speaks_as_the_protocol_says(built, monkeypatch):
    monkeypatch.chdir(built[1])
    kit = KITS[built[0]]
    findings = list(smoke(kit.run(kit.right), timeout=30))
    assert [str(finding) for finding in findings if not finding.good] == []


def altered(built, folder, old, new):
    """The command of a right network in which a text stands in place of another."""
    language, source = built
    kit = KITS[language]
    text = (source / kit.right).read_text(encoding="utf-8")
    assert text.count(old) == 1
    shutil.copy(source / kit.kit, folder)
    (folder / kit.right).write_text(text.replace(old, new), encoding="utf-8")
    build(kit, kit.right, folder)
    return language, folder


def test_a_crash_is_told_with_its_message_and_the_conversation_goes_on(built, monkeypatch, tmp_path):
    if built[0] not in CRASHES:
        pytest.skip("a crash ends a program in C, and the suite says by which signal")
    kit = KITS[built[0]]
    _, verdicts = judged(altered(built, tmp_path, *CRASHES[built[0]]), kit.right, monkeypatch, most=2)
    assert {verdict.status for verdict in verdicts} == {"failed"}
    assert all("crashed" in verdict.reason and "it is over" in verdict.reason for verdict in verdicts)


CRASHES = {
    "go": ("output := net.Train", 'panic("it is over")\n\toutput := net.Train'),
    "java": (
        "double[][] output = net.train",
        'if (v.rate > 0) throw new IllegalStateException("it is over");\n        double[][] output = net.train',
    ),
    "javascript": ("  net.train(X", '  throw new Error("it is over");\n  net.train(X'),
    "octave": ("  net = struct (", "  error ('it is over');\n  net = struct ("),
    "python": ("    net = Network()", '    raise ValueError("it is over")'),
    "r": ("  net <- train(list", '  stop("it is over")\n  net <- train(list'),
    "rust": ("    let output = net.train", '    assert!(v.rate < 0.0, "it is over");\n    let output = net.train'),
}
"""What is put in place of what in the right network, so that it crashes."""


def test_all_kits_declare_the_same(built, monkeypatch, tmp_path):
    language, folder = altered(built, tmp_path, *DECLARATIONS.get(built[0], PAIRS))
    monkeypatch.chdir(folder)
    implementation = make_implementation(KITS[language].run(KITS[language].right), timeout=30)
    implementation.stop()
    declaration = implementation.declaration
    assert implementation.metadata["name"] == "its name"
    assert {name: getattr(declaration, name) for name in DECLARED} == DECLARED


DECLARED = {
    "hidden_activations": ["tanh", "relu"],
    "output_activations": ["softmax"],
    "losses": ["categorical_cross_entropy"],
    "reductions": ["mean"],
    "biases": "none",
    "learning_rate": 0.25,
    "rows": 1,
    "shapes": {"d": 4, "k": 3},
    "weight_decay": "gradient",
    "decay": 0.01,
    "labels": 0,
    "weights": "h x d",
    "samples": "columns",
    "precision": "single",
    "trace": ("output", "updated_wh", "updated_wout"),
}
USUAL = {"hidden": "sigmoid", "output": "sigmoid", "loss": "squared_error", "reduction": "sum"}
UNUSUAL = {
    "hidden": "tanh relu",
    "output": "softmax",
    "loss": "categorical_cross_entropy",
    "reduction": "mean",
    "biases": "none",
    "rate": "0.25",
    "rows": "1",
    "shapes": "d 4 k 3",
    "decay": "gradient 0.01",
    "labels": "0",
    "weights": "h x d",
    "samples": "columns",
    "precision": "single",
    "name": "its name",
}


def pairs(declared, quote='"', pair="{}, {}"):
    """Declarations as arguments in pairs."""
    quoted = ((f"{quote}{key}{quote}", f"{quote}{value}{quote}") for key, value in declared.items())
    return ", ".join(pair.format(*words) for words in quoted)


PAIRS = (pairs(USUAL), pairs(UNUSUAL))
OTHERS = {
    key: value for key, value in UNUSUAL.items() if key not in ("hidden", "rate", "rows", "shapes", "decay", "labels")
}


def named(declared, sign):
    """Declarations by their names."""
    return ", ".join(f'{key}{sign}"{value}"' for key, value in declared.items())


DECLARATIONS = {
    "rust": (pairs(USUAL, pair="({}, {})"), pairs(UNUSUAL, pair="({}, {})")),
    "python": (
        named(USUAL, "="),
        named(OTHERS, "=") + ', hidden=["tanh", "relu"], rate=0.25, rows=1, labels=0, shapes={"d": 4, "k": 3}'
        ', decay={"in": "gradient", "coefficient": 0.01}',
    ),
    "javascript": (
        named(USUAL, ": "),
        named(OTHERS, ": ") + ', hidden: ["tanh", "relu"], rate: 0.25, rows: 1, labels: 0, shapes: { d: 4, k: 3 }'
        ', decay: { in: "gradient", coefficient: 0.01 }',
    ),
    "r": (
        named(USUAL, " = "),
        named(OTHERS, " = ")
        + ', hidden = c("tanh", "relu"), rate = 0.25, rows = 1, labels = 0, shapes = c(d = 4, k = 3)'
        ', decay = list("in" = "gradient", coefficient = 0.01)',
    ),
    "octave": (
        pairs(USUAL, "'"),
        pairs(OTHERS, "'") + ", 'hidden', {'tanh', 'relu'}, 'rate', 0.25, 'rows', 1, 'labels', 0"
        ", 'shapes', struct ('d', 4, 'k', 3), 'decay', struct ('in', 'gradient', 'coefficient', 0.01)",
    ),
}
"""The call's declarations in each language, those of the right network and unusual ones."""


def test_an_adapter_is_short(built):
    lines = (built[1] / KITS[built[0]].right).read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if "ADAPTER" in line)
    assert sum(bool(line.strip()) for line in lines[start + 1 :]) <= 15


def test_every_folder_of_kits_is_known():
    assert {folder.name for folder in ROOT.iterdir() if folder.is_dir()} == set(KITS)
    for language, kit in KITS.items():
        for name in (kit.kit, kit.right, kit.wrong):
            assert Path(ROOT, language, name).is_file(), name
