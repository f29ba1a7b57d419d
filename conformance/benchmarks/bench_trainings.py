"""Every contender on every workload: first that it computes the same, then how long it takes.

Each round times the plain listing of the same language too, right before: their ratio is what the document shows, and
what another program does to the machine meanwhile is done to both.
"""

import pytest

from benchmarks.agreement import disagreement
from benchmarks.columns import COLUMNS, PLAIN
from benchmarks.measuring import CLOCK, Worker, rounds_for
from benchmarks.workloads import WORKLOADS


@pytest.fixture(scope="module", params=WORKLOADS)
def workload(request):
    """The name of a workload."""
    return request.param


@pytest.fixture(scope="module")
def plain(workload):
    """A worker with the plain listing of each language, which has trained once."""
    workers = {language: Worker(workload, column) for language, column in PLAIN.items()}
    for worker in workers.values():
        worker.train()
    yield workers
    for worker in workers.values():
        worker.close()


@pytest.mark.benchmark(timer=CLOCK.read)
@pytest.mark.parametrize("name", COLUMNS)
def test_training(workload, name, plain, benchmark, record):
    column = COLUMNS[name]
    cell = {"workload": workload, "column": name}
    record["trainings"].append(cell)
    benchmark.group = workload
    with Worker(workload, name) as worker:
        if worker.left_out is not None:
            assert column.may_be_absent, worker.left_out
            cell["left_out"] = worker.left_out
            pytest.skip(worker.left_out)
        first, grown = worker.first_training()
        distance = disagreement(workload, column, worker.ask("parameters"))
        of_plain = []
        benchmark.pedantic(
            CLOCK.time,
            args=(worker.train,),
            setup=lambda: of_plain.append(plain[column.language].train()),
            rounds=rounds_for(first),
        )
    cell |= {
        "updates": worker.updates,
        "seconds": benchmark.stats.stats.data,
        "plain_seconds": of_plain,
        "memory": grown,
        "compilation": worker.compilation,
        "disagreement": distance,
    }
