"""The source of the reproducible arithmetic, in both languages, holds nothing but operations that SPEC.md 5.2 allows.

Only what is on a list here may stand there, so that a new operation is refused until somebody has thought about it.
Python's source is read by its own parser, R's by R's.
"""

import ast
import builtins
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import rpy2.rinterface as ri

from onehidden_vectors.elementary_bounds import REPOSITORY
from tests.inside import Arithmetic

PYTHON = REPOSITORY / "python" / "src" / "onehidden"
R = REPOSITORY / "r" / "R"
ARITHMETIC = ["double_double", "wide", "elementary", "reproducible"]
NETWORK = ["activations", "losses", "steps"]
READ = [*(f"arithmetic/{name}" for name in ARITHMETIC), *(f"network/{name}" for name in NETWORK)]
FURTHER = ["training/update_rules", "streams/normal_quantile", "network/initialization"]
PYTHON_FILES = [PYTHON / f"{name}.py" for name in READ]
R_FILES = [R / f"{name.replace('/', '_')}.R" for name in READ]

# What these may have beside the rest, as it stands there: the square root, and names that decide no bit. Decimals of
# AS 241 are read right by Python; R has them in hexadecimal, which is exact.
DECIMALS, HEXADECIMALS = "decimals", re.compile(r"0x1\.[0-9a-f]+p[+-][0-9]+")
MORE_IN_PYTHON = {
    "training/update_rules": {
        *("np.sqrt", "optimizer.name", "optimizer.settings", "RULES[optimizer.name].initial", "rule.update"),
        *("network.parameters().items", "network.parameters", "dict.fromkeys", "name in DECAYING"),
        "network.with_parameters(**new)",
    },
    "streams/normal_quantile": {DECIMALS, "np.sqrt", "np.full"},
    "network/initialization": {"math.sqrt", "stream.uniforms", "stream.normals"},
}
MORE_IN_R = {
    "training/update_rules": {
        *("sqrt", "%in%", "names", "paste0", "rule", "update", "parameters_of", "RULES", "DECAYING"),
        *('"grad_"', '"wh"', '"wout"'),
        *("no_state", "velocity", "moments", "zeros_like"),
        *(f"{name}_update" for name in ("gradient_descent", "momentum", "nesterov", "adam")),
    },
    "streams/normal_quantile": {
        *("sqrt", "ifelse", "horner", "middle_quantile", "tail_quantile", "MIDDLE", "TAIL", "FAR_TAIL"),
        HEXADECIMALS.pattern,
    },
    "network/initialization": {"sqrt", "uniforms", "normals", "uniform_weights"},
}
IMPORTED_BY_FURTHER = {
    "onehidden.network.network": {"PARAMETER_NAMES", "Network"},
    "onehidden.training.optimizers": {"Optimizer", "OptimizerState", "State"},
}

OPERATIONS = set(Arithmetic.__dataclass_fields__) - {"name"}
NETWORK_NAMES = {"value", "slope", "terms", "divisor", "with_parameters"}


# Python ---------------------------------------------------------------------------------------------------------------

PYTHON_OPERATORS = (
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub),
    *(ast.RShift, ast.BitAnd, ast.Invert),  # of integers and truth values
    *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.Or, ast.And, ast.Not),
)
PYTHON_BUILTINS = {"ArithmeticError", "bool", "float", "int", "len", "list", "range", "slice", "str", "tuple"}
IMPORTS = {"numpy as np", "numpy.typing as npt"}
IMPORTED_FROM = {
    *("__future__", "collections.abc", "dataclasses", "typing", "onehidden._typing"),
    *(f"onehidden.arithmetic.{name}" for name in ARITHMETIC),
    *(f"onehidden.network.{name}" for name in NETWORK),
}
IMPORTED_NAMES = {
    "onehidden.arithmetic.arithmetic": {"Arithmetic"},
    "onehidden.checks.arrays": {"require_real"},
    "onehidden.network.network": {"Network"},
}
# One IEEE operation per element, selections, copies; the scan is a left fold; the rest are types and numbers.
NUMPY = {
    *("np.abs", "np.divide", "np.negative", "np.sign", "np.subtract", "np.add.accumulate"),
    *("np.any", "np.append", "np.concatenate", "np.isnan", "np.nonzero", "np.where"),
    *("np.array", "np.asarray", "np.ones", "np.zeros"),
    *("np.bool_", "np.float64", "np.inf", "np.int64", "np.nan", "npt.ArrayLike", "npt.NDArray"),
}
TYPES = {"np.bool_", "np.float64", "np.int64"}
ATTRIBUTES = {
    *("T", "astype", "copy", "ravel", "reshape", "shape", "size", "tolist", "view"),
    *("bh", "bout", "hidden_activation", "loss", "output_activation", "reduction", "wh", "wout"),
} | NETWORK_NAMES


