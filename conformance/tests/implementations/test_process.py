"""The way to a program and back changes no bit, gives nothing away, and takes no answer on trust."""

import contextlib
import json
import math
import shlex
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from onehidden_conformance.implementations import Skipped, protocol, requests
from onehidden_conformance.implementations.declaration import RESULTS, read, steps_of
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.process import ProcessImplementation
from onehidden_conformance.implementations.protocol import (
    MessageError,
    argument_of,
    array_of,
    check,
    from_line,
    printable,
    tensor_of,
    to_line,
)
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.reports import record
from onehidden_conformance.vectors import reading
from onehidden_conformance.vectors.arguments import arguments_of_call
from onehidden_conformance.vectors.names import KINDS, NAMES

HONEST = Path(__file__).parent / "wrong_implementations" / "slow.py"
ONE_OF_EACH_KIND = (
    "shapes/all-different",
    "shapes/no-hidden-layer",
    "shapes/one-of-everything",
    "batches/uneven",
    "edges/no-epochs",
    "log/training",
    "edges/update-with-two-roundings",
    "threshold/rows",
    "threshold/sum",
    "streams/numpy-42",
    "streams/r-normals-negative-seed",
    "softmax/shares",
    "weights/zeros",
    "epochs/learning-rates",
    "epochs/batch-size",
    "epochs/shuffle-pcg64",
    "optimizers/adam-settings",
    "optimizers/decay",
    "stopping/continued-with-patience",
    "stopping/network",
    "initializations/article-r",
    "initializations/glorot-no-hidden-layer",
    "splits/r",
    "invalid/continued-plain-to-momentum",
    "invalid/learning-rate-nan-later",
    "invalid/validation-columns",
    "invalid/x-na",
    "invalid/y-text",
    "invalid/batches-empty-batch",
    "invalid/overflow-third-epoch",
)
BITS = (0x7FF00000000007A2, 0x7FF8000000000001, 0xFFF8000000000000, 1 << 63, 0, 1, 0x7FF0000000000000, 0x3FF0 << 48)
STRANGE = np.array(BITS, dtype=np.uint64).view(np.float64)


@pytest.fixture
def honest():
    implementation = make_implementation(shlex.join([sys.executable, str(HONEST), "0"]))
    yield implementation
    implementation.close()


# ---- tensors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(8,), (2, 4), (4, 2), (8, 1), (1, 8)])
def test_a_tensor_keeps_all_bits(shape):
    there_and_back = array_of(tensor_of(STRANGE.reshape(shape)))
    assert there_and_back.shape == shape
    assert there_and_back.ravel().view(np.uint64).tolist() == list(BITS)


def test_a_scalar_and_an_empty_matrix_are_tensors():
    assert tensor_of(0.5) == {"shape": [], "bits": ["3fe0000000000000"], "values": [0.5]}
    assert array_of(tensor_of(0.5)).shape == ()
    assert array_of(tensor_of(np.ones((0, 3)))).shape == (0, 3)


def test_a_matrix_that_lies_column_by_column_is_written_row_by_row():
    assert tensor_of(np.asfortranarray([[1.0, 2.0], [3.0, 4.0]]))["values"] == [1.0, 2.0, 3.0, 4.0]


def test_decimals_are_read_where_there_are_no_bits():
    line = b'{"shape": [6], "values": [0.1, -0, -0.0, "Infinity", "NaN", null]}'
    array = array_of(from_line(line, "tensor"))
    assert array[:4].tolist() == [0.1, 0.0, 0.0, math.inf]
    assert np.signbit(array[1:3]).all()
    assert np.isnan(array[4:]).all()


def test_bits_count_where_both_are_there():
    assert array_of({"shape": [], "bits": ["3ff0000000000000"], "values": [7.0]}) == 1.0


@pytest.mark.parametrize(
    "tensor",
    [
        {"shape": [1]},
        {"bits": ["3ff0000000000000"]},
        {"shape": [1], "bits": ["3FF0000000000000"]},
        {"shape": [1], "bits": ["3ff0000000000000\n"]},
        {"shape": [1], "bits": ["3ff"]},
        {"shape": [1], "bits": [1.0]},
        {"shape": [1], "bits": 5},
        {"shape": [1], "values": None},
        {"shape": {}, "values": [1.0]},
        {"shape": [-1], "values": []},
        {"shape": [1.5], "values": [1.0]},
        {"shape": [1, 1, 1], "values": [1.0]},
        {"shape": [1], "values": ["1.0"]},
        {"shape": [1], "values": [True]},
        {"shape": [1], "values": [1.0], "unit": "m"},
    ],
)
def test_what_is_no_tensor_is_refused(tensor):
    with pytest.raises(MessageError):
        check(tensor, "tensor")


