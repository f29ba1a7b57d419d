"""One vector and one implementation: what conforms, and what does not and where first (SPEC.md, sections 8 and 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from traceback import format_exc
from typing import Any

from onehidden_conformance.implementations import Broken, Forward, Implementation, Refused, Skipped, Steps, Trained
from onehidden_conformance.implementations.requests import lacking
from onehidden_conformance.judging.comparing import (
    bound_of,
    compare_results,
    compare_shapes,
    compare_steps,
    compare_training,
    judge_published,
    number,
    within,
)
from onehidden_conformance.numbers.comparison import (
    IDENTICAL,
    Comparison,
    compare,
    compare_in_order,
    compare_word,
)
from onehidden_conformance.numbers.tensors import to_array
from onehidden_conformance.oracle import FORWARD
from onehidden_conformance.vectors.arguments import (
    arguments_of_call,
    learning_rate_of,
    network_arguments,
    sample_weight_of,
    training_options,
)

Vector = Mapping[str, Any]


PASSED, FAILED, SKIPPED, ERROR, FAULT = "passed", "failed", "skipped", "error", "fault"
CRASHED = "crashed"
"""What a comparison is called that says how a network crashed in place of computing."""


@dataclass(frozen=True)
class Verdict:
    """What the judge found, comparison by comparison, in the order of the steps.

    Attributes
    ----------
    vector, implementation : str
        The vector's id and the implementation's name.
    comparisons : tuple of Comparison
        Whatever was compared; an error is the last of them.
    status : str
        "passed", "failed" (something is wrong, or the network crashed), "skipped" (the implementation cannot do this
        vector), "error" (no answer: the implementation broke the protocol, died or took too long), or "fault" (the
        suite itself failed to judge it).
    reason : str
        Why it was skipped, or what the error is; otherwise the first fault, if there is one.
    steps : mapping of arrays
        What the implementation gave, by name: steps, or the one result of a threshold unit or a stream.
    trained : Trained or None
        What it gave for a training.
    checkpoints : mapping of arrays
        What it gave for the checkpoints of a training, by names as "epoch 10: output".
    seconds : float
        How long that took, comparisons included.
    stderr : str
        What an implementation that broke the protocol wrote on standard error; of a fault, where the suite failed.
    line : str
        Of a program that failed, the beginning of its last answer.
    """

    vector: str
    implementation: str
    comparisons: tuple[Comparison, ...]
    status: str
    reason: str = ""
    steps: Steps = field(default_factory=dict)
    trained: Trained | None = None
    checkpoints: Steps = field(default_factory=dict)
    seconds: float = 0.0
    stderr: str = ""
    line: str = ""

    @property
    def faults(self) -> list[Comparison]:
        """The comparisons that failed; the first of them is where to look."""
        return [comparison for comparison in self.comparisons if comparison.fault]

    @property
    def passed(self) -> bool:
        """Whether the implementation conforms, as far as this vector can tell."""
        return self.status == PASSED

    def __str__(self) -> str:
        if self.passed:
            return f"{self.vector}: {self.implementation} conforms"
        word = f" {self.status}:" if self.status in (SKIPPED, ERROR, FAULT) else ""
        return f"{self.vector}: {self.implementation}:{word} {self.reason}"


@dataclass
class Case:
    """One vector before one implementation, and what the implementation has given so far."""

    vector: Vector
    implementation: Implementation
    level: int
    steps: Steps = field(default_factory=dict)
    trained: Trained | None = None
    checkpoints: dict[str, object] = field(default_factory=dict)

    def shows(self, step: str) -> bool:
        """Whether to judge a step: the implementation declared it, or gave it anyway."""
        return self.implementation.steps is None or step in self.implementation.steps or step in self.steps


def judge(vector: Vector, implementation: Implementation, level: int | None = None) -> Verdict:
    """Run a vector and compare the answer, at the level the implementation claims unless given another."""
    start = perf_counter()
    case = Case(vector, implementation, implementation.level if level is None else level)
    comparisons: list[Comparison] = []
    status, reason, stderr = PASSED, "", ""
    try:
        for comparison in until_refused(JUDGES[vector["kind"]](case)):
            comparisons.append(comparison)  # one by one: those before an exception count
        if not comparisons:
            status, reason = SKIPPED, f"at level {case.level} it shows nothing that this vector expects"
    except Skipped as skipped:
        status, reason = SKIPPED, skipped.reason
    except Broken as broken:
        status, reason, stderr = ERROR, str(broken), broken.stderr
        comparisons.append(Comparison("protocol", f"protocol: {broken}"))
    except Exception as error:
        # Whatever an answer did to the suite costs this vector, and the run goes on.
        status, reason, stderr = FAULT, f"the suite failed: {type(error).__name__}: {error}", format_exc()
        comparisons.append(Comparison(FAULT, reason))
    faults = [comparison.fault for comparison in comparisons if comparison.fault]
    if faults and status not in (ERROR, FAULT):
        status, reason = FAILED, faults[0]
    return Verdict(
        vector=vector["id"],
        implementation=implementation.name,
        comparisons=tuple(comparisons),
        status=status,
        reason=reason,
        steps=case.steps,
        trained=case.trained,
        checkpoints=case.checkpoints,
        seconds=perf_counter() - start,
        stderr=stderr,
        line=getattr(implementation, "last_line", "") if status == FAILED else "",
    )


def faulty(verdict: Verdict, error: Exception) -> Verdict:
    """A verdict that the suite could not work out; call it where the error is handled."""
    reason = f"the suite failed: {type(error).__name__}: {error}"
    fault = Comparison(FAULT, reason)
    return Verdict(verdict.vector, verdict.implementation, (fault,), FAULT, reason, stderr=format_exc())


def until_refused(comparisons: Iterator[Comparison]) -> Iterator[Comparison]:
    """Let an unexpected refusal be the last fault; what has no code was no refusal but a crash."""
    try:
        yield from comparisons
    except Refused as refusal:
        if refusal.code is None:
            yield crash(refusal)
            return
        step = refusal.step or "call"
        yield Comparison(step, f"{step}: refused what it should accept: {refusal.message}")


def crash(refusal: Refused) -> Comparison:
    """A crash of the network, with its message."""
    return Comparison(CRASHED, f"{CRASHED}: {refusal.message}")


# ---- kinds of vectors ------------------------------------------------------------------------------------------------


def judge_step(case: Case) -> Iterator[Comparison]:
    """One update: every step; and the same again from `forward` and `predict`, where these can be asked for."""
    vector, implementation, level = case.vector, case.implementation, case.level
    network, X, y = network_arguments(vector["network"]), to_array(vector["X"]), to_array(vector["y"])
    expected = vector["expected"]
    if vector.get("id", "").startswith(MADE) and (reason := lacking(implementation.declaration, dict(vector))):
        raise Skipped(reason)
    case.steps, digest = implementation.step(network, X, y, number(vector["learning_rate"]), **options_of_step(vector))
    yield from judge_steps(case)
    if isinstance(implementation, Forward):
        forward_steps = {name: expected[name] for name in FORWARD if name in expected}
        yield from within("forward", compare_steps(implementation.forward(network, X), forward_steps, level))
        output = {"output": implementation.predict(network, X)}
        yield from within("predict", compare_steps(output, {"output": expected["output"]}, level))
    yield from judge_digest_and_published(case, digest)


MADE = "made/"
"""How the ids of made vectors begin: only these may ask for habits that SPEC.md does not have."""


def options_of_step(vector: Vector) -> dict[str, Any]:
    """What an update is given beyond what every update is."""
    weights = sample_weight_of(vector)
    given: dict[str, Any] = {} if weights is None else {"sample_weight": weights}
    if "weight_decay" in vector:
        given |= {"weight_decay": number(vector["weight_decay"]), "decay_in": vector["decay_in"]}
    return given


def judge_update(case: Case) -> Iterator[Comparison]:
    """Step 12 by itself."""
    vector = case.vector
    gradients = {name: to_array(tensor) for name, tensor in vector["gradients"].items()}
    network, learning_rate = network_arguments(vector["network"]), number(vector["learning_rate"])
    case.steps, digest = case.implementation.update(network, gradients, learning_rate)
    yield from judge_steps(case)
    yield from judge_digest_and_published(case, digest)


def judge_steps(case: Case) -> Iterator[Comparison]:
    """Every step that the implementation shows, and none that there should not be."""
    shown = {name: tensor for name, tensor in case.vector["expected"].items() if case.shows(name)}
    yield from compare_steps(case.steps, shown, case.level)


def judge_digest_and_published(case: Case, digest: str | None) -> Iterator[Comparison]:
    """What an update has beside its steps."""
    if case.level == IDENTICAL and digest is not None:
        yield compare_word("digest", digest, case.vector["digest"])
    for published in case.vector.get("published", []):
        if case.shows(published["step"]):
            yield judge_published(published, case.steps.get(published["step"]))


def judge_training(case: Case) -> Iterator[Comparison]:
    """A training: one update at a time from the shared states of its checkpoints, then as a whole.

    The checkpoints come first because they can name a step, and a digest cannot. Beyond them only bits are compared:
    what is merely accurate drifts from update to update, no useful bound follows it, and all that can be said is
    whether it is there.
    """
    vector, implementation = case.vector, case.implementation
    options = training_options(vector)
    for checkpoint in vector["checkpoints"]:
        shared = {name: vector[name] for name in ("X", "y", "learning_rate", "sample_weight") if name in vector}
        part, place = Case({**shared, **checkpoint}, implementation, case.level), f"epoch {checkpoint['epoch']}"
        yield from within(place, judge_step(part))
        case.checkpoints |= {f"{place}: {step}": value for step, value in part.steps.items()}
    published = vector.get("published", [])
    case.trained = trained = implementation.train(
        network_arguments(vector["network"]),
        to_array(vector["X"]),
        to_array(vector["y"]),
        learning_rate_of(vector),
        vector["epochs"],
        vector["batches"],
        sorted({numbers["after_epoch"] for numbers in published}),
        *([options] if options else []),
    )
    if case.level == IDENTICAL:
        compare_whole = compare_training
    else:
        compare_whole = compare_results if "bound" in vector["expected"]["history"] else compare_shapes
    yield from compare_whole(trained, vector["expected"])
    for numbers in published:
        source = trained.outputs if numbers["step"] == "output" else trained.mean_absolute_errors
        yield judge_published(numbers, source.get(numbers["after_epoch"]))


def judge_threshold(case: Case) -> Iterator[Comparison]:
    """The threshold unit, whose output is 0 or 1 and nothing near it."""
    vector = case.vector
    w = None if vector["w"] is None else to_array(vector["w"])
    output = case.implementation.threshold_unit(
        to_array(vector["x"]), w, number(vector["b"]), number(vector["threshold"])
    )
    case.steps = {"output": output}
    yield compare("output", output, to_array(vector["expected"]["output"]), None, IDENTICAL)


def judge_stream(case: Case) -> Iterator[Comparison]:
    """A stream of random numbers. Uniforms have no rounding to forgive, normals have bounds."""
    vector = case.vector
    for name, expected in vector["expected"].items():
        numbers = getattr(case.implementation, name)(vector["seed"], vector["n"], vector["stream"])
        case.steps = {name: numbers}
        level = case.level if "bound" in expected else IDENTICAL
        yield compare(name, numbers, to_array(expected), bound_of(expected), level)


def judge_initialization(case: Case) -> Iterator[Comparison]:
    """First weights, and their digest."""
    vector = case.vector
    names = ("n_features", "n_hidden", "n_outputs", "seed", "initialization", "stream")
    case.steps, digest = case.implementation.initial_network(**{name: vector[name] for name in names})
    yield from compare_steps(case.steps, vector["expected"], case.level)
    if case.level == IDENTICAL and digest is not None:
        yield compare_word("digest", digest, vector["digest"])


def judge_split(case: Case) -> Iterator[Comparison]:
    """Rows for training and for validation."""
    vector = case.vector
    parts = case.implementation.split_rows(vector["n"], number(vector["fraction"]), vector["seed"], vector["stream"])
    given = dict(zip(("training", "validation"), map(list, parts), strict=True))
    case.steps = dict(given)
    for name, rows in given.items():
        yield compare_in_order(name, rows, vector["expected"][name], "row")


def judge_invalid(case: Case) -> Iterator[Comparison]:
    """A call that must be refused, in the expected words."""
    vector = case.vector
    try:
        case.implementation.call(vector["call"], arguments_of_call(vector))
    except Refused as refusal:
        if refusal.code is None:
            yield crash(refusal)
            return
        for word, expected in vector["expected"].items():
            if word != "digest" or case.level == IDENTICAL:
                yield compare_word(word, getattr(refusal, word), expected).remarked(refusal.message)
    else:
        yield Comparison("code", f"code: accepted what it should refuse as {vector['expected']['code']}")


JUDGES = {
    "step": judge_step,
    "training": judge_training,
    "update": judge_update,
    "threshold": judge_threshold,
    "stream": judge_stream,
    "initialization": judge_initialization,
    "split": judge_split,
    "invalid": judge_invalid,
}
