"""A wrong network: it sends the error back through weights that it has already updated."""

import numpy as np
from onehidden_kit import serve


def update(X, y, wh, bh, wout, bout, rate):
    h = np.tanh(X @ wh + bh)
    output = 1 / (1 + np.exp(-(h @ wout + bout)))
    print("a print of the network disturbs nothing")
    d_output = (output - y) / len(X)
    wout = wout - rate * h.T @ d_output
    bout = bout - rate * d_output.sum(axis=0)
    d_hidden = (d_output @ wout.T) * (1 - h**2)
    wh = wh - rate * X.T @ d_hidden
    bh = bh - rate * d_hidden.sum(axis=0)
    return {"output": output, "updated_wh": wh, "updated_bh": bh, "updated_wout": wout, "updated_bout": bout}


serve(update, hidden="tanh", loss="binary_cross_entropy", reduction="mean")
