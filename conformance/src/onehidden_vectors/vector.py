"""Makes vectors of every kind from their inputs: the oracle gives the bits, the balls the bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from onehidden_conformance.bounds.balls import (
    bound,
    bounded_tensor,
    flat_balls,
    mean_absolute_error_ball,
    round_up,
    step_balls,
    update_balls,
)
from onehidden_conformance.bounds.trainings import training_balls
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector, flat, to_tensor
from onehidden_conformance.oracle import (
    PARAMETERS,
    PLAIN,
    NetworkValues,
    Options,
    Oracle,
    Overflow,
    Training,
    updated_network,
)
from onehidden_conformance.oracle.training import Batches

Vectors = Iterator[dict[str, Any]]
OWN = "Made for this suite."
ORACLE = Oracle()


def about(id: str, kind: str, title: str, why: str, source: str, spec: str) -> dict[str, Any]:
    """Start a vector with what every vector says about itself; `spec` is a text of numbers."""
    return {
        "schema": 1,
        "id": id,
        "kind": kind,
        "title": title,
        "why": why,
        "source": source,
        "spec": spec.split(),
    }


def network_json(network: NetworkValues) -> dict[str, Any]:
    """Write a network as JSON."""
    values = asdict(network)
    return {
        name: to_tensor(value) if name in PARAMETERS and value is not None else value for name, value in values.items()
    }


def step(
    id: str,
    title: str,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    *,
    why: str,
    spec: str,
    source: str = OWN,
    learning_rate: float = 0.1,
    sample_weight: Vector | None = None,
    published: list[dict[str, Any]] | None = None,
    hunts: dict[type[Oracle], str] | None = None,
) -> dict[str, Any]:
    """Make a vector of one update with every step.

    `hunts` names ways of computing, and steps in which each must give other bits, the first of all
    such steps in front.
    """
    for alternative, names in (hunts or {}).items():
        found = differing_steps(alternative(), network, X, y, learning_rate, sample_weight)
        if not set(names.split()) <= set(found) or names.split()[0] != found[0]:
            raise ValueError(f"{id}: {alternative.__name__} shows in {found}")
    return {
        **about(id, "step", title, why, source, spec),
        "network": network_json(network),
        "X": to_tensor(X),
        "y": to_tensor(y),
        "learning_rate": to_tensor(learning_rate),
        **({} if sample_weight is None else {"sample_weight": to_tensor(sample_weight)}),
        **expected_step(network, X, y, learning_rate, sample_weight),
        **({"published": published} if published else {}),
    }


def differing_steps(
    alternative: Oracle,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    learning_rate: float,
    sample_weight: Vector | None = None,
) -> list[str]:
    """Name the steps that another way of computing gives other bits for."""
    right = ORACLE.step(network, X, y, learning_rate, sample_weight)
    other = alternative.step(network, X, y, learning_rate, sample_weight)
    return [name for name in right if to_tensor(right[name]) != to_tensor(other[name])]


def expected_step(
    network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, sample_weight: Vector | None = None
) -> dict[str, Any]:
    """Compute every step with its bounds, and the digest of the updated network."""
    steps = ORACLE.step(network, X, y, learning_rate, sample_weight)
    balls = step_balls(network, X, y, learning_rate, sample_weight=sample_weight)
    return {
        "expected": {name: bounded_tensor(steps[name], balls[name]) for name in steps},
        "digest": updated_network(network, steps).digest(),
    }


def training(
    id: str,
    title: str,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    *,
    epochs: int,
    why: str,
    spec: str,
    source: str = OWN,
    learning_rate: float = 0.1,
    batches: str | list[list[int]] = "full",
    checkpoints: Iterable[int] = (),
    published: list[dict[str, Any]] | None = None,
    hunts: Iterable[type[Oracle]] = (),
) -> dict[str, Any]:
    """Make a vector of a training; `hunts` are ways of computing that change every digest."""
    result = ORACLE.train(network, X, y, learning_rate, epochs, batches)
    for alternative in hunts:
        other = alternative().train(network, X, y, learning_rate, epochs, batches)
        if any(a == b for a, b in zip(result.digests, other.digests, strict=True)):
            raise ValueError(f"{id}: {alternative.__name__} does not show in every digest")
    last = result.states[-1].network.parameters()
    return {
        **about(id, "training", title, why, source, spec),
        "network": network_json(network),
        "X": to_tensor(X),
        "y": to_tensor(y),
        "learning_rate": to_tensor(learning_rate),
        "epochs": epochs,
        "batches": batches,
        "expected": {
            "history": to_tensor(result.history),
            "digests": result.digests,
            **{name: to_tensor(value) for name, value in last.items()},
        },
        "checkpoints": [checkpoint(epoch, result.states[epoch].network, X, y, learning_rate) for epoch in checkpoints],
        **({"published": published} if published else {}),
    }


def short_training(
    id: str,
    title: str,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    *,
    epochs: int,
    why: str,
    spec: str,
    source: str = OWN,
    learning_rate: float | Vector = 0.1,
    batches: Batches = "full",
    options: Options = PLAIN,
    settings: Iterable[str] = (),
    hunts: Iterable[type[Oracle]] = (),
) -> dict[str, Any]:
    """Make a vector of a short training with options. Its results have bounds (SPEC 9.19).

    `settings` are those of the optimizer that are written down; the others have their defaults. `hunts` are ways of
    computing that must show in some digest or loss.
    """
    result = ORACLE.train(network, X, y, learning_rate, epochs, batches, options)
    for alternative in hunts:
        other = alternative().train(network, X, y, learning_rate, epochs, batches, options)
        if what_shows(other) == what_shows(result):
            raise ValueError(f"{id}: {alternative.__name__} does not show")
    rate = {"learning_rates" if isinstance(learning_rate, list) else "learning_rate": to_tensor(learning_rate)}
    return {
        **about(id, "training", title, why, source, spec),
        "network": network_json(network),
        "X": to_tensor(X),
        "y": to_tensor(y),
        **rate,
        "epochs": epochs,
        "batches": batches,
        **options_json(options, settings),
        "expected": expected_training(result, network, X, y, learning_rate, batches, options),
        "checkpoints": [],
    }


def what_shows(training: Training) -> list[Any]:
    """What a vector holds of a training."""
    losses = [training.history, training.validation_history]
    return [training.digests, training.best if training.restores else None, training.network, *losses]


def options_json(options: Options, settings: Iterable[str]) -> dict[str, Any]:
    """Write down the options that are not the defaults."""
    optimizer = {"name": options.optimizer.name}
    written: dict[str, Any] = {
        "optimizer": {**optimizer, **{name: to_tensor(getattr(options.optimizer, name)) for name in settings}},
        "weight_decay": to_tensor(options.weight_decay),
        "sample_weight": None if options.sample_weight is None else to_tensor(options.sample_weight),
        "shuffle_seed": options.shuffle_seed,
        "stream": options.stream,
        "validation": None
        if options.validation is None
        else dict(zip(("X", "y"), map(to_tensor, options.validation), strict=True)),
        "patience": options.patience,
        "stops": list(options.stops),
    }
    return {name: value for name, value in written.items() if getattr(options, name) != getattr(PLAIN, name)}


def expected_training(
    result: Training,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    learning_rate: float | Vector,
    batches: Batches,
    options: Options,
) -> dict[str, Any]:
    """Write down what a short training leaves, with its bounds."""
    updates = [
        (ORACLE.rate(learning_rate, epoch), ORACLE.rows_of_epoch(batches, len(X), epoch, options))
        for epoch in range(1, len(result.states))
    ]
    balls = training_balls(network, X, y, updates, options)
    last = balls.states[result.best if result.restores and result.best is not None else -1]
    expected: dict[str, Any] = {"history": bounded_tensor(result.history, balls.history)}
    if options.validation is not None:
        expected["validation_history"] = bounded_tensor(result.validation_history, balls.validation_history)
        check_margins(balls.validation_history, result.validation_history)
    if options.patience is not None:
        expected["best_epoch"] = result.best
    parameters = result.network.parameters()
    return {
        **expected,
        "digests": result.digests,
        **{name: bounded_tensor(parameters[name], last[name]) for name in parameters},
    }


def check_margins(balls: Sequence[Any], losses: Vector) -> None:
    """Refuse losses so near to each other that which is lower may depend on rounding; equal bits are no accident."""
    errors = [bound(ball, loss) or 0.0 for ball, loss in zip(balls, losses, strict=True)]
    for i, a in enumerate(losses):
        for j, b in enumerate(losses[:i]):
            if a != b and abs(a - b) <= 2.0 * (errors[i] + errors[j]):
                raise ValueError(f"the validation losses of epochs {j} and {i} are too near to each other")


def checkpoint(epoch: int, network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float) -> dict[str, Any]:
    """Make the checkpoint of a training: a state, and every step of an update on all rows."""
    return {
        "epoch": epoch,
        "network": network_json(network),
        **expected_step(network, X, y, learning_rate),
    }


def update(
    id: str,
    title: str,
    network: NetworkValues,
    gradients: dict[str, Value],
    learning_rate: float,
    *,
    why: str,
    spec: str,
    source: str = OWN,
    published: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Make a vector of step 12 by itself."""
    steps = ORACLE.update(network, gradients, learning_rate)
    balls = update_balls(network, gradients, learning_rate)
    return {
        **about(id, "update", title, why, source, spec),
        "network": network_json(network),
        "gradients": {name: to_tensor(value) for name, value in gradients.items()},
        "learning_rate": to_tensor(learning_rate),
        "expected": {name: bounded_tensor(steps[name], balls[name]) for name in steps},
        "digest": updated_network(network, steps).digest(),
        **({"published": published} if published else {}),
    }


