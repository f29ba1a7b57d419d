"""Mistakes in optimizers and in weight decay."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import gmpy2

from onehidden_conformance.mistakes.base import Mistake
from onehidden_conformance.numbers.comparison import ACCURATE, IDENTICAL
from onehidden_conformance.oracle import BINARY64
from onehidden_conformance.oracle.network import each_number


class OfOptimizers(Mistake):
    """A mistake that trainings with an optimizer or with weight decay show. They have bounds, so level 1 sees it."""

    steps: ClassVar[tuple[str, ...]] = ("digest", "history")
    level = ACCURATE
    kind = "training"


class MomentumDamped(OfOptimizers):
    """The velocity was (v * c) + (g * (1 - c)).

    That is a mean of gradients, a tenth as long with c = 0.9. Momentum here is the classical one, (v * c) + g;
    Adam's m is a mean.
    """

    name = "momentum-damped"

    def velocity(self, s: Any, name: str, grad: Any) -> Any:
        """Weigh the gradient down."""
        c = s.optimizer.coefficient
        return super().velocity(s, name, each_number(lambda g: g * (1.0 - c), grad))


class RateInsideVelocity(OfOptimizers):
    """The learning rate was multiplied into the velocity: v = (v * c) + (g * r), and w - v.

    As long as the rate stays the same this is the same on paper. When it changes, old gradients keep their old rate.
    """

    name = "rate-inside-velocity"

    def momentum(self, s: Any, name: str, w: Any, grad: Any) -> Any:
        """Multiply too early."""
        v = self.velocity(s, name, each_number(lambda g: g * s.learning_rate, grad))
        return each_number(lambda w, v: w - v, w, v)


class NesterovAsMomentum(OfOptimizers):
    """Nesterov's method was computed as plain momentum, without looking ahead."""

    name = "nesterov-as-momentum"

    def nesterov(self, s: Any, name: str, w: Any, grad: Any) -> Any:
        """Do not look ahead."""
        return self.momentum(s, name, w, grad)


class MomentumAsNesterov(OfOptimizers):
    """Momentum looked ahead as Nesterov's method does."""

    name = "momentum-as-nesterov"

    def momentum(self, s: Any, name: str, w: Any, grad: Any) -> Any:
        """Look ahead."""
        return self.nesterov(s, name, w, grad)


class AdamWithoutCorrection(OfOptimizers):
    """Adam's means were not divided by 1 - beta^t.

    They begin with 0 and are too small at first. The correction is most of what happens in the first updates.
    """

    name = "adam-without-correction"

    def adam_step(self, s: Any, m: float, v: float, p1: float, p2: float) -> float:
        """Correct nothing."""
        del p1, p2
        return super().adam_step(s, m, v, 0.0, 0.0)


class AdamEpsilonInside(OfOptimizers):
    """Adam's epsilon was added below the root; it is added to the root."""

    name = "adam-epsilon-inside"

    def adam_step(self, s: Any, m: float, v: float, p1: float, p2: float) -> float:
        """Add too early."""
        return float(((m / (1.0 - p1)) * s.learning_rate) / math.sqrt((v / (1.0 - p2)) + s.optimizer.epsilon))


class AdamEpsilonBeforeCorrection(OfOptimizers):
    """Adam's epsilon was added to sqrt(v) before v was corrected.

    The short form of the paper's section 2, r * sqrt(1 - p2) / (1 - p1), does that. It is another epsilon, larger by
    the correction.
    """

    name = "adam-epsilon-before-correction"

    def adam_step(self, s: Any, m: float, v: float, p1: float, p2: float) -> float:
        """Use the short form."""
        rate = s.learning_rate * (math.sqrt(1.0 - p2) / (1.0 - p1))
        return float((m * rate) / (math.sqrt(v) + s.optimizer.epsilon))


class AdamBetasSwapped(OfOptimizers):
    """Adam's beta1 and beta2 were exchanged: beta1 belongs to the mean of gradients, beta2 to that of their squares."""

    name = "adam-betas-swapped"

    def new_values(self, s: Any, name: str) -> Any:
        """Exchange them for the time of this step."""
        right = getattr(s, "optimizer", None)
        if right is not None:
            s.optimizer = type(right)(right.name, right.coefficient, right.beta2, right.beta1, right.epsilon)
        values = super().new_values(s, name)
        if right is not None:
            s.optimizer = right
        return values


class AdamCountsEpochs(OfOptimizers):
    """Adam's correction counted epochs, and it counts updates.

    With one batch there is no difference; with more, t grows with every batch.
    """

    name = "adam-counts-epochs"

    def train(self, network: Any, X: Any, y: Any, settings: Any) -> Any:
        """Begin with the first epoch."""
        self.epoch_number = 0
        return super().train(network, X, y, settings)

    def rate(self, learning_rate: Any, epoch: int) -> float:
        """Note the epoch."""
        self.epoch_number = epoch
        return super().rate(learning_rate, epoch)

    def adam_step(self, s: Any, m: float, v: float, p1: float, p2: float) -> float:
        """Take the powers of the epoch's number."""
        del p1, p2
        o, t = s.optimizer, self.epoch_number
        return super().adam_step(s, m, v, o.beta1**t, o.beta2**t)


