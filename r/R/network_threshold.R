# The threshold unit: the perceptron from which the story begins (SPEC.md 3.19).

#' A threshold unit
#'
#' 1 where ((x . w) + b) > threshold, else 0; in reproducible arithmetic.
#'
#' @param x A vector of length d, one sample; or an n x d matrix, one sample per row.
#' @param w A vector of length d: the weights. `NULL`: every weight is 1.
#' @param b The bias: one number.
#' @param threshold What the sum must be above: one number.
#' @param ... Not used: unknown arguments are rejected.
#' @return 1 or 0; a vector of length n, one for each row, where `x` is a matrix.
#' @section Errors: `not_numeric`, `not_finite`, `empty`, `wrong_dimensions` or `shape_mismatch`; `overflow` where a sum
#'   is not finite (see [onehidden_errors]).
#' @source SPEC.md 3.19.
#' @export
#' @examples
#' threshold_unit(c(0, 1, 1))
#' threshold_unit(c(0, 1, 1), w = c(2, 3, 4), b = -10)
threshold_unit <- function(x, w = NULL, b = 0, threshold = 0, ...) {
  refuse_unknown_arguments("threshold_unit")
  x <- check_numbers(x, "x")
  samples <- if (n_dimensions(x) == 1) matrix(x, 1) else check_matrix(x, "x")
  d <- ncol(samples)
  w <- if (is.null(w)) rep(1, d) else check_vector(w, "w", d, "per input")
  b <- check_number(b, "b")
  threshold <- check_number(threshold, "threshold")
  weighted <- arithmetic_named("reproducible")$product(samples, matrix(w, d, 1))[, 1] + b
  if (!all(is.finite(weighted))) {
    refuse_overflow("output")
  }
  (weighted > threshold) + 0
}
