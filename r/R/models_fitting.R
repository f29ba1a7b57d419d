# Fitting a model: from X, y and settings to a network and what it takes to use it (SPEC.md, section 13).
#' @include training_settings.R
NULL

# How a model is fitted, apart from its training: the names and defaults of SPEC.md 13.7.
model_settings <- function(hidden = 10, hidden_activation = "sigmoid", initialization = "glorot", seed = 0,
                           scale = TRUE, shuffle = FALSE, validation_fraction = 0) {
  structure(mget(names(formals())), class = "onehidden_model_settings")
}

# The settings of a model's training, with the defaults of SPEC.md 13.7. The quotient is 0.05 correctly rounded, which
# R's parser does not promise.
MODEL_TRAINING <- training_settings(optimizer = "adam", learning_rate = 1 / 20, epochs = 500)

# The result of fitting: the model; the result of the training, on scaled columns and targets as the network sees them;
# and the rows used for each purpose, the second empty without validation.
new_fit <- function(model, training, training_rows, validation_rows) {
  list(
    model = model,
    training = training,
    training_rows = training_rows,
    validation_rows = validation_rows
  )
}

# Checks the settings of a model and those of its training; `batches`, which name rows, are checked with the data.
#
# The order of the checks decides which of several faults is reported, alike in both languages.
check_model_settings <- function(settings, training) {
  check_count(settings$hidden, "hidden", 0, MOST_NEURONS)
  check_choice(settings$hidden_activation, "hidden_activation", names(ACTIVATIONS), "unknown_activation")
  check_choice(settings$initialization, "initialization", names(INITIALIZATIONS), "unknown_initialization")
  check_stream(training$stream)
  check_seed(settings$seed, "seed", training$stream)
  check_flag(settings$scale, "scale")
  check_optimizer(training$optimizer)
  check_learning_rates(training$learning_rate)
  check_count(training$epochs, "epochs", 0, MOST_EPOCHS)
  check_flag(settings$shuffle, "shuffle")
  check_weight_decay(training$weight_decay)
  check_validation_fraction(settings$validation_fraction)
  check_patience_of_model(training$patience, settings$validation_fraction)
  check_arithmetic(training$arithmetic)
}

# Rejects what is neither 0 nor a fraction.
check_validation_fraction <- function(value) {
  inside <- function(x) 0 <= x && x < 1
  hint <- "Give for example 0.25."
  check_in_range(value, "validation_fraction", "0, or above 0 and below 1", inside, hint)
}

# Rejects patience without validation rows, or out of its range.
check_patience_of_model <- function(patience, validation_fraction) {
  if (is.null(patience)) {
    return(invisible())
  }
  if (validation_fraction == 0) {
    expected <- "above 0 where `patience` is given"
    hint <- "Give for example 0.25, or leave `patience` out."
    refuse("invalid_validation", "validation_fraction", expected, "it is 0", hint)
  }
  check_count(patience, "patience", 1, MOST_EPOCHS)
}

# Fits a model to matrices that have been checked. `y` is an n x k matrix where `classes` is NULL, else a vector of the
# positions of the rows' classes, counted from 1. `...` holds `report_every`, `report` and `progress` of train().
fit_model <- function(X, y, inputs, classes, settings, training, outputs = NULL, ...) {
  check_model_settings(settings, training)
  check_watching(...)
  sample_weight <- check_sample_weight(training$sample_weight, nrow(X))
  targets <- if (is.null(classes)) y else class_targets(y, length(classes))
  rows <- divided_rows(nrow(X), settings, training$stream)
  training["sample_weight"] <- list(sample_weight[rows$training])
  scale_targets <- settings$scale && is.null(classes)
  input_scaling <- if (settings$scale) learned_scaling(X, rows$training, training)
  target_scaling <- if (scale_targets) learned_scaling(targets, rows$training, training)
  X <- checked_scaled(X, input_scaling, "X")
  targets <- checked_scaled(targets, target_scaling, "y")
  part <- function(columns, rows) columns[rows, , drop = FALSE]
  if (length(rows$validation) > 0) {
    training$validation <- list(part(X, rows$validation), part(targets, rows$validation))
  }
  training["shuffle_seed"] <- list(if (settings$shuffle) settings$seed)
  start <- first_network(ncol(X), ncol(targets), classes, settings, training$stream)
  result <- run_training(start, part(X, rows$training), part(targets, rows$training), training, ...)
  model <- new_model(
    network = result$network,
    inputs = inputs,
    classes = classes,
    outputs = outputs,
    input_scaling = input_scaling,
    target_scaling = target_scaling,
    history = result$history,
    arithmetic = training$arithmetic
  )
  new_fit(model, result, rows$training, rows$validation)
}

# One column for two classes, 1 for the second; else one column per class, 1 for the row's class.
class_targets <- function(places, n_classes) {
  wanted <- if (n_classes == 2) 2 else seq_len(n_classes)
  outer(places, wanted, "==") + 0
}

# The training rows and the validation rows.
divided_rows <- function(n, settings, stream) {
  if (settings$validation_fraction == 0) {
    return(list(training = seq_len(n), validation = integer(0)))
  }
  split_rows(n, settings$validation_fraction, settings$seed, stream)
}

# The scaling of the training rows.
learned_scaling <- function(X, rows, training) {
  column_scaling(X[rows, , drop = FALSE], training$sample_weight, arithmetic_named(training$arithmetic))
}

# The columns scaled; signals an overflow where one is not finite.
checked_scaled <- function(X, scaling, argument) {
  result <- scaled(X, scaling)
  if (!is.null(scaling) && !all_finite(result, scaling$center, scaling$spread)) {
    message <- "`%s` cannot be scaled: a number became too large. Divide it by a large number first."
    stop_onehidden("overflow", sprintf(message, argument), step = argument)
  }
  result
}

# The network before training, with the output activation and the loss that fit the targets.
first_network <- function(d, k, classes, settings, stream) {
  if (is.null(classes)) {
    ends <- c("identity", "squared_error")
  } else if (length(classes) == 2) {
    ends <- c("sigmoid", "binary_cross_entropy")
  } else {
    ends <- c("softmax", "categorical_cross_entropy")
  }
  initial_network(
    d, settings$hidden, k, settings$seed, settings$initialization, stream, settings$hidden_activation,
    output_activation = ends[[1]], loss = ends[[2]], reduction = "mean"
  )
}
