# The settings of a training: one object, checked once (SPEC.md, sections 4 and 10).

MOST_EPOCHS <- .Machine$integer.max

# The arguments of train() that say how to train, in its order and with its defaults; ?train documents each.
training_settings <- function(learning_rate = 0.1, epochs = 5000, batches = "full", arithmetic = "reproducible",
                              optimizer = "gradient_descent", weight_decay = 0, sample_weight = NULL,
                              shuffle_seed = NULL, stream = "numpy", validation = NULL, patience = NULL,
                              kernels = NULL) {
  structure(mget(names(formals())), class = "onehidden_training_settings")
}

# The settings among the arguments of a function, which are the variables of its environment.
settings_among <- function(make_settings, arguments) {
  names <- intersect(names(formals(make_settings)), ls(arguments))
  do.call(make_settings, mget(names, envir = arguments), quote = TRUE)
}

# The state where the training starts, and its plan.
plan_training <- function(network, X, y, settings) {
  settings$optimizer <- check_optimizer(settings$optimizer)
  start <- check_start(network, settings$optimizer)
  network <- start$network
  check_arithmetic(settings$arithmetic)
  X <- check_samples(X, n_features(network))
  y <- check_targets(y, nrow(X), n_outputs(network), network$output_activation)
  samples <- new_samples(X, y, check_sample_weight(settings$sample_weight, nrow(X)))
  settings <- check_settings(settings, samples, network)
  list(start = start, plan = new_plan(samples, settings, start$epoch + settings$epochs))
}

# The settings checked; batches and validation only where there are samples and a network to fit them to.
#
# The order of the checks decides which of several faults is reported, alike in both languages.
check_settings <- function(settings, samples = NULL, network = NULL) {
  settings$optimizer <- check_optimizer(settings$optimizer)
  check_arithmetic(settings$arithmetic)
  settings$epochs <- check_count(settings$epochs, "epochs", 0, MOST_EPOCHS)
  if (!is.null(samples)) {
    settings$batches <- check_batches(settings$batches, nrow(samples$X))
  }
  settings$kernels <- check_kernels(settings$kernels)
  check_stream(settings$stream)
  settings["shuffle_seed"] <- list(check_shuffle_seed(settings$shuffle_seed, settings$stream))
  validates <- !is.null(settings$validation)
  if (!is.null(network)) {
    settings["validation"] <- list(check_validation(settings$validation, network))
  }
  settings$learning_rate <- check_learning_rates(settings$learning_rate)
  settings$weight_decay <- check_weight_decay(settings$weight_decay)
  settings["patience"] <- list(check_patience(settings$patience, validates))
  settings
}

# The state in which the training starts; a new one has no loss yet.
check_start <- function(network, optimizer) {
  continues <- inherits(network, "onehidden_training")
  if (!continues || is.null(network$last)) {
    network <- if (continues) network$network else network
    check_network(network)
    return(new_epoch(0, network, NaN, numeric(0), NULL, optimizer$name, initial_state(network, optimizer)))
  }
  last <- network$last
  if (optimizer$name != last$optimizer) {
    expected <- sprintf('"%s", with which the training began', last$optimizer)
    hint <- "Continue with that one, or start a new training from the network of the result."
    refuse("incompatible_optimizer", "optimizer", expected, sprintf('it is "%s"', optimizer$name), hint)
  }
  last
}

# The samples to validate on; NULL stays NULL.
check_validation <- function(value, network) {
  if (is.null(value)) {
    return(NULL)
  }
  if (!is.list(value) || is.data.frame(value) || length(value) != 2) {
    hint <- "Give the X and y of the validation rows."
    is_list <- kind(value) == "a list"
    given <- if (is_list) paste("it has", counted(length(value), "element")) else paste("it is", kind(value))
    refuse("invalid_validation", "validation", "a pair of X and y", given, hint)
  }
  value <- in_order_of_names(value)
  X <- check_samples(value[[1]], n_features(network), "validation")
  y <- check_targets(value[[2]], nrow(X), n_outputs(network), network$output_activation, "validation")
  new_samples(X, y, NULL)
}

# X and y; where they have names, these count and not the order. (Python's pairs have no names.)
in_order_of_names <- function(pair) {
  if (is.null(names(pair))) {
    return(pair)
  }
  if (!setequal(names(pair), c("X", "y"))) {
    given <- paste("its elements are called", paste(names(pair), collapse = " and "))
    hint <- "Call them X and y, or give them without names."
    refuse("invalid_validation", "validation", "a pair of X and y", given, hint)
  }
  pair[c("X", "y")]
}

# The seed; NULL stays NULL.
check_shuffle_seed <- function(value, stream) {
  if (is.null(value)) NULL else check_seed(value, "shuffle_seed", stream)
}

# The number of epochs; NULL stays NULL.
check_patience <- function(patience, validates) {
  if (is.null(patience)) {
    return(NULL)
  }
  if (!validates) {
    hint <- "Give the X and y of the validation rows, or leave `patience` out."
    refuse("invalid_validation", "validation", "given where `patience` is", "it is missing", hint)
  }
  check_count(patience, "patience", 1, MOST_EPOCHS)
}
