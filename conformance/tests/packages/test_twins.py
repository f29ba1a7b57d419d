"""The packages are twins: functions, arguments, order and defaults of SPEC.md, section 11, and equal messages."""

import inspect
import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import onehidden
from onehidden_conformance.implementations import Refused
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.implementations.python import PUBLIC, public_function
from onehidden_conformance.vectors import reading
from onehidden_conformance.vectors.arguments import NetworkArgument, arguments_of_call

SPEC = Path(__file__).parents[3] / "SPEC.md"
REQUIRED = "(required)"


def section_11():
    """The text of section 11, which has the tables."""
    return SPEC.read_text(encoding="utf-8").partition("\n## 11.")[2].partition("\n## ")[0]


def table_of_functions():
    """The first table: per function its arguments with their defaults, as written there."""
    section = section_11()
    functions = {}
    for names, arguments in re.findall(r"^\| (`.+?) \| (.*?) ?\|$", section, flags=re.MULTILINE):
        pairs = [argument.partition(" = ")[::2] for argument in arguments.split(", ") if argument]
        for name in re.findall(r"`(\w+)`", names):
            functions[name] = [(argument, default or REQUIRED) for argument, default in pairs]
    return functions


def names_of_one_language():
    """The second table: per language the names that it alone exports; none where the table does not name it."""
    rows = re.findall(r"^\| (Python|R) \| (.+) \|$", section_11(), flags=re.MULTILINE)
    return {
        "Python": set(),
        "R": set(),
        **{language: set(re.findall(r"`([\w.]+)`", names)) for language, names in rows},
    }


FUNCTIONS = table_of_functions()
ALONE = names_of_one_language()


def python_signature(name):
    def default_of(parameter):
        default = parameter.default
        if default is inspect.Parameter.empty:
            return REQUIRED
        if isinstance(default, (int, float)) and not isinstance(default, bool):
            return f"{default:g}"
        return default.__name__ if callable(default) else repr(default).replace("'", '"')

    parameters = inspect.signature(public_function(name)).parameters.values()
    assert all(parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for parameter in parameters)
    return [(parameter.name, default_of(parameter)) for parameter in parameters]


def r_signature(name):
    """What formals() says; R's words become Python's, and `...`, which only catches misspelt arguments, is left out."""
    function = r(
        """function(name) {
          if (name == "predict") return(utils::getS3method("predict", "onehidden_network"))
          getExportedValue("onehidden", if (name == "Network") "network" else name)
        }"""
    )(r(f'"{name}"'))
    names = r("function(f) as.character(names(formals(f)))")(function)
    defaults = r("function(f) vapply(as.list(formals(f)), function(x) paste(deparse(x), collapse = ''), '')")(function)
    words = {"": REQUIRED, "NULL": "None", "TRUE": "True", "FALSE": "False"}
    pairs = [(argument, words.get(default, default)) for argument, default in zip(names, defaults, strict=True)]
    return [pair for pair in pairs if pair != ("...", REQUIRED)]


@cache
def evaluator():
    import rpy2.rinterface as ri

    ri.initr()
    return ri.evalr


def r(source):
    return evaluator()(source)


# ---- functions -------------------------------------------------------------------------------------------------------


def test_the_table_of_functions_was_read():
    assert len(FUNCTIONS) >= 25
    assert FUNCTIONS["adam"] == [("beta1", "0.9"), ("beta2", "0.999"), ("epsilon", "1e-08")]
    assert FUNCTIONS["train"][-2:] == [("progress", "False"), ("kernels", "None")]
    assert FUNCTIONS["info"] == []
    assert FUNCTIONS["uniforms"] == [("seed", REQUIRED), ("n", REQUIRED), ("stream", '"numpy"')]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_python_has_the_arguments_order_and_defaults_of_the_specification(name):
    assert python_signature(name) == FUNCTIONS[name]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_r_has_the_arguments_order_and_defaults_of_the_specification(name):
    specified = [
        ("object" if (name, argument) == ("predict", "network") else argument, default)
        for argument, default in FUNCTIONS[name]
    ]
    assert r_signature(name) == specified


