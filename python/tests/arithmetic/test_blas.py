import numpy as np
import pytest

from onehidden.arithmetic.kernels import arithmetic_named

BLAS = arithmetic_named("blas")
REPRODUCIBLE = arithmetic_named("reproducible")
A = np.random.default_rng(0).normal(size=(50, 4))
B = np.random.default_rng(1).normal(size=(50, 3))
W = np.random.default_rng(2).normal(size=(4, 3))


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("product", (A, W)),
        ("product_over_rows", (A, B)),
        ("product_by_transpose", (B, W)),
        ("column_sums", (A,)),
        ("total", (A,)),
        ("exp", (A.copy(),)),
        ("log", (np.abs(A),)),
        ("tanh", (A,)),
    ],
)
def test_blas_computes_what_the_reproducible_arithmetic_computes(operation, arguments):
    expected = getattr(REPRODUCIBLE, operation)(*arguments)
    result = getattr(BLAS, operation)(*arguments)
    assert type(result) is type(expected)
    np.testing.assert_allclose(result, expected, rtol=1e-13, atol=1e-14)
    assert np.any(result != 0)


def test_exp_writes_over_its_argument_instead_of_making_an_array():
    x = np.array([[0.0, 1.0]])
    result = BLAS.exp(x)
    assert np.shares_memory(result, x)
    assert x[0, 0] == 1


def test_products_and_log_and_tanh_leave_their_arguments_alone():
    before = A.copy()
    BLAS.product(A, W)
    BLAS.tanh(A)
    BLAS.log(A * A)
    assert (before == A).all()