def test_a_million_numbers_are_checked_in_a_moment():
    start = time.monotonic()
    check({"shape": [10**6], "bits": ["3ff0000000000000"] * 10**6}, "tensor")
    check({"shape": [10**6], "values": [0.5] * 10**6}, "tensor")
    for wrong in ("3ff000000000000g", 1.0, "3ff"):
        with pytest.raises(MessageError):
            check({"shape": [10**6], "bits": [wrong] * 10**6}, "tensor")
    assert time.monotonic() - start < 5


def test_one_wrong_number_among_many_is_found():
    for wrong in ("3ff000000000000g", 1, "3ff00000000000000", None):
        with pytest.raises(MessageError, match="bits"):
            check({"shape": [3], "bits": ["3ff0000000000000", wrong, "3ff0000000000000"]}, "tensor")


# ---- lines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"", "is not JSON"),
        (b"[1, 2]", "is no answer to run"),
        (b'{"id": 1}', "exactly one of result, skipped and error"),
        (b'{"id": 1, "skipped": "a", "error": {"code": null, "message": "b"}}', "exactly one of"),
        (b'{"id": "1", "skipped": "a"}', "at id: '1' is not of type 'integer'"),
        (b'{"id": 1, "id": 2, "skipped": "a"}', "the key 'id' comes twice"),
        (b'{"id": 1e999, "skipped": "a"}', "too large for binary64"),
        (b'{"id": 1, "skipped": "' + b"x" * 10001 + b'"}', "is too long"),
        (b'{"id": 1, "error": {"code": "Not A Code", "message": ""}}', "at error"),
        (b'{"id": 1' + b"0" * 5000 + b', "skipped": "a"}', "is not JSON"),
        (b"\xff", "is not JSON"),
    ],
)
def test_what_is_no_reply_is_refused_with_a_reason(line, message):
    with pytest.raises(MessageError) as error:
        from_line(line, "reply")
    assert message in str(error.value)
    assert len(str(error.value)) < 1000


WORDS = st.sampled_from(["id", "result", "skipped", "error", "steps", "output", "shape", "bits", "values", "code", ""])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)  # the first of each kind reads the schema
@given(JSON, st.sampled_from(["started", "reply", "tensor", *(f"result_of_{kind}" for kind in KINDS)]))
def test_whatever_is_sent_is_read_or_refused(message, kind):
    with contextlib.suppress(MessageError):
        read = from_line(to_line(message), kind)
        if kind == "tensor":
            array_of(read)


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_whatever_bytes_are_sent_are_no_reply(line):
    with pytest.raises(MessageError):
        from_line(line, "reply")


def test_a_line_is_one_line_of_ascii():
    line = to_line({"skipped": "line one\nline two \u2028 \u00e9"})
    assert line.count(b"\n") == 1
    assert line.isascii()


def test_what_people_see_is_printable_and_short():
    assert printable("caf\u00e9 <b>") == "caf\u00e9 <b>"
    assert printable("\x1b[2J\u202e\n") == "\\x1b[2J\\u202e\\n"
    assert len(printable("x" * 10**6)) < 400


# ---- requests --------------------------------------------------------------------------------------------------------


SCHEMA = Path(protocol.__file__).with_name("messages.schema.json")


def test_the_schemas_that_a_run_believes_are_schemas():
    report = Path(record.__file__).with_name("report.schema.json")
    for path in (SCHEMA, report):
        Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


DEFINITIONS = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
EVERYTHING = {
    "kinds": list(KINDS),
    "hidden_activations": list(NAMES["activation"]),
    "output_activations": list(NAMES["output_activation"]),
    "losses": list(NAMES["loss"]),
    "streams": list(NAMES["stream"]),
    "features": DEFINITIONS["feature"]["enum"],
}