ELEMENTARY = ("cr_exp", "cr_log", "cr_tanh")  # these check nothing: they are what everything is computed with
WITHOUT_ARGUMENTS = ("info",)  # each language has its own error for one


@pytest.mark.parametrize("language", ["python", "r"])
@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {*ELEMENTARY, *WITHOUT_ARGUMENTS}))
def test_a_misspelt_argument_is_refused_by_every_function(language, name):
    # R finds the method of `predict` by a network.
    network = NetworkArgument({"wh": None, "bh": None, "wout": np.ones((1, 1)), "bout": None})
    arguments = {"network": network} if name == "predict" else {}
    with pytest.raises(Refused) as refusal:
        make_implementation(f"{language}:reproducible").call(name, {**arguments, "no_such_argument": 1.0})
    assert (refusal.value.code, refusal.value.argument) == ("unknown_argument", "no_such_argument")


def test_python_exports_the_functions_and_beside_them_only_classes():
    exported = {name: getattr(module, name) for module in PUBLIC for name in module.__all__}
    assert set(FUNCTIONS) | ALONE["Python"] <= set(exported)
    names = set(exported) - set(FUNCTIONS) - ALONE["Python"] - {"errors"}
    assert [name for name in names if not isinstance(exported[name], type)] == []


def test_r_exports_the_functions_and_nothing_else():
    specified = {"network" if name == "Network" else name for name in FUNCTIONS} - {"predict"} | ALONE["R"]
    assert set(r('getNamespaceExports("onehidden")')) == specified


def test_r_has_the_methods_that_its_generics_call():
    methods = set(r('apply(getNamespaceInfo("onehidden", "S3methods")[, 1:2], 1, paste, collapse = ".")'))
    assert {"predict.onehidden_network", "print.onehidden_network", "print.onehidden_training"} <= methods


def test_no_name_of_the_r_package_is_defined_twice():
    # R has one namespace for all files, and of two functions with one name takes the last in silence.
    sources = [path.read_text(encoding="utf-8") for path in (SPEC.parent / "r" / "R").glob("*.R")]
    names = Counter(name for source in sources for name in re.findall(r"^`?([\w.]+)`? <- ", source, re.MULTILINE))
    assert len(names) > 200
    assert [name for name, times in names.items() if times > 1] == []


def test_both_packages_have_the_same_version():
    assert r('as.character(utils::packageVersion("onehidden"))')[0] == onehidden.__version__


# ---- messages --------------------------------------------------------------------------------------------------------

INVALID = [id for id in reading.vector_ids() if id.startswith("invalid/")]

# What the languages force to differ, from Python's words to R's.
FORCED = {
    "rows count from 0 in Python and from 1 in R": lambda text: re.sub(
        r"\brow (-?\d+) \(counted from 0\)", lambda match: f"row {int(match[1]) + 1} (counted from 1)", text
    ),
    "the constructor is Network in Python and network in R": lambda text: text.replace("Network()", "network()"),
}
ONLY_IN_R = {"invalid/x-na": "Python has no NA: it arrives there as NaN"}


@cache
def message(language, id):
    vector = reading.load(id)
    with pytest.raises(Refused) as refusal:
        make_implementation(f"{language}:reproducible").call(vector["call"], arguments_of_call(vector))
    return refusal.value.message


@pytest.mark.parametrize("id", INVALID)
def test_both_languages_refuse_in_the_same_words(id):
    expected = message("python", id)
    for translate in FORCED.values():
        expected = translate(expected)
    if id in ONLY_IN_R:
        expected = expected.replace("is NaN", "is NA")
    assert message("r", id) == expected


@pytest.mark.parametrize("reason", FORCED)
def test_every_forced_difference_occurs(reason):
    assert any(FORCED[reason](message("python", id)) != message("python", id) for id in INVALID)


@pytest.mark.parametrize("id", ONLY_IN_R)
def test_what_is_said_to_be_only_in_r_is(id):
    assert message("python", id) != message("r", id)
