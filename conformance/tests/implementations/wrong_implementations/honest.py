"""A right implementation, for the wrong ones beside it to go wrong from in one way each."""

import json
import sys

from onehidden_conformance.implementations import Refused
from onehidden_conformance.implementations.protocol import array_of, tensor_of
from onehidden_conformance.implementations.python import PythonImplementation

network = PythonImplementation("reproducible")
STARTED = {
    "protocol": 1,
    "implementation": {"name": "honest"},
    "level": 2,
    "capabilities": {"kinds": ["step", "invalid"]},
}


def right(vector):
    """The right answer, without its id."""
    if vector["kind"] == "invalid":
        return {"error": {"code": "shape_mismatch", "message": "X does not fit", "argument": "X"}}
    arguments = {
        name: array_of(value) if isinstance(value, dict) else value for name, value in vector["network"].items()
    }
    X, y, learning_rate = (array_of(vector[name]) for name in ("X", "y", "learning_rate"))
    try:
        steps, digest = network.step(arguments, X, y, float(learning_rate))
    except Refused as refusal:
        return {"error": {"code": refusal.code, "message": refusal.message}}
    return {"result": {"steps": {name: tensor_of(step) for name, step in steps.items()}, "digest": digest}}


def answer(request):
    """The right answer to a request."""
    return {"id": request["id"], **right(request["vector"])}


def say(message):
    """Write a message, or a text that should be one."""
    sys.stdout.write(message if isinstance(message, str) else json.dumps(message) + "\n")
    sys.stdout.flush()


def serve(answer=answer, started=STARTED):
    """Answer until told to stop; `answer` may return a message, a text, or several of them in a list."""
    for line in sys.stdin:
        request = json.loads(line)
        if request["command"] == "stop":
            break
        given = started if request["command"] == "start" else answer(request)
        for message in given if isinstance(given, list) else [given]:
            say(message)


def with_steps(change):
    """The right answer with its steps changed."""

    def answer_wrongly(request):
        reply = answer(request)
        if "result" in reply:
            reply["result"] = {"steps": change(reply["result"]["steps"])}
        return reply

    return answer_wrongly


def with_numbers(change):
    """The right answer with every number changed."""

    def changed(steps):
        return {name: tensor_of(change(array_of(step))) for name, step in steps.items()}

    return with_steps(changed)
