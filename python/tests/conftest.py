"""What the tests share: the article's samples, and a small network with all sizes different."""

import os
import signal

import numpy as np
import pytest

os.environ.setdefault("SCIPY_ARRAY_API", "1")  # read when SciPy is imported; else scikit-learn skips one of its checks

from onehidden import Network
from onehidden.streams import uniforms

X = np.array([[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[1.0], [1.0], [0.0]])


@pytest.fixture
def article():
    """X, y and a network of the article's shape."""
    u = uniforms(42, 19)
    return X, Y, Network(u[:12].reshape(4, 3), u[12:15], u[15:18].reshape(3, 1), u[18:])


@pytest.fixture
def make_network():
    """Make a network with d = 4, h = 3, k = 2 and weights between -1 and 1."""

    def make(**settings):
        u = 2.0 * uniforms(7, 23) - 1.0
        return Network(u[:12].reshape(4, 3), u[12:15], u[15:21].reshape(3, 2), u[21:], **settings)

    return make


@pytest.fixture
def samples():
    """Make X (5 x 4) and y (5 x 2) between 0 and 1."""
    u = uniforms(11, 30)
    return u[:20].reshape(5, 4), u[20:].reshape(5, 2)


@pytest.fixture
def sigint_interrupts():
    """Let SIGINT raise KeyboardInterrupt: background jobs of a script inherit it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
