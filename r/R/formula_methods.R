# The methods of a fit for R's generics. Only R has this file.

#' Weights and biases by name
#'
#' As [nnet::nnet()] names them: `i1->h1` leads from the first input to the first hidden neuron, `b->h1` is that
#' neuron's bias, `h1->o1` leads to the first output, `b->o1` is its bias. They are ordered by neuron, the bias first.
#' The inputs are the columns of the design matrix; with `scale` the weights belong to the scaled columns.
#'
#' @param object A fit of [onehidden()], or a model of [load_model()].
#' @param input_names Whether to use the names of inputs and classes instead of `i1` and `o1`.
#' @param ... Not used: unknown arguments are rejected.
#' @return A named numeric vector.
#' @name coef.onehidden
#' @importFrom stats coef
#' @export
#' @examples
#' fit <- onehidden(Species ~ ., data = iris, hidden = 2, epochs = 20)
#' coef(fit)[1:5]
#' coef(fit, input_names = TRUE)[1:5]
coef.onehidden_model <- function(object, input_names = FALSE, ...) {
  refuse_unknown_arguments("coef")
  unlist(lapply(weights_by_layer(object, input_names), named_weights))
}

# One matrix for each layer: a row for the bias and for each neuron that it comes from, a column for each neuron that it
# leads to.
weights_by_layer <- function(model, input_names) {
  network <- model$network
  inputs <- if (input_names) feature_names(model$inputs) else paste0("i", seq_len(n_features(network)))
  outputs <- if (input_names) output_names(model) else paste0("o", seq_len(n_outputs(network)))
  if (is.null(network$wh)) {
    return(list(with_bias(network$wout, network$bout, inputs, outputs)))
  }
  hidden <- paste0("h", seq_len(ncol(network$wh)))
  list(with_bias(network$wh, network$bh, inputs, hidden), with_bias(network$wout, network$bout, hidden, outputs))
}

with_bias <- function(weights, bias, from, to) {
  dimnames(weights) <- list(from, to)
  if (is.null(bias)) weights else rbind(b = bias, weights)
}

# Column by column.
named_weights <- function(weights) {
  names <- outer(rownames(weights), colnames(weights), paste, sep = "->")
  stats::setNames(as.vector(weights), names)
}

# The name of each output neuron: the classes, of two the second; or the columns of y.
output_names <- function(model) {
  k <- n_outputs(model$network)
  if (!is.null(model$classes)) {
    return(as.character(if (k == 1) model$classes[[2]] else model$classes))
  }
  if (is.null(model$outputs)) paste0("o", seq_len(k)) else model$outputs
}

#' Predictions of a fit
#'
#' @param object A fit of [onehidden()].
#' @param newdata A data frame with the columns that the formula names; for a fit from a matrix, a matrix. Every column
#'   is required; none is looked up elsewhere. If absent, the training rows are used.
#' @param type `"response"`: the probability of the second of two classes, of each of more classes; in a regression the
#'   numbers. `"class"`: the class. `"link"`: the input of the output activation. `"trace"`: all steps of [forward()],
#'   on the scaled data.
#' @param ... Not used: unknown arguments are rejected.
#' @return One row per row of `newdata`, missing where an input is missing: a vector where there is one output, else a
#'   matrix; of type `"class"` a factor with the levels of the training (logical values, where it had these); of type
#'   `"link"` a matrix; of type `"trace"` a list of matrices.
#' @section Errors: `missing_column` where a column is missing, `unknown_level` for a category that was not in the
#'   training, `not_numeric`, `not_finite`, `shape_mismatch` or `empty`; `invalid_model` where a regression is asked for
#'   classes (see [onehidden_errors]).
#' @source SPEC.md 13.8.
#' @export
#' @examples
#' fit <- onehidden(Species ~ ., data = iris, hidden = 2, epochs = 50)
#' predict(fit, iris[c(1, 51, 101), ])
#' predict(fit, iris[c(1, 51, 101), ], type = "class")
predict.onehidden <- function(object, newdata, type = c("response", "class", "link", "trace"),
                              ...) {
  refuse_unknown_arguments("predict")
  type <- if (missing(type)) "response" else type
  check_choice(type, "type", TYPES, "out_of_range")
  if (missing(newdata)) {
    prediction <- prediction_from(object, object$x, type)
    return(if (type == "trace") prediction else stats::napredict(object$na.action, prediction))
  }
  prediction_from(object, inputs_from(object, newdata), type)
}

# The columns of X, before scaling, with missing values where the data have them.
inputs_from <- function(object, newdata) {
  if (!is.null(object$terms)) {
    design <- object[c("terms", "columns", "xlevels", "contrasts")]
    design$terms <- stats::delete.response(design$terms)
    return(matrix_of_newdata(design, newdata))
  }
  columns_from(object$inputs, newdata)
}

