"""Known mistakes, made once more in NumPy: independently of the catalogue, in the words of people who make them."""

from __future__ import annotations

from typing import Any

import numpy as np

from onehidden_vectors.score.network import FUNCTIONS, PARAMETERS, SLOPES, Hooks, Network, loss_of, sigmoid, softmax


def times(factor: Any, *places: str) -> Hooks:
    """The same factor at several places; it may depend on what is there."""
    return {place: (lambda s, value: value * (factor(s) if callable(factor) else factor)) for place in places}


def set_to(value: Any, *places: str) -> Hooks:
    """Something else at several places."""
    return {place: (lambda s, _: value(s)) for place in places}


GRADIENTS = tuple(f"grad_{name}" for name in PARAMETERS)
BIASES, WEIGHTS = ("grad_bh", "grad_bout"), ("grad_wh", "grad_wout")


def squared(s: Any) -> bool:
    """Whether the loss is the squared error."""
    return bool(s.loss_name == "squared_error")


def for_sum(value: Any) -> Any:
    """A factor that is 1 under the mean."""
    return lambda s: value(s) if s.reduction == "sum" else 1.0


def for_mean(value: Any) -> Any:
    """A factor that is 1 under the sum."""
    return lambda s: value(s) if s.reduction == "mean" else 1.0


def by_column(A: Any) -> Any:
    """Numbers in the order of columns."""
    return None if A is None else np.ascontiguousarray(A).ravel().reshape(A.shape, order="F")


def changed(**changes: Any) -> Hooks:
    """Other data or parameters."""

    def change(s: Any, _: Any) -> None:
        for name, function in changes.items():
            if getattr(s, name) is not None:
                setattr(s, name, function(getattr(s, name)))

    return {"data": change}


def after(*names: str) -> Hooks:
    """Results of a second step from the updated parameters."""

    def shown(s: Any, steps: Any) -> Any:
        given = {
            key: getattr(s, key) for key in ("X", "y", "rate", "weights", "hidden", "out", "loss_name", "reduction")
        }
        given |= {name: getattr(s, f"updated_{name}", None) for name in PARAMETERS}
        later = Network([{k: v for k, v in hooks.items() if k != "shown"} for hooks in s.network.hooks]).step(given)
        return {**steps, **{name: later[name] for name in names}}

    return {"shown": shown}


def sample_by_sample(s: Any, steps: Any) -> Any:
    """Updates after every sample."""
    hooks = [{k: v for k, v in hooks.items() if k not in ("shown", "data")} for hooks in s.network.hooks]
    now = {name: getattr(s, name) for name in PARAMETERS}
    for i in range(s.n):
        one = {key: getattr(s, key) for key in ("rate", "hidden", "out", "loss_name", "reduction")}
        weights = None if s.weights is None else s.weights[i : i + 1]
        result = Network(hooks).step({**one, **now, "X": s.X[i : i + 1], "y": s.y[i : i + 1], "weights": weights})
        now = {name: result.get(f"updated_{name}") for name in PARAMETERS}
    return {**steps, **{f"updated_{name}": value for name, value in now.items() if value is not None}}


def updated_wout(s: Any, _: Any) -> Any:
    """The weights as they are after the update."""
    s.parameter = "wout"
    change = s.network.at("change", s, s.grad_wout * -s.network.at("rate", s, s.rate))
    return s.network.at("updated_wout", s, s.wout + change)


def one_for_all(v: Any) -> Any:
    """Its sum, everywhere."""
    return np.full_like(v, v.sum())


def f_of(name: str, function: Any) -> Hooks:
    """Another activation function of one name."""
    return {"f": lambda s, value: function(s.z) if s.name == name else value}


def slope_of(*names: str, by: Any) -> Hooks:
    """Another slope of activation functions."""
    return {"slope": lambda s, value: by(s) if s.name in names else value}


def not_when(condition: Any, hook: Any) -> Any:
    """A hook that leaves things alone under a condition."""
    return lambda s, value: value if condition(s) else hook(s, value)


def crossed(s: Any) -> bool:
    """Whether the loss is a cross-entropy."""
    return not squared(s)


