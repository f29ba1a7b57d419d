"""Known failures are checked both ways, and the file repairs itself only when asked."""

import json

import pytest

from onehidden_conformance.running import known_failures
from onehidden_conformance.running.known_failures import KnownFailure, KnownFailuresError, complaints, repaired

IMPLEMENTATION = "mistake:error-reversed"
FAILS = ["article/one-iteration", "shapes/one-sample"]
GLOBS = [option for id in FAILS for option in ("--fixtures", id)]


@pytest.fixture
def known(tmp_path):
    """A file of known failures, written from its entries."""

    def write(*entries):
        file = tmp_path / "known.json"
        file.write_text(json.dumps({"known_failures": list(entries)}), encoding="utf-8")
        return file

    return write


def entry(id=FAILS[0], kind="wrong error", implementation=IMPLEMENTATION, **more):
    return {
        "implementation": implementation,
        "id": id,
        "kind": kind,
        "reason": "the sign is a convention of ours",
        **more,
    }


def arguments(file, *more):
    return ["run", "--implementation", IMPLEMENTATION, *GLOBS, "--known-failures", str(file), *more]


def test_a_run_whose_failures_are_all_known_is_as_expected(command, known):
    file = known(entry(), entry(FAILS[1], link="https://example.org/7", since="2025-01-31"))
    code, output = command(*arguments(file))
    assert "known FAIL article/one-iteration" in output
    assert "the sign is a convention of ours" in output
    assert "all as expected so far" in output
    assert code == 0


def test_a_failure_that_is_not_in_the_file_counts(command, known):
    code, output = command(*arguments(known(entry())))
    assert "\nFAIL shapes/one-sample" in output
    assert "--write-known-failures" in output
    assert code == 1


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (entry("shapes/no-such"), "there is no such vector"),
        (entry(kind="wrong output"), "is wrong error and should be wrong output"),
        (entry(kind="error"), "is wrong error and should be error"),
        (entry(implementation="node other.js"), "there is no such implementation in this run"),
    ],
)
def test_an_excuse_that_is_wrong_fails_the_run(command, known, wrong, complaint):
    right = [entry(id) for id in FAILS if (id, IMPLEMENTATION) != (wrong["id"], wrong["implementation"])]
    code, output = command(*arguments(known(*right, wrong)))
    assert f"known failure {wrong['implementation']}, {wrong['id']}: {complaint}" in output
    assert output.count("known FAIL ") == len(right)
    assert code == 1


def test_an_unexpected_pass_fails_the_run(command, known):
    file = known(entry(implementation="python:reproducible", kind="wrong loss"))
    code, output = command("run", "--implementation", "python", "--fixtures", FAILS[0], "--known-failures", str(file))
    assert "known failure python:reproducible, article/one-iteration: is passed and should be wrong loss" in output
    assert code == 1


def test_what_was_not_chosen_is_left_alone(command, known):
    file = known(entry(), entry("shapes/square"))
    code, _ = command("run", "--implementation", IMPLEMENTATION, "--fixtures", FAILS[0], "--known-failures", str(file))
    assert code == 0


def test_the_file_is_written_and_then_fits(command, tmp_path):
    file = tmp_path / "new.json"
    code, output = command(*arguments(file, "--write-known-failures"))
    assert (code, f"wrote {file}" in output) == (0, True)
    assert command(*arguments(file))[0] == 0
    written = known_failures.read(file)
    assert {failure.reason for failure in written.values()} == {"not explained yet"}
    assert {failure.kind for failure in written.values()} == {"wrong error"}


def test_repairing_keeps_what_is_still_true(command, known):
    kept = entry(link="https://example.org/7", since="2024-02-03")
    file = known(kept, entry(FAILS[1], kind="wrong loss"), entry("shapes/square"), entry("shapes/no-such"))
    assert command(*arguments(file, "--write-known-failures"))[0] == 0
    failures = {failure.id: failure for failure in known_failures.read(file).values()}
    assert failures.keys() == {*FAILS, "shapes/square"}
    assert failures[FAILS[0]] == KnownFailure(**kept)
    assert failures[FAILS[1]].kind == "wrong error"


def test_a_skipped_vector_is_no_failure_and_not_excused():
    failure = KnownFailure("t", "a/b", "wrong loss", "why")
    known = {failure.pair: failure}
    skipped = {"vector": "a/b", "implementation": "t", "kind": "", "status": "skipped"}
    assert list(complaints(known, [skipped], ["a/b"], ["t"])) == [
        "known failure t, a/b: is skipped and should be wrong loss"
    ]
    assert repaired(known, [skipped], ["a/b"]) == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[]", "should be"),
        ('{"known_failures": [], "more": 1}', "should be"),
        ('{"known_failures": [1]}', "entry 1: should be an object of strings"),
        ('{"known_failures": [{"id": "a"}]}', "entry 1: 'implementation' is missing or empty"),
        (json.dumps({"known_failures": [entry(reson="x")]}), "has no 'reson'"),
        (json.dumps({"known_failures": [entry(reason="")]}), "'reason' is missing or empty"),
        (json.dumps({"known_failures": [entry(), entry()]}), "comes twice"),
        ("{", "is not the JSON"),
    ],
)
def test_a_file_that_is_wrong_is_refused(command, tmp_path, content, complaint):
    file = tmp_path / "known.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(KnownFailuresError, match=complaint):
        known_failures.read(file)
    code, output = command(*arguments(file))
    assert code == 2
    assert "known.json" in output


def test_writing_needs_a_file(command):
    code, output = command("run", "--write-known-failures")
    assert code == 2
    assert "needs --known-failures" in output
