# Models: a network together with what is needed to use it on data (SPEC.md, section 13).

# A model is a list of class `onehidden_model`:
#
# network: the network.
# inputs: what the columns of X are made of, a list of numeric_input() and factor_input().
# classes: the classes in the order of the outputs (text, whole numbers or logical values); NULL in a regression.
# outputs: the names of the outputs in a regression, if they have any.
# input_scaling, target_scaling: how the columns of X and of y are scaled, if they are.
# history: the losses of the training.
# arithmetic: "reproducible" or "blas".
new_model <- function(network, inputs, classes, outputs, input_scaling, target_scaling, history,
                      arithmetic) {
  structure(
    list(
      network = network,
      inputs = inputs,
      classes = classes,
      outputs = outputs,
      input_scaling = input_scaling,
      target_scaling = target_scaling,
      history = history,
      arithmetic = arithmetic
    ),
    class = "onehidden_model"
  )
}

#' Predictions of a model
#'
#' @param object A model, as returned by [load_model()].
#' @param newdata A data frame (or a list of vectors by name) with the columns that the model was trained with; or a
#'   matrix with the columns of X.
#' @param type `"response"`: the output in the units of y; with two classes the probability of the second, with more the
#'   probability of each, one column for each. `"class"`: the class of the largest output, the first of equal ones; of
#'   two the second where its probability is above 1/2. `"link"`: `output_layer_input`, the input of the output
#'   activation. `"trace"`: all steps of [forward()], on the scaled data.
#' @param ... Not used: unknown arguments are rejected.
#' @return One row per row of `newdata`: a vector of numbers where there is one output, else a matrix; of type `"class"`
#'   a factor, or numbers or logical values where the classes are these; of type `"link"` always a matrix; of type
#'   `"trace"` a list of the steps.
#' @section Errors: `missing_column`, `unknown_level`, `not_numeric`, `not_finite`, `empty`, `wrong_dimensions`,
#'   `shape_mismatch` or `overflow`; `invalid_model` where a model without classes is asked for them (see
#'   [onehidden_errors]).
#' @source SPEC.md 13.8.
#' @export
#' @examples
#' path <- tempfile(fileext = ".json")
#' save_model(initial_network(2, 3, 1, seed = 1), path)
#' model <- load_model(path)
#' predict(model, rbind(c(0, 1), c(1, 0)))
#' predict(model, rbind(c(0, 1)), type = "trace")
predict.onehidden_model <- function(object, newdata,
                                    type = c("response", "class", "link", "trace"), ...) {
  refuse_unknown_arguments("predict")
  if (missing(newdata)) {
    hint <- "Give the data to predict from."
    refuse("not_numeric", "newdata", "given", "it is missing", hint)
  }
  type <- if (missing(type)) "response" else type
  check_choice(type, "type", TYPES, "out_of_range")
  rows <- rownames(newdata)
  switch(type,
    response = with_row_names(response_of_columns(model_response(object, newdata), object), rows),
    class = as_factor_of(model_classes(object, newdata), object$classes),
    link = with_row_names(model_link(object, newdata), rows),
    trace = model_trace(object, newdata)
  )
}

TYPES <- c("response", "class", "link", "trace")

# A vector where there is one column, else a matrix with the names of the classes or outputs.
response_of_columns <- function(response, model) {
  if (ncol(response) == 1) {
    return(response[, 1])
  }
  names <- if (is.null(model$classes)) model$outputs else as.character(model$classes)
  colnames(response) <- names
  response
}

# The rows are called as in the data.
with_row_names <- function(response, names) {
  if (is.matrix(response)) rownames(response) <- names else names(response) <- names
  response
}

# R's users expect a factor where classes are words.
as_factor_of <- function(values, classes) {
  if (is.character(classes)) factor(values, classes) else values
}

#' @export
format.onehidden_model <- function(x, ...) {
  n <- n_outputs(x$network)
  what <- if (is.null(x$classes)) counted(n, "number") else paste(length(x$classes), "classes")
  scaling <- if (is.null(x$input_scaling)) "" else ", scaled"
  inputs <- counted(length(x$inputs), "input")
  sprintf("model of %s and %s%s: %s", inputs, what, scaling, format(x$network))
}

#' @export
print.onehidden_model <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# ---- the kinds of predictions --------------------------------------------------------------------

# Steps 2 to 4 on the data scaled.
model_trace <- function(model, data, argument = "newdata") {
  X <- design_matrix(model$inputs, data, argument)
  arithmetic <- arithmetic_named(model$arithmetic)
  checked_steps(forward_pass(model$network, scaled(X, model$input_scaling), arithmetic))
}

# The input of the output layer.
model_link <- function(model, data, argument = "newdata") {
  model_trace(model, data, argument)$output_layer_input
}

# The output, n x k, in the units of y.
model_response <- function(model, data, argument = "newdata") {
  response <- unscaled(model_trace(model, data, argument)$output, model$target_scaling)
  if (!all(is.finite(response))) {
    refuse_overflow("output")
  }
  response
}

# The probability of each class, one column for each.
model_probabilities <- function(model, data, argument = "newdata") {
  check_has_classes(model)
  output <- model_response(model, data, argument)
  if (ncol(output) == 1) cbind(1 - output, output) else output
}

# The class of each row: of the largest output, the first of equal ones; of two the second where output > 1/2.
model_classes <- function(model, data, argument = "newdata") {
  check_has_classes(model)
  output <- model_response(model, data, argument)
  if (ncol(output) == 1) {
    return(model$classes[(output[, 1] > 0.5) + 1])
  }
  model$classes[max.col(output, ties.method = "first")]
}

# Rejects a regression where classes are requested.
check_has_classes <- function(model) {
  if (is.null(model$classes)) {
    hint <- "Ask for the response."
    refuse("invalid_model", "model", "a model of classes", "it predicts numbers", hint)
  }
}
