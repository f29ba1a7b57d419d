# The states of a training, its result, and the record that leads from one to the other.

# The state of a training after `epoch` epochs: 0 before the first; `loss` and `error` on all rows, `validation_loss` on
# the validation rows, or NULL; the name of the optimizer, and what it stores for each parameter.
new_epoch <- function(epoch, network, loss, error, validation_loss, optimizer, optimizer_state) {
  state <- list(
    epoch = epoch, network = network, loss = loss, error = error,
    validation_loss = validation_loss, optimizer = optimizer, optimizer_state = optimizer_state
  )
  class(state) <- "onehidden_epoch" # structure() takes ten times as long
  state
}

#' @export
print.onehidden_epoch <- function(x, ...) {
  print_report(x)
  invisible(x)
}

# A run of epochs: the losses of all states since the previous run, and the last state.
new_run <- function(losses, validation_losses, state) {
  list(losses = losses, validation_losses = validation_losses, state = state)
}

# The result of a training: see train().
new_training <- function(network, history, epochs, interrupted, validation_history, last, best) {
  structure(
    list(
      network = network, history = history, epochs = epochs, interrupted = interrupted,
      validation_history = validation_history, best_epoch = best$epoch, last = last, best = best
    ),
    class = "onehidden_training"
  )
}

#' @export
format.onehidden_training <- function(x, ...) {
  n <- length(x$history)
  loss <- if (n > 0) paste(", loss", number(x$history[[n]])) else ""
  best <- if (is.null(x$best)) "" else sprintf(", best after %.0f", x$best$epoch)
  early <- if (x$interrupted) ", interrupted" else ""
  sprintf("training of %.0f epochs%s%s%s: %s", x$epochs, early, best, loss, format(x$network))
}

#' @export
print.onehidden_training <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# What a training has recorded so far: a list of functions. (A growing list of values would be copied for every state.)
#
# add(run): adds a run. With patience, each state is a run of its own.
# is_exhausted(): whether the best state is too many epochs old for the patience.
# result(interrupted): the result, with the last complete state or the best one; without any, the network as given.
new_record <- function(start, patience) {
  # The last state of an earlier training is left out: this one begins with it.
  continues <- inherits(start, "onehidden_training")
  n <- length(start$history)
  unvalidated <- rep(NA_real_, n - length(start$validation_history))
  losses <- if (continues) start$history[-n] else numeric(0)
  validation_losses <- if (continues) c(unvalidated, start$validation_history)[-n] else numeric(0)
  # Replaced in one assignment, so that an interrupt leaves the two consistent; it may come before the last losses
  # count.
  now <- if (continues) list(last = start$last, best = if (!is.null(patience)) start$best)

  add <- function(run) {
    state <- run$state
    states <- unclass(state)$epoch + 1 # with a class `$` looks for a method each time
    new <- seq_along(run$losses) + (states - length(run$losses))
    losses[new] <<- run$losses
    if (!is.null(run$validation_losses)) {
      validation_losses[new] <<- run$validation_losses
    }
    better <- !is.null(patience) && is_better(state, now$best)
    now <<- list(last = state, best = if (better) state else now$best)
  }
  is_exhausted <- function() {
    !is.null(patience) && now$last$epoch - now$best$epoch >= patience
  }
  result <- function(interrupted) {
    if (is.null(now$last)) {
      network <- if (continues) start$network else start
      return(new_training(network, numeric(0), 0, interrupted, numeric(0), NULL, NULL))
    }
    complete <- seq_len(now$last$epoch + 1)
    new_training(
      network = if (is.null(now$best)) now$last$network else now$best$network,
      history = losses[complete],
      epochs = now$last$epoch,
      interrupted = interrupted,
      validation_history = validation_losses[complete][!is.na(validation_losses[complete])],
      last = now$last,
      best = now$best
    )
  }
  list(add = add, is_exhausted = is_exhausted, result = result)
}

# Whether the validation loss has improved; before the first state there is none.
is_better <- function(state, best) {
  is.null(best) || state$validation_loss < best$validation_loss
}
