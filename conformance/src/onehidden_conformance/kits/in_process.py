"""A function in this process as an implementation: the kit of Python answers, with no pipe between."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

from onehidden_conformance.implementations.process import ProcessImplementation
from onehidden_conformance.implementations.protocol import VERSION, Message
from onehidden_conformance.kits import KITS, ROOT


class Conversation:
    """Answers instead of a program."""

    stderr_bytes = b""

    def __init__(self, reply: Callable[[Message], Message]) -> None:
        self.reply = reply

    def exchange(self, line: bytes, timeout: float) -> bytes:  # noqa: ARG002
        """Answer a line; a function cannot be ended when it takes too long."""
        return json.dumps(self.reply(json.loads(line))).encode()

    def unasked(self) -> bytes:
        """Nothing: what the function prints is no answer."""
        return b""

    def stop(self, line: bytes, timeout: float) -> None:
        """There is nothing to end."""

    def close(self) -> None:
        """There is nothing to close."""


class InProcess(ProcessImplementation):
    """An update function behind the protocol's checks, without a process.

    Parameters
    ----------
    name : str
        What to call it.
    update : callable
        As the kit of Python takes it.
    declared : mapping
        What it is, as the kit of Python takes it.
    """

    def __init__(self, name: str, update: Callable[..., Any], declared: dict[str, Any]) -> None:
        self.conversation = Conversation(kit_of_python().conversation(update, name=name, **declared))
        super().__init__(name, [name])

    def start(self) -> Message:
        """Shake hands."""
        self.program = self.conversation  # type: ignore[assignment]
        return self.exchange({"command": "start", "protocol": VERSION}, "started", self.timeout)


def kit_of_python() -> ModuleType:
    """The kit that is copied beside networks, as a module."""
    spec = spec_from_file_location("onehidden_kit", ROOT / "python" / KITS["python"].kit)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
