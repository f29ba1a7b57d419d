"""Implementations under test, behind one interface.

An implementation gets plain arrays and words, never a fixture, so it cannot see the expected values. Any
error in it is raised as `Refused`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, runtime_checkable

from onehidden_conformance.implementations.declaration import Declaration
from onehidden_conformance.numbers.bits import Array

Network: TypeAlias = Mapping[str, Any]  # the arguments of the constructor: parameters and words
Steps: TypeAlias = Mapping[str, object]  # results by the names of SPEC.md, section 3
Batches: TypeAlias = str | int | list[list[int]]  # row indices count from 0
Rate: TypeAlias = float | Array  # one for all epochs, or one for each
Options: TypeAlias = Mapping[str, Any]  # of a training, by the names of arguments.OPTIONS; what is absent is not used
NO_OPTIONS: Options = {}

TIMEOUT = 10.0  # seconds that a program may take for one answer


@dataclass(frozen=True)
class Mode:
    """How one of our packages shall compute: what that claims (SPEC.md, section 9), and the arguments that ask for it.

    Kernels of None are those that are there.
    """

    level: int
    arithmetic: str
    kernels: str | None

    @property
    def arguments(self) -> dict[str, str | None]:
        """For the functions that have both choices."""
        return {"arithmetic": self.arithmetic, "kernels": self.kernels}


MODES = {
    "reproducible": Mode(2, "reproducible", None),
    "compiled": Mode(2, "reproducible", "compiled"),
    "interpreted": Mode(2, "reproducible", "interpreted"),
    "blas": Mode(1, "blas", None),
}


class Refused(Exception):  # noqa: N818 - to refuse is right as often as it is wrong
    """A call that the implementation did not accept.

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


class Skipped(Exception):  # noqa: N818 - to skip is no error
    """A vector that the implementation cannot do: neither passed nor failed, but counted.

    Attributes
    ----------
    reason : str
        Why not, in the implementation's words or from what it declared.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Broken(Exception):  # noqa: N818 - the word for what the implementation is
    """An implementation that did not start, died, timed out or broke the protocol: never a correct rejection.

    Attributes
    ----------
    message : str
        The fault, in words for the author of the implementation.
    line : str
        The line that it is about, shortened; empty where there is none.
    stderr : str
        The end of what the implementation wrote on standard error.
    """

    def __init__(self, message: str, line: str = "", stderr: str = "") -> None:
        super().__init__(f"{message}: {line}" if line else message)
        self.message = message
        self.line = line
        self.stderr = stderr


@dataclass(frozen=True)
class Trained:
    """A whole training: what it left, and what it was like after every update.

    Attributes
    ----------
    parameters : mapping of arrays
        The last network's, absent ones left out.
    history : array
        The losses of all states.
    digests : list of str, or None
        The network's digest after every update; None if the implementation does not tell.
    outputs, mean_absolute_errors : mapping of arrays, mapping of numbers
        Those of the watched states, by epoch.
    validation_history, best_epoch : array, int, or None
        The validation losses of all states, and the number of the best one; None without validation.
    """

    parameters: Mapping[str, Array]
    history: Array
    digests: list[str] | None
    outputs: Mapping[int, Array] = field(default_factory=dict)
    mean_absolute_errors: Mapping[int, float] = field(default_factory=dict)
    validation_history: Array | None = None
    best_epoch: int | None = None


class Implementation(Protocol):
    """An implementation under test.

    Any method may raise `Refused`, `Skipped` or `Broken`.

    Attributes
    ----------
    name : str
        What it was asked for by.
    level : int
        What it claims: 2 identical, 1 accurate (SPEC.md, section 9).
    metadata : mapping
        What it says of itself: `implementation`, `version`, `language` and whatever else. Anything may stand there.
    steps : frozenset of str, or None
        The steps that it can show; None if all.
    declaration : Declaration
        Which networks it is, how its arrays lie, and what it shows.
    """

    name: str
    level: int
    declaration: Declaration

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What it says of itself."""

    @property
    def steps(self) -> frozenset[str] | None:
        """The steps that it can show; None if all."""

    def step(
        self, network: Network, X: Array, y: Array, learning_rate: float, sample_weight: Array | None = None
    ) -> tuple[Steps, str | None]:
        """Steps 2 to 12, and the digest of the updated network if the implementation tells it."""

    def update(
        self, network: Network, gradients: Mapping[str, Array], learning_rate: float
    ) -> tuple[Steps, str | None]:
        """Step 12 from given gradients, and the digest of the updated network if the implementation tells it."""

    def train(
        self,
        network: Network,
        X: Array,
        y: Array,
        learning_rate: Rate,
        epochs: int,
        batches: Batches,
        watched: Sequence[int],
        options: Options = NO_OPTIONS,
    ) -> Trained:
        """Train, with an eye on the states of the watched epochs."""

    def threshold_unit(self, x: Array, w: Array | None, b: float, threshold: float) -> float | Array:
        """The threshold unit at one x or at every row of x."""

    def uniforms(self, seed: int, n: int, stream: str) -> Array:
        """The first n numbers of a stream."""

    def normals(self, seed: int, n: int, stream: str) -> Array:
        """The first n normals of a stream."""

    def initial_network(
        self, n_features: int, n_hidden: int, n_outputs: int, seed: int, initialization: str, stream: str
    ) -> tuple[Mapping[str, Array], str | None]:
        """First weights by their names, and their digest if the implementation tells it."""

    def split_rows(self, n: int, fraction: float, seed: int, stream: str) -> tuple[list[int], list[int]]:
        """Rows for training and for validation, counted from 0."""

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """Call a public function with arguments as they stand in a fixture, right or wrong."""

    def close(self) -> None:
        """Let go of what it holds."""


@runtime_checkable
class Forward(Protocol):
    """An implementation whose forward pass can be asked for by itself."""

    def forward(self, network: Network, X: Array) -> Steps:
        """Steps 2 to 4."""

    def predict(self, network: Network, X: Array) -> Array:
        """The output of step 4."""
