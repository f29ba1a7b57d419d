"""Tensors of the fixtures: lists of numbers with their bits, and the digest of parameters.

A scalar is a number, a vector a list, a matrix a list of rows.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = list[float]
Matrix = list[Vector]
Value = float | Vector | Matrix
Tensor = dict[str, Any]


def bits_of(number: float) -> str:
    """Write the 64 bits of a number as 16 hexadecimal digits, most significant first (SPEC 8.2).

    Examples
    --------
    >>> bits_of(1.0), bits_of(-0.0)
    ('3ff0000000000000', '8000000000000000')
    """
    return struct.pack(">d", number).hex()


def numbers_of(bits: Iterable[str]) -> Vector:
    """Read numbers from their bits; the inverse of `bits_of`.

    Examples
    --------
    >>> numbers_of(["3ff0000000000000", "8000000000000000"])
    [1.0, -0.0]
    """
    data = bytes.fromhex("".join(bits))
    return list(struct.unpack(f">{len(data) // 8}d", data))


def shape_of(value: Value) -> list[int]:
    """Give the shape: [] of a number, [h] of a vector, [n, d] of a matrix."""
    if not isinstance(value, list):
        return []
    if not isinstance(value[0], list):
        return [len(value)]
    return [len(value), len(value[0])]


def flat(value: Value) -> Vector:
    """List the numbers of a value row by row."""
    if not isinstance(value, list):
        return [float(value)]
    return [number for element in value for number in flat(element)]


def to_tensor(value: Value) -> Tensor:
    """Make the tensor of a number, a vector or a matrix.

    Examples
    --------
    >>> to_tensor([0.5, -0.0])["bits"]
    ['3fe0000000000000', '8000000000000000']
    """
    return flat_tensor(shape_of(value), flat(value))


def flat_tensor(shape: Sequence[int], numbers: Sequence[float]) -> Tensor:
    """Make a tensor from its shape and its numbers row by row; JSON cannot write NaN and infinity."""
    return {
        "shape": list(shape),
        "bits": [bits_of(number) for number in numbers],
        "values": [number if math.isfinite(number) else None for number in numbers],
    }


def to_value(tensor: Tensor) -> Value:
    """Read a tensor back from its bits as a number, a list or a list of rows."""
    numbers, shape = numbers_of(tensor["bits"]), tensor["shape"]
    if not shape:
        return numbers[0]
    if len(shape) == 1:
        return numbers
    rows, columns = shape
    return [numbers[row * columns : (row + 1) * columns] for row in range(rows)]


def to_array(tensor: Tensor) -> npt.NDArray[np.float64]:
    """Read a tensor from its bits as an array of NumPy, NaN payloads kept."""
    data = bytes.fromhex("".join(tensor["bits"]))
    return np.frombuffer(data, dtype=">f8").astype("<f8").reshape(tensor["shape"])


def digest(parameters: Iterable[Value | None]) -> str:
    """SHA-256 over the little-endian bytes of the parameters that are there (SPEC 7.1)."""
    numbers = [number for value in parameters if value is not None for number in flat(value)]
    return hashlib.sha256(struct.pack(f"<{len(numbers)}d", *numbers)).hexdigest()
