"""Every vector on every implementation; the table at the end is made from these results."""

import pytest

from onehidden_conformance.judging.judge import judge
from onehidden_conformance.judging.result import result_of
from onehidden_conformance.vectors.reading import vector_ids


def test_vector(vector, implementation, record):
    verdict = judge(vector, implementation)
    record(result_of(verdict))
    if not verdict.passed:
        pytest.fail("\n".join([str(verdict), *(fault.fault for fault in verdict.faults[1:])]), pytrace=False)


def test_there_are_vectors(request):
    assert vector_ids(request.config.option.fixtures_folder), "a run without vectors proves nothing"
