"""Checks of a vector that no schema can express: bits equal values, shapes fit, digests agree."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from onehidden_conformance.numbers.tensors import bits_of, digest, to_value
from onehidden_conformance.vectors.arguments import PARAMETERS
from onehidden_conformance.vectors.step_numbers import NUMBERS

Vector = dict[str, Any]
Shape = list[int]


def complaints(vector: Vector) -> Iterator[str]:
    """Yield the faults of a vector that fits the schema.

    Later checks rely on earlier ones: only the first complaint is sure to be understood.
    """
    found = list(tensor_complaints(vector, "$"))
    if found:
        yield from found
        return
    yield from KINDS[vector["kind"]](vector)


# --- tensors ------------------------------------------------------------------------------------


def tensor_complaints(value: Any, where: str) -> Iterator[str]:
    """Check every tensor inside a value."""
    if isinstance(value, dict) and "bits" in value:
        yield from (f"{where}: {complaint}" for complaint in tensor_complaint(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from tensor_complaints(inner, f"{where}.{key}")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, inner in enumerate(value):
            yield from tensor_complaints(inner, f"{where}[{index}]")


def tensor_complaint(tensor: Any) -> Iterator[str]:
    """Check one tensor: its lengths, and each value against its bits."""
    size = math.prod(tensor["shape"])
    for name in ("bits", "values", "bound"):
        if name in tensor and len(tensor[name]) != size:
            yield f"{len(tensor[name])} {name} for the shape {tensor['shape']}"
            return
    for index, (bits, value) in enumerate(zip(tensor["bits"], tensor["values"], strict=True)):
        if not equal(bits, value):
            yield f"element {index}: the bits {bits} are not the value {value!r}"
            return


def equal(bits: str, value: float | None) -> bool:
    """Tell whether bits and a value say the same; a value is null where JSON has no number."""
    if value is None:
        return int(bits[:3], 16) & 0x7FF == 0x7FF  # all bits of the exponent: NaN or infinity
    return abs(value) < 2**1024 and bits_of(value) == bits


def shape_complaints(tensors: dict[str, Any], shapes: dict[str, Shape]) -> Iterator[str]:
    """Check that tensors are there and have their shapes."""
    for name, shape in shapes.items():
        if tensors.get(name) is None:
            yield f"{name} is missing"
        elif tensors[name]["shape"] != shape:
            yield f"{name} has the shape {tensors[name]['shape']}, not {shape}"
    yield from (f"{name} does not belong here" for name in tensors if name not in shapes)


# --- networks and steps -------------------------------------------------------------------------


def sizes(vector: Vector) -> tuple[int, int, int, int] | None:
    """Give n, d, h and k, or nothing where X, y or a matrix of weights is no matrix; h may be 0."""
    network = vector["network"]
    matrices = [network["wh"] or network["wout"], network["wout"], vector["X"], vector["y"]]
    if any(len(matrix["shape"]) != 2 or 0 in matrix["shape"] for matrix in matrices):
        return None
    (n, d), (_, k) = vector["X"]["shape"], network["wout"]["shape"]
    return n, d, network["wh"]["shape"][1] if network["wh"] else 0, k


def parameter_shapes(network: Vector, d: int, h: int, k: int) -> dict[str, Shape]:
    """Give the shapes of the parameters that a network has."""
    shapes = {"wh": [d, h], "bh": [h], "wout": [h or d, k], "bout": [k]}
    for name in ("bh", "bout"):
        if network[name] is not None and network[name]["shape"] == [1]:
            shapes[name] = [1]  # one bias for the whole layer, as a made vector may have it
    return {name: shape for name, shape in shapes.items() if network[name] is not None}


def step_shapes(network: Vector, n: int, d: int, h: int, k: int) -> dict[str, Shape]:
    """Give the shapes of the steps that a network has."""
    parameters = parameter_shapes(network, d, h, k)
    shapes: dict[str, Shape] = {"loss": []}
    for prefix in ("grad", "updated"):
        shapes.update({f"{prefix}_{name}": shape for name, shape in parameters.items()})
    for name, number in NUMBERS.items():
        if number > 1 and name not in shapes and not name.startswith(("grad_", "updated_")):
            shapes[name] = [n, h] if "hidden" in name else [n, k]
    hidden = network["wh"] is not None
    return {name: shape for name, shape in shapes.items() if hidden or "hidden" not in name}


def network_complaints(network: Vector, d: int, h: int, k: int) -> Iterator[str]:
    """Check that the parameters fit together."""
    if network["bh"] is not None and network["wh"] is None:
        yield "bh is there without wh"
    present = {name: network[name] for name in PARAMETERS if network[name] is not None}
    yield from shape_complaints(present, parameter_shapes(network, d, h, k))


def expected_complaints(vector: Vector, network: Vector, dimensions: tuple[int, int, int, int]) -> Iterator[str]:
    """Check the expected steps of an update, and the digest of its network."""
    expected = vector["expected"]
    found = list(shape_complaints(expected, step_shapes(network, *dimensions)))
    yield from found
    if not found:
        yield from digest_complaints(vector["digest"], expected, "updated_")


def updates_of_epoch(batches: Any, n: int) -> int:
    """How many updates an epoch of n rows has."""
    if isinstance(batches, list):
        return len(batches)
    size: int = {"full": n, "single": 1}.get(batches, batches)
    return -(-n // size)


def digest_complaints(given: str, tensors: Vector, prefix: str = "") -> Iterator[str]:
    """Check a digest against the parameters that it belongs to."""
    names = [prefix + name for name in PARAMETERS if tensors.get(prefix + name) is not None]
    computed = digest(to_value(tensors[name]) for name in names)
    if computed != given:
        yield f"the digest {given} is not that of the parameters, {computed}"


def published_complaints(published: Vector, shape: Shape | None) -> Iterator[str]:
    """Check published numbers: their shape, and the values against what was printed."""
    name, size = published["step"], math.prod(published["shape"])
    if published["shape"] != shape:
        yield f"published {name} has the shape {published['shape']}, not {shape}"
    if any(len(published[key]) != size for key in ("values", "radius", "printed")):
        yield f"published {name} has lists of other lengths than its shape"
    elif [float(text) for text in published["printed"]] != published["values"]:
        yield f"published {name} has values that are not what was printed"


# --- kinds --------------------------------------------------------------------------------------


def fit_complaints(vector: Vector) -> Iterator[str]:
    """Check network, X, y and learning rate of an update or a training."""
    dimensions = sizes(vector)
    if dimensions is None:
        yield "X, y, wh and wout must be matrices with rows and columns"
        return
    n, d, h, k = dimensions
    yield from shape_complaints({"y": vector["y"]}, {"y": [n, k]})
    shapes: dict[str, Shape] = {
        "learning_rate": [],
        "learning_rates": [vector.get("epochs", 0)],
        "sample_weight": [n],
        "weight_decay": [],
    }
    given = {name: vector[name] for name in shapes if name in vector}
    yield from shape_complaints(given, {name: shapes[name] for name in given})
    yield from network_complaints(vector["network"], d, h, k)


def step_complaints(vector: Vector) -> Iterator[str]:
    """Check a vector of one update."""
    found = list(fit_complaints(vector))
    if found:
        yield from found
        return
    dimensions = sizes(vector)
    assert dimensions is not None
    yield from expected_complaints(vector, vector["network"], dimensions)
    for published in vector.get("published", []):
        expected = vector["expected"].get(published["step"], {"shape": None})
        yield from published_complaints(published, expected["shape"])


def training_complaints(vector: Vector) -> Iterator[str]:
    """Check a training: its lengths, its last parameters, its checkpoints and batches."""
    found = [*fit_complaints(vector), *batch_complaints(vector), *option_complaints(vector)]
    if found:
        yield from found
        return
    dimensions = sizes(vector)
    assert dimensions is not None
    expected, epochs = vector["expected"], vector["epochs"]
    updates = updates_of_epoch(vector["batches"], dimensions[0])
    if "patience" in vector:
        epochs = min(epochs, math.prod(expected["history"]["shape"]) - 1)
    if len(expected["digests"]) != epochs * updates:
        yield f"{len(expected['digests'])} digests for {epochs * updates} updates"
    last = {name: tensor for name, tensor in expected.items() if name in PARAMETERS}
    losses = {name: expected[name] for name in ("history", "validation_history") if name in expected}
    yield from shape_complaints(
        {**last, **losses},
        {**parameter_shapes(vector["network"], *dimensions[1:]), **{name: [epochs + 1] for name in losses}},
    )
    digests = [digest_of(vector["network"]), *expected["digests"]]
    yield from digest_complaints(digests[expected.get("best_epoch", epochs) * updates], last)
    for checkpoint in vector["checkpoints"]:
        yield from checkpoint_complaints(checkpoint, vector, dimensions, updates)
    for published in vector.get("published", []):
        yield from published_in_training(published, vector, dimensions)


def batch_complaints(vector: Vector) -> Iterator[str]:
    """Check that the rows of batches exist and that none comes twice (4.1)."""
    if not isinstance(vector["batches"], list):
        return
    rows = [row for batch in vector["batches"] for row in batch]
    if not rows or not all(vector["batches"]):
        yield "a batch is empty"
    if len(set(rows)) < len(rows) or not set(rows) <= set(range(vector["X"]["shape"][0])):
        yield "a row of a batch does not exist, or comes twice"


def option_complaints(vector: Vector) -> Iterator[str]:
    """Check the options of a training: the rows for validation, and keys that belong together."""
    expected = vector["expected"]
    if ("validation" in vector) != ("validation_history" in expected):
        yield "validation and validation_history belong together"
    if ("patience" in vector) != ("best_epoch" in expected):
        yield "patience and best_epoch belong together"
    if "patience" in vector and "validation" not in vector:
        yield "there is patience without validation"
    if "validation" in vector:
        pair, (_, d), (_, k) = vector["validation"], vector["X"]["shape"], vector["y"]["shape"]
        rows = (pair["X"]["shape"] or [0])[0]
        yield from shape_complaints(pair, {"X": [rows, d], "y": [rows, k]})
    if not all(0 < stop < vector["epochs"] for stop in vector.get("stops", [])):
        yield "a stop lies outside of the training"


def checkpoint_complaints(
    checkpoint: Vector, training: Vector, dimensions: tuple[int, int, int, int], updates: int
) -> Iterator[str]:
    """Check a checkpoint: its steps, and that its network is the one of its epoch."""
    epoch, network = checkpoint["epoch"], checkpoint["network"]
    found = list(network_complaints(network, *dimensions[1:]))
    found = found or list(expected_complaints(checkpoint, network, dimensions))
    if epoch > training["epochs"]:
        found.append("lies after the last epoch")
    elif not found:
        digests = [digest_of(training["network"]), *training["expected"]["digests"]]
        if digest_of(network) != digests[epoch * updates]:
            found.append("is not the network of this epoch")
    yield from (f"checkpoint {epoch}: {complaint}" for complaint in found)


def published_in_training(published: Vector, training: Vector, dimensions: tuple[int, int, int, int]) -> Iterator[str]:
    """Check numbers published of a training, which belong to a checkpoint."""
    if published.get("after_epoch") not in [c["epoch"] for c in training["checkpoints"]]:
        yield f"published {published['step']} belongs to no checkpoint"
    shapes = {**step_shapes(training["network"], *dimensions), "mean_absolute_error": []}
    yield from published_complaints(published, shapes.get(published["step"]))


def digest_of(network: Vector) -> str:
    """Compute the digest of a network in a vector."""
    return digest(to_value(network[name]) for name in PARAMETERS if network[name] is not None)


def update_complaints(vector: Vector) -> Iterator[str]:
    """Check an update from given gradients."""
    network = vector["network"]
    parameters = [name for name in PARAMETERS if network[name] is not None]
    shapes = {name: network[name]["shape"] for name in parameters}
    gradients = {f"grad_{name}": shape for name, shape in shapes.items()}
    updated = {f"updated_{name}": shape for name, shape in shapes.items()}
    found = [
        *shape_complaints(vector["gradients"], gradients),
        *shape_complaints(vector["expected"], updated),
    ]
    yield from found or digest_complaints(vector["digest"], vector["expected"], "updated_")
    for published in vector.get("published", []):
        yield from published_complaints(published, updated.get(published["step"]))


def threshold_complaints(vector: Vector) -> Iterator[str]:
    """Check a threshold unit: one output for a vector, one each for the rows of a matrix."""
    *rows, inputs = vector["x"]["shape"] or [0]
    tensors = {name: vector[name] for name in ("w", "b", "threshold") if vector[name] is not None}
    shapes: dict[str, Shape] = {"w": [inputs], "b": [], "threshold": []}
    yield from shape_complaints(
        {**tensors, **vector["expected"]},
        {name: shapes[name] for name in tensors} | {"output": rows},
    )


def stream_complaints(vector: Vector) -> Iterator[str]:
    """Check that a stream has as many numbers as it says."""
    yield from shape_complaints(vector["expected"], {name: [vector["n"]] for name in vector["expected"]})


def initialization_complaints(vector: Vector) -> Iterator[str]:
    """Check the shapes of first weights, and their digest."""
    d, h, k = (vector[name] for name in ("n_features", "n_hidden", "n_outputs"))
    shapes: dict[str, Shape] = {**({"wh": [d, h], "bh": [h]} if h else {}), "wout": [h or d, k], "bout": [k]}
    found = list(shape_complaints(vector["expected"], shapes))
    yield from found or digest_complaints(vector["digest"], vector["expected"])


def split_complaints(vector: Vector) -> Iterator[str]:
    """Check that every row is in one of the parts, and both are in ascending order."""
    training, validation = vector["expected"]["training"], vector["expected"]["validation"]
    if not training or not validation or sorted(training + validation) != list(range(vector["n"])):
        yield f"the parts are not the rows 0 to {vector['n'] - 1}"
    if training != sorted(training) or validation != sorted(validation):
        yield "a part is not in ascending order"
    yield from shape_complaints({"fraction": vector["fraction"]}, {"fraction": []})


def invalid_complaints(vector: Vector) -> Iterator[str]:
    """Check that the argument that is blamed was given, or could have been."""
    blamed, given = vector["expected"]["argument"], vector["arguments"]
    if vector["expected"]["code"] == "unknown_argument" and blamed not in given:
        yield f"the unknown argument {blamed!r} is not among the arguments"


KINDS = {
    "step": step_complaints,
    "training": training_complaints,
    "update": update_complaints,
    "threshold": threshold_complaints,
    "stream": stream_complaints,
    "initialization": initialization_complaints,
    "split": split_complaints,
    "invalid": invalid_complaints,
}
