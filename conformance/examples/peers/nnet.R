# R's nnet as an implementation: what it gives for the weights that it is handed, without training (`maxit = 0`).
#
#     onehidden-conformance run --implementation "Rscript conformance/examples/peers/nnet.R"
#
# It shows its fitted values and its criterion; gradients and single updates it keeps to itself. Its hidden layer is a
# sigmoid with biases always, and its own training is another method than gradient descent.

folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "../../src/onehidden_conformance/implementations/in_r/protocol.R"))

started <- list(
  protocol = 1,
  implementation = list(
    name = "nnet", version = as.character(packageVersion("nnet")), language = R.version.string
  ),
  level = 1,
  capabilities = list(
    kinds = I("step"),
    hidden_activations = I("sigmoid"),
    output_activations = c("sigmoid", "identity"),
    trace = c("output", "loss")
  )
)

answer <- function(vector) {
  network <- lapply(vector$network, function(value) if (is.list(value)) array_of(value) else value)
  reason <- reason_to_skip(network, array_of(vector$X), array_of(vector$y))
  if (nzchar(reason)) list(skipped = reason) else list(result = fitted_once(network, vector))
}

fitted_once <- function(network, vector) {
  X <- array_of(vector$X)
  y <- array_of(vector$y)
  hidden <- !is.null(network$wh)
  # Every unit's weights stand together, its bias first.
  weights <- c(if (hidden) rbind(network$bh, network$wh), rbind(network$bout, network$wout))
  entropy <- network$loss == "binary_cross_entropy"
  fit <- nnet::nnet(
    X, y, size = if (hidden) ncol(network$wh) else 0, skip = !hidden, Wts = weights, maxit = 0,
    linout = network$output_activation == "identity", entropy = entropy, MaxNWts = Inf, trace = FALSE
  )
  loss <- if (entropy) fit$value else fit$value / 2 # its criterion is the full sum of squares
  if (network$reduction == "mean") loss <- loss / nrow(X)
  output <- unname(matrix(fit$fitted.values, nrow(X)))
  list(steps = list(output = tensor_of(output), loss = tensor_of(loss, scalar = TRUE)))
}

# What nnet cannot express, or does in another way.
reason_to_skip <- function(network, X, y) {
  hidden <- !is.null(network$wh)
  if (is.null(network$bout) || (hidden && is.null(network$bh))) return("always has biases")
  if (any(abs(inputs_of_sigmoids(network, X)) >= 15)) return("cuts its sigmoid off at 15")
  if (network$loss == "binary_cross_entropy" && !all(y %in% c(0, 1))) {
    return("measures the cross-entropy of targets that are no classes from its least value")
  }
  ""
}

inputs_of_sigmoids <- function(network, X) {
  z <- if (!is.null(network$wh)) sweep(X %*% network$wh, 2, network$bh, "+")
  last <- if (is.null(z)) X else 1 / (1 + exp(-z))
  c(numeric(), z, if (network$output_activation == "sigmoid") sweep(last %*% network$wout, 2, network$bout, "+"))
}

serve(started, answer)
