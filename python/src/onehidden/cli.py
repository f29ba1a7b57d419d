"""The command line, `python -m onehidden`: what it takes; what it does stands in commands.

Exit codes: 0 done, 1 input refused (one line on standard error), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import onehidden
from onehidden.activations import ACTIVATIONS
from onehidden.commands import run_info, run_predict, run_train, run_walkthrough
from onehidden.errors import OneHiddenError
from onehidden.fitting import Settings
from onehidden.initialization import INITIALIZATIONS
from onehidden.optimizers import DEFAULTS as OPTIMIZERS
from onehidden.streams import STREAMS
from onehidden.validation import ARITHMETICS

PROGRAM = "python -m onehidden"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command says, and return the exit code."""
    command_line = parser()
    options = command_line.parse_args(arguments)
    if getattr(options, "model", None) == getattr(options, "data", None) == "-":
        command_line.error("only one of model and data can be standard input")
    try:
        options.run(options)
    except OneHiddenError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads has seen enough; nothing more is to be written at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


# ---- the arguments ---------------------------------------------------------------------------------------------------

EXAMPLES = """examples:
  python -m onehidden train iris.csv --target species --out model.json
  python -m onehidden train iris.csv --target species --out model.json --test-fraction 0.3
  python -m onehidden predict model.json new.csv --out predictions.csv
  python -m onehidden walkthrough --path steps.html
  python -m onehidden info
"""
TRAIN = """examples:
  python -m onehidden train iris.csv --target species --out model.json
  python -m onehidden train digits.csv --target digit --classification --hidden 32 --batches 32 --shuffle \\
      --learning-rate 0.01 --epochs 50 --test-fraction 0.25 --progress --out digits.json
  cat houses.csv | python -m onehidden train - --target price --ignore id --text zip --out -

Columns of text become categories with treatment contrasts, as in R: one input for each but the first.
"""
PREDICT = """examples:
  python -m onehidden predict model.json new.csv
  python -m onehidden predict model.json new.csv --kind response --out probabilities.csv
  cat new.csv | python -m onehidden predict model.json - > predictions.csv
"""
WALKTHROUGH = """examples:
  python -m onehidden walkthrough
  python -m onehidden walkthrough --path steps.html
  python -m onehidden walkthrough iris.csv --target species --rows 4 --hidden 2 --decimals 3
"""


def parser() -> argparse.ArgumentParser:
    """Describe all commands."""
    description = "The neural network with one hidden layer, bit for bit the same in Python and in R."
    top = command_parser(argparse.ArgumentParser, prog=PROGRAM, description=description, epilog=EXAMPLES)
    top.add_argument("--version", action="version", version=f"onehidden {onehidden.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, summary, epilog, add_arguments, run in (
        ("train", "train a model from a CSV file", TRAIN, add_train_arguments, run_train),
        ("predict", "predict from a model file", PREDICT, add_predict_arguments, run_predict),
        ("walkthrough", "show the twelve steps as matrices", WALKTHROUGH, add_walkthrough_arguments, run_walkthrough),
        ("info", "say which versions and extras there are, and test the arithmetic", None, lambda _: None, run_info),
    ):
        command = command_parser(commands.add_parser, name, help=summary, description=sentence(summary), epilog=epilog)
        add_arguments(command)
        command.set_defaults(run=run)
    return top


def command_parser(make: Callable[..., argparse.ArgumentParser], *name: str, **texts: Any) -> argparse.ArgumentParser:
    """Make a parser that leaves examples as they are, and takes no abbreviations."""
    return make(*name, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **texts)


def sentence(words: str) -> str:
    """Begin with a capital and end with a full stop."""
    return f"{words[0].upper()}{words[1:]}."


def add_train_arguments(command: argparse.ArgumentParser) -> None:
    """What `train` takes."""
    command.add_argument("data", metavar="DATA.csv", help='a CSV file with a header; "-" is standard input')
    command.add_argument("--out", metavar="MODEL.json", required=True, help='the model file; "-" is standard output')
    add_column_arguments(command, target_required=True)
    command.add_argument("--test-fraction", type=float, metavar="F", help="keep this part of the rows for a test")
    command.add_argument("--progress", action="store_true", help="show a progress bar (needs tqdm)")
    add_settings(command.add_argument_group("settings"))


