"""x * (1 - x) is the sigmoid's derivative where x is the sigmoid's value, and nowhere else."""

import numpy as np

from onehidden import Network, backward
from onehidden_conformance.mistakes import MISTAKES
from onehidden_vectors.groups.steps.article import PRINTED, X, Y

STEP = 1e-6


def sigmoid(x):
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


print("   x   derivative   x * (1 - x)   s * (1 - s), s = sigmoid(x)")
for x in (-2.0, 0.0, 0.5, 2.0):
    derivative = (sigmoid(x + STEP) - sigmoid(x - STEP)) / (2 * STEP)
    s = sigmoid(x)
    print(f"{x:4}    {derivative:+.6f}     {x * (1 - x):+.6f}     {s * (1 - s):+.6f}")

z = backward(Network(PRINTED.wh, PRINTED.bh, PRINTED.wout, PRINTED.bout), X, Y)["output_layer_input"]
known = MISTAKES["slope-of-input"]().step(PRINTED, X, Y, 0.1)
same = np.allclose(known["slope_output_layer"], z * (1 - z), rtol=1e-12)
print("`slope-of-input` is x * (1 - x) of what goes into the sigmoid:", same)