class PythonReader:
    """Walks a module, except for its annotations, and notes what is not on the lists."""

    def __init__(self, more=frozenset()):
        self.refused = []
        self.more = more
        self.tests = {
            ast.Import: self.imports_numpy,
            ast.ImportFrom: self.imports_allowed_names,
            ast.Attribute: self.is_allowed_attribute,
            ast.Name: self.is_allowed_name,
            ast.Call: self.is_allowed_call,
            ast.Constant: self.is_whole,
            **dict.fromkeys([ast.BinOp, ast.AugAssign, ast.UnaryOp, ast.BoolOp, ast.Compare], self.is_allowed_operator),
        }

    def read(self, node):
        test = self.tests.get(type(node))
        if test and not test(node) and ast.unparse(node) not in self.more:
            self.refused.append(f"line {node.lineno}: {ast.unparse(node)}")
        if dotted_path(node) is None:
            for name, children in ast.iter_fields(node):
                for child in children if isinstance(children, list) else [children]:
                    if isinstance(child, ast.AST) and name not in ("annotation", "returns"):
                        self.read(child)

    def imports_numpy(self, node):
        return all(f"{name.name} as {name.asname}" in IMPORTS for name in node.names)

    def imports_allowed_names(self, node):
        names = {name.name for name in node.names}
        further = IMPORTED_BY_FURTHER.get(node.module, set()) if self.more else set()
        return node.module in IMPORTED_FROM or names <= IMPORTED_NAMES.get(node.module, set()) | further

    def is_allowed_attribute(self, node):
        path = dotted_path(node) or ""
        if path.startswith(("np.", "npt.")):
            return path in NUMPY
        if path.startswith("arithmetic."):
            return path.removeprefix("arithmetic.") in OPERATIONS
        return set(path.split(".")[1:] or [node.attr]) <= ATTRIBUTES

    def is_allowed_name(self, node):
        return node.id in PYTHON_BUILTINS or not hasattr(builtins, node.id)

    def is_allowed_call(self, node):
        types = [keyword.value for keyword in node.keywords if keyword.arg in ("dtype", "casting", None)]
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("astype", "view"):
            types += node.args
        return isinstance(node.func, ast.Name | ast.Attribute) and all(ast.unparse(t) in TYPES for t in types)

    def is_whole(self, node):
        number = not isinstance(node.value, complex | bytes)
        return number and (not isinstance(node.value, float) or node.value.is_integer() or DECIMALS in self.more)

    def is_allowed_operator(self, node):
        operators = node.ops if isinstance(node, ast.Compare) else [node.op]
        return all(isinstance(operator, PYTHON_OPERATORS) for operator in operators)


def dotted_path(node):
    """The path of an attribute, such as np.add.accumulate; None for everything else."""
    path = []
    while isinstance(node, ast.Attribute):
        path.insert(0, node.attr)
        node = node.value
    return ".".join([node.id, *path]) if path and isinstance(node, ast.Name) else None


def refused_in_python(source, more=frozenset()):
    reader = PythonReader(more)
    reader.read(ast.parse(source))
    return reader.refused


