"""Group invalid: calls that must be refused, each with its code (SPEC section 10)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from onehidden_conformance.numbers.tensors import flat_tensor, to_tensor
from onehidden_conformance.oracle import NetworkValues, Optimizer, Options, first_not_finite
from onehidden_vectors.vector import (
    ORACLE,
    Vectors,
    invalid,
    network_json,
    overflowing_training,
)

NETWORK = NetworkValues([[0.5, -0.25], [1.0, 0.75], [-0.5, 0.25]], [0.25, -0.5], [[1.0], [-0.75]], [0.5])
X = [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.5, 0.5, 0.5]]
Y = [[1.0], [0.0], [1.0], [0.5]]

NA = {"shape": [], "bits": ["7ff00000000007a2"], "values": [None]}
"""R's NA: a NaN with a payload of its own."""

PARAMETERS = {name: to_tensor(value) for name, value in NETWORK.parameters().items()}


def vectors() -> Vectors:
    """Yield the vectors of this group."""
    for make in (
        constructor,
        inputs,
        targets,
        learning_rates,
        counts,
        batches,
        words,
        updates,
        other_functions,
        overflows,
        losses_and_targets,
        sample_weights,
        optimizers,
        epochs,
        validations,
        continued,
        drawn,
        memories,
        gradients,
        models,
    ):
        yield from make()


def refused(
    name: str, call: str, arguments: dict[str, Any], code: str, argument: str, why: str, title: str
) -> dict[str, Any]:
    """Make a vector of a call that is refused, citing the sentence of its code."""
    spec = f"10.1 10.{CODES.index(code) + 3}"
    return invalid(f"invalid/{name}", title, call, arguments, code, argument, why=why, spec=spec)


CODES = (
    "not_numeric",
    "not_finite",
    "wrong_dimensions",
    "empty",
    "shape_mismatch",
    "missing_parameter",
    "unknown_argument",
    "unknown_activation",
    "unknown_loss",
    "unknown_reduction",
    "unknown_arithmetic",
    "unknown_stream",
    "incompatible_loss",
    "target_out_of_range",
    "invalid_learning_rate",
    "invalid_count",
    "invalid_batches",
    "invalid_network",
    "invalid_steps",
    "unsafe_floating_point",
    "overflow",
    "invalid_sample_weight",
    "unknown_optimizer",
    "incompatible_optimizer",
    "out_of_range",
    "invalid_validation",
    "unknown_initialization",
    "unknown_dataset",
    "missing_package",
    "unreadable_file",
    "damaged_file",
    "unsupported_version",
    "invalid_model_file",
    "invalid_model",
    "missing_column",
    "unknown_level",
    "invalid_targets",
    "not_logical",
    "unknown_kernels",
    "missing_kernels",
)
"""The codes in the order of SPEC 10.3 to 10.42."""


def network_argument(network: NetworkValues = NETWORK) -> dict[str, Any]:
    """Write a network as an argument."""
    return {"network": network_json(network)}


def tensor_with(odd: dict[str, Any]) -> dict[str, Any]:
    """Make X with its last element replaced by an odd scalar."""
    tensor = to_tensor(X)
    for key in ("bits", "values"):
        tensor[key][-1] = odd[key][0]
    return tensor


def texts(shape: list[int], text: str) -> dict[str, Any]:
    """Write an array of texts as an argument."""
    return {"text": [text] * math.prod(shape), "shape": shape}


