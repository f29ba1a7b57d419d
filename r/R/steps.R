# The twelve steps, written once, against an arithmetic handed in (SPEC.md, section 3).
#
# Nothing is checked here: the functions that users call check first and compute after (interface.R,
# training.R). The numbers beside the lines are those of the table of twelve steps.
#
# Steps are a list by name; a network without hidden layer or bias lacks theirs.

# Steps 2 to 4: from the samples to the output.
forward_pass <- function(network, X, arithmetic) {
  steps <- list()
  A <- X
  if (!is.null(network$wh)) {
    f <- ACTIVATIONS[[network$hidden_activation]]
    steps$hidden_layer_input <- affine(X, network$wh, network$bh, arithmetic) # 2
    A <- f$value(steps$hidden_layer_input, arithmetic)
    steps$hidden_layer_activations <- A # 3
  }
  g <- ACTIVATIONS[[network$output_activation]]
  steps$output_layer_input <- affine(A, network$wout, network$bout, arithmetic) # 4
  steps$output <- g$value(steps$output_layer_input, arithmetic)
  steps
}

# Step 5: how far the output is from the targets.
error_pass <- function(network, y, steps, arithmetic) {
  output <- steps$output
  error <- y - output
  loss <- LOSSES[[network$loss]]$value(y, output, error, arithmetic)
  steps$error <- error # 5
  steps$loss <- if (network$reduction == "mean") loss / nrow(y) else loss
  steps
}

# Steps 6 to 11: from the error to the gradients of all parameters.
backward_pass <- function(network, X, steps, arithmetic) {
  g <- ACTIVATIONS[[network$output_activation]]
  cancels <- LOSSES[[network$loss]]$cancels_slope
  output <- steps$output
  error <- steps$error
  steps$slope_output_layer <- if (cancels) array(1, dim(output)) else g$slope(output) # 6
  d_output <- error * steps$slope_output_layer
  steps$d_output <- d_output # 7
  A <- if (is.null(network$wh)) X else steps$hidden_layer_activations
  if (!is.null(network$wh)) {
    f <- ACTIVATIONS[[network$hidden_activation]]
    steps$slope_hidden_layer <- f$slope(A) # 6
    error_at_hidden_layer <- arithmetic$product_by_transpose(d_output, network$wout)
    d_hidden_layer <- error_at_hidden_layer * steps$slope_hidden_layer
    steps$error_at_hidden_layer <- error_at_hidden_layer # 8
    steps$d_hidden_layer <- d_hidden_layer # 9
    steps$grad_wh <- gradient(network, X, arithmetic$product_over_rows(X, d_hidden_layer)) # 10
    if (!is.null(network$bh)) {
      steps$grad_bh <- gradient(network, X, arithmetic$column_sums(d_hidden_layer)) # 11
    }
  }
  steps$grad_wout <- gradient(network, X, arithmetic$product_over_rows(A, d_output)) # 10
  if (!is.null(network$bout)) {
    steps$grad_bout <- gradient(network, X, arithmetic$column_sums(d_output)) # 11
  }
  steps
}

# Step 12: every parameter from its old value and its gradient.
gradient_step <- function(network, steps, learning_rate) {
  with_parameters(
    network,
    wh = updated(network$wh, steps$grad_wh, learning_rate),
    bh = updated(network$bh, steps$grad_bh, learning_rate),
    wout = updated(network$wout, steps$grad_wout, learning_rate),
    bout = updated(network$bout, steps$grad_bout, learning_rate)
  )
}

# (A . w) + b, the bias added to every row.
affine <- function(A, w, b, arithmetic) {
  Z <- arithmetic$product(A, w)
  if (is.null(b)) Z else Z + rep(b, each = nrow(Z))
}

# -summed, or -(summed / n) with reduction "mean".
gradient <- function(network, X, summed) {
  if (network$reduction == "mean") {
    summed <- summed / nrow(X)
  }
  -summed
}

# w - (grad * learning_rate), or NULL for a parameter that the network does not have.
updated <- function(w, grad, learning_rate) {
  if (is.null(w)) NULL else w - (grad * learning_rate)
}
