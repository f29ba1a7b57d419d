"""The article's R listing gives every sample a bias of its own: the suite knows the mistake."""

from onehidden import backward, initial_network
from onehidden_conformance.mistakes import MISTAKES
from onehidden_conformance.oracle import NetworkValues
from onehidden_vectors.groups.steps.article import X, Y

start = initial_network(4, 3, 1, seed=42, initialization="article_r", stream="r")
values = NetworkValues(*(w.tolist() for w in (start.wh, start.bh, start.wout, start.bout)))
known = MISTAKES["bias-per-sample"]().step(values, X, Y, 0.1)

print("Half the sum of squares before the first update, from the same weights:")
print(f"  `bias-per-sample` {known['loss']:.5f}")
print(f"  right             {backward(start, X, Y)['loss']:.5f}")
