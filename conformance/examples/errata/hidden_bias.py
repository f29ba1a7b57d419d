"""The article's rule for the hidden bias names the output layer's delta."""

import numpy as np

from onehidden import Network, backward, check_gradients
from onehidden_conformance.mistakes import MISTAKES
from onehidden_vectors.groups.steps.article import PRINTED, X, Y

network = Network(PRINTED.wh, PRINTED.bh, PRINTED.wout, PRINTED.bout)
steps = backward(network, X, Y)
of_output, of_hidden = (steps[name].sum(axis=0) for name in ("d_output", "d_hidden_layer"))

print("To be added to bh, before the learning rate:")
for name, numbers in {
    "sum of delta of the output layer": of_output,
    "sum of delta of the hidden layer": of_hidden,
    "minus differences of the loss": -check_gradients(network, X, Y).numeric["bh"],
}.items():
    print(f"  {name:32}", *(f"{number:+.6f}" for number in numbers))

known = MISTAKES["output-error-for-hidden-bias"]().step(PRINTED, X, Y, 0.1)
same = np.allclose(known["grad_bh"], -of_output, rtol=1e-12)
print("`output-error-for-hidden-bias` gives every neuron the first one:", same)
