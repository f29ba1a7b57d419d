# The losses, summed over all samples and outputs (SPEC.md 3.6, 3.7).

# One loss: its value from y, output and error, and whether its derivative cancels the output's
# slope (3.10).
loss_function <- function(value, cancels_slope) {
  list(value = value, cancels_slope = cancels_slope)
}

# total(error * error) / 2.
squared_error <- function(y, output, error, arithmetic) {
  arithmetic$sum_of_squares(error) / 2
}

# total(-((y * log(output)) + ((1 - y) * log(1 - output)))), infinite where the output is certain
# and wrong.
binary_cross_entropy <- function(y, output, error, arithmetic) {
  likelihood <- weighted_log(y, output, arithmetic)
  likelihood <- likelihood + weighted_log(1 - y, 1 - output, arithmetic)
  arithmetic$total(-likelihood)
}

# weight * log(p), and 0 where the weight is 0: there the log of 1 is taken, since 0 * log(0) would
# be NaN.
weighted_log <- function(weight, p, arithmetic) {
  p[weight == 0] <- 1
  weight * arithmetic$log(p)
}

LOSSES <- list(
  squared_error = loss_function(squared_error, cancels_slope = FALSE),
  binary_cross_entropy = loss_function(binary_cross_entropy, cancels_slope = TRUE)
)