CONSTRUCTOR: list[tuple[str, dict[str, Any], str, str, str, str]] = [
    (
        "wout-absent",
        {"wout": None},
        "missing_parameter",
        "wout",
        "A network without weights to its output",
        "There is always an output layer. Python's own complaint about a missing argument, or R's, would have no code.",
    ),
    (
        "bh-without-wh",
        {"wh": None, "wout": to_tensor([[1.0], [2.0], [3.0]])},
        "missing_parameter",
        "wh",
        "A hidden bias without hidden weights",
        "Either the hidden layer was forgotten or the bias belongs to the output. Ignoring the"
        " bias would compute another network than the one asked for.",
    ),
    (
        "bh-a-matrix",
        {"bh": to_tensor([[0.25, -0.5]])},
        "wrong_dimensions",
        "bh",
        "A hidden bias with one row",
        "The tutorials write biases as 1 x h matrices. Taking one row silently invites n rows,"
        " which is how a bias comes to belong to samples.",
    ),
    (
        "bh-one-per-sample",
        {"bh": to_tensor([0.25, -0.5, 0.0, 0.0])},
        "shape_mismatch",
        "bh",
        "A hidden bias with one element per sample",
        "Two hidden neurons have two biases. R would repeat or cut the vector in silence.",
    ),
    (
        "bout-too-long",
        {"bout": to_tensor([0.5, 0.5])},
        "shape_mismatch",
        "bout",
        "Two output biases for one output",
        "NumPy would turn n x 1 into n x 2 by broadcasting.",
    ),
    (
        "wout-rows",
        {"wout": to_tensor([[1.0], [2.0], [3.0]])},
        "shape_mismatch",
        "wout",
        "Weights from three hidden neurons where there are two",
        "wh has two columns, wout three rows: the layers do not meet.",
    ),
    (
        "wh-a-vector",
        {"wh": to_tensor([0.5, -0.25, 1.0])},
        "wrong_dimensions",
        "wh",
        "Hidden weights as a vector",
        "Three numbers may be 3 x 1 or 1 x 3. Guessing one of them is wrong half of the time.",
    ),
    (
        "wh-without-rows",
        {"wh": flat_tensor([0, 2], [])},
        "empty",
        "wh",
        "Hidden weights without rows",
        "No features: sums over nothing are 0 and every output would be the same.",
    ),
    (
        "wh-nan",
        {"wh": to_tensor([[0.5, math.nan], [1.0, 0.75], [-0.5, 0.25]])},
        "not_finite",
        "wh",
        "NaN among the weights",
        "NaN spreads to every output of the neuron and then to every parameter.",
    ),
    (
        "wout-text",
        {"wout": texts([2, 1], "0.5")},
        "not_numeric",
        "wout",
        "Weights as texts that look like numbers",
        "Files read without types give texts. Converting them would hide that, and R's and"
        " Python's conversions differ in the last bit.",
    ),
    (
        "hidden-activation-unknown",
        {"hidden_activation": "softmax"},
        "unknown_activation",
        "hidden_activation",
        "An activation that is not there",
        "The message names the activations that are there.",
    ),
    (
        "output-activation-capital",
        {"output_activation": "Sigmoid"},
        "unknown_activation",
        "output_activation",
        "An activation with a capital letter",
        "Names are exact; the message can say which one was probably meant.",
    ),
    (
        "loss-unknown",
        {"loss": "mse"},
        "unknown_loss",
        "loss",
        "The abbreviation of a loss",
        "mse is a mean of squares, squared_error half of a sum: accepting it would be a lie.",
    ),
    (
        "reduction-unknown",
        {"reduction": "average"},
        "unknown_reduction",
        "reduction",
        "Another word for mean",
        "The message names the reductions that are there.",
    ),
    (
        "cross-entropy-with-tanh",
        {"output_activation": "tanh", "loss": "binary_cross_entropy"},
        "incompatible_loss",
        "loss",
        "Binary cross-entropy after tanh",
        "The logarithm of a negative output does not exist, and without the sigmoid the slope does not cancel.",
    ),
    (
        "network-argument-misspelt",
        {"hidden_activations": "tanh"},
        "unknown_argument",
        "hidden_activations",
        "A misspelt argument of the constructor",
        "Ignored, as R's ... does, it leaves a sigmoid where a tanh was asked for.",
    ),
]


def constructor() -> Vectors:
    """Yield networks that cannot be."""
    for name, change, code, argument, title, why in CONSTRUCTOR:
        arguments = {**PARAMETERS, **change}
        yield refused(name, "Network", arguments, code, argument, why, title)


INPUTS: list[tuple[str, Any, str, str, str]] = [
    (
        "x-columns",
        to_tensor([[1.0, 2.0], [3.0, 4.0]]),
        "shape_mismatch",
        "Two columns for a network with three features",
        "The message says how many columns the network needs and how many came.",
    ),
    (
        "x-transposed",
        to_tensor([list(column) for column in zip(*X, strict=True)]),
        "shape_mismatch",
        "Samples in columns",
        "Other books put samples in columns. Here rows are samples; the message can say so.",
    ),
    (
        "x-a-vector",
        to_tensor([1.0, 0.0, 1.0]),
        "wrong_dimensions",
        "A single sample as a vector",
        "It may be one sample of three features or three samples of one.",
    ),
    (
        "x-infinite",
        tensor_with(flat_tensor([], [-math.inf])),
        "not_finite",
        "Minus infinity in the last element",
        "The message tells the row and the column, counted from 1.",
    ),
    (
        "x-na",
        tensor_with(NA),
        "not_finite",
        "R's NA in the last element",
        "NA is a NaN with a payload. R's is.na finds it, comparison does not, and it must not"
        " pass as a number in either language.",
    ),
    (
        "x-text",
        texts([4, 3], "one"),
        "not_numeric",
        "Words in place of samples",
        "Text is refused as text, before its shape or its content matters.",
    ),
    (
        "x-nothing",
        None,
        "not_numeric",
        "Nothing in place of samples",
        "None and NULL come from failed look-ups. R computes with NULL to length 0 in silence.",
    ),
    (
        "x-without-rows",
        flat_tensor([0, 3], []),
        "empty",
        "X without rows",
        "An empty selection. Every sum over rows would be 0, and a mean 0 / 0.",
    ),
]


def inputs() -> Vectors:
    """Yield inputs X that no network can read."""
    for name, value, code, title, why in INPUTS:
        arguments = {"network": network_argument(), "X": value}
        yield refused(name, "forward", arguments, code, "X", why, title)


OUTSIDE = "A sigmoid cannot reach it. nnet accepts 20 in silence and drives its weights apart."


