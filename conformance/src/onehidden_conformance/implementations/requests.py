"""What a vector asks for, and whether that is beyond what an implementation declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from onehidden_conformance.implementations.declaration import Declaration
from onehidden_conformance.vectors.names import STREAMS

Message = dict[str, Any]

FEATURES = {
    "sample_weight": "sample_weight",
    "learning_rates": "learning_rates",
    "optimizer": "optimizers",
    "weight_decay": "weight_decay",
    "shuffle_seed": "shuffle",
    "validation": "validation",
    "patience": "validation",
    "stops": "continue",
    "draw": "normals",
    "kernels": "kernels",
}
"""The feature that a key of a vector, or an argument of a call, asks for."""

CALLS = {
    "normals": "normals",
    "initial_network": "initialization",
    "split_rows": "split",
    **dict.fromkeys(("momentum", "nesterov", "adam"), "optimizers"),
    "check_gradients": "gradient_check",
    "load_dataset": "datasets",
    **dict.fromkeys(("save_model", "load_model"), "models"),
    "walkthrough": "walkthrough",
}
"""The feature, or the kind, that a call asks for."""

CHOICES = {
    "hidden_activation": "hidden_activations",
    "output_activation": "output_activations",
    "loss": "losses",
    "reduction": "reductions",
}

HABITS = ("step", "training", "update")
"""Kinds of vectors that ask for a network as a whole."""


def lacking(declaration: Declaration, vector: Message) -> str:
    """Why a vector is beyond what an implementation declared; empty if it is not."""
    if vector["kind"] not in declaration.kinds:
        return f"declares that it does no vectors of the kind {vector['kind']}"
    known = {*declaration.features, *declaration.kinds}
    if vector["kind"] == "step" and declaration.weight_decay != "none":
        known.add("weight_decay")
    asked_for = sorted(features_of(vector) - known)
    if asked_for:
        return f"declares no {asked_for[0].replace('_', ' ')}"
    stream = vector.get("stream", vector.get("arguments", {}).get("stream"))
    if stream in STREAMS and stream not in declaration.streams:
        return f"declares no stream {stream}"
    return unknown_word(declaration, vector) or next(strange_habits(declaration, vector), "")


def unknown_word(declaration: Declaration, vector: Message) -> str:
    """Why a network has a word that an implementation does not know; empty if it knows all."""
    network = network_asked_for(vector)
    for key, declared in CHOICES.items():
        # Without hidden layer its activation is not asked for.
        asked = key in network and not (key == "hidden_activation" and network["wh"] is None)
        if asked and network[key] not in getattr(declaration, declared) and not is_unknown(vector, key, network[key]):
            return f"declares no {key.replace('_', ' ')} {network[key]}"
    return ""


def features_of(vector: Message) -> set[str]:
    """The features that a vector asks for; an argument of a call counts as well as a key."""
    arguments = vector.get("arguments", {})
    features = {feature for key, feature in FEATURES.items() if key in vector or key in arguments}
    if isinstance(vector.get("batches"), int):
        features.add("batch_size")
    if "rates" in (arguments.get("learning_rate") if isinstance(arguments.get("learning_rate"), dict) else {}):
        features.add("learning_rates")
    if "trained" in (arguments.get("network") if isinstance(arguments.get("network"), dict) else {}):
        features.add("continue")
    if vector.get("call") in CALLS:
        features.add(CALLS[vector["call"]])
    return features


def network_asked_for(vector: Message) -> Message:
    """The network of a vector; in a call it is an argument, or the arguments are those of its constructor."""
    if vector["kind"] != "invalid":
        network: Message = vector.get("network", {})
        return network
    arguments: Message = vector["arguments"]
    given = arguments.get("network")
    if isinstance(given, dict):
        inner: Message = given.get("network", {})
        return inner
    return {"wh": None, **arguments} if vector["call"] in ("Network", "initial_network") else {}


def is_unknown(vector: Message, key: str, word: object) -> bool:
    """Whether a call asks for an unknown feature, which must be rejected."""
    everything = {"output_activation": {"softmax"}, "loss": {"categorical_cross_entropy"}}
    return vector["kind"] == "invalid" and word not in everything.get(key, set())


# ---- habits ----------------------------------------------------------------------------------------------------------


def strange_habits(declaration: Declaration, vector: Message) -> Iterator[str]:
    """Why a network, a learning rate or rows are not those that an implementation is always given."""
    if vector["kind"] not in HABITS:
        return
    yield from other_biases(declaration, vector["network"])
    yield from other_rate(declaration, vector)
    yield from other_shape(declaration, vector)
    if vector["kind"] == "step" and declaration.decay is not None:
        given = vector.get("weight_decay", {"values": [0.0]})["values"][0]
        if given != declaration.decay:
            yield f"declares that its weight decay is always {declaration.decay:g}"
    if vector.get("decay_in", declaration.weight_decay) != declaration.weight_decay:
        yield f"declares the weight decay {declaration.weight_decay!r}"


def other_biases(declaration: Declaration, network: Mapping[str, Any]) -> Iterator[str]:
    """Whether the biases are others than those that an implementation has."""
    word = declaration.biases
    signs = signs_of(network)
    if word == "layer" and network["wh"] is not None:
        if not layered(signs, network):
            yield "declares the biases 'layer'"
    elif "l" in signs or (word != "any" and signs not in without_hidden(declaration, network)):
        yield f"declares the biases {word!r}"


def signs_of(network: Mapping[str, Any]) -> str:
    """The biases of a network as signs: 1 there, 0 absent, l one for a layer of several."""
    widths = {"bh": (network["wh"] or {"shape": [0, 0]})["shape"][-1], "bout": network["wout"]["shape"][-1]}
    biases = {name: network[name] for name in widths}
    return "".join(
        "0" if bias is None else "l" if bias["shape"] == [1] != [widths[name]] else "1" for name, bias in biases.items()
    )


def layered(signs: str, network: Mapping[str, Any]) -> bool:
    """Whether every layer has one bias: a layer of one neuron has that anyway."""
    widths = (network["wh"]["shape"][-1], network["wout"]["shape"][-1])
    return all(sign == ("l" if width > 1 else "1") for sign, width in zip(signs, widths, strict=True))


def without_hidden(declaration: Declaration, network: Mapping[str, Any]) -> list[str]:
    """The signs that an implementation has; of a network without hidden layer only the second counts."""
    signs = declaration.bias_signs
    return [f"0{sign[1]}" for sign in signs] if network["wh"] is None else list(signs)


def other_rate(declaration: Declaration, vector: Message) -> Iterator[str]:
    """Whether the learning rate is another than the only one."""
    if declaration.learning_rate is None:
        return
    always = 1.0 if declaration.learning_rate == "none" else float(declaration.learning_rate)
    rates = vector["learning_rate" if "learning_rate" in vector else "learning_rates"]["values"]
    if any(rate != always for rate in rates):
        yield f"declares that its learning rate is always {always:g}"


def other_shape(declaration: Declaration, vector: Message) -> Iterator[str]:
    """Whether sizes are others than the fixed ones."""
    wh, wout = vector["network"]["wh"], vector["network"]["wout"]
    sizes = {"d": (wh or wout)["shape"][0], "k": wout["shape"][1], **({} if wh is None else {"h": wh["shape"][1]})}
    if "X" in vector:
        sizes["n"] = vector["X"]["shape"][0]
    if declaration.rows is not None and vector["kind"] == "step" and sizes["n"] != declaration.rows:
        yield f"declares that it takes {declaration.rows} samples at a time"
    for name, size in (declaration.shapes or {}).items():
        if sizes.get(name, size) != size:
            yield f"declares that {name} is always {size}"
