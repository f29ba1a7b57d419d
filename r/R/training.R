# Training by gradient descent: epochs one by one, and `train`, which drains them (SPEC.md,
# section 4).

MOST_EPOCHS <- .Machine$integer.max

# The state of a training after `epoch` epochs: 0 before the first; `loss` and `error` on all rows.
new_epoch <- function(epoch, network, loss, error) {
  structure(
    list(epoch = epoch, network = network, loss = loss, error = error),
    class = "onehidden_epoch"
  )
}

#' @export
print.onehidden_epoch <- function(x, ...) {
  print_report(x)
  invisible(x)
}

# What a training gives: the network after the last complete epoch, the losses on all rows before
# the first epoch and after each, how many epochs were completed, and whether an interrupt ended it.
new_training <- function(network, history, epochs, interrupted) {
  structure(
    list(network = network, history = history, epochs = epochs, interrupted = interrupted),
    class = "onehidden_training"
  )
}

#' @export
format.onehidden_training <- function(x, ...) {
  n <- length(x$history)
  loss <- if (n > 0) paste(", loss", number(x$history[[n]])) else ""
  early <- if (x$interrupted) ", interrupted" else ""
  sprintf("training of %.0f epochs%s%s: %s", x$epochs, early, loss, format(x$network))
}

#' @export
print.onehidden_training <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

#' The mean absolute error
#'
#' total(|error|) / (n * k), in reproducible arithmetic.
#'
#' @param error An n x k matrix: step 5, y - output.
#' @param ... Nothing: an argument that the function does not have is refused.
#' @return One number, in the units of `y`.
#' @section Errors: `not_numeric`, `not_finite`, `wrong_dimensions` or `empty`
#'   (see [onehidden_errors]).
#' @source SPEC.md 4.5.
#' @export
#' @examples
#' mean_absolute_error(rbind(0.5, -0.25))
mean_absolute_error <- function(error, ...) {
  refuse_unknown_arguments("mean_absolute_error")
  error <- check_matrix(error, "error")
  arithmetic_named("reproducible")$total(abs(error)) / length(error)
}

#' One line on the state of a training
#'
#' Prints the number of the epoch, the loss and the mean absolute error.
#'
#' @param epoch A state of a training, as [training_epochs()] gives it.
#' @param ... Nothing: an argument that the function does not have is refused.
#' @return `NULL`, invisibly.
#' @source SPEC.md 4.5.
#' @export
#' @examples
#' states <- training_epochs(network(NULL, NULL, rbind(1), NULL), X = rbind(1), y = 1)
#' print_report(states())
print_report <- function(epoch, ...) {
  refuse_unknown_arguments("print_report")
  cat(sprintf(
    "epoch %.0f: loss %s, mean absolute error %s\n",
    epoch$epoch, number(epoch$loss), number(mean_absolute_error(epoch$error))
  ))
}

#' Train a network by gradient descent
#'
#' Every update is w - (grad_w * learning_rate) with the gradients of the rows of one batch. An
#' interrupt (Ctrl-C) ends the training early: what was trained is returned, with a warning of class
#' `onehidden_training_interrupted`.
#'
#' @inheritParams backward
#' @param network Where to start: a [network()]; it is not changed.
#' @param learning_rate How far each update goes: one number, 0 or larger.
#' @param epochs How often to go through the batches: a whole number, 0 or larger.
#' @param batches The rows of each update: `"full"`, all; `"single"`, each by itself in order; or a
#'   list with the row numbers of each update (rows count from 1, each occurs at most once).
#' @param report_every Call `report` for every epoch whose number is a multiple of this, beginning
#'   with 0. `NULL`: never.
#' @param report The function that is called, with the state as [training_epochs()] gives it.
#' @return A list of class `onehidden_training`: `network`, the network after the last complete
#'   epoch; `history`, the losses on all rows before the first epoch and after each; `epochs`, how
#'   many were completed; `interrupted`, whether an interrupt ended the training early.
#' @section Errors: As [backward()], and `invalid_learning_rate`, `invalid_count` or
#'   `invalid_batches`. `overflow` where a value becomes too large; it has `step`, `epoch` and, in
#'   `result`, the last finite network and its history (see [onehidden_errors]).
#' @source SPEC.md, section 4.
#' @export
#' @examples
#' example <- network(NULL, NULL, wout = rbind(0), bout = 0)
#' train(example, X = rbind(0, 1), y = c(0, 1), learning_rate = 1, epochs = 100, report_every = 50)
train <- function(network, X, y, learning_rate = 0.1, epochs = 5000, batches = "full",
                  arithmetic = "reproducible", report_every = NULL, report = print_report, ...) {
  refuse_unknown_arguments("train")
  states <- training_epochs(network, X, y, learning_rate, epochs, batches, arithmetic)
  if (!is.null(report_every)) {
    report_every <- check_count(report_every, "report_every", 1, MOST_EPOCHS)
  }
  state <- NULL
  history <- numeric(0)
  interrupted <- FALSE
  tryCatch(
    repeat {
      following <- states()
      if (is.null(following)) {
        break
      }
      state <- following
      history[[length(history) + 1]] <- state$loss
      if (!is.null(report_every) && state$epoch %% report_every == 0) {
        report(state)
      }
    },
    interrupt = function(condition) interrupted <<- TRUE,
    onehidden_overflow = function(error) {
      error$result <- training_result(network, state, history, interrupted = FALSE)
      stop(error)
    }
  )
  result <- training_result(network, state, history, interrupted)
  if (interrupted) {
    message <- "training was interrupted after %.0f epochs; what was trained is returned"
    warn_training_interrupted(sprintf(message, result$epochs))
  }
  result
}

