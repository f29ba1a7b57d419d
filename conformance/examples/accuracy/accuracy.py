"""Accuracy on rows that were held back, beside networks of equal size of scikit-learn and of R's nnet.

    python conformance/examples/accuracy/accuracy.py

writes docs/accuracy.md. It needs scikit-learn, and R with onehidden and nnet. All networks see the same rows: those of
`split_rows` with the seeds 1 to 5.
"""

import csv
import subprocess
import warnings
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from onehidden import OneHiddenClassifier, load_dataset, split_rows

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[2] / "docs" / "accuracy.md"
DATA_SETS = {"iris": {"hidden": 10, "epochs": 500}, "digits": {"hidden": 32, "epochs": 100}}
SEEDS = range(1, 6)
NETWORKS = (
    "onehidden in Python",
    "onehidden in R",
    "scikit-learn",
    "nnet",
    "onehidden with decay",
    "scikit-learn with decay",
    "nnet with decay",
)
DECAY = 0.001

TEXT = """# Accuracy on rows that were held back

The same rows for everybody: 30 % are held back by `split_rows`, with the seeds 1 to 5. Written by
`python conformance/examples/accuracy/accuracy.py`.

| data | network | mean | lowest | highest |
|---|---|---:|---:|---:|
{rows}

Iris has 45 such rows, the digits 539: one flower is 2.2 %, one digit 0.19 %. All hidden layers are of equal size
(iris 10, digits 32) and sigmoid. onehidden and scikit-learn scale the inputs and train with Adam on all rows at once,
learning rate 0.05, for 500 and 100 epochs; with decay, `weight_decay = 0.001` and `alpha = 0.001 n`, the same. nnet
takes the inputs as they are and BFGS for as many iterations; with decay, 0.01 and 0.1 in its own measure. Python and R
tell the same rows right, because their networks have the same bits.
"""


def main() -> None:
    """Measure, and write the page."""
    shares = {(name, network): [] for name in DATA_SETS for network in NETWORKS}
    for name in DATA_SETS:
        for seed in SEEDS:
            for network, share in shares_in_python(name, seed).items():
                shares[name, network].append(share)
    for line in csv.DictReader(answer_of_r().splitlines()):
        shares[line["data"], line["network"]].append(float(line["share"]))
    rows = "\n".join(row(*key, found) for key, found in shares.items())
    DOCUMENT.write_text(TEXT.format(rows=rows), encoding="utf-8")


def shares_in_python(name: str, seed: int) -> dict[str, float]:
    """The share of right answers of onehidden and of scikit-learn."""
    data, how = load_dataset(name), DATA_SETS[name]
    rows = split_rows(len(data.X), 0.3, seed)
    seen, unseen = rows["training"], rows["validation"]
    networks = {}
    for word, decay in {"": 0.0, " with decay": DECAY}.items():
        theirs = MLPClassifier(
            how["hidden"],
            activation="logistic",
            alpha=decay * len(seen),  # it divides by the number of rows
            batch_size=len(seen),
            learning_rate_init=0.05,
            max_iter=how["epochs"],
            n_iter_no_change=how["epochs"],
            random_state=seed,
        )
        ours = "onehidden with decay" if word else "onehidden in Python"
        networks[ours] = OneHiddenClassifier(seed=seed, weight_decay=decay, **how)
        networks[f"scikit-learn{word}"] = make_pipeline(StandardScaler(), theirs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # equal training, not training to the end
        return {
            network: estimator.fit(data.X[seen], data.y[seen]).score(data.X[unseen], data.y[unseen])
            for network, estimator in networks.items()
        }


def answer_of_r() -> str:
    """What accuracy.R prints."""
    return subprocess.run(["Rscript", HERE / "accuracy.R"], check=True, capture_output=True, text=True).stdout


def row(name: str, network: str, shares: list[float]) -> str:
    """One line of the table."""
    cells = [f"{share:.1%}".replace("%", " %") for share in (np.mean(shares), min(shares), max(shares))]
    return f"| {name} | {network} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
