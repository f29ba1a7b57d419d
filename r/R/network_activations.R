# The activation functions and their slopes (SPEC.md 2.6 to 2.10).
#
# A slope is computed from the activation a = f(z), never from its input z: the backward pass has a, and z * (1 - z) is
# a classic mistake.

# One activation: f(z), its slope from a = f(z), its lowest and highest values, and how it is shown: the
# formulas are of z and of a; `says` tells what it does in plain words.
activation <- function(value, slope, lowest, highest, formula, slope_formula, says) {
  list(
    value = value, slope = slope, lowest = lowest, highest = highest,
    formula = formula, slope_formula = slope_formula, says = says
  )
}

# 1 / (1 + exp(-z)). (Each value ends in _value, because R has a tanh and an identity of its own.)
sigmoid_value <- function(z, arithmetic) {
  1 / (1 + arithmetic$exp(-z))
}

# a * (1 - a).
sigmoid_slope <- function(a) {
  a * (1 - a)
}

# tanh(z).
tanh_value <- function(z, arithmetic) {
  arithmetic$tanh(z)
}

# 1 - (a * a).
tanh_slope <- function(a) {
  1 - (a * a)
}

# z where z > 0, else +0: a comparison, because maxima of +0 and -0 differ between libraries.
relu_value <- function(z, arithmetic) {
  z[!(z > 0)] <- 0
  z
}

# 1 where a > 0, else 0.
relu_slope <- function(a) {
  (a > 0) + 0
}

# z itself.
identity_value <- function(z, arithmetic) {
  z
}

# 1.
identity_slope <- function(a) {
  array(1, dim(a))
}

# exp(z - m) divided by its sum over the row, where m is the row's largest element, so that no exp overflows.
softmax_value <- function(z, arithmetic) {
  e <- arithmetic$exp(z - row_maxima(z))
  e / row_sums(e)
}

# The largest element of each row, by comparisons: maxima of +0 and -0 differ between libraries.
row_maxima <- function(z) {
  largest <- z[, 1]
  for (j in seq_len(ncol(z))[-1]) {
    larger <- which(z[, j] > largest)
    largest[larger] <- z[larger, j]
  }
  largest
}

# The left fold of each row; no element is -0, so that it may begin at the first one.
row_sums <- function(e) {
  total <- e[, 1]
  for (j in seq_len(ncol(e))[-1]) total <- total + e[, j]
  total
}

ACTIVATIONS <- list(
  sigmoid = activation(
    sigmoid_value, sigmoid_slope, 0, 1,
    formula = "1 / (1 + exp(-z))",
    slope_formula = "a * (1 - a)",
    says = "The sigmoid squeezes each number into the range from 0 to 1."
  ),
  tanh = activation(
    tanh_value, tanh_slope, -1, 1,
    formula = "tanh(z)",
    slope_formula = "1 - (a * a)",
    says = "The tanh squeezes each number into the range from -1 to 1."
  ),
  relu = activation(
    relu_value, relu_slope, 0, Inf,
    formula = "z where above 0, else 0",
    slope_formula = "1 where a is above 0, else 0",
    says = "What is above 0 passes; everything else becomes 0."
  ),
  identity = activation(
    identity_value, identity_slope, -Inf, Inf,
    formula = "z",
    slope_formula = "1",
    says = "The identity leaves each number as it is."
  )
)

# The slope of softmax is never asked for: it cancels against the derivative of its loss.
SOFTMAX <- activation(
  softmax_value, identity_slope, 0, 1,
  formula = "exp(z - m) / s",
  slope_formula = "1",
  says = "Row by row: m is the row's largest, s the sum of its exponentials."
)

# The kernels know each by its position here.
OUTPUT_ACTIVATIONS <- c(ACTIVATIONS, list(softmax = SOFTMAX))
