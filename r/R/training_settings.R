# The settings of a training, checked once, and what they become with data (SPEC.md, section 4).

# X and y of the rows for validation; NULL stays NULL.
check_validation <- function(value, n_features, n_outputs, output_activation) {
  if (is.null(value)) {
    return(NULL)
  }
  if (!is.list(value) || is.data.frame(value) || length(value) != 2) {
    mend <- "Give X and y of the rows that are kept apart."
    given <- "it is something else"
    refuse("invalid_validation", "validation", "a pair of X and y", given, mend)
  }
  if (!is.null(names(value))) { # then they count, and not the order
    if (!setequal(names(value), c("X", "y"))) {
      given <- paste("its elements are called", paste(names(value), collapse = " and "))
      mend <- "Call them X and y, or give them without names."
      refuse("invalid_validation", "validation", "a pair of X and y", given, mend)
    }
    value <- value[c("X", "y")]
  }
  X <- check_samples(value[[1]], n_features, "validation")
  y <- check_targets(value[[2]], nrow(X), n_outputs, output_activation, "validation")
  list(X = X, y = y)
}

# What all epochs of a training need: samples and checked settings.
#
# batches: the rows of each update, by the epoch; NULL for all in their order.
# parts: the samples of each update, likewise.
# reshuffles: whether each epoch has other batches.
# kernels: what may do the work, "compiled" or "interpreted".
new_plan <- function(samples, validation, learning_rate, batches, parts, reshuffles, optimizer,
                     weight_decay, arithmetic, kernels) {
  list(
    samples = samples, validation = validation, learning_rate = learning_rate, batches = batches,
    parts = parts, reshuffles = reshuffles, optimizer = unclass(optimizer),
    weight_decay = weight_decay, arithmetic = arithmetic, kernels = kernels
  )
}

MOST_EPOCHS <- .Machine$integer.max
STEPS_OF_A_BAR <- 100

# Where to start, what all epochs need, and how many there are.
check_training <- function(network, X, y, learning_rate, epochs, batches, arithmetic, optimizer,
                           weight_decay, sample_weight, shuffle_seed, stream, validation, kernels) {
  optimizer <- check_optimizer(optimizer)
  start <- check_start(network, optimizer)
  check_arithmetic(arithmetic)
  X <- check_samples(X, n_features(start$network))
  y <- check_targets(y, nrow(X), n_outputs(start$network), start$network$output_activation)
  samples <- new_samples(X, y, check_sample_weight(sample_weight, nrow(X)))
  epochs <- check_count(epochs, "epochs", 0, MOST_EPOCHS)
  positions <- check_batches(batches, nrow(X))
  kernels <- check_kernels(kernels)
  reshuffles <- !is.null(shuffle_seed)
  rows <- batches_by_epoch(nrow(X), positions, check_shuffles(shuffle_seed, stream, nrow(X)))
  plan <- new_plan(
    samples = samples,
    validation = check_validation_samples(validation, start$network),
    learning_rate = check_learning_rates(learning_rate),
    batches = rows,
    parts = parts_by_epoch(samples, rows, reshuffles),
    reshuffles = reshuffles,
    optimizer = optimizer,
    weight_decay = check_weight_decay(weight_decay),
    arithmetic = arithmetic_named(arithmetic, kernels),
    kernels = kernels
  )
  list(start = start, plan = plan, epochs = epochs)
}

# The state in which a training starts, which has no loss yet.
check_start <- function(network, optimizer) {
  if (!inherits(network, "onehidden_training") || is.null(network$last)) {
    network <- if (inherits(network, "onehidden_training")) network$network else network
    check_network(network)
    memories <- first_memories(network, optimizer)
    return(new_epoch(0, network, NaN, numeric(0), NULL, optimizer$name, memories))
  }
  last <- network$last
  if (optimizer$name != last$optimizer) {
    expected <- sprintf('"%s", with which the training began', last$optimizer)
    given <- sprintf('it is "%s"', optimizer$name)
    mend <- "Continue with that one, or start anew from the network of the result."
    refuse("incompatible_optimizer", "optimizer", expected, given, mend)
  }
  last
}

# The samples for validation; NULL stays NULL.
check_validation_samples <- function(validation, network) {
  pair <- check_validation(
    validation, n_features(network), n_outputs(network), network$output_activation
  )
  if (is.null(pair)) NULL else new_samples(pair$X, pair$y, NULL)
}

# The order of the rows as a function of the epoch; NULL without a seed.
check_shuffles <- function(shuffle_seed, stream, n) {
  check_stream(stream)
  if (is.null(shuffle_seed)) {
    return(NULL)
  }
  shuffles_of(check_seed(shuffle_seed, "shuffle_seed", stream), stream, n)
}

# The number of epochs; NULL stays NULL.
check_patience <- function(patience, validation) {
  if (is.null(patience)) {
    return(NULL)
  }
  if (is.null(validation)) {
    mend <- "Give X and y of the rows that are kept apart, or leave `patience` out."
    refuse("invalid_validation", "validation", "given where `patience` is", "it is missing", mend)
  }
  check_count(patience, "patience", 1, MOST_EPOCHS)
}
