# Training: epochs one by one, and `train`, which drains them (SPEC.md, section 4).

STEPS_OF_A_BAR <- 100

#' Train a network by gradient descent, or continue a training
#'
#' Every update is step 12 with the gradients of one batch: w - (grad_w * learning_rate), unless another optimizer is
#' chosen. An interrupt (Ctrl-C) ends the training early: the result so far is returned, with a warning of class
#' `onehidden_training_interrupted`.
#'
#' @inheritParams backward
#' @param network The [network()] to start from; it is not changed. Or the result of an earlier `train()`, which
#'   continues that training: with otherwise equal arguments, as if it had never stopped.
#' @param learning_rate The learning rate: one number, 0 or larger; or a function that returns it for an epoch (counted
#'   from 1).
#' @param epochs The number of epochs: a whole number, 0 or larger; when a training is continued, the number of further
#'   epochs.
#' @param batches The rows of each update: `"full"`, all rows; `"single"`, one row at a time, in order; a whole number,
#'   that many rows at a time; or a list with the row numbers of each update (counted from 1, each at most once).
#' @param report_every Call `report` for every epoch whose number is a multiple of this, starting at 0. `NULL`: never.
#' @param report The function to call with each such state, as returned by [training_epochs()].
#' @param optimizer The optimizer: `"gradient_descent"`, `"momentum"`, `"nesterov"` or `"adam"`, or the result of
#'   [momentum()], [nesterov()] or [adam()].
#' @param weight_decay This times the weight is added to the gradient of each weight (not of biases): one number; 0 for
#'   no decay.
#' @param shuffle_seed Shuffle the rows before each epoch, by the stream with this seed; `batches` then refers to
#'   positions in that order. `NULL`: do not shuffle.
#' @param stream The stream of random numbers for shuffling: `"numpy"`, `"pcg64"` or `"r"`.
#' @param validation A list of the X and y of validation rows: each state then has its loss on them.
#' @param patience Stop when the validation loss has not improved for this many epochs, and return the best network.
#'   `NULL`: never.
#' @param progress Whether to show a progress bar, which requires the package cli.
#' @param kernels Which code computes: `"compiled"`, which is fast, or `"interpreted"`, which is readable; the bits are
#'   the same. `NULL`: compiled where available (see [info()]).
#' @return A list of class `onehidden_training`: `network`, the network after the last complete epoch, with `patience`
#'   the best one; `history`, the losses on all rows before the first epoch and after each; `epochs`, the number of
#'   completed epochs; `interrupted`, whether an interrupt ended the training early; `validation_history`, the losses on
#'   the validation rows; `last` and `best`, the last complete state and, with `patience`, the first one with the lowest
#'   validation loss; `best_epoch`, its number.
#' @section Errors: As [backward()], and `invalid_learning_rate`, `invalid_count`, `invalid_batches`,
#'   `unknown_optimizer`, `incompatible_optimizer`, `out_of_range`, `unknown_stream`, `invalid_validation`,
#'   `not_logical`, `missing_package`, `unknown_kernels` or `missing_kernels`. `overflow` when a value becomes too
#'   large, with `step`, `epoch` and, in `result`, the last finite network and its history (see [onehidden_errors]).
#' @source SPEC.md, section 4.
#' @export
#' @examples
#' X <- rbind(c(0, 0), c(0, 1), c(1, 0), c(1, 1))
#' y <- c(0, 1, 1, 0)
#' first <- initial_network(n_features = 2, n_hidden = 3, n_outputs = 1, seed = 1)
#' result <- train(first, X, y, learning_rate = 1, epochs = 2000, report_every = 500)
#' predict(result$network, X)
train <- function(network, X, y, learning_rate = 0.1, epochs = 5000, batches = "full",
                  arithmetic = "reproducible", report_every = NULL, report = print_report,
                  optimizer = "gradient_descent", weight_decay = 0, sample_weight = NULL,
                  shuffle_seed = NULL, stream = "numpy", validation = NULL, patience = NULL,
                  progress = FALSE, kernels = NULL, ...) {
  refuse_unknown_arguments("train")
  settings <- settings_among(training_settings, environment())
  run_training(network, X, y, settings, report_every, report, progress)
}

