"""Makes vectors of trainings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from onehidden_conformance.bounds.balls import (
    bound,
    bounded_tensor,
)
from onehidden_conformance.bounds.trainings import training_balls
from onehidden_conformance.numbers.tensors import Matrix, Vector, to_tensor
from onehidden_conformance.oracle import NetworkValues, Oracle, Overflow, Settings, Training
from onehidden_vectors.making.vector import ORACLE, OWN, about, expected_step, network_json


def training(
    id: str,
    title: str,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    *,
    settings: Settings,
    why: str,
    spec: str,
    source: str = OWN,
    checkpoints: Iterable[int] = (),
    published: list[dict[str, Any]] | None = None,
    hunts: Iterable[type[Oracle]] = (),
) -> dict[str, Any]:
    """Make a vector of a training; `hunts` are ways of computing that change every digest."""
    result = ORACLE.train(network, X, y, settings)
    for alternative in hunts:
        other = alternative().train(network, X, y, settings)
        if any(a == b for a, b in zip(result.digests, other.digests, strict=True)):
            raise ValueError(f"{id}: {alternative.__name__} does not show in every digest")
    last = result.states[-1].network.parameters()
    rate: Any = settings.learning_rate
    return {
        **about(id, "training", title, why, source, spec),
        **given(network, X, y, settings),
        "expected": {
            "history": to_tensor(result.history),
            "digests": result.digests,
            **{name: to_tensor(value) for name, value in last.items()},
        },
        "checkpoints": [checkpoint(e, result.states[e].network, X, y, rate) for e in checkpoints],
        **({"published": published} if published else {}),
    }


def short_training(
    id: str,
    title: str,
    network: NetworkValues,
    X: Matrix,
    y: Matrix,
    *,
    settings: Settings,
    why: str,
    spec: str,
    source: str = OWN,
    written: Iterable[str] = (),
    hunts: Iterable[type[Oracle]] = (),
) -> dict[str, Any]:
    """Make a vector of a short training with every setting. Its results have bounds (SPEC 9.19).

    `written` are those of the optimizer that are written down; the others have their defaults. `hunts` are ways of
    computing that must show in some digest or loss.
    """
    result = ORACLE.train(network, X, y, settings)
    for alternative in hunts:
        other = alternative().train(network, X, y, settings)
        if what_shows(other) == what_shows(result):
            raise ValueError(f"{id}: {alternative.__name__} does not show")
    return {
        **about(id, "training", title, why, source, spec),
        **given(network, X, y, settings),
        **options_json(settings, written),
        "expected": expected_training(result, network, X, y, settings),
        "checkpoints": [],
    }


def given(network: NetworkValues, X: Matrix, y: Matrix, settings: Settings) -> dict[str, Any]:
    """Write down what every training has."""
    rate = "learning_rates" if isinstance(settings.learning_rate, list) else "learning_rate"
    return {
        "network": network_json(network),
        "X": to_tensor(X),
        "y": to_tensor(y),
        rate: to_tensor(settings.learning_rate),
        "epochs": settings.epochs,
        "batches": settings.batches,
    }


def what_shows(training: Training) -> list[Any]:
    """What a vector holds of a training."""
    losses = [training.history, training.validation_history]
    return [training.digests, training.best if training.restores else None, training.network, *losses]


PLAIN = Settings()


def options_json(settings: Settings, names: Iterable[str]) -> dict[str, Any]:
    """Write down the further settings that are not the defaults; of the optimizer's, those with these names."""
    optimizer = {"name": settings.optimizer.name}
    written: dict[str, Any] = {
        "optimizer": {**optimizer, **{name: to_tensor(getattr(settings.optimizer, name)) for name in names}},
        "weight_decay": to_tensor(settings.weight_decay),
        "sample_weight": None if settings.sample_weight is None else to_tensor(settings.sample_weight),
        "shuffle_seed": settings.shuffle_seed,
        "stream": settings.stream,
        "validation": None
        if settings.validation is None
        else dict(zip(("X", "y"), map(to_tensor, settings.validation), strict=True)),
        "patience": settings.patience,
        "stops": list(settings.stops),
    }
    return {name: value for name, value in written.items() if getattr(settings, name) != getattr(PLAIN, name)}


def expected_training(
    result: Training, network: NetworkValues, X: Matrix, y: Matrix, settings: Settings
) -> dict[str, Any]:
    """Write down what a short training leaves, with its bounds."""
    updates = [
        (ORACLE.rate(settings.learning_rate, epoch), ORACLE.rows_of_epoch(len(X), epoch, settings))
        for epoch in range(1, len(result.states))
    ]
    balls = training_balls(network, X, y, updates, settings)
    last = balls.states[result.best if result.restores and result.best is not None else -1]
    expected: dict[str, Any] = {"history": bounded_tensor(result.history, balls.history)}
    if settings.validation is not None:
        expected["validation_history"] = bounded_tensor(result.validation_history, balls.validation_history)
        check_margins(balls.validation_history, result.validation_history)
    if settings.patience is not None:
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


def overflowing_training(network: NetworkValues, X: Matrix, y: Matrix, settings: Settings) -> dict[str, Any]:
    """Compute what must be expected of a training that overflows (SPEC 4.6)."""
    try:
        ORACLE.train(network, X, y, settings)
    except Overflow as overflow:
        states = overflow.training.states
        return {
            "step": overflow.step,
            "epoch": overflow.epoch,
            "digest": states[-1].network.digest() if states else None,
            "history_length": len(states),
        }
    raise ValueError("this training does not overflow")
