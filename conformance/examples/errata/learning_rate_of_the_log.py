"""The log explains a learning rate; its code has none, which is a rate of 1."""

from onehidden import Network, predict, train
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import Oracle
from onehidden_vectors.groups.steps.log import LAST_OUTPUT, X, Y, seeded_network

start = Network(None, None, seeded_network().wout, None)

print(f"{'The log prints':28}", *LAST_OUTPUT)
for learning_rate in (1, 0.1, 0.01):
    trained = train(start, X, Y, learning_rate=learning_rate, epochs=9999)
    output = predict(trained.network, X).ravel()
    print(f"With a learning rate of {learning_rate:<4}", *(f"{number:.8f}" for number in output))

for learning_rate in (1.0, 0.1):
    known, right = (
        network.step(seeded_network(), X, Y, learning_rate)["updated_wout"]
        for network in (MISTAKES["learning-rate-missing"](), Oracle())
    )
    print(f"At {learning_rate}, `learning-rate-missing` makes the right update:", known == right)
