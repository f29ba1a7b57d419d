"""What a report says, as plain data for JSON: a vector, a verdict, the findings about an implementation.

A report must be readable by itself, without the fixtures and without the implementation. So it holds the expected
numbers, and those of the implementation wherever a bit differs; of large tensors the first rows and the wrong ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from onehidden_conformance.judging.judge import CRASHED, Verdict
from onehidden_conformance.judging.result import result_of
from onehidden_conformance.numbers.bits import Array, ulp_distance
from onehidden_conformance.numbers.tensors import bits_of, to_array
from onehidden_conformance.vectors.step_numbers import NUMBERS

Line = dict[str, Any]
Vector = Mapping[str, Any]

CELLS = 256
"""Numbers that are shown of a tensor, as long as its rows are not longer than that."""
WRONG_ROWS = 8
"""Wrong rows that are shown beyond these."""
FAULTS = 20
LONGEST = 4_000
"""Characters of a text that an implementation may have written."""
LONGEST_LINE = 500
"""Of these, those that are shown of a line of the protocol."""
EXPECTED = "expected"
"""The name of what is expected, where it stands in place of an implementation."""


# ---- vectors ---------------------------------------------------------------------------------------------------------


def vector_line(vector: Vector) -> Line:
    """A vector for people: what it is for, what goes in and what must come out."""
    words = {f"expected {key}": in_words(value) for key, value in vector["expected"].items() if in_words(value) != ""}
    return {
        "type": "vector",
        **{key: vector[key] for key in ("id", "kind", "title", "why", "source", "spec")},
        "words": {**choices(vector), **words},
        "given": {name: excerpt(tensor) for name, tensor in given(vector).items()},
        "expected": {name: excerpt(tensor) for name, tensor in expected(vector).items()},
    }


def choices(vector: Vector) -> dict[str, Any]:
    """What a vector fixes in words and numbers."""
    own = {key: in_words(vector[key]) for key in WORDS if key in vector}
    optimizer = {"optimizer": vector["optimizer"]["name"]} if "optimizer" in vector else {}
    places = (network_of(vector), own, optimizer, vector.get("arguments", {}))
    return {name: value for place in places for name, value in place.items() if is_word(value) and value != ""}


WORDS = (
    *("epochs", "batches", "shuffle_seed", "stream", "seed", "n", "patience", "stops", "call"),
    *("n_features", "n_hidden", "n_outputs", "initialization"),
)


def network_of(vector: Vector) -> Mapping[str, Any]:
    """The network of a vector, which may be an argument of a call, and then anything."""
    argument = vector.get("arguments", {}).get("network")
    inner = argument.get("network") if isinstance(argument, dict) else None
    return vector.get("network") or inner or {}


def is_word(value: Any) -> bool:
    """Tell words and numbers from tensors, lists, and what is absent."""
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def in_words(value: Any) -> Any:
    """A word or number as it is, rows in one line; nothing for anything else."""
    if isinstance(value, list) and all(isinstance(row, int) for row in value):
        return " ".join(map(str, value))
    return value if is_word(value) else ""


def given(vector: Vector) -> dict[str, Any]:
    """The tensors that go in, in the order of the steps."""
    validation = {f"validation {name}": tensor for name, tensor in vector.get("validation", {}).items()}
    optimizer = {name: value for name, value in vector.get("optimizer", {}).items() if name != "name"}
    own = {**vector, **optimizer, **validation}
    places = (own, network_of(vector), vector.get("gradients", {}), vector.get("arguments", {}))
    return in_order({name: value for place in places for name, value in place.items() if is_tensor(value)})


def expected(vector: Vector) -> dict[str, Any]:
    """The tensors that must come out, in the order of the steps; then those of the checkpoints of a training."""
    tensors = in_order({name: value for name, value in vector["expected"].items() if is_tensor(value)})
    for checkpoint in vector.get("checkpoints", []):
        steps = in_order(dict(checkpoint["expected"]))
        tensors |= {f"epoch {checkpoint['epoch']}: {step}": value for step, value in steps.items()}
    return tensors


def in_order(tensors: dict[str, Any]) -> dict[str, Any]:
    """Tensors in the order of the steps, then whatever is none."""
    return {name: tensors[name] for name in sorted(tensors, key=lambda name: NUMBERS.get(name, len(NUMBERS)))}


def is_tensor(value: Any) -> bool:
    """Tell tensors from words and lists."""
    return isinstance(value, dict) and "bits" in value


def excerpt(tensor: Mapping[str, Any]) -> Line:
    """The first rows of a tensor, with their bounds."""
    array = to_array(dict(tensor))
    rows = first_rows(array)
    bound = {"bound": pick(np.array(tensor["bound"], dtype=object), array, rows)} if "bound" in tensor else {}
    return {"shape": list(array.shape), "rows": rows, "bits": bits(array, rows), **bound}


# ---- verdicts --------------------------------------------------------------------------------------------------------


def verdict_line(verdict: Verdict, vector: Vector) -> Line:
    """A verdict in numbers and words, without the place of the fault and whether it is `known`."""
    result = result_of(verdict)
    answers = answers_of(verdict)
    return {
        "type": "verdict",
        "vector": verdict.vector,
        "implementation": verdict.implementation,
        "status": verdict.status,
        "kind": kind_of(verdict),
        "known": "",
        "reason": shortened(verdict.reason),
        "faults": [shortened(fault.fault) for fault in verdict.faults[:FAULTS]],
        "elements": result.elements,
        "identical": result.identical,
        "worst_ulp": result.worst_ulp,
        "worst_share": result.worst_share if math.isfinite(result.worst_share) else None,
        "steps": [name for name in expected(vector) if name in answers],
        "differs": dict(differences(answers, expected(vector))),
        "seconds": round(verdict.seconds, 6),
        "stderr": shortened(verdict.stderr),
        "line": shortened(verdict.line, LONGEST_LINE),
    }


def kind_of(verdict: Verdict) -> str:
    """The kind of a failure: `error`, or the first wrong step, such as `wrong loss`; empty if nothing failed."""
    if verdict.status in ("error", "fault"):
        return verdict.status
    if verdict.faults and verdict.faults[0].step == CRASHED:
        return CRASHED
    return f"wrong {verdict.faults[0].step}" if verdict.status == "failed" and verdict.faults else ""


def answers_of(verdict: Verdict) -> Mapping[str, object]:
    """The tensors that an implementation gave, by the names that they have in a fixture."""
    if verdict.trained is None:
        return {**verdict.steps, **verdict.checkpoints}
    losses = verdict.trained.validation_history
    validation = {} if losses is None else {"validation_history": losses}
    return {"history": verdict.trained.history, **validation, **verdict.trained.parameters, **verdict.checkpoints}


def differences(answers: Mapping[str, object], expected: Mapping[str, Any]) -> Iterator[tuple[str, Line]]:
    """Those of the expected tensors that were given with other bits, both side by side."""
    for name in (name for name in expected if name in answers):
        right, got = to_array(expected[name]), np.asarray(answers[name], dtype=np.float64)
        if got.shape != right.shape:
            yield name, {"shape": list(got.shape), "rows": first_rows(got), "got": bits(got, first_rows(got))}
        elif (wrong := ulp_distance(got, right) != 0).any():
            rows = rows_to_show(right, wrong)
            pair = {"got": bits(got, rows), "bits": bits(right, rows)}
            bound = expected[name].get("bound")
            bounds = {} if bound is None else {"bound": pick(np.array(bound, dtype=object), right, rows)}
            yield name, {"shape": list(right.shape), "rows": rows, **pair, **bounds}


def rows_to_show(array: Array, wrong: Any) -> list[int]:
    """The first rows, and the first wrong ones."""
    first = first_rows(array)
    wrong_rows = np.flatnonzero(by_rows(wrong, array).any(axis=1)).tolist()
    return sorted({*first, *wrong_rows[:WRONG_ROWS]})


def first_rows(array: Array) -> list[int]:
    """As many rows as there is room for; one at least."""
    if array.size == 0:
        return []
    rows, columns = by_rows(array, array).shape
    return list(range(min(rows, max(1, CELLS // columns))))


def by_rows(values: Any, array: Array) -> Any:
    """Values of an array as a matrix: a vector is a column, whatever has more dimensions is laid flat."""
    return values.reshape(array.shape[0] if array.ndim else 1, -1)


def bits(array: Array, rows: Sequence[int]) -> list[str]:
    """The bits of some rows."""
    return [bits_of(number) for number in pick(array, array, rows)]


def pick(values: Any, array: Array, rows: Sequence[int]) -> list[Any]:
    """Some rows of values, one number after the other; None where there is none."""
    return by_rows(values, array)[list(rows)].ravel().tolist() if rows else []


def shortened(text: str, most: int = LONGEST) -> str:
    """A text of an implementation, which may be as long as it likes."""
    return text if len(text) <= most else f"{text[:most]} ... ({len(text)} characters)"
