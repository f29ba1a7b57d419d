"""All three listings print, at the end, the output from before the last update."""

import numpy as np

from onehidden import Network, predict, train
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle.training import Settings
from onehidden_vectors.groups.steps.log import LAST_OUTPUT, X, Y, seeded_network

start = Network(None, None, seeded_network().wout, None)


def shown(numbers):
    """Eight decimals, as the log prints them."""
    return " ".join(f"{number:.8f}" for number in np.ravel(numbers))


print("The log prints         ", *LAST_OUTPUT)
for epochs in (9999, 10000):
    trained = train(start, X, Y, learning_rate=1, epochs=epochs)
    print(f"Output after {epochs:5} epochs", shown(predict(trained.network, X)))

history = train(start, X, Y, learning_rate=1, epochs=100).history
known = MISTAKES["loss-before-update"]().train(seeded_network(), X, Y, Settings(1.0, 100)).history
print(f"Losses of 100 epochs: {len(history)}, the last {history[-1]:.8f}")
print(f"`loss-before-update`: {len(known)}, the last {known[-1]:.8f}")