# The columns of a matrix or a data frame of numbers: by name where both have names, else by their place.
columns_from <- function(inputs, newdata) {
  if (is.data.frame(newdata)) {
    if (have_names(inputs)) {
      check_newdata(newdata, input_names(inputs))
      newdata <- newdata[input_names(inputs)]
    }
    for (name in names(newdata)) {
      require_real(newdata[[name]], name)
    }
    newdata <- data.matrix(newdata)
  }
  require_real(newdata, "newdata")
  if (n_dimensions(newdata) != 2) {
    check_matrix(newdata, "newdata")
  }
  places <- matrix(seq_len(ncol(newdata)), 1, dimnames = list(NULL, colnames(newdata)))
  newdata[, matrix_of_columns(inputs, places, "newdata"), drop = FALSE]
}

# Rows with missing values are left out of the computation, and missing in the prediction.
prediction_from <- function(object, X, type) {
  missing <- rowSums(is.na(X)) > 0
  X[missing, ] <- 0
  rows <- rownames(X)
  X <- unname(X) # R writes some names in backticks, and the columns are in order
  prediction <- switch(type,
    response = with_row_names(response_of_columns(model_response(object, X), object), rows),
    class = with_order(as_factor_of(model_classes(object, X), object$classes), object$ordered),
    link = with_row_names(model_link(object, X), rows),
    trace = model_trace(object, X)
  )
  without_rows(prediction, missing)
}

with_order <- function(classes, ordered) {
  if (ordered) as.ordered(classes) else classes
}

without_rows <- function(prediction, missing) {
  if (is.list(prediction)) {
    return(lapply(prediction, without_rows, missing))
  }
  if (is.matrix(prediction)) prediction[missing, ] <- NA else prediction[missing] <- NA
  prediction
}

#' Fitted values, residuals and other properties of a fit
#'
#' `fitted()` gives the predictions of type `"response"`, `residuals()` the targets minus these; classes count as 1 for
#' the row's class and 0 for the others. With `na.action = na.exclude` both contain missing values for the omitted rows.
#' `nobs()` returns the number of rows used, `formula()` the formula with its dot expanded; [stats::update()] works too.
#'
#' @param object,x A fit of [onehidden()].
#' @param use.fallback,env Not used: [stats::step()] and [stats::as.formula()] hand them on.
#' @param ... Not used: unknown arguments are rejected.
#' @return `fitted()` and `residuals()`: a vector where there is one output, else a matrix; `nobs()`: one number;
#'   `formula()`: a formula.
#' @name fitted.onehidden
#' @importFrom stats fitted residuals nobs formula
#' @export
#' @examples
#' fit <- onehidden(dist ~ speed, data = cars, hidden = 2, epochs = 50)
#' head(cbind(fitted(fit), residuals(fit)))
#' nobs(update(fit, subset = speed > 10))
fitted.onehidden <- function(object, ...) {
  refuse_unknown_arguments("fitted")
  stats::napredict(object$na.action, object$fitted.values)
}

#' @rdname fitted.onehidden
#' @export
residuals.onehidden <- function(object, ...) {
  refuse_unknown_arguments("residuals")
  stats::naresid(object$na.action, object$residuals)
}

#' @rdname fitted.onehidden
#' @export
nobs.onehidden <- function(object, use.fallback = FALSE, ...) { # nolint: object_name_linter. step() hands it on.
  refuse_unknown_arguments("nobs")
  object$n
}

#' @rdname fitted.onehidden
#' @export
formula.onehidden <- function(x, env = NULL, ...) { # which as.formula() hands on
  refuse_unknown_arguments("formula")
  if (is.null(x$terms) || attr(x$terms, "response") == 0) {
    hint <- "Fit it with a formula."
    refuse("invalid_model", "x", "a fit with a formula", "it was made from a matrix or a data frame", hint)
  }
  stats::formula(x$terms)
}

# ---- printing ------------------------------------------------------------------------------------

#' @export
print.onehidden <- function(x, ...) {
  cat(shown_lines(x), sep = "\n")
  invisible(x)
}

shown_lines <- function(fit) {
  c(call_shown(fit$call), "", format(fit), training_shown(fit))
}

# The call, shortened where do.call() has put the data into it.
call_shown <- function(call) {
  lines <- deparse(call, width.cutoff = 70)
  if (length(lines) > 6) c(lines[1:5], "...") else lines
}

#' @export
format.onehidden <- function(x, ...) {
  network <- x$network
  sizes <- paste(c(n_features(network), ncol(network$wh), n_outputs(network)), collapse = "-")
  hidden <- if (is.null(network$wh)) "no hidden layer" else paste(network$hidden_activation, "hidden layer")
  weights <- counted(sum(lengths(network[PARAMETER_NAMES])), "weight")
  learns <- if (is.null(x$classes)) {
    paste("Regression of", some_of(output_names(x)))
  } else {
    paste("Classes:", some_of(as.character(x$classes)))
  }
  c(sprintf("A %s network: %s, %s output, %s", sizes, hidden, network$output_activation, weights), learns)
}

