"""Initial weights: four initializations, drawn from a stream (SPEC.md, section 12)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from onehidden._typing import Array
from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.checks.errors import UnknownInitializationError
from onehidden.checks.values import check_choice, check_count
from onehidden.network.network import Network
from onehidden.streams.streams import Stream, check_seed, check_stream, open_stream

MOST_NEURONS = 2**31 - 1  # the largest integer in R


@refuse_unknown_arguments
def initial_network(
    n_features: int,
    n_hidden: int,
    n_outputs: int,
    seed: int,
    initialization: str = "glorot",
    stream: str = "numpy",
    hidden_activation: str = "sigmoid",
    output_activation: str = "sigmoid",
    loss: str = "squared_error",
    reduction: str = "sum",
) -> Network:
    """Make a network with random weights, drawn in the order wh, bh, wout, bout.

    - "article_python": uniforms, as the article's Python listing draws them with `np.random.uniform`.
    - "article_r": weights are normals, filled column by column, biases uniforms, as the article's R
      listing draws them with `rnorm` and `runif`; with stream = "r" they are the same numbers.
    - "glorot": weights of a layer from a to b neurons are ((u * 2) - 1) * sqrt(6 / (a + b)), u uniform; biases are 0.
      Suits sigmoid and tanh.
    - "he": weights of a layer from a neurons are g * sqrt(2 / a), g normal; biases are 0. Suits relu.

    Parameters
    ----------
    n_features : int
        d, 1 or more.
    n_hidden : int
        h, 0 or more; 0 for no hidden layer.
    n_outputs : int
        k, 1 or more.
    seed : int
        The seed of the stream: 0 to 2^32 - 1 for "numpy", 0 to 2^53 - 1 for "pcg64", -(2^31 - 1) to 2^31 - 1 for "r".
    initialization : {"glorot", "he", "article_python", "article_r"}
        The initialization.
    stream : {"numpy", "pcg64", "r"}
        The stream to draw from.
    hidden_activation, output_activation, loss, reduction
        As in `Network`.

    Returns
    -------
    Network
        With wh d x h, bh of length h, wout h x k (d x k without hidden layer) and bout of length k: the same bits in
        both languages.

    Raises
    ------
    OneHiddenError
        With code invalid_count, unknown_initialization or unknown_stream, and as `Network`.

    Notes
    -----
    SPEC.md 12.1 to 12.4.

    Examples
    --------
    >>> network = initial_network(4, 3, 1, seed=42)
    >>> network
    network 4-3-1: sigmoid hidden layer, sigmoid output, squared_error (sum), 19 parameters
    >>> network.wout
    array([[ 0.81431484],
           [-0.7046224 ],
           [-0.77936648]])
    """
    sizes = (
        check_count(n_features, "n_features", 1, MOST_NEURONS),
        check_count(n_hidden, "n_hidden", 0, MOST_NEURONS),
        check_count(n_outputs, "n_outputs", 1, MOST_NEURONS),
    )
    check_choice(initialization, "initialization", INITIALIZATIONS, UnknownInitializationError)
    check_stream(stream)
    opened = open_stream(check_seed(seed, "seed", stream), stream)
    parameters = drawn_parameters(*sizes, INITIALIZATIONS[initialization], opened)
    return Network(*parameters, hidden_activation, output_activation, loss, reduction)


@dataclass(frozen=True)
class Initialization:
    """How the weights from a to b neurons and the biases of b neurons are drawn from a stream."""

    weights: Callable[[Stream, int, int], Array]
    biases: Callable[[Stream, int], Array]


def drawn_parameters(
    d: int, h: int, k: int, initialization: Initialization, stream: Stream
) -> tuple[Array | None, Array | None, Array, Array]:
    """Draw wh, bh, wout and bout."""
    wh = initialization.weights(stream, d, h) if h > 0 else None
    bh = initialization.biases(stream, h) if h > 0 else None
    wout = initialization.weights(stream, h if h > 0 else d, k)
    bout = initialization.biases(stream, k)
    return wh, bh, wout, bout


def uniform_weights(stream: Stream, a: int, b: int) -> Array:
    """Uniforms, row by row."""
    return stream.uniforms(a * b).reshape(a, b)


def normal_weights(stream: Stream, a: int, b: int) -> Array:
    """Normals, column by column."""
    return stream.normals(a * b).reshape(b, a).T


def glorot_weights(stream: Stream, a: int, b: int) -> Array:
    """((u * 2) - 1) * sqrt(6 / (a + b)), row by row."""
    return ((uniform_weights(stream, a, b) * 2) - 1) * math.sqrt(6 / (a + b))


def he_weights(stream: Stream, a: int, b: int) -> Array:
    """g * sqrt(2 / a), row by row."""
    return stream.normals(a * b).reshape(a, b) * math.sqrt(2 / a)


def uniform_biases(stream: Stream, n: int) -> Array:
    """Uniforms, in order."""
    return stream.uniforms(n)


def zero_biases(stream: Stream, n: int) -> Array:  # noqa: ARG001 - all biases are drawn alike
    """Zeros; nothing is drawn."""
    return np.zeros(n)


INITIALIZATIONS = {
    "glorot": Initialization(glorot_weights, zero_biases),
    "he": Initialization(he_weights, zero_biases),
    "article_python": Initialization(uniform_weights, uniform_biases),
    "article_r": Initialization(normal_weights, uniform_biases),
}
