import ctypes
import platform
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from onehidden.arithmetic import self_test
from onehidden.arithmetic.kernels import REPRODUCIBLE, arithmetic_named
from onehidden.checks.errors import OneHiddenError, UnsafeFloatingPointError

SET_MODE = """
#if defined(__x86_64__)
#include <xmmintrin.h>
void set_mode(unsigned bits) { _mm_setcsr(_mm_getcsr() | bits); }
#elif defined(__aarch64__)
void set_mode(unsigned long bits) { __asm__ volatile("msr fpcr, %0" : : "r"(bits)); }
#endif
"""
MODES = {  # per mode: its bits on x86-64, its bits on aarch64 (None: it has no such mode), what is reported
    "flush to zero": (0x8000, 1 << 24, "subnormal numbers are treated as zero"),
    "denormals are zero": (0x0040, None, "subnormal numbers are treated as zero"),
    "round up": (0x4000, 1 << 22, "sums are not rounded to nearest"),
    "round down": (0x2000, 2 << 22, "ties are not rounded to even"),
}
CHILD = """
import ctypes, sys
from onehidden.arithmetic.kernels import arithmetic_named
from onehidden.checks.errors import OneHiddenError
ctypes.CDLL(sys.argv[1]).set_mode(int(sys.argv[2]))
try:
    arithmetic_named("reproducible")
except OneHiddenError as error:
    print(error.code, "|", error)
print(arithmetic_named("blas").name)
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library that changes the processor's floating-point mode, as some do when they are loaded."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to make a library that changes the floating-point mode")
    if platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip(f"no way known to change the floating-point mode of {platform.machine()}")
    folder = tmp_path_factory.mktemp("mode")
    source, target = folder / "mode.c", folder / "mode.so"
    source.write_text(SET_MODE)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", target, source], check=True)
    ctypes.CDLL(str(target))
    return target


@pytest.mark.parametrize("mode", MODES)
def test_a_process_in_another_mode_is_rejected_but_may_use_blas(library, mode):
    on_x86, on_arm, fault = MODES[mode]
    bits = on_x86 if platform.machine() == "x86_64" else on_arm
    if bits is None:
        pytest.skip(f"{platform.machine()} has no mode {mode}")
    child = subprocess.run(
        [sys.executable, "-c", CHILD, library, str(bits)], capture_output=True, text=True, check=True
    )
    assert "unsafe_floating_point | reproducible arithmetic requires IEEE 754" in child.stdout
    assert fault in child.stdout
    assert child.stdout.endswith("blas\n")


def test_this_process_has_no_faults():
    assert self_test.floating_point_faults() == []
    self_test.run_self_test(REPRODUCIBLE)


def test_the_digest_depends_on_every_bit():
    values = self_test.probe(REPRODUCIBLE)
    for i in range(values.size):
        changed = values.copy()
        changed[i] = np.nextafter(changed[i], np.inf)
        assert self_test.probe_digest(changed) != self_test.PROBE_DIGEST
    assert self_test.probe_digest(values) == self_test.PROBE_DIGEST


def test_a_library_that_computes_otherwise_is_noticed():
    wrong = replace(REPRODUCIBLE, product=lambda A, B: (A[:, ::-1] @ B[::-1]) * (1 + 2.0**-52))
    with pytest.raises(UnsafeFloatingPointError, match="different bits than everywhere else"):
        self_test.run_self_test(wrong)


def test_the_probe_holds_subnormal_numbers_and_is_finite():
    probe = self_test.probe(REPRODUCIBLE)
    assert np.isfinite(probe).all()
    assert ((np.abs(probe) < 2.0**-1022) & (probe != 0)).any()


def test_the_error_names_the_faults_and_says_what_to_do():
    with pytest.raises(OneHiddenError, match=r'sums are wrong; products are wrong.*use arithmetic = "blas"'):
        self_test.refuse_faults(["sums are wrong", "products are wrong"])


def test_the_self_test_runs_once(monkeypatch):
    arithmetic_named("reproducible")
    monkeypatch.setattr(self_test, "PROBE_DIGEST", "another")
    assert arithmetic_named("reproducible").name == "reproducible"
    with pytest.raises(UnsafeFloatingPointError):
        self_test.run_self_test(REPRODUCIBLE)


def test_an_arithmetic_cannot_be_changed():
    arithmetic = arithmetic_named("reproducible")
    with pytest.raises(AttributeError):
        arithmetic.name = "other"
    assert replace(arithmetic, name="other").name == "other"
