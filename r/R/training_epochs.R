# The epochs of a training, one by one, and what all of them need (SPEC.md 4.1 to 4.17). Nothing is
# checked here.

# A function that gives the states of a training, each as a run of its own, one a call; then NULL.
interpreted_runs <- function(start, plan, epochs) {
  states <- states_of_training(start$network, start$epoch, start$memories, plan, epochs)
  function(only_finished = FALSE) {
    state <- if (!only_finished) states()
    if (is.null(state)) NULL else new_run(state$loss, state$validation_loss, state)
  }
}

# The learning rate of an epoch.
rate_of <- function(plan, epoch) {
  if (is.function(plan$learning_rate)) plan$learning_rate(epoch) else plan$learning_rate
}

# A function that gives the state of `epoch`, which has the network and the memories, and those of so
# many epochs after it, one a call.
states_of_training <- function(network, epoch, memories, plan, epochs) {
  force(plan) # now, so that an unsafe process is refused before the first state
  first <- epoch
  last <- NULL # made anew in one assignment, so that an interrupt leaves it whole
  function() {
    epoch <- if (is.null(last)) first else last$epoch + 1
    if (epoch > first + epochs) {
      return(NULL)
    }
    naming_epoch(epoch, {
      new <- list(network = network, memories = memories)
      if (epoch > first) {
        new <- trained_once(last$network, last$memories, last$steps, plan, epoch)
      }
      steps <- evaluated(new$network, plan$samples, plan$arithmetic)
      state <- new_state(epoch, new$network, new$memories, steps, plan)
    })
    last <<- list(epoch = epoch, network = new$network, memories = new$memories, steps = steps)
    state
  }
}

# The state of an epoch, with its loss on the rows for validation.
new_state <- function(epoch, network, memories, steps, plan) {
  validation_loss <- NULL
  if (!is.null(plan$validation)) {
    validation_loss <- evaluated(network, plan$validation, plan$arithmetic)$loss
  }
  new_epoch(epoch, network, steps$loss, steps$error, validation_loss, plan$optimizer$name, memories)
}

# The network and the memories after one update for each part; `steps` are those of all rows.
trained_once <- function(network, memories, steps, plan, epoch) {
  learning_rate <- rate_of(plan, epoch)
  parts <- plan$parts(epoch)
  if (is.null(parts)) { # the evaluation was the forward pass of this update
    return(descended(network, memories, plan$samples, steps, learning_rate, plan))
  }
  new <- list(network = network, memories = memories)
  for (part in parts) {
    steps <- evaluated(new$network, part, plan$arithmetic)
    new <- descended(new$network, new$memories, part, steps, learning_rate, plan)
  }
  new
}

# Evaluates `expression`; an overflow in it is told with the epoch.
naming_epoch <- function(epoch, expression) {
  # Calling handlers cost less than tryCatch(), which every epoch would pay for.
  withCallingHandlers(expression, onehidden_overflow = function(error) {
    error$epoch <- epoch
    error$message <- sprintf("In epoch %.0f: %s", epoch, error$message)
    stop(error)
  })
}

# Steps 2 to 5, refused where one is not finite; activations are finite where their inputs are.
evaluated <- function(network, samples, arithmetic) {
  steps <- forward_pass(network, samples$X, arithmetic)
  steps <- error_pass(network, samples$y, steps, samples$weight, arithmetic)
  inputs_finite <- all_finite(steps$hidden_layer_input, steps$output_layer_input, steps$error)
  if (inputs_finite) steps else checked_steps(steps)
}

# Steps 6 to 12, refused where one is not finite.
#
# Whatever is not, reaches a parameter or a memory, since 0 times it is NaN.
descended <- function(network, memories, samples, steps, learning_rate, plan) {
  steps <- backward_pass(network, samples$X, steps, samples$weight, plan$arithmetic)
  new <- optimizer_step(network, steps, learning_rate, plan$optimizer, memories, plan$weight_decay)
  parameters <- unclass(new$network)
  finite <- all_finite(
    parameters$wh, parameters$bh, parameters$wout, parameters$bout, unlist(new$memories)
  )
  if (!finite) {
    refuse_update(steps, new)
  }
  new
}

# Says which of steps 6 to 12 is not finite.
refuse_update <- function(steps, new) {
  checked_steps(steps)
  checked_update(new$network)
  for (name in names(new$memories)) {
    if (!all_finite(unlist(new$memories[[name]]))) {
      refuse_overflow(paste0("updated_", name))
    }
  }
}