TARGETS: list[tuple[str, NetworkValues, Any, str, str, str]] = [
    (
        "y-rows",
        NETWORK,
        to_tensor(Y[:3]),
        "shape_mismatch",
        "Three targets for four samples",
        "Broadcasting or recycling would pair samples with targets of others.",
    ),
    (
        "y-columns",
        NETWORK,
        to_tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]),
        "shape_mismatch",
        "Two columns of targets for one output",
        "One-hot targets for a network with a single output: broadcasting would train it towards both.",
    ),
    (
        "y-text",
        NETWORK,
        texts([4, 1], "setosa"),
        "not_numeric",
        "Class names as targets",
        "Names of classes must be turned into numbers by somebody who knows how.",
    ),
    (
        "y-nan",
        NETWORK,
        to_tensor([[1.0], [math.nan], [0.0], [1.0]]),
        "not_finite",
        "A missing target",
        "It is NaN that is reported, not that NaN is outside the range.",
    ),
    (
        "y-above-sigmoid",
        NETWORK,
        to_tensor([[20.0], [0.0], [1.0], [0.5]]),
        "target_out_of_range",
        "The target 20 for a sigmoid",
        OUTSIDE,
    ),
    (
        "y-outside-tanh",
        replace(NETWORK, output_activation="tanh"),
        to_tensor([[1.0], [-1.0], [-1.5], [0.5]]),
        "target_out_of_range",
        "The target -1.5 for a tanh",
        "-1 and 1 are allowed, anything beyond is not.",
    ),
    (
        "y-negative-relu",
        replace(NETWORK, output_activation="relu"),
        to_tensor([[1.0], [0.0], [20.0], [-0.5]]),
        "target_out_of_range",
        "A negative target for a relu",
        "20 is allowed here, -0.5 is not.",
    ),
]


def targets() -> Vectors:
    """Yield targets y that do not fit."""
    for name, network, value, code, title, why in TARGETS:
        arguments = {"network": network_argument(network), "X": to_tensor(X), "y": value}
        yield refused(name, "backward", arguments, code, "y", why, title)


def training_arguments(**change: Any) -> dict[str, Any]:
    """Write the arguments of a short training, with changes."""
    data = {"network": network_argument(), "X": to_tensor(X), "y": to_tensor(Y)}
    return {**data, "learning_rate": 0.5, "epochs": 3, **change}


LEARNING_RATES: list[tuple[str, Any, str, str]] = [
    ("negative", -0.1, "A negative learning rate", "It moves away from the targets."),
    ("text", "fast", "A word in place of a learning rate", "Only a number can be multiplied with a gradient."),
    (
        "nan",
        to_tensor(math.nan),
        "A learning rate that is NaN",
        "NaN is not below 0, so a check for negative numbers alone lets it pass.",
    ),
    (
        "infinite",
        to_tensor(math.inf),
        "An infinite learning rate",
        "It would end in overflow after one update, blaming the data.",
    ),
    (
        "per-neuron",
        to_tensor([0.1, 0.2]),
        "Two learning rates",
        "Recycled or broadcast, each would apply to whatever parameters it happens to meet.",
    ),
    (
        "absent",
        None,
        "Nothing in place of a learning rate",
        "The default is used when the argument is not given at all.",
    ),
]


def learning_rates() -> Vectors:
    """Yield learning rates that are none."""
    for name, value, title, why in LEARNING_RATES:
        yield refused(
            f"learning-rate-{name}",
            "train",
            training_arguments(learning_rate=value),
            "invalid_learning_rate",
            "learning_rate",
            why,
            title,
        )


COUNTS: list[tuple[str, str, dict[str, Any], str, str, str]] = [
    (
        "epochs-not-whole",
        "train",
        training_arguments(epochs=2.5),
        "epochs",
        "Two and a half epochs",
        "R's loops would round it down in silence.",
    ),
    (
        "epochs-negative",
        "train",
        training_arguments(epochs=-1),
        "epochs",
        "Minus one epoch",
        "R's 1:epochs counts 1, 0, -1 and trains three times.",
    ),
    (
        "report-every-zero",
        "train",
        training_arguments(report_every=0),
        "report_every",
        "A report every 0 epochs",
        "It would divide by zero; no report is asked for by nothing, not by 0.",
    ),
    (
        "seed-negative",
        "uniforms",
        {"seed": -1, "n": 3},
        "seed",
        "A negative seed",
        "Seeds are 0 to 2^32 - 1; taking it modulo 2^32 would be a guess.",
    ),
    (
        "seed-too-large",
        "uniforms",
        {"seed": 2**32, "n": 3},
        "seed",
        "The first number that is no seed",
        "2^32 needs 33 bits; cut off it would be seed 0.",
    ),
    (
        "n-not-whole",
        "uniforms",
        {"seed": 42, "n": 2.5},
        "n",
        "Two and a half numbers",
        "Rounded to 2 or to 3, it hides that somebody divided where they did not mean to.",
    ),
]


def counts() -> Vectors:
    """Yield counts that are not whole numbers in their range."""
    for name, call, arguments, argument, title, why in COUNTS:
        yield refused(name, call, arguments, "invalid_count", argument, why, title)


BATCHES: list[tuple[str, Any, str, str]] = [
    (
        "out-of-range",
        [[0, 1], [2, 4]],
        "Row index 4 of four rows",
        "Indices here count from 0, so 4 is the fifth row. R would give NA, not an error.",
    ),
    (
        "negative",
        [[0, 1], [2, -1]],
        "A negative index",
        "NumPy counts from the end, R leaves the row out: neither is meant.",
    ),
    (
        "twice",
        [[0, 1], [1, 2, 3]],
        "A row in two batches",
        "A row occurs at most once in an epoch.",
    ),
    ("empty-batch", [[0, 1], [], [2, 3]], "A batch without rows", "It would be a mean of 0 / 0."),
    ("none", [], "No batch", "An epoch without updates trains nothing."),
    (
        "unknown-word",
        "minibatch",
        "A word that is neither full nor single",
        "Sizes of mini-batches are not part of this: rows are named one by one.",
    ),
]


