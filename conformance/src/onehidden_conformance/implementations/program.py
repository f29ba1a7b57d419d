"""A program that answers lines with lines, held so that it can neither block nor flood its caller.

One loop writes its input and reads both its outputs as they become ready, up to a deadline: a program that does not
read, does not write, writes without end or dies ends the loop, and nothing waits for anything else. This needs pipes
that can be waited for, as Linux and macOS have them.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import IO

CHUNK = 65536
LINE_LIMIT = 64 * 2**20
"""Bytes that a line may have; the largest that our fixtures need has a thirtieth of it."""
STDERR_LIMIT = 64 * 2**10
"""Bytes of standard error that are kept, the last ones."""
GRACE = 1.0
"""Seconds that a program has for its last words when it dies."""

FLUSH = (
    "If it has answered, its answer is still in a buffer: what goes to a pipe must be flushed after every line "
    "(fflush(stdout) in C, print(..., flush=True) in Python, flush(stdout()) in R)"
)
"""What to look for in a program that has never said anything."""


class ProgramError(Exception):
    """What a program did instead of answering with a line.

    Attributes
    ----------
    message : str
        What it did.
    written : bytes
        What it had written of a line.
    """

    def __init__(self, message: str, written: bytes = b"") -> None:
        super().__init__(message)
        self.message, self.written = message, written


class Program:
    """A running program."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, line_limit: int = LINE_LIMIT
    ) -> None:
        try:
            # A session of its own, so that its children end with it.
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                start_new_session=True,
                bufsize=0,
            )
        except (OSError, ValueError) as error:
            raise ProgramError(why_not_started(command[0], error)) from error
        self.line_limit = line_limit
        self.unsent = b""
        self.received = bytearray()
        self.has_spoken = False
        self.searched = 0  # bytes of these that hold no end of a line
        self.stderr_bytes = b""
        self.selector = selectors.DefaultSelector()
        for pipe in (self.stdout, self.stderr):
            os.set_blocking(pipe.fileno(), False)
            self.selector.register(pipe, selectors.EVENT_READ)
        os.set_blocking(self.stdin.fileno(), False)
        self.end = weakref.finalize(self, end, self.process)  # also when Python ends

    @property
    def stdin(self) -> IO[bytes]:
        """Where it reads."""
        return pipe_of(self.process.stdin)

    @property
    def stdout(self) -> IO[bytes]:
        """Where it answers."""
        return pipe_of(self.process.stdout)

    @property
    def stderr(self) -> IO[bytes]:
        """Where it complains."""
        return pipe_of(self.process.stderr)

    def exchange(self, line: bytes, timeout: float) -> bytes:
        """Send a line and wait for the next one.

        Raises
        ------
        ProgramError
            If none comes in time, or none will come.
        """
        self.send(line)
        deadline = monotonic() + timeout
        while (answer := self.take_line()) is None:
            if not self.is_open(self.stdout):
                raise ProgramError(self.last_words(), bytes(self.received))
            if monotonic() >= deadline:
                hint = "" if self.has_spoken or self.received else f". {FLUSH}"
                raise ProgramError(f"did not answer within {timeout:g} s{hint}", bytes(self.received))
            self.work(deadline)
        if self.unsent:
            raise ProgramError("answered before it had read the whole line that it was sent", answer)
        return answer

    def unasked(self) -> bytes:
        """What it has written without being asked."""
        self.work(monotonic())
        return bytes(self.received)

    def stop(self, line: bytes, timeout: float) -> None:
        """Send a last line, close its input, and wait for its end.

        Raises
        ------
        ProgramError
            If it writes any more, does not end in time, or ends with a failure.
        """
        self.send(line)
        deadline = monotonic() + timeout
        while self.is_open(self.stdout) and monotonic() < deadline:
            self.work(deadline)
            if not self.unsent:
                self.close_pipe(self.stdin)
        if self.received:
            raise ProgramError("wrote something after it was told to stop", bytes(self.received))
        if self.is_open(self.stdout):
            raise ProgramError(f"did not end within {timeout:g} s after it was told to stop")
        words = self.last_words()
        if self.process.returncode != 0:
            raise ProgramError(words)

    def send(self, line: bytes) -> None:
        """Begin to send a line."""
        self.unsent = line
        if not self.stdin.closed and not self.is_open(self.stdin):
            self.selector.register(self.stdin, selectors.EVENT_WRITE)

    def take_line(self) -> bytes | None:
        """The next complete line, if it is there."""
        end_of_line = self.received.find(b"\n", self.searched)
        self.searched = 0
        if end_of_line < 0:
            self.searched = len(self.received)
            if len(self.received) > self.line_limit:
                raise ProgramError(f"wrote a line of more than {self.line_limit} bytes", bytes(self.received[:CHUNK]))
            return None
        self.has_spoken = True
        line = bytes(self.received[:end_of_line])
        del self.received[: end_of_line + 1]
        return line

    def work(self, deadline: float) -> None:
        """Wait until something can be read or written, and do that."""
        for key, _ in self.selector.select(max(0.0, deadline - monotonic())):
            if key.fileobj is self.stdin:
                self.write_some()
            elif key.fileobj is self.stdout:
                self.received += self.read_some(self.stdout)
            else:
                self.stderr_bytes = (self.stderr_bytes + self.read_some(self.stderr))[-STDERR_LIMIT:]

    def write_some(self) -> None:
        """Write what the pipe takes; a program that reads no more will show in another way."""
        try:
            self.unsent = self.unsent[os.write(self.stdin.fileno(), self.unsent[:CHUNK]) :]
        except BrokenPipeError:
            self.unsent = b""
        if not self.unsent:
            self.selector.unregister(self.stdin)

    def read_some(self, pipe: IO[bytes]) -> bytes:
        """Read what is there; nothing means that the other end is closed."""
        data = os.read(pipe.fileno(), CHUNK)
        if not data:
            self.close_pipe(pipe)
        return data

    def is_open(self, pipe: IO[bytes]) -> bool:
        """Whether the loop waits for a pipe."""
        return not pipe.closed and pipe in self.selector.get_map()

    def close_pipe(self, pipe: IO[bytes]) -> None:
        """Wait for a pipe no longer."""
        if self.is_open(pipe):
            self.selector.unregister(pipe)
        pipe.close()

    def last_words(self) -> str:
        """How it ended, after reading what it left on standard error."""
        deadline = monotonic() + GRACE
        while self.is_open(self.stderr) and monotonic() < deadline:
            self.work(deadline)
        try:
            code = self.process.wait(max(0.0, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            return "closed its standard output"
        return f"ended with exit code {code}" if code >= 0 else f"was ended by {signal_name(-code)}"

    def close(self) -> None:
        """End it at once, if it has not ended."""
        self.end()
        for pipe in (self.stdin, self.stdout, self.stderr):
            self.close_pipe(pipe)
        self.selector.close()


def pipe_of(pipe: IO[bytes] | None) -> IO[bytes]:
    """One of the three pipes, which are always there."""
    assert pipe is not None
    return pipe


def why_not_started(program: str, error: Exception) -> str:
    """What to say of a program that did not start; one with a folder in its name is not looked for on the path."""
    has_folder = os.sep in program
    if not isinstance(error, FileNotFoundError) or (has_folder and Path(program).exists()):  # its interpreter is not
        return str(error)
    return f"there is no program {program!r}{'' if has_folder else ' on the path'}"


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with all its children, and forget it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended; the second is macOS's word for that
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def signal_name(number: int) -> str:
    """The name of a signal."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
