"""How fast, and how small, onehidden is to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.columns import COLUMNS, PLAIN
from benchmarks.results import Results
from benchmarks.workloads import WORKLOADS

Figure = Callable[[Results, str, str], float | None]


@dataclass(frozen=True)
class Bar:
    """What each of the columns must reach on each of the workloads.

    `note` says what limits it; the document has it where the bar is not reached.
    """

    title: str
    workloads: tuple[str, ...]
    columns: tuple[str, ...]
    figure: Figure
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    def is_reached_by(self, figure: float | None) -> bool:
        """Whether a figure is good enough; one that was not measured is not."""
        if figure is None:
            return False
        return (self.at_least is None or figure >= self.at_least) and (self.at_most is None or figure <= self.at_most)

    @property
    def limit(self) -> str:
        """The limit in words."""
        return f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"


def speed_beside_plain(results: Results, workload: str, column: str) -> float | None:
    """Times as fast as the plain listing in the same language."""
    return results.speed(workload, column)


def time_beside_plain(results: Results, workload: str, column: str) -> float | None:
    """Times as long as the plain listing in the same language."""
    speed = results.speed(workload, column)
    return None if speed is None else 1 / speed


def speed_beside(other: str) -> Figure:
    """Times as fast as another; None where one of both was not measured."""
    return lambda results, workload, column: results.times_as_fast(workload, column, other)


def memory_share(results: Results, workload: str, column: str) -> float | None:
    """Growth of the process, as a share of X and two n x h buffers."""
    return results.memory_share(workload, column)


COMPILED = ("python-reproducible-compiled", "r-reproducible-compiled")
INTERPRETED = ("python-reproducible-interpreted", "r-reproducible-interpreted")
BLAS = ("python-blas-compiled", "r-blas-compiled")
BLAS_INTERPRETED = ("python-blas-interpreted", "r-blas-interpreted")
LARGE = ("digits-32", "digits-128", "wide")
ALL = tuple(WORKLOADS)

# What limits those that are not reached.
ARTICLE = (
    "the loop of the article is bound by instructions, above all sums over three samples and correctly rounded exp; "
    "the rest is input checks and collecting the losses, which cost more in R."
)
TALL = (
    "X is laid out for the vectors again in each of the few updates, and once more for the last loss; exp is correctly "
    "rounded; R searches X for non-finite values, and copies it."
)
R_INTERPRETED = "an update by the interpreted code in R is very many calls on very small vectors."
UNFUSED = (
    "up to 32768 parameters this is the loop of reproducible arithmetic, which may not fuse a product and a sum, as a "
    "BLAS does."
)
STEPS = (
    "the interpreted code keeps each of the twelve steps as an array by its name, and looks at each for what is not "
    "finite; in a small network that costs more than the arithmetic. Blocks of rows that stay in the cache were tried: "
    "they make large ones faster, at 200 lines in the code that is there to be read, and were left out."
)

BARS = (
    Bar("speed beside the plain listing", ("article",), COMPILED, speed_beside_plain, at_least=40, note=ARTICLE),
    Bar("speed beside JAX", ("article", "iris"), COMPILED, speed_beside("jax"), at_least=1, note=ARTICLE),
    Bar("speed beside Numba", ("article",), COMPILED, speed_beside("numba"), at_least=1, note=ARTICLE),
    Bar("speed beside the plain listing in NumPy", LARGE, COMPILED, speed_beside(PLAIN["python"]), at_least=1),
    Bar("speed beside JAX", LARGE, COMPILED, speed_beside("jax"), at_least=0.7),
    Bar(
        "speed beside the plain listing in NumPy",
        ("tall",),
        COMPILED,
        speed_beside(PLAIN["python"]),
        at_least=2,
        note=TALL,
    ),
    Bar("time beside the plain listing", ("article",), INTERPRETED, time_beside_plain, at_most=6, note=R_INTERPRETED),
    Bar("speed beside the plain listing", ALL, BLAS, speed_beside_plain, at_least=1),
    Bar("speed beside the plain listing", LARGE, BLAS, speed_beside_plain, at_least=1.3, note=UNFUSED),
    Bar("speed beside the plain listing", ALL, BLAS_INTERPRETED, speed_beside_plain, at_least=1, note=STEPS),
    Bar("memory beside X and two n x h buffers", ("tall", "wide"), COMPILED, memory_share, at_most=1.2),
)

assert {column for bar in BARS for column in bar.columns} <= set(COLUMNS)
