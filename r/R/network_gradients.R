# A gradient check: the gradients of backward() compared with finite differences of the loss.

# The result of check_gradients(), which prints as a table.
new_gradient_check <- function(analytic, numeric, relative_error, largest) {
  structure(
    list(analytic = analytic, numeric = numeric, relative_error = relative_error, largest = largest),
    class = "onehidden_gradient_check"
  )
}

#' @export
format.onehidden_gradient_check <- function(x, ...) {
  rows <- vapply(names(x$analytic), function(name) {
    difference <- max(abs(x$analytic[[name]] - x$numeric[[name]]))
    error <- x$relative_error[[name]]
    sprintf("%-9s  %8d  %18.2e  %22.2e", name, length(error), difference, max(error))
  }, "")
  last_line <- sprintf(
    "largest relative error %.2e at %s[%s]: analytic %.9g, numeric %.9g",
    x$largest$relative_error, x$largest$parameter, paste(x$largest$index, collapse = ", "),
    x$largest$analytic, x$largest$numeric
  )
  paste(c(HEADING, rows, last_line), collapse = "\n")
}

HEADING <- "parameter  elements  largest difference  largest relative error"

#' @export
print.onehidden_gradient_check <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

#' Check gradients against finite differences
#'
#' Compares the gradients of [backward()] with central differences of the loss, parameter by parameter. For each element
#' w of each parameter, with h = step * max(1, |w|), the difference is (loss(w + h) - loss(w - h)) / ((w + h) - (w -
#' h)). The relative error is their distance divided by the larger of the two, but at least by a thousandth of the
#' largest gradient of all: smaller differences are mostly rounding error of the loss. Where both are 0, it is 0.
#'
#' The loss is computed twice per element, so use a small network or few samples.
#'
#' With smooth activations, relative errors stay below about 1e-6 unless all gradients are tiny compared with the loss;
#' a wrong gradient has 1e-2 or more. The relu has no derivative at 0, where its slope jumps from 0 to 1. Where a hidden
#' neuron's input is so close to 0 that the step crosses it, the difference averages both slopes and the gradient is one
#' of them: the relative error of that neuron's weights is then large although nothing is wrong. It disappears with
#' other samples or a smaller step.
#'
#' @inheritParams backward
#' @param step How far each parameter is moved, above 0: too large a step misses the curvature of the loss, too small a
#'   step drowns in rounding error.
#' @return A list of class `onehidden_gradient_check`, which prints as a table. `analytic`, `numeric` and
#'   `relative_error` contain, for each parameter and in its shape, the gradients of [backward()], the differences of
#'   the loss, and their relative error. `largest` describes the largest relative error: `parameter`, `index` (counted
#'   from 1), `relative_error`, `analytic` and `numeric`.
#' @section Errors: As [backward()], and `overflow` where the loss is infinite, `out_of_range` where the step is not
#'   above 0, or too small to change a parameter (see [onehidden_errors]).
#' @source SPEC.md 3.24.
#' @export
#' @examples
#' example <- network(wh = rbind(c(0.5, -0.5)), bh = c(0, 0.1), wout = rbind(1, -1), bout = 0)
#' check_gradients(example, X = rbind(0, 1), y = c(0, 1))
check_gradients <- function(network, X, y, arithmetic = "reproducible", sample_weight = NULL,
                            step = 1e-05, ...) {
  refuse_unknown_arguments("check_gradients")
  check_network(network)
  check_arithmetic(arithmetic)
  X <- check_samples(X, n_features(network))
  y <- check_targets(y, nrow(X), n_outputs(network), network$output_activation)
  weight <- check_sample_weight(sample_weight, nrow(X))
  step <- check_in_range(step, "step", "above 0", function(x) x > 0, "Give for example 1e-05.")
  parameters <- parameters_of(network)
  analytic <- backward(network, X, y, arithmetic, weight)[paste0("grad_", names(parameters))]
  names(analytic) <- names(parameters)

  loss_with <- function(name, parameter) {
    changed <- unclass(network)[PARAMETER_NAMES]
    changed[[name]] <- parameter
    changed <- with_parameters(network, changed$wh, changed$bh, changed$wout, changed$bout)
    finite_loss(changed, X, y, weight, arithmetic_named(arithmetic))
  }
  numeric <- lapply(names(parameters), function(name) differences(name, parameters[[name]], step, loss_with))
  names(numeric) <- names(parameters)
  error <- relative_errors(analytic, numeric)
  new_gradient_check(analytic, numeric, error, largest_error(analytic, numeric, error))
}

# The loss; signals an overflow where it is not finite.
finite_loss <- function(network, X, y, weight, arithmetic) {
  steps <- error_pass(network, y, forward_pass(network, X, arithmetic), weight, arithmetic)
  loss <- checked_steps(steps)$loss
  if (!is.finite(loss)) {
    message <- "The loss is infinite, so it has no differences: an output is certain and wrong, or too large."
    message <- paste(message, "Scale `X` down, or use smaller weights.")
    stop_onehidden("overflow", message, step = "loss")
  }
  loss
}

# The central difference of the loss for each element of a parameter.
differences <- function(name, w, step, loss_with) {
  numeric <- w
  for (place in seq_along(w)) {
    h <- step * max(1, abs(w[[place]]))
    up <- moved(w, place, h)
    down <- moved(w, place, -h)
    distance <- up[[place]] - down[[place]]
    if (distance == 0) {
      expected <- "large enough to change every parameter"
      refuse("out_of_range", "step", expected, shown(step), "Give for example 1e-05.")
    }
    numeric[[place]] <- (loss_with(name, up) - loss_with(name, down)) / distance
  }
  numeric
}

# A copy in which one element is larger by h.
moved <- function(w, place, h) {
  w[[place]] <- w[[place]] + h
  w
}

SMALLEST_PART <- 1 / 1000

# |analytic - numeric| by the larger of both, but at least by SMALLEST_PART of the largest of all.
relative_errors <- function(analytic, numeric) {
  sizes <- Map(function(a, b) pmax(abs(a), abs(b)), analytic, numeric)
  least <- max(unlist(sizes)) * SMALLEST_PART
  Map(function(a, b, size) {
    scale <- pmax(size, least)
    scale[scale == 0] <- 1
    abs(a - b) / scale
  }, analytic, numeric, sizes)
}

# The first position, in row order, of the largest relative error.
largest_error <- function(analytic, numeric, error) {
  name <- names(error)[[which.max(vapply(error, max, 0))]]
  index <- first_place(error[[name]] == max(error[[name]]))
  at <- function(values) values[[name]][rbind(index)]
  list(
    parameter = name,
    index = index,
    relative_error = at(error),
    analytic = at(analytic),
    numeric = at(numeric)
  )
}
