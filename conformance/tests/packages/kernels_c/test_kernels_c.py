"""The C of the kernels by itself: under sanitizers, with both compilers, every vector width and several threads.

A driver (kernels_c/driver.c) includes the kernels and carries out the cases that it is handed: it fails where two
widths or numbers of threads differ in a bit. What it gives must be what the interpreted code gives.
"""

import contextlib
import platform
import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import onehidden as oh
from onehidden.arithmetic import cr_exp, cr_log, cr_tanh
from onehidden.errors import NumberOverflowError
from onehidden_conformance.vectors.names import ACTIVATIONS, LOSSES, NAMES, OUTPUT_ACTIVATIONS
from tests.inside import (
    REPRODUCIBLE,
    Epoch,
    Plan,
    Samples,
    check_optimizer,
    initial_state,
    samples_of_batches,
    states_of_training,
)

ROOT = Path(__file__).parents[4]
KERNELS = ROOT / "kernels"
DRIVER = Path(__file__).with_name("driver.c")
STRICT = ("-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wno-unused-function", "-Werror")

OPTIMIZERS = NAMES["optimizer"]
FUNCTIONS = {4: cr_exp, 5: cr_log, 6: cr_tanh}
END = 7
STRANGE = (0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, 708.0, -708.0, 709.79, -745.2, -746.0, 2.0**-27, 20.0)


# ---- cases, as the driver reads them, and what the interpreted code makes of them ------------------------------------


def words(*values):
    """Whole numbers, doubles and arrays, 8 bytes each."""
    arrays = map(np.asarray, values)
    return b"".join(array.astype("i8" if array.dtype.kind in "iub" else "f8").tobytes() for array in arrays)


def matrix(A, by_columns):
    return words(int(by_columns), A.T if by_columns else A)


def product_case(rng):
    kind = int(rng.integers(1, 4))
    m, k, n = (int(size) for size in rng.integers(1, 41, size=3))
    k = int(rng.choice([k, 0, 63, 64, 65, 300, 4095, 4096, 4097, 8200], p=[0.7, 0.06, *[0.03] * 8])) if kind > 1 else k
    A = rng.normal(size=(m, k) if kind == 1 else (k, m))
    B = rng.normal(size=(k, n))
    first, second = rng.integers(0, 2, size=2)
    if kind == 3:
        return words(kind, m, k) + matrix(A, first), REPRODUCIBLE.column_sums(A) if k else np.zeros(m)
    compute = REPRODUCIBLE.product if kind == 1 else REPRODUCIBLE.product_over_rows
    return words(kind, m, k, n) + matrix(A, first) + matrix(B, second), compute(A, B) if k else np.zeros((m, n))


def function_case(rng):
    kind, n = int(rng.integers(4, 7)), int(rng.integers(0, 200))
    x = rng.normal(size=n) * 10.0 ** rng.integers(-3, 4)
    x = np.where(rng.uniform(size=n) < rng.choice([0.0, 0.1]), rng.choice(STRANGE, size=n), x)
    with np.errstate(all="ignore"):
        return words(kind, n, x), FUNCTIONS[kind](x)


def hard_case(kind):
    """The arguments that are hardest to round, and their values as they stand in the fixture."""
    lines = (ROOT / "fixtures" / "elementary" / f"{FUNCTIONS[kind].__name__[3:]}.txt").read_text().splitlines()
    x, expected = np.array([list(map(float.fromhex, line.split())) for line in lines]).T
    return words(kind, x.size, x), expected


def targets(rng, n, k, output_activation):
    return np.eye(k)[rng.integers(0, k, size=n)] if output_activation == "softmax" else rng.uniform(size=(n, k))


