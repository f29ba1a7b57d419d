# The losses: their terms, one for each sample and output (SPEC.md 3.6, 3.7, 3.20).

# One loss.
#
# terms: the terms from y, output and error; the loss is their total divided by `divisor`.
# divisor: 2 where the derivative of a term has the factor 2.
# output_activation: the output activation that the loss requires, or NULL; its slope then cancels against the loss's
#   derivative (3.10).
loss_function <- function(terms, divisor, output_activation) {
  list(terms = terms, divisor = divisor, output_activation = output_activation)
}

# error * error.
squared_error <- function(y, output, error, arithmetic) {
  error * error
}

# -((y * log(output)) + ((1 - y) * log(1 - output))), infinite where a certain output is wrong.
binary_cross_entropy <- function(y, output, error, arithmetic) {
  -(weighted_log(y, output, arithmetic) + weighted_log(1 - y, 1 - output, arithmetic))
}

# -(y * log(output)), infinite where the output of the right class is 0.
categorical_cross_entropy <- function(y, output, error, arithmetic) {
  -weighted_log(y, output, arithmetic)
}

# weight * log(p), and 0 where the weight is 0: there the log of 1 is taken, since 0 * log(0) would be NaN.
weighted_log <- function(weight, p, arithmetic) {
  p[weight == 0] <- 1
  weight * arithmetic$log(p)
}

# The kernels know each by its position here.
LOSSES <- list(
  squared_error = loss_function(squared_error, 2, NULL),
  binary_cross_entropy = loss_function(binary_cross_entropy, 1, "sigmoid"),
  categorical_cross_entropy = loss_function(categorical_cross_entropy, 1, "softmax")
)