def batches() -> Vectors:
    """Yield batches that name no proper rows."""
    for name, value, title, why in BATCHES:
        yield refused(
            f"batches-{name}",
            "train",
            training_arguments(batches=value),
            "invalid_batches",
            "batches",
            why,
            title,
        )


def words() -> Vectors:
    """Yield arguments that the functions do not know."""
    yield refused(
        "argument-misspelt",
        "train",
        training_arguments(lerning_rate=0.01),
        "unknown_argument",
        "lerning_rate",
        "nnet takes it and trains with its default. The message can name the argument that was probably meant.",
        "A misspelt learning rate",
    )
    yield refused(
        "arithmetic-unknown",
        "forward",
        {"network": network_argument(), "X": to_tensor(X), "arithmetic": "float32"},
        "unknown_arithmetic",
        "arithmetic",
        "There is no single precision here.",
        "An arithmetic that is not there",
    )
    yield refused(
        "kernels-unknown",
        "forward",
        {"network": network_argument(), "X": to_tensor(X), "kernels": "fast"},
        "unknown_kernels",
        "kernels",
        "The names say what the kernels are; all of them give the same bits.",
        "Kernels that there are not",
    )
    yield refused(
        "stream-unknown",
        "uniforms",
        {"seed": 42, "n": 3, "stream": "philox"},
        "unknown_stream",
        "stream",
        "Another generator would give other weights from the same seed.",
        "A stream that is not specified",
    )
    yield refused(
        "network-a-number",
        "forward",
        {"network": 42, "X": to_tensor(X)},
        "invalid_network",
        "network",
        "The arguments were swapped, or the network was never made.",
        "A number in place of a network",
    )
    yield refused(
        "network-nothing",
        "train",
        training_arguments(network=None),
        "invalid_network",
        "network",
        "Nothing in place of a network comes from a model that was not found.",
        "Nothing in place of a network",
    )


def updates() -> Vectors:
    """Yield gradients that do not belong to the network."""
    steps = ORACLE.step(NETWORK, X, Y, 0.5)
    gradients = {name: to_tensor(steps[name]) for name in steps if name.startswith("grad_")}
    without = {name: tensor for name, tensor in gradients.items() if name != "grad_bout"}
    cases = [
        (
            "gradient-absent",
            without,
            "No gradient of the output bias",
            "A bias that is never updated is a common mistake; it must not happen by omission.",
        ),
        (
            "gradient-of-another-shape",
            {**gradients, "grad_wh": to_tensor([[0.5, 0.5]])},
            "A gradient of another shape than its parameter",
            "Broadcasting would give every row of weights the same update.",
        ),
    ]
    for name, given, title, why in cases:
        arguments = {"network": network_argument(), "steps": {"steps": given}, "learning_rate": 0.5}
        yield refused(name, "update_weights", arguments, "invalid_steps", "steps", why, title)


def other_functions() -> Vectors:
    """Yield calls of predict and of the threshold unit."""
    yield refused(
        "predict-columns",
        "predict",
        {"network": network_argument(), "X": to_tensor([[1.0, 2.0], [3.0, 4.0]])},
        "shape_mismatch",
        "X",
        "nnet predicts from too few columns in silence.",
        "Prediction from too few columns",
    )
    yield refused(
        "threshold-weights",
        "threshold_unit",
        {"x": to_tensor([0.0, 1.0, 1.0]), "w": to_tensor([2.0, 3.0])},
        "shape_mismatch",
        "w",
        "R would recycle the weights.",
        "Two weights for three inputs",
    )
    yield refused(
        "threshold-nan",
        "threshold_unit",
        {"x": to_tensor([0.0, math.nan, 1.0])},
        "not_finite",
        "x",
        "Every comparison with NaN is false, so the unit would answer 0.",
        "NaN as an input of the threshold unit",
    )


OVERFLOWS: list[tuple[str, float, list[list[float]], list[list[float]], float, int, str, str]] = [
    (
        "third-epoch",
        0.0,
        [[1e75]],
        [[1.0]],
        1.0,
        10,
        "A training that overflows in its third epoch",
        "Each epoch multiplies the error by 1e150. The loss of state 2 is infinite already, which"
        " is allowed; in epoch 3 the gradient overflows. State 2 and its history of three losses"
        " must be handed back, not lost.",
    ),
    (
        "between-epochs",
        0.0,
        [[1e80]],
        [[1.0]],
        1.0,
        10,
        "An update that is finite and leads to an output that is not",
        "All steps of the update of epoch 2 are finite, and so is the new weight. The state of"
        " epoch 2 is not complete, because its error is not: state 1 is handed back.",
    ),
    (
        "slow",
        0.5,
        [[1.0], [2.0]],
        [[1.0], [3.0]],
        1.0,
        5000,
        "A learning rate that is too large, and hundreds of epochs",
        "The usual way to overflow: the error grows fourfold in every epoch. The epoch, the step"
        " and the digest of the last complete state depend on every bit of all epochs before.",
    ),
    (
        "first-state",
        1e200,
        [[1e200]],
        [[1.0]],
        1.0,
        10,
        "A network that overflows before any update",
        "State 0 cannot be computed. There is no complete state and the history is empty.",
    ),
]


