"""The log's update by hand takes gradients that its neuron does not have, and walks the wrong way."""

from onehidden import Network, backward
from onehidden_vectors.groups.steps.log import NEURON

ALPHA = 0.01
X, Y = [[100.0]], [[0.0]]
neuron = Network(None, None, NEURON.wout, NEURON.bout, loss="binary_cross_entropy")
steps = backward(neuron, X, Y)

print("            dw       db    new w    new b   new 100 w + b")
for name, dw, db in (
    ("printed", -10.0, -5.0),
    ("right", steps["grad_wout"].item(), steps["grad_bout"].item()),
):
    w, b = neuron.wout.item() - ALPHA * dw, neuron.bout.item() - ALPHA * db
    print(f"{name:7} {dw:+7.2f} {db:+8.2f} {w:+8.2f} {b:+8.2f}         {100 * w + b:+.2f}")
print(f"100 w + b before the update: {steps['output_layer_input'].item():+.2f}; the right label, 0, wants less.")
