"""A network behind onehidden-conformance: copy this file beside yours, and call `serve(update)`. It needs no package.

`update` makes one step of training. It gets by name what it asks for among
    X, y, wh, bh, wout, bout, rate      arrays (rows are samples; a bias that is not there is None), the learning rate
    hidden, output, loss, reduction     words, for a network that has several
    decay                               the coefficient of a weight decay, if one is declared
and returns a dict of what it computed by the names of SPEC.md, section 3: "output", "loss", "grad_wh", "updated_wh" ...
An exception with the message "skip: why" says what the network cannot do.

Declared is what the network is (docs/testing-your-own.md): one word or a list for hidden, output, loss and reduction;
biases, rate, rows, shapes, decay, labels, weights, samples, precision, and trace: the steps that `update` returns.
With `lists=True` arrays come as lists, as they do where numpy is not installed.
"""

import inspect
import json
import os
import platform
import struct
import sys
import traceback

KEYS = {
    "hidden": "hidden_activations",
    "output": "output_activations",
    "loss": "losses",
    "reduction": "reductions",
    "rate": "learning_rate",
    "decay": "weight_decay",
}
KNOWN = ("X", "y", "wh", "bh", "wout", "bout", "rate", "hidden", "output", "loss", "reduction", "decay")
SHOWN = ("output", "updated_wh", "updated_bh", "updated_wout", "updated_bout")
ABSENT = {"none": ("updated_bh", "updated_bout"), "hidden": ("updated_bout",), "output": ("updated_bh",)}


def serve(update, **declared):
    """Answer the suite on standard input and output; whatever the network prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    reply = conversation(update, **declared)
    for line in sys.stdin:
        message = json.loads(line)
        if message["command"] == "stop":
            break
        print(json.dumps(reply(message)), file=answers, flush=True)


def conversation(update, name="my network", level=1, lists=False, **declared):
    """A function from each message of the suite to its answer."""
    wanted = list(inspect.signature(update).parameters)
    unknown = [argument for argument in wanted if argument not in KNOWN]
    if unknown:
        raise TypeError(f"update asks for {', '.join(unknown)}, and can have {', '.join(KNOWN)}")
    language = f"Python {platform.python_version()}"
    started = {"protocol": 2, "implementation": {"name": name, "language": language}, "level": level}
    started["capabilities"] = capabilities(**declared)

    def reply(message):
        if message["command"] == "start":
            return started
        try:
            given = given_of(message["vector"], lists)
            if given["wh"] is None and "wh" in wanted:
                raise NotImplementedError("skip: it has a hidden layer")
            steps = update(**{argument: given[argument] for argument in wanted})
            answer = {"result": {"steps": {step: tensor(step, value) for step, value in steps.items()}}}
        except Exception as error:  # a crash of the network, or "skip: why it cannot do this one"
            answer = {"skipped": str(error)[6:]} if str(error).startswith("skip: ") else crash(error)
        return {"id": message["id"], **answer}

    return reply


def capabilities(biases="both", trace=None, **declared):
    """What is declared, in the words of the protocol."""
    words = {"hidden": "sigmoid", "output": "sigmoid", "loss": "squared_error", "reduction": "sum"}
    words = {key: declared.pop(key, usual) for key, usual in words.items()}
    lists = {key: [value] if isinstance(value, str) else list(value) for key, value in words.items()}
    trace = trace.split() if isinstance(trace, str) and trace not in ("all", "results") else trace
    trace = trace or [step for step in SHOWN if step not in ABSENT.get(biases, ())]
    everything = {**lists, **declared, "biases": biases, "trace": trace}
    return {KEYS.get(key, key): value for key, value in everything.items()}


def given_of(vector, lists):
    """What an update can ask for."""
    network, decay = vector["network"], vector.get("weight_decay")
    tensors = {"X": vector["X"], "y": vector["y"], **{name: network[name] for name in ("wh", "bh", "wout", "bout")}}
    words = {"hidden": "hidden_activation", "output": "output_activation", "loss": "loss", "reduction": "reduction"}
    return {
        **{name: None if part is None else array(part, lists) for name, part in tensors.items()},
        **{name: network[key] for name, key in words.items()},
        "rate": numbers(vector["learning_rate"])[0],
        "decay": numbers(decay)[0] if decay else 0.0,
    }


def numbers(tensor):
    """The numbers of a tensor, row by row, bit for bit."""
    return list(struct.unpack(f">{len(tensor['bits'])}d", bytes.fromhex("".join(tensor["bits"]))))


def array(tensor, lists):
    """A tensor as an array, or as a list of rows."""
    flat, shape = numbers(tensor), tensor["shape"]
    try:
        import numpy
    except ImportError:
        lists = True
    if not lists:
        return numpy.array(flat).reshape(shape)
    return flat if len(shape) < 2 else [flat[at : at + shape[1]] for at in range(0, len(flat), shape[1])]


def tensor(step, value):
    """An array of any library, a list or a number as a tensor; a bias may be a row or a column."""
    flat, shape = value.tolist() if hasattr(value, "tolist") else value, []
    flat = [flat]
    while flat and isinstance(flat[0], (list, tuple)):
        shape.append(len(flat[0]))
        flat = [number for row in flat for number in row]
    if step.endswith(("_bh", "_bout")) and len(shape) == 2 and 1 in shape:
        shape = [len(flat)]
    return {"shape": shape, "bits": [struct.pack(">d", number).hex() for number in flat]}


def crash(error):
    """What went wrong, for the suite; the whole of it goes to standard error."""
    traceback.print_exception(type(error), error, error.__traceback__)
    return {"error": {"code": None, "message": f"{type(error).__name__}: {error}"[:2000]}}
