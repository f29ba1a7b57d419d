"""The article's picture of step 7 multiplies by the learning rate, and its step 10 does so again."""

import numpy as np

from onehidden import Network, backward, train, update_weights
from onehidden_conformance.mistakes import MISTAKES
from onehidden_vectors.groups.steps.article import PRINTED, X, Y

LEARNING_RATE = 0.1
network = Network(PRINTED.wh, PRINTED.bh, PRINTED.wout, PRINTED.bout)
steps = backward(network, X, Y)

right = update_weights(network, steps, LEARNING_RATE).wout - network.wout
d_output = steps["error"] * steps["slope_output_layer"] * LEARNING_RATE  # step 7 in the pictures
pictured = steps["hidden_layer_activations"].T @ d_output * LEARNING_RATE  # and step 10
print("What the first update adds to wout:")
print("  right            ", *(f"{change:+.6f}" for change in right.ravel()))
print("  by the pictures  ", *(f"{change:+.6f}" for change in pictured.ravel()))

known = MISTAKES["learning-rate-twice"]().step(PRINTED, X, Y, LEARNING_RATE)
print("`learning-rate-twice` has the pictures' d_output:", np.allclose(known["d_output"], d_output, rtol=1e-12))

print("Half the sum of squares after 5000 updates:")
for rate in ("0.1", "0.01"):
    print(f"  learning rate {rate:4} {train(network, X, Y, learning_rate=float(rate)).history[-1]:.6f}")