def overflows() -> Vectors:
    """Yield computations that end beyond the largest number."""
    huge = NetworkValues([[1e200, -1.0]], None, [[1.0], [1.0]], None, "identity", "identity")
    line = NetworkValues(None, None, [[0.0]], None, output_activation="identity")
    steps = ORACLE.forward(huge, [[1.0], [1e150]])
    yield invalid(
        "invalid/overflow-forward",
        "A product beyond the largest number",
        "forward",
        {"network": network_argument(huge), "X": to_tensor([[1.0], [1e150]])},
        "overflow",
        None,
        why="Inputs and weights are finite, their product is not. Infinity must not travel on, where"
        " a sigmoid would turn it into an innocent 1.",
        spec="10.23",
        step=first_not_finite(steps),
    )
    steps = ORACLE.step(line, [[1e200]], [[1e150]], 0.0)
    yield invalid(
        "invalid/overflow-gradient",
        "A gradient beyond the largest number",
        "backward",
        {"network": network_argument(line), "X": to_tensor([[1e200]]), "y": to_tensor([[1e150]])},
        "overflow",
        None,
        why="The loss and the gradient overflow. The loss may; the gradient is what is named.",
        spec="3.9 10.23",
        step=first_not_finite(steps),
    )
    for name, weight, inputs, outputs, learning_rate, epochs, title, why in OVERFLOWS:
        network = NetworkValues(None, None, [[weight]], None, output_activation="identity")
        yield invalid(
            f"invalid/overflow-{name}",
            title,
            "train",
            {
                "network": network_argument(network),
                "X": to_tensor(inputs),
                "y": to_tensor(outputs),
                "learning_rate": learning_rate,
                "epochs": epochs,
            },
            "overflow",
            None,
            why=why,
            spec="4.6 10.23",
            **overflowing_training(network, inputs, outputs, learning_rate, epochs),
        )


# ---- softmax, weights, optimizers, streams ---------------------------------------------------------------------------

CLASSES = NetworkValues(
    [[0.5, -0.25], [1.0, 0.75], [-0.5, 0.25]],
    [0.25, -0.5],
    [[1.0, 0.5, -1.0], [-0.75, 0.25, 0.5]],
    [0.5, 0.0, -0.5],
    output_activation="softmax",
    loss="categorical_cross_entropy",
)
LABELS = [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]


def losses_and_targets() -> Vectors:
    """Yield losses that softmax does not go with, and targets that are no shares."""
    wide = {name: to_tensor(value) for name, value in CLASSES.parameters().items()}
    for name, change, title, why in (
        (
            "softmax-with-squared-error",
            {**wide, "output_activation": "softmax"},
            "Softmax with squared error",
            "The derivative of softmax is a matrix for each sample, and nothing cancels. The message names the loss"
            " that"
            " belongs to it.",
        ),
        (
            "softmax-with-binary-cross-entropy",
            {**wide, "output_activation": "softmax", "loss": "binary_cross_entropy"},
            "Softmax with binary cross-entropy",
            "Libraries accept it, and learn something else.",
        ),
        (
            "categorical-with-sigmoid",
            {**wide, "loss": "categorical_cross_entropy"},
            "Categorical cross-entropy after the sigmoid",
            "Outputs that do not add up to 1 could all be 1, which would cost nothing.",
        ),
    ):
        yield refused(name, "Network", {**PARAMETERS, **change}, "incompatible_loss", "loss", why, title)
    yield refused(
        "softmax-with-one-output",
        "Network",
        {**PARAMETERS, "output_activation": "softmax", "loss": "categorical_cross_entropy"},
        "shape_mismatch",
        "wout",
        "It would be 1 whatever the input. Two classes take two outputs, or one sigmoid.",
        "Softmax of one output",
    )
    for name, rows, title, why in (
        (
            "y-softmax-not-shares",
            [*LABELS[:2], [0.5, 0.25, 0.15], LABELS[3]],
            "Targets that add up to 0.9",
            "Softmax can never reach them, and the gradient would not vanish anywhere.",
        ),
        (
            "y-softmax-several-labels",
            [[1.0, 1.0, 0.0], *LABELS[1:]],
            "Two classes at once for softmax",
            "Labels that do not exclude each other belong to the sigmoid with binary cross-entropy.",
        ),
        (
            "y-softmax-negative",
            [LABELS[0], [1.5, -0.5, 0.0], *LABELS[2:]],
            "A negative share",
            "The row adds up to 1, and -0.5 is no share.",
        ),
    ):
        arguments = {"network": network_argument(CLASSES), "X": to_tensor(X), "y": to_tensor(rows)}
        yield refused(name, "backward", arguments, "target_out_of_range", "y", why, title)


WEIGHTS: list[tuple[str, str, Any, str, str, str]] = [
    (
        "negative",
        "backward",
        to_tensor([1.0, -0.5, 1.0, 1.0]),
        "invalid_sample_weight",
        "A negative sample weight",
        "It would drive the output away from its target, without end.",
    ),
    (
        "all-zero",
        "train",
        to_tensor([0.0, 0.0, 0.0, 0.0]),
        "invalid_sample_weight",
        "Sample weights of 0 throughout",
        "Nothing would be learned, and the mean would be 0 / 0.",
    ),
    (
        "too-few",
        "backward",
        to_tensor([1.0, 2.0, 0.5]),
        "shape_mismatch",
        "Three weights for four samples",
        "R would recycle them, and the fourth sample have the weight of the first.",
    ),
    (
        "a-matrix",
        "train",
        to_tensor([[1.0], [2.0], [0.5], [1.0]]),
        "wrong_dimensions",
        "Sample weights as a column",
        "NumPy would broadcast n x 1 against n x k, and n against n x n.",
    ),
    (
        "nan",
        "train",
        to_tensor([1.0, math.nan, 0.5, 1.0]),
        "not_finite",
        "A sample weight that is NaN",
        "NaN is not negative, so a check for negative weights alone lets it pass.",
    ),
    (
        "text",
        "backward",
        texts([4], "heavy"),
        "not_numeric",
        "Words as sample weights",
        '"balanced" and the like are other libraries\' words for weights that somebody must compute.',
    ),
]


