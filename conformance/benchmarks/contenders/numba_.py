"""Numba: the loops over samples and neurons that a learner writes, compiled."""

import math
import time

import numpy as np
from numba import njit

from benchmarks.contenders import Contender


@njit
def train(X, y, wh, bh, wout, bout, lr, epochs):
    n, d = X.shape
    h, k = wout.shape
    hidden = np.empty(h)
    d_output = np.empty(k)
    for _ in range(epochs):
        grad_wh = np.zeros((d, h))
        grad_bh = np.zeros(h)
        grad_wout = np.zeros((h, k))
        grad_bout = np.zeros(k)
        for i in range(n):
            for j in range(h):
                z = bh[j]
                for m in range(d):
                    z += X[i, m] * wh[m, j]
                hidden[j] = 1 / (1 + math.exp(-z))
            for q in range(k):
                z = bout[q]
                for j in range(h):
                    z += hidden[j] * wout[j, q]
                output = 1 / (1 + math.exp(-z))
                d_output[q] = (y[i, q] - output) * output * (1 - output)
                grad_bout[q] += d_output[q]
            for j in range(h):
                error = 0.0
                for q in range(k):
                    error += d_output[q] * wout[j, q]
                    grad_wout[j, q] += hidden[j] * d_output[q]
                d_hidden = error * hidden[j] * (1 - hidden[j])
                grad_bh[j] += d_hidden
                for m in range(d):
                    grad_wh[m, j] += X[i, m] * d_hidden
        wh += grad_wh * lr
        bh += grad_bh * lr
        wout += grad_wout * lr
        bout += grad_bout * lr
    return wh, bh, wout, bout


def prepare(problem):
    first = (problem.wh, problem.bh, problem.wout, problem.bout)

    def trained(updates):
        copies = [weights.copy() for weights in first]
        return train(problem.X, problem.y, *copies, problem.learning_rate, updates)

    start = time.perf_counter()
    trained(0)
    compilation = time.perf_counter() - start
    return Contender(
        train=lambda: trained(problem.updates),
        parameters=lambda weights: dict(zip(("wh", "bh", "wout", "bout"), weights, strict=True)),
        compilation=compilation,
    )
