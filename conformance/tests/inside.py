"""The only place of the suite's tests that looks inside the packages; everything else uses their public functions.

What is reached through here may be renamed whenever the packages like, and this file follows.
"""

from dataclasses import fields, replace

from onehidden import initial_network
from onehidden.arithmetic import compiled, elementary, wide
from onehidden.arithmetic.arithmetic import Arithmetic
from onehidden.arithmetic.kernels import COMPILED, REPRODUCIBLE
from onehidden.models.fitting import MODEL_TRAINING, ModelSettings, fit_model
from onehidden.models.inputs import FactorInput, numeric_inputs
from onehidden.streams import normal_quantile
from onehidden.streams.streams import open_stream, shuffled_rows
from onehidden.training.batches import Samples, samples_of_batches
from onehidden.training.epochs import states_of_training
from onehidden.training.optimizers import check_optimizer
from onehidden.training.plan import Plan
from onehidden.training.result import Epoch
from onehidden.training.update_rules import initial_state
from onehidden.walkthrough import page as page_of_python
from onehidden.walkthrough.equations import equations

__all__ = [
    "COMPILED",
    "REPRODUCIBLE",
    "Arithmetic",
    "Epoch",
    "FactorInput",
    "Plan",
    "Samples",
    "check_optimizer",
    "compiled",
    "elementary",
    "equations_of_every_step",
    "fitted",
    "initial_state",
    "normal_quantile",
    "numeric_inputs",
    "open_stream",
    "page_of_python",
    "samples_of_batches",
    "shuffled_rows",
    "states_of_training",
    "wide",
]


def fitted(X, y, inputs, classes, settings, outputs=None):
    """Fit a model by settings of both kinds in one dictionary."""
    own = {field.name for field in fields(ModelSettings)}
    model = ModelSettings(**{name: value for name, value in settings.items() if name in own})
    training = replace(MODEL_TRAINING, **{name: value for name, value in settings.items() if name not in own})
    return fit_model(X, y, inputs, classes, model, training, outputs)


def equations_of_every_step():
    """The results of a network that has them all, with the numbers of their steps."""
    network = initial_network(1, 1, 1, 0)
    return [(equation.name, equation.step) for equation in equations(network)]