def sample_weights() -> Vectors:
    """Yield sample weights that are none."""
    for name, call, value, code, title, why in WEIGHTS:
        data = {"network": network_argument(), "X": to_tensor(X), "y": to_tensor(Y)}
        arguments = {**(training_arguments() if call == "train" else data), "sample_weight": value}
        yield refused(f"sample-weight-{name}", call, arguments, code, "sample_weight", why, title)


SETTINGS: list[tuple[str, str, dict[str, Any], str, str, str, str]] = [
    (
        "coefficient-one",
        "momentum",
        {"coefficient": 1},
        "out_of_range",
        "coefficient",
        "A coefficient of 1",
        "Nothing would ever be forgotten, and the velocity grow without end.",
    ),
    (
        "coefficient-negative",
        "nesterov",
        {"coefficient": -0.5},
        "out_of_range",
        "coefficient",
        "A negative coefficient",
        "Every second step would go back.",
    ),
    (
        "coefficient-text",
        "momentum",
        {"coefficient": "high"},
        "not_numeric",
        "coefficient",
        "A word for a coefficient",
        "Only a number can be multiplied with a velocity.",
    ),
    (
        "beta1-one",
        "adam",
        {"beta1": 1.0},
        "out_of_range",
        "beta1",
        "A beta1 of 1",
        "1 - beta1 is 0: the mean would see no gradient, and its correction divide by 0.",
    ),
    (
        "beta2-nan",
        "adam",
        {"beta2": to_tensor(math.nan)},
        "not_finite",
        "beta2",
        "A beta2 that is NaN",
        "NaN is neither below 0 nor above 1.",
    ),
    (
        "epsilon-zero",
        "adam",
        {"epsilon": 0},
        "out_of_range",
        "epsilon",
        "An epsilon of 0",
        "A parameter that never moves would be divided 0 by 0.",
    ),
    (
        "adam-argument-misspelt",
        "adam",
        {"beta_1": 0.9},
        "unknown_argument",
        "beta_1",
        "Adam's argument as another library spells it",
        "Ignored, it would leave the default in place of what was asked for.",
    ),
]


def optimizers() -> Vectors:
    """Yield optimizers and settings that there are not."""
    for name, call, arguments, code, argument, title, why in SETTINGS:
        yield refused(name, call, arguments, code, argument, why, title)
    for name, value, title, why in (
        ("unknown", "rmsprop", "An optimizer that is not there", "The message names those that are there."),
        ("misspelt", "nestorov", "A misspelt optimizer", "The message can say which one was probably meant."),
        (
            "settings-only",
            0.9,
            "A coefficient in place of an optimizer",
            "The settings are arguments of momentum(), nesterov() and adam().",
        ),
    ):
        arguments = training_arguments(optimizer=value)
        yield refused(f"optimizer-{name}", "train", arguments, "unknown_optimizer", "optimizer", why, title)
    yield refused(
        "weight-decay-negative",
        "train",
        training_arguments(weight_decay=-0.01),
        "out_of_range",
        "weight_decay",
        "It would make large weights larger, in silence.",
        "A negative weight decay",
    )
    yield refused(
        "weight-decay-infinite",
        "train",
        training_arguments(weight_decay=to_tensor(math.inf)),
        "not_finite",
        "weight_decay",
        "It would end in overflow after one update, blaming the data.",
        "An infinite weight decay",
    )


def epochs() -> Vectors:
    """Yield learning rates, batch sizes and seeds of shuffles that are none."""
    for name, rates, title, why in (
        (
            "negative-later",
            [0.5, -0.1, 0.5],
            "A function that gives a negative learning rate in epoch 2",
            "What a function gives is checked when it gives it, by the same rule as a number.",
        ),
        (
            "nan-later",
            [0.5, 0.25, math.nan],
            "A function that gives NaN in epoch 3",
            "A schedule that divides 0 by 0 in its last epoch.",
        ),
    ):
        yield refused(
            f"learning-rate-{name}",
            "train",
            training_arguments(learning_rate={"rates": to_tensor(rates)}),
            "invalid_learning_rate",
            "learning_rate",
            why,
            title,
        )
    for name, value, title, why in (
        ("size-zero", 0, "Batches of no rows", "An epoch of updates from nothing, without end."),
        ("size-negative", -2, "Batches of minus two rows", "A range with a negative step is empty in silence."),
        ("size-not-whole", 2.5, "Batches of two and a half rows", "Rounded, it hides a division that went wrong."),
        ("absent", None, "Nothing in place of batches", "The default is used when the argument is not given at all."),
    ):
        yield refused(
            f"batches-{name}",
            "train",
            training_arguments(batches=value),
            "invalid_batches",
            "batches",
            why,
            title,
        )
    for name, change, code, argument, title, why in (
        (
            "shuffle-seed-negative",
            {"shuffle_seed": -1},
            "invalid_count",
            "shuffle_seed",
            "A negative seed for a shuffle by NumPy's stream",
            "The stream `r` has negative seeds, this one has none.",
        ),
        (
            "shuffle-seed-true",
            {"shuffle_seed": True},
            "invalid_count",
            "shuffle_seed",
            "True in place of the seed of a shuffle",
            "shuffle = True is how other libraries ask. Taken for 1 it would be a seed that nobody chose.",
        ),
        (
            "shuffle-stream-unknown",
            {"shuffle_seed": 1, "stream": "mersenne"},
            "unknown_stream",
            "stream",
            "A shuffle by a stream that is not there",
            "numpy and r are both Mersenne Twisters, and different streams.",
        ),
        (
            "progress-a-word",
            {"progress": "bar"},
            "not_logical",
            "progress",
            "A word where true or false must be",
            "Any text counts as true in Python, and as an error deep inside in R.",
        ),
        (
            "progress-a-number",
            {"progress": 1},
            "not_logical",
            "progress",
            "A number where true or false must be",
            "0 and 1 are numbers; whoever hands one over has perhaps mixed up the order of arguments.",
        ),
    ):
        yield refused(name, "train", training_arguments(**change), code, argument, why, title)


