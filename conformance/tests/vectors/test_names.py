"""Every name of SPEC.md is known everywhere or nowhere: who lists names again lists those of the one table.

The table is fixtures/schema/names.schema.json. Whoever can, reads it, and is not here.
"""

import re
from itertools import product

import numpy as np
import pytest
from gmpy2 import mpfr

from onehidden_conformance.bounds import functions
from onehidden_conformance.bounds.operations import exact
from onehidden_conformance.bounds.rounding import precisely
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.oracle import STEPS, Oracle
from onehidden_conformance.vectors import reading
from onehidden_conformance.vectors.names import ACTIVATIONS, NAMES
from onehidden_conformance.vectors.step_numbers import NUMBERS
from tests import specification
from tests.inside import equations_of_every_step
from tests.specification import CHECKOUT, names_in, sentence

PYTHON, SUITE, MAKERS = (
    "python/src/onehidden",
    "conformance/src/onehidden_conformance",
    "conformance/src/onehidden_vectors",
)


def text_of(path):
    return (CHECKOUT / path).read_text(encoding="utf-8")


# ---- how places list names -------------------------------------------------------------------------------------------


def table(start):
    """The keys of a table in source, in Python, R or JavaScript: what its outermost lines begin with."""

    def names(text):
        body = re.search(rf"^{re.escape(start)}.*[\[({{]\n((?: .*\n|\n)+)[\])}}]", text, flags=re.MULTILINE)[1]
        indent = re.match(" *", body)[0]
        return re.findall(rf'^{indent}"?(\w+)"?(?: =|:)', body, flags=re.MULTILINE)

    return names


def words(start):
    """The quoted words of a line."""
    return lambda text: re.findall(r'"(\w+)"', re.search(rf"^\s*{re.escape(start)}(.*)$", text, flags=re.MULTILINE)[1])


def enum(n):
    """The names of an enum in C, counted from 0."""
    return lambda text: re.findall(r"^enum \{ ([\w, ]+) \};", text, flags=re.MULTILINE)[n].lower().split(", ")


def numbered(pattern):
    """The names that numbered sentences begin with."""
    return lambda text: re.findall(rf"^- \*\*{pattern}\*\* (?:The stream )?`(\w+)`", text, flags=re.MULTILINE)


PLACES = [
    ("activation", "SPEC.md", lambda text: [row[0] for row in specification.ROWS]),
    ("output_activation", "SPEC.md", lambda text: names_in(sentence("2.2"))),
    ("loss", "SPEC.md", lambda text: names_in(sentence("2.3"))[:3]),
    ("reduction", "SPEC.md", lambda text: names_in(sentence("2.4"))),
    ("optimizer", "SPEC.md", numbered(r"4\.1[3-9]")),
    ("stream", "SPEC.md", numbered(r"7\.[2-4]")),
    ("initialization", "SPEC.md", numbered(r"12\.[1-4]")),
    ("step", "SPEC.md", lambda text: list(specification.steps())),
    ("activation", f"{PYTHON}/network/activations.py", table("ACTIVATIONS = ")),
    ("loss", f"{PYTHON}/network/losses.py", table("LOSSES = ")),
    ("loss", f"{PYTHON}/walkthrough/equations.py", table("LOSS_FORMULAS = ")),
    ("reduction", f"{PYTHON}/network/network.py", words("REDUCTIONS = ")),
    ("optimizer", f"{PYTHON}/training/update_rules.py", table("RULES = ")),
    ("optimizer", f"{PYTHON}/training/optimizers.py", table("DEFAULTS = ")),
    ("stream", f"{PYTHON}/streams/streams.py", table("STREAMS")),
    ("initialization", f"{PYTHON}/network/initialization.py", table("INITIALIZATIONS = ")),
    ("activation", f"{PYTHON}/network/network.py", words("hidden_activation, output_activation : ")),
    ("loss", f"{PYTHON}/network/network.py", words("loss : ")),
    ("optimizer", f"{PYTHON}/training/train.py", words("optimizer : ")),
    ("stream", f"{PYTHON}/streams/streams.py", words("stream : ")),
    ("initialization", f"{PYTHON}/network/initialization.py", words("initialization : ")),
    ("activation", "r/R/network_activations.R", table("ACTIVATIONS <- ")),
    ("loss", "r/R/network_losses.R", table("LOSSES <- ")),
    ("loss", "r/R/walkthrough_equations.R", table("LOSS_FORMULAS <- ")),
    ("reduction", "r/R/network.R", words("REDUCTIONS <- ")),
    ("optimizer", "r/R/training_update_rules.R", table("RULES <- ")),
    ("optimizer", "r/R/training_optimizers.R", table("OPTIMIZERS <- ")),
    ("stream", "r/R/streams.R", table("STREAMS <- ")),
    ("initialization", "r/R/network_initialization.R", table("INITIALIZATIONS <- ")),
    ("activation", "r/man/network.Rd", words("\\item{hidden_activation, output_activation}{")),
    ("output_activation", "kernels/onehidden.h", enum(0)),
    ("loss", "kernels/onehidden.h", enum(1)),
    ("optimizer", "kernels/onehidden.h", enum(2)),
    ("activation", f"{SUITE}/bounds/functions.py", table("ACTIVATIONS: ")),
    ("activation", f"{MAKERS}/groups/steps/activations.py", table("WHY = ")),
    ("step", f"{SUITE}/oracle/network.py", lambda text: list(STEPS)),
    ("step", f"{SUITE}/vectors/step_numbers.py", lambda text: [name for name, number in NUMBERS.items() if number > 1]),
]

