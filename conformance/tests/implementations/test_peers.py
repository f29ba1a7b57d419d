"""Other people's networks: what they can express is right at level 1, and what they cannot is skipped for a reason."""

import importlib.util
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.vectors import reading
from tests.specification import NEWER_ACTIVATIONS

PEERS = Path(__file__).parents[2] / "examples" / "peers"
QUICK = ("activations/", "article/one-iteration", "log/", "losses/")
NO_KIND = "declares that it does no vectors of the kind "
KINDS = {NO_KIND + kind for kind in ("initialization", "invalid", "split", "stream", "threshold", "update")}

# What the fixtures have gained since the peers declared what they can do.
SINCE_THEN = NEWER_ACTIVATIONS | {
    f"declares no {what}"
    for what in (
        *("batch size", "continue", "learning rates", "optimizers", "sample weight"),
        *("shuffle", "validation", "weight decay"),
    )
}

# How many vectors pass, and why the others are skipped.
EXPECTED = {
    "pytorch.py": (88, KINDS | {"has a cross-entropy that is never infinite"}),
    "jax_.py": (88, KINDS | {"has a cross-entropy that is never infinite"}),
    "scikit_learn.py": (
        14,
        KINDS
        | {f"cannot express {output} output with squared error" for output in ("sigmoid", "tanh", "relu")}
        | {
            "always has biases",
            "takes classes for targets, not what lies between",
            "cuts certain outputs off in its cross-entropy",
        },
    ),
    "nnet.R": (
        38,
        KINDS
        | {NO_KIND + "training"}
        | {f"declares no hidden activation {name}" for name in ("tanh", "relu", "identity")}
        | {f"declares no output activation {name}" for name in ("tanh", "relu")}
        | {
            "always has biases",
            "cuts its sigmoid off at 15",
            "measures the cross-entropy of targets that are no classes from its least value",
        },
    ),
}
MODULES = {"pytorch.py": "torch", "jax_.py": "jax", "scikit_learn.py": "sklearn"}


def has_r_packages():
    code = 'quit(status = !all(nzchar(system.file(package = "nnet")), nzchar(system.file(package = "jsonlite"))))'
    return shutil.which("Rscript") is not None and subprocess.run(["Rscript", "-e", code], check=False).returncode == 0


def command_of(peer):
    if peer == "nnet.R":
        if not has_r_packages():
            pytest.skip("needs R with nnet and jsonlite")
        return shlex.join(["Rscript", str(PEERS / peer)])
    if importlib.util.find_spec(MODULES[peer]) is None:
        pytest.skip(f"needs {MODULES[peer]} in this environment")
    return shlex.join([sys.executable, str(PEERS / peer)])


def verdicts_on(peer, ids):
    implementation = make_implementation(command_of(peer), timeout=60)
    try:
        return [judge(reading.load(id), implementation) for id in ids]
    finally:
        implementation.close()


@pytest.mark.parametrize("peer", EXPECTED)
def test_a_peer_passes_or_says_why_it_cannot_take_part(peer):
    verdicts = verdicts_on(peer, [id for id in reading.vector_ids() if id.startswith(QUICK)])
    assert [str(verdict) for verdict in verdicts if verdict.status not in ("passed", "skipped")] == []
    assert {verdict.reason for verdict in verdicts if verdict.status == "skipped"} <= EXPECTED[peer][1] | SINCE_THEN
    assert any(verdict.passed for verdict in verdicts)


@pytest.mark.slow
@pytest.mark.parametrize("peer", EXPECTED)
def test_a_peer_passes_as_many_vectors_as_the_guide_says(peer):
    passed, reasons = EXPECTED[peer]
    verdicts = verdicts_on(peer, reading.vector_ids())
    counts = Counter(verdict.status for verdict in verdicts)
    assert counts == {"passed": passed, "skipped": len(verdicts) - passed}
    assert {verdict.reason for verdict in verdicts if verdict.status == "skipped"} - SINCE_THEN == reasons


def test_every_peer_is_tried():
    assert set(EXPECTED) | {"adapter.py"} == {path.name for path in PEERS.iterdir() if path.is_file()}