# How the training went, and how well the result fits the rows that were used.
training_shown <- function(fit) {
  training <- fit$training
  if (length(training$history) == 0) {
    return("Not trained: interrupted before the first epoch")
  }
  epochs <- counted(as.integer(training$epochs), "epoch")
  best <- training$best_epoch
  if (!is.null(best)) {
    epochs <- sprintf("%s, the best was number %.0f", epochs, best)
  }
  of <- if (is.null(fit$target_scaling)) "" else " of the scaled targets"
  others <- length(fit$validation_rows)
  c(
    sprintf("Trained on %s for %s, with %s", counted(fit$n - others, "row"), epochs, training$last$optimizer),
    sprintf("Loss%s: %s", of, number(loss_at(training$history, best))),
    if (others > 0) {
      loss <- number(loss_at(training$validation_history, best))
      sprintf("Loss%s on %s: %s", of, counted(others, "other row"), loss)
    },
    closeness_shown(fit)
  )
}

# The loss of the state that was kept: the best one, or the last.
loss_at <- function(history, best) {
  history[[if (is.null(best)) length(history) else best + 1]]
}

closeness_shown <- function(fit) {
  if (is.null(fit$classes)) {
    sizes <- sqrt(colMeans(as.matrix(fit$residuals)^2))
    return(paste("Root of the mean squared residual:", some_of(vapply(sizes, number, ""))))
  }
  targets <- fit$fitted.values + fit$residuals
  right <- sum(largest_place(fit$fitted.values) == largest_place(targets))
  sprintf("Right on %d of %s (%.1f %%)", right, counted(fit$n, "row"), 100 * right / fit$n)
}

# The first ten words, and how many more there are.
some_of <- function(words) {
  more <- if (length(words) > 10) sprintf(" and %d more", length(words) - 10L) else ""
  paste0(paste(utils::head(words, 10), collapse = ", "), more)
}

# Which class each row of probabilities is for, counted from 1.
largest_place <- function(probabilities) {
  if (is.matrix(probabilities)) max.col(probabilities, "first") else (probabilities > 0.5) + 1
}

#' The weights of a model, neuron by neuron
#'
#' @param object A fit of [onehidden()], or a model of [load_model()].
#' @param x A result of `summary()`.
#' @param digits How many significant digits to print.
#' @param ... Not used: unknown arguments are rejected.
#' @return A list of class `summary.onehidden`: `lines`, the printed description of the model, and `weights`, a matrix
#'   for each layer with one row per neuron; its columns are the bias and the weights from the previous layer. At most
#'   20 rows and 12 columns of each are printed; [coef()][coef.onehidden] returns them all.
#' @name summary.onehidden
#' @export
#' @examples
#' summary(onehidden(Species ~ ., data = iris, hidden = 2, epochs = 50))
summary.onehidden_model <- function(object, ...) {
  refuse_unknown_arguments("summary")
  weights <- lapply(weights_by_layer(object, input_names = TRUE), t)
  names(weights) <- if (length(weights) == 1) "output" else c("hidden", "output")
  lines <- if (inherits(object, "onehidden")) shown_lines(object) else format(object)
  summary <- list(lines = lines, weights = weights, scaled = !is.null(object$input_scaling))
  structure(summary, class = "summary.onehidden")
}

#' @rdname summary.onehidden
#' @export
print.summary.onehidden <- function(x, digits = 3, ...) {
  refuse_unknown_arguments("print")
  cat(x$lines, sep = "\n")
  inputs <- if (x$scaled) "the scaled inputs" else "the inputs"
  from <- c(hidden = inputs, output = if (length(x$weights) == 1) inputs else "the hidden neurons")
  for (layer in names(x$weights)) {
    cat(sprintf("\nWeights of the %s layer, from %s (b: the bias):\n", layer, from[[layer]]))
    print_corner(x$weights[[layer]], digits)
  }
  invisible(x)
}

MOST_PRINTED_ROWS <- 20
MOST_PRINTED_COLUMNS <- 12

# The first rows and columns of a matrix, and how many more there are. All have as many decimals as the largest needs.
print_corner <- function(weights, digits) {
  rows <- seq_len(min(nrow(weights), MOST_PRINTED_ROWS))
  columns <- seq_len(min(ncol(weights), MOST_PRINTED_COLUMNS))
  largest <- max(abs(weights), .Machine$double.xmin)
  decimals <- max(0, digits - 1 - floor(log10(largest)))
  shown <- formatC(weights[rows, columns, drop = FALSE], digits = decimals, format = "f")
  print(shown, quote = FALSE, right = TRUE)
  if (length(shown) < length(weights)) {
    cat(sprintf(
      "(%d of %s, %d of %s; coef() gives them all)\n", length(rows), counted(nrow(weights), "row"),
      length(columns), counted(ncol(weights), "column")
    ))
  }
}
