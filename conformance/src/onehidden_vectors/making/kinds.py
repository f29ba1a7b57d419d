"""Makes vectors of the kinds that are no updates."""

from __future__ import annotations

from typing import Any

from onehidden_conformance.bounds.balls import (
    round_up,
)
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector, flat, to_tensor
from onehidden_vectors.making.vector import ORACLE, OWN, about


def threshold(
    id: str,
    title: str,
    x: Vector | Matrix,
    *,
    w: Vector | None = None,
    b: float = 0.0,
    threshold: float = 0.0,
    why: str,
    spec: str = "3.19",
    source: str = OWN,
) -> dict[str, Any]:
    """Make a vector of the threshold unit; a matrix has one input in each row."""
    output: Value
    if isinstance(x[0], list):
        output = [ORACLE.threshold_unit(row, w, b, threshold) for row in x]
    else:
        output = ORACLE.threshold_unit(x, w, b, threshold)
    return {
        **about(id, "threshold", title, why, source, spec),
        "x": to_tensor(x),
        "w": None if w is None else to_tensor(w),
        "b": to_tensor(b),
        "threshold": to_tensor(threshold),
        "expected": {"output": to_tensor(output)},
    }


RELATIVE = 2.0**-45
"""How far normals, and weights made of numbers that are drawn, may lie from what is expected (SPEC 9.22)."""


def drawn_tensor(value: Value, relative: float = RELATIVE) -> dict[str, Any]:
    """Write down what was drawn, with its bounds."""
    return {**to_tensor(value), "bound": [round_up(abs(x) * relative) for x in flat(value)]}


def initialization(
    id: str,
    title: str,
    sizes: tuple[int, int, int],
    seed: int,
    how: str,
    stream: str,
    *,
    why: str,
    spec: str,
    source: str = OWN,
) -> dict[str, Any]:
    """Make a vector of first weights; `sizes` are d, h and k."""
    network = ORACLE.initial_network(*sizes, seed, how, stream)
    computed = () if how == "article_python" else ("wh", "wout")
    return {
        **about(id, "initialization", title, why, source, spec),
        **dict(zip(("n_features", "n_hidden", "n_outputs"), sizes, strict=True)),
        "seed": seed,
        "initialization": how,
        "stream": stream,
        "expected": {
            name: drawn_tensor(value, RELATIVE if name in computed else 0.0)
            for name, value in network.parameters().items()
        },
        "digest": network.digest(),
    }


def split(
    id: str, title: str, n: int, fraction: float, seed: int, stream: str, *, why: str, spec: str = "12.5"
) -> dict[str, Any]:
    """Make a vector of a division of rows."""
    training, validation = ORACLE.split_rows(n, fraction, seed, stream)
    return {
        **about(id, "split", title, why, OWN, spec),
        "n": n,
        "fraction": to_tensor(fraction),
        "seed": seed,
        "stream": stream,
        "expected": {"training": training, "validation": validation},
    }


def invalid(
    id: str,
    title: str,
    call: str,
    arguments: dict[str, Any],
    code: str,
    argument: str | None,
    *,
    why: str,
    spec: str,
    **expected: Any,
) -> dict[str, Any]:
    """Make a vector of a call that must be refused."""
    return {
        **about(id, "invalid", title, why, OWN, spec),
        "call": call,
        "arguments": arguments,
        "expected": {"code": code, "argument": argument, **expected},
    }
