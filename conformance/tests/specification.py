"""SPEC.md as tests read it: its names, and its activations as functions in whatever arithmetic a test computes with."""

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from onehidden_conformance.implementations.declaration import FIRST_VERSION
from onehidden_conformance.vectors.names import ACTIVATIONS, OUTPUT_ACTIVATIONS

CHECKOUT = Path(__file__).parents[2]
TEXT = (CHECKOUT / "SPEC.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| \*\*2\.\d+\*\* \| (\w+) \| (.+) \| (.+) \|$", TEXT, flags=re.MULTILINE)
"""The table of activations: the name, the formula of z and that of the slope, of a."""
NEWER_ACTIVATIONS = {
    f"declares no {layer} activation {name}"
    for layer, names in (("hidden", ACTIVATIONS), ("output", OUTPUT_ACTIVATIONS))
    for name in names
    if name not in FIRST_VERSION[f"{layer}_activations"]
}
"""Why who declares no activations skips vectors: those lists mean what there was in the first version."""


def sentence(number):
    """A sentence by its number."""
    (found,) = re.findall(rf"^- \*\*{re.escape(number)}\*\* (.+?)(?=^- |^$)", TEXT, flags=re.MULTILINE | re.DOTALL)
    return found


def names_in(text):
    """What stands in backticks, each once."""
    return list(dict.fromkeys(re.findall(r"`(\w+)`", text)))


def steps():
    """The results of steps 2 to 12 in their order, with the number of the step."""
    section = TEXT.partition("\n## 3. ")[2].partition("\nFunctions: ")[0]
    sentences = re.findall(r"^- \*\*3\.\d+\*\* Step (\d+)(.+?)(?=^- |^$)", section, flags=re.MULTILINE | re.DOTALL)
    found = [(name, int(number)) for number, text in sentences for name in names_in(text)]
    first = dict(reversed(found))  # what the sentence says that names it first
    names = dict.fromkeys(name for name, _ in found if "_" in name or name in ("output", "error", "loss"))
    return {name: first[name] for name in names}


def in_python(formula):
    """A formula as Python writes it: "A where C, else B" becomes a call."""
    first, where, rest = formula.partition(" where ")
    condition, _, other = rest.partition(", else ")
    return f"where({condition}, {first}, {other})" if where else formula


def activations(**arithmetic):
    """Each activation with `f` and `slope`, by its formulas in SPEC.md and an arithmetic of exp, tanh and where."""
    return {
        name: SimpleNamespace(
            f=eval(f"lambda z: {in_python(f)}", dict(arithmetic)),
            slope=eval(f"lambda a: {in_python(slope)}", dict(arithmetic)),
        )
        for name, f, slope in ROWS
    }


def in_numpy(exp=np.exp):
    """The same of arrays, whose slopes are arrays of their shape and kind."""
    found = activations(exp=exp, tanh=np.tanh, where=np.where)
    return {name: SimpleNamespace(f=each.f, slope=filled(each.slope)) for name, each in found.items()}


def filled(slope):
    """A slope of an array, as an array also where it is the number 1."""
    return lambda a: np.full_like(a, slope(a))
