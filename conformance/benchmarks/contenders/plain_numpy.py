"""The network as a learner writes it in NumPy: the twelve steps in a loop, and nothing else."""

import numpy as np

from benchmarks.contenders import Contender


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def derivative_of_sigmoid(a):
    return a * (1 - a)


def train(X, y, wh, bh, wout, bout, lr, epochs):
    for _ in range(epochs):
        # forward
        hidden_layer_input = np.dot(X, wh) + bh
        hidden_layer_activations = sigmoid(hidden_layer_input)
        output_layer_input = np.dot(hidden_layer_activations, wout) + bout
        output = sigmoid(output_layer_input)

        # backward
        error = y - output
        slope_output_layer = derivative_of_sigmoid(output)
        slope_hidden_layer = derivative_of_sigmoid(hidden_layer_activations)
        d_output = error * slope_output_layer
        error_at_hidden_layer = d_output.dot(wout.T)
        d_hidden_layer = error_at_hidden_layer * slope_hidden_layer

        # update
        wout += hidden_layer_activations.T.dot(d_output) * lr
        bout += np.sum(d_output, axis=0) * lr
        wh += X.T.dot(d_hidden_layer) * lr
        bh += np.sum(d_hidden_layer, axis=0) * lr
    return wh, bh, wout, bout


def predict(X, wh, bh, wout, bout):
    return sigmoid(np.dot(sigmoid(np.dot(X, wh) + bh), wout) + bout)


# ---- the listing ends here; how it is timed --------------------------------------------------------------------------


def prepare(problem):
    first = (problem.wh, problem.bh, problem.wout, problem.bout)

    def train_anew():
        copies = [weights.copy() for weights in first]  # the listing changes them in place
        return train(problem.X, problem.y, *copies, problem.learning_rate, problem.updates)

    return Contender(
        train=train_anew,
        parameters=lambda weights: dict(zip(("wh", "bh", "wout", "bout"), weights, strict=True)),
        predict=lambda row: predict(row, *first),
    )
