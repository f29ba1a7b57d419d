"""A program as an implementation: whatever reads and writes JSON Lines (docs/protocol.md)."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from onehidden_conformance.implementations import (
    NO_OPTIONS,
    TIMEOUT,
    Batches,
    Broken,
    Network,
    Options,
    Rate,
    Refused,
    Skipped,
    Steps,
    Trained,
)
from onehidden_conformance.implementations.declaration import Declaration, DeclarationError, declared
from onehidden_conformance.implementations.layout import are_classes, step_from, turned
from onehidden_conformance.implementations.program import LINE_LIMIT, Program, ProgramError
from onehidden_conformance.implementations.protocol import (
    VERSION,
    Message,
    MessageError,
    argument_of,
    array_of,
    check,
    from_line,
    network_of,
    options_of,
    printable,
    readable,
    refused,
    tensor_of,
    to_line,
)
from onehidden_conformance.implementations.requests import lacking
from onehidden_conformance.numbers.bits import Array

STARTS = 2
"""How often a program is started: once more after it died."""
FRESH_STARTS = 2  # in a row, after crashes of its network
START_TIMES = 6.0
"""How many times as long as for an answer a program may take to start: some load half a gigabyte."""


class ProcessImplementation:
    """A program under test. Whatever it does in place of answering is `Broken`, and it is started once more.

    Parameters
    ----------
    name : str
        What to call it.
    command : sequence of str
        The program and its arguments.
    timeout : float
        Seconds that it may take for one answer.
    environment : mapping of str, or None
        Its environment; None for that of this process.
    line_limit : int
        Bytes that a line of it may have.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        timeout: float = TIMEOUT,
        environment: Mapping[str, str] | None = None,
        line_limit: int = LINE_LIMIT,
    ) -> None:
        self.name = name
        self.command = command
        self.timeout = timeout
        self.environment = environment
        self.line_limit = line_limit
        self.last_id = 0
        self.last_line = ""
        self.starts = 0
        self.crashes = 0
        self.program: Program | None = None
        started = self.start()
        self.started_line = self.last_line
        self.level: int = started.get("level", 1)
        self.metadata = {printable(key): printable(value) for key, value in started["implementation"].items()}
        self.declaration = self.declared(started.get("capabilities", {}))
        self.steps = self.declaration.shown

    # ---- the methods of an implementation ----------------------------------------------------------------------------

    def step(
        self,
        network: Network,
        X: Array,
        y: Array,
        learning_rate: float,
        sample_weight: Array | None = None,
        weight_decay: float | None = None,
        decay_in: str | None = None,
    ) -> tuple[Steps, str | None]:
        """Steps 2 to 12, and the digest of the updated network if the implementation tells it."""
        given = {"network": network_of(network), **self.samples_of(X, y), "learning_rate": tensor_of(learning_rate)}
        more = {"sample_weight": sample_weight, "weight_decay": weight_decay}
        options: Message = {name: tensor_of(value) for name, value in more.items() if value is not None}
        options |= {} if decay_in is None else {"decay_in": decay_in}
        return self.steps_and_digest({"kind": "step", **given, **options}, network)

    def update(
        self, network: Network, gradients: Mapping[str, Array], learning_rate: float
    ) -> tuple[Steps, str | None]:
        """Step 12 from given gradients, and the digest of the updated network if the implementation tells it."""
        tensors = {name: tensor_of(gradient) for name, gradient in gradients.items()}
        given = {"network": network_of(network), "gradients": tensors, "learning_rate": tensor_of(learning_rate)}
        return self.steps_and_digest({"kind": "update", **given}, network)

    def steps_and_digest(self, vector: Message, network: Network) -> tuple[Steps, str | None]:
        """What both kinds of an update give, in the shapes of the vectors."""
        result = self.run(vector)
        steps = {printable(name): self.array(tensor) for name, tensor in result["steps"].items()}
        usual = {name: step_from(self.declaration, name, value, network) for name, value in steps.items()}
        return usual, result.get("digest") if self.declaration.weights == "d x h" else None

    def samples_of(self, X: Array, y: Array) -> Message:
        """Samples and targets as the implementation has them."""
        if self.declaration.labels is not None and not are_classes(y):
            raise Skipped("declares class numbers for `labels`, and these targets are no classes")
        return {"X": tensor_of(X), "y": tensor_of(y)}

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
        rate = "learning_rates" if isinstance(learning_rate, np.ndarray) else "learning_rate"
        result = self.run(
            {
                "kind": "training",
                "network": network_of(network),
                **self.samples_of(X, y),
                rate: tensor_of(learning_rate),
                "epochs": epochs,
                "batches": batches,
                "watched": list(watched),
                **options_of(options),
            }
        )
        states = {state["epoch"]: state for state in result.get("watched", [])}
        return Trained(
            parameters={
                name: step_from(self.declaration, name, self.array(tensor), network)
                for name, tensor in result["parameters"].items()
            },
            history=self.array(result["history"]),
            digests=self.digests(result),
            outputs={epoch: self.array(state["output"]) for epoch, state in states.items()},
            mean_absolute_errors={epoch: self.number(state["mean_absolute_error"]) for epoch, state in states.items()},
            validation_history=self.array(result["validation_history"]) if "validation_history" in result else None,
            best_epoch=result.get("best_epoch"),
        )

    def digests(self, result: Message) -> list[str] | None:
        """The digest after every update: as told, or of the parameters after every update."""
        if "updates" not in result:
            return result.get("digests")
        updates = self.array(result["updates"])
        if updates.ndim != 2:
            raise Broken(f"gave `updates` of the shape {list(updates.shape)} in place of a matrix", self.last_line)
        return [hashlib.sha256(row.tobytes()).hexdigest() for row in updates]

    def threshold_unit(self, x: Array, w: Array | None, b: float, threshold: float) -> Array:
        """The threshold unit at one x or at every row of x."""
        weights = None if w is None else tensor_of(w)
        vector = {"x": tensor_of(x), "w": weights, "b": tensor_of(b), "threshold": tensor_of(threshold)}
        return self.array(self.run({"kind": "threshold", **vector})["output"])

    def uniforms(self, seed: int, n: int, stream: str) -> Array:
        """The first n numbers of a stream."""
        return self.drawn({"stream": stream, "seed": seed, "n": n}, "uniforms")

    def normals(self, seed: int, n: int, stream: str) -> Array:
        """The first n normals of a stream."""
        return self.drawn({"stream": stream, "seed": seed, "n": n, "draw": "normals"}, "normals")

    def drawn(self, vector: Message, what: str) -> Array:
        """Numbers of a stream; none at all if the answer holds something else."""
        return self.array(self.run({"kind": "stream", **vector}).get(what, {"shape": [0], "bits": []}))

    def initial_network(
        self, n_features: int, n_hidden: int, n_outputs: int, seed: int, initialization: str, stream: str
    ) -> tuple[Mapping[str, Array], str | None]:
        """First weights, and their digest if the implementation tells it."""
        sizes = {"n_features": n_features, "n_hidden": n_hidden, "n_outputs": n_outputs}
        how = {"seed": seed, "initialization": initialization, "stream": stream}
        result = self.run({"kind": "initialization", **sizes, **how})
        return {name: self.array(tensor) for name, tensor in result["parameters"].items()}, result.get("digest")

    def split_rows(self, n: int, fraction: float, seed: int, stream: str) -> tuple[list[int], list[int]]:
        """Rows for training and for validation."""
        vector = {"kind": "split", "n": n, "fraction": tensor_of(fraction), "seed": seed, "stream": stream}
        result = self.run(vector)
        return result["training"], result["validation"]

    def call(self, function: str, arguments: Mapping[str, Any]) -> None:
        """Call a function with arguments as they stand in a fixture, right or wrong."""
        plain = {name: argument_of(value) for name, value in arguments.items()}
        self.run({"kind": "invalid", "call": function, "arguments": plain})

    def close(self) -> None:
        """Ask the program to end, and end it if it does not."""
        with contextlib.suppress(Broken):  # all that could be asked of it has been asked
            self.stop()
        self.starts = STARTS

    # ---- the protocol ------------------------------------------------------------------------------------------------

    def start(self) -> Message:
        """Start the program and shake hands."""
        if self.starts >= STARTS:
            raise Broken("was not asked: it has broken down twice and is not started again")
        if not self.command:
            raise Broken("would not start: its command line is empty")
        self.starts += 1
        try:
            self.program = Program(self.command, self.environment, self.line_limit)
        except ProgramError as fault:
            raise Broken(f"would not start: {printable(fault.message)}") from fault
        return self.exchange({"command": "start", "protocol": VERSION}, "started", START_TIMES * self.timeout)

    def declared(self, capabilities: Message) -> Declaration:
        """What the program declares."""
        try:
            return declared(capabilities, self.level)
        except DeclarationError as error:
            raise self.broken(str(error), self.started_line.encode()) from error

    def run(self, vector: Message) -> Message:
        """Let the program work on a vector, which still lies as in the fixtures."""
        reason = lacking(self.declaration, vector)
        if reason:
            raise Skipped(reason)
        if self.program is None:
            self.start()
        self.last_id += 1
        asked = turned(self.declaration, vector)
        reply = self.exchange({"command": "run", "id": self.last_id, "vector": asked}, "reply", self.timeout)
        if "skipped" in reply:
            raise Skipped(printable(reply["skipped"]))
        if "error" in reply:
            refusal = refused(reply["error"])
            self.count_crash(refusal)
            raise refusal
        self.crashes = 0
        self.understand(reply["result"], f"result_of_{vector['kind']}")
        result: Message = reply["result"]
        return result

    def count_crash(self, refusal: Refused) -> None:
        """After a crash begin anew, for nobody knows what it has left behind; not again where that does not help."""
        self.crashes = self.crashes + 1 if refusal.code is None else 0
        if 0 < self.crashes <= FRESH_STARTS:
            line = self.last_line
            with contextlib.suppress(Broken):
                self.stop()
            self.last_line = line
            self.starts -= 1

    def stop(self) -> None:
        """Ask the program to end."""
        if self.program is None:
            return
        try:
            self.program.stop(to_line({"command": "stop"}), self.timeout)
        except ProgramError as fault:
            raise self.broken(fault.message, fault.written) from fault
        self.program.close()
        self.program = None

    def exchange(self, message: Message, kind: str, timeout: float) -> Message:
        """Send a message and read the answer; after a fault nobody knows what the next line belongs to."""
        program = self.program
        assert program is not None
        self.last_line = ""
        try:
            unasked = program.unasked()
            if unasked:
                raise self.broken("wrote before it was asked; what is no answer belongs on standard error", unasked)
            line = program.exchange(to_line(message), timeout)
        except ProgramError as fault:
            raise self.broken(fault.message, fault.written) from fault
        self.last_line = readable(line)
        try:
            reply = from_line(line, kind)
        except MessageError as error:
            raise self.broken(f"wrote a line that {error}", line) from error
        if kind == "reply":
            self.check_id(reply["id"], line)
        return reply

    def check_id(self, id: int, line: bytes) -> None:
        """An answer must be to the question."""
        if id == self.last_id:
            return
        what = "was answered before" if 1 <= id < self.last_id else "was never asked"
        raise self.broken(f"was asked {self.last_id} and answered {printable(str(id))}, which {what}", line)

    def understand(self, part: object, kind: str) -> None:
        """Check a part of an answer; the conversation can go on if it is wrong."""
        try:
            check(part, kind)
        except MessageError as error:
            raise Broken(f"gave a result that {error}", self.last_line, self.stderr()) from error

    def array(self, tensor: Message) -> Array:
        """A tensor of an answer."""
        try:
            return array_of(tensor)
        except MessageError as error:
            raise Broken(f"gave a result that {error}", self.last_line, self.stderr()) from error

    def number(self, tensor: Message) -> float:
        """A number of an answer; NaN, which is never right, for another shape."""
        array = self.array(tensor)
        return float(array) if array.shape == () else np.nan

    def broken(self, message: str, written: bytes = b"") -> Broken:
        """End the program, and say what it did."""
        broken = Broken(message, readable(written), self.stderr())
        if self.program is not None:
            self.program.close()
        self.program = None
        return broken

    def stderr(self) -> str:
        """The end of what the program wrote on standard error."""
        text = b"" if self.program is None else self.program.stderr_bytes
        return "\n".join(printable(line, 2000) for line in text.decode("utf-8", "backslashreplace").splitlines())
