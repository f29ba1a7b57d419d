"""Kits: one file for each language that puts a network behind the protocol, and an example to begin with.

They lie in conformance/kits/ of a checkout, and in the package where it was installed from a wheel.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[3] / "kits"
INSTALLED = Path(__file__).parents[1] / "installed_kits"
ROOT = INSTALLED if INSTALLED.exists() else CHECKOUT


@dataclass(frozen=True)
class Kit:
    """What a language needs to be judged.

    Attributes
    ----------
    title : str
        The language's name for people.
    kit, right, wrong : str
        The kit's file; examples of a right network, to put one's own in its place, and of a wrong one.
    command : str
        What runs an example; {} is its name without extension.
    build : str
        What builds an example first; empty if nothing does.
    """

    title: str
    kit: str
    right: str
    wrong: str
    command: str
    build: str = ""

    def run(self, example: str) -> str:
        """The command that runs an example."""
        return self.command.format(Path(example).stem)

    def made_by(self, example: str) -> str:
        """The command that builds an example; empty if there is none."""
        return self.build.format(Path(example).stem)

    @property
    def needs(self) -> str:
        """The program without which the language is absent."""
        return (self.build or self.command).split()[0]


KITS = {
    "python": Kit("Python", "onehidden_kit.py", "my_network.py", "wrong.py", "python {}.py"),
    "r": Kit("R", "onehidden_kit.R", "my_network.R", "wrong.R", "Rscript {}.R"),
    "javascript": Kit("JavaScript", "onehidden_kit.cjs", "my_network.cjs", "wrong.cjs", "node {}.cjs"),
    "c": Kit("C", "onehidden_kit.h", "my_network.c", "wrong.c", "./{}", "cc -O2 -o {0} {0}.c -lm"),
    "go": Kit("Go", "onehidden_kit.go", "my_network.go", "wrong.go", "./{}", "go build -o {0} {0}.go onehidden_kit.go"),
    "java": Kit("Java", "OnehiddenKit.java", "MyNetwork.java", "Wrong.java", "java {}", "javac {}.java"),
    "octave": Kit("Octave", "onehidden_kit.m", "my_network.m", "wrong.m", "octave-cli -qf {}.m"),
    "rust": Kit("Rust", "onehidden_kit.rs", "my_network.rs", "wrong.rs", "./{}", "rustc -O {}.rs"),
}
"""The kits by the names of their folders."""