def random_batches(rng, n):
    """Every row in its order, or some rows in any order, in batches of any size."""
    rows = rng.permutation(n)[: int(rng.integers(1, n + 1))]
    cuts = np.unique(rng.integers(1, len(rows), size=int(rng.integers(0, 4)))) if len(rows) > 1 else []
    batches = np.split(rows, cuts)
    if rng.uniform() < 0.3:
        batches = [rows[i : i + 1] for i in range(min(len(rows), 5))]
    return batches


def random_network(rng, d, h, k):
    """Any network of this size, in one case of four with weights that overflow."""
    h = 0 if rng.uniform() < 0.15 else h
    loss = str(rng.choice(LOSSES))
    output = {LOSSES[1]: "sigmoid", LOSSES[2]: "softmax"}.get(loss) or str(rng.choice(ACTIVATIONS))
    k = max(k, 2) if output == "softmax" else k
    scale = rng.choice([0.3, 0.3, 0.3, 1e155])
    biases = rng.integers(0, 2, size=2)
    return oh.Network(
        rng.normal(size=(d, h)) * scale if h else None,
        rng.normal(size=h) if h and biases[0] else None,
        rng.normal(size=(h or d, k)) * scale,
        rng.normal(size=k) if biases[1] else None,
        hidden_activation=str(rng.choice(ACTIVATIONS)),
        output_activation=output,
        loss=loss,
        reduction=str(rng.choice(["sum", "mean"])),
    )


def random_samples(rng, n, network, weight=None):
    y = targets(rng, n, network.n_outputs, network.output_activation)
    return Samples(rng.normal(size=(n, network.n_features)), y, weight)


def training_case(rng, rows=None, sizes=None):
    n = rows or int(rng.choice([int(rng.integers(1, 41)), 63, 64, 65, 130], p=[0.8, 0.05, 0.05, 0.05, 0.05]))
    network = random_network(rng, *(sizes or rng.integers(1, 41, size=3).tolist()))
    samples = random_samples(rng, n, network, rng.choice([0.0, 0.5, 1.0, 3.0], size=n) if rng.uniform() < 0.4 else None)
    validation = random_samples(rng, int(rng.integers(1, 12)), network) if rng.uniform() < 0.3 else None
    batches = random_batches(rng, n) if rng.uniform() < 0.4 else []
    epochs = int(rng.integers(0, 4))
    rates = rng.choice([1e-3, 0.1, 1e300], p=[0.5, 0.45, 0.05], size=epochs)
    plan = Plan(
        samples=samples,
        validation=validation,
        last=epochs,
        learning_rate=lambda epoch: float(rates[epoch - 1]),
        batches=lambda _: batches or None,
        parts=lambda _: samples_of_batches(samples, batches) if batches else None,
        reshuffles=False,
        optimizer=check_optimizer(str(rng.choice(OPTIMIZERS))),
        weight_decay=float(rng.choice([0.0, 0.01])),
        patience=None,
        arithmetic=REPRODUCIBLE,
        kernels="interpreted",
    )
    by_columns = int(rng.integers(0, 2))
    case = training_words(network, plan, batches, rates, by_columns)
    return case, interpreted_training(network, plan, epochs, by_columns)


def training_words(network, plan, batches, rates, by_columns):
    """A training as the driver reads it."""
    samples, validation, optimizer = plan.samples, plan.validation, plan.optimizer
    h = 0 if network.wh is None else network.wh.shape[1]
    case = words(0, network.n_features, h, network.n_outputs, network.bh is not None, network.bout is not None)
    case += words(*map(OUTPUT_ACTIVATIONS.index, (network.hidden_activation, network.output_activation)))
    case += words(LOSSES.index(network.loss), network.reduction == "mean", OPTIMIZERS.index(optimizer.name))
    case += words(by_columns, len(rates), [*optimizer.settings.values(), 0.0, 0.0, 0.0][:3], plan.weight_decay, rates)
    case += words(len(samples.X), 0 if validation is None else len(validation.X), len(batches))
    case += words(samples.weight is not None) + matrix(samples.X, by_columns) + matrix(samples.y, by_columns)
    if samples.weight is not None:
        case += words(samples.weight)
    if validation is not None:
        case += matrix(validation.X, by_columns) + matrix(validation.y, by_columns)
    if batches:
        case += words(np.cumsum([0, *map(len, batches)]), np.concatenate(batches))
    return case + words(flat(network).size, flat(network))


