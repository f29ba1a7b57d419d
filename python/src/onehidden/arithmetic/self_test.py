"""Whether this process computes as IEEE 754 says: asked once, before the reproducible arithmetic is first used."""

import hashlib

import numpy as np

from onehidden._typing import Array
from onehidden.arithmetic.double_double import power_of_two
from onehidden.arithmetic.elementary import SMALLEST_NORMAL, cr_exp, cr_log, cr_tanh
from onehidden.arithmetic.reproducible import (
    ordered_column_sums,
    ordered_product,
    ordered_product_over_rows,
    ordered_total,
)
from onehidden.errors import UnsafeFloatingPointError

PROBE_DIGEST = "898954b20fdd105037c3989d0b941830ef83d69dd268aed3d7b8b9dbe0f4486a"


def floating_point_faults() -> list[str]:
    """What is wrong with the basic operations, in words; nothing where they are those of IEEE 754."""
    one = np.ones(16)  # long enough for vector instructions, which have a mode of their own on some processors
    unit = power_of_two(-52)  # the distance from 1 to the next double
    smallest = SMALLEST_NORMAL * one
    above_half = unit / 2 + power_of_two(-78)
    square_root = one + power_of_two(-27)
    square = square_root * square_root
    kept = {
        "subnormal numbers are taken for zero": (smallest / 2) * 2 == smallest,
        "sums are not rounded to nearest": one + unit / 2 == one,
        "ties are not rounded to even": (one + unit) + unit / 2 == one + 2 * unit,
        "sums are rounded twice, in extended precision first": one + above_half == one + unit,
        "products and sums are fused": square_root * square_root - square == 0 * one,
    }
    return [fault for fault, holds in kept.items() if not np.all(holds)]


def probe() -> Array:
    """Values that depend on every operation: tables, both phases, subnormal results, products and sums."""
    index = np.arange(16.0)
    e = cr_exp((index * 676 - 5215) / 7)  # -745 to 703.6
    logs = cr_log(e)
    undecided = cr_exp(-4834765799666571 * power_of_two(-47) * np.ones(1))  # by the first phase
    A = cr_tanh((index - 8) / 3).reshape(4, 4)
    B = logs.reshape(4, 4)
    parts = [
        e,
        logs,
        undecided,
        ordered_product(A, B).ravel(),
        ordered_product_over_rows(A, B).ravel(),
        ordered_column_sums(A),
        np.array([ordered_total(A * A)]),
    ]
    return np.concatenate(parts)


def probe_digest(values: Array) -> str:
    """SHA-256 of the values' little-endian bytes."""
    return hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()


def refuse_faults(faults: list[str]) -> None:
    """Raise UnsafeFloatingPointError if there are faults."""
    if faults:
        raise UnsafeFloatingPointError(
            "reproducible arithmetic needs IEEE 754 double precision, with subnormal numbers and rounding to nearest "
            f"even, but in this process {'; '.join(faults)}. Often a library compiled with -ffast-math has changed the "
            'processor\'s mode: load it later or not at all, or use arithmetic "blas".'
        )


def run_self_test() -> None:
    """Raise UnsafeFloatingPointError where reproducible arithmetic would not be reproducible."""
    refuse_faults(floating_point_faults())
    if probe_digest(probe()) != PROBE_DIGEST:
        refuse_faults(["a known computation has other bits than everywhere else"])
