"""Group initializations: the first weights, in four ways and from three streams."""

from __future__ import annotations

from onehidden_vectors.vector import Vectors, initialization

ARTICLE = "The article's listings; the streams are those of NumPy and of R."
METHODS = {
    "glorot": "Glorot and Bengio (2010), the uniform one.",
    "he": "He, Zhang, Ren and Sun (2015), the normal one.",
}

CASES: list[tuple[str, tuple[int, int, int], int, str, str, str, str, str]] = [
    (
        "article-python",
        (4, 3, 1),
        42,
        "article_python",
        "numpy",
        "12.1 7.2",
        "The article's network after np.random.seed(42)",
        "np.random.uniform(size = (4, 3)), then the bias, then the output layer: 19 numbers in a row. A matrix that is"
        " filled by columns, or biases after all weights, have the same numbers in other places.",
    ),
    (
        "article-python-pcg64",
        (2, 3, 2),
        2023,
        "article_python",
        "pcg64",
        "12.1 7.3",
        "Uniforms of default_rng(2023)",
        "The stream is the caller's choice; the order of the parameters is the same.",
    ),
    (
        "article-python-no-hidden-layer",
        (3, 0, 1),
        7,
        "article_python",
        "numpy",
        "1.4 12.1",
        "Uniforms without a hidden layer",
        "wout is 3 x 1, and bout is the fourth number.",
    ),
    (
        "article-r",
        (4, 3, 1),
        42,
        "article_r",
        "r",
        "12.2 7.4 7.5",
        "The article's network after set.seed(42)",
        "matrix(rnorm(12), 4, 3), runif(3), rnorm(3), runif(1): R's own numbers. R fills its matrices by columns, and a"
        " normal takes two uniforms.",
    ),
    (
        "article-r-numpy",
        (2, 5, 3),
        1,
        "article_r",
        "numpy",
        "12.2 7.2 7.5",
        "Normals and uniforms by turns from np.random.seed(1)",
        "The normals are not those of np.random.normal, which go by another method.",
    ),
    (
        "article-r-no-hidden-layer",
        (5, 0, 2),
        -7,
        "article_r",
        "r",
        "1.4 12.2",
        "The article's R way without a hidden layer",
        "wout is 5 x 2 and filled by columns.",
    ),
    (
        "glorot",
        (5, 4, 3),
        0,
        "glorot",
        "numpy",
        "12.3",
        "Glorot's weights, 5-4-3",
        "The layers reach as far as sqrt(6 / 9) and sqrt(6 / 7). Biases are 0 and draw nothing: drawn all the same,"
        " they"
        " would shift the output layer.",
    ),
    (
        "glorot-pcg64",
        (3, 7, 2),
        12345678901,
        "glorot",
        "pcg64",
        "12.3 7.3",
        "Glorot's weights, 3-7-2, from a seed of more than 32 bits",
        "Rows and columns are as different as can be; sqrt(6 / 3) is not sqrt(6 / 10).",
    ),
    (
        "glorot-r",
        (2, 2, 4),
        1,
        "glorot",
        "r",
        "12.3 7.4",
        "Glorot's weights, 2-2-4, after set.seed(1)",
        "runif(4) and runif(8), moved and stretched, row by row.",
    ),
    (
        "glorot-no-hidden-layer",
        (6, 0, 5),
        99,
        "glorot",
        "numpy",
        "1.4 12.3",
        "Glorot's weights without a hidden layer",
        "a and b are 6 and 5. With h = 0 in the formula it would be sqrt(6 / 5).",
    ),
    (
        "he",
        (4, 5, 2),
        42,
        "he",
        "pcg64",
        "12.4 7.5",
        "He's weights, 4-5-2",
        "Normals times sqrt(2 / 4) and sqrt(2 / 5): the neurons that they come from count, not those that they go to.",
    ),
    (
        "he-r",
        (3, 2, 4),
        2024,
        "he",
        "r",
        "12.4 7.4 7.5",
        "He's weights, 3-2-4, after set.seed(2024)",
        "rnorm(6) and rnorm(8), row by row; R's matrix() fills by columns.",
    ),
    (
        "he-no-hidden-layer",
        (7, 0, 3),
        5,
        "he",
        "numpy",
        "1.4 12.4",
        "He's weights without a hidden layer",
        "sqrt(2 / 7) for all of them.",
    ),
    (
        "one-of-everything",
        (1, 1, 1),
        0,
        "glorot",
        "numpy",
        "12.3",
        "Two weights",
        "A matrix of one number is a matrix, a bias of one a vector.",
    ),
]


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for name, sizes, seed, how, stream, spec, title, why in CASES:
        yield initialization(
            f"initializations/{name}",
            title,
            sizes,
            seed,
            how,
            stream,
            why=why,
            spec=f"{spec} 9.22",
            source=METHODS.get(how, ARTICLE),
        )