# Collects the last complete state; without any, the network as it was given.
training_result <- function(network, state, history, interrupted) {
  if (is.null(state)) {
    return(new_training(network, numeric(0), 0, interrupted))
  }
  # an interrupt may come before the last loss is in the history
  losses <- c(history[seq_len(state$epoch)], state$loss)
  new_training(state$network, losses, state$epoch, interrupted)
}

#' Train epoch by epoch
#'
#' The states before the first epoch and after each, computed as they are asked for.
#'
#' @inheritParams train
#' @return A function without arguments. Each call gives the next of the `epochs` + 1 states: a
#'   list of class `onehidden_epoch` with `epoch`, its number from 0; `network`, the network as it
#'   is then; `loss`, its loss on all rows, which may be infinite; and `error`, y - output on all
#'   rows (n x k).
#'   After the last state it gives `NULL`.
#' @section Errors: As [train()].
#' @source SPEC.md 4.1 to 4.4.
#' @export
#' @examples
#' states <- training_epochs(
#'   network(NULL, NULL, wout = rbind(0), bout = NULL),
#'   X = rbind(1), y = 1, epochs = 2
#' )
#' while (!is.null(state <- states())) print(state$loss)
training_epochs <- function(network, X, y, learning_rate = 0.1, epochs = 5000, batches = "full",
                            arithmetic = "reproducible", ...) {
  refuse_unknown_arguments("training_epochs")
  check_network(network)
  check_arithmetic(arithmetic)
  X <- check_samples(X, n_features(network))
  y <- check_targets(y, nrow(X), n_outputs(network), network$output_activation)
  learning_rate <- check_learning_rate(learning_rate)
  epochs <- check_count(epochs, "epochs", 0, MOST_EPOCHS)
  rows_of_batches <- check_batches(batches, nrow(X))
  parts <- lapply(rows_of_batches, function(rows) {
    list(X = X[rows, , drop = FALSE], y = y[rows, , drop = FALSE])
  })
  states_of_training(network, X, y, learning_rate, epochs, parts, arithmetic_named(arithmetic))
}

# A function that gives the states 0 to `epochs`, one a call; `parts` are the samples of each
# update, none for all in one.
states_of_training <- function(network, X, y, learning_rate, epochs, parts, arithmetic) {
  force(arithmetic) # now, so that an unsafe process is refused before the first state
  last <- NULL # made anew in one assignment, so that an interrupt leaves it whole
  function() {
    epoch <- if (is.null(last)) 0 else last$epoch + 1
    if (epoch > epochs) {
      return(NULL)
    }
    naming_epoch(epoch, {
      if (epoch > 0) {
        network <- trained_once(last$network, X, last$steps, learning_rate, parts, arithmetic)
      }
      steps <- evaluated(network, X, y, arithmetic)
    })
    last <<- list(epoch = epoch, network = network, steps = steps)
    new_epoch(epoch, network, steps$loss, steps$error)
  }
}

# The network after one update for each of the parts; `steps` are those of all rows.
trained_once <- function(network, X, steps, learning_rate, parts, arithmetic) {
  if (length(parts) == 0) { # the evaluation was the forward pass of this update
    return(descended(network, X, steps, learning_rate, arithmetic))
  }
  for (part in parts) {
    steps <- evaluated(network, part$X, part$y, arithmetic)
    network <- descended(network, part$X, steps, learning_rate, arithmetic)
  }
  network
}

# Evaluates `expression`; an overflow in it is told with the epoch.
naming_epoch <- function(epoch, expression) {
  tryCatch(expression, onehidden_overflow = function(error) {
    error$epoch <- epoch
    error$message <- sprintf("In epoch %.0f: %s", epoch, error$message)
    stop(error)
  })
}

# Steps 2 to 5, refused where one is not finite; activations are finite where their inputs are.
evaluated <- function(network, X, y, arithmetic) {
  steps <- error_pass(network, y, forward_pass(network, X, arithmetic), arithmetic)
  inputs_finite <- all_finite(steps$hidden_layer_input, steps$output_layer_input, steps$error)
  if (inputs_finite) steps else checked_steps(steps)
}

# Steps 6 to 12, refused where one is not finite; whatever is not, reaches a parameter, since 0
# times it is NaN.
descended <- function(network, X, steps, learning_rate, arithmetic) {
  steps <- backward_pass(network, X, steps, arithmetic)
  new <- gradient_step(network, steps, learning_rate)
  if (!all_finite(new$wh, new$bh, new$wout, new$bout)) {
    checked_steps(steps)
    checked_update(new)
  }
  new
}

# Whether there is neither NaN nor infinity in any of the arrays that are there.
all_finite <- function(...) {
  for (array in list(...)) {
    if (!all(is.finite(array))) {
      return(FALSE)
    }
  }
  TRUE
}
