# Networks: parameters that fit together (SPEC.md, section 2).

#' A network: parameters that fit together
#'
#' A network with one hidden layer or none. Networks are immutable: an update returns a new one. With the hidden
#' activation f and the output activation g it computes
#' \eqn{output = g((f((X . wh) + bh) . wout) + bout)}{output = g((f((X . wh) + bh) . wout) + bout)},
#' without hidden layer \eqn{output = g((X . wout) + bout)}{output = g((X . wout) + bout)}.
#'
#' @param wh A d x h matrix: weights from the d features to the h hidden neurons. `NULL`: no hidden layer.
#' @param bh A vector of length h: biases of the hidden neurons. `NULL`: no bias.
#' @param wout An h x k matrix (d x k without a hidden layer): weights to the k output neurons.
#' @param bout A vector of length k: biases of the output neurons. `NULL`: no bias.
#' @param hidden_activation,output_activation The activation of each layer: `r quoted(names(ACTIVATIONS))`; at the
#'   output also "softmax", with at least two outputs.
#' @param loss What training minimizes: `"squared_error"`; `"binary_cross_entropy"`, which requires the output
#'   activation `"sigmoid"`; or `"categorical_cross_entropy"`, which requires `"softmax"` and is the only loss for it.
#' @param reduction `"sum"` or `"mean"`: whether the loss is the sum over the samples or their mean.
#' @param ... Not used: unknown arguments are rejected.
#' @return A list of class `onehidden_network` with the elements `wh`, `bh`, `wout`, `bout` (in double precision, or
#'   `NULL`), `hidden_activation`, `output_activation`, `loss` and `reduction`.
#' @section Errors: `not_numeric`, `not_finite`, `wrong_dimensions`, `empty`, `shape_mismatch`, `missing_parameter`,
#'   `unknown_argument`, `unknown_activation`, `unknown_loss`, `unknown_reduction` or `incompatible_loss` (see
#'   [onehidden_errors]).
#' @source SPEC.md, section 2.
#' @export
#' @examples
#' network(
#'   wh = rbind(c(0.5, -0.5)), bh = c(0, 0.1),
#'   wout = rbind(1, -1), bout = 0
#' )
network <- function(wh, bh, wout, bout,
                    hidden_activation = "sigmoid", output_activation = "sigmoid",
                    loss = "squared_error", reduction = "sum", ...) {
  refuse_unknown_arguments("network")
  parameters <- check_parameters(wh, bh, wout, bout)
  check_choice(hidden_activation, "hidden_activation", names(ACTIVATIONS), "unknown_activation")
  check_choice(output_activation, "output_activation", names(OUTPUT_ACTIVATIONS), "unknown_activation")
  check_choice(loss, "loss", names(LOSSES), "unknown_loss")
  check_choice(reduction, "reduction", REDUCTIONS, "unknown_reduction")
  check_loss_fits(loss, output_activation)
  check_enough_outputs(ncol(parameters$wout), output_activation)
  attributes <- list(
    hidden_activation = hidden_activation,
    output_activation = output_activation,
    loss = loss,
    reduction = reduction
  )
  structure(c(parameters, attributes), class = "onehidden_network")
}

REDUCTIONS <- c("sum", "mean")
PARAMETER_NAMES <- c("wh", "bh", "wout", "bout")

# The same network with other parameters of the same shapes, unchecked.
with_parameters <- function(network, wh, bh, wout, bout) {
  new <- unclass(network)
  new[PARAMETER_NAMES] <- list(wh, bh, wout, bout)
  class(new) <- "onehidden_network"
  new
}

# The parameters that are there, by name, in the order of the digest.
parameters_of <- function(network) {
  parameters <- unclass(network)[PARAMETER_NAMES]
  parameters[lengths(parameters) > 0]
}

#' @export
`$<-.onehidden_network` <- function(x, name, value) { # nolint: object_name_linter.
  stop("a network is never changed: make a new one with network()", call. = FALSE)
}

#' @export
`[[<-.onehidden_network` <- `$<-.onehidden_network`

#' @export
`[<-.onehidden_network` <- `$<-.onehidden_network`

