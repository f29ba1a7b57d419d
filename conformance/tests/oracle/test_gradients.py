"""check_gradients in both languages: in reproducible arithmetic the differences of the loss have the same bits, too."""

import numpy as np
import pytest
import rpy2.rinterface as ri

import onehidden

ON_IRIS = """function(step, weighted, ...) {
  iris <- onehidden::load_dataset("iris")
  rows <- c(1, 2, 60, 61, 140)
  y <- outer(iris$y[rows], iris$classes, "==")
  network <- onehidden::initial_network(4, 3, 3, 42, ...)
  unclass(onehidden::check_gradients(
    network, iris$X[rows, ], y, step = step, sample_weight = if (weighted) c(1, 0, 0.5, 2, 3)
  ))
}"""
ROWS = [0, 1, 59, 60, 139]


def in_python(step, weighted, *settings):
    iris = onehidden.load_dataset("iris")
    y = iris.y[ROWS][:, None] == iris.classes
    network = onehidden.initial_network(4, 3, 3, 42, *settings)
    weight = [1, 0, 0.5, 2, 3] if weighted else None
    return onehidden.check_gradients(network, iris.X[ROWS], y, step=step, sample_weight=weight)


@pytest.mark.parametrize("step", [1e-05, 0.125])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    "settings",
    [
        ("glorot", "numpy", "sigmoid", "sigmoid", "binary_cross_entropy", "sum"),
        ("he", "r", "relu", "softmax", "categorical_cross_entropy", "mean"),
    ],
)
def test_both_languages_find_the_same(settings, weighted, step):
    ri.initr()
    theirs = ri.evalr(ON_IRIS)(step, weighted, *settings)
    theirs = dict(zip(theirs.names, theirs, strict=True))
    ours = in_python(step, weighted, *settings)
    for part in ("analytic", "numeric", "relative_error"):
        arrays = getattr(ours, part)
        assert list(theirs[part].names) == list(arrays)
        for array, vector in zip(arrays.values(), theirs[part], strict=True):
            assert array.ravel(order="F").tobytes() == np.array(vector.memoryview()).tobytes(order="F")
    largest = dict(zip(theirs["largest"].names, theirs["largest"], strict=True))
    assert largest["parameter"][0] == ours.largest["parameter"]
    assert [index - 1 for index in largest["index"]] == list(ours.largest["index"])
    assert largest["relative_error"][0] == ours.largest["relative_error"]