class Listener(ProcessImplementation):
    """Notes what it would send, and sends nothing."""

    def __init__(self):
        self.name, self.level, self.steps, self.last_id, self.program = "listener", 2, None, 0, self
        self.declaration = read(EVERYTHING)
        self.timeout, self.requests = 1.0, []

    def exchange(self, message, *_):
        self.requests.append(message)
        return {"id": message["id"], "skipped": "only listens"}


@pytest.mark.parametrize("id", reading.vector_ids())
def test_every_request_is_as_the_schema_says_and_tells_nothing_that_is_expected(id):
    vector, listener = reading.load(id), Listener()
    judge(vector, listener)
    (request,) = listener.requests
    check(request, "run")
    given = request["vector"]
    assert not {"expected", "checkpoints", "digest", "published", "id", "title", "why", "source"} & set(given)
    if not vector.get("checkpoints"):
        shared = set(given) & set(vector) - {"arguments"}
        assert shared >= {"kind"}
        assert {key: given[key] for key in shared} == {key: vector[key] for key in shared}


@pytest.mark.parametrize("id", [id for id in reading.vector_ids() if id.startswith("invalid/")])
def test_arguments_of_a_call_arrive_as_they_stand_in_the_fixture(id):
    vector = reading.load(id)
    sent = {name: argument_of(value) for name, value in arguments_of_call(vector).items()}
    for name, value in vector["arguments"].items():
        assert sent[name] == (tensor_of(value) if isinstance(value, float) else value)


def test_ids_count_from_one_and_never_come_again(honest):
    for id in ("article/one-iteration", "invalid/x-columns", "shapes/square"):
        judge(reading.load(id), honest)
    assert honest.last_id == 3


# ---- capabilities ----------------------------------------------------------------------------------------------------


def lacking(capabilities, vector):
    return requests.lacking(read(capabilities), vector)


NETWORK = {
    "wh": {"shape": [2, 3]},
    "bh": None,
    "wout": {"shape": [3, 1]},
    "bout": None,
    "hidden_activation": "relu",
    "output_activation": "tanh",
    "loss": "squared_error",
    "reduction": "sum",
}


@pytest.mark.parametrize(
    ("capabilities", "reason"),
    [
        ({}, ""),
        ({"kinds": ["update"]}, "declares that it does no vectors of the kind step"),
        ({"hidden_activations": ["sigmoid"]}, "declares no hidden activation relu"),
        ({"output_activations": []}, "declares no output activation tanh"),
        ({"losses": ["binary_cross_entropy"]}, "declares no loss squared_error"),
        ({"reductions": ["mean"]}, "declares no reduction sum"),
    ],
)
def test_what_a_implementation_does_not_declare_is_not_asked(capabilities, reason):
    assert lacking({"kinds": ["step"], **capabilities}, {"kind": "step", "network": NETWORK}) == reason


@pytest.mark.parametrize("layer", ["hidden", "output"])
def test_an_activation_that_came_later_is_not_asked_of_those_who_declare_nothing(layer):
    network = {**NETWORK, f"{layer}_activation": "later"}
    vector = {"kind": "step", "network": network}
    assert lacking({"kinds": ["step"]}, vector) == f"declares no {layer} activation later"


STEP = {"kind": "step", "network": NETWORK, "X": {"shape": [4, 2]}}
TRAINING = {"kind": "training", "network": NETWORK, "batches": "full"}
NEW = [
    ({**STEP, "sample_weight": {}}, "features", "sample_weight", "declares no sample weight"),
    ({**TRAINING, "learning_rates": {}}, "features", "learning_rates", "declares no learning rates"),
    ({**TRAINING, "batches": 3}, "features", "batch_size", "declares no batch size"),
    ({**TRAINING, "optimizer": {"name": "adam"}}, "features", "optimizers", "declares no optimizers"),
    ({**TRAINING, "weight_decay": {}}, "features", "weight_decay", "declares no weight decay"),
    ({**TRAINING, "shuffle_seed": 1}, "features", "shuffle", "declares no shuffle"),
    ({**TRAINING, "validation": {}, "patience": 1}, "features", "validation", "declares no validation"),
    ({**TRAINING, "stops": [1]}, "features", "continue", "declares no continue"),
    ({"kind": "stream", "stream": "numpy", "draw": "normals"}, "features", "normals", "declares no normals"),
    ({"kind": "stream", "stream": "pcg64"}, "streams", "pcg64", "declares no stream pcg64"),
    ({"kind": "invalid", "call": "uniforms", "arguments": {"stream": "r"}}, "streams", "r", "declares no stream r"),
    ({"kind": "invalid", "call": "adam", "arguments": {}}, "features", "optimizers", "declares no optimizers"),
    ({"kind": "invalid", "call": "train", "arguments": {"kernels": "a"}}, "features", "kernels", "declares no kernels"),
    ({"kind": "invalid", "call": "split_rows", "arguments": {}}, "kinds", "split", "declares no split"),
    (
        {"kind": "invalid", "call": "train", "arguments": {"learning_rate": {"rates": {}}}},
        "features",
        "learning_rates",
        "declares no learning rates",
    ),
    (
        {"kind": "step", "network": {**NETWORK, "output_activation": "softmax"}},
        "output_activations",
        "softmax",
        "declares no output activation softmax",
    ),
    (
        {"kind": "step", "network": {**NETWORK, "loss": "categorical_cross_entropy"}},
        "losses",
        "categorical_cross_entropy",
        "declares no loss categorical cross entropy",
    ),
    (
        {
            "kind": "invalid",
            "call": "backward",
            "arguments": {"network": {"network": {"output_activation": "softmax"}}},
        },
        "output_activations",
        "softmax",
        "declares no output activation softmax",
    ),
]


