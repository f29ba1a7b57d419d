# What can go wrong, by code: the same codes, meanings and messages as in the Python package
# (SPEC.md, section 10).

#' What can go wrong, by code
#'
#' Every error of this package is a condition of class `onehidden_error` and of class
#' `onehidden_<code>`: the same codes, meanings and messages as in the Python package (SPEC.md,
#' section 10). Catch one kind with
#' `tryCatch(..., onehidden_empty = function(error) ...)`, all of them with `onehidden_error`.
#'
#' Beside `message` and `call`, the condition has the elements `code` and `argument`, the name of
#' the argument that was refused or `NULL`. An overflow also has `step`, the name of the first step
#' that is not finite, and, during a training, `epoch`, the number of the state that could not be
#' computed, and `result`, what [train()] would have returned before it: the last finite network and
#' its history.
#'
#' | code | meaning |
#' |---|---|
#' | `not_numeric` | text, `NULL` or another thing that is not real numbers |
#' | `not_finite` | NaN, NA or an infinity where a finite number must be |
#' | `wrong_dimensions` | a vector where a matrix must be, or the other way round |
#' | `empty` | no rows, no columns or no elements |
#' | `shape_mismatch` | shapes that do not fit together |
#' | `missing_parameter` | a parameter without which another makes no sense: `bh` without `wh` |
#' | `unknown_argument` | an argument that the function does not have, most often a misspelt one |
#' | `unknown_activation` | an activation function that there is not |
#' | `unknown_loss` | a loss that there is not |
#' | `unknown_reduction` | a reduction over samples that is neither "sum" nor "mean" |
#' | `unknown_arithmetic` | an arithmetic that is neither "reproducible" nor "blas" |
#' | `unknown_stream` | a stream of random numbers that there is not |
#' | `incompatible_loss` | a loss that does not go with the output's activation |
#' | `target_out_of_range` | a target that the output can never reach |
#' | `invalid_learning_rate` | a learning rate that is not one finite number, zero or larger |
#' | `invalid_count` | a number of epochs, draws or a seed that is not a whole number in its range |
#' | `invalid_batches` | batches that name a row twice, a row that is not there, or no row |
#' | `invalid_network` | something else where a network must be |
#' | `invalid_steps` | steps without a gradient, or gradients of another network |
#' | `unsafe_floating_point` | floating point that does not round as IEEE 754 says |
#' | `overflow` | a step that became infinite or NaN |
#' | `invalid_sample_weight` | a negative sample weight, or none above 0 |
#' | `unknown_optimizer` | an optimizer that there is not |
#' | `incompatible_optimizer` | a training continued with another optimizer than it began with |
#' | `out_of_range` | a setting outside of its range |
#' | `invalid_validation` | validation that is not a pair of X and y, or `patience` without it |
#' | `unknown_initialization` | a way to draw the first weights that there is not |
#' | `unknown_dataset` | a data set that does not come with the package |
#' | `missing_package` | a package that only this feature needs is not installed |
#' | `unreadable_file` | a file that is not there, or cannot be read or written |
#' | `damaged_file` | a model file that is cut off, is not JSON, or contradicts itself |
#' | `unsupported_version` | a model file of a later version |
#' | `invalid_model_file` | JSON that is not a model file, or says what no model can be |
#' | `invalid_model` | something else where a model must be |
#' | `missing_column` | data without a column that the model needs |
#' | `unknown_level` | a category that the model was not trained with |
#' | `invalid_targets` | targets that are neither numbers nor at least two classes |
#' | `not_logical` | something else where true or false must be |
#' | `unknown_kernels` | kernels that there are not |
#' | `missing_kernels` | compiled kernels that this installation does not have or cannot use |
#'
#' An interrupt during [train()] is a warning of class `onehidden_training_interrupted`: what was
#' trained is returned.
#'
#' @source SPEC.md, sentences 10.1 to 10.42.
#' @name onehidden_errors
#' @examples
#' tryCatch(
#'   uniforms(seed = -1, n = 1),
#'   onehidden_error = function(error) error$code
#' )
NULL

# The call is left out: it would show the data of whoever calls with do.call(), and the message
# names the argument.
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