OTHER_LOSS = not_when(lambda s: s.out != "sigmoid", lambda s, _: loss_of(s, "binary_cross_entropy") / mean(s))


def mean(s: Any) -> float:
    """n under the mean."""
    return float(s.n) if s.reduction == "mean" else 1.0


def table(z: Any) -> Any:
    """A sigmoid of 4096 entries."""
    return sigmoid(-15.0 + np.clip(np.floor((z + 15.0) * 4096.0 / 30.0 + 0.5), 0, 4095) * 30.0 / 4096.0)


def swapped_error(s: Any, _: Any) -> Any:
    """Through wh."""
    m = min(len(s.wh), s.wout.shape[1])
    return s.d_output[:, :m] @ s.wh[:m]


OF_FORWARD: dict[str, Hooks] = {
    "column-major-weights": changed(wh=by_column, wout=by_column),
    "column-major-samples": changed(X=by_column),
    "column-major-targets": changed(y=by_column),
    "column-major-results": {
        "shown": lambda s, r: {k: np.reshape(v.ravel(order="F"), v.shape) if v.ndim == 2 else v for k, v in r.items()}
    },
    "single-precision-input": changed(
        **{name: lambda a: a.astype(np.float32).astype(float) for name in ("X", "y", *PARAMETERS)},
        rate=lambda r: float(np.float32(r)),
    ),
    "single-precision-update": {f"updated_{p}": lambda s, v: v.astype(np.float32).astype(float) for p in PARAMETERS},
    "single-precision": {
        "f": lambda s, v: 1.0 / (1.0 + np.exp(-s.z).astype(np.float32).astype(float)) if s.name == "sigmoid" else v
    },
    "bias-missing": {
        "hidden_layer_input": lambda s, v: s.X @ s.wh,
        "output_layer_input": lambda s, v: s.last @ s.wout,
    },
    "bias-subtracted": {
        "hidden_layer_input": lambda s, v: s.X @ s.wh - (0.0 if s.bh is None else s.bh),
        "output_layer_input": lambda s, v: s.last @ s.wout - (0.0 if s.bout is None else s.bout),
    },
    "output-activation-missing": {"output": lambda s, v: s.output_layer_input},
    "one-activation-for-both": {"output": lambda s, v: FUNCTIONS[s.hidden](s.output_layer_input)},
    "hidden-activation-missing": {"hidden_layer_activations": lambda s, v: s.hidden_layer_input},
    "output-activation-in-hidden-layer": {
        "hidden_layer_activations": lambda s, v: FUNCTIONS[s.out](s.hidden_layer_input)
    },
    "activation-applied-twice": {"f": lambda s, v: v if s.name == "softmax" else FUNCTIONS[s.name](v)},
    "leaky-relu": {
        **f_of("relu", lambda z: np.where(z < 0, 0.01 * z, z)),
        **slope_of("relu", by=lambda s: np.where(s.a > 0, 1.0, 0.01)),
    },
    "clipped-sigmoid": f_of("sigmoid", lambda z: np.where(np.abs(z) > 15, z > 0, sigmoid(z))),
    "table-sigmoid": f_of("sigmoid", table),
    "sigmoid-mirrored": f_of("sigmoid", lambda z: 1.0 / (1.0 + np.exp(z))),
    "fast-sigmoid": f_of("sigmoid", lambda z: 0.5 * (1.0 + z / (1.0 + np.abs(z)))),
    "stretched-tanh": f_of("tanh", lambda z: 1.7159 * np.tanh(2.0 * z / 3.0)),
    "step-for-activation": {"f": lambda s, v: v if s.name == "softmax" else (s.z > 0) * 1.0},
    "softmax-for-sigmoid": {"output": lambda s, v: softmax(s.output_layer_input) if s.out == "sigmoid" else v},
    "softmax-over-samples": f_of("softmax", lambda z: softmax(z.T).T),
    "softmax-of-whole-sum": f_of("softmax", lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
    "softmax-not-divided": f_of("softmax", lambda z: np.exp(z - z.max(axis=1, keepdims=True))),
    "output-negated": {"output": lambda s, v: -v},
    "output-zero": {"output": lambda s, v: 0.0 * s.output_layer_input},
    "bytes-swapped": {"shown": lambda s, r: {k: np.array(v).byteswap() for k, v in r.items()}},
    "output-decided": {"shown": lambda s, r: {**r, "output": (r["output"] > 0.5) * 1.0}},
    "output-after-update": after("output"),
    "loss-after-update": after("loss"),
    "results-rounded": {"shown": lambda s, r: {k: np.vectorize(lambda x: float(f"{x:.6g}"))(v) for k, v in r.items()}},
    "labels-off-by-one": changed(y=lambda y: np.roll(y, 1, axis=1)),
    "rows-shuffled-against-targets": changed(y=lambda y: y[np.random.default_rng(len(y)).permutation(len(y))]),
    "targets-made-labels": changed(y=lambda y: (y == y.max(axis=1, keepdims=True)) * 1.0),
    "targets-moved": changed(y=lambda y: y * 0.98 + 0.01),
    "first-target-only": changed(y=lambda y: np.repeat(y[:, :1], y.shape[1], axis=1)),
    "inputs-scaled": changed(X=lambda X: X / np.where(X.max(axis=0) == 0, 1.0, X.max(axis=0))),
    "full-sum-of-squares": {"loss": lambda s, v: 2.0 * v if squared(s) else v},
    "loss-not-averaged": times(for_mean(lambda s: float(s.n)), "loss"),
    "loss-averaged": times(for_sum(lambda s: 1.0 / s.n), "loss"),
    "loss-is-mean-of-squares": {"loss": lambda s, v: ((s.y - s.output) ** 2).sum() / s.n if squared(s) else v},
    "loss-divided-by-outputs": {"loss": lambda s, v: v if s.out == "softmax" else v / s.y.shape[1]},
    "loss-averaged-over-outputs": {"loss": lambda s, v: v / s.y.shape[1] if s.out == "softmax" else v},
    "loss-negated": times(-1.0, "loss"),
    "root-of-mean-square": {"loss": lambda s, v: np.sqrt(((s.y - s.output) ** 2).mean())},
    "absolute-error-for-loss": {"loss": lambda s, v: np.abs(s.y - s.output).mean()},
    "squared-error-reported": {"loss": lambda s, v: ((s.y - s.output) ** 2).sum() / 2.0 / mean(s)},
    "cross-entropy-reported": {"loss": OTHER_LOSS},
    "half-of-cross-entropy": {
        "loss": lambda s, v: -(s.y * np.log(s.output)).sum() / mean(s) if s.loss_name.startswith("bin") else v
    },
    "logarithm-of-base-10": {"log": lambda s, v: v / np.log(10.0)},
    "both-halves-for-classes": {
        "loss": lambda s, v: loss_of(s, "binary_cross_entropy") / mean(s) if s.out == "softmax" else v
    },
    "logarithm-of-largest-only": {
        "loss": lambda s, v: (
            -np.log(s.output[np.arange(s.n), s.y.argmax(axis=1)]).sum() / mean(s) if s.out == "softmax" else v
        )
    },
}

OF_BACKWARD: dict[str, Hooks] = {
    "error-reversed": times(-1.0, "error"),
    "updated-wout-in-step-8": {"back": updated_wout},
    "slope-of-input": {
        "slope_hidden_layer": lambda s, v: SLOPES[s.hidden](s.hidden_layer_input),
        "slope_output_layer": not_when(crossed, lambda s, v: SLOPES[s.out](s.output_layer_input)),
    },
    "sigmoid-slope-for-tanh": slope_of("tanh", by=lambda s: s.a * (1.0 - s.a)),
    "sigmoid-slope-for-all": slope_of("tanh", "relu", "identity", by=lambda s: s.a * (1.0 - s.a)),
    "slope-of-sigmoid-only": slope_of("tanh", "relu", by=lambda s: np.ones_like(s.a)),
    "tanh-slope-not-squared": slope_of("tanh", by=lambda s: 1.0 - s.a),
    "tanh-slope-for-sigmoid": slope_of("sigmoid", by=lambda s: 1.0 - s.a**2),
    "activation-for-slope": slope_of("sigmoid", "tanh", "relu", "identity", by=lambda s: s.a),
    "relu-slope-at-zero": slope_of("relu", by=lambda s: (s.a >= 0) * 1.0),
    "slope-with-cross-entropy": {
        "slope_output_layer": lambda s, v: s.output * (1.0 - s.output) if s.out == "sigmoid" and crossed(s) else v
    },
    "slope-with-softmax": {"slope_output_layer": lambda s, v: s.output * (1.0 - s.output) if s.out == "softmax" else v},
    "output-times-error": {"slope_output_layer": lambda s, v: s.output},
    "learning-rate-twice": times(lambda s: s.rate, "d_output"),
    "rate-in-both-deltas": {
        **times(lambda s: s.rate, "d_output", "d_hidden_layer"),
        "rate": lambda s, v: 1.0,
    },
    "output-slope-missing": {"d_output": lambda s, v: s.error},
    "output-slope-in-hidden-delta-only": {
        "d_output": lambda s, v: s.error,
        "sent": lambda s, v: s.error * s.slope_output_layer,
    },
    "hidden-slope-missing": {"d_hidden_layer": lambda s, v: s.error_at_hidden_layer},
    "output-slope-twice": {"d_output": lambda s, v: v * s.slope_output_layer},
    "hidden-slope-twice": {"d_hidden_layer": lambda s, v: v * s.slope_hidden_layer},
    "slope-added": {"d_output": lambda s, v: s.error + s.slope_output_layer},
    "relu-slope-of-error": {
        "d_hidden_layer": lambda s, v: np.maximum(s.error_at_hidden_layer, 0.0) if s.hidden == "relu" else v
    },
    "activated-twice": {"slope": lambda s, v: SLOPES[s.name](FUNCTIONS[s.name](s.a))},
    "output-slope-for-hidden-layer": {
        "slope_hidden_layer": lambda s, v: v if s.out == "softmax" else SLOPES[s.out](s.hidden_layer_activations)
    },
    "error-for-delta": {"sent": lambda s, v: s.error},
    "reshape-for-transpose": {"turned": lambda s, v: np.ascontiguousarray(v.T).reshape(v.shape)},
    "weights-of-one-neuron": {"back": lambda s, v: np.repeat(v[min(1, len(v) - 1)][None], len(v), axis=0)},
    "error-divided-by-weights": {"turned": lambda s, v: 1.0 / v},
    "error-through-hidden-weights": {"error_at_hidden_layer": swapped_error},
    "input-for-activation": {"grad_wout": lambda s, v: -(s.hidden_layer_input.T @ s.d_output) / mean(s)},
    "output-in-place-of-hidden": {
        "grad_wout": lambda s, v: -(s.output.T @ s.d_output) / mean(s) if s.output.shape == s.last.shape else v
    },
    "weight-in-place-of-input": {
        "grad_wout": lambda s, v: -s.wout * s.delta.sum(0) / mean(s),
        "grad_wh": lambda s, v: -s.wh * s.delta.sum(0) / mean(s),
    },
    "mean-for-sum": {"share": lambda s, v: 1.0 / s.n},
    "sum-for-mean": {"share": lambda s, v: 1.0},
    "mean-over-elements": times(for_mean(lambda s: 1.0 / s.y.shape[1]), "share"),
    "gradient-of-mean-of-squares": times(for_sum(lambda s: 2.0 / s.n), "share"),
    "gradient-of-mean-over-elements": times(
        lambda s: 2.0 / (s.y.shape[1] * (s.n if s.reduction == "sum" else 1.0)), "share"
    ),
    "mean-taken-twice": {"share": lambda s, v: 1.0 / s.n**2},
    "hidden-mean-taken-twice": times(lambda s: 1.0 / s.n, "grad_wh", "grad_bh"),
    "mean-over-features": {"share": lambda s, v: 1.0 / s.X.shape[1] if s.reduction == "mean" else v},
    "target-divided-alone": {"error": lambda s, v: s.y / s.n - s.output, "share": lambda s, v: 1.0},
    "gradient-doubled": times(2.0, "d_output"),
    "gradient-doubled-in-every-layer": times(2.0, "d_output", "d_hidden_layer"),
    "hidden-gradient-doubled": times(2.0, "d_hidden_layer"),
    "gradient-halved": times(0.5, *GRADIENTS),
    "bias-gradient-averaged": times(lambda s: 1.0 / s.n, *BIASES),
    "weights-averaged-biases-summed": times(for_sum(lambda s: 1.0 / s.n), *WEIGHTS),
    "bias-gradient-not-averaged": times(for_mean(lambda s: float(s.n)), *BIASES),
    "weight-gradient-not-averaged": times(for_mean(lambda s: float(s.n)), *WEIGHTS),
    "bias-of-last-sample": {"column_sums": lambda s, v: s.delta[-1]},
    "bias-of-first-sample": {"column_sums": lambda s, v: s.delta[0]},
    "bias-kept-per-sample": {"column_sums": lambda s, v: one_for_all(s.delta[0])},
    "one-bias-gradient-per-layer": {"column_sums": lambda s, v: one_for_all(v)},
    "bias-gradient-without-slope": {
        "grad_bout": lambda s, v: -s.error.sum(0) / mean(s),
        "grad_bh": lambda s, v: -s.error_at_hidden_layer.sum(0) / mean(s),
    },
    "bias-gradient-times-inputs": {
        "grad_bout": lambda s, v: s.grad_wout.sum(0),
        "grad_bh": lambda s, v: s.grad_wh.sum(0),
    },
    "output-error-for-hidden-bias": {"grad_bh": lambda s, v: -np.resize(s.d_output.sum(0), len(v)) / mean(s)},
    "gradient-of-last-sample": {
        **set_to(lambda s: -np.outer(s.inputs[-1], s.delta[-1]) / mean(s), *WEIGHTS),
        "column_sums": lambda s, v: s.delta[-1],
    },
    "gradient-of-first-sample": {
        **set_to(lambda s: -np.outer(s.inputs[0], s.delta[0]) / mean(s), *WEIGHTS),
        "column_sums": lambda s, v: s.delta[0],
    },
    "gradient-reshaped": {name: lambda s, v: v.T.reshape(v.shape) for name in WEIGHTS},
    "hidden-layer-climbs": times(-1.0, "error_at_hidden_layer"),
    "output-layer-climbs": {"change": lambda s, v: -v if s.parameter in ("wout", "bout") else v},
    "update-climbs": times(-1.0, "change"),
    "bias-climbs": {"change": lambda s, v: -v if s.parameter in ("bh", "bout") else v},
    "descent-direction-for-gradient": {**times(-1.0, *GRADIENTS), **times(-1.0, "change")},
    "bias-never-updated": {"change": lambda s, v: 0.0 * v if s.parameter in ("bh", "bout") else v},
    "hidden-bias-never-updated": {"change": lambda s, v: 0.0 * v if s.parameter == "bh" else v},
    "output-bias-never-updated": {"change": lambda s, v: 0.0 * v if s.parameter == "bout" else v},
    "hidden-layer-never-updated": {"change": lambda s, v: 0.0 * v if s.parameter in ("wh", "bh") else v},
    "hidden-weights-never-updated": {"change": lambda s, v: 0.0 * v if s.parameter == "wh" else v},
    "output-layer-never-updated": {"change": lambda s, v: 0.0 * v if s.parameter in ("wout", "bout") else v},
    "nothing-updated": times(0.0, "change"),
    "gradient-in-place-of-update": set_to(
        lambda s: getattr(s, f"grad_{s.parameter}"), *(f"updated_{p}" for p in PARAMETERS)
    ),
    "learning-rate-missing": {"rate": lambda s, v: 1.0},
    "bias-without-learning-rate": {"change": lambda s, v: v / s.rate if s.parameter in ("bh", "bout") else v},
    "bias-updated-in-loop-over-weights": {
        "change": lambda s, v: v * {"bh": s.X.shape[1], "bout": len(s.wout)}.get(s.parameter, 1)
    },
    "updated-after-every-sample": {"shown": sample_by_sample},
}

HOOKS = {**OF_FORWARD, **OF_BACKWARD}
"""Every mistake that is made here, by its name in the catalogue."""