def drawing_in_python(source):
    """Of a source, the functions that draw; the others check arguments and put networks together."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return "\n".join(ast.unparse(f) for f in functions if f.name.endswith(("_weights", "_biases")))


@pytest.mark.parametrize("name", FURTHER)
def test_what_decides_bits_beside_the_steps_holds_little_more_in_python(name):
    source = (PYTHON / f"{name}.py").read_text(encoding="utf-8")
    decides = drawing_in_python(source) if name == "network/initialization" else source
    assert len(decides) > 500
    assert refused_in_python(decides, MORE_IN_PYTHON[name]) == []
    assert refused_in_python(decides) != []
    assert refused_in_python("y = np.exp(x)", MORE_IN_PYTHON[name]) != []


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: path.stem)
def test_the_python_source_holds_only_allowed_operations(path):
    assert refused_in_python(path.read_text(encoding="utf-8")) == []


PYTHON_ALLOWED = """
def ordered(arithmetic, f, X, w):
    A = arithmetic.product(X, w)
    A += np.where(X > 0, -X, 1.0) * 2 / 3
    return f.value(A.T, arithmetic)[0] if np.any(~(X < 1)) else np.add.accumulate(X, axis=0)[-1] + 0.0
"""
PYTHON_FORBIDDEN = [
    "y = A @ B",
    "A @= B",
    "y = x**2",
    "x **= 2",
    "y = x % 2",
    "y = x // 2",
    "y = 0.1 * x",
    "y = 1e-3",
    "y = 2j * x",
    "y = np.exp(x)",
    "y = np.log(x)",
    "y = np.tanh(x)",
    "y = np.sqrt(x)",
    "y = np.power(x, 2)",
    "y = np.square(x)",
    "y = np.sum(x)",
    "y = np.mean(x)",
    "y = np.cumsum(x)",
    "y = np.dot(a, b)",
    "y = np.einsum('i,i', a, b)",
    "y = np.matmul(a, b)",
    "y = np.outer(a, b)",
    "y = np.add.reduce(x)",
    "y = np.multiply.reduce(x)",
    "y = np.vdot(a, b)",
    "y = np.maximum(x, 0)",
    "y = np.minimum(x, 0)",
    "y = np.linalg.norm(x)",
    "y = np.float32(x)",
    "y = np.longdouble(x)",
    "y = x.sum()",
    "y = x.mean()",
    "y = x.dot(x)",
    "y = x.cumsum()",
    "y = x.prod()",
    "y = x.__matmul__(x)",
    "y = sum(x)",
    "y = pow(x, 2)",
    "y = max(x)",
    "f = sum",
    "y = getattr(np, 'exp')(x)",
    "y = eval('x')",
    "f = np.exp",
    "import math",
    "import numpy",
    "from math import fsum",
    "from numpy import exp",
    "from scipy.special import expit",
    "from onehidden.arithmetic.blas import blas_exp",
    "from onehidden.arithmetic import blas",
    "from functools import reduce",
    "y = arithmetic.mean(x)",
    "y = arithmetic.product.sum(x)",
    "y = (lambda a: a)(x)",
    "y = functions[0](x)",
    "y = x.astype('f4')",
    "y = x.astype(np.float32)",
    "y = np.subtract(x, x, dtype='g')",
    "y = np.where(x, **options)",
]


def test_what_is_allowed_in_python_is_not_refused():
    assert refused_in_python(PYTHON_ALLOWED) == []


@pytest.mark.parametrize("snippet", PYTHON_FORBIDDEN)
def test_each_forbidden_operation_is_refused_in_python(snippet):
    assert refused_in_python(snippet)
    assert refused_in_python(f"def f(x):\n    {snippet}\n    return x")


# R --------------------------------------------------------------------------------------------------------------------

R_SYNTAX = {
    *("'+'", "'-'", "'*'", "'/'", "LT", "LE", "GT", "GE", "EQ", "NE", "'!'", "AND", "AND2", "OR", "OR2"),
    *("'('", "')'", "'{'", "'}'", "'['", "']'", "LBB", "','", "':'", "'$'"),
    *("IF", "ELSE", "FOR", "IN", "FUNCTION", "LEFT_ASSIGN", "EQ_FORMALS", "EQ_SUB", "COMMENT", "NULL_CONST"),
    *("SYMBOL_FORMALS", "SYMBOL_SUB"),
}
R_FUNCTIONS = {
    *("abs", "floor", "ceiling", "sign", "anyNA", "any", "all"),
    *("is.double", "is.na", "is.null", "is.object", "isTRUE"),
    *("array", "as.vector", "c", "dim", "length", "list", "matrix", "ncol", "nrow", "numeric", "storage.mode", "t"),
    *("findInterval", "lapply", "rbind", "rep", "rep_len", "return", "seq_along", "seq_len", "stop", "which"),
    *("require_real", "unclass", "with_parameters"),
}
R_STRINGS = re.compile(r'"(double|mean|sigmoid|softmax|x|.* .*)"')  # another word might be the name of a function
R_NUMBERS = re.compile(r"[0-9]+|TRUE|FALSE|NaN|Inf")


class Token(NamedTuple):
    kind: str
    text: str


NOTHING = Token("", "")


@cache
def in_r(code):
    ri.initr()
    return ri.evalr(code)


def expressions_of(source):
    """The expressions of a source's top level, each as the tokens that R's parser makes of it."""
    parse = in_r("""function(source) {
      expressions <- attr(parse(text = source, keep.source = TRUE), "srcref")
      lapply(expressions, function(expression) {
        data <- utils::getParseData(parse(text = as.character(expression), keep.source = TRUE))
        data[data$terminal, c("token", "text")]
      })
    }""")
    return [list(map(Token, *columns)) for columns in parse(ri.StrSexpVector([source]))]


@cache
def functions_of_r():
    """The names of the functions of base and stats."""
    names = 'function() unlist(lapply(c("base", "stats"), function(p) ls(asNamespace(p), all.names = TRUE)))'
    return frozenset(in_r(names)())


@cache
def defined_in_r():
    """What the files define at their top level."""
    sources = [path.read_text(encoding="utf-8") for path in R_FILES]
    return frozenset(name for source in sources for name in re.findall(r"^([\w.]+) <- ", source, re.MULTILINE))


def names_given(tokens):
    """The names that an expression gives to values and to functions: by assignment, as arguments and in loops."""
    formals = {token.text for token in tokens if token.kind == "SYMBOL_FORMALS"}
    values, functions = set(formals), formals - functions_of_r()
    following = [*tokens[1:], NOTHING, NOTHING]
    for first, second, third in zip(tokens, following, following[1:], strict=False):
        if (first.kind, second.kind) == ("SYMBOL", "LEFT_ASSIGN"):
            (functions if third.kind == "FUNCTION" else values).add(first.text)
        if first.kind == "FOR":
            values.add(third.text)
    return values, functions


def is_allowed(tokens, i, values, functions, more=frozenset()):
    """Whether a token may stand where it stands."""
    before_last, last, token, following = [NOTHING, NOTHING, *tokens, NOTHING][i : i + 4]
    if token.text in more or (HEXADECIMALS.pattern in more and HEXADECIMALS.fullmatch(token.text)):
        return True
    if token.kind == "SYMBOL":
        return last.kind == "'$'" or token.text in values | functions | defined_in_r()
    if token.kind == "SYMBOL_FUNCTION_CALL" and last.kind == "'$'":
        return token.text in (OPERATIONS if before_last.text == "arithmetic" else NETWORK_NAMES)
    if token.kind == "SYMBOL_FUNCTION_CALL":
        return token.text in R_FUNCTIONS | functions | defined_in_r()
    if token.kind == "NUM_CONST":
        return R_NUMBERS.fullmatch(token.text) is not None
    if token.kind == "STR_CONST":
        shown = last.kind == "EQ_SUB" and before_last.text in ("formula", "slope_formula", "says")
        compared = last.kind == "EQ"  # what is compared or shown is not called
        return (compared or shown or R_STRINGS.fullmatch(token.text) is not None) and following.kind != "'('"
    return token.kind in R_SYNTAX


def refused_in_r(source, more=frozenset(), only=""):
    refused = []
    for tokens in expressions_of(source):
        if not tokens[0].text.endswith(only):
            continue
        names = names_given(tokens)
        wrong = [token.text for i, token in enumerate(tokens) if not is_allowed(tokens, i, *names, more)]
        refused += [f"{text} in {tokens[0].text}" for text in wrong]
    return refused


@pytest.mark.parametrize("name", FURTHER)
def test_what_decides_bits_beside_the_steps_holds_little_more_in_r(name):
    source = (R / f"{name.replace('/', '_')}.R").read_text(encoding="utf-8")
    only = ("_weights", "_biases") if name == "network/initialization" else ""
    assert refused_in_r(source, MORE_IN_R[name], only) == []
    assert refused_in_r(source, only=only) != []
    assert refused_in_r(in_a_function_of_r("y <- exp(x)"), MORE_IN_R[name]) != []


@pytest.mark.parametrize("path", R_FILES, ids=lambda path: path.stem)
def test_the_r_source_holds_only_allowed_operations(path):
    assert refused_in_r(path.read_text(encoding="utf-8")) == []


R_ALLOWED = """
ordered <- function(arithmetic, f, X, w) {
  A <- arithmetic$product(X, w)
  A[X > 0] <- -X[X > 0] * 2 / 3
  for (j in seq_len(ncol(A))) A[, j] <- A[, j] + 1 # sum(x), x^2
  if (is.null(w) && !isTRUE(all(A < 1))) f$value(t(A), arithmetic) else stop("a word of warning")
}
"""
R_FORBIDDEN = [
    "y <- A %*% B",
    "y <- x^2",
    "y <- x**2",
    "y <- x %% 2",
    "y <- x %/% 2",
    "y <- A %o% B",
    "y <- 0.1 * x",
    "y <- 1e-3",
    "y <- exp(x)",
    "y <- log(x)",
    "y <- tanh(x)",
    "y <- sqrt(x)",
    "y <- base::exp(x)",
    "y <- stats::plogis(x)",
    "y <- sum(x)",
    "y <- mean(x)",
    "y <- colSums(x)",
    "y <- rowSums(x)",
    "y <- cumsum(x)",
    "y <- prod(x)",
    "y <- crossprod(A)",
    "y <- tcrossprod(A)",
    "y <- outer(a, b)",
    "y <- norm(A)",
    "y <- stats::filter(x, 1)",
    "y <- pmax(x, 0)",
    "y <- pmin(x, 0)",
    "y <- max(x)",
    "y <- ifelse(x > 0, x, 0)",
    "y <- round(x)",
    "y <- apply(x, 1, sum)",
    "y <- lapply(x, exp)",
    'y <- lapply(x, "exp")',
    "y <- Reduce(`+`, x)",
    "f <- exp",
    'y <- "exp"(x)',
    'y <- x == "exp"(x)',
    'y <- do.call("sum", list(x))',
    'y <- match.fun("sum")(x)',
    'y <- .Call("f", x)',
    "y <- `^`(x, 2)",
    "y <- blas_product(A, B)",
    "y <- arithmetic$mean(x)",
    "y <- f$sum(x)",
    "y <- x |> sum()",
    "y <- 0x1p3",
    "y <- 1L",
    "sum <- x; y <- sum(x)",
    "y <- eval(x)",
    "y <- get(x)(y)",
    "y <- A@x",
    "y <- (function(sum) sum(x))(y)",
]


def in_a_function_of_r(snippet):
    return f"g <- function(A, B, a, b, f, x, y, arithmetic) {{\n  {snippet}\n  x\n}}"


def test_what_is_allowed_in_r_is_not_refused():
    assert refused_in_r(R_ALLOWED) == []
    assert refused_in_r(in_a_function_of_r("y <- f(x)")) == []


@pytest.mark.parametrize("snippet", R_FORBIDDEN)
def test_each_forbidden_operation_is_refused_in_r(snippet):
    assert refused_in_r(in_a_function_of_r(snippet))


# Both -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PYTHON_FILES + R_FILES, ids=lambda path: path.name)
def test_the_files_are_there_and_not_empty(path):
    assert Path(path).stat().st_size > 500
