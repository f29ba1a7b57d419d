# The epochs of a training, one by one, in the readable, interpreted code (SPEC.md 4.1 to 4.17). Nothing is checked.

# A function that returns the states of a training one per call, each as a run of its own; then NULL.
interpreted_runs <- function(start, plan) {
  states <- states_of_training(start, plan)
  function(only_finished = FALSE) {
    state <- if (!only_finished) states()
    if (is.null(state)) NULL else new_run(state$loss, state$validation_loss, state)
  }
}

# A function that returns the starting state with its losses, then the state after each epoch, one per call.
states_of_training <- function(start, plan) {
  force(plan) # now, so that an unsafe process is rejected before the first state
  last <- NULL # replaced in one assignment, so that an interrupt leaves it whole
  function() {
    epoch <- if (is.null(last)) start$epoch else last$epoch + 1
    if (epoch > plan$last) {
      return(NULL)
    }
    naming_epoch(epoch, {
      new <- list(network = start$network, state = start$optimizer_state)
      if (!is.null(last)) {
        new <- trained_once(last$network, last$state, last$steps, plan, epoch)
      }
      steps <- evaluated(new$network, plan$samples, plan$arithmetic)
      state <- state_after(epoch, new, steps, plan)
    })
    last <<- list(epoch = epoch, network = new$network, state = new$state, steps = steps)
    state
  }
}

# The state after an epoch, with the validation loss.
state_after <- function(epoch, new, steps, plan) {
  validation_loss <- NULL
  if (!is.null(plan$validation)) {
    validation_loss <- evaluated(new$network, plan$validation, plan$arithmetic)$loss
  }
  new_epoch(epoch, new$network, steps$loss, steps$error, validation_loss, plan$optimizer$name, new$state)
}

# The network and the optimizer state after one update per part; `steps` are those of all rows.
trained_once <- function(network, state, steps, plan, epoch) {
  learning_rate <- rate_of(plan, epoch)
  parts <- plan$parts(epoch)
  if (is.null(parts)) { # the evaluation was the forward pass of this update
    return(descended(network, state, plan$samples, steps, learning_rate, plan))
  }
  new <- list(network = network, state = state)
  for (part in parts) {
    steps <- evaluated(new$network, part, plan$arithmetic)
    new <- descended(new$network, new$state, part, steps, learning_rate, plan)
  }
  new
}

# Evaluates `expression`; an overflow in it is reported with the epoch.
naming_epoch <- function(epoch, expression) {
  # Calling handlers cost less than tryCatch(), which every epoch would pay for.
  withCallingHandlers(expression, onehidden_overflow = function(error) {
    error$epoch <- epoch
    error$message <- sprintf("In epoch %.0f: %s", epoch, error$message)
    stop(error)
  })
}

# Steps 2 to 5; signals an overflow where one is not finite. Activations are finite where their inputs are.
evaluated <- function(network, samples, arithmetic) {
  steps <- forward_pass(network, samples$X, arithmetic)
  steps <- error_pass(network, samples$y, steps, samples$weight, arithmetic)
  inputs_finite <- all_finite(steps$hidden_layer_input, steps$output_layer_input, steps$error)
  if (inputs_finite) steps else checked_steps(steps)
}

# Steps 6 to 12; signals an overflow where one is not finite.
#
# Looking at the result is enough: a non-finite value always propagates to a parameter or to the optimizer state, since
# 0 times it is NaN.
descended <- function(network, state, samples, steps, learning_rate, plan) {
  steps <- backward_pass(network, samples$X, steps, samples$weight, plan$arithmetic)
  new <- optimizer_step(network, steps, learning_rate, plan$optimizer, state, plan$weight_decay)
  parameters <- unclass(new$network)
  finite <- all_finite(parameters$wh, parameters$bh, parameters$wout, parameters$bout, unlist(new$state))
  if (!finite) {
    refuse_update(steps, new)
  }
  new
}

# Names the first of steps 6 to 12 that is not finite.
refuse_update <- function(steps, new) {
  checked_steps(steps)
  checked_update(new$network)
  for (name in names(new$state)) {
    if (!all_finite(unlist(new$state[[name]]))) {
      refuse_overflow(paste0("updated_", name))
    }
  }
}