@pytest.mark.parametrize(("vector", "declared", "word", "reason"), NEW)
def test_what_is_new_is_asked_only_of_those_who_declare_it(vector, declared, word, reason):
    kinds = ["step", "training", "stream", "invalid"]
    assert lacking({"kinds": kinds}, vector).replace("_", " ") == reason
    more = {"kinds": [*kinds, word]} if declared == "kinds" else {"kinds": kinds, declared: [word]}
    assert lacking(more, vector) == ""


def test_what_nobody_has_is_asked_of_everybody():
    for arguments in ({"output_activation": "Sigmoid"}, {"loss": "mse"}):
        assert lacking({"kinds": ["invalid"]}, {"kind": "invalid", "call": "Network", "arguments": arguments}) == ""
    vector = {"kind": "invalid", "call": "uniforms", "arguments": {"stream": "philox"}}
    assert lacking({"kinds": ["invalid"]}, vector) == ""


def test_the_activation_of_a_hidden_layer_that_is_not_there_is_not_asked_for():
    capabilities = {"kinds": ["step"], "hidden_activations": []}
    assert lacking(capabilities, {"kind": "step", "network": {**NETWORK, "wh": None}}) == ""


def test_a_trace_is_all_or_results_or_names():
    assert steps_of("all") is None
    assert steps_of("results") == RESULTS
    assert {"output", "loss", "grad_wh", "updated_bout"} < set(RESULTS)
    assert steps_of(["output"]) == ("output",)


def test_a_program_is_not_troubled_with_what_it_lacks(honest):
    with pytest.raises(Skipped, match="kind stream"):
        honest.uniforms(1, 1, "numpy")
    assert honest.last_id == 0


# ---- R as a program --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rscript():
    implementation = make_implementation("rscript")
    yield implementation
    implementation.close()


@pytest.mark.parametrize("id", ONE_OF_EACH_KIND)
def test_r_as_a_program_is_identical(id, rscript):
    verdict = judge(reading.load(id), rscript)
    assert verdict.passed, verdict.reason


def test_r_as_a_program_gives_the_same_bits_as_r_in_this_process():
    vector = reading.load("edges/cancellation")
    blas, through_rpy2 = make_implementation("rscript:blas"), make_implementation("r:blas")
    a, b = judge(vector, blas).steps, judge(vector, through_rpy2).steps
    blas.close()
    assert blas.level == 1
    assert a.keys() == b.keys()
    for name, step in a.items():
        assert np.asarray(step).tobytes() == np.asarray(b[name]).tobytes(), name


@pytest.mark.slow
def test_r_as_a_program_is_identical_on_every_vector(rscript):
    verdicts = [judge(vector, rscript) for vector in reading.vectors()]
    assert [str(verdict) for verdict in verdicts if not verdict.passed] == []
    assert len(verdicts) > 100


def test_the_digests_of_a_training_may_come_as_numbers(rscript):
    vector = reading.load("batches/single")
    trained = judge(vector, rscript).trained
    assert trained.digests == vector["expected"]["digests"]
    assert trained.history.tobytes() == to_array(vector["expected"]["history"]).tobytes()
