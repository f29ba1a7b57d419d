# Training rows and validation rows (SPEC.md 12.5).

#' Training rows and validation rows
#'
#' Divides n rows at random. The rows are sorted by n uniforms; the last floor(n * fraction) of them, at least 1 and at
#' most n - 1, are for validation, the others for training.
#'
#' @inheritParams uniforms
#' @param n The number of rows: a whole number, 2 or larger.
#' @param fraction The fraction for validation: a number above 0 and below 1.
#' @param seed,stream Seed and stream of the uniforms, as in [uniforms()].
#' @return A list of `training` and `validation`: row numbers, counted from 1, each in ascending order; the same rows in
#'   both languages.
#' @section Errors: `invalid_count`, `not_numeric`, `not_finite`, `out_of_range` or `unknown_stream` (see
#'   [onehidden_errors]).
#' @source SPEC.md 12.5.
#' @export
#' @examples
#' split_rows(8, 0.25, seed = 1)
split_rows <- function(n, fraction, seed, stream = "numpy", ...) {
  refuse_unknown_arguments("split_rows")
  n <- check_count(n, "n", 2, MOST_DRAWS)
  hint <- "Give for example 0.25."
  inside <- function(x) x > 0 && x < 1
  fraction <- check_in_range(fraction, "fraction", "above 0 and below 1", inside, hint)
  check_stream(stream)
  order <- shuffled_rows(open_stream(check_seed(seed, "seed", stream), stream), n)
  n_validation <- max(floor(n * fraction), 1) # below n, for the product rounds to a number below n
  for_training <- seq_len(n - n_validation)
  list(training = sort(order[for_training]), validation = sort(order[-for_training]))
}
