"""In reproducible arithmetic no bit depends on instruction sets, BLAS kernels, threads or compilers of R.

That is about interpreted kernels; compiled ones have vectors and threads of their own (test_random_kernels). Each test
starts a process in which one of them is changed, makes sure that it is, and lets the judge compare every step and the
digest after every update with the fixtures.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

VECTORS = (
    "activations/tanh-tanh",
    "article/r-listing-training",
    "batches/cross-entropy",
    "data/digits-step",
    "data/iris-training",
    "edges/hard-exp",
    "shapes/tall",
    "shapes/wide",
)
LANGUAGES = ("python:interpreted", "r:interpreted")
ON_X86 = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="names of x86-64 kernels and features"
)

JUDGE = """
import json, sys
from onehidden_conformance.vectors import reading
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.judging.result import result_of
from onehidden_conformance.implementations.making import make_implementation

implementation = make_implementation(sys.argv[1])
verdicts = [judge(reading.load(id), implementation) for id in sys.argv[3:]]
elements = sum(result_of(v).elements for v in verdicts)
identical = sum(result_of(v).identical for v in verdicts)
faults = [str(v) for v in verdicts if not v.passed]
print(json.dumps([faults, elements, identical, eval(sys.argv[2])]))
"""

BLAS = """[
    (library["architecture"], library["num_threads"])
    for library in __import__("threadpoolctl").threadpool_info()
    if library["internal_api"] == "openblas"
]"""


def evidence_of(implementation, evidence, **environment):
    """Judge in a process with such an environment; all must be identical. Return what an expression is there."""
    run = subprocess.run(
        [sys.executable, "-c", JUDGE, implementation, evidence, *VECTORS],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    faults, elements, identical, found = json.loads(run.stdout.splitlines()[-1])
    assert faults == []
    assert elements == identical > 1000
    return found


@ON_X86
def test_without_vector_instructions():
    core = getattr(np, "_core", None) or np.core
    features = core._multiarray_umath.__cpu_dispatch__
    enabled = [name for name in features if core._multiarray_umath.__cpu_features__[name]]
    if not enabled:
        pytest.skip("this processor has none that NumPy could leave out")
    evidence = (
        "(lambda core: [name for name, on in core._multiarray_umath.__cpu_features__.items() if on])"
        "(getattr(__import__('numpy'), '_core', None) or __import__('numpy').core)"
    )
    left = evidence_of("python:interpreted", evidence, NPY_DISABLE_CPU_FEATURES=" ".join(enabled))
    assert not set(left) & set(enabled)


@ON_X86
@pytest.mark.parametrize("implementation", LANGUAGES)
@pytest.mark.parametrize(("kernel", "threads"), [("Nehalem", 1), ("Sandybridge", 2)])
def test_with_another_blas_kernel_and_number_of_threads(implementation, kernel, threads):
    settings = {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": str(threads)}
    libraries = evidence_of(implementation, BLAS, **settings)
    if not libraries:
        pytest.skip("no OpenBLAS is loaded here")
    assert all(used == kernel and count <= threads for used, count in libraries)


def r_says(expression):
    """The evidence from the embedded R: one word."""
    return f"__import__('rpy2.rinterface', fromlist=['x']).evalr({expression!r})[0]"


IS_COMPILED = "any(grepl('bytecode', capture.output(print(onehidden::forward))))"


def test_with_the_matrix_product_of_r_itself(tmp_path):
    profile = tmp_path / "profile.R"
    profile.write_text('options(matprod = "internal")\n', encoding="utf-8")
    evidence = r_says(f"paste(getOption('matprod'), {IS_COMPILED})")
    assert evidence_of("r:interpreted", evidence, R_PROFILE_USER=str(profile)) == "internal TRUE"


def test_without_the_byte_compiler_of_r(tmp_path):
    source, library = tmp_path / "r", tmp_path / "library"
    shutil.copytree(Path(__file__).parents[3] / "r", source)
    library.mkdir()
    options = ["--no-byte-compile", "--no-docs", "--no-test-load", f"--library={library}"]
    subprocess.run(["R", "CMD", "INSTALL", *options, source], check=True, capture_output=True, timeout=120)
    libraries = os.pathsep.join([str(library), os.environ.get("R_LIBS", "")])
    evidence = r_says(f"as.character({IS_COMPILED})")
    assert evidence_of("r:interpreted", evidence, R_ENABLE_JIT="0", R_LIBS=libraries) == "FALSE"
