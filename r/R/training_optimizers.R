# Optimizers as users choose them (SPEC.md 4.13 to 4.16); how they work is in training_update_rules.R.

# The name of an optimizer and its settings; made by momentum(), nesterov() and adam().
new_optimizer <- function(name, settings) {
  structure(list(name = name, settings = settings), class = "onehidden_optimizer")
}

#' @export
format.onehidden_optimizer <- function(x, ...) {
  settings <- sprintf("%s = %s", names(x$settings), vapply(x$settings, number, ""))
  sprintf("%s(%s)", x$name, paste(settings, collapse = ", "))
}

#' @export
print.onehidden_optimizer <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

#' Momentum: an optimizer that keeps going
#'
#' v = (v * coefficient) + grad, and w - (v * learning_rate).
#'
#' @param coefficient The share of v that is kept: one number, at least 0 and below 1.
#' @param ... Not used: unknown arguments are rejected.
#' @return An optimizer, for the argument `optimizer` of [train()].
#' @section Errors: `not_numeric`, `not_finite` or `out_of_range` (see [onehidden_errors]).
#' @source SPEC.md 4.14. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
#' @export
#' @examples
#' momentum(0.5)
momentum <- function(coefficient = 0.9, ...) {
  refuse_unknown_arguments("momentum")
  new_optimizer("momentum", list(coefficient = check_coefficient(coefficient, "coefficient")))
}

#' Nesterov's momentum: an optimizer that looks ahead
#'
#' v = (v * coefficient) + grad, and w - (((v * coefficient) + grad) * learning_rate).
#'
#' @inheritParams momentum
#' @return An optimizer, for the argument `optimizer` of [train()].
#' @section Errors: `not_numeric`, `not_finite` or `out_of_range` (see [onehidden_errors]).
#' @source SPEC.md 4.15. Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)"
#'   (1983).
#' @export
#' @examples
#' nesterov()
nesterov <- function(coefficient = 0.9, ...) {
  refuse_unknown_arguments("nesterov")
  new_optimizer("nesterov", list(coefficient = check_coefficient(coefficient, "coefficient")))
}

#' Adam: mean gradients divided by root mean squares
#'
#' m = (m * beta1) + (grad * (1 - beta1)), v = (v * beta2) + ((grad * grad) * (1 - beta2)), and w - (((m / (1 -
#' beta1^t)) * learning_rate) / (sqrt(v / (1 - beta2^t)) + epsilon)) in update t.
#'
#' @param beta1,beta2 The shares of m and v that are kept: numbers, at least 0 and below 1.
#' @param epsilon One number above 0.
#' @param ... Not used: unknown arguments are rejected.
#' @return An optimizer, for the argument `optimizer` of [train()].
#' @section Errors: `not_numeric`, `not_finite` or `out_of_range` (see [onehidden_errors]).
#' @source SPEC.md 4.16. Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
#' @export
#' @examples
#' adam(beta1 = 0.8)
adam <- function(beta1 = 0.9, beta2 = 0.999, epsilon = 1e-08, ...) {
  refuse_unknown_arguments("adam")
  new_optimizer("adam", list(
    beta1 = check_coefficient(beta1, "beta1"),
    beta2 = check_coefficient(beta2, "beta2"),
    epsilon = check_in_range(
      epsilon, "epsilon", "above 0", function(x) x > 0, "Give for example 1e-8."
    )
  ))
}

# A coefficient.
check_coefficient <- function(value, argument) {
  inside <- function(x) 0 <= x && x < 1
  check_in_range(value, argument, "at least 0 and below 1", inside, "Give for example 0.9.")
}

# The optimizer; a name means that optimizer with its defaults.
check_optimizer <- function(value) {
  if (inherits(value, "onehidden_optimizer")) {
    return(value)
  }
  check_choice(value, "optimizer", names(OPTIMIZERS), "unknown_optimizer")
  OPTIMIZERS[[value]]()
}

# The weight decay as a double: finite, 0 or larger.
check_weight_decay <- function(value) {
  inside <- function(x) x >= 0
  check_in_range(value, "weight_decay", "0 or larger", inside, "Give for example 0.001.")
}

# Each with its defaults; created on demand, because the checks come later in the package.
OPTIMIZERS <- list(
  gradient_descent = function() new_optimizer("gradient_descent", list()),
  momentum = function() momentum(),
  nesterov = function() nesterov(),
  adam = function() adam()
)
