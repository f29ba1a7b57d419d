# The network as a learner writes it in R: the twelve steps in a loop, and nothing else.

sigmoid <- function(x) {
  1 / (1 + exp(-x))
}

derivative_of_sigmoid <- function(a) {
  a * (1 - a)
}

train_network <- function(X, y, wh, bh, wout, bout, lr, epochs) {
  n <- nrow(X)
  for (i in seq_len(epochs)) {
    # forward
    hidden_layer_input <- X %*% wh + rep(bh, each = n)
    hidden_layer_activations <- sigmoid(hidden_layer_input)
    output_layer_input <- hidden_layer_activations %*% wout + rep(bout, each = n)
    output <- sigmoid(output_layer_input)

    # backward
    error <- y - output
    slope_output_layer <- derivative_of_sigmoid(output)
    slope_hidden_layer <- derivative_of_sigmoid(hidden_layer_activations)
    d_output <- error * slope_output_layer
    error_at_hidden_layer <- d_output %*% t(wout)
    d_hidden_layer <- error_at_hidden_layer * slope_hidden_layer

    # update
    wout <- wout + (t(hidden_layer_activations) %*% d_output) * lr
    bout <- bout + colSums(d_output) * lr
    wh <- wh + (t(X) %*% d_hidden_layer) * lr
    bh <- bh + colSums(d_hidden_layer) * lr
  }
  list(wh = wh, bh = bh, wout = wout, bout = bout)
}

predict_output <- function(X, wh, bh, wout, bout) {
  n <- nrow(X)
  hidden_layer_activations <- sigmoid(X %*% wh + rep(bh, each = n))
  sigmoid(hidden_layer_activations %*% wout + rep(bout, each = n))
}

# ---- the listing ends here; how it is timed ----------------------------------------------------------

prepare <- function(problem) {
  list(
    train = function() {
      with(problem, train_network(X, y, wh, bh, wout, bout, learning_rate, updates))
    },
    parameters = identity,
    predict = function(row) with(problem, predict_output(row, wh, bh, wout, bout))
  )
}