def add_column_arguments(command: argparse.ArgumentParser, target_required: bool) -> None:
    """Which columns are what."""
    kind = command.add_mutually_exclusive_group()
    kind.add_argument("--classification", action="store_true", help="the target is a class, though it is a number")
    kind.add_argument("--regression", action="store_true", help="the target is a number")
    command.add_argument("--target", metavar="COLUMN", required=target_required, help="the column to predict")
    command.add_argument("--ignore", metavar="COLUMN", action="append", default=[], help="leave out (may be repeated)")
    command.add_argument("--text", metavar="COLUMN", action="append", default=[], help="categories, though numbers")


def add_settings(group: Any) -> None:
    """The settings of SPEC.md 13.7, with its defaults."""
    default = Settings()
    described: dict[str, dict[str, Any]] = {
        "hidden": {"type": int, "metavar": "N", "help": "hidden neurons; 0 for no hidden layer"},
        "hidden_activation": {"choices": sorted(set(ACTIVATIONS) - {"softmax"}), "help": "what they apply"},
        "initialization": {"choices": sorted(INITIALIZATIONS), "help": "how first weights are drawn"},
        "seed": {"type": int, "metavar": "N", "help": "where the stream of random numbers begins"},
        "stream": {"choices": sorted(STREAMS), "help": "which stream"},
        "optimizer": {"choices": sorted(OPTIMIZERS), "help": "how weights are updated"},
        "learning_rate": {"type": float, "metavar": "R", "help": "how far an update goes"},
        "epochs": {"type": int, "metavar": "N", "help": "how often to go through the rows"},
        "batches": {"type": word_or_count, "metavar": "B", "help": '"full", "single", or so many rows an update'},
        "weight_decay": {"type": float, "metavar": "C", "help": "L2: how strongly weights are pulled to 0"},
        "validation_fraction": {"type": float, "metavar": "F", "help": "part of the rows that watches the training"},
        "patience": {"type": int, "metavar": "N", "help": "epochs without improvement there, then stop"},
        "arithmetic": {"choices": sorted(ARITHMETICS), "help": "specified to the bit, or as fast as the library"},
    }
    for name, settings in described.items():
        value = getattr(default, name)
        words = f"{settings.pop('help')} (default: {'none' if value is None else value})"
        group.add_argument(f"--{name.replace('_', '-')}", default=value, help=words, **settings)
    group.add_argument("--shuffle", action="store_true", help="put the rows into another order in each epoch")
    group.add_argument("--no-scale", dest="scale", action="store_false", help="take columns as they are")


def word_or_count(text: str) -> str | int:
    """A number of rows, or a word."""
    return int(text) if text.isascii() and text.isdigit() else text


def add_predict_arguments(command: argparse.ArgumentParser) -> None:
    """What `predict` takes."""
    command.add_argument(
        "model", metavar="MODEL.json", help='a model file, from either language; "-" is standard input'
    )
    command.add_argument("data", metavar="NEW.csv", help='a CSV file with the columns of the training; or "-"')
    command.add_argument("--out", metavar="PREDICTIONS.csv", default="-", help="default: standard output")
    kinds = "classes, or outputs: probabilities of classes, numbers of a regression (default: what the model is for)"
    command.add_argument("--kind", choices=("class", "response"), help=kinds)


def add_walkthrough_arguments(command: argparse.ArgumentParser) -> None:
    """What `walkthrough` takes."""
    command.add_argument("data", metavar="DATA.csv", nargs="?", help="default: the article's three samples")
    add_column_arguments(command, target_required=False)
    command.add_argument("--rows", type=int, metavar="N", default=6, help="the first rows of the file (default: 6)")
    command.add_argument("--hidden", type=int, metavar="N", default=3, help="hidden neurons (default: 3)")
    command.add_argument("--seed", type=int, metavar="N", default=42, help="of the first weights (default: 42)")
    command.add_argument("--stream", choices=sorted(STREAMS), default="numpy", help="of these (default: numpy)")
    way, ways = "article_python", sorted(INITIALIZATIONS)
    command.add_argument("--initialization", choices=ways, default=way, help=f"of these (default: {way})")
    command.add_argument("--learning-rate", type=float, metavar="R", default=0.1, help="default: 0.1")
    command.add_argument("--path", metavar="PAGE.html", help="write a page to click through, too")
    command.add_argument("--epochs", type=int, metavar="N", default=10, help="of the page (default: 10)")
    command.add_argument("--decimals", type=int, metavar="N", default=2, help="of all numbers shown (default: 2)")
    default = "specified to the bit, or as fast as the library (default: reproducible)"
    command.add_argument("--arithmetic", choices=sorted(ARITHMETICS), default="reproducible", help=default)
