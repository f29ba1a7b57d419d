"""Group initializations: the first weights, in four ways and from three streams."""

from __future__ import annotations

from typing import NamedTuple

from onehidden_vectors.making.kinds import initialization
from onehidden_vectors.making.vector import Vectors

ARTICLE = "The article's listings; the streams are those of NumPy and of R."
METHODS = {
    "glorot": "Glorot and Bengio (2010), the uniform one.",
    "he": "He, Zhang, Ren and Sun (2015), the normal one.",
}


class Case(NamedTuple):
    """First weights: how they are drawn, and what the vector says."""

    name: str
    sizes: tuple[int, int, int]
    seed: int
    how: str
    stream: str
    spec: str
    title: str
    why: str


CASES = [
    Case(
        name="article-python",
        sizes=(4, 3, 1),
        seed=42,
        how="article_python",
        stream="numpy",
        spec="12.1 7.2",
        title="The article's network after np.random.seed(42)",
        why="np.random.uniform(size = (4, 3)), then the bias, then the output layer: 19 numbers in a row. A matrix"
        " that is"
        " filled by columns, or biases after all weights, have the same numbers in other places.",
    ),
    Case(
        name="article-python-pcg64",
        sizes=(2, 3, 2),
        seed=2023,
        how="article_python",
        stream="pcg64",
        spec="12.1 7.3",
        title="Uniforms of default_rng(2023)",
        why="The stream is the caller's choice; the order of the parameters is the same.",
    ),
    Case(
        name="article-python-no-hidden-layer",
        sizes=(3, 0, 1),
        seed=7,
        how="article_python",
        stream="numpy",
        spec="1.4 12.1",
        title="Uniforms without a hidden layer",
        why="wout is 3 x 1, and bout is the fourth number.",
    ),
    Case(
        name="article-r",
        sizes=(4, 3, 1),
        seed=42,
        how="article_r",
        stream="r",
        spec="12.2 7.4 7.5",
        title="The article's network after set.seed(42)",
        why="matrix(rnorm(12), 4, 3), runif(3), rnorm(3), runif(1): R's own numbers. R fills its matrices by columns,"
        " and a"
        " normal takes two uniforms.",
    ),
    Case(
        name="article-r-numpy",
        sizes=(2, 5, 3),
        seed=1,
        how="article_r",
        stream="numpy",
        spec="12.2 7.2 7.5",
        title="Normals and uniforms by turns from np.random.seed(1)",
        why="The normals are not those of np.random.normal, which go by another method.",
    ),
    Case(
        name="article-r-no-hidden-layer",
        sizes=(5, 0, 2),
        seed=-7,
        how="article_r",
        stream="r",
        spec="1.4 12.2",
        title="The article's R way without a hidden layer",
        why="wout is 5 x 2 and filled by columns.",
    ),
    Case(
        name="glorot",
        sizes=(5, 4, 3),
        seed=0,
        how="glorot",
        stream="numpy",
        spec="12.3",
        title="Glorot's weights, 5-4-3",
        why="The layers reach as far as sqrt(6 / 9) and sqrt(6 / 7). Biases are 0 and draw nothing: drawn all the same,"
        " they"
        " would shift the output layer.",
    ),
    Case(
        name="glorot-pcg64",
        sizes=(3, 7, 2),
        seed=12345678901,
        how="glorot",
        stream="pcg64",
        spec="12.3 7.3",
        title="Glorot's weights, 3-7-2, from a seed of more than 32 bits",
        why="Rows and columns are as different as can be; sqrt(6 / 3) is not sqrt(6 / 10).",
    ),
    Case(
        name="glorot-r",
        sizes=(2, 2, 4),
        seed=1,
        how="glorot",
        stream="r",
        spec="12.3 7.4",
        title="Glorot's weights, 2-2-4, after set.seed(1)",
        why="runif(4) and runif(8), moved and stretched, row by row.",
    ),
    Case(
        name="glorot-no-hidden-layer",
        sizes=(6, 0, 5),
        seed=99,
        how="glorot",
        stream="numpy",
        spec="1.4 12.3",
        title="Glorot's weights without a hidden layer",
        why="a and b are 6 and 5. With h = 0 in the formula it would be sqrt(6 / 5).",
    ),
    Case(
        name="he",
        sizes=(4, 5, 2),
        seed=42,
        how="he",
        stream="pcg64",
        spec="12.4 7.5",
        title="He's weights, 4-5-2",
        why="Normals times sqrt(2 / 4) and sqrt(2 / 5): the neurons that they come from count, not those that they go"
        " to.",
    ),
    Case(
        name="he-r",
        sizes=(3, 2, 4),
        seed=2024,
        how="he",
        stream="r",
        spec="12.4 7.4 7.5",
        title="He's weights, 3-2-4, after set.seed(2024)",
        why="rnorm(6) and rnorm(8), row by row; R's matrix() fills by columns.",
    ),
    Case(
        name="he-no-hidden-layer",
        sizes=(7, 0, 3),
        seed=5,
        how="he",
        stream="numpy",
        spec="1.4 12.4",
        title="He's weights without a hidden layer",
        why="sqrt(2 / 7) for all of them.",
    ),
    Case(
        name="one-of-everything",
        sizes=(1, 1, 1),
        seed=0,
        how="glorot",
        stream="numpy",
        spec="12.3",
        title="Two weights",
        why="A matrix of one number is a matrix, a bias of one a vector.",
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
