"""onehidden in Python."""

import onehidden
from benchmarks.contenders import Contender
from benchmarks.workloads import PARAMETERS


def prepare(problem, **how):
    network = onehidden.Network(problem.wh, problem.bh, problem.wout, problem.bout)

    def train():
        return onehidden.train(network, problem.X, problem.y, problem.learning_rate, problem.updates, **how)

    return Contender(
        train=train,
        parameters=lambda result: {name: getattr(result.network, name) for name in PARAMETERS},
        predict=lambda row: onehidden.predict(network, row, **how),
    )
