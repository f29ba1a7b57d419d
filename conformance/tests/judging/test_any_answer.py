"""Whatever a program answers is judged: no answer, however wrong, ends the suite with a traceback or a fault."""

import copy
import json
import math
import struct

import pytest

from onehidden_conformance import made
from onehidden_conformance.implementations.process import ProcessImplementation
from onehidden_conformance.implementations.protocol import VERSION
from onehidden_conformance.judging.judge import FAILED, PASSED, judge
from onehidden_conformance.numbers.tensors import bits_of, numbers_of
from onehidden_conformance.running.plan import Plan, Start
from onehidden_conformance.running.runner import judged
from onehidden_conformance.vectors import reading

STEP = "made/tanh-sigmoid-squared-mean-b11-r0.5-n2-d1-h2-k1-01"
SMALL = {
    "step": STEP,
    "step with weights": "made/relu-categorical-mean-b10-r0.5-w-n3-d1-h1-k2-01",
    "update": "edges/update-with-two-roundings",
    "training": "optimizers/decay",
    "checkpoints": "log/one-neuron-training",
    "best epoch": "stopping/network",
    "threshold": "threshold/rows",
    "stream": "streams/numpy-42",
    "normals": "streams/r-normals-negative-seed",
    "initialization": "initializations/article-r",
    "split": "splits/r",
    "invalid": "invalid/x-columns",
}
ANYTHING = (
    *(None, True, False, 0, -1, 1, 1.0, 0.5, 10**9, 10**400, 1e308, "", "text", "NaN", [], {}, [1.0], [[1]], [None]),
    *({"shape": []}, {"shape": [], "values": [1]}, {"shape": [1.0], "values": [1]}, {"shape": [2], "values": [1, 2]}),
    *({"shape": [1, 1, 1], "values": [1]}, {"shape": [0], "bits": []}, {"shape": [-1], "bits": []}),
    *(
        {"shape": [10**8, 10**8], "values": []},
        {"shape": [1], "values": [10**400]},
        {"shape": [], "values": ["Infinity"]},
    ),
    *({"shape": [], "values": [None]}, {"shape": [], "bits": ["7ff8000000000000"]}, {"shape": [], "bits": ["x" * 16]}),
)


class Scripted:
    """A program that answers with whatever it is told, without being one."""

    def __init__(self, answer):
        self.answer, self.stderr_bytes = answer, b""

    def unasked(self):
        return b""

    def exchange(self, line, _):
        return self.answer(json.loads(line)).encode()

    def stop(self, line, timeout):
        pass

    def close(self):
        pass


class Answering(ProcessImplementation):
    """An implementation in this process that gives one result to everything."""

    def __init__(self, level=1):
        self.result = {}
        self.claims = level
        super().__init__("answering", ["answering"])

    def start(self):
        self.program, self.starts = Scripted(self.reply), 0
        return self.exchange({"command": "start", "protocol": VERSION}, "started", 1.0)

    def reply(self, message):
        if message["command"] == "start":
            return json.dumps(STARTED | {"level": self.claims})
        kind = message["vector"]["kind"]
        return json.dumps({"id": message["id"], **self.answers.get(kind, self.answers["any"])})

    answers: dict


KINDS = ["step", "training", "update", "threshold", "stream", "initialization", "split", "invalid"]
STARTED = {
    "protocol": VERSION,
    "implementation": {"name": "answering"},
    "capabilities": {
        "kinds": KINDS,
        "output_activations": ["sigmoid", "tanh", "relu", "identity", "softmax"],
        "losses": ["squared_error", "binary_cross_entropy", "categorical_cross_entropy"],
        "streams": ["numpy", "pcg64", "r"],
        "features": [
            *("sample_weight", "weight_decay", "learning_rates", "batch_size", "optimizers"),
            *("shuffle", "validation", "continue", "normals"),
        ],
    },
}


def vector_of(id):
    return made.vector(id) if id.startswith("made/") else reading.load(id)


def bare(tensor):
    return {"shape": tensor["shape"], "bits": tensor["bits"]}


def right_result(vector):
    """What a right implementation gives."""
    expected = {name: bare(value) if isinstance(value, dict) else value for name, value in expected_of(vector).items()}
    if vector["kind"] in ("step", "update"):
        return {"steps": expected, "digest": vector["digest"]}
    if vector["kind"] == "training":
        parameters = {name: expected.pop(name) for name in ("wh", "bh", "wout", "bout") if name in expected}
        return {**expected, "parameters": parameters, "watched": [watched(n) for n in vector.get("published", [])]}
    if vector["kind"] == "initialization":
        return {"parameters": expected, "digest": vector["digest"]}
    return expected if vector["kind"] != "invalid" else {"accepted": True}


def expected_of(vector):
    return {name: value for name, value in vector["expected"].items() if isinstance(value, dict | list | int)}


def watched(published):
    number = {"shape": [], "values": [0.5]}
    return {"epoch": published["after_epoch"], "output": number, "mean_absolute_error": number}


def paths(tree, most=6):
    """The places of a tree, of lists the first elements."""
    yield ()
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree[:1]) if isinstance(tree, list) else ()
    for key, value in list(inner)[: most * 5]:
        yield from ((key, *path) for path in paths(value, most))


def put(tree, path, value):
    """The tree with something else in one place."""
    if not path:
        return value
    changed = copy.copy(tree)
    changed[path[0]] = put(tree[path[0]], path[1:], value)
    return changed


def without(tree, path):
    """The tree without one place."""
    changed = copy.deepcopy(tree)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return changed


