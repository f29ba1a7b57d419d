# Training: epochs one by one, and `train`, which drains them (SPEC.md, section 4).

STEPS_OF_A_BAR <- 100

#' Train a network by gradient descent, or continue a training
#'
#' Every update is step 12 with the gradients of the rows of one batch, w - (grad_w * learning_rate)
#' unless another optimizer is chosen. An interrupt (Ctrl-C) ends the training early: what was trained
#' is returned, with a warning of class `onehidden_training_interrupted`.
#'
#' @inheritParams backward
#' @param network Where to start: a [network()]; it is not changed. Or what an earlier `train()` gave:
#'   then the training continues, with the same other arguments as if it had never stopped.
#' @param learning_rate How far each update goes: one number, 0 or larger; or a function that gives it
#'   for an epoch, counted from 1.
#' @param epochs How often to go through the batches: a whole number, 0 or larger; of a training that
#'   is continued, how often more.
#' @param batches The rows of each update: `"full"`, all; `"single"`, each by itself in order; a whole
#'   number, so many at a time; or a list with the row numbers of each update (rows count from 1, each
#'   occurs at most once).
#' @param report_every Call `report` for every epoch whose number is a multiple of this, beginning
#'   with 0. `NULL`: never.
#' @param report The function that is called, with the state as [training_epochs()] gives it.
#' @param optimizer How updates are made: `"gradient_descent"`, `"momentum"`, `"nesterov"`, `"adam"`,
#'   or what [momentum()], [nesterov()] or [adam()] makes.
#' @param weight_decay What is added to the gradient of each weight (not bias) is this times the
#'   weight: one number; 0 for nothing.
#' @param shuffle_seed Put the rows into a new order before each epoch, by the stream begun with this
#'   seed; `batches` then means positions in that order. `NULL`: never.
#' @param stream The stream of random numbers for that: `"numpy"`, `"pcg64"` or `"r"`.
#' @param validation A list of X and y, rows that are kept apart: each state then has its loss on them.
#' @param patience Stop when the validation loss has not become lower for so many epochs, and return
#'   the best network. `NULL`: do not.
#' @param progress Show a progress bar, which needs the package cli: `TRUE` or `FALSE`.
#' @param kernels What computes: `"compiled"` code, which is fast, or the `"interpreted"` code that there
#'   is to read; the bits are the same. `NULL`: the compiled one where it is there (see [info()]).
#' @return A list of class `onehidden_training`: `network`, the network after the last complete
#'   epoch, with `patience` the best one; `history`, the losses on all rows before the first epoch and
#'   after each; `epochs`, how many were completed; `interrupted`, whether an interrupt ended the
#'   training early; `validation_history`, the losses on the rows for validation; `last` and `best`,
#'   the last complete state and, with `patience`, the first one with the lowest validation loss;
#'   `best_epoch`, its number.
#' @section Errors: As [backward()], and `invalid_learning_rate`, `invalid_count`, `invalid_batches`,
#'   `unknown_optimizer`, `incompatible_optimizer`, `out_of_range`, `unknown_stream`,
#'   `invalid_validation`, `not_logical`, `missing_package`, `unknown_kernels` or `missing_kernels`.
#'   `overflow` where a value becomes too
#'   large; it has `step`, `epoch` and, in `result`, the last finite network and its history (see
#'   [onehidden_errors]).
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
#' The states before the first epoch and after each, computed as they are asked for.
#'
#' @inheritParams train
#' @return A function without arguments. Each call gives the next of the `epochs` + 1 states: a
#'   list of class `onehidden_epoch` with `epoch`, its number from 0; `network`, the network as it
#'   is then; `loss`, its loss on all rows, which may be infinite; `error`, y - output on all
#'   rows (n x k); `validation_loss`, its loss on the rows for validation, if there are any; and
#'   `optimizer` and `optimizer_state`, what the optimizer keeps of each parameter. The first is the last of
#'   the earlier training, if one is continued. After the last state it gives `NULL`.
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

# A function that gives the starting state and those after it, as runs, one a call; then NULL. Compiled kernels compute
# where they can, else the readable code.
#
# `next_stop` gives the next epoch, from a given one on, whose state is observed. Asked for what is `only_finished`, the
# function gives the run that an interrupt has cut short, if there is one, and computes nothing.
runs_of_training <- function(start, plan, next_stop) {
  if (can_do(start$network, plan)) {
    return(compiled_runs(start, plan, next_stop, interpreted_runs))
  }
  interpreted_runs(start, plan)
}

# A function that gives the next epoch, from a given one on, whose state is observed.
stops_of_training <- function(epochs, report_every, patience, progress) {
  if (!is.null(patience)) {
    return(identity)
  }
  steps <- c(report_every, if (progress) max(1, epochs %/% STEPS_OF_A_BAR))
  function(epoch) min(epoch + (-epoch) %% steps, MOST_EPOCHS)
}
