"""Right networks in orders that nobody has thought of: drawn as programs over the steps.

A program chooses the order of every sum and product, where the learning rate, the division by n and the weights of rows
come in, the form of every function, whether changes are added to a parameter one by one, and what the last digits of
its library's exp, log and tanh are. All of them are right, so all of them must stay within the bounds.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from onehidden_conformance.oracle import BINARY64
from tests.specification import activations

FORMS = {
    "sigmoid": ("quotient", "branches", "by_tanh"),
    "tanh": ("library", "exponentials", "by_sigmoid"),
    "softmax": ("quotient", "reciprocal", "logarithms"),
    "slope": ("product", "difference", "of_input"),
    "loss": ("from_output", "from_input", "logsumexp"),
    "delta": ("direct", "derived"),
    "hidden": ("summed", "summed_of_slopes", "flat"),
    "update": ("whole", "one_by_one"),
    "rate": ("update", "terms", "delta"),
    "mean": ("after", "terms", "delta", "rate"),
    "row_weight": ("delta", "terms", "normalised"),
    "decay": ("added", "shrinks"),
}


@dataclass
class Program:
    """An honest network: its forms, and a source of orders."""

    forms: dict
    random: np.random.Generator
    dtype: type

    def is_(self, name, form):
        return self.forms[name] == form

    # ---- arithmetic in any order ------------------------------------------------------------------------------------

    def one(self):
        return self.dtype(1)

    def product(self, factors):
        """Multiply in any order; a pair ("/", n) divides."""
        order = [factors[i] for i in self.random.permutation(len(factors))]
        result = self.one()
        for factor in order:
            result = result / factor[1] if isinstance(factor, tuple) else result * factor
        return result

    def sum(self, terms):
        """Add in any order: along any tree, or as a running sum."""
        terms = [terms[i] for i in self.random.permutation(len(terms))]
        tree = self.random.random() < 0.5
        while len(terms) > 1:
            j = int(self.random.integers(1, len(terms))) if tree else 1
            terms = [terms[0] + terms[j], *terms[1:j], *terms[j + 1 :]]
        return terms[0]

    def dot(self, a, b, bias=None):
        """A sum of products, now and then fused."""
        if self.random.random() < 0.3:
            total = self.dtype(0) if bias is None else bias
            for i in self.random.permutation(len(a)):
                total = self.fused(a[i], b[i], total)
            return total
        return self.sum([x * y for x, y in zip(a, b, strict=True)] + ([] if bias is None else [bias]))

    def fused(self, a, b, c):
        if self.dtype is np.float64:
            return np.float64(BINARY64.fma(float(a), float(b), float(c)))
        return np.float32(np.float64(a) * np.float64(b) + np.float64(c))

    def library(self, f, x, ulps):
        """A function of a library that is some units off."""
        result = self.dtype(f(np.float64(x)))
        for _ in range(int(self.random.integers(ulps + 1))):
            result = np.nextafter(result, self.dtype(math.inf if self.random.random() < 0.5 else -math.inf))
        return result

    def exp(self, x):
        return max(self.library(np.exp, x, 1), self.dtype(0))

    def log(self, x):
        return self.library(np.log, x, 1)

    # ---- functions --------------------------------------------------------------------------------------------------

    def sigmoid(self, z):
        if self.is_("sigmoid", "by_tanh") and abs(z) < 6:
            return (self.library(np.tanh, z / 2, 2) + 1) / 2
        if self.is_("sigmoid", "branches") and z < 0:
            e = self.exp(z)
            return e / (1 + e)
        return 1 / (1 + self.exp(-z))

    def tanh(self, z):
        if self.is_("tanh", "library") or not 1e-3 < abs(z) < 20:
            return self.library(np.tanh, z, 2)
        if self.is_("tanh", "by_sigmoid"):
            return 2 / (1 + self.exp(-2 * z)) - 1
        a, b = self.exp(z), self.exp(-z)
        return (a - b) / (a + b)

    def softmax(self, row):
        largest = max(row) if max(map(abs, row)) > 80 or self.random.random() < 0.7 else self.dtype(0)
        powers = [self.exp(z - largest) for z in row]
        s = self.sum(powers)
        if self.is_("softmax", "logarithms"):
            return [self.exp(z - largest - self.log(s)) for z in row]
        return [p * (1 / s) if self.is_("softmax", "reciprocal") else p / s for p in powers]

    def activation(self, name, z):
        if name in ("sigmoid", "tanh"):
            return getattr(self, name)(z)
        return self.dtype(self.specified[name].f(z))

    def slope(self, name, a, z):
        if name in ("sigmoid", "tanh"):
            return getattr(self, f"slope_of_{name}")(a, z)
        return self.one() if name == "softmax" else self.dtype(self.specified[name].slope(a))

    @cached_property
    def specified(self):
        return activations(exp=self.exp, where=lambda condition, a, b: a if condition else b)

    def slope_of_sigmoid(self, a, z):
        if self.is_("slope", "of_input") and abs(z) < 30:
            e = self.exp(-z)
            return e / ((1 + e) * (1 + e))
        return a - a * a if self.is_("slope", "difference") else a * (1 - a)

    def slope_of_tanh(self, a, z):
        if self.is_("slope", "of_input") and abs(z) < 30:
            c = (self.exp(z) + self.exp(-z)) / 2
            return 1 / (c * c)
        return (1 - a) * (1 + a) if self.is_("slope", "difference") else 1 - a * a

    # ---- losses -----------------------------------------------------------------------------------------------------

    def binary(self, y, o, z):
        if self.is_("loss", "from_output"):
            return -((self.log(o) * y if y else 0 * y) + (self.log(1 - o) * (1 - y) if y != 1 else 0 * y))
        e = self.exp(-abs(z))
        more = self.library(np.log1p, e, 1) if self.random.random() < 0.5 else self.log(1 + e)
        if self.is_("loss", "logsumexp"):
            return (max(z, self.dtype(0)) + more) - z * y
        return (max(z, self.dtype(0)) - z * y) + more

    def categorical(self, y, o, z):
        if self.is_("loss", "from_output"):
            return [-(self.log(p) * t) for t, p in zip(y, o, strict=True) if t]
        m = max(z)
        s = self.log(self.sum([self.exp(x - m) for x in z]))
        shifted = [(m + s) - x if self.is_("loss", "logsumexp") else s - (x - m) for x in z]
        return [x * t for t, x in zip(y, shifted, strict=True) if t]

    def terms_of_loss(self, p, row, y, o, z):
        if p["loss"] == "squared_error":
            return [e * e / 2 for e in row]
        if p["loss"] == "binary_cross_entropy":
            return [self.binary(*triple) for triple in zip(y, o, z, strict=True)]
        return self.categorical(y, o, z)

    def deltas(self, p, e, y, o, slopes):
        if p["loss"] == "squared_error":
            return [a * s for a, s in zip(e, slopes, strict=True)]
        if self.is_("delta", "direct") or min(o) < 1e-30 or max(o) >= 1:
            return list(e)
        if p["loss"] == "binary_cross_entropy":
            return [(t / q - (1 - t) / (1 - q)) * (q * (1 - q)) for t, q in zip(y, o, strict=True)]
        ratios = [t / q for t, q in zip(y, o, strict=True)]
        matrix = [[(a - a * a if i == j else -(a * b)) for j, b in enumerate(o)] for i, a in enumerate(o)]
        return [self.dot(row, ratios) for row in matrix]

    # ---- one update -------------------------------------------------------------------------------------------------

    def run(self, p, X, y, rate, weights, decay):
        """Whatever is comparable: forward steps, loss, gradients, updated parameters."""
        X, y, rate = self.dtype(X), self.dtype(y), self.dtype(rate)
        weights = None if weights is None else self.dtype(weights)
        w = {name: None if p[name] is None else self.dtype(p[name]) for name in ("wh", "bh", "wout", "bout")}
        f, g = p["hidden_activation"], p["output_activation"]
        zh = self.layer(X, w["wh"], w["bh"])
        h = np.array([[self.activation(f, z) for z in row] for row in zh])
        zo = self.layer(h, w["wout"], w["bout"])
        o = np.array([self.softmax(r) if g == "softmax" else [self.activation(g, z) for z in r] for r in zo])
        e = y - o
        sh = np.array([[self.slope(f, *pair) for pair in zip(*rows, strict=True)] for rows in zip(h, zh, strict=True)])
        so = np.array([[self.slope(g, *pair) for pair in zip(*rows, strict=True)] for rows in zip(o, zo, strict=True)])
        d = [self.deltas(p, *rows) for rows in zip(e, y, o, so, strict=True)]
        scale = Scales(self, p["reduction"] == "mean", len(X), rate, weights, self.dtype(decay))
        result = {"hidden_layer_input": zh, "hidden_layer_activations": h, "output_layer_input": zo, "output": o}
        result |= {"error": e, "slope_hidden_layer": sh, "loss": self.loss(p, scale, zip(e, y, o, zo, strict=True))}
        if p["loss"] == "squared_error":
            result["slope_output_layer"] = so
        hidden = self.hidden_terms(d, w["wout"], sh, scale)
        output = [[[[value, *scale.at("delta", i)]] for value in row] for i, row in enumerate(d)]
        for name, A, table in (("wout", h, output), ("wh", X, hidden), ("bout", None, output), ("bh", None, hidden)):
            if w[name] is not None:
                result |= self.parameter(name, w[name], A, table, scale)
        return result

    def layer(self, A, weights, bias):
        return np.array(
            [[self.dot(row, c, None if bias is None else bias[j]) for j, c in enumerate(weights.T)] for row in A]
        )

    def loss(self, p, scale, rows):
        terms = []
        for i, (e, y, o, z) in enumerate(rows):
            terms += [self.product([t, *scale.loss(i)]) for t in self.terms_of_loss(p, e, y, o, z)]
        return self.product([self.sum(terms), *scale.loss_after()])

    def hidden_terms(self, d, wout, slopes, scale):
        """For every row and neuron the terms of d_hidden_layer, as factors that are not yet multiplied."""
        table = []
        for i, row in enumerate(d):
            factors = [[[value, *scale.at("delta", i)] for value in row] for _ in slopes[i]]
            neurons = []
            for j, (slope, parts) in enumerate(zip(slopes[i], factors, strict=True)):
                terms = [[*part, w] for part, w in zip(parts, wout[j], strict=True)]
                if self.is_("hidden", "flat"):
                    neurons.append([[*term, slope] for term in terms])
                elif self.is_("hidden", "summed_of_slopes"):
                    neurons.append([[self.sum([self.product([*term, slope]) for term in terms])]])
                else:
                    neurons.append([[self.sum([self.product(term) for term in terms]), slope]])
            table.append(neurons)
        return table

    def parameter(self, name, w, A, table, scale):
        """The gradient of a parameter, if no rate is in it yet, and its new value."""
        inputs = [None] if A is None else range(A.shape[1])
        grad, new = np.empty((len(inputs), len(table[0]))), np.empty((len(inputs), len(table[0])))
        for a in inputs:
            for j in range(len(table[0])):
                terms = []
                for i, row in enumerate(table):
                    x = [] if a is None else [A[i, a]]
                    terms += [self.product([*part, *x, *scale.at("terms", i)]) for part in row[j]]
                old = w[j] if a is None else w[a, j]
                decay = [] if a is None or not scale.decay else [-self.product([scale.decay, old])]
                grad[a or 0, j] = -self.sum([self.product([self.sum(terms), *scale.after(gradient=True)]), *decay])
                new[a or 0, j] = self.decayed(old, decay, terms, scale)
        shape = w.shape
        result = {f"updated_{name}": new.reshape(shape)}
        return result if scale.has_rate else {f"grad_{name}": grad.reshape(shape), **result}

    def decayed(self, old, decay, terms, scale):
        """The new value of a weight that decays, or of any other."""
        if decay and self.is_("decay", "shrinks"):
            return self.moved(self.product([old, 1 - scale.rate * scale.decay]), terms, scale)
        if decay and self.random.random() < 0.5:
            return self.sum([self.moved(old, terms, scale), self.product([scale.rate, *decay])])
        return self.moved(self.sum([old, *(self.product([scale.rate, part]) for part in decay)]), terms, scale)

    def moved(self, old, terms, scale):
        if self.is_("update", "one_by_one"):
            return self.sum([old, *(self.product([term, *scale.after(gradient=False)]) for term in terms)])
        return old + self.product([self.sum(terms), *scale.after(gradient=False)])


class Scales:
    """Where the rate, the division by n and the weights of the rows come in."""

    def __init__(self, program, mean, n, rate, weights, decay):
        self.program, self.rate, self.weights, self.decay = program, rate, weights, decay
        number = program.dtype(n) if weights is None else program.sum(list(weights))
        self.share = [] if not mean else [("/", number)] if program.random.random() < 0.5 else [1 / number]
        self.normalised = mean and weights is not None and program.is_("row_weight", "normalised")
        if self.normalised:
            self.weights, self.share = weights / number, []
        self.in_rate = program.is_("mean", "rate") and bool(self.share)
        self.has_rate = not program.is_("rate", "update") or self.in_rate
        self.rates = [program.product([rate, *self.share])] if self.in_rate else [rate]

    def at(self, place, row):
        """The factors that come in at a place."""
        early = self.program.is_("row_weight", "delta") or self.normalised
        weight = [] if self.weights is None or (place == "delta") != early else [self.weights[row]]
        share = self.share if self.program.is_("mean", place) and not self.in_rate else []
        return [*weight, *share, *(self.rates if self.program.is_("rate", place) else [])]

    def after(self, gradient):
        late = self.share if self.program.is_("mean", "after") else []
        return [*late, *([] if gradient or not self.program.is_("rate", "update") else self.rates)]

    def loss(self, row):
        weight = [] if self.weights is None else [self.weights[row]]
        return [*weight, *(self.share if not self.program.is_("mean", "after") else [])]

    def loss_after(self):
        return self.share if self.program.is_("mean", "after") else []
