import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onehidden.arithmetic import reproducible
from onehidden.arithmetic.reproducible import (
    ordered_column_sums,
    ordered_product,
    ordered_product_by_transpose,
    ordered_product_over_rows,
    ordered_total,
    row_blocks,
)

numbers = st.floats(allow_nan=False, allow_infinity=False, width=64).map(lambda x: x / 1e154 / 1e2)


def bits(x):
    return np.asarray(x).view(np.int64).tolist()


def matrices(rows, columns):
    return arrays(np.float64, (rows, columns), elements=numbers)


def left_fold(terms):
    total = 0.0
    for term in terms:
        total = total + term
    return total


def fold_of_products(x, y):
    return left_fold([a * b for a, b in zip(x, y, strict=True)])


def blocked_fold(terms):
    return left_fold([left_fold(terms[i : i + 4096]) for i in range(0, len(terms), 4096)])


def random(rows, columns, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(rows, columns)) * 10.0 ** rng.integers(-8, 8, (rows, columns))


@given(matrices(3, 5), matrices(5, 2))
def test_a_product_is_a_left_fold_with_the_inner_index_ascending(A, B):
    expected = [[fold_of_products(row, column) for column in B.T.tolist()] for row in A.tolist()]
    assert bits(ordered_product(A, B)) == bits(expected)


@given(matrices(3, 5), matrices(2, 5))
def test_a_product_by_the_transpose_is_the_product_by_the_transposed_matrix(A, B):
    assert bits(ordered_product_by_transpose(A, B)) == bits(ordered_product(A, np.ascontiguousarray(B.T)))


@given(matrices(4, 3), matrices(4, 2))
def test_a_product_over_rows_is_a_left_fold_over_the_rows(A, B):
    expected = [[fold_of_products(x, y) for y in B.T.tolist()] for x in A.T.tolist()]
    assert bits(ordered_product_over_rows(A, B)) == bits(expected)


@given(matrices(6, 3))
def test_column_sums_are_left_folds_and_the_total_folds_them(A):
    expected = [left_fold(column) for column in A.T.tolist()]
    assert bits(ordered_column_sums(A)) == bits(expected)
    assert bits(ordered_total(A)) == bits(left_fold(expected))


@pytest.mark.parametrize("rows", [4095, 4096, 4097, 8192, 9000])
def test_reductions_over_rows_fold_blocks_of_4096_rows(rows):
    A, B = random(rows, 2), random(rows, 3, seed=1)
    expected = [[blocked_fold((A[:, i] * B[:, j]).tolist()) for j in range(3)] for i in range(2)]
    assert bits(ordered_product_over_rows(A, B)) == bits(expected)
    assert bits(ordered_column_sums(B)) == bits([blocked_fold(column) for column in B.T.tolist()])


def test_the_blocks_matter_beyond_4096_rows():
    A = random(5000, 1)
    assert ordered_total(A) == blocked_fold(A[:, 0].tolist()) != left_fold(A[:, 0].tolist())


@pytest.mark.parametrize("few_outputs", [0, 10**9])
def test_both_ways_to_reduce_over_rows_have_the_same_bits(few_outputs, monkeypatch):
    A, B = random(5000, 5), random(5000, 4, seed=1)
    expected = bits(ordered_product_over_rows(A, B))
    monkeypatch.setattr(reproducible, "FEW_OUTPUTS", few_outputs)
    assert bits(ordered_product_over_rows(A, B)) == expected


def test_sums_of_negative_zeros_are_positive_zero():
    zeros = np.full((3, 2), -0.0)
    assert bits(ordered_column_sums(zeros)) == bits([0.0, 0.0])
    assert bits(ordered_total(zeros)) == bits(0.0)
    assert bits(ordered_product(zeros, np.ones((2, 1)))) == bits(np.zeros((3, 1)))
    assert bits(ordered_product_over_rows(zeros, np.ones((3, 1)))) == bits(np.zeros((2, 1)))


def test_a_single_row_is_a_fold_from_zero_too():
    assert bits(ordered_column_sums(np.array([[-0.0, 2.0]]))) == bits([0.0, 2.0])


def test_infinities_and_nan_stay_in_their_own_elements():
    A = np.array([[1.0, np.inf], [1.0, 2.0]])
    product = ordered_product(A, np.array([[1.0], [1.0]]))
    assert product.tolist() == [[np.inf], [3.0]]


def test_order_and_strides_make_no_difference():
    A, B = random(6, 8), random(8, 5, seed=1)
    expected = bits(ordered_product(A, B))
    assert bits(ordered_product(np.asfortranarray(A), np.asfortranarray(B))) == expected
    assert bits(ordered_product_over_rows(A.T.copy(), B)) == bits(ordered_product_over_rows(A.T, B))


def test_the_blocks_are_consecutive_and_complete():
    assert row_blocks(4096) == [slice(0, 4096)]
    assert [(block.start, block.stop) for block in row_blocks(4097)] == [(0, 4096), (4096, 8192)]


def test_the_order_is_not_that_of_the_library():
    A = random(200, 3)
    assert bits(ordered_total(A[:, [0]])) != bits(A[:, 0].copy().sum())
