"""What the peers in Python share: the protocol of docs/protocol.md, and training as update after update.

A peer is a function `update(network, X, y, learning_rate)`, which gives steps by their names in SPEC.md, section 3, or
raises `Skip` with a reason.
"""

import json
import sys

import numpy as np

PARAMETERS = ("wh", "bh", "wout", "bout")


class Skip(Exception):  # noqa: N818 - to skip is no error
    """A vector that the peer cannot express; the text says why."""


def serve(name, version, capabilities, update):
    """Answer the suite until it says stop."""
    started = {
        "protocol": 1,
        "implementation": {"name": name, "version": version, "language": f"Python {sys.version.split()[0]}"},
        "level": 1,
        "capabilities": capabilities,
    }
    for line in sys.stdin:
        message = json.loads(line)
        if message["command"] == "stop":
            break
        is_start = message["command"] == "start"
        reply = started if is_start else {"id": message["id"], **answer(message["vector"], update)}
        print(json.dumps(reply), flush=True)


def answer(vector, update):
    """Exactly one of result, skipped and error."""
    try:
        return {"result": {"step": step, "training": training}[vector["kind"]](vector, update)}
    except Skip as skip:
        return {"skipped": str(skip)}
    except Exception as error:
        return {"error": {"code": None, "message": f"{type(error).__name__}: {error}"}}


def step(vector, update):
    """One update."""
    X, y, learning_rate = (array(vector[name]) for name in ("X", "y", "learning_rate"))
    steps = update(network_of(vector), X, y, float(learning_rate))
    return {"steps": {name: tensor(value) for name, value in steps.items()}}


def training(vector, update):
    """Update after update, and the state after every epoch."""
    network = network_of(vector)
    X, y, learning_rate = (array(vector[name]) for name in ("X", "y", "learning_rate"))
    batches = {"full": [list(range(len(X)))], "single": [[row] for row in range(len(X))]}
    updates = vector["batches"] if isinstance(vector["batches"], list) else batches[vector["batches"]]
    history, watched = [], []
    for epoch in range(vector["epochs"] + 1):
        for rows in updates if epoch > 0 else []:
            steps = update(network, X[rows], y[rows], float(learning_rate))
            new = {name: steps[f"updated_{name}"] for name in PARAMETERS if network[name] is not None}
            network = {**network, **new}
        state = update(network, X, y, float(learning_rate))
        history.append(state["loss"])
        if epoch in vector["watched"]:
            error = np.abs(y - state["output"]).mean()
            watched.append({"epoch": epoch, "output": tensor(state["output"]), "mean_absolute_error": tensor(error)})
    parameters = {name: tensor(network[name]) for name in PARAMETERS if network[name] is not None}
    return {"history": tensor(history), "parameters": parameters, "watched": watched}


def network_of(vector):
    """The network with arrays for tensors."""
    return {name: array(value) if isinstance(value, dict) else value for name, value in vector["network"].items()}


def array(tensor):
    """A tensor's numbers, from their bits."""
    numbers = np.frombuffer(bytes.fromhex("".join(tensor["bits"])), dtype=">f8")
    return numbers.astype(np.float64).reshape(tensor["shape"])


def tensor(value):
    """An array or a number as a tensor."""
    numbers = np.asarray(value, dtype=np.float64)
    bits = np.ascontiguousarray(numbers, dtype=">f8").tobytes().hex()
    return {"shape": numbers.shape, "bits": [bits[i : i + 16] for i in range(0, len(bits), 16)]}
