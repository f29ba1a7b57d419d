# The interface that R users expect: a formula and data, or a matrix (SPEC.md, section 13).
#
# Only R has this file; the Python package has estimators with the same settings and defaults. Formulas are interpreted
# in formula_frame.R; the methods of a fit are in formula_methods.R.

#' Fit a network with one hidden layer
#'
#' From data to a model in one call: encodes categories, scales columns, draws initial weights and trains the network.
#' Equal matrices, targets and settings give equal bits in R and in Python.
#'
#' The type of `y`, or of the left side of the formula, decides what is learned:
#'
#' - a factor, text or logical values: classification. For two classes the network has one output, the probability of
#'   the second; for more it has one output per class (softmax). The loss is the cross-entropy. Levels keep their order;
#'   text is sorted by code points. Unused levels are dropped with a warning.
#' - a numeric vector or matrix: regression with the squared error, one output per column. For classes coded as numbers,
#'   use `factor(y)`.
#'
#' Inputs are treated as [stats::glm()] and [nnet::nnet()] treat them: a factor becomes the columns of its contrasts
#' (`options("contrasts")`, or those of the factor, or the argument `contrasts`), and transformations and interactions
#' may be written in the formula. There is never an intercept column, because the biases play that role; `- 1` or `0 +`
#' only has the effect that it has in [stats::model.matrix()]: the first factor gets a column for each of its levels.
#' Unlike [stats::glm()], text is sorted by code points, so that no result depends on the locale, and [stats::offset()]
#' is rejected.
#'
#' A basis that depends on the data, such as [stats::poly()] or `splines::ns()`, is evaluated by R: from all rows while
#' fitting, and by a different formula for new data. `predict()` on the training rows may therefore differ from
#' `fitted()` in the last bits, depending on R's BLAS and the processor. From given columns this package computes the
#' same bits everywhere; `onehidden(fit$x, y)` trains on the columns of a fit.
#'
#' @param x A formula; or a matrix or data frame of inputs, one row per sample.
#' @param formula The targets and the inputs, as in `Species ~ .`.
#' @param data A data frame with the variables of the formula.
#' @param weights The weight of each row (SPEC.md 3.21), evaluated in `data` as in [stats::glm()]. Without a formula the
#'   argument is called `sample_weight`, as in Python.
#' @param subset Which rows to use, evaluated in `data`.
#' @param na.action How to handle missing values: [stats::na.omit()] unless `options("na.action")` says otherwise.
#'   Without a formula, missing values are rejected.
#' @param contrasts A named list of contrasts, one per factor, as in [stats::model.matrix()].
#' @param y The targets of the rows of `x`: a factor, a vector of text, logical values or numbers, or a matrix of
#'   numbers.
#' @param hidden The number of hidden neurons; 0 for no hidden layer.
#' @param hidden_activation The activation of the hidden layer, as in [network()].
#' @param initialization How the initial weights are drawn, as in [initial_network()].
#' @param seed,stream Seed and stream of the random numbers for the initial weights, the validation rows and shuffling,
#'   as in [uniforms()]. R's own random numbers are not used, so [set.seed()] has no effect.
#' @param scale Whether to scale each input, and in a regression each target, by its mean and standard deviation.
#' @param optimizer,learning_rate,epochs,batches,weight_decay,patience As in [train()].
#' @param shuffle Whether to shuffle the rows before each epoch.
#' @param validation_fraction The fraction of the rows held back for validation, which `patience` requires.
#' @param arithmetic `"reproducible"`, specified to the last bit, or `"blas"`, R's own matrix products.
#' @param progress Whether to show a progress bar.
#' @param sample_weight A vector with one weight for each row of `x`.
#' @param ... Not used: unknown arguments are rejected.
#' @return A list of class `onehidden` and `onehidden_model`: what [load_model()] gives, and
#'   - `call`, `settings`, and `terms`, `xlevels` and `contrasts`, where there was a formula or a data frame;
#'   - `training`, the result of [train()];
#'   - `fitted.values`, `residuals`, `n` and `na.action`, for all rows used, including those for validation;
#'   - `validation_rows`, which of them were used for validation; and `x`, the matrix of all of them before scaling.
#'
#'   There are methods for `print`, `summary`, [coef()][coef.onehidden], [predict()][predict.onehidden], `fitted`,
#'   `residuals`, [plot()][plot.onehidden], `nobs`, `formula` and `update`.
#' @section Errors: As [train()] and [initial_network()], and `invalid_targets`, `missing_column`, `unknown_level`,
#'   `empty` or `not_finite` (see [onehidden_errors]).
#' @section Other packages: Some of them also have a `train()` or a `network()`, and the package attached last masks the
#'   others. `onehidden::train` always refers to this package.
#' @source SPEC.md, section 13.
#' @export
#' @examples
#' fit <- onehidden(Species ~ ., data = iris, hidden = 4, epochs = 100)
#' fit
#' table(predict(fit, iris, type = "class"), iris$Species)
#'
#' # numbers, with a transformation and an interaction
#' onehidden(log(mpg) ~ wt * factor(cyl) + hp, data = mtcars, hidden = 3, epochs = 50)
#'
#' # a matrix
#' onehidden(as.matrix(iris[1:4]), iris$Species, hidden = 4, epochs = 50)
onehidden <- function(x, ...) {
  UseMethod("onehidden")
}