def threshold(
    id: str,
    title: str,
    x: Vector | Matrix,
    *,
    w: Vector | None = None,
    b: float = 0.0,
    threshold: float = 0.0,
    why: str,
    spec: str = "3.19",
    source: str = OWN,
) -> dict[str, Any]:
    """Make a vector of the threshold unit; a matrix has one input in each row."""
    output: Value
    if isinstance(x[0], list):
        output = [ORACLE.threshold_unit(row, w, b, threshold) for row in x]
    else:
        output = ORACLE.threshold_unit(x, w, b, threshold)
    return {
        **about(id, "threshold", title, why, source, spec),
        "x": to_tensor(x),
        "w": None if w is None else to_tensor(w),
        "b": to_tensor(b),
        "threshold": to_tensor(threshold),
        "expected": {"output": to_tensor(output)},
    }


RELATIVE = 2.0**-45
"""How far normals, and weights made of numbers that are drawn, may lie from what is expected (SPEC 9.22)."""


def drawn_tensor(value: Value, relative: float = RELATIVE) -> dict[str, Any]:
    """Write down what was drawn, with its bounds."""
    return {**to_tensor(value), "bound": [round_up(abs(x) * relative) for x in flat(value)]}


def initialization(
    id: str,
    title: str,
    sizes: tuple[int, int, int],
    seed: int,
    how: str,
    stream: str,
    *,
    why: str,
    spec: str,
    source: str = OWN,
) -> dict[str, Any]:
    """Make a vector of first weights; `sizes` are d, h and k."""
    network = ORACLE.initial_network(*sizes, seed, how, stream)
    computed = () if how == "article_python" else ("wh", "wout")
    return {
        **about(id, "initialization", title, why, source, spec),
        **dict(zip(("n_features", "n_hidden", "n_outputs"), sizes, strict=True)),
        "seed": seed,
        "initialization": how,
        "stream": stream,
        "expected": {
            name: drawn_tensor(value, RELATIVE if name in computed else 0.0)
            for name, value in network.parameters().items()
        },
        "digest": network.digest(),
    }


