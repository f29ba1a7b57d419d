"""Who is judged: implementations behind one interface.

A testee gets plain arrays and words, never a fixture, so that it cannot peek at what is expected. Whatever goes wrong
in it comes out as `Refused`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from onehidden_conformance.bits import Array

Network: TypeAlias = Mapping[str, Any]  # the arguments of the constructor: parameters and words
Steps: TypeAlias = Mapping[str, object]  # results by the names of SPEC.md, section 3
Batches: TypeAlias = str | list[list[int]]  # row indices count from 0

LEVELS = {"reproducible": 2, "blas": 1}  # what an arithmetic claims (SPEC.md, section 9)


class Refused(Exception):  # noqa: N818 - to refuse is right as often as it is wrong
    """A call that the testee did not accept.

    Attributes
    ----------
    code : str or None
        The code of SPEC.md, section 10; None for any other failure, and then the message is all there is.
    argument, step, epoch : str, str, int, or None
        What the error names.
    digest, history_length : str, int, or None
        Of a training that an overflow ended: those of its last complete state, if it had one.
    """

    def __init__(
        self,
        message: str,
        code: str | None = None,
        argument: str | None = None,
        step: str | None = None,
        epoch: int | None = None,
        digest: str | None = None,
        history_length: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.argument = argument
        self.step = step
        self.epoch = epoch
        self.digest = digest
        self.history_length = history_length


@dataclass(frozen=True)
class Trained:
    """A whole training: what it left, and what it was like after every update.

    Attributes
    ----------
    parameters : mapping of arrays
        The last network's, absent ones left out.
    history : array
        The losses of all states.
    digests : list of str
        The network's digest after every update.
    outputs, mean_absolute_errors : mapping of arrays, mapping of numbers
        Those of the watched states, by epoch.
    """

    parameters: Mapping[str, Array]
    history: Array
    digests: list[str]
    outputs: Mapping[int, Array] = field(default_factory=dict)
    mean_absolute_errors: Mapping[int, float] = field(default_factory=dict)


class Testee(Protocol):
    """An implementation under test; `level` is what it claims: 2 identical, 1 accurate (SPEC.md, section 9)."""

    name: str
    level: int

    def forward(self, network: Network, X: Array) -> Steps:
        """Steps 2 to 4."""

    def predict(self, network: Network, X: Array) -> Array:
        """The output of step 4."""

    def step(self, network: Network, X: Array, y: Array, learning_rate: float) -> tuple[Steps, str]:
        """Steps 2 to 12, and the digest of the updated network."""

    def update(self, network: Network, gradients: Mapping[str, Array], learning_rate: float) -> tuple[Steps, str]:
        """Step 12 from given gradients, and the digest of the updated network."""

    def train(
        self,
        network: Network,
        X: Array,
        y: Array,
        learning_rate: float,
        epochs: int,
        batches: Batches,
        watched: Sequence[int],
    ) -> Trained:
        """Train, with an eye on the states of the watched epochs."""

    def threshold_unit(self, x: Array, w: Array | None, b: float, threshold: float) -> float | Array:
        """The threshold unit at one x or at every row of x."""

    def uniforms(self, seed: int, n: int, stream: str) -> Array:
        """The first n numbers of a stream."""

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """Call a public function with arguments as they stand in a fixture, right or wrong."""


TESTEES = ("python:reproducible", "python:blas", "r:reproducible", "r:blas")


def make_testee(name: str) -> Testee:
    """Make a testee. Its language starts only now, so that who asks for Python alone needs no R."""
    kind, _, detail = name.partition(":")
    if kind == "python":
        from onehidden_conformance.testees.python import PythonTestee

        return PythonTestee(detail)
    if kind == "r":
        from onehidden_conformance.testees.r import RTestee

        return RTestee(detail)
    from onehidden_conformance.mistakes import MISTAKES
    from onehidden_conformance.testees.oracle import OracleTestee

    return OracleTestee(name, MISTAKES[detail]())
