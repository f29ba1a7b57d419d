"""docs/benchmarks.svg: a panel for each workload, a bar for each contender, from the plain listing's speed to its own.

Colours are seen on white and on black, for the picture has no background of its own; and it is narrow, so that its
words stay large enough on a phone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from benchmarks.results import Results

# Of several columns the fastest is shown.
SHOWN = {
    "onehidden in Python": ["python-reproducible-compiled"],
    "onehidden in R": ["r-reproducible-compiled"],
    "JAX": ["jax"],
    "Numba": ["numba"],
    "PyTorch": ["pytorch-1", "pytorch-2"],
    "scikit-learn": ["scikit-learn"],
}
OURS, THEIRS, WORDS = "#1380c4", "#949494", "#7a7a7a"
WIDTH, PANEL = 5.6, 1.36  # inches
STYLE: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 11,
    "svg.fonttype": "path",
    "svg.hashsalt": "onehidden",
    "text.color": WORDS,
}


def draw(results: Results, path: Path) -> None:
    """Write the picture."""
    workloads = results.record["workloads"]
    with mpl.rc_context(STYLE):
        figure = Figure((WIDTH, PANEL * len(workloads) + 0.4), layout="constrained")
        axes = figure.subplots(len(workloads), sharex=True, squeeze=False)[:, 0]
        figure.suptitle("Times as fast as the plain listing", fontsize=13, fontweight="bold")
        low, high = limits(results)
        for axis, name in zip(axes, workloads, strict=True):
            axis.set_xlim(low, high)
            panel(axis, results, name)
        figure.savefig(path, format="svg", transparent=True, metadata={"Date": None})


def speed_of(results: Results, workload: str, name: str) -> float | None:
    """What a bar shows."""
    speeds = [results.speed(workload, column) for column in SHOWN[name]]
    return max((speed for speed in speeds if speed is not None), default=None)


def limits(results: Results) -> tuple[float, float]:
    """The ends of the scale, with room for the words at the ends of the bars."""
    speeds = [speed_of(results, workload, name) for workload in results.record["workloads"] for name in SHOWN]
    known = [speed for speed in speeds if speed is not None] + [1.0]
    return min(known) / 5, max(known) * 5


def panel(axis: Any, results: Results, workload: str) -> None:
    """One workload."""
    n, d, h, k = results.record["workloads"][workload]["shape"]
    axis.set_title(
        f"{workload}: {n} \N{MULTIPLICATION SIGN} {d} \N{RIGHTWARDS ARROW} {h} \N{RIGHTWARDS ARROW} {k}",
        loc="left",
        fontsize=11,
        fontweight="bold",
        pad=3,
    )
    axis.set_xscale("log")
    axis.xaxis.set_major_locator(NullLocator())
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set_yticks(range(len(SHOWN)), SHOWN)
    axis.set_ylim(len(SHOWN) - 0.4, -0.6)
    axis.tick_params(length=0, labelcolor=WORDS)
    axis.spines[:].set_visible(False)
    for row, name in enumerate(SHOWN):
        bar(axis, row, speed_of(results, workload, name), OURS if name.startswith("onehidden") else THEIRS)
    axis.axvline(1.0, color=WORDS, linewidth=1)


def bar(axis: Any, row: int, speed: float | None, colour: str) -> None:
    """From 1 to the speed, which stands at its end in words."""
    if speed is None:
        axis.text(1.1, row, "absent", va="center")
        return
    axis.barh(row, speed - 1, left=1, height=0.72, color=colour)
    axis.annotate(
        f"{speed:.0f}\N{MULTIPLICATION SIGN}" if speed >= 10 else f"{speed:#.2g}\N{MULTIPLICATION SIGN}",
        (speed, row),
        xytext=(4 if speed >= 1 else -4, 0),
        textcoords="offset points",
        ha="left" if speed >= 1 else "right",
        va="center_baseline",
        fontweight="bold" if colour == OURS else "normal",
        color=OURS if colour == OURS else WORDS,
    )