def split(
    id: str, title: str, n: int, fraction: float, seed: int, stream: str, *, why: str, spec: str = "12.5"
) -> dict[str, Any]:
    """Make a vector of a division of rows."""
    training, validation = ORACLE.split_rows(n, fraction, seed, stream)
    return {
        **about(id, "split", title, why, OWN, spec),
        "n": n,
        "fraction": to_tensor(fraction),
        "seed": seed,
        "stream": stream,
        "expected": {"training": training, "validation": validation},
    }


def invalid(
    id: str,
    title: str,
    call: str,
    arguments: dict[str, Any],
    code: str,
    argument: str | None,
    *,
    why: str,
    spec: str,
    **expected: Any,
) -> dict[str, Any]:
    """Make a vector of a call that must be refused."""
    return {
        **about(id, "invalid", title, why, OWN, spec),
        "call": call,
        "arguments": arguments,
        "expected": {"code": code, "argument": argument, **expected},
    }


def overflowing_training(
    network: NetworkValues, X: Matrix, y: Matrix, learning_rate: float, epochs: int, options: Options = PLAIN
) -> dict[str, Any]:
    """Compute what must be expected of a training that overflows (SPEC 4.6)."""
    try:
        ORACLE.train(network, X, y, learning_rate, epochs, "full", options)
    except Overflow as overflow:
        states = overflow.training.states
        return {
            "step": overflow.step,
            "epoch": overflow.epoch,
            "digest": states[-1].network.digest() if states else None,
            "history_length": len(states),
        }
    raise ValueError("this training does not overflow")


def published_numbers(
    step: str, printed: Sequence[str], radius: Sequence[float], shape: Sequence[int], **when: int
) -> dict[str, Any]:
    """Write down published numbers with the radius within which a result must lie (SPEC 8.5)."""
    return {
        "step": step,
        **when,
        "shape": list(shape),
        "values": [float(text) for text in printed],
        "radius": [round_up(r) for r in radius],
        "printed": list(printed),
    }


def half_unit(printed: str) -> float:
    """Half a unit of the last printed digit.

    Examples
    --------
    >>> half_unit("0.79")
    0.005
    """
    return float(f"0.5e-{len(printed.partition('.')[2])}")


def published_table(step: str, rows: list[str], balls: Any) -> dict[str, Any]:
    """Write down a published table, computed from parameters that the balls know within a radius."""
    printed = " ".join(rows).split()
    errors = [ball.e for ball in flat_balls(balls)]
    radius = [half_unit(text) + e for text, e in zip(printed, errors, strict=True)]
    return published_numbers(step, printed, radius, [len(rows), len(printed) // len(rows)])


def published_mean_absolute_error(
    printed: str, network: NetworkValues, X: Matrix, y: Matrix, epoch: int
) -> dict[str, Any]:
    """Write down a published mean absolute error, which was computed in arithmetic of its own."""
    ball = mean_absolute_error_ball(step_balls(network, X, y, 0.0)["error"])
    return published_numbers("mean_absolute_error", [printed], [half_unit(printed) + ball.e], [], after_epoch=epoch)
