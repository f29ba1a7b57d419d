# The functions for single steps: each checks its arguments, then computes (SPEC.md, sections 3 and 11).

#' Steps 2 to 4: from the samples to the output
#'
#' `hidden_layer_input` = (X . wh) + bh, `hidden_layer_activations` = f of it, `output_layer_input` =
#' (hidden_layer_activations . wout) + bout, `output` = g of it.
#'
#' @param network A [network()].
#' @param X An n x d matrix, or a data frame of numbers: one row per sample.
#' @param arithmetic `"reproducible"`, specified to the last bit, or `"blas"`, R's own matrix products.
#' @param kernels `"compiled"` or `"interpreted"`, or `NULL`: see [train()].
#' @param ... Not used: unknown arguments are rejected.
#' @return A list: `hidden_layer_input` and `hidden_layer_activations` (n x h), `output_layer_input` and `output` (n x
#'   k). Without a hidden layer the first two are absent.
#' @section Errors: `invalid_network`, `unknown_arithmetic`, `unknown_kernels`, `missing_kernels`, `not_numeric`,
#'   `not_finite`, `empty`, `wrong_dimensions` or `shape_mismatch`; `overflow` where a step is not finite (see
#'   [onehidden_errors]).
#' @source SPEC.md 3.2 to 3.4.
#' @export
#' @examples
#' example <- network(wh = rbind(c(1, -1)), bh = c(0, 0), wout = rbind(1, 1), bout = 0)
#' forward(example, rbind(0))$hidden_layer_activations
forward <- function(network, X, arithmetic = "reproducible", kernels = NULL, ...) {
  refuse_unknown_arguments("forward")
  check_network(network)
  check_arithmetic(arithmetic)
  kernels <- check_kernels(kernels)
  X <- check_samples(X, n_features(network))
  steps <- forward_pass(network, X, arithmetic_named(arithmetic, kernels))
  checked_steps(steps)
}

#' Steps 2 to 11: from the samples to the gradients of the loss
#'
#' The steps of [forward()], then `error` = y - output, the `loss`, the slopes, `d_output` = error * slope_output_layer,
#' `error_at_hidden_layer` = d_output . t(wout), `d_hidden_layer` = error_at_hidden_layer * slope_hidden_layer, and the
#' gradients -t(hidden_layer_activations) . d_output, -t(X) . d_hidden_layer, and minus the column sums.
#'
#' @inheritParams forward
#' @param y An n x k matrix, or a vector where k = 1: the targets.
#' @param sample_weight A vector of length n: the weight of each sample, 0 or larger. `NULL`: all weights are 1.
#' @return All steps as a list, in the order of the twelve steps. `d_output` (n x k) and `d_hidden_layer` (n x h) are
#'   minus the derivative of the summed loss with respect to the layer's input; `grad_wout` (h x k), `grad_wh` (d x h),
#'   `grad_bout` (length k) and `grad_bh` (length h) are the gradients of the loss.
#' @section Errors: As [forward()], and `target_out_of_range` or `invalid_sample_weight`.
#' @source SPEC.md 3.2 to 3.16, 3.20 to 3.23.
#' @export
#' @examples
#' example <- network(wh = rbind(c(1, -1)), bh = c(0, 0), wout = rbind(1, 1), bout = 0)
#' steps <- backward(example, X = rbind(0, 1), y = c(0, 1))
#' steps$loss
#' steps$grad_wh
backward <- function(network, X, y, arithmetic = "reproducible", sample_weight = NULL,
                     kernels = NULL, ...) {
  refuse_unknown_arguments("backward")
  check_network(network)
  check_arithmetic(arithmetic)
  kernels <- check_kernels(kernels)
  X <- check_samples(X, n_features(network))
  y <- check_targets(y, nrow(X), n_outputs(network), network$output_activation)
  weight <- check_sample_weight(sample_weight, nrow(X))
  chosen <- arithmetic_named(arithmetic, kernels)
  steps <- error_pass(network, y, forward_pass(network, X, chosen), weight, chosen)
  steps <- backward_pass(network, X, steps, weight, chosen)
  checked_steps(steps)
}

#' Step 12: a network with updated parameters
#'
#' w - (grad_w * learning_rate) for every parameter w, all from the old values.
#'
#' @inheritParams forward
#' @param network The [network()] the gradients belong to.
#' @param steps The result of [backward()]; only the gradients are used.
#' @param learning_rate The step size: one number, 0 or larger.
#' @return A new network of the same shape; the old one is unchanged.
#' @section Errors: `invalid_network`, `invalid_steps` or `invalid_learning_rate`; `overflow` where a parameter is not
#'   finite (see [onehidden_errors]).
#' @source SPEC.md 3.17.
#' @export
#' @examples
#' example <- network(wh = rbind(c(1, -1)), bh = c(0, 0), wout = rbind(1, 1), bout = 0)
#' steps <- backward(example, X = rbind(0, 1), y = c(0, 1))
#' update_weights(example, steps, learning_rate = 0.1)$wh
update_weights <- function(network, steps, learning_rate, ...) {
  refuse_unknown_arguments("update_weights")
  check_network(network)
  gradients <- check_steps(network, steps)
  learning_rate <- check_learning_rate(learning_rate)
  new <- gradient_step(network, gradients, learning_rate)
  checked_update(new)
}

#' The output of a network
#'
#' The last step of [forward()].
#'
#' @inheritParams forward
#' @param object A [network()]. (Called `network` in Python.)
#' @return An n x k matrix: one row per sample, one column per output neuron.
#' @section Errors: As [forward()].
#' @source SPEC.md 3.4.
#' @importFrom stats predict
#' @export
#' @examples
#' predict(initial_network(2, 3, 1, seed = 1), rbind(c(0, 1), c(1, 0)))
predict.onehidden_network <- function(object, X, arithmetic = "reproducible", kernels = NULL, ...) {
  refuse_unknown_arguments("predict")
  forward(object, X, arithmetic, kernels)$output
}

# The gradients of all parameters of the network as arrays of their shapes.
check_steps <- function(network, steps) {
  gradients <- list()
  parameters <- parameters_of(network)
  for (name in names(parameters)) {
    parameter <- parameters[[name]]
    grad_name <- paste0("grad_", name)
    grad <- if (is.list(steps)) steps[[grad_name]]
    if (is.null(grad) || !same_shape(grad, parameter)) {
      expected <- "the steps that backward() returned for this network"
      given <- sprintf("`%s` is missing or of another shape", grad_name)
      refuse("invalid_steps", "steps", expected, given, "Call backward() first.")
    }
    gradients[[grad_name]] <- check_numbers(grad, "steps")
  }
  gradients
}

# Whether both are vectors of one length, or arrays of the same dimensions.
same_shape <- function(a, b) {
  identical(dim(a), dim(b)) && length(a) == length(b)
}
