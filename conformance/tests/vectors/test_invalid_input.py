"""The vectors of invalid input cover the codes of SPEC.md, section 10, and the packages have no others."""

import re
from pathlib import Path

import pytest

import onehidden
from onehidden_conformance.vectors import reading

SPEC = Path(__file__).parents[3] / "SPEC.md"
INVALID = [id for id in reading.vector_ids() if id.startswith("invalid/")]
# What no argument of a fixture can cause, and where it is tried.
NOT_BY_ARGUMENTS = {
    "unsafe_floating_point",  # a state of the process: the packages' own tests
    *("missing_package", "missing_kernels"),  # what an installation lacks: the packages' own tests
    *("damaged_file", "unsupported_version", "invalid_model_file"),  # files: test_model_files
    *("missing_column", "unknown_level"),  # data frames: test_model_files
    "invalid_targets",  # the interfaces of each language: the packages' own tests
}


def codes_of_specification():
    section = SPEC.read_text(encoding="utf-8").partition("\n## 10.")[2].partition("\n## 11.")[0]
    return {code: number for number, code in re.findall(r"^\| \*\*(10\.\d+)\*\* \| `(\w+)` \|", section, re.MULTILINE)}


CODES = codes_of_specification()


def test_the_codes_of_the_specification_were_read():
    assert len(CODES) == 40
    assert CODES["overflow"] == "10.23"


def test_there_are_vectors_enough():
    assert len(INVALID) >= 25


@pytest.mark.parametrize("code", sorted(set(CODES) - NOT_BY_ARGUMENTS))
def test_every_code_has_a_vector_that_cites_its_sentence(code):
    vectors = [reading.load(id) for id in INVALID]
    hunting = [vector for vector in vectors if vector["expected"]["code"] == code]
    assert hunting
    assert any(CODES[code] in vector["spec"] for vector in hunting)


def test_no_vector_expects_a_code_that_the_specification_does_not_have():
    assert {reading.load(id)["expected"]["code"] for id in INVALID} <= set(CODES)


def test_python_has_one_class_for_every_code_and_no_other():
    classes = onehidden.OneHiddenError.__subclasses__()
    assert sorted(one.code for one in classes) == sorted(CODES)
    assert all(getattr(onehidden.errors, one.__name__) is one for one in classes)