def flat(network):
    """All parameters as one vector."""
    return np.concatenate([w.ravel() for w in network.parameters().values()])


def interpreted_training(network, plan, epochs, by_columns):
    """The results of a training in the driver's order: up to its last complete state, if a number is not finite."""
    states = []
    kept = initial_state(network, plan.optimizer)
    start = Epoch(0, network, 0.0, np.zeros(0), None, plan.optimizer.name, kept)
    with contextlib.suppress(NumberOverflowError):
        for state in states_of_training(start, plan):
            states.append(state)
    losses, validation_losses = np.zeros(epochs + 1), np.zeros(epochs + 1)
    for state in states:
        losses[state.epoch] = state.loss
        validation_losses[state.epoch] = 0.0 if state.validation_loss is None else state.validation_loss
    trained = len(states) == epochs + 1
    error = states[-1].error if trained else np.zeros_like(plan.samples.y)
    head = np.array([0.0 if trained else 1.0, len(states) - 1.0])
    last = states[-1].network if states else network
    kept = states[-1].optimizer_state if states else kept
    parts = (head, losses, validation_losses, error.T if by_columns else error, flat(last), *moments(last, kept))
    return np.concatenate([np.ravel(part) for part in parts])


def moments(network, optimizer_state):
    """The two states of all parameters, and the two powers; 0 for what an optimizer does not have."""
    listed = [optimizer_state[name] for name in network.parameters()]
    kept = [np.zeros(flat(network).size), np.zeros(flat(network).size), np.zeros(2)]
    for i in range(min(2, len(listed[0]))):
        kept[i] = np.concatenate([memory[i].ravel() for memory in listed])
    kept[2][: len(listed[0][2:])] = listed[0][2:]
    return kept


def make_cases(seed, count, large):
    """Random cases, what is hardest to round, and trainings of more rows than a block of reductions has."""
    rng = np.random.default_rng(seed)
    makers = [product_case, function_case, training_case, training_case]
    cases = [hard_case(kind) for kind in FUNCTIONS] + [makers[i % 4](rng) for i in range(count)]
    return cases + [training_case(rng, rows, sizes) for rows, sizes in large]


LARGE = [(4096, (3, 5, 2)), (4097, (4, 3, 1)), (9000, (7, 20, 3)), (5000, (20, 16, 1)), (1500, (60, 90, 11))]


@pytest.fixture(scope="module")
def cases():
    return make_cases(5, 600, LARGE)


# ---- the driver ------------------------------------------------------------------------------------------------------


def need(program):
    if not shutil.which(program):
        pytest.skip(f"no {program}: apt-get install {program}")
    return program


def compiled(folder, compiler, *options):
    """The driver as a program."""
    program = folder / "driver"
    command = [need(compiler), *STRICT, *options, f"-I{KERNELS}", str(DRIVER), "-o", str(program), "-pthread", "-lm"]
    subprocess.run(command, check=True)
    return program


def carry_out(command, cases):
    """What the driver gives for the cases must be what is expected, bit by bit; NaN is NaN."""
    stream = b"".join(case for case, _ in cases) + words(END)
    done = subprocess.run(command, input=stream, capture_output=True, check=False, timeout=3000)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    given = np.frombuffer(done.stdout)
    at = 0
    for i, (case, expected) in enumerate(cases):
        part = given[at : at + expected.size]
        at += expected.size
        same = (part.view(np.int64) == expected.ravel().view(np.int64)) | (np.isnan(part) & np.isnan(expected.ravel()))
        assert same.all(), (i, np.frombuffer(case[:136], dtype=np.int64), np.flatnonzero(~same)[:10])
    assert at == given.size


