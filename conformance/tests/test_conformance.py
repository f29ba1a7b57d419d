"""Every vector on every implementation; the report at the end is made from these results."""

import pytest

from onehidden_conformance.reports.terminal.failures import details, failure
from onehidden_conformance.vectors.reading import vector_ids


def test_vector(implementation, line_of):
    if line_of is None:
        pytest.fail(f"{implementation.name} did not start: {implementation.problem}", pytrace=False)
    if line_of["kind"]:
        pytest.fail("\n".join([failure(line_of, {}, line_of["culprit"]).plain, details(line_of)]), pytrace=False)
    if line_of["status"] == "skipped":
        pytest.skip(line_of["reason"])


def test_there_are_vectors(request):
    assert vector_ids(request.config.option.fixtures_folder), "a run without vectors proves nothing"
