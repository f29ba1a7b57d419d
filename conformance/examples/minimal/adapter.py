"""The smallest implementation in Python: put your own network where `my_update` is.

onehidden-conformance smoke --implementation "python conformance/examples/minimal/adapter.py"
"""

import json
import sys

import numpy as np


def my_update(X, y, wh, bh, wout, bout, learning_rate):
    """One update of your network: what it computes, by the names of SPEC.md, section 3."""
    hidden = 1 / (1 + np.exp(-(X @ wh + bh)))
    output = 1 / (1 + np.exp(-(hidden @ wout + bout)))
    d_output = (y - output) * output * (1 - output)
    d_hidden = (d_output @ wout.T) * hidden * (1 - hidden)
    return {
        "output": output,
        "updated_wh": wh + X.T @ d_hidden * learning_rate,
        "updated_bh": bh + d_hidden.sum(axis=0) * learning_rate,
        "updated_wout": wout + hidden.T @ d_output * learning_rate,
        "updated_bout": bout + d_output.sum(axis=0) * learning_rate,
    }


STARTED = {
    "protocol": 1,
    "implementation": {"name": "my network", "language": "Python"},
    "level": 1,
    "capabilities": {
        "kinds": ["step"],
        "hidden_activations": ["sigmoid"],
        "output_activations": ["sigmoid"],
        "losses": ["squared_error"],
        "reductions": ["sum"],
        "trace": ["output", "updated_wh", "updated_bh", "updated_wout", "updated_bout"],
    },
}


def answer(vector):
    """Exactly one of result, skipped and error."""
    network = vector["network"]
    if any(network[name] is None for name in ("wh", "bh", "wout", "bout")):
        return {"skipped": "needs a hidden layer and both biases"}
    tensors = [vector["X"], vector["y"], *(network[name] for name in ("wh", "bh", "wout", "bout"))]
    arrays = [np.reshape(tensor["values"], tensor["shape"]) for tensor in tensors]
    steps = my_update(*arrays, vector["learning_rate"]["values"][0])
    return {"result": {"steps": {k: {"shape": v.shape, "values": v.ravel().tolist()} for k, v in steps.items()}}}


for line in sys.stdin:
    message = json.loads(line)
    if message["command"] == "stop":
        break
    reply = STARTED if message["command"] == "start" else {"id": message["id"], **answer(message["vector"])}
    print(json.dumps(reply), flush=True)
