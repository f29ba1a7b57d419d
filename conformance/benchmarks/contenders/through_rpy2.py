"""onehidden in R, called from Python through rpy2: arrays go there and weights come back in every training."""

import rpy2.robjects as ro
from rpy2.robjects import numpy2ri

from benchmarks.contenders import Contender
from benchmarks.workloads import PARAMETERS

IN_R = """
library(onehidden)
function(X, y, wh, bh, wout, bout, learning_rate, updates, ...) {
  trained <- train(network(wh, bh, wout, bout), X, y, learning_rate, updates, ...)
  unclass(trained$network)[c("wh", "bh", "wout", "bout")]
}
"""


def prepare(problem, **how):
    train_in_r = ro.r(IN_R)
    converter = ro.default_converter + numpy2ri.converter
    weights = [getattr(problem, name) for name in PARAMETERS]

    def train():
        with converter.context():
            return train_in_r(problem.X, problem.y, *weights, problem.learning_rate, problem.updates, **how)

    return Contender(train=train, parameters=lambda trained: dict(zip(PARAMETERS, trained.values(), strict=True)))