#' @rdname onehidden
#' @export
onehidden.formula <- function(formula, data, weights, subset, na.action, hidden = 10, # nolint: object_name_linter.
                              hidden_activation = "sigmoid", initialization = "glorot", seed = 0,
                              stream = "numpy", scale = TRUE, optimizer = "adam",
                              learning_rate = 1 / 20, epochs = 500, batches = "full",
                              shuffle = FALSE, weight_decay = 0, validation_fraction = 0,
                              patience = NULL, arithmetic = "reproducible", progress = FALSE,
                              contrasts = NULL, ...) {
  refuse_other_weights(..., wrong = "sample_weight", right = "weights")
  refuse_unknown_arguments("onehidden")
  settings <- settings_among(model_settings, environment())
  training <- settings_among(training_settings, environment())
  call <- match.call()
  table <- if (!missing(data)) data
  frame <- evaluated_frame(call, parent.frame(), formula, table)
  design <- design_of(frame, table, check_contrasts(contrasts))
  response <- names(frame)[[attr(attr(frame, "terms"), "response")]]
  targets <- targets_of(frame[[response]], response)
  training["sample_weight"] <- list(stats::model.weights(frame))
  fit <- fit_of(design, targets, "weights", settings, training, progress, call)
  fit$terms <- attr(frame, "terms")
  fit$na.action <- attr(frame, "na.action")
  fit
}

#' @rdname onehidden
#' @export
onehidden.default <- function(x, y, hidden = 10, hidden_activation = "sigmoid",
                              initialization = "glorot", seed = 0, stream = "numpy", scale = TRUE,
                              optimizer = "adam", learning_rate = 1 / 20, epochs = 500,
                              batches = "full", shuffle = FALSE, weight_decay = 0,
                              validation_fraction = 0, patience = NULL,
                              arithmetic = "reproducible", progress = FALSE,
                              sample_weight = NULL, ...) {
  refuse_other_weights(..., wrong = "weights", right = "sample_weight")
  refuse_unknown_arguments("onehidden")
  settings <- settings_among(model_settings, environment())
  training <- settings_among(training_settings, environment())
  check_no_formula(if (!missing(x)) x)
  if (missing(y)) {
    hint <- "Give one target for each row of `x`, or a formula."
    refuse("invalid_targets", "y", "given", "it is missing", hint)
  }
  design <- design_of_columns(x)
  targets <- targets_of(y, "y")
  fit_of(design, targets, "sample_weight", settings, training, progress, match.call())
}

# R's name `weights` belongs to formulas, where weights are a variable of the data.
refuse_other_weights <- function(..., wrong, right) {
  if (wrong %in% ...names()) {
    when <- if (right == "weights") "with a formula" else "without a formula"
    message <- sprintf("onehidden() has no argument `%s` %s. Call it `%s` there.", wrong, when, right)
    stop_onehidden("unknown_argument", message, wrong)
  }
}

# Rejects an `x` that was probably meant to be a formula.
check_no_formula <- function(x) {
  if (is.null(x) || (is.character(x) && length(x) == 1)) {
    expected <- "a formula, a matrix or a data frame"
    hint <- "Write a formula without quotes, as in Species ~ ."
    refuse("not_numeric", "x", expected, shown(x), hint)
  }
}

check_contrasts <- function(contrasts) {
  if (!is.null(contrasts) && (!is.list(contrasts) || is.null(names(contrasts)))) {
    hint <- "Write for example list(group = \"contr.sum\")."
    refuse("out_of_range", "contrasts", "a list by the names of factors", paste("it is", kind(contrasts)), hint)
  }
  contrasts
}

# ---- from columns and targets to a fit -----------------------------------------------------------

# The design of a data frame, whose columns may be factors, or of a matrix of numbers.
design_of_columns <- function(x) {
  if (is.data.frame(x) && length(x) > 0) {
    return(design_of(stats::model.frame(~., x, na.action = stats::na.pass), x))
  }
  X <- check_matrix(x, "x")
  named <- !is.null(colnames(x)) && all(nzchar(colnames(x))) && anyDuplicated(colnames(x)) == 0
  names <- if (named) colnames(x)
  dimnames(X) <- list(rownames(x), names)
  list(matrix = X, inputs = numeric_inputs(names, ncol(X)))
}

