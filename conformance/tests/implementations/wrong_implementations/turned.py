"""A right network with arrays that lie otherwise or another habit: `weights`, `samples`, `labels`, `layer`, `decay`."""

import json
import sys

import numpy as np

HABIT = sys.argv[1]
WEIGHTS, SAMPLES = HABIT == "weights", HABIT == "samples"
CAPABILITIES = {
    "weights": {"weights": "h x d"},
    "samples": {"samples": "columns"},
    "labels": {"labels": 1},
    "layer": {"biases": "layer"},
    "decay": {"weight_decay": "both"},
}[HABIT]
WORDS = {"hidden_activations": ["tanh"], "output_activations": ["identity"], "losses": ["squared_error"]}


def read(tensor):
    return np.reshape(np.array(tensor["values"], dtype=float), tensor["shape"])


def tensor(value):
    array = np.asarray(value, dtype=float)
    return {"shape": list(array.shape), "values": array.ravel().tolist()}


def update(vector):
    network = {key: read(value) if isinstance(value, dict) else value for key, value in vector["network"].items()}
    X, y, rate = (read(vector[key]) for key in ("X", "y", "learning_rate"))
    X, y = (X.T, y.T) if SAMPLES else (X, y)
    wh, bh, wout, bout = (network[key] for key in ("wh", "bh", "wout", "bout"))
    wh, wout = (wh.T, wout.T) if WEIGHTS else (wh, wout)
    if HABIT == "labels":
        y = np.eye(wout.shape[1])[y.astype(int) - 1] if wout.shape[1] > 1 else (y - 1)[:, None]
    n = len(X) if network["reduction"] == "mean" else 1
    h = np.tanh(X @ wh + (0 if bh is None else bh))
    output = h @ wout + (0 if bout is None else bout)
    delta = (output - y) / n
    dh = (delta @ wout.T) * (1 - h * h)
    decay = read(vector["weight_decay"]) if "weight_decay" in vector else 0.0
    loss = (delta * (output - y)).sum() / 2 + decay / 2 * ((wh**2).sum() + (wout**2).sum())
    gwh, gwout, gbh, gbout = X.T @ dh + decay * wh, h.T @ delta + decay * wout, dh.sum(0), delta.sum(0)
    if HABIT == "layer":
        gbh, gbout = (g.sum() if len(b) == 1 else g for g, b in ((gbh, bh), (gbout, bout)))
    turn = (lambda w: w.T) if WEIGHTS else (lambda w: w)
    steps = {"output": output.T if SAMPLES else output, "loss": loss}
    steps |= {"updated_wh": turn(wh - rate * gwh), "updated_wout": turn(wout - rate * gwout)}
    steps |= {} if bh is None else {"updated_bh": bh - rate * gbh}
    steps |= {} if bout is None else {"updated_bout": bout - rate * gbout}
    return {"steps": {name: tensor(value) for name, value in steps.items()}}


for line in sys.stdin:
    message = json.loads(line)
    if message["command"] == "stop":
        break
    if message["command"] == "start":
        trace = ["output", "loss", "updated_wh", "updated_bh", "updated_wout", "updated_bout"]
        answer = {
            "protocol": 2,
            "implementation": {"name": HABIT},
            "capabilities": {**WORDS, **CAPABILITIES, "trace": trace},
        }
    else:
        answer = {"id": message["id"], "result": update(message["vector"])}
    print(json.dumps(answer), flush=True)
