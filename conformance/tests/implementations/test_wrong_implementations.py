"""Whatever an implementation does, the suite stays up, says what is wrong, and lets none of it pass."""

import resource
import shlex
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from onehidden_conformance.cli import main
from onehidden_conformance.implementations import Broken
from onehidden_conformance.implementations.making import make_implementation
from onehidden_conformance.judging.judge import judge
from onehidden_conformance.running.smoke import smoke
from onehidden_conformance.vectors.reading import load

HERE = Path(__file__).parent / "wrong_implementations"
VECTORS = ("article/one-iteration", "shapes/all-different", "activations/tanh-tanh", "invalid/x-columns")
SECONDS = 2.0
AGAIN = "not started again"
TOO_MANY = "wrote before it was asked|was asked 2 and answered 1"  # which of them depends on who is faster


def command(words):
    script, *arguments = words.split()
    return shlex.join([sys.executable, str(HERE / f"{script}.py"), *arguments])


def verdicts_on(words, ids=VECTORS, timeout=SECONDS):
    implementation = make_implementation(command(words), timeout)
    try:
        return [judge(load(id), implementation) for id in ids]
    finally:
        implementation.close()


# What is done, the status of every vector, and words of the reasons.
WRONG = {
    "always_wrong": ("FFFP", ["hidden_layer_input[0, 0] is 0.5 "]),
    "slow 30": ("EEEE", ["did not answer within 2 s", AGAIN]),
    "crashes_on_the_third": ("PPEP", ["ended with exit code 7"]),
    "half_a_line": ("EEEE", ['did not answer within 2 s: {"id": 1, "result": {"steps"']),
    "half_a_line end": ("EEEE", ['ended with exit code 0: {"id": 1, "result": {"steps"']),
    "endless_line": ("EEEE", ["wrote a line of more than 67108864 bytes: xxxx"]),
    "endless_lines": ("PEPE", [TOO_MANY]),
    "lies": ("FFFF", ["hidden_layer_input is missing", "crashed: not implemented"]),
    "modest_lies": ("SSSS", ["declares that it does no vectors of the kind step"]),
    "skips_everything": ("SSSS", ["not today"]),
    "another_id before": ("PEEE", ["was asked 2 and answered 1, which was answered before", AGAIN]),
    "another_id invented": ("EEEE", ["was asked 1 and answered 1001, which was never asked", AGAIN]),
    "answers_twice": ("PEPE", [TOO_MANY]),
    "late_answers": (
        "PFFE",
        ["the shape [3, 3] and should have [5, 3]", "no result of a vector of the kind invalid"],
    ),
    "not_a_number bits": ("FFFP", ["hidden_layer_input[0, 0] is nan (7ff8000000000000)"]),
    "not_a_number word": ("FFFP", ["hidden_layer_input[0, 0] is nan "]),
    "not_a_number null": ("FFFP", ["hidden_layer_input[0, 0] is nan "]),
    "not_a_number token": ("EEEE", ["is not JSON (NaN is no JSON number; write null)"]),
    "script_tag": ("SFSF", ["alert(1)"]),
    "talks": ("EEEE", ["is not JSON (Expecting value", "computing vector 1 ...", AGAIN]),
    "lacks_a_step": ("FFFP", ["d_output is missing"]),
    "extra_step": ("FFFP", ["momentum is there, and this network has no such step"]),
    "wrong_shape": ("FFFP", ["has the shape [3, 5] and should have [5, 3]"]),
    "too_few_numbers few": ("EEEP", ["has 8 numbers in a tensor of shape [3, 3], which takes 9"]),
    "too_few_numbers huge": ("EEEP", ["has 0 numbers in a tensor of shape [100000000, 100000000]"]),
    "result_and_skipped": ("EEEE", ["is no answer to run", "exactly one of result, skipped and error"]),
    "deep": ("EEEE", ["is not JSON (maximum recursion depth exceeded"]),
    "not_utf8": ("EEEE", ["is not JSON ('utf-8' codec can't decode byte 0xff", "\\xff\\x00\\xfe\\x1b[31m"]),
    "deaf": ("EEEE", ["did not answer within 2 s", AGAIN]),
    "closes_its_output": ("EEEE", ["closed its standard output", AGAIN]),
    "leaves_a_child": ("EEEE", ["did not answer within 2 s", AGAIN]),
    "accepts_everything": ("PPPF", ["accepted what it should refuse as shape_mismatch"]),
    "crashes_to_refuse": ("PPPE", ["was ended by SIGABRT"]),
}
LETTERS = {"P": "passed", "F": "failed", "S": "skipped", "E": "error"}


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_implementation_is_reported_and_does_not_pass(words):
    letters, reasons = WRONG[words]
    verdicts = verdicts_on(words)
    assert [verdict.status for verdict in verdicts] == [LETTERS[letter] for letter in letters]
    assert not all(verdict.passed for verdict in verdicts)
    for reason in reasons:
        either = reason.split("|")
        assert any(part in verdict.reason for part in either for verdict in verdicts), [v.reason for v in verdicts]


