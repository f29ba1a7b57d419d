"""The article calls y - output and the loss "error", and names a mean where its code follows a sum."""

import numpy as np

from onehidden import Network, backward
from onehidden_conformance.mistakes import MISTAKES
from onehidden_vectors.groups.steps.article import PRINTED, X, Y

STEP = 1e-6
LOSSES = {
    "half the sum of squares": lambda error: np.sum(error**2) / 2,
    "mean of half the squares": lambda error: np.mean(error**2) / 2,
    "mean of squares": lambda error: np.mean(error**2),
    "sum of y - output": np.sum,
}


def steps_with(bout):
    """Steps 2 to 11 from the printed weights, but for the output's bias."""
    return backward(Network(PRINTED.wh, PRINTED.bh, PRINTED.wout, [bout]), X, Y)


(bout,) = PRINTED.bout
steps, above, below = (steps_with(bias) for bias in (bout, bout + STEP, bout - STEP))
print("y - output:", *(f"{error:+.4f}" for error in steps["error"].ravel()))
print(f"What the listings add to bout, before the learning rate: {steps['d_output'].sum():+.4f}")
print("                             value   minus its derivative by bout")
for name, loss in LOSSES.items():
    difference = (loss(above["error"]) - loss(below["error"])) / (2 * STEP)
    print(f"  {name:24} {loss(steps['error']):+.4f}   {-difference:+.4f}")

known = MISTAKES["loss-averaged"]().step(PRINTED, X, Y, 0.1)
print(f"`loss-averaged` reports {known['loss']:.4f}")
