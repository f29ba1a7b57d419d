"""docs/benchmarks.md, made of a record. Nobody types a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.bars import BARS, Bar
from benchmarks.columns import COLUMNS, PLAIN, Column
from benchmarks.results import Results

LANGUAGES = {"python": "Python", "r": "R"}

HEAD = """# Benchmarks

Written by `./toxw -e benchmark`: everything in one run on one machine, and no number typed by hand. What was measured
is in [benchmarks.json](benchmarks.json).

![How many times as fast as the plain listing, for each workload](benchmarks.svg)

A bar of the chart is onehidden with compiled kernels in reproducible arithmetic, or one of its peers, beside the plain
listing in the same language: the network as a learner writes it,
[in NumPy](../conformance/benchmarks/contenders/plain_numpy.py) or
[in R](../conformance/benchmarks/contenders/plain_r.R).

The rows "blas, compiled" are out of date: they were measured when this arithmetic still used the compiled kernels for
small networks. It now always means BLAS, and they are to be measured again.
"""

HOW = """## How it was measured

- Every contender trains in a process of its own, from the same first weights on the same data, with all rows in each
  update: sigmoid hidden layer and output, half the sum of squared errors. The time is that of the whole training, by
  the clock of that process; in R by R's. Making arrays of the library's own kind beforehand, and compiling, is not in
  it.
- **Before it is timed, it has to agree**: the weights after its first training are compared with those of onehidden's
  reproducible arithmetic, and the run fails where they do not agree. The table above tells to what.
- **speed** is how many times as fast as the plain listing in the same language: each round times both, one right after
  the other, and the median of these ratios is taken. The plain listing itself is measured beside a second process of
  itself; how far it is from 1 shows how quiet the machine was. **time** is a median too. There are 3 rounds of what
  takes longer than half a second, otherwise 5 to 30.
- **memory** is by how much the process grew at most in its first training, X and y being there already; before that it
  trained once on two samples, so that what a library loads at first use does not count. Beside it as a share of the
  size of X and two buffers of n x h numbers.
- NumPy, R, JAX and onehidden choose their number of threads themselves.
"""


def document(results: Results) -> str:
    """The whole page."""
    workloads = [workload(results, name) for name in results.workloads()]
    parts = [HEAD, machine(results), bars(results), *workloads, compilations(results), others(results)]
    return "\n".join([*parts, comparisons(results), HOW])


def machine(results: Results) -> str:
    """What it ran on."""
    record = results.record
    lines = [f"- {line}" for line in record["machine"]]
    load = "" if record["load_before"] is None else f", load before the run {record['load_before']:g}"
    return "\n".join(["## The machine", "", *lines, f"- {record['date']}{load}", ""])


# ---- the bars --------------------------------------------------------------------------------------------------------


def bars(results: Results) -> str:
    """What was to be reached, and whether it was."""
    judged = [(bar, row) for bar in BARS for row in rows_of(bar, results)]
    rows = [row for _, row in judged]
    reached = sum(row[-1] == "yes" for row in rows)
    heading = f"## What was to be reached: {reached} of {len(rows)} are"
    notes = dict.fromkeys(f"- {bar.note}" for bar, row in judged if bar.note and row[-1] != "yes")
    parts = [heading, "", *table(["onehidden", "figure", "must be", "is", "reached"], rows, "lllll"), *notes]
    return "\n".join([*parts, ""] if notes else parts)


def rows_of(bar: Bar, results: Results) -> Iterator[list[str]]:
    """A row for each column of a bar."""
    for column in bar.columns:
        figures = {workload: bar.figure(results, workload, column) for workload in bar.workloads}
        failed = [workload for workload, figure in figures.items() if not bar.is_reached_by(figure)]
        shown = ", ".join(f"{workload} {ratio(figure)}" for workload, figure in figures.items())
        unknown = any(figure is None for figure in figures.values())
        verdict = "not measured" if unknown else f"**no**: {', '.join(failed)}" if failed else "yes"
        yield [name_of(COLUMNS[column]), bar.title, bar.limit, shown, verdict]


def name_of(column: Column) -> str:
    """Which of onehidden's columns it is, in short."""
    return f"{LANGUAGES[column.language]}, {column.settings['arithmetic']}, {column.settings['kernels']}"


# ---- the trainings ---------------------------------------------------------------------------------------------------


def workload(results: Results, name: str) -> str:
    """The table of one workload."""
    n, d, h, k = results.record["workloads"][name]["shape"]
    updates = results.record["workloads"][name]["updates"]
    heading = f"## {name}: {n} x {d} -> {h} -> {k}, {updates} updates"
    head = ["", "", "time", "speed", "memory", "beside X and 2 n x h"]
    rows = [training(results, name, column) for column in COLUMNS.values()]
    return "\n".join([heading, "", *table(head, rows, "llrrrr")])