@pytest.mark.parametrize("words", WRONG)
def test_nothing_that_a_implementation_says_commands_a_terminal(words):
    for verdict in verdicts_on(words):
        texts = [verdict.reason, str(verdict), *(fault.fault for fault in verdict.faults), *verdict.steps]
        assert all(text.isprintable() for text in texts)


def test_every_wrong_implementation_is_tried():
    tried = {words.split()[0] for words in (*WRONG, "negative_zero", "negative_zero_in_decimals", "noisy")}
    tried |= {"will_not_start", "will_not_stop", "starts_with", "turned"}
    assert tried | {"honest"} == {path.stem for path in HERE.glob("*.py")}


def test_the_honest_implementation_passes():
    assert Counter(verdict.status for verdict in verdicts_on("slow 0")) == {"passed": len(VECTORS)}


def test_a_request_that_nobody_reads_blocks_nothing():
    (verdict,) = verdicts_on("deaf", ["shapes/tall"])  # larger than what a pipe holds
    assert "did not answer within 2 s" in verdict.reason


def test_slow_is_not_wrong():
    assert all(verdict.passed for verdict in verdicts_on("slow 0.3"))


def test_a_hundred_megabytes_on_standard_error_block_nothing():
    assert all(verdict.passed for verdict in verdicts_on("noisy", VECTORS[:2], timeout=30))


def test_the_end_of_standard_error_is_kept():
    implementation = make_implementation(command("crashes_on_the_third"), SECONDS)
    verdicts = [judge(load(id), implementation) for id in VECTORS]
    assert verdicts[2].stderr == "no more of this"
    assert not any(verdict.stderr for verdict in verdicts[:2])


def test_a_gigabyte_without_end_does_not_fill_the_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert verdicts_on("endless_line", VECTORS[:1])[0].status == "error"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * (1 if sys.platform == "darwin" else 1024) < 300 * 2**20


def test_negative_zero_is_right_in_value_and_wrong_in_bits():
    implementation = make_implementation(command("negative_zero"), SECONDS)
    vector = load("edges/relu-at-zero")
    identical, accurate = judge(vector, implementation, level=2), judge(vector, implementation, level=1)
    implementation.close()
    assert "-0.0 (8000000000000000) and should be 0.0" in identical.reason
    assert accurate.passed


def test_a_negative_zero_in_decimals_keeps_its_sign():
    (verdict,) = verdicts_on("negative_zero_in_decimals", ["edges/dead-relu-negative-zero"])
    expected = load("edges/dead-relu-negative-zero")["expected"]
    assert any("8000000000000000" in tensor["bits"] for tensor in expected.values())
    assert verdict.passed, verdict.reason


# ---- the command -----------------------------------------------------------------------------------------------------


def exit_code_and_output(*implementations):
    chosen = [word for words in implementations for word in ("--implementation", command(words))]
    ids = [word for id in VECTORS for word in ("--fixtures", id)]
    result = CliRunner().invoke(main, ["run", *chosen, *ids, "--timeout", str(SECONDS)])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("slow 0", 0),
        ("always_wrong", 1),
        ("lies", 1),
        ("half_a_line", 3),
        ("will_not_start fails", 3),
        ("skips_everything", 4),
    ],
)
def test_the_exit_code_tells_what_went_wrong(words, code):
    assert exit_code_and_output(words)[0] == code