class MemoryNotKept(OfOptimizers):
    """The optimizer began anew with every update.

    Its memory, a velocity or means, belongs to the training: it is handed on from one update to the next.
    """

    name = "memory-not-kept"

    def new_values(self, s: Any, name: str) -> Any:
        """Forget everything before each update."""
        if getattr(s, "optimizer", None) is not None:
            s.memory.pop(name, None)
        return super().new_values(s, name)


class DecayOnBiases(OfOptimizers):
    """Weight decay pulled the biases to 0, too; only weights decay."""

    name = "decay-on-biases"
    decaying = ("wh", "bh", "wout", "bout")


class DecayIgnored(OfOptimizers):
    """The weight decay was not used."""

    name = "decay-ignored"
    decaying = ()


class DecoupledDecay(OfOptimizers):
    """The decay was subtracted from the weights beside the optimizer's step, as AdamW does.

    Here it is part of the gradient (L2), and so goes through the optimizer's memory. With plain gradient descent only
    bits differ.
    """

    name = "decoupled-decay"

    def new_values(self, s: Any, name: str) -> Any:
        """Step without decay, then decay."""
        if getattr(s, "optimizer", None) is None or s.weight_decay == 0.0 or name not in self.decaying:
            return super().new_values(s, name)
        decay, s.weight_decay = s.weight_decay, 0.0
        values = super().new_values(s, name)
        s.weight_decay = decay
        return each_number(lambda new, w: new - ((w * decay) * s.learning_rate), values, getattr(s, name))


class DecayDividedByCount(OfOptimizers):
    """The weight decay was divided by the number of samples of the batch.

    scikit-learn's alpha is. Here c is added as it is: grad + (w * c), whatever the reduction.
    """

    name = "decay-divided-by-count"

    def decayed(self, s: Any, name: str) -> Any:
        """Share it among the samples."""
        decay, s.weight_decay = s.weight_decay, s.weight_decay / s.n
        grad = super().decayed(s, name)
        s.weight_decay = decay
        return grad


class DecayDoubled(OfOptimizers):
    """The weight decay was 2 * c * w: the derivative of c * w^2, and it is that of c * w^2 / 2."""

    name = "decay-doubled"

    def decayed(self, s: Any, name: str) -> Any:
        """Double it."""
        decay, s.weight_decay = s.weight_decay, 2.0 * s.weight_decay
        grad = super().decayed(s, name)
        s.weight_decay = decay
        return grad


class DecayInHistory(OfOptimizers):
    """The penalty of the weight decay was added to the losses of the history; they stay those of the data."""

    name = "decay-in-loss"
    steps = ("history",)

    def add_state(self, training: Any, network: Any, X: Any, y: Any, epoch: int, options: Any) -> None:
        """Add half of c times the sum of squares."""
        super().add_state(training, network, X, y, epoch, options)
        weights = [w for matrix in (network.wh or [], network.wout) for row in matrix for w in row]
        penalty = (options.weight_decay * self.fold([w * w for w in weights])) / 2.0
        state = training.states[-1]
        training.states[-1] = state._replace(loss=state.loss + penalty)


class FusedVelocity(OfOptimizers):
    """The products of the velocity were fused: (v * c) + g with one rounding. It takes two."""

    name = "fused-velocity"
    level = IDENTICAL

    def velocity(self, s: Any, name: str, grad: Any) -> Any:
        """fma(v, c, g)."""
        c = s.optimizer.coefficient
        old = self.remembered(s, name, "v", grad)
        v = each_number(lambda v, g: fused(v, c, g), old, grad)
        s.memory[name] = {"v": v}
        return v


class AdamRateLast(OfOptimizers):
    """Adam multiplied by the learning rate last: (m / root) * r, and it is (m * r) / root. Only bits differ."""

    name = "adam-rate-last"
    level = IDENTICAL

    def adam_step(self, s: Any, m: float, v: float, p1: float, p2: float) -> float:
        """Divide first."""
        root = math.sqrt(v / (1.0 - p2)) + s.optimizer.epsilon
        return float(((m / (1.0 - p1)) / root) * s.learning_rate)


class AdamPowers(OfOptimizers):
    """Adam's powers were computed by pow(beta, t); they are products of t factors, each rounded. Only bits differ."""

    name = "adam-powers"
    level = IDENTICAL

    def new_values(self, s: Any, name: str) -> Any:
        """Count, and take powers."""
        self.t = 1 + sum(1 for _ in s.memory.get(name, {}).get("count", ())) if hasattr(s, "memory") else 0
        values = super().new_values(s, name)
        if "m" in getattr(s, "memory", {}).get(name, {}):
            s.memory[name]["count"] = [0.0] * self.t
        return values

    def adam_step(self, s: Any, m: float, v: float, p1: float, p2: float) -> float:
        """Take other powers."""
        del p1, p2
        return super().adam_step(s, m, v, s.optimizer.beta1**self.t, s.optimizer.beta2**self.t)


def fused(a: float, b: float, c: float) -> float:
    """a * b + c, rounded once."""
    return float(BINARY64.fma(gmpy2.mpfr(a), gmpy2.mpfr(b), gmpy2.mpfr(c)))
