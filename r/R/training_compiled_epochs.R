# Runs of epochs by the compiled kernels: the states of training_epochs.R, with a stop only where one is needed
# (SPEC.md 5.8).

# The kernels know activations, losses and optimizers by their places in these, from 0.
KNOWN_ACTIVATIONS <- c("sigmoid", "tanh", "relu", "identity", "softmax")
KNOWN_LOSSES <- c("squared_error", "binary_cross_entropy", "categorical_cross_entropy")
KNOWN_OPTIMIZERS <- c("gradient_descent", "momentum", "nesterov", "adam")

# What a call of the kernels ends with before a number that is not finite.
NOT_FINITE <- 1L

LONGEST_RUN <- 65536 # epochs, since a run has a loss for each

# A function that gives the state `start` and those of so many epochs after it, as runs that end where
# somebody must see a state, one a call; then NULL.
#
# `next_stop` gives the first such epoch, from a given one on. Asked for what is `only_finished`, the
# function gives the run that an interrupt has cut short, if there is one, and computes nothing.
runs_of_training <- function(start, plan, epochs, next_stop) {
  if (plan$kernels == "compiled" && can_do(start$network, plan)) {
    return(compiled_runs(start, plan, epochs, next_stop))
  }
  interpreted_runs(start, plan, epochs)
}

# Whether the kernels know all that the training needs; they are reproducible arithmetic.
can_do <- function(network, plan) {
  (is.null(network$wh) || network$hidden_activation %in% KNOWN_ACTIVATIONS) &&
    network$output_activation %in% KNOWN_ACTIVATIONS &&
    network$loss %in% KNOWN_LOSSES &&
    plan$optimizer$name %in% KNOWN_OPTIMIZERS &&
    plan$arithmetic$name == "reproducible"
}

# Runs by the kernels, until a number is not finite: which one that was, the interpreted code knows.
compiled_runs <- function(start, plan, epochs, next_stop) {
  course <- new_course(start, plan)
  last <- start$epoch + epochs
  # Made anew in one assignment, so that an interrupt leaves it whole. `seen` is how many of the losses
  # of the next call are known from the one before; `rest` gives the runs by the interpreted code.
  now <- list(state = start, seen = 0, loss = NA_real_, rest = NULL)
  function(only_finished = FALSE) {
    if (!is.null(now$rest)) {
      return(if (!only_finished) now$rest())
    }
    epoch <- now$state$epoch
    outcome <- course$finished(now)
    if (is.null(outcome)) {
      if (only_finished || epoch + now$seen > last) {
        return(NULL)
      }
      longest <- if (plan$reshuffles) 1 else LONGEST_RUN
      stop <- min(next_stop(epoch + now$seen), last, epoch + longest)
      outcome <- course$run(now, stop)
    }
    epoch <- epoch + max(length(outcome$losses) - 1, 0)
    new <- seq_along(outcome$losses) > now$seen
    losses <- outcome$losses[new]
    validation_losses <- outcome$validation_losses[new]
    state <- course$state(outcome, epoch)
    if (outcome$status == NOT_FINITE) {
      rest <- interpreted_runs(state, plan, last - epoch)
      complete <- rest()
      now <<- list(rest = rest)
      return(if (any(new)) new_run(losses, validation_losses, complete$state) else rest())
    }
    now <<- list(state = state, seen = 1, loss = state$loss, rest = NULL)
    new_run(losses, validation_losses, state)
  }
}