# d, the number of columns of `X`.
n_features <- function(network) {
  nrow(if (is.null(network$wh)) network$wout else network$wh)
}

# k, the number of columns of `y`.
n_outputs <- function(network) {
  ncol(network$wout)
}

#' @export
format.onehidden_network <- function(x, ...) {
  hidden <- if (is.null(x$wh)) "no hidden layer" else paste(x$hidden_activation, "hidden layer")
  sizes <- c(n_features(x), ncol(x$wh), n_outputs(x))
  sprintf(
    "network %s: %s, %s output, %s (%s), %d parameters",
    paste(sizes, collapse = "-"), hidden, x$output_activation,
    x$loss, x$reduction, sum(lengths(parameters_of(x)))
  )
}

#' @export
print.onehidden_network <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# Rejects a cross-entropy without its output activation, and softmax without its loss.
check_loss_fits <- function(loss, output_activation) {
  needed <- LOSSES[[loss]]$output_activation
  if (!is.null(needed) && needed != output_activation) {
    expected <- 'a loss that fits the output activation, and "%s" requires "%s"'
    hint <- 'Use output_activation = "%s", or loss = "squared_error".'
    refuse(
      "incompatible_loss",
      "loss",
      sprintf(expected, loss, needed),
      sprintf('`output_activation` is "%s"', output_activation),
      sprintf(hint, needed)
    )
  }
  if (output_activation == "softmax" && is.null(needed)) {
    refuse(
      "incompatible_loss",
      "loss",
      '"categorical_cross_entropy" where the output activation is "softmax"',
      sprintf('it is "%s"', loss),
      'Use loss = "categorical_cross_entropy", or another output activation.'
    )
  }
}

# Rejects softmax of a single output, which is always 1.
check_enough_outputs <- function(n_outputs, output_activation) {
  if (output_activation == "softmax" && n_outputs == 1) {
    expected <- 'a matrix with at least 2 columns where the output activation is "softmax"'
    hint <- 'Use output_activation = "sigmoid" for two classes.'
    refuse("shape_mismatch", "wout", expected, "it has 1 column", hint)
  }
}

# The parameters, which fit together, as doubles without names.
check_parameters <- function(wh, bh, wout, bout) {
  if (is.null(wout)) {
    hint <- "Give the weights to the outputs, h x k."
    refuse("missing_parameter", "wout", "given", "it is missing", hint)
  }
  if (is.null(wh) && !is.null(bh)) {
    hint <- "Give `wh`, or leave `bh` out: a network without hidden layer has neither."
    refuse("missing_parameter", "wh", "given where `bh` is", "it is missing", hint)
  }
  wout <- check_matrix(wout, "wout")
  if (!is.null(wh)) {
    wh <- check_matrix(wh, "wh")
    check_layers_fit(wh, wout)
  }
  if (!is.null(bh)) {
    bh <- check_vector(bh, "bh", ncol(wh), "per hidden neuron")
  }
  if (!is.null(bout)) {
    bout <- check_vector(bout, "bout", ncol(wout), "per output neuron")
  }
  list(wh = wh, bh = bh, wout = wout, bout = bout)
}

# Rejects layers with different numbers of hidden neurons.
check_layers_fit <- function(wh, wout) {
  if (ncol(wh) != nrow(wout)) {
    given <- sprintf("`wh` has %s and `wout` has %s", counted(ncol(wh), "column"), counted(nrow(wout), "row"))
    hint <- "`wh` is d x h and `wout` is h x k; has one of them been transposed?"
    refuse("shape_mismatch", "wout", "a matrix with one row per hidden neuron", given, hint)
  }
}

# Rejects what is not a network.
check_network <- function(network) {
  if (!inherits(network, "onehidden_network")) {
    holds_one <- is.list(network) && inherits(network$network, "onehidden_network")
    given <- if (holds_one) "it is an object that contains one" else paste("it is", kind(network))
    hint <- if (holds_one) "Give its `network`." else "Create one with network()."
    refuse("invalid_network", "network", "a network", given, hint)
  }
}
