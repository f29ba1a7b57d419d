"""What stands side by side for every workload: the contenders, with their settings, and what they must agree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.workloads import PARAMETERS

CONTENDERS = Path(__file__).with_name("contenders")
BITS = 0.0
ROUNDING = 1e-12


@dataclass(frozen=True)
class Column:
    """A contender with settings.

    After its first training what it has of `compared` is set beside what onehidden's reference has, a network with
    `output_activation`: all numbers must be equal to `tolerance` times the largest of their array, and where that is 0,
    in every bit. `differs` says where it does something else than the others.
    """

    name: str
    title: str
    language: str
    file: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = ROUNDING
    compared: tuple[str, ...] = PARAMETERS
    output_activation: str = "sigmoid"
    may_be_absent: bool = False
    differs: str = ""


def ours(language: str, file: str) -> list[Column]:
    """The four columns of onehidden in a language."""
    return [
        Column(
            name=f"{language}-{arithmetic}-{kernels}",
            title=f"**onehidden**, {arithmetic}, {kernels}",
            language=language,
            file=file,
            settings={"arithmetic": arithmetic, "kernels": kernels},
            tolerance=BITS if arithmetic == "reproducible" else ROUNDING,
        )
        for arithmetic in ("reproducible", "blas")
        for kernels in ("compiled", "interpreted")
    ]


def pytorch(threads: int) -> Column:
    """PyTorch with so many threads."""
    counted = "1 thread" if threads == 1 else f"{threads} threads"
    return Column(
        f"pytorch-{threads}", f"PyTorch, {counted}", "python", "pytorch.py", {"threads": threads}, may_be_absent=True
    )


PLAIN = {"python": "plain-numpy", "r": "plain-r"}

COLUMNS = {
    column.name: column
    for column in (
        Column("plain-numpy", "plain listing in NumPy", "python", "plain_numpy.py"),
        *ours("python", "onehidden_python.py"),
        Column(
            "rpy2",
            "**onehidden** in R through rpy2",
            "python",
            "through_rpy2.py",
            {"arithmetic": "reproducible", "kernels": "compiled"},
            tolerance=BITS,
            differs="reproducible, compiled; the time includes the way of all arrays into R and back",
        ),
        Column(
            "scikit-learn",
            "scikit-learn",
            "python",
            "scikit_learn.py",
            output_activation="identity",
            may_be_absent=True,
            differs="`MLPRegressor` with solver sgd: it cannot express a sigmoid output with squared error; the "
            "nearest is an identity output, and its weights are compared with those of such a network of onehidden",
        ),
        pytorch(1),
        pytorch(2),
        Column(
            "jax",
            "JAX",
            "python",
            "jax_.py",
            may_be_absent=True,
            differs="all updates in one compiled `fori_loop`, compiled beforehand",
        ),
        Column(
            "numba",
            "Numba",
            "python",
            "numba_.py",
            may_be_absent=True,
            differs="explicit loops over samples and neurons, compiled beforehand",
        ),
        Column("plain-r", "plain listing in R", "r", "plain_r.R"),
        *ours("r", "onehidden_r.R"),
        Column(
            "nnet",
            "nnet",
            "r",
            "nnet.R",
            compared=("loss",),
            may_be_absent=True,
            differs="trains by BFGS: an iteration (which stands here for an update) is a gradient, a direction from "
            "all gradients so far and a search along it; compared is the loss of the first weights",
        ),
    )
}
