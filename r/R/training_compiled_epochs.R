# Runs of epochs by the compiled kernels: the states of training_epochs.R, stopping only where one is observed (SPEC.md
#   5.8).

# The status of a call of the kernels that stopped before a non-finite number.
NOT_FINITE <- 1L

LONGEST_RUN <- 65536 # epochs, since a run stores a loss for each

# Whether the kernels do this training: they compute in reproducible arithmetic only.
can_do <- function(plan) {
  plan$kernels == "compiled" && plan$arithmetic$name == "reproducible"
}

# A function that returns the starting state and those after it, one run per call, each ending where a state is
# observed; then NULL (see runs_of_training()). Where a number is not finite, the interpreted code takes over: it knows
# which one.
compiled_runs <- function(start, plan, next_stop, interpreted_runs) {
  course <- new_course(start, plan)
  # Replaced in one assignment, so that an interrupt leaves it whole. `seen` is how many of the losses of the next call
  # are known from the one before; `rest` gives the runs by the interpreted code.
  now <- list(state = start, seen = 0, loss = NA_real_, rest = NULL)
  function(only_finished = FALSE) {
    if (!is.null(now$rest)) {
      return(if (!only_finished) now$rest())
    }
    outcome <- next_outcome(course, now, plan, next_stop, only_finished)
    if (is.null(outcome)) {
      return(NULL)
    }
    new <- seq_along(outcome$losses) > now$seen
    losses <- outcome$losses[new]
    validation_losses <- outcome$validation_losses[new]
    state <- course$state(outcome, now$state$epoch + max(length(outcome$losses) - 1, 0))
    if (outcome$status == NOT_FINITE) {
      rest <- interpreted_runs(state, plan)
      complete <- rest()
      now <<- list(rest = rest)
      return(if (any(new)) new_run(losses, validation_losses, complete$state) else rest())
    }
    now <<- list(state = state, seen = 1, loss = state$loss, rest = NULL)
    new_run(losses, validation_losses, state)
  }
}

# The outcome of an interrupted call of the kernels, or else of the next one; NULL after the last epoch.
next_outcome <- function(course, now, plan, next_stop, only_finished) {
  outcome <- course$finished(now)
  following <- now$state$epoch + now$seen
  if (!is.null(outcome) || only_finished || following > plan$last) {
    return(outcome)
  }
  longest <- if (plan$reshuffles) 1 else LONGEST_RUN
  course$run(now, min(next_stop(following), plan$last, now$state$epoch + longest))
}

# A training as the kernels store it, all parameters in one vector, and likewise the optimizer state: a list of
#   functions.
#
# run(now, stop): trains from where compiled_runs() is now up to an epoch. Returns how it ended, the losses before the
#   first epoch and after each, and what the last state has.
# finished(now): what run() would have returned from there, without the interrupt; else NULL.
# state(outcome, epoch): the state in which that left the training.
new_course <- function(start, plan) {
  shape <- shape_numbers(start$network)
  settings <- c(as.numeric(unlist(plan$optimizer$settings)), 0, 0, 0)[1:3]
  optimizer <- number_of(plan$optimizer$name, RULES)
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
    vectors <- state_vectors(state$optimizer_state)
    .Call(
      NATIVE$symbols$train, shape, samples$X, samples$y, samples$weight, batches$rows, batches$starts,
      validation$X, validation$y, optimizer, settings, rates_between(plan, state$epoch, stop), plan$weight_decay,
      flat(parameters_of(state$network)), vectors[[1]], vectors[[2]], powers_of(state$optimizer_state), now$loss,
      thread_count(), WIDEST, keep
    )
  }
  list(run = run, finished = finished, state = function(outcome, epoch) state_of_outcome(outcome, epoch, start, plan))
}

# The state after a call of the kernels.
state_of_outcome <- function(outcome, epoch, start, plan) {
  network <- start$network
  state <- start$optimizer_state
  if (epoch > start$epoch) {
    parameters <- by_name(outcome$parameters, network)
    network <- with_parameters(network, parameters$wh, parameters$bh, parameters$wout, parameters$bout)
    state <- optimizer_state_of(outcome, start)
  }
  last <- length(outcome$losses)
  loss <- if (last > 0) outcome$losses[[last]] else NA
  validation_loss <- if (!is.null(plan$validation) && last > 0) outcome$validation_losses[[last]]
  new_epoch(epoch, network, loss, outcome$error, validation_loss, plan$optimizer$name, state)
}

# The learning rates of the epochs after one, up to and including another.
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
    number_of(network$hidden_activation, OUTPUT_ACTIVATIONS),
    number_of(network$output_activation, OUTPUT_ACTIVATIONS),
    number_of(network$loss, LOSSES),
    network$reduction == "mean"
  ))
}

# The number of an activation, a loss or an optimizer: its position in its table, from 0 (kernels/onehidden.h).
number_of <- function(name, table) match(name, names(table)) - 1L

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

# An optimizer state as up to two such vectors; NULL where it has fewer.
state_vectors <- function(optimizer_state) {
  kept <- min(length(optimizer_state[[1]]), 2)
  vectors <- lapply(seq_len(kept), function(i) flat(lapply(optimizer_state, `[[`, i)))
  c(vectors, list(NULL, NULL))[1:2]
}

# Adam's two powers; 1 for optimizers that have none.
powers_of <- function(optimizer_state) {
  if (length(optimizer_state[[1]]) == 4) as.numeric(optimizer_state[[1]][3:4]) else c(1, 1)
}

# The optimizer state after a call of the kernels, with the parts that it had at the start.
optimizer_state_of <- function(outcome, start) {
  kept <- length(start$optimizer_state[[1]])
  if (kept == 0) {
    return(start$optimizer_state)
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