# A training in the memory of the kernels: a list of functions.
#
# run(now, stop): trains from where compiled_runs() is now up to an epoch. Gives how it ended, the losses
#   before the first epoch and after each, and what the last state has.
# finished(now): what run() would have given from there, had no interrupt come; else NULL.
# state(outcome, epoch): the state in which that left the training.
new_course <- function(start, plan) {
  shape <- shape_numbers(start$network)
  settings <- c(as.numeric(unlist(plan$optimizer$settings)), 0, 0, 0)[1:3]
  samples <- plan$samples
  validation <- plan$validation
  keep <- new.env()
  finished <- function(now) {
    if (identical(keep$from, c(now$state$epoch, now$seen))) keep$outcome
  }
  run <- function(now, stop) {
    state <- now$state
    keep$outcome <- NULL # in this order, in case of an interrupt in between
    keep$from <- c(state$epoch, now$seen)
    batches <- laid_out(if (stop > state$epoch) plan$batches(state$epoch + 1))
    arrays <- memory_arrays(state$memories)
    .Call(
      NATIVE$symbols$train, shape, samples$X, samples$y, samples$weight, batches$rows, batches$starts,
      validation$X, validation$y, match(plan$optimizer$name, KNOWN_OPTIMIZERS) - 1L, settings,
      rates_between(plan, state$epoch, stop), plan$weight_decay, flat(parameters_of(state$network)),
      arrays[[1]], arrays[[2]], powers_of(state$memories), now$loss, thread_count(), WIDEST, keep
    )
  }
  state <- function(outcome, epoch) {
    network <- start$network
    memories <- start$memories
    if (epoch > start$epoch) {
      parameters <- by_name(outcome$parameters, start$network)
      network <- with_parameters(
        network, parameters$wh, parameters$bh, parameters$wout, parameters$bout
      )
      memories <- memories_of(outcome, start)
    }
    last <- length(outcome$losses)
    loss <- if (last > 0) outcome$losses[[last]] else NA
    validation_loss <- if (!is.null(validation) && last > 0) outcome$validation_losses[[last]]
    new_epoch(epoch, network, loss, outcome$error, validation_loss, plan$optimizer$name, memories)
  }
  list(run = run, finished = finished, state = state)
}

# The learning rates of the epochs after one, up to another.
rates_between <- function(plan, epoch, stop) {
  if (is.function(plan$learning_rate)) {
    return(vapply(seq_len(stop - epoch) + epoch, plan$learning_rate, numeric(1)))
  }
  rep(plan$learning_rate, stop - epoch)
}

# ---- what the kernels read and write -------------------------------------------------------------

# A network without its parameters, in integers.
shape_numbers <- function(network) {
  as.integer(c(
    n_features(network),
    if (is.null(network$wh)) 0 else ncol(network$wh),
    n_outputs(network),
    !is.null(network$bh),
    !is.null(network$bout),
    match(network$hidden_activation, KNOWN_ACTIVATIONS) - 1,
    match(network$output_activation, KNOWN_ACTIVATIONS) - 1,
    match(network$loss, KNOWN_LOSSES) - 1,
    network$reduction == "mean"
  ))
}

# All arrays as one vector, matrices row by row.
flat <- function(arrays) {
  unlist(lapply(arrays, function(array) if (is.matrix(array)) t(array) else array), use.names = FALSE)
}

# Such a vector cut into arrays like the parameters.
by_name <- function(vector, network) {
  first <- 0
  lapply(parameters_of(network), function(parameter) {
    part <- vector[first + seq_along(parameter)]
    first <<- first + length(parameter)
    if (is.matrix(parameter)) {
      part <- matrix(part, nrow(parameter), ncol(parameter), byrow = TRUE)
    }
    part
  })
}

# What an optimizer keeps, as up to two such vectors; NULL where it keeps less.
memory_arrays <- function(memories) {
  kept <- min(length(memories[[1]]), 2)
  arrays <- lapply(seq_len(kept), function(i) flat(lapply(memories, `[[`, i)))
  c(arrays, list(NULL, NULL))[1:2]
}

# Adam's two powers; 1 for optimizers that have none.
powers_of <- function(memories) {
  if (length(memories[[1]]) == 4) as.numeric(memories[[1]][3:4]) else c(1, 1)
}

# The memories after a call of the kernels, like those of the state `start`.
memories_of <- function(outcome, start) {
  kept <- length(start$memories[[1]])
  if (kept == 0) {
    return(start$memories)
  }
  first <- by_name(outcome$first_memory, start$network)
  if (kept == 1) {
    return(lapply(first, list))
  }
  second <- by_name(outcome$second_memory, start$network)
  powers <- outcome$powers
  mapply(function(m, v) list(m, v, powers[1], powers[2]), first, second, SIMPLIFY = FALSE)
}

# The rows of all batches one after the other, and where each batch begins.
laid_out <- function(batches) {
  list(
    rows = if (!is.null(batches)) as.integer(unlist(batches)),
    starts = if (!is.null(batches)) as.integer(cumsum(c(0, lengths(batches))))
  )
}
