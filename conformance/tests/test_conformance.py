"""Every vector on every testee; the table at the end is made from these results."""

import pytest

from onehidden_conformance.fixtures import vector_ids
from onehidden_conformance.judge import judge
from onehidden_conformance.run import result_of


def test_vector(vector, testee, record):
    verdict = judge(vector, testee)
    record(result_of(verdict))
    if not verdict.passed:
        pytest.fail("\n".join([str(verdict), *(fault.fault for fault in verdict.faults[1:])]), pytrace=False)


def test_there_are_vectors(request):
    assert vector_ids(request.config.option.fixtures_folder), "a run without vectors proves nothing"
