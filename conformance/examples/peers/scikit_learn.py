"""scikit-learn's MLPRegressor and MLPClassifier as an implementation, through their public interface.

    onehidden-conformance run --implementation "python conformance/examples/peers/scikit_learn.py"

The regressor has an identity output and squared error, the classifier a sigmoid output and cross-entropy; sigmoid
output with squared error cannot be expressed. Both divide by the number of rows, so that a sum over rows is a learning
rate as many times as large.
"""

import warnings

import numpy as np
import sklearn
from adapter import Skip, serve
from sklearn.neural_network import MLPClassifier, MLPRegressor

warnings.filterwarnings("ignore")  # about iterations that were all that was wanted

HIDDEN = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "identity": "identity"}
EPSILON = np.finfo(np.float64).eps
SHOWN = ["output", "loss", "updated_wh", "updated_bh", "updated_wout", "updated_bout"]


def update(network, X, y, learning_rate):
    """One pass over all rows by `partial_fit`."""
    refuse_what_cannot_be_said(network, y, learning_rate)
    is_sum = network["reduction"] == "sum"
    model = fitted_once(network, X, y, learning_rate * len(X) if is_sum else learning_rate)
    hidden = network["wh"] is not None
    model.coefs_ = [network[name].copy() for name in (["wh", "wout"] if hidden else ["wout"])]
    model.intercepts_ = [network[name].copy() for name in (["bh", "bout"] if hidden else ["bout"])]
    output = output_of(model, X, y)
    if classifies(network) and ((output < EPSILON) | (output > 1 - EPSILON)).any():
        raise Skip("cuts certain outputs off in its cross-entropy")
    model.partial_fit(X, labels(network, y))
    names = ("updated_wh", "updated_wout") if hidden else ("updated_wout",)
    biases = ("updated_bh", "updated_bout") if hidden else ("updated_bout",)
    # The regressor's loss is a mean over outputs too.
    loss = model.loss_ * (len(X) if is_sum else 1) * (1 if classifies(network) else y.shape[1])
    new = {**dict(zip(names, model.coefs_, strict=True)), **dict(zip(biases, model.intercepts_, strict=True))}
    return {"output": output, "loss": loss, **new}


def output_of(model, X, y):
    """The output layer; of two classes scikit-learn gives both probabilities."""
    if not hasattr(model, "predict_proba"):
        return np.reshape(model.predict(X), y.shape)
    return model.predict_proba(X)[:, -y.shape[1] :]


def refuse_what_cannot_be_said(network, y, learning_rate):
    """What scikit-learn has no words for."""
    wanted = (network["output_activation"], network["loss"])
    if wanted not in {("identity", "squared_error"), ("sigmoid", "binary_cross_entropy")}:
        raise Skip(f"cannot express {wanted[0]} output with {wanted[1].replace('_', ' ')}")
    if network["bout"] is None or (network["wh"] is not None and network["bh"] is None):
        raise Skip("always has biases")
    if learning_rate == 0:
        raise Skip("needs a learning rate above 0")
    if classifies(network) and not np.isin(y, (0, 1)).all():
        raise Skip("takes classes for targets, not what lies between")


def classifies(network):
    """Whether it is one for the classifier."""
    return network["loss"] == "binary_cross_entropy"


def labels(network, y):
    """Targets as the model wants them."""
    shaped = y.ravel() if y.shape[1] == 1 else y
    return shaped.astype(int) if classifies(network) else shaped


def fitted_once(network, X, y, learning_rate):
    """A model that has the right shapes; its parameters are replaced afterwards."""
    model = (MLPClassifier if classifies(network) else MLPRegressor)(
        hidden_layer_sizes=[] if network["wh"] is None else [network["wh"].shape[1]],
        activation=HIDDEN[network["hidden_activation"]],
        solver="sgd",
        alpha=0.0,
        batch_size=len(X),
        learning_rate_init=learning_rate,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=False,
        random_state=0,
    )
    if not classifies(network):
        return model.partial_fit(X, labels(network, y))
    return model.partial_fit(X, labels(network, y), classes=np.arange(2 if y.shape[1] == 1 else y.shape[1]))


if __name__ == "__main__":
    serve("scikit-learn", sklearn.__version__, {"kinds": ["step", "training"], "trace": SHOWN}, update)
