"""The examples do what they are shown for: the one in JavaScript reaches level 2, the smallest ones a verdict."""

import json
import math
import re
import shlex
import shutil
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import onehidden.arithmetic
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.protocol import from_line
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.numbers.tensors import bits_of
from onehidden_conformance.vectors import reading
from tests.specification import NEWER_ACTIVATIONS

EXAMPLES = Path(__file__).parents[2] / "examples"
NETWORK = EXAMPLES / "javascript" / "network.mjs"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="the JavaScript example needs Node, as `node`")


def verdicts_of(command):
    implementation = make_implementation(shlex.join(map(str, command)))
    try:
        return [judge(vector, implementation) for vector in reading.vectors()]
    finally:
        implementation.close()


@needs_node
def test_the_network_in_javascript_is_identical_on_every_vector_that_it_supports():
    verdicts = verdicts_of(["node", EXAMPLES / "javascript" / "adapter.mjs"])
    skipped = Counter(verdict.reason for verdict in verdicts if verdict.status == "skipped")
    assert [str(verdict) for verdict in verdicts if verdict.status not in ("passed", "skipped")] == []
    no_kind = "declares that it does no vectors of the kind "
    assert {reason for reason in skipped if reason.startswith(no_kind)} == {
        no_kind + kind for kind in ("invalid", "initialization", "split")
    }
    assert {reason for reason in skipped if not reason.startswith(no_kind)} == {
        *NEWER_ACTIVATIONS,
        *("declares no stream pcg64", "declares no stream r"),
        *(f"declares no {feature}" for feature in ("batch size", "continue", "learning rates", "normals")),
        *(f"declares no {feature}" for feature in ("optimizers", "sample weight", "shuffle", "validation")),
        "declares no weight decay",
    }
    assert sum(verdict.passed for verdict in verdicts) == len(verdicts) - skipped.total() > 100


@needs_node
@pytest.mark.parametrize("function", ["exp", "log", "tanh"])
def test_its_elementary_functions_are_correctly_rounded_where_that_is_hardest(function):
    lines = (reading.ROOT / "elementary" / f"{function}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [tuple(map(float.fromhex, line.split())) for line in lines if line and not line.startswith("#")]
    got = computed_by_node(function, [x for x, _ in pairs])
    assert len(pairs) >= 100
    assert [x.hex() for (x, expected), bits in zip(pairs, got, strict=True) if bits != bits_of(expected)] == []


INF = math.inf
SPECIAL = {
    "exp": [(0.0, 1.0), (-0.0, 1.0), (1e-300, 1.0), (709.8, INF), (INF, INF), (-745.2, 0.0), (-INF, 0.0)],
    "log": [(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (INF, INF)],
    "tanh": [(0.0, 0.0), (-0.0, -0.0), (1e-300, 1e-300), (30.0, 1.0), (-30.0, -1.0), (INF, 1.0), (-INF, -1.0)],
}


@needs_node
@pytest.mark.parametrize("function", SPECIAL)
def test_its_elementary_functions_know_their_ends(function):
    got = computed_by_node(function, [x for x, _ in SPECIAL[function]])
    assert got == [bits_of(value) for _, value in SPECIAL[function]]


@needs_node
@pytest.mark.parametrize("function", ["exp", "log", "tanh"])
def test_its_elementary_functions_agree_with_those_of_the_package(function):
    rng = np.random.default_rng(7)
    x = np.concatenate([rng.normal(size=2000) * 10.0 ** rng.integers(-8, 3, 2000), rng.uniform(-746, -700, 200)])
    x = np.abs(x) if function == "log" else x
    expected = [bits_of(value) for value in getattr(onehidden.arithmetic, f"cr_{function}")(x).tolist()]
    assert computed_by_node(function, x.tolist()) == expected


def computed_by_node(function, numbers):
    """The bits of function(x), computed by network.mjs; numbers go there and back as bits."""
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ bitsOf, numberOf, {function} }} from {json.dumps(NETWORK.as_uri())};
        const numbers = JSON.parse(readFileSync(0, "utf8")).map((digits) => numberOf(BigInt("0x" + digits)));
        console.log(JSON.stringify(numbers.map((x) => bitsOf({function}(x)).toString(16).padStart(16, "0"))));
    """
    answer = subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        input=json.dumps([bits_of(x) for x in numbers]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(answer.stdout)


def test_the_network_in_javascript_uses_no_function_that_engines_differ_in():
    code = "\n".join(line.partition("//")[0] for line in NETWORK.read_text(encoding="utf-8").splitlines())
    for function in ("exp", "log", "tanh", "expm1", "log1p", "pow", "fround", "sinh", "cosh"):
        assert f"Math.{function}(" not in code


# ---- what the documents show -----------------------------------------------------------------------------------------

DOCS = reading.ROOT.parent / "docs"


def messages_of_the_document():
    text = (DOCS / "protocol.md").read_text(encoding="utf-8")
    return re.findall(r"^```json (\w+)\n(.*?)\n```$", text, flags=re.MULTILINE | re.DOTALL)


def test_every_message_in_the_document_is_as_the_schema_says():
    messages = messages_of_the_document()
    assert {kind for kind, _ in messages} == {"start", "started", "run", "reply", "stop"}
    for kind, line in messages:
        from_line(line.encode(), kind)


def test_the_sentences_of_the_protocol_are_numbered_in_order():
    text = (DOCS / "protocol.md").read_text(encoding="utf-8")
    numbers = [tuple(map(int, pair)) for pair in re.findall(r"^- \*\*P(\d+)\.(\d+)\*\* ", text, flags=re.MULTILINE)]
    assert len(numbers) > 30
    for before, after in pairwise(numbers):
        assert after in ((before[0], before[1] + 1), (before[0] + 1, 1))