NUMBERED = ("activation", "output_activation", "loss", "optimizer")
"""The kernels know these by their numbers, so their order counts."""


@pytest.mark.parametrize(("kind", "path", "names"), PLACES, ids=[f"{kind}: {path}" for kind, path, _ in PLACES])
def test_a_place_lists_the_names_of_the_table(kind, path, names):
    found, expected = list(names(text_of(path))), list(NAMES[kind])
    missing, unknown = ([name for name in a if name not in b] for a, b in ((expected, found), (found, expected)))
    assert not missing, f"{path} misses the {kind} {', '.join(missing)} of fixtures/schema/names.schema.json"
    assert not unknown, f"{path} has the {kind} {', '.join(unknown)}, which fixtures/schema/names.schema.json misses"
    assert found == expected or kind not in NUMBERED, f"{path} lists the {kind}s in another order: {found}"


def test_an_output_can_have_every_activation_and_softmax():
    assert NAMES["output_activation"] == (*NAMES["activation"], "softmax")


def test_the_steps_have_the_numbers_of_the_specification():
    steps = specification.steps()
    assert {name: NUMBERS[name] for name in steps} == steps
    assert {name: number for name, number in equations_of_every_step() if number > 1} == steps


# ---- what programs do with them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_oracle_and_the_bounds_compute_the_formulas_of_the_specification(name):
    oracle, spec = Oracle(), specification.in_numpy()[name]
    for z in np.array([-1.5, -0.25, 0.0, 0.75, 2.0]):
        a = float(spec.f(z))
        with precisely():
            of_bounds = [float(functions.ACTIVATIONS[name](mpfr(z))), float(functions.slope(name, exact(a)).x)]
        assert of_bounds == pytest.approx([a, float(spec.slope(a))], rel=1e-14), "bounds/functions.py"
        of_oracle = [oracle.activation(name, z), oracle.slope(name, a)]
        assert of_oracle == pytest.approx([a, float(spec.slope(a))], rel=1e-14), "oracle/steps.py"


@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("implementation", ["python:interpreted", "python:compiled", "r:interpreted", "r:compiled"])
def test_the_packages_compute_it_in_both_layers_by_both_kernels(implementation, hidden):
    package, oracle = make_implementation(implementation), OracleImplementation("oracle", Oracle())
    X = np.linspace(-2.0, 2.0, 15).reshape(5, 3)
    for output in ACTIVATIONS:
        network = {
            "wh": X[:3, :2], "bh": X[0, :2], "wout": X[3:, :1], "bout": X[1, :1],
            "hidden_activation": hidden, "output_activation": output, "loss": "squared_error", "reduction": "sum",
        }  # fmt: skip
        trained = [one.train(network, X, X[:, :1] * 0.0, 0.25, 2, "full", []) for one in (package, oracle)]
        assert trained[0].history.tobytes() == trained[1].history.tobytes(), f"{hidden}, {output}"


@pytest.mark.parametrize(("hidden", "output"), [*product(ACTIVATIONS, ACTIVATIONS)])
def test_there_is_a_vector_for_every_pair(hidden, output):
    network = reading.load(f"activations/{hidden}-{output}")["network"]
    assert (network["hidden_activation"], network["output_activation"]) == (hidden, output)