def validations() -> Vectors:
    """Yield validations that are no pairs, and patience without any."""
    cases: list[tuple[str, dict[str, Any], str, str, str, str]] = [
        (
            "validation-a-fraction",
            {"validation": 0.2},
            "invalid_validation",
            "validation",
            "A fraction in place of rows",
            "Which rows are kept apart is split_rows' business; here are the rows themselves.",
        ),
        (
            "validation-x-only",
            {"validation": to_tensor(X)},
            "invalid_validation",
            "validation",
            "Samples for validation without targets",
            "A matrix is no pair, even if it has as many rows as a pair has parts.",
        ),
        (
            "validation-columns",
            {"validation": {"pair": {"X": to_tensor([[1.0, 0.0]]), "y": to_tensor([[1.0]])}}},
            "shape_mismatch",
            "validation",
            "Samples for validation with a column too few",
            "They go through the same network.",
        ),
        (
            "validation-target",
            {"validation": {"pair": {"X": to_tensor(X[:2]), "y": to_tensor([[1.0], [3.0]])}}},
            "target_out_of_range",
            "validation",
            "A target for validation that the sigmoid cannot reach",
            "The best state would be the one that is wrong in the nicest way.",
        ),
        (
            "validation-nan",
            {"validation": {"pair": {"X": tensor_with(flat_tensor([], [math.nan])), "y": to_tensor(Y)}}},
            "not_finite",
            "validation",
            "NaN among the samples for validation",
            "Every comparison with a loss of NaN is false: patience would end, or never end, by accident.",
        ),
        (
            "patience-without-validation",
            {"patience": 5},
            "invalid_validation",
            "validation",
            "Patience without validation",
            "There is no loss to be patient about. Using that of the training would be a guess.",
        ),
        (
            "patience-zero",
            {"patience": 0, "validation": {"pair": {"X": to_tensor(X), "y": to_tensor(Y)}}},
            "invalid_count",
            "patience",
            "Patience of no epochs",
            "The training would end before it began.",
        ),
    ]
    for name, change, code, argument, title, why in cases:
        yield refused(name, "train", training_arguments(**change), code, argument, why, title)


def continued() -> Vectors:
    """Yield trainings that cannot be continued as asked."""
    rate = to_tensor(0.5)
    adam = {"trained": training_arguments(optimizer="adam", learning_rate=rate)}
    plain = {"trained": training_arguments(learning_rate=rate)}
    for name, result, optimizer, title, why in (
        (
            "adam-to-default",
            adam,
            {},
            "A training by Adam, continued without naming it",
            "The default is plain gradient descent, which would drop Adam's memory in silence.",
        ),
        (
            "plain-to-momentum",
            plain,
            {"optimizer": {"optimizer": {"name": "momentum", "coefficient": to_tensor(0.5)}}},
            "A plain training, continued with momentum",
            "There is no velocity to go on with. Whoever wants to change begins anew from the network.",
        ),
    ):
        yield refused(
            f"continued-{name}",
            "train",
            training_arguments(network=result, **optimizer),
            "incompatible_optimizer",
            "optimizer",
            why,
            title,
        )