#' Train epoch by epoch
#'
#' The states before the first epoch and after each, computed on demand.
#'
#' @inheritParams train
#' @return A function without arguments. Each call returns the next of the `epochs` + 1 states: a list of class
#'   `onehidden_epoch` with `epoch`, its number from 0; `network`, the network at that time; `loss`, its loss on all
#'   rows, which may be infinite; `error`, y - output on all rows (n x k); `validation_loss`, its loss on the validation
#'   rows, if any; `optimizer`; and `optimizer_state`, what the optimizer stores for each parameter. When a training is
#'   continued, the first state is the last one of the earlier training. After the last state it returns `NULL`.
#' @section Errors: As [train()].
#' @source SPEC.md 4.1 to 4.4, 4.9 to 4.17, 4.19.
#' @export
#' @examples
#' X <- rbind(c(0, 0), c(0, 1), c(1, 0), c(1, 1))
#' y <- c(0, 1, 1, 0)
#' states <- training_epochs(initial_network(2, 3, 1, seed = 1), X, y, learning_rate = 1, epochs = 2)
#' while (!is.null(state <- states())) print(state$loss)
training_epochs <- function(network, X, y, learning_rate = 0.1, epochs = 5000, batches = "full",
                            arithmetic = "reproducible", optimizer = "gradient_descent",
                            weight_decay = 0, sample_weight = NULL, shuffle_seed = NULL,
                            stream = "numpy", validation = NULL, kernels = NULL, ...) {
  refuse_unknown_arguments("training_epochs")
  training <- plan_training(network, X, y, settings_among(training_settings, environment()))
  runs <- runs_of_training(training$start, training$plan, identity)
  function() runs()$state
}

# Drains the runs of a training into its result.
run_training <- function(network, X, y, settings, report_every = NULL, report = print_report, progress = FALSE) {
  training <- plan_training(network, X, y, settings)
  report_every <- check_watching(report_every, progress)
  plan <- training$plan
  epochs <- plan$last - training$start$epoch
  bar <- progress_bar(progress, epochs)
  on.exit(bar$close())
  observe <- function(state) {
    bar$update(state)
    if (!is.null(report_every) && state$epoch %% report_every == 0) {
      report(state)
    }
  }
  record <- new_record(network, plan$patience)
  stops <- stops_of_training(epochs, report_every, plan$patience, progress)
  interrupted <- drain(runs_of_training(training$start, plan, stops), record, observe)
  result <- record$result(interrupted)
  if (interrupted) {
    message <- "training was interrupted after %.0f epochs; the result so far is returned"
    warn_training_interrupted(sprintf(message, result$epochs))
  }
  result
}

# Adds all runs to the record; returns whether an interrupt ended them early.
drain <- function(runs, record, observe) {
  interrupted <- FALSE
  tryCatch(
    while (!is.null(run <- runs())) {
      record$add(run)
      observe(run$state)
      if (record$is_exhausted()) {
        break
      }
    },
    interrupt = function(condition) interrupted <<- TRUE,
    onehidden_overflow = function(error) {
      error$result <- record$result(interrupted = FALSE)
      stop(error)
    }
  )
  if (interrupted && !is.null(run <- runs(only_finished = TRUE))) {
    record$add(run)
  }
  interrupted
}

# Checks the arguments that only watch a training; returns how often to report.
check_watching <- function(report_every = NULL, progress = FALSE, ...) {
  if (!is.null(report_every)) {
    report_every <- check_count(report_every, "report_every", 1, MOST_EPOCHS)
  }
  check_flag(progress, "progress")
  report_every
}

# A function that returns the starting state and those after it, one run per call; then NULL. Compiled kernels compute
# where they can, else the readable code.
#
# `next_stop` returns the next epoch, from a given one on, whose state is observed. With `only_finished` the function
# computes nothing and returns the run that an interrupt cut short, if any.
runs_of_training <- function(start, plan, next_stop) {
  if (can_do(plan)) {
    return(compiled_runs(start, plan, next_stop, interpreted_runs))
  }
  interpreted_runs(start, plan)
}

# A function that returns the next epoch, from a given one on, whose state is observed.
stops_of_training <- function(epochs, report_every, patience, progress) {
  if (!is.null(patience)) {
    return(identity)
  }
  steps <- c(report_every, if (progress) max(1, epochs %/% STEPS_OF_A_BAR))
  function(epoch) min(epoch + (-epoch) %% steps, MOST_EPOCHS)
}