def training(results: Results, workload: str, column: Column) -> list[str]:
    """One row: a contender, or why it did not run."""
    first = [LANGUAGES[column.language], column.title + shorter(results, workload, column)]
    reason = results.left_out(workload, column.name)
    if reason is not None:
        return [*first, f"absent: {reason}", "", "", ""]
    grown = results.memory(workload, column.name)
    return [
        *first,
        duration(results.seconds(workload, column.name)),
        ratio(results.speed(workload, column.name)),
        "-" if grown is None else f"{grown / 1e6:.1f} MB",
        ratio(results.memory_share(workload, column.name)),
    ]


def shorter(results: Results, workload: str, column: Column) -> str:
    """That a contender made fewer updates than it was asked for, from which its time is worked out."""
    cell = results.measured(workload, column.name)
    asked = results.record["workloads"][workload]["updates"]
    if cell is None or cell["updates"] == asked:
        return ""
    return f" (by {cell['updates']} of {asked} iterations: it ends by itself)"


def compilations(results: Results) -> str:
    """What compilers took, which is in no time above."""
    compiling = {
        column.title: [results.measured(workload, column.name) for workload in results.workloads()]
        for column in COLUMNS.values()
    }
    rows = [
        [title, *("-" if cell is None else duration(cell["compilation"]) for cell in cells)]
        for title, cells in compiling.items()
        if any(cell is not None and cell["compilation"] is not None for cell in cells)
    ]
    head = ["", *results.workloads()]
    return "\n".join(["## Compiling beforehand, for each workload", "", *table(head, rows, "l" + "r" * len(head))])


# ---- what is no training ---------------------------------------------------------------------------------------------


def others(results: Results) -> str:
    """Predictions, imports and the conformance run."""
    record = results.record
    predictions = record["predictions"]
    rows = [
        [
            LANGUAGES[column.language],
            column.title,
            duration(median(predictions[name])),
            ratio(median(predictions[PLAIN[column.language]]) / median(predictions[name])),
        ]
        for name, column in COLUMNS.items()
        if name in predictions and PLAIN[column.language] in predictions
    ]
    imports = {name: duration(median(seconds)) for name, seconds in record["imports"].items()}
    lines = [
        "## Predicting one row",
        "",
        "With the network of digits-32, again and again.",
        "",
        *table(["", "", "time", "speed"], rows, "llrr"),
        "## Importing, and the conformance run",
        "",
        f"- In a fresh process `import onehidden` takes {imports.get('onehidden', '-')}, NumPy included;"
        f" `import numpy` alone {imports.get('numpy', '-')}. `library(onehidden)` in R takes"
        f" {imports.get('r:onehidden', '-')}.",
    ]
    if record["conformance"]:
        seconds = duration(median(record["conformance"]["seconds"]))
        lines += [f"- The conformance run takes {seconds}: {record['conformance']['verdict']}."]
    return "\n".join([*lines, ""])


def comparisons(results: Results) -> str:
    """What each contender had to agree on, how well it did, and where it does something else."""
    rows = []
    for name, column in COLUMNS.items():
        cells = [results.measured(workload, name) for workload in results.workloads()]
        distances = [cell["disagreement"] for cell in cells if cell is not None]
        what = "the loss of the first weights" if column.compared == ("loss",) else "all weights"
        demand = "equal in every bit" if column.tolerance == 0 else f"{column.tolerance:g}"
        found = "-" if not distances else "equal" if column.tolerance == 0 else f"{max(distances):.1g}"
        rows.append([LANGUAGES[column.language], column.title, what, demand, found, column.differs])
    head = ["", "", "compared", "to within", "largest distance", "what is different"]
    intro = "A distance is a share of the largest number of its array."
    return "\n".join(["## Who computes the same", "", intro, "", *table(head, rows, "llllll")])


# ---- how it looks ----------------------------------------------------------------------------------------------------


def table(head: Sequence[str], rows: Sequence[Sequence[str]], alignment: str) -> list[str]:
    """A table in Markdown, and an empty line."""
    line = {"l": "---", "r": "---:"}
    lines = [head, [line[a] for a in alignment[: len(head)]], *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines] + [""]


def duration(seconds: float | None) -> str:
    """Three digits and a unit."""
    if seconds is None:
        return "-"
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{three_digits(seconds / size)} {unit}"
    return f"{three_digits(seconds / 1e-6)} us"


def ratio(value: float | None) -> str:
    """Two decimals of small ones, three digits of others."""
    if value is None:
        return "-"
    return f"{value:.2f}" if 0.1 <= value < 10 else three_digits(value) if value >= 10 else f"{value:.2g}"


def three_digits(value: float) -> str:
    """12.3, 123, 1234."""
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:.0f}"