@pytest.mark.parametrize("level", ["-O0", "-O1", "-O2", "-O3", "-O3 -march=native", "-O2 -std=c17"])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_every_level_of_optimization_has_the_bits_of_the_interpreted_code(tmp_path, cases, compiler, level):
    carry_out([compiled(tmp_path, compiler, *level.split())], cases)


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_nothing_is_undefined(tmp_path, cases, compiler):
    options = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    carry_out([compiled(tmp_path, compiler, *options)], cases)


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_threads_do_not_race(tmp_path, cases, compiler):
    carry_out([compiled(tmp_path, compiler, "-O1", "-g", "-fsanitize=thread")], cases[:100] + cases[-len(LARGE) :])


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_a_compiler_without_extensions_has_the_same_bits(tmp_path, cases, compiler):
    """No vectors, no widths, no threads: what such a compiler does is compiled by one that hides what it is."""
    first = tmp_path / "first.h"
    headers = ("float.h", "math.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h")
    first.write_text("".join(f"#include <{name}>\n" for name in headers) + "#undef __GNUC__\n#undef __clang__\n")
    carry_out([compiled(tmp_path, compiler, "-O2", "-ffp-contract=off", "-include", str(first))], cases)


@pytest.mark.parametrize(("compiler", "option"), list(product(["gcc", "clang"], ["-ffast-math", "-Ofast"])))
def test_fast_mathematics_is_refused(tmp_path, compiler, option):
    command = [need(compiler), option, f"-I{KERNELS}", "-c", str(DRIVER), "-o", str(tmp_path / "driver.o")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "-ffast-math changes what is computed" in done.stderr


# ---- no fused operation ----------------------------------------------------------------------------------------------

FUSED = re.compile(r"\b(vfn?m(add|sub)\w*|fn?m(add|sub|la|ls)\b)")


def instructions(folder, compiler, *options, kernels=KERNELS, objdump="objdump"):
    """What the kernels are compiled to, by themselves: libraries may fuse as they like."""
    command = [need(compiler), *options, f"-I{kernels}", "-c", str(DRIVER), "-o", "driver.o"]
    subprocess.run(command, check=True, cwd=folder)
    command = [need(objdump), "-d", "--no-show-raw-insn", "driver.o"]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout


FUSING = ["-mfma"] if platform.machine() == "x86_64" else []  # others have fused operations without a word


@pytest.mark.parametrize("level", ["-O0", "-O2", "-O3"])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_no_product_is_fused_with_a_sum(tmp_path, compiler, level):
    text = instructions(tmp_path, compiler, level, *FUSING)
    assert "mul" in text
    assert FUSED.findall(text) == []


@pytest.mark.parametrize(
    ("compiler", "line"), [("gcc", '"fp-contract=off", '), ("clang", "#pragma STDC FP_CONTRACT OFF")]
)
def test_without_the_line_that_forbids_them_fused_operations_are_found(tmp_path, compiler, line):
    shutil.copytree(KERNELS, tmp_path / "fusing")
    plain = tmp_path / "fusing" / "plain.h"
    assert line in plain.read_text()
    plain.write_text(plain.read_text().replace(line, ""))
    options = ("-O2", "-ffp-contract=fast", *FUSING)
    assert FUSED.findall(instructions(tmp_path, compiler, *options, kernels=plain.parent))


# ---- ARM -------------------------------------------------------------------------------------------------------------


def test_arm_has_the_same_bits_and_fuses_nothing(tmp_path, cases):
    need("qemu-aarch64")
    compiler = "aarch64-linux-gnu-gcc"
    assert FUSED.findall(instructions(tmp_path, compiler, "-O3", objdump="aarch64-linux-gnu-objdump")) == []
    carry_out(["qemu-aarch64", compiled(tmp_path, compiler, "-O2", "-static")], cases[:200] + cases[-len(LARGE) :])
