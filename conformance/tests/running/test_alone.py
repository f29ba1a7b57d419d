"""The suite by itself: whoever judges a program of their own needs neither our packages nor R."""

import subprocess
import sys

import pytest

from onehidden_conformance.kits import ROOT

ADAPTER = ROOT / "python" / "my_network.py"
ALONE = """
import sys
from importlib.abc import MetaPathFinder

class Nothing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("onehidden", "onehidden_vectors", "rpy2"):
            raise ModuleNotFoundError(f"no {name}", name=name)

sys.meta_path.insert(0, Nothing())
from onehidden_conformance.cli import main
sys.argv[0] = "onehidden-conformance"
main()
"""
IMPORTED = "import sys, onehidden_conformance.cli; print(*sys.modules)"


def alone(*arguments):
    return subprocess.run(
        [sys.executable, "-c", ALONE, *arguments],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_program_is_judged_without_our_packages():
    program = f"{sys.executable} {ADAPTER}"
    run = alone("run", "--implementation", program, "--fixtures", "article/one-iteration")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "PARTIAL RUN, all as expected so far: 1 of " in run.stdout


@pytest.mark.parametrize(("name", "package"), [("python", "onehidden"), ("r", "rpy2")])
def test_a_package_that_is_absent_is_named_with_how_to_get_it(name, package):
    run = alone("run", "--implementation", name, "--fixtures", "article/one-iteration")
    assert run.returncode == 3, run.stdout + run.stderr
    assert f"there is no {package} here" in run.stdout
    assert f"pip install 'onehidden-conformance[{name}]'" in run.stdout


def test_the_command_imports_nothing_heavy_before_it_is_asked():
    modules = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.split()
    assert {"onehidden", "onehidden_vectors", "rpy2", "numpy", "gmpy2", "jsonschema", "rich"} & set(modules) == set()
