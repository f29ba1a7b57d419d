# One line on the state of a training, as the log prints it (SPEC.md 4.5).

#' The mean absolute error
#'
#' total(|error|) / (n * k), in reproducible arithmetic.
#'
#' @param error An n x k matrix: step 5, y - output.
#' @param ... Not used: unknown arguments are rejected.
#' @return One number, in the units of `y`.
#' @section Errors: `not_numeric`, `not_finite`, `wrong_dimensions` or `empty` (see [onehidden_errors]).
#' @source SPEC.md 4.5.
#' @export
#' @examples
#' mean_absolute_error(rbind(0.5, -0.25))
mean_absolute_error <- function(error, ...) {
  refuse_unknown_arguments("mean_absolute_error")
  error <- check_matrix(error, "error")
  arithmetic_named("reproducible")$total(abs(error)) / length(error)
}

#' One line on the state of a training
#'
#' Prints the number of the epoch, the loss and the mean absolute error.
#'
#' @param epoch A state of a training, as returned by [training_epochs()].
#' @param ... Not used: unknown arguments are rejected.
#' @return `NULL`, invisibly.
#' @source SPEC.md 4.5.
#' @export
#' @examples
#' first <- initial_network(2, 3, 1, seed = 1)
#' states <- training_epochs(first, X = rbind(c(0, 1), c(1, 0)), y = c(0, 1))
#' print_report(states())
print_report <- function(epoch, ...) {
  refuse_unknown_arguments("print_report")
  cat(sprintf(
    "epoch %.0f: loss %s, mean absolute error %s\n",
    epoch$epoch, number(epoch$loss), number(mean_absolute_error(epoch$error))
  ))
}
