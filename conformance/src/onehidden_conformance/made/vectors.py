"""A vector made from its id, in the form of the published ones: the oracle gives the bits, the balls the bounds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from onehidden_conformance.bounds.balls import bounded_tensor, step_balls
from onehidden_conformance.made.recipes import Recipe, parse
from onehidden_conformance.made.stream import Stream
from onehidden_conformance.made.values import certain, flavour_of, network_of, samples_of, targets_of, weights_of
from onehidden_conformance.numbers.tensors import Matrix, Value, Vector, to_tensor
from onehidden_conformance.oracle import PARAMETERS, NetworkValues, Oracle, updated_network
from onehidden_conformance.oracle.habits import Decay, spread, update

ORACLE = Oracle()
SPEC = ("3.2", "3.3", "3.4", "3.5", "3.11", "3.12", "3.13", "3.14", "3.15", "3.17")


@lru_cache(maxsize=512)
def vector(id: str) -> dict[str, Any]:
    """Make a vector from its id. It is shared: copy it before changing it.

    Raises
    ------
    RecipeError
        If the id says something that no vector can be made from.

    Examples
    --------
    >>> vector("made/tanh-binary-mean-b11-r0.1-n5-d3-h4-k2-07")["X"]["shape"]
    [5, 3]
    """
    inputs = draft(parse(id))
    decay = inputs.decay
    return {
        **about(inputs.recipe),
        **given(inputs),
        **({} if decay is None else {"decay_in": decay.place}),
        **expected(inputs),
    }


@dataclass(frozen=True)
class Draft:
    """The inputs of a made vector, before anything is computed from them."""

    recipe: Recipe
    network: NetworkValues
    X: Matrix
    y: Matrix
    weights: Vector | None

    @property
    def rate(self) -> float:
        """The learning rate."""
        return float(self.recipe.rate)

    @property
    def decay(self) -> Decay | None:
        """The weight decay, if there is one."""
        return Decay(float(self.recipe.decay), self.recipe.place) if self.recipe.decay else None

    def steps(self, oracle: Oracle = ORACLE) -> dict[str, Value]:
        """What a network, right or wrong, makes of it."""
        return update(oracle, self.network, self.X, self.y, self.rate, self.weights, self.decay)


def draft(recipe: Recipe) -> Draft:
    """Draw the inputs of a vector; its id, being the text of the recipe, begins the stream."""
    stream = Stream(str(recipe))
    network, X = network_of(recipe, stream), samples_of(recipe, stream)
    y, weights = targets_of(recipe, stream), weights_of(recipe, stream)
    if flavour_of(recipe).name == "extreme":
        output: Any = ORACLE.forward(spread(network), X)["output"]
        y = certain(recipe, y, output)
    return Draft(recipe, network, X, y, weights)


def given(inputs: Draft) -> dict[str, Any]:
    """What a vector gives, as JSON."""
    options: dict[str, Any] = {
        "sample_weight": inputs.weights,
        "weight_decay": inputs.decay.coefficient if inputs.decay else None,
    }
    return {
        "network": network_json(inputs.network),
        **{
            name: to_tensor(value) for name, value in (("X", inputs.X), ("y", inputs.y), ("learning_rate", inputs.rate))
        },
        **{name: to_tensor(value) for name, value in options.items() if value is not None},
    }


def about(recipe: Recipe) -> dict[str, Any]:
    """What a made vector says about itself."""
    layer = "no hidden layer" if recipe.hidden == "none" else f"{recipe.h} hidden neurons, {recipe.hidden}"
    return {
        "schema": 1,
        "id": str(recipe),
        "kind": "step",
        "title": f"Made: {layer}, {recipe.output} output, {recipe.loss.replace('_', ' ')}, {recipe.reduction}",
        "why": f"{flavour_of(recipe).why} It was made for what the implementation declares, so that known mistakes"
        " which the published vectors cannot show in it are seen.",
        "source": "Made from its id by onehidden_conformance.made.",
        "spec": list(SPEC),
    }


def network_json(network: NetworkValues) -> dict[str, Any]:
    """Write a network as JSON."""
    values = asdict(network)
    return {
        name: to_tensor(value) if name in PARAMETERS and value is not None else value for name, value in values.items()
    }


def expected(inputs: Draft) -> dict[str, Any]:
    """Compute every step with its bounds, and the digest of the updated network."""
    network, steps = inputs.network, inputs.steps()
    decay = None if inputs.decay is None else (inputs.decay.coefficient, inputs.decay.place)
    balls = step_balls(network, inputs.X, inputs.y, inputs.rate, sample_weight=inputs.weights, decay=decay)
    return {
        "expected": {name: bounded_tensor(steps[name], balls[name]) for name in steps},
        "digest": updated_network(network, steps).digest(),
    }
