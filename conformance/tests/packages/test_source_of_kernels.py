"""The C source of the kernels: the same in both packages, current, and computing with nothing but C's own operations.

Only what is on a list here may be called, included or asked of the compiler.
"""

import importlib.util
import re

import pytest

from onehidden_vectors.elementary_bounds import REPOSITORY

KERNELS = REPOSITORY / "kernels"
LINKS = [REPOSITORY / "python" / "kernels", REPOSITORY / "r" / "src" / "kernels"]
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in sorted(KERNELS.glob("*.[ch]"))}

IEEE = {"fabs", "sqrt"}  # exact, and correctly rounded by IEEE 754
MEMORY = {"free", "malloc", "memcpy", "memset", "strcmp"}
THREADS = {
    *("pthread_cond_broadcast", "pthread_cond_destroy", "pthread_cond_init", "pthread_cond_wait"),
    *("pthread_create", "pthread_join"),
    *("pthread_mutex_destroy", "pthread_mutex_init", "pthread_mutex_lock", "pthread_mutex_unlock"),
    *("sched_getaffinity", "sched_yield", "sysconf", "CPU_COUNT"),
    *("__atomic_add_fetch", "__atomic_fetch_add", "__atomic_load_n", "__atomic_store_n", "__atomic_compare_exchange_n"),
}
OF_THE_COMPILER = {"__attribute__", "__builtin_cpu_supports", "aligned", "vector_size"}
WORDS = {"defined", "else", "for", "if", "return", "sizeof", "switch", "while"}
POINTERS = {"asked_with", "is_interrupted", "part"}  # functions that are handed in
ALLOWED = IEEE | MEMORY | THREADS | OF_THE_COMPILER | WORDS | POINTERS

INCLUDED = {
    *("<float.h>", "<math.h>", "<stddef.h>", "<stdint.h>", "<stdlib.h>", "<string.h>"),
    *("<pthread.h>", "<sched.h>", "<unistd.h>"),
}
PRAGMAS = {
    "STDC FP_CONTRACT OFF",
    'GCC optimize("O3", "fp-contract=off", "no-math-errno", "no-trapping-math")',
    "fp_contract(off)",
    *("GCC push_options", "GCC pop_options", "clang attribute pop"),
}
TARGETS = re.compile(r'GCC target\("[\w,]+"\)|clang attribute push\(.*target\("[\w,]+"\)\)\), apply_to = function\)?')
TYPES_OF_OTHER_PRECISION = re.compile(r"\b(float|long\s+double|_Float\w+|__float128|__fp16)\b")
KEEPS_STATE = re.compile(
    r"\bstatic\s+(?!const\b|inline\b)[\w\s*]+\b\w+(\[\w*\])*\s*(=|;)|\b(extern|_Thread_local|__thread)\b"
)


def without_comments(source):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", source, flags=re.DOTALL).replace("\\\n", " ")


def defined_in(source):
    """Functions, macros and types that a source makes."""
    code = without_comments(source)
    macros = re.findall(r"^\s*#\s*define\s+(\w+)", code, re.MULTILINE)
    functions = re.findall(
        r"^\s*(?:static\s+)?(?:inline\s+)?(?:const\s+)?\w+[\s*]+(\w+)\([^;{]*\)\s*\{", code, re.MULTILINE
    )
    return {*macros, *functions}


def refused(source, known=frozenset()):
    """What stands in a source that is on no list."""
    code = without_comments(source)
    directives = re.findall(r"^\s*#\s*(\w+)\s*(.*)$", code, re.MULTILINE)
    pragmas = [text.strip() for word, text in directives if word == "pragma"]
    included = [text.strip() for word, text in directives if word == "include"]
    rest = re.sub(r'"[^"\n]*"', '""', re.sub(r"^\s*#\s*(pragma|include|error).*$", "", code, flags=re.MULTILINE))
    called = set(re.findall(r"\b([A-Za-z_]\w*)\s*\((?!\*\w+\)\()", rest))  # the type of a pointer calls nothing
    return [
        *sorted(called - ALLOWED - known - {"NAME"}),
        *(name for name in included if name not in INCLUDED and name.strip('"') not in SOURCES),
        *(text for text in pragmas if text not in PRAGMAS and not TARGETS.fullmatch(text)),
        *(match[0] for match in TYPES_OF_OTHER_PRECISION.finditer(rest)),
        *(match[0] for match in KEEPS_STATE.finditer(rest)),
        *(word for word in ("fma", "fmadd", "asm", "_mm_") if re.search(rf"(?<![A-Za-z]){word}", rest)),
    ]


KNOWN = set().union(*map(defined_in, SOURCES.values()))


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_has_only_what_is_allowed(name):
    assert refused(SOURCES[name], KNOWN) == []


@pytest.mark.parametrize(
    "snippet",
    [
        "y = exp(x);",
        "y = log (x);",
        "y = fma(a, b, c);",
        "y = __builtin_fma(a, b, c);",
        "y = pow(x, 2);",
        "y = fmax(x, 0);",
        "y = hypot(a, b);",
        "y = _mm256_fmadd_pd(a, b, c);",
        "float y = x;",
        "long double y = x;",
        "static int calls = 0;",
        "static double last;",
        "extern int calls;",
        "cblas_dgemm(1);",
        "#include <complex.h>",
        "#include <immintrin.h>",
        '#pragma GCC optimize("fast-math")',
        "#pragma STDC FP_CONTRACT ON",
        "#pragma omp parallel for",
        '#pragma GCC target("fma") extra',
    ],
)
def test_what_is_not_allowed_is_refused(snippet):
    assert refused(snippet, KNOWN)


def test_nothing_fuses_and_nothing_is_fast_mathematics():
    plain = SOURCES["plain.h"]
    assert all(pragma in plain for pragma in ("#pragma STDC FP_CONTRACT OFF", '"fp-contract=off"'))
    assert "__FAST_MATH__" in plain
    assert "FLT_EVAL_METHOD" in plain
    assert '"plain.h"' in SOURCES["kernels.c"]
    assert SOURCES["kernels.c"].index('"plain.h"') < SOURCES["kernels.c"].index('"roots.h"')


# ---- the copies ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def build():
    specification = importlib.util.spec_from_file_location("build_kernels", KERNELS / "build.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", LINKS, ids=["python", "r"])
def test_each_package_links_to_the_kernels(folder):
    assert folder.is_symlink()
    assert folder.resolve() == KERNELS.resolve()


def test_the_table_of_roots_is_current(build):
    assert SOURCES["roots.h"] == build.roots_text()