DRAWN: list[tuple[str, str, dict[str, Any], str, str, str, str]] = [
    (
        "initialization-unknown",
        "initial_network",
        {"initialization": "xavier"},
        "unknown_initialization",
        "initialization",
        "Glorot by his other name",
        "Names are exact; the message names those that are there.",
    ),
    (
        "initial-no-features",
        "initial_network",
        {"n_features": 0},
        "invalid_count",
        "n_features",
        "A network of no features",
        "No hidden layer is possible, no features are not.",
    ),
    (
        "initial-hidden-not-whole",
        "initial_network",
        {"n_hidden": 2.5},
        "invalid_count",
        "n_hidden",
        "Two and a half hidden neurons",
        "nnet takes size = 2.5 in silence.",
    ),
    (
        "initial-seed-too-large",
        "initial_network",
        {"seed": 2**31, "stream": "r"},
        "invalid_count",
        "seed",
        "The first number that is no seed of R",
        "R itself turns it into NA.",
    ),
    (
        "initial-softmax-alone",
        "initial_network",
        {"n_outputs": 3, "output_activation": "softmax"},
        "incompatible_loss",
        "loss",
        "Softmax, and the default loss",
        "The network is checked as if it had been made by hand.",
    ),
    (
        "seed-of-54-bits",
        "uniforms",
        {"seed": 2**53, "n": 3, "stream": "pcg64"},
        "invalid_count",
        "seed",
        "A seed of pcg64 that a double may not hold",
        "2^53 + 1 is not a double: from here on two seeds would be one.",
    ),
    (
        "normals-stream-unknown",
        "normals",
        {"seed": 1, "n": 3, "stream": "R"},
        "unknown_stream",
        "stream",
        "The stream of R with a capital letter",
        "Names are exact; the message can say which one was probably meant.",
    ),
    (
        "normals-n-negative",
        "normals",
        {"seed": 1, "n": -1},
        "invalid_count",
        "n",
        "Minus one normal",
        "R's vectors would be cut from the other end.",
    ),
    (
        "split-fraction-one",
        "split_rows",
        {"fraction": 1},
        "out_of_range",
        "fraction",
        "All rows kept apart",
        "Nothing would be left to train on. A percentage, 20, is refused in the same way.",
    ),
    (
        "split-fraction-zero",
        "split_rows",
        {"fraction": 0},
        "out_of_range",
        "fraction",
        "No rows kept apart",
        "Whoever wants none does not split.",
    ),
    (
        "split-one-row",
        "split_rows",
        {"n": 1},
        "invalid_count",
        "n",
        "A single row to be split",
        "One of the two parts would be empty.",
    ),
    (
        "dataset-unknown",
        "load_dataset",
        {"name": "mnist"},
        "unknown_dataset",
        "name",
        "A data set that does not come with the package",
        "The message names those that do.",
    ),
]
GOOD: dict[str, dict[str, Any]] = {
    "initial_network": {"n_features": 4, "n_hidden": 3, "n_outputs": 1, "seed": 42},
    "split_rows": {"n": 10, "fraction": 0.25, "seed": 42},
}


def drawn() -> Vectors:
    """Yield first weights, streams, splits and data that there are not."""
    for name, call, change, code, argument, title, why in DRAWN:
        yield refused(name, call, {**GOOD.get(call, {}), **change}, code, argument, why, title)


def gradients() -> Vectors:
    """Yield checks of gradients that cannot be made."""
    for name, step, code, title, why in (
        ("zero", 0, "out_of_range", "Differences over no distance", "It would be 0 / 0 for every parameter."),
        (
            "negative",
            -0.001,
            "out_of_range",
            "A negative distance for differences",
            "On paper the central difference is the same. It is a sign that arguments were mixed up.",
        ),
        (
            "nan",
            to_tensor(math.nan),
            "not_finite",
            "A distance that is NaN",
            "NaN is not 0 and not below, and every difference would be NaN.",
        ),
        (
            "too-small",
            to_tensor(1e-300),
            "out_of_range",
            "A distance that changes no parameter",
            "0.5 + 1e-300 is 0.5. Every difference would be 0, and every gradient wrong.",
        ),
    ):
        data = {"network": network_argument(), "X": to_tensor(X), "y": to_tensor(Y)}
        yield refused(
            f"check-gradients-step-{name}", "check_gradients", {**data, "step": step}, code, "step", why, title
        )


def models() -> Vectors:
    """Yield models that are none, and files that are not there."""
    yield refused(
        "save-no-model",
        "save_model",
        {"model": 42, "path": "no-such-folder/model.json"},
        "invalid_model",
        "model",
        "The arguments were swapped, or the model was never made. Nothing is written.",
        "A number in place of a model",
    )
    yield refused(
        "load-absent-file",
        "load_model",
        {"path": "no-such-folder/model.json"},
        "unreadable_file",
        "path",
        "The message names the file that was looked for.",
        "A model file that is not there",
    )
    yield refused(
        "walkthrough-decimals",
        "walkthrough",
        {"network": network_argument(), "X": to_tensor(X), "y": to_tensor(Y), "decimals": -1},
        "invalid_count",
        "decimals",
        "Rounding to tens is no way to show numbers between 0 and 1.",
        "Minus one decimal in a walkthrough",
    )


def memories() -> Vectors:
    """Yield trainings whose optimizer overflows."""
    line = NetworkValues(None, None, [[0.0]], None, output_activation="identity")
    for name, optimizer, title, why in (
        (
            "adam-memory",
            "adam",
            "A gradient whose square is beyond the largest number",
            "The gradient is -1e200, and finite. Adam's v is infinite, which makes the step 0 and no parameter"
            " infinite:"
            " the training would stand still from then on. A memory that is not finite is told as the update of its"
            " parameter.",
        ),
        (
            "momentum-parameter",
            "momentum",
            "A velocity that carries the weight beyond the largest number",
            "Each epoch multiplies the error; the velocity is finite longer than the error of the next state.",
        ),
    ):
        inputs, outputs, rate = ([[1e100]], [[1e100]], 0.5) if optimizer == "adam" else ([[1e75]], [[1.0]], 1.0)
        options = Options(Optimizer(optimizer))
        yield invalid(
            f"invalid/overflow-{name}",
            title,
            "train",
            {
                "network": network_argument(line),
                "X": to_tensor(inputs),
                "y": to_tensor(outputs),
                "learning_rate": rate,
                "epochs": 5,
                "optimizer": optimizer,
            },
            "overflow",
            None,
            why=why,
            spec="4.6 4.14 4.16 10.23",
            **overflowing_training(line, inputs, outputs, rate, 5, options),
        )
