"""Products and sums in a specified order: the same bits whatever the library, the processor and the number of threads.

A product A . B is, per element, a left fold from +0.0 with the inner index ascending: acc = acc + (a * b). A
reduction over samples folds within blocks of 4096 rows, then folds the blocks' sums in order, so that threads or
machines can share the work without changing a bit. Any loop nesting that keeps the order per element gives these bits.
"""

import numpy as np

from onehidden._typing import Array

BLOCK_ROWS = 4096

# Below this many outputs, folding whole columns is faster than one rank-1 update per row; the bits are the same.
FEW_OUTPUTS = 256


def row_blocks(rows: int) -> list[slice]:
    """The blocks of 4096 rows, the last one shorter."""
    return [slice(first, first + BLOCK_ROWS) for first in range(0, rows, BLOCK_ROWS)]


def fold_rows(terms: Array) -> Array:
    """The left fold of + over the rows."""
    # A scan keeps the order; a sum does not. It begins at the first row instead of +0.0, so the result may be -0.0:
    # the callers add +0.0, or fold over the blocks, which turns it into +0.0.
    total: Array = np.add.accumulate(terms, axis=0)[-1]
    return total


def ordered_product(A: Array, B: Array) -> Array:
    """A . B, as rank-1 updates."""
    result = np.zeros((A.shape[0], B.shape[1]))
    for k in range(A.shape[1]):
        result += A[:, k, None] * B[k]
    return result


def ordered_product_over_block(A: Array, B: Array) -> Array:
    """t(A) . B, for at most 4096 rows."""
    if A.shape[1] * B.shape[1] < FEW_OUTPUTS:
        return fold_rows(A[:, :, None] * B[:, None, :])
    return ordered_product(A.T, B)


def ordered_product_over_rows(A: Array, B: Array) -> Array:
    """t(A) . B, a reduction over samples."""
    if len(A) <= BLOCK_ROWS:
        return ordered_product_over_block(A, B) + 0.0
    result = np.zeros((A.shape[1], B.shape[1]))
    for rows in row_blocks(A.shape[0]):
        result += ordered_product_over_block(A[rows], B[rows])
    return result


def ordered_product_by_transpose(A: Array, B: Array) -> Array:
    """A . t(B)."""
    return ordered_product(A, B.T)


def ordered_column_sums(A: Array) -> Array:
    """The sum of each column, a reduction over samples."""
    if len(A) <= BLOCK_ROWS:
        return fold_rows(A) + 0.0
    result = np.zeros(A.shape[1])
    for rows in row_blocks(A.shape[0]):
        result += fold_rows(A[rows])
    return result


def ordered_total(A: Array) -> float:
    """The left fold from +0.0 of the column sums, columns ascending."""
    return left_fold(ordered_column_sums(A))


def left_fold(numbers: Array) -> float:
    """The left fold of + from +0.0."""
    total = 0.0
    for number in numbers.tolist():
        total = total + number
    return total
