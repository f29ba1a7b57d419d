"""The article's derivation ends in w = w + eta * dE/dw, and that climbs."""

import numpy as np

from onehidden import Network, backward
from onehidden_conformance.mistakes import MISTAKES
from onehidden_vectors.groups.steps.article import PRINTED, X, Y

ETA = 0.1
NAMES = ("wh", "bh", "wout", "bout")


def moved(network, rate):
    """The network with w + rate * dE/dw for every parameter w."""
    steps = backward(network, X, Y)
    return Network(*(getattr(network, name) + rate * steps[f"grad_{name}"] for name in NAMES))


start = up = down = Network(PRINTED.wh, PRINTED.bh, PRINTED.wout, PRINTED.bout)
print("Half the sum of squares   w + eta * dE/dw   w - eta * dE/dw")
for update in range(101):
    if update in (0, 1, 10, 100):
        climbed, descended = (backward(network, X, Y)["loss"] for network in (up, down))
        print(f"  after {update:3} updates       {climbed:.6f}          {descended:.6f}")
    up, down = moved(up, ETA), moved(down, -ETA)

known = MISTAKES["update-climbs"]().step(PRINTED, X, Y, ETA)
same = all(np.allclose(known[f"updated_{name}"], getattr(moved(start, ETA), name), rtol=1e-12) for name in NAMES)
print("`update-climbs` makes the first of these updates:", same)
