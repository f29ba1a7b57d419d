"""What an implementation is, found out by trying; and whether enough of it was tested."""

from dataclasses import replace

import numpy as np
import pytest

from onehidden_conformance import made
from onehidden_conformance.implementations import Broken, Refused, Skipped
from onehidden_conformance.implementations.declaration import read
from onehidden_conformance.implementations.oracle import OracleImplementation
from onehidden_conformance.judging.belied import belied
from onehidden_conformance.judging.coverage import CONFORMING, NOT_CONFORMING, TOO_LITTLE, coverage
from onehidden_conformance.judging.discovery import MOST_TRIES, discover
from onehidden_conformance.judging.judge import FAILED, PASSED, SKIPPED, Verdict
from onehidden_conformance.oracle import Oracle

WORDS = {
    "hidden_activations": ["tanh"],
    "output_activations": ["sigmoid"],
    "losses": ["binary_cross_entropy"],
    "reductions": ["mean"],
}


class Choosy(OracleImplementation):
    """A right network that takes only some networks, and says in its own words which."""

    def __init__(self, takes, refusal=lambda: Skipped("not that"), **declared):
        super().__init__("choosy", Oracle())
        self.takes, self.refusal, self.asked = takes, refusal, 0
        self.declaration = read({**WORDS, **declared})

    def step(self, network, X, y, learning_rate, *more, **options):
        self.asked += 1
        signs = "".join("0" if network[name] is None else "1" for name in ("bh", "bout"))
        if not self.takes(signs=signs, n=len(X), k=y.shape[1], rate=learning_rate):
            raise self.refusal()
        return super().step(network, X, y, learning_rate, *more, **options)


@pytest.mark.parametrize(
    ("takes", "found", "note"),
    [
        (lambda **_: True, {}, None),
        (lambda signs, **_: signs == "11", {"biases": "both"}, "without a bias in one of its layers"),
        (lambda signs, **_: signs == "00", {"biases": "none"}, "it refused every network with biases"),
        (lambda signs, **_: signs == "10", {"biases": "hidden"}, "treated as `biases` hidden"),
        (lambda rate, **_: rate == 1.0, {"learning_rate": 1.0}, "every learning rate but 1"),
        (lambda rate, **_: rate == 0.1, {"learning_rate": 0.1}, "every learning rate but 0.1"),
        (lambda n, **_: n == 1, {"rows": 1}, "every number of samples but 1"),
        (lambda k, **_: k == 1, {"shapes": {"k": 1}}, "more than one output"),
        (
            lambda signs, n, rate, **_: (signs, n, rate) == ("00", 1, 0.5),
            {"biases": "none", "rows": 1, "learning_rate": 0.5},
            "every learning rate but 0.5",
        ),
    ],
)
@pytest.mark.parametrize("refusal", [lambda: Skipped("not that"), lambda: Refused("no", code="shape_mismatch")])
def test_what_is_not_declared_is_found_out(takes, found, note, refusal):
    implementation = Choosy(takes, refusal)
    discovery = discover(implementation)
    assert discovery.declaration == replace(implementation.declaration, **found)
    assert note is None or any(note in text for text in discovery.notes)
    assert implementation.asked <= MOST_TRIES + 12


def test_a_number_that_is_mentioned_is_tried():
    implementation = Choosy(lambda rate, n, **_: (rate, n) == (0.7, 4), lambda: Skipped("rate 0.7, 4 samples"))
    found = discover(implementation).declaration
    assert (found.learning_rate, found.rows) == (0.7, 4)


def test_what_is_declared_is_not_tried():
    implementation = Choosy(lambda signs, **_: signs == "11", biases="both", learning_rate="given", rows=None)
    assert discover(implementation).declaration == implementation.declaration
    assert implementation.asked == 2  # the second has other sizes, which are not declared


def test_a_crash_is_no_refusal():
    implementation = Choosy(lambda **_: False, lambda: Refused("IndexError: 99"))
    assert discover(implementation).declaration == implementation.declaration


def test_who_breaks_down_is_not_tried_on():
    implementation = Choosy(lambda **_: False, lambda: Broken("ended"))
    assert discover(implementation).notes == ()
    assert implementation.asked == 1


def test_who_takes_nothing_is_told_so():
    discovery = discover(Choosy(lambda **_: False))
    assert "not that" in discovery.notes[0]


# ---- enough ----------------------------------------------------------------------------------------------------------

TRACE = ["output", "updated_wh", "updated_bh", "updated_wout", "updated_bout"]


def covered(declaration, ids, status=PASSED):
    return coverage("t", declaration, [(made.vector(id), Verdict(id, "t", (), status)) for id in ids], 1)


def test_what_was_made_is_enough():
    declaration = read({**WORDS, "biases": "both", "trace": TRACE})
    found = covered(declaration, made.for_declaration(declaration).ids)
    assert (found.verdict, found.missing, found.uncovered) == (CONFORMING, (), ())
    assert found.made == found.passed == found.ran >= 24
    assert "sum-for-mean" in found.seen
    assert set(found.seen) | set(found.unseen) == set(found.could)


def test_an_output_alone_is_too_little():
    declaration = read({**WORDS, "biases": "both", "trace": ["output"]})
    found = covered(declaration, made.for_declaration(declaration).ids)
    assert found.verdict == TOO_LITTLE
    assert "declare them in `trace`" in found.missing[0]


def test_one_vector_is_too_little_whatever_it_shows():
    found = covered(read(WORDS), ["made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-01"])
    assert found.verdict == TOO_LITTLE
    assert "only 1 of 1 vectors ran" in found.missing[0]


def test_a_combination_without_vector_is_missing():
    declaration = read({**WORDS, "hidden_activations": ["tanh", "relu"]})
    found = covered(declaration, made.for_declaration(read(WORDS)).ids)
    assert found.verdict == TOO_LITTLE
    assert found.uncovered == ("relu, sigmoid, binary cross entropy, mean",)


def test_what_is_wrong_counts_more_than_what_is_missing():
    assert covered(read(WORDS), ["made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-01"], FAILED).verdict == NOT_CONFORMING


def test_what_was_skipped_has_tested_nothing():
    found = covered(read(WORDS), made.for_declaration(read(WORDS), least=12).ids, SKIPPED)
    assert (found.ran, found.seen, found.verdict) == (0, (), TOO_LITTLE)


def test_a_step_that_is_declared_and_never_shown_is_belied():
    vector = made.vector("made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-01")
    verdict = Verdict(vector["id"], "t", (), FAILED, steps={"output": np.zeros((5, 2))})
    faults = list(belied(read({**WORDS, "trace": ["output", "updated_bh"]}), [(vector, verdict)]))
    assert faults == ["it declares updated_bh in its `trace` and never showed it"]
    assert "updated_bh" in next(belied(read({**WORDS, "biases": "both"}), [(vector, verdict)]))
    assert not list(belied(read({**WORDS, "trace": ["output"]}), [(vector, verdict)]))
