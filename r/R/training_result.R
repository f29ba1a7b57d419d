# What a training goes through and what it gives: its states, its result, and the record in between.

# The state of a training after `epoch` epochs: 0 before the first; `loss` and `error` on all rows,
# `validation_loss` on the rows for validation or NULL; the name of the optimizer, and what it keeps
# of each parameter.
new_epoch <- function(epoch, network, loss, error, validation_loss, optimizer, memories) {
  structure(
    list(
      epoch = epoch, network = network, loss = loss, error = error,
      validation_loss = validation_loss, optimizer = optimizer, memories = memories
    ),
    class = "onehidden_epoch"
  )
}

#' @export
print.onehidden_epoch <- function(x, ...) {
  print_report(x)
  invisible(x)
}

# What a training gives: see train().
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

# What a training has gathered so far, an environment: the network as it was given; the losses and
# the validation losses (NA without) of every state, of which an interrupt may leave one too many;
# and `now`, a list of the last complete state and, with patience, the best one: made anew in one
# assignment, so that an interrupt leaves both as they belong together.
#
# A training that continues has what the earlier one gathered before its last state, with which it
# begins.
new_record <- function(start, patience) {
  record <- new.env(parent = emptyenv())
  continues <- inherits(start, "onehidden_training")
  n <- length(start$history)
  unvalidated <- rep(NA_real_, n - length(start$validation_history))
  record$start <- if (continues) start$network else start
  record$losses <- if (continues) start$history[-n] else numeric(0)
  record$validation_losses <- if (continues) c(unvalidated, start$validation_history)[-n] else numeric(0)
  record$now <- list(last = start$last, best = if (!is.null(patience)) start$best)
  record
}

# Adds a state.
record_state <- function(record, state, patience) {
  i <- state$epoch + 1
  record$losses[[i]] <- state$loss
  record$validation_losses[[i]] <- if (is.null(state$validation_loss)) NA else state$validation_loss
  better <- !is.null(patience) && is_better(state, record$now$best)
  record$now <- list(last = state, best = if (better) state else record$now$best)
}

# Whether the validation loss has become lower; before the first state there is none.
is_better <- function(state, best) {
  is.null(best) || state$validation_loss < best$validation_loss
}

# Whether the best state lies so many epochs back that patience is at its end.
is_exhausted <- function(record, patience) {
  !is.null(patience) && record$now$last$epoch - record$now$best$epoch >= patience
}

# Collects the last complete state, or the best one; without any, the network as it was given.
training_result <- function(record, interrupted) {
  last <- record$now$last
  best <- record$now$best
  if (is.null(last)) {
    return(new_training(record$start, numeric(0), 0, interrupted, numeric(0), NULL, NULL))
  }
  complete <- seq_len(last$epoch + 1)
  validation_losses <- record$validation_losses[complete]
  new_training(
    network = if (is.null(best)) last$network else best$network,
    history = record$losses[complete],
    epochs = last$epoch,
    interrupted = interrupted,
    validation_history = validation_losses[!is.na(validation_losses)],
    last = last,
    best = best
  )
}