def verdict_on(vector, answers, implementation):
    """The verdict and its line, as a run writes it."""
    implementation.answers = answers
    verdict, line = judged(vector, Start("answering", implementation), Plan([], [], []))
    json.dumps(line, allow_nan=False)
    assert verdict.status != "fault", (vector["id"], verdict.stderr, answers)
    assert verdict.status != "skipped", verdict.reason
    return verdict


def answers_with(vector, result):
    """A result for the vector; the checkpoints of a training are answered rightly."""
    answers = {"any": {"result": result}}
    if vector.get("checkpoints"):
        first = vector["checkpoints"][0]
        answers["step"] = {"result": {"steps": {name: bare(t) for name, t in first["expected"].items()}}}
    return answers


def wrong_results(right):
    """A sample of the results with something else in one place."""
    places = list(paths(right))
    changes = [(path, value) for path in places for value in ANYTHING]
    chosen = changes[:: len(changes) // EACH + 1]
    return [put(right, *change) for change in chosen] + [without(right, path) for path in places[1:]]


EACH = 280
"""Answers of each kind of vector that are tried at one level."""


@pytest.mark.parametrize("name", SMALL)
def test_any_field_may_be_anything(name):
    vector = vector_of(SMALL[name])
    results = wrong_results(right_result(vector))
    for level in (1, 2):
        implementation = Answering(level)
        for result in results[level - 1 :: 2]:
            verdict_on(vector, answers_with(vector, result), implementation)


def test_more_than_five_thousand_answers_are_tried():
    fields = sum(len(wrong_results(right_result(vector_of(id)))) for id in SMALL.values())
    steps = sum(len(vector_of(SMALL[name])["expected"]) + 2 for name in STEPS)
    assert fields + steps * len([*WAYS, *SHAPES]) >= 5_000


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("name", ["step", "update", "training", "stream", "initialization", "split"])
def test_the_right_answer_passes(name, level):
    vector = vector_of(SMALL[name])
    verdict = verdict_on(vector, answers_with(vector, right_result(vector)), Answering(level))
    assert verdict.status == PASSED, verdict.reason


# ---- any step wrong in any way ---------------------------------------------------------------------------------------


def swapped(x):
    return struct.unpack("<d", struct.pack(">d", x))[0]


def next_up(x):
    return math.nextafter(x, math.inf)


WAYS = {
    "zero": lambda x: 0.0,
    "minus zero": lambda x: -0.0,
    "one": lambda x: 1.0,
    "negated": lambda x: -x,
    "plus one": lambda x: x + 1.0,
    "minus one": lambda x: x - 1.0,
    "doubled": lambda x: 2.0 * x,
    "halved": lambda x: x / 2.0,
    "tenth": lambda x: x / 10.0,
    "huge": lambda x: x * 1e300,
    "largest": lambda x: 1.7976931348623157e308,
    "tiny": lambda x: x * 1e-300,
    "smallest": lambda x: 5e-324,
    "squared": lambda x: x * x,
    "reciprocal": lambda x: 1.0 / x if x else math.inf,
    "infinity": lambda x: math.inf,
    "minus infinity": lambda x: -math.inf,
    "nan": lambda x: math.nan,
    "nan with a payload": lambda x: struct.unpack(">d", bytes.fromhex("7ff0000000000001"))[0],
    "swapped": swapped,
    "absolute": abs,
    "one ulp": next_up,
    "single": lambda x: struct.unpack("<f", struct.pack("<f", x))[0],
    "rounded": lambda x: float(round(x)),
    "six digits": lambda x: float(f"{x:.6g}"),
    "near": lambda x: x * (1 + 1e-12),
}
SHAPES = {
    "reversed": lambda shape, numbers: (shape, numbers[::-1]),
    "flat": lambda shape, numbers: ([len(numbers)], numbers),
    "column": lambda shape, numbers: ([len(numbers), 1], numbers),
    "turned": lambda shape, numbers: (shape[::-1], numbers),
    "scalar": lambda shape, numbers: ([], numbers[:1]),
    "empty": lambda shape, numbers: ([0], []),
    "shorter": lambda shape, numbers: (shape, numbers[:-1]),
    "only the first": lambda shape, numbers: (shape, numbers[:1] * len(numbers)),
}


def corrupted(tensor, way):
    numbers = numbers_of(tensor["bits"])
    shape, numbers = (
        (tensor["shape"], [WAYS[way](x) for x in numbers]) if way in WAYS else SHAPES[way](tensor["shape"], numbers)
    )
    return {"shape": shape, "bits": [bits_of(x) for x in numbers]}


STEPS = ("step", "step with weights", "update")


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("way", [*WAYS, *SHAPES])
def test_any_step_may_be_wrong_in_any_way(way, name):
    vector = vector_of(SMALL[name])
    steps = right_result(vector)["steps"]
    implementation = Answering()
    for step, tensor in steps.items():
        wrong = {**steps, step: corrupted(tensor, way)}
        verdict = verdict_on(vector, {"any": {"result": {"steps": wrong}}}, implementation)
        if way in ("nan", "plus one"):
            assert verdict.status == FAILED, (step, way)
    for level in (1, 2):
        wrong = {step: corrupted(tensor, way) for step, tensor in steps.items()}
        verdict_on(vector, {"any": {"result": {"steps": wrong}}}, Answering(level))


def test_a_fault_while_judging_costs_one_vector(monkeypatch):
    from onehidden_conformance.judging import judge as judging

    monkeypatch.setitem(judging.JUDGES, "step", lambda case: iter([case.nothing_of_the_kind]))
    verdict = judge(vector_of(STEP), Answering())
    assert verdict.status == "fault"
    assert "AttributeError" in verdict.reason
    assert "nothing_of_the_kind" in verdict.stderr
