# Networks: parameters that fit together, and what is done with them (SPEC.md, section 2).

#' A network: parameters that fit together
#'
#' A network with one hidden layer, or with none. It is never changed: an update makes a new one.
#' With the hidden activation f and the output activation g it computes
#' \eqn{output = g((f((X . wh) + bh) . wout) + bout)}{output = g((f((X . wh) + bh) . wout) + bout)},
#' without hidden layer \eqn{output = g((X . wout) + bout)}{output = g((X . wout) + bout)}.
#'
#' @param wh A d x h matrix: weights from the d features to the h hidden neurons. `NULL`: no hidden
#'   layer.
#' @param bh A vector of length h: biases of the hidden neurons. `NULL`: no bias.
#' @param wout An h x k matrix (d x k without hidden layer): weights to the k output neurons.
#' @param bout A vector of length k: biases of the output neurons. `NULL`: no bias.
#' @param hidden_activation,output_activation What the neurons of each layer apply to their input:
#'   `"sigmoid"`, `"tanh"`, `"relu"` or `"identity"`.
#' @param loss What training makes small: `"squared_error"` or `"binary_cross_entropy"`, which needs
#'   the output activation `"sigmoid"`.
#' @param reduction `"sum"` or `"mean"`: whether the loss is the sum over the samples or their mean.
#' @param ... Nothing: an argument that the function does not have is refused.
#' @return A list of class `onehidden_network` with the elements `wh`, `bh`, `wout`, `bout` (in
#'   double precision, or `NULL`), `hidden_activation`, `output_activation`, `loss` and `reduction`.
#' @section Errors: `not_numeric`, `not_finite`, `wrong_dimensions`, `empty`, `shape_mismatch`,
#'   `missing_parameter`, `unknown_argument`, `unknown_activation`, `unknown_loss`,
#'   `unknown_reduction` or `incompatible_loss` (see [onehidden_errors]).
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
  check_choice(output_activation, "output_activation", names(ACTIVATIONS), "unknown_activation")
  check_choice(loss, "loss", names(LOSSES), "unknown_loss")
  check_choice(reduction, "reduction", REDUCTIONS, "unknown_reduction")
  check_loss_fits(loss, output_activation)
  attributes <- list(
    hidden_activation = hidden_activation,
    output_activation = output_activation,
    loss = loss,
    reduction = reduction
  )
  structure(c(parameters, attributes), class = "onehidden_network")
}

REDUCTIONS <- c("sum", "mean")

# The same network with other parameters of the same shapes, unchecked.
with_parameters <- function(network, wh, bh, wout, bout) {
  new <- unclass(network)
  new[c("wh", "bh", "wout", "bout")] <- list(wh, bh, wout, bout)
  class(new) <- "onehidden_network"
  new
}

#' @export
`$<-.onehidden_network` <- function(x, name, value) {
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
  parameters <- x[c("wh", "bh", "wout", "bout")]
  hidden <- if (is.null(x$wh)) "no hidden layer" else paste(x$hidden_activation, "hidden layer")
  sizes <- c(n_features(x), ncol(x$wh), n_outputs(x))
  sprintf(
    "network %s: %s, %s output, %s (%s), %d parameters",
    paste(sizes, collapse = "-"), hidden, x$output_activation,
    x$loss, x$reduction, sum(lengths(parameters))
  )
}

#' @export
print.onehidden_network <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# Refuses a cross-entropy of outputs that are not probabilities.
check_loss_fits <- function(loss, output_activation) {
  if (loss == "binary_cross_entropy" && output_activation != "sigmoid") {
    refuse(
      "incompatible_loss",
      "loss",
      'a loss that goes with the output activation, and "binary_cross_entropy" needs "sigmoid"',
      sprintf('`output_activation` is "%s"', output_activation),
      'Use output_activation = "sigmoid", or loss = "squared_error".'
    )
  }
}
