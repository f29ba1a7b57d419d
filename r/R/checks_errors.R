# Errors by code: the same codes, meanings and messages as in the Python package (SPEC.md, section 10).

#' What can go wrong, by code
#'
#' Every error of this package is a condition of the classes `onehidden_<code>` and `onehidden_error`, with the same
#' codes, meanings and messages as in the Python package (SPEC.md, section 10). Catch one kind with `tryCatch(...,
#' onehidden_empty = function(error) ...)` and all of them with `onehidden_error`.
#'
#' Besides `message` and `call`, the condition has the elements `code` and `argument` (the name of the rejected
#' argument, or `NULL`). An overflow also has `step`, the first step with a non-finite value, and, during a training,
#' `epoch`, the number of the state that could not be computed, and `result`, what [train()] would have returned before
#' it: the last finite network and its history.
#'
#' | code | meaning |
#' |---|---|
#' | `not_numeric` | text, `NULL` or anything else that is not real numbers |
#' | `not_finite` | NaN, NA or an infinity where a finite number is required |
#' | `wrong_dimensions` | a vector where a matrix is required, or vice versa |
#' | `empty` | no rows, no columns or no elements |
#' | `shape_mismatch` | shapes that do not fit together |
#' | `missing_parameter` | a required parameter is absent: `wout`, or `wh` where there is `bh` |
#' | `unknown_argument` | an unknown argument, most often misspelt |
#' | `unknown_activation` | an unknown activation function |
#' | `unknown_loss` | an unknown loss |
#' | `unknown_reduction` | a reduction over samples that is neither "sum" nor "mean" |
#' | `unknown_arithmetic` | an arithmetic that is neither "reproducible" nor "blas" |
#' | `unknown_stream` | an unknown stream of random numbers |
#' | `incompatible_loss` | a loss that does not fit the output activation |
#' | `target_out_of_range` | a target outside the range of the output |
#' | `invalid_learning_rate` | a learning rate that is not one finite number, zero or larger |
#' | `invalid_count` | a number of epochs, draws or a seed that is not a whole number in its range |
#' | `invalid_batches` | batches with a row twice, a row that does not exist, or no row |
#' | `invalid_network` | not a network |
#' | `invalid_steps` | steps without a gradient, or gradients of another network |
#' | `unsafe_floating_point` | floating point that does not follow IEEE 754 |
#' | `overflow` | a step that became infinite or NaN |
#' | `invalid_sample_weight` | a negative sample weight, or none above 0 |
#' | `unknown_optimizer` | an unknown optimizer |
#' | `incompatible_optimizer` | a training continued with a different optimizer |
#' | `out_of_range` | a setting outside its range |
#' | `invalid_validation` | validation that is not a pair of X and y, or `patience` without it |
#' | `unknown_initialization` | an unknown initialization |
#' | `unknown_dataset` | a data set that does not come with the package |
#' | `missing_package` | an optional package that is not installed |
#' | `unreadable_file` | a file that does not exist, or cannot be read or written |
#' | `damaged_file` | a model file that is cut off, is not JSON, or contradicts itself |
#' | `unsupported_version` | a model file of a later version |
#' | `invalid_model_file` | JSON that is not a model file, or describes an impossible model |
#' | `invalid_model` | not a model |
#' | `missing_column` | data without a column that the model needs |
#' | `unknown_level` | a category that the model was not trained with |
#' | `invalid_targets` | targets that are neither numbers nor at least two classes |
#' | `not_logical` | not `TRUE` or `FALSE` |
#' | `unknown_kernels` | unknown kernels |
#' | `missing_kernels` | compiled kernels that are not installed or cannot be used |
#'
#' An interrupt during [train()] gives a warning of class `onehidden_training_interrupted`, and the result so far is
#' returned.
#'
#' @source SPEC.md, sentences 10.1 to 10.42.
#' @name onehidden_errors
#' @examples
#' tryCatch(
#'   uniforms(seed = -1, n = 1),
#'   onehidden_error = function(error) error$code
#' )
NULL

# The call is omitted: with do.call() it would contain all the data, and the message names the argument.
stop_onehidden <- function(code, message, argument = NULL, ...) {
  stop(structure(
    list(message = message, call = NULL, code = code, argument = argument, ...),
    class = c(paste0("onehidden_", code), "onehidden_error", "error", "condition")
  ))
}

warn_training_interrupted <- function(message) {
  warning(structure(
    list(message = message, call = NULL),
    class = c("onehidden_training_interrupted", "warning", "condition")
  ))
}
