# Fitting a model: from X, y and settings to a network and what it takes to use it (SPEC.md, section
# 13).

# How a model is fitted: the names and defaults of SPEC.md 13.7, and what is told on the way. The
# quotient is 0.05 correctly rounded, which R's parser does not promise.
new_settings <- function(hidden = 10, hidden_activation = "sigmoid", initialization = "glorot",
                         seed = 0, stream = "numpy", scale = TRUE, optimizer = "adam",
                         learning_rate = 1 / 20, epochs = 500, batches = "full", shuffle = FALSE,
                         weight_decay = 0, validation_fraction = 0, patience = NULL,
                         arithmetic = "reproducible", report_every = NULL, report = print_report,
                         progress = FALSE) {
  mget(names(formals()))
}

# What fitting gives: the model; what train() gave, on scaled columns and targets as the network sees
# them; and which rows were used for what, the second empty without validation.
new_fit <- function(model, training, training_rows, validation_rows) {
  list(
    model = model,
    training = training,
    training_rows = training_rows,
    validation_rows = validation_rows
  )
}

# The settings, refused where one is out of its range; train() checks `batches`, which depend on the
# rows.
check_settings <- function(settings) {
  check_count(settings$hidden, "hidden", 0, MOST_NEURONS)
  check_choice(
    settings$hidden_activation, "hidden_activation", names(ACTIVATIONS), "unknown_activation"
  )
  check_choice(
    settings$initialization, "initialization", names(INITIALIZATIONS), "unknown_initialization"
  )
  check_stream(settings$stream)
  check_seed(settings$seed, "seed", settings$stream)
  check_flag(settings$scale, "scale")
  check_optimizer(settings$optimizer)
  check_learning_rates(settings$learning_rate)
  check_count(settings$epochs, "epochs", 0, MOST_EPOCHS)
  check_flag(settings$shuffle, "shuffle")
  check_weight_decay(settings$weight_decay)
  check_validation_fraction(settings$validation_fraction)
  check_patience_of_model(settings$patience, settings$validation_fraction)
  check_arithmetic(settings$arithmetic)
  if (!is.null(settings$report_every)) {
    check_count(settings$report_every, "report_every", 1, MOST_EPOCHS)
  }
  check_flag(settings$progress, "progress")
  settings
}

# Refuses what is neither 0 nor a fraction.
check_validation_fraction <- function(value) {
  inside <- function(x) 0 <= x && x < 1
  mend <- "Give for example 0.25."
  check_in_range(value, "validation_fraction", "0, or above 0 and below 1", inside, mend)
}

# Refuses patience without rows for validation, or out of its range.
check_patience_of_model <- function(patience, validation_fraction) {
  if (is.null(patience)) {
    return(invisible())
  }
  if (validation_fraction == 0) {
    expected <- "above 0 where `patience` is given"
    mend <- "Give for example 0.25, or leave `patience` out."
    refuse("invalid_validation", "validation_fraction", expected, "it is 0", mend)
  }
  check_count(patience, "patience", 1, MOST_EPOCHS)
}

# Fits a model to matrices that have been checked. `y` is an n x k matrix where `classes` is NULL,
# else a vector of the places of the rows' classes, counted from 1.
fit_model <- function(X, y, inputs, classes, sample_weight, settings, outputs = NULL) {
  settings <- check_settings(settings)
  sample_weight <- check_sample_weight(sample_weight, nrow(X))
  targets <- if (is.null(classes)) y else class_targets(y, length(classes))
  rows <- divided_rows(nrow(X), settings)
  weight <- sample_weight[rows$training]
  input_scaling <- if (settings$scale) learned_scaling(X, rows$training, weight, settings)
  scale_targets <- settings$scale && is.null(classes)
  target_scaling <- if (scale_targets) learned_scaling(targets, rows$training, weight, settings)
  X <- checked_scaled(X, input_scaling, "X")
  targets <- checked_scaled(targets, target_scaling, "y")
  validation <- list(X[rows$validation, , drop = FALSE], targets[rows$validation, , drop = FALSE])
  result <- train(
    first_network(ncol(X), ncol(targets), classes, settings),
    X[rows$training, , drop = FALSE],
    targets[rows$training, , drop = FALSE],
    learning_rate = settings$learning_rate,
    epochs = settings$epochs,
    batches = settings$batches,
    arithmetic = settings$arithmetic,
    report_every = settings$report_every,
    report = settings$report,
    optimizer = settings$optimizer,
    weight_decay = settings$weight_decay,
    sample_weight = weight,
    shuffle_seed = if (settings$shuffle) settings$seed,
    stream = settings$stream,
    validation = if (length(rows$validation) > 0) validation,
    patience = settings$patience,
    progress = settings$progress
  )
  model <- new_model(
    network = result$network,
    inputs = inputs,
    classes = classes,
    outputs = outputs,
    input_scaling = input_scaling,
    target_scaling = target_scaling,
    history = result$history,
    arithmetic = settings$arithmetic
  )
  new_fit(model, result, rows$training, rows$validation)
}

# One column for two classes, 1 for the second; else one column per class, 1 for the row's class.
class_targets <- function(places, n_classes) {
  wanted <- if (n_classes == 2) 2 else seq_len(n_classes)
  outer(places, wanted, "==") + 0
}

# The rows for training and those for validation.
divided_rows <- function(n, settings) {
  if (settings$validation_fraction == 0) {
    return(list(training = seq_len(n), validation = integer(0)))
  }
  split_rows(n, settings$validation_fraction, settings$seed, settings$stream)
}

# The scaling of the rows for training.
learned_scaling <- function(X, rows, sample_weight, settings) {
  column_scaling(X[rows, , drop = FALSE], sample_weight, arithmetic_named(settings$arithmetic))
}

# The columns scaled, refused where one is not finite.
checked_scaled <- function(X, scaling, argument) {
  result <- scaled(X, scaling)
  if (!is.null(scaling) && !all_finite(result, scaling$center, scaling$spread)) {
    message <- "`%s` cannot be scaled: a number became too large. Divide it by a large number first."
    stop_onehidden("overflow", sprintf(message, argument), step = argument)
  }
  result
}

# The network before training, with the output and the loss that the targets ask for.
first_network <- function(d, k, classes, settings) {
  if (is.null(classes)) {
    ends <- c("identity", "squared_error")
  } else if (length(classes) == 2) {
    ends <- c("sigmoid", "binary_cross_entropy")
  } else {
    ends <- c("softmax", "categorical_cross_entropy")
  }
  initial_network(
    d,
    settings$hidden,
    k,
    settings$seed,
    settings$initialization,
    settings$stream,
    settings$hidden_activation,
    output_activation = ends[[1]],
    loss = ends[[2]],
    reduction = "mean"
  )
}
