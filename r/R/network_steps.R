# The twelve steps, written once, against an arithmetic that is passed in (SPEC.md, section 3).
#
# Nothing is checked here: the functions that users call check first and compute after (network_functions.R,
# training_train.R). The numbers beside the lines are those of the table of twelve steps.
#
# Steps are a list by name; a network without hidden layer or bias lacks theirs. Networks lose their class first,
# because with one `$` looks for a method each time.

# Steps 2 to 4: from the samples to the output.
forward_pass <- function(network, X, arithmetic) {
  network <- unclass(network)
  steps <- list()
  A <- X
  if (!is.null(network$wh)) {
    f <- ACTIVATIONS[[network$hidden_activation]]
    steps$hidden_layer_input <- affine(X, network$wh, network$bh, arithmetic) # 2
    A <- f$value(steps$hidden_layer_input, arithmetic)
    steps$hidden_layer_activations <- A # 3
  }
  g <- OUTPUT_ACTIVATIONS[[network$output_activation]]
  steps$output_layer_input <- affine(A, network$wout, network$bout, arithmetic) # 4
  steps$output <- g$value(steps$output_layer_input, arithmetic)
  steps
}

# Step 5: how far the output is from the targets.
error_pass <- function(network, y, steps, sample_weight, arithmetic) {
  network <- unclass(network)
  output <- steps$output
  error <- y - output
  loss <- LOSSES[[network$loss]]
  terms <- weighted(loss$terms(y, output, error, arithmetic), sample_weight)
  total <- arithmetic$total(terms) / loss$divisor
  steps$error <- error # 5
  steps$loss <- total / sample_count(network, y, sample_weight, arithmetic)
  steps
}

# Steps 6 to 11: from the error to the gradients of all parameters.
backward_pass <- function(network, X, steps, sample_weight, arithmetic) {
  network <- unclass(network)
  g <- OUTPUT_ACTIVATIONS[[network$output_activation]]
  cancels <- !is.null(LOSSES[[network$loss]]$output_activation)
  n <- sample_count(network, X, sample_weight, arithmetic)
  output <- steps$output
  error <- steps$error
  steps$slope_output_layer <- if (cancels) array(1, dim(output)) else g$slope(output) # 6
  d_output <- weighted(error * steps$slope_output_layer, sample_weight)
  steps$d_output <- d_output # 7
  A <- if (is.null(network$wh)) X else steps$hidden_layer_activations
  if (!is.null(network$wh)) {
    f <- ACTIVATIONS[[network$hidden_activation]]
    steps$slope_hidden_layer <- f$slope(A) # 6
    error_at_hidden_layer <- arithmetic$product_by_transpose(d_output, network$wout)
    d_hidden_layer <- error_at_hidden_layer * steps$slope_hidden_layer
    steps$error_at_hidden_layer <- error_at_hidden_layer # 8
    steps$d_hidden_layer <- d_hidden_layer # 9
    steps$grad_wh <- gradient(arithmetic$product_over_rows(X, d_hidden_layer), n) # 10
    if (!is.null(network$bh)) {
      steps$grad_bh <- gradient(arithmetic$column_sums(d_hidden_layer), n) # 11
    }
  }
  steps$grad_wout <- gradient(arithmetic$product_over_rows(A, d_output), n) # 10
  if (!is.null(network$bout)) {
    steps$grad_bout <- gradient(arithmetic$column_sums(d_output), n) # 11
  }
  steps
}

# Step 12: every parameter from its old value and its gradient.
gradient_step <- function(network, steps, learning_rate) {
  network <- unclass(network)
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
  if (is.null(b)) Z else Z + rep(b, rep(dim(Z)[1], length(b))) # faster than rep(each = )
}

# terms * sample_weight, row by row; 0 where the weight is 0, since infinity times 0 is NaN.
weighted <- function(terms, sample_weight) {
  if (is.null(sample_weight)) {
    return(terms)
  }
  terms <- terms * sample_weight
  terms[sample_weight == 0, ] <- 0
  terms
}

# What sums over the samples are divided by: 1; with reduction "mean" n, or the total weight unless that is 0.
sample_count <- function(network, samples, sample_weight, arithmetic) {
  if (network$reduction == "sum") 1 else total_weight(samples, sample_weight, arithmetic)
}

# n, or the sum of the sample weights; 1 where that is 0.
total_weight <- function(samples, sample_weight, arithmetic) {
  if (is.null(sample_weight)) {
    return(nrow(samples))
  }
  total <- arithmetic$total(matrix(sample_weight))
  if (total == 0) 1 else total
}

# -(summed / n).
gradient <- function(summed, n) {
  -(if (n == 1) summed else summed / n)
}

# w - (grad * learning_rate), or NULL for a parameter that the network does not have.
updated <- function(w, grad, learning_rate) {
  if (is.null(w)) NULL else w - (grad * learning_rate)
}
