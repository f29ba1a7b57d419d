"""The compiled kernels have the bits of the interpreted arithmetic, with every vector width and number of threads."""

import numpy as np
import pytest

from onehidden.arithmetic import compiled, self_test
from onehidden.arithmetic.kernels import COMPILED, REPRODUCIBLE

pytestmark = pytest.mark.skipif(compiled.NATIVE is None, reason="the kernels were not compiled")
WITH_EVERY_WIDTH = pytest.mark.usefixtures("width")

WIDTHS = ("baseline", "AVX2", "AVX-512")  # those that the processor does not have, mean the widest that it has
SHAPES = [(1, 1, 1), (3, 4, 3), (8, 64, 32), (9, 17, 33), (150, 10, 3), (4097, 5, 7), (70, 300, 20)]


@pytest.fixture(params=WIDTHS)
def width(request, monkeypatch):
    monkeypatch.setattr(compiled, "WIDEST", request.param)
    return request.param


def same_bits(a, b):
    return np.array_equal(np.asarray(a).view(np.int64), np.asarray(b).view(np.int64))


def numbers(*shape, seed=0):
    """Numbers of all sizes and both signs, so that every order of a sum has other bits."""
    generator = np.random.default_rng([seed, *shape])
    return generator.normal(size=shape) * 10.0 ** generator.integers(-8, 8, size=shape)


@WITH_EVERY_WIDTH
@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_products_and_sums(m, k, n, threads, monkeypatch):
    monkeypatch.setenv("ONEHIDDEN_THREADS", threads)
    A, B, C = numbers(m, k), numbers(k, n), numbers(m, n)
    assert same_bits(COMPILED.product(A, B), REPRODUCIBLE.product(A, B))
    assert same_bits(COMPILED.product_by_transpose(C, B), REPRODUCIBLE.product_by_transpose(C, B))
    assert same_bits(COMPILED.product_over_rows(A, C), REPRODUCIBLE.product_over_rows(A, C))
    assert same_bits(COMPILED.column_sums(A), REPRODUCIBLE.column_sums(A))
    assert same_bits(COMPILED.total(A), REPRODUCIBLE.total(A))


@WITH_EVERY_WIDTH
def test_arrays_that_lie_otherwise_in_memory():
    A, B = np.asfortranarray(numbers(20, 30)), numbers(60, 40)[::2, ::4]
    assert same_bits(COMPILED.product(A, B), REPRODUCIBLE.product(A, B))
    assert same_bits(COMPILED.column_sums(B), REPRODUCIBLE.column_sums(B))


@WITH_EVERY_WIDTH
@pytest.mark.parametrize("function", ["exp", "log", "tanh"])
def test_elementary_functions(function):
    special = [0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, -5e-324, 2.0**-1022, 708.0, -708.5, 709.79, -745.2, 20.5]
    undecided = [-4834765799666571 * 2.0**-47]  # by the first phase of exp
    bits = np.random.default_rng(3).integers(0, 2**64, 5000, dtype=np.uint64).view(np.float64)
    x = np.concatenate([special, undecided, numbers(3000), bits])
    with np.errstate(all="ignore"):
        expected, given = getattr(REPRODUCIBLE, function)(x.copy()), getattr(COMPILED, function)(x.copy())
    assert np.array_equal(np.isnan(expected), np.isnan(given))
    assert same_bits(expected[~np.isnan(expected)], given[~np.isnan(given)])


@WITH_EVERY_WIDTH
def test_the_probe_of_this_process():
    assert self_test.probe_is_right(COMPILED)
    assert not compiled.fuses()


NO_DATA = ((None,) * 3, (None,) * 2, (None,) * 2)


def test_buffers_that_do_not_fit_are_rejected():
    with pytest.raises(ValueError, match="4 elements are required"):
        compiled.NATIVE.product(None, "", np.ones(3), np.ones(4), 2, 2, 2, 1, np.ones(4))
    for call in (
        lambda: compiled.NATIVE.product(None, "", None, np.ones(4), 2, 2, 2, 1, np.ones(4)),
        lambda: compiled.NATIVE.column_sums(None, None, 2, 2, np.ones(2)),
        lambda: compiled.NATIVE.elementary(None, "exp", np.ones(2), None),
        lambda: compiled.NATIVE.fuses(None, None),
    ):
        with pytest.raises(ValueError, match="a required buffer is missing"):
            call()
    no_starts = ((np.ones((1, 1)), np.ones((1, 1)), None), (None, None), (np.zeros(1, int), np.zeros(0, int)))
    with pytest.raises(ValueError, match="the batches do not fit the samples"):
        compiled.NATIVE.train(
            None, np.ones(9, int), *no_starts, 1, 0, 0, None, 0.0, (None,) * 4, None, 0, 1, None, None, None
        )
    with pytest.raises(ValueError, match="there is no shape"):
        compiled.NATIVE.train(
            None,
            None,
            (None,) * 3,
            (None,) * 2,
            (None,) * 2,
            1,
            0,
            0,
            None,
            0.0,
            (None,) * 4,
            None,
            0,
            1,
            None,
            None,
            None,
        )


def test_the_number_of_threads_is_what_was_asked_for(monkeypatch):
    for name in ("ONEHIDDEN_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    assert compiled.thread_count() >= 1
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert compiled.thread_count() == 3
    monkeypatch.setenv("ONEHIDDEN_THREADS", "2")
    assert compiled.thread_count() == 2
    monkeypatch.setenv("ONEHIDDEN_THREADS", "many")
    assert compiled.thread_count() == 3
