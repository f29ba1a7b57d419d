"""Tests once whether this process follows IEEE 754, before reproducible arithmetic is first used."""

from __future__ import annotations

import hashlib

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.arithmetic.double_double import power_of_two
from onehidden.checks.errors import UnsafeFloatingPointError

PROBE_DIGEST = "898954b20fdd105037c3989d0b941830ef83d69dd268aed3d7b8b9dbe0f4486a"


def floating_point_faults() -> list[str]:
    """The faults of the basic operations, in words; none where they follow IEEE 754."""
    one = np.ones(16)  # long enough for vector instructions, which have their own mode on some processors
    unit = power_of_two(-52)  # the distance from 1 to the next double
    smallest = power_of_two(-1022) * one
    above_half = unit / 2 + power_of_two(-78)
    square_root = one + power_of_two(-27)
    square = square_root * square_root
    kept = {
        "subnormal numbers are treated as zero": (smallest / 2) * 2 == smallest,
        "sums are not rounded to nearest": one + unit / 2 == one,
        "ties are not rounded to even": (one + unit) + unit / 2 == one + 2 * unit,
        "sums are rounded twice, in extended precision first": one + above_half == one + unit,
        "products and sums are fused": square_root * square_root - square == 0 * one,
    }
    return [fault for fault, holds in kept.items() if not np.all(holds)]


def probe(by: Arithmetic) -> Array:
    """Values that depend on every operation: tables, both phases, subnormal results, products and sums."""
    index = np.arange(16.0)
    e = by.exp((index * 676 - 5215) / 7)  # -745 to 703.6
    logs = by.log(e)
    undecided = by.exp(-4834765799666571 * power_of_two(-47) * np.ones(1))  # by the first phase
    A = by.tanh((index - 8) / 3).reshape(4, 4)
    B = logs.reshape(4, 4)
    parts = [
        e,
        logs,
        undecided,
        by.product(A, B).ravel(),
        by.product_over_rows(A, B).ravel(),
        by.column_sums(A),
        np.array([by.total(A * A)]),
    ]
    return np.concatenate(parts)


def probe_digest(values: Array) -> str:
    """SHA-256 of the values' little-endian bytes."""
    return hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()


def refuse_faults(faults: list[str]) -> None:
    """Raise UnsafeFloatingPointError if there are faults."""
    if faults:
        raise UnsafeFloatingPointError(
            "reproducible arithmetic requires IEEE 754 double precision, with subnormal numbers and rounding to "
            f"nearest even, but in this process {'; '.join(faults)}. Often a library compiled with -ffast-math has "
            'changed the processor\'s mode: load it later or not at all, or use arithmetic = "blas".'
        )


def probe_is_right(by: Arithmetic) -> bool:
    """Whether the probe has the expected bits."""
    return probe_digest(probe(by)) == PROBE_DIGEST


def run_self_test(by: Arithmetic) -> None:
    """Raise UnsafeFloatingPointError where reproducible arithmetic would not be reproducible."""
    refuse_faults(floating_point_faults())
    if not probe_is_right(by):
        refuse_faults(["a known computation gives different bits than everywhere else"])