# The targets: positions of classes, counted from 1, or a matrix of numbers.
targets_of <- function(y, argument) {
  if (is.data.frame(y) && length(y) == 1) {
    y <- y[[1]]
  }
  if (is.character(y)) {
    y <- text_as_factor(y)
  }
  if (is.factor(y)) {
    check_levels_have_names(y, argument)
    return(targets_of_classes(used_classes(y), argument))
  }
  if (is.logical(y)) {
    return(targets_of_classes(factor(y, c(FALSE, TRUE)), argument, classes = c(FALSE, TRUE)))
  }
  if (!is.numeric(y) && !is.data.frame(y)) {
    refuse_targets(argument, if (is.null(y)) "it is missing" else paste("it holds", content_kind(y)))
  }
  numbers <- check_numbers(y, argument)
  names <- if (n_dimensions(numbers) > 1) colnames(y) else argument
  list(y = if (n_dimensions(numbers) > 1) numbers else matrix(numbers), outputs = names)
}

# Drops classes without rows, with a warning.
used_classes <- function(y) {
  unused <- setdiff(levels(y), y)
  if (length(unused) > 0 && length(unused) < nlevels(y) - 1) { # fewer than two are rejected
    message <- "no row is of the class %s: the model will not know of it"
    warning(sprintf(message, listed(unused)), call. = FALSE)
  }
  y[, drop = TRUE]
}

targets_of_classes <- function(y, argument, classes = levels(y)) {
  there <- unique(as.character(y[!is.na(y)]))
  if (length(there) < 2) {
    only <- sub("^it is ", "", shown(there))
    given <- if (length(there) == 1) paste("it has only one class,", only) else "it has no class"
    refuse_targets(argument, given)
  }
  if (anyNA(y)) {
    given <- sprintf("row %d (counted from 1) is missing", which(is.na(y))[[1]])
    refuse("not_finite", argument, "given in every row", given, "Remove such rows first.")
  }
  list(y = as.integer(y), classes = classes, ordered = is.ordered(y))
}

refuse_targets <- function(argument, given) {
  hint <- "Give a factor, text, logical values or numbers."
  refuse("invalid_targets", argument, "numbers or at least two classes", given, hint)
}

# Fits the model and adds what R users expect of a fit.
fit_of <- function(design, targets, weights_name, settings, training, progress, call) {
  X <- check_matrix(design$matrix, "x")
  check_one_target_each(targets$y, nrow(X))
  calling_it(weights_name, check_sample_weight(training$sample_weight, nrow(X)))
  fit <- fit_model(
    X, targets$y, design$inputs, targets$classes, settings, training, targets$outputs,
    progress = progress
  )
  rows <- rownames(design$matrix)
  fitted <- with_row_names(response_of_columns(model_response(fit$model, X), fit$model), rows)
  call[[1]] <- quote(onehidden)
  beside <- list(
    call = call,
    settings = c(unclass(settings), unclass(training)),
    training = fit$training,
    validation_rows = fit$validation_rows,
    terms = design$terms,
    xlevels = design$xlevels,
    contrasts = design$contrasts,
    columns = design$columns,
    ordered = isTRUE(targets$ordered),
    fitted.values = fitted,
    residuals = as_numbers(targets) - fitted,
    n = nrow(X),
    na.action = NULL,
    x = design$matrix
  )
  structure(c(unclass(fit$model), beside), class = c("onehidden", "onehidden_model"))
}

# Evaluates a check of the sample weights, which have another name with a formula.
calling_it <- function(argument, check) {
  tryCatch(check, onehidden_error = function(error) {
    error$message <- sub("`sample_weight`", sprintf("`%s`", argument), error$message, fixed = TRUE)
    error$argument <- argument
    stop(error)
  })
}

check_one_target_each <- function(y, n) {
  if (NROW(y) != n) {
    given <- sprintf("it has %s and `x` has %d", counted(NROW(y), "row"), n)
    refuse("shape_mismatch", "y", "as long as `x` has rows", given, "Give one target for each row.")
  }
}

# The targets on the scale of the network's outputs, for residuals.
as_numbers <- function(targets) {
  if (is.null(targets$classes)) {
    return(if (ncol(targets$y) == 1) targets$y[, 1] else targets$y)
  }
  k <- length(targets$classes)
  if (k == 2) targets$y - 1 else 1 * outer(targets$y, seq_len(k), "==")
}