def test_wrong_implementations_side_by_side_do_not_take_the_command_down():
    words = ("slow 0", "always_wrong", "crashes_on_the_third", "talks", "script_tag", "will_not_start fails")
    code, output = exit_code_and_output(*words)
    assert code == 3
    for name in words:
        assert name.split()[0] in "".join(output.split())  # names may be broken over lines
    assert all(character.isprintable() or character == "\n" for character in output)


# ---- before the first vector and after the last ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("will_not_start fails", "ended with exit code 1"),
        ("will_not_start protocol", "is no answer to start: at protocol: 3 is not one of [1, 2]"),
        ("will_not_start silent", "'implementation' is a required property"),
        ("will_not_start level", "at level: 3 is not one of [1, 2]"),
        ("will_not_start trace", "is no answer to start: at capabilities.trace"),
    ],
)
def test_what_does_not_shake_hands_is_refused(words, message):
    with pytest.raises(Broken) as broken:
        make_implementation(command(words))
    assert message in str(broken.value)
    assert ("no network here" in broken.value.stderr) == words.endswith("fails")


def test_a_program_that_is_there_but_not_its_interpreter_is_not_called_missing(tmp_path):
    script = tmp_path / "script"
    script.write_text("#!/no/such/interpreter\n")
    script.chmod(0o755)
    with pytest.raises(Broken, match="No such file"):
        make_implementation(str(script))
    with pytest.raises(Broken, match=f"there is no program '{script}2'$"):
        make_implementation(f"{script}2")


@pytest.mark.parametrize("name", ["no-such-program --at-all", "", "an 'open quote"])
def test_what_is_no_command_is_refused(name):
    with pytest.raises(Broken, match="would not start"):
        make_implementation(name)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("stays", "did not end within 2 s after it was told to stop"),
        ("talks", "wrote something after it was told to stop: goodbye"),
        ("fails", "ended with exit code 5"),
    ],
)
def test_smoke_sees_what_does_not_stop(words, message):
    findings = list(smoke(command(f"will_not_stop {words}"), SECONDS))
    assert [finding.good for finding in findings] == [True, True, True, False]
    assert message in findings[-1].text


def test_smoke_judges_the_adapter_and_not_the_network():
    assert [finding.good for finding in smoke(command("always_wrong"))] == [True] * 4
    assert [finding.good for finding in smoke(command("wrong_shape"))] == [True, False, True, True]
    assert [finding.good for finding in smoke(command("accepts_everything"))] == [True, True, False, True]
    assert [finding.good for finding in smoke(command("skips_everything"))] == [True, False, True, True]


def test_smoke_does_not_praise_the_end_of_what_has_died():
    findings = list(smoke(command("talks")))
    assert [finding.good for finding in findings] == [True, False, False, False]
    assert "computing vector 1 ..." in findings[1].text


def test_smoke_stops_at_what_does_not_start():
    (finding,) = smoke(command("will_not_start fails"))
    assert not finding.good
    assert "no network here" in finding.stderr


@pytest.mark.parametrize("words", ["slow 0", "half_a_line", "leaves_a_child", "deaf"])
def test_nothing_is_left_running(words):
    implementation = make_implementation(command(words), SECONDS)
    process = implementation.program.process
    judge(load(VECTORS[0]), implementation)
    implementation.close()
    assert process.poll() is not None
    deadline = time.monotonic() + SECONDS  # an orphan has been killed, and may still be dying
    while alive_in_group(process.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive_in_group(process.pid)


def alive_in_group(group):
    """The processes of a group that have not ended, as Linux lists them."""
    stats = [
        path.read_text().rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*/stat") if readable(path)
    ]
    return [stat for stat in stats if int(stat[2]) == group and stat[0] not in "ZX"]


def readable(path):
    try:
        return bool(path.read_text())
    except OSError:
        return False
